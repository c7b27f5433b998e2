"""What reading a file gives, and how much a file may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from game.language.diagnostic import Diagnostic
    from game.language.nodes import Node, Scalar
    from game.language.source import Source


class Limits(NamedTuple):
    """How much one file may ask for. The first limit that is met ends the reading.

    A story of two million words in one file has 20 MB and a million events.
    """

    file_bytes: int = 32_000_000
    events: int = 1_200_000
    depth: int = 64
    scalar_chars: int = 256_000
    diagnostics: int = 20


LIMITS = Limits()


class TooLong(Exception):  # noqa: N818 - one of the limits, not an error of the program
    """A text that began at `offset` is longer than the limit."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Document:
    """One file as read.

    `root` is None when nothing can be made of the file; then `diagnostics` has an error.
    `eaten` are the plain values that have a comment one space behind them, with the position
    of the `#`: where the schema expects prose, that is probably prose which YAML dropped, and
    `eaten_words` puts it in words.
    """

    __slots__ = ("diagnostics", "eaten", "root", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self.eaten: list[tuple[Scalar, int]] = []
