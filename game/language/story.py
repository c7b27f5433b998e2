"""The story as its writer wrote it: a tree of scenes, bodies and steps.

Names are not looked up and conditions are still text; `game.program` does both. Every
part keeps the node it came from, so that whatever is found later has a place.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from game.language.markup import Piece
from game.language.nodes import Scalar
from game.language.reader import Source

Role: TypeAlias = Literal["prose", "speech", "aside"]


class Text(NamedTuple):
    """A piece of an author's text: a scalar, or a part of one that starts at `at`."""

    text: str
    scalar: Scalar
    at: int


class Paragraph(NamedTuple):
    """One paragraph: its pieces, its raw text (the identity of the line), and where it starts."""

    pieces: tuple[Piece, ...]
    raw: str
    at: int


class Say(NamedTuple):
    """Prose, a line of dialogue, or an aside."""

    role: Role
    speaker: Scalar | None
    paragraphs: tuple[Paragraph, ...]
    scalar: Scalar


class Choice(NamedTuple):
    """One choice of a list; `label` is empty for a fallback."""

    label: tuple[Piece, ...]
    raw: str
    scalar: Scalar
    id: Scalar | None
    condition: Text | None
    needs: Text | None
    reason: tuple[Piece, ...]
    once: bool
    effects: tuple[Text, ...]
    body: Body
    target: Text | None
    fallback: bool


class Choices(NamedTuple):
    choices: tuple[Choice, ...]
    pos: int


class Do(NamedTuple):
    effects: tuple[Text, ...]


class If(NamedTuple):
    condition: Text
    then: Body
    otherwise: Body
    pos: int


class Goto(NamedTuple):
    target: Text


class CallScene(NamedTuple):
    target: Text


class Return(NamedTuple):
    """Back to the caller; on to `target` instead where one is named."""

    target: Text | None
    pos: int


class Draw(NamedTuple):
    deck: Scalar
    random: bool
    otherwise: Body


class Learn(NamedTuple):
    entries: tuple[Scalar, ...]


class Label(NamedTuple):
    name: Scalar


class End(NamedTuple):
    ending: Scalar


Step: TypeAlias = "Say | Choices | Do | If | Goto | CallScene | Return | Draw | Learn | Label | End"
Body: TypeAlias = "tuple[Step, ...]"


class Scene(NamedTuple):
    """A scene; `file` is the index of its source in `Story.sources`."""

    id: str
    scalar: Scalar
    file: int
    title: str
    place: Scalar | None
    body: Body
    deck: Scalar | None
    when: Text | None
    priority: int
    weight: int
    once: bool
    chapter: str
    labels: tuple[Scalar, ...]
    choice_ids: tuple[Scalar, ...]


class Declared(NamedTuple):
    """Where a name was declared."""

    scalar: Scalar
    file: int


class CastMember(NamedTuple):
    id: str
    name: str
    short: str
    colour: str
    about: str


class CodexText(NamedTuple):
    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    scalar: Scalar
    file: int


class EndingText(NamedTuple):
    id: str
    title: str
    text: str
    early: bool
    hint: str


class Chapter(NamedTuple):
    id: str
    title: str
    number: int


VariableKind: TypeAlias = Literal["bool", "int", "enum", "text"]


class VariableText(NamedTuple):
    """A declared variable. `start`, `low` and `high` are numbers also for bool and enum (an index)."""

    name: str
    kind: VariableKind
    low: int
    high: int
    start: int
    text: str
    values: tuple[str, ...]
    words: tuple[tuple[Piece, ...], ...]
    label: str
    show: str
    scalar: Scalar
    file: int


class SetupText(NamedTuple):
    ask: str
    variable: Scalar
    suggest: tuple[str, ...]
    limit: int
    options: tuple[tuple[str, str, Scalar], ...]
    file: int


class CareText(NamedTuple):
    who: tuple[Scalar, ...]
    condition: Scalar | None
    show: tuple[Scalar, ...]
    file: int


class Promise(NamedTuple):
    condition: Text
    because: str
    file: int


class Phrase(NamedTuple):
    pieces: tuple[Piece, ...]
    scalar: Scalar
    file: int


class Story:
    """Everything the files of one story declare, in file order."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.texts: dict[str, str] = {}
        self.start: Declared | None = None
        self.scenes: dict[str, Scene] = {}
        self.cast: dict[str, CastMember] = {}
        self.places: dict[str, str] = {}
        self.codex: dict[str, CodexText] = {}
        self.endings: dict[str, EndingText] = {}
        self.chapters: dict[str, Chapter] = {}
        self.variables: dict[str, VariableText] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.setup: list[SetupText] = []
        self.phrases: dict[str, Phrase] = {}
        self.care: CareText | None = None
        self.status: list[Declared] = []
        self.always: list[Promise] = []
        self.counted: set[str] = set()
        """What visits() or seen() is asked about anywhere: scenes, labels and choices."""
        self.declared: dict[str, Declared] = {}
        """Where each name stands, under `kind:name`."""
