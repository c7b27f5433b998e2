"""What reading a file gives, and how much a file may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.language.nodes import Mapping

if TYPE_CHECKING:
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.language.diagnostics.source import Source
    from game.language.nodes import Node, Scalar


class Limits(NamedTuple):
    """How much one file may ask for. The first limit that is met ends the reading.

    They are there for files made to keep us: what one file can ask for is read and compiled in about two seconds. A file
    of two thousand scenes stays within them; a longer story has several files. They are the same for both parsers, though
    the one in Python takes eight times as long: a story that can be read on one machine can be read on every other.
    """

    file_bytes: int = 5_000_000
    events: int = 120_000
    braces: int = 20_000
    depth: int = 64
    scalar_chars: int = 256_000
    diagnostics: int = 20
    removed: int = 1000


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

    Of a file with mistakes in its YAML, `rest` is the tree of what is left when they are taken out, `lost` what was taken
    out (on the lines `mended`), and `reading` the text of that tree: `source` without the characters in `removed`, which
    no file may have (line and column in `source`). `shown` leads from there to where people find it.
    """

    __slots__ = ("diagnostics", "eaten", "lost", "mended", "reading", "removed", "rest", "root", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.reading = source
        self.root: Node | None = None
        self.rest: Node | None = None
        self.lost = ""
        self.mended: set[int] = set()
        self.removed: list[tuple[int, int]] = []
        self.diagnostics: list[Diagnostic] = []
        self.eaten: list[tuple[Scalar, int]] = []

    def let_go(self) -> None:
        """Keep of a tree that has been read only that there is one: there is room then for the next file's, where it is quick to come by."""
        if self.root is not None:
            self.root = Mapping([], self.root.pos)
        if self.rest is not None:
            self.rest = Mapping([], self.rest.pos)

    def shown(self, line: int, column: int) -> int:
        """The column in `source` of a place in `reading`."""
        for at in [there for number, there in self.removed if number == line]:
            column += at <= column
        return column
