"""What the engine hands to a front: plain values, nothing with markup in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from game.language.pieces import Role, Style
    from game.program.forms.types import Plain

Span: TypeAlias = "tuple[str, Style]"
"""Words in one style."""
Stuck: TypeAlias = Literal["no-open-choice", "endless", "too-long", "too-deep", "nowhere-to-return"]
"""Why play cannot go on though it has not ended."""


class Block(NamedTuple):
    """One paragraph, line of dialogue, aside, or text whose blanks and line ends are its own.

    `id` is the line's stable identity, `speaker` a cast id (speech only, else ""),
    `text` the plain words and `spans` the same words in styled pieces. A newline in
    the text is a line break the writer asked for. `joints` are the lines that ran on into
    the paragraph: the id of each, and where in the text it begins.
    """

    id: str
    role: Role
    speaker: str
    text: str
    spans: tuple[Span, ...]
    joints: tuple[tuple[str, int], ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The ids of all lines in it, in their order."""
        return (self.id, *[line for line, _ in self.joints])


class Passing(Block):
    """A block whose words were put together for one turn. Any other is the same object whenever it reads the same."""

    __slots__ = ()


class Option(NamedTuple):
    """A choice as it stands now: its stable id, its label, and why it is closed, if it is."""

    id: str
    label: str
    spans: tuple[Span, ...]
    open: bool
    reason: str


class Change(NamedTuple):
    """A variable that the last choice changed."""

    name: str
    before: Plain
    after: Plain


class Turn(NamedTuple):
    """Everything between two choices.

    `scene` is the id of the scene the turn stopped in, `ending` the ending's id or "",
    `learned` the codex entries that became relevant during it. `stuck` says why play
    cannot go on, and is "" when it can.
    """

    blocks: tuple[Block, ...]
    options: tuple[Option, ...]
    scene: str
    ending: str
    learned: tuple[str, ...]
    stuck: Stuck | Literal[""]
