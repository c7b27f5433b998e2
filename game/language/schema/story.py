"""The story as its writer wrote it: the scenes, and everything that is declared beside them, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from game.language.nodes import Scalar
from game.language.pieces import Piece
from game.language.schema.tree import Paragraph, Scene, Text
from game.language.yaml.reader import Source


class Declared(NamedTuple):
    """Where a name was declared."""

    scalar: Scalar
    file: int


class CastMember(NamedTuple):
    """Somebody who can speak."""

    id: str
    name: str
    short: str
    colour: str
    about: str


class CodexText(NamedTuple):
    """An entry of the codex; an `open` one can be read before play has come to it."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    scalar: Scalar
    file: int
    open: bool


class EndingText(NamedTuple):
    """An ending; its texts are shown as they stand."""

    id: str
    title: str
    text: str
    early: bool
    hint: str


class Chapter(NamedTuple):
    """A chapter, perhaps of several files; `line` stands on its card."""

    id: str
    title: str
    number: int
    line: str = ""


class PictureText(NamedTuple):
    """A picture for the title screen: its file, what must have been come to before it is shown, and the cells once they are read."""

    file: Scalar
    after: tuple[Scalar, ...]
    rows: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()


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
    words: tuple[tuple[tuple[Piece, ...], Scalar], ...]
    label: str
    show: str
    scalar: Scalar
    file: int
    about: str = ""
    better: str = ""


class ValuesText(NamedTuple):
    """Where the values of an enum are written; of a group's, for the first of its members only."""

    values: tuple[Scalar, ...]
    start: Scalar | None
    file: int


class SetText(NamedTuple):
    """A set: its things with their words, how it is shown, and the words between them and for none."""

    name: str
    things: dict[str, tuple[tuple[Piece, ...], Scalar]]
    start: tuple[Scalar, ...]
    label: str
    show: str
    joined: tuple[str, str]
    none: tuple[tuple[Piece, ...], Scalar]
    scalar: Scalar
    file: int


class SetupText(NamedTuple):
    """A question before the story begins."""

    ask: str
    variable: Scalar
    suggest: tuple[str, ...]
    limit: int
    options: tuple[tuple[str, str, Scalar], ...]
    file: int


class PanelText(NamedTuple):
    """A value beside the text: of which variable or group, when it shows, and the title and words it has there.

    `words_key` is where its words are declared, `of` what it is out of, and `beside` the scenes beside whose choices it stands.
    """

    name: Scalar
    condition: Text | None
    title: str
    words: tuple[tuple[tuple[Piece, ...], Scalar], ...]
    words_key: Scalar | None
    file: int
    of: Scalar | None = None
    beside: tuple[Scalar, ...] = ()


class CareText(NamedTuple):
    """What the panel of companions shows; `words` are said of those who come into it and who leave it, `away` says where these are then."""

    who: tuple[Scalar, ...]
    condition: Scalar | None
    show: tuple[PanelText, ...]
    title: str
    words: tuple[str, str]
    file: int
    away: tuple[Scalar, ...] = ()


class RuleText(NamedTuple):
    """What happens at every choice: where (kinds and names), what it leaves alone, effects, and where play goes when."""

    where: tuple[tuple[str, Scalar], ...]
    excepted: tuple[Scalar, ...]
    effects: tuple[Text, ...]
    when: Text | None
    target: Text | None
    ending: Scalar | None
    pos: int
    file: int


class Promise(NamedTuple):
    """A condition that holds at every choice and ending, of all scenes or of one."""

    condition: Text
    because: str
    file: int
    at: Scalar | None = None


class Phrase(NamedTuple):
    """A piece of text to reuse."""

    pieces: tuple[Piece, ...]
    scalar: Scalar
    file: int


class Renaming(NamedTuple):
    """One name of an older version and the one it has now; `kind` is the key they stand under, `inside` the scene of a choice or the variable of a value."""

    kind: str
    old: Scalar
    new: Scalar
    inside: Scalar | None
    file: int


class Story:
    """Everything the files of one story declare, in file order."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.texts: dict[str, str] = {}
        self.start: Declared | None = None
        self.pictures: list[PictureText] = []
        self.scenes: dict[str, Scene] = {}
        self.cast: dict[str, CastMember] = {}
        self.places: dict[str, str] = {}
        self.codex: dict[str, CodexText] = {}
        self.endings: dict[str, EndingText] = {}
        self.chapters: dict[str, Chapter] = {}
        self.variables: dict[str, VariableText] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.sets: dict[str, SetText] = {}
        self.setup: list[SetupText] = []
        self.phrases: dict[str, Phrase] = {}
        self.care: CareText | None = None
        self.status: list[PanelText] = []
        self.tags: list[Declared] = []
        """The tags that it may use; none where it may use any."""
        self.rules: list[RuleText] = []
        self.always: list[Promise] = []
        self.renamed: list[Renaming] = []
        self.broken: set[str] = set()
        """Variables that a group should have given to somebody who is not in the cast; that has been said."""
        self.unread: set[str] = set()
        """Kinds of things (`variable`, `ending`) of which a list could not be read, and things (`scene:the roof`) whose name cannot be
        one; that has been said."""
        self.calls = False
        """Whether any scene calls another, or draws one."""
        self.counted: set[str] = set()
        """What visits() or seen() is asked about anywhere: scenes, labels and choices."""
        self.enums: dict[str, ValuesText] = {}
        """Where values stand, by the name of their variable."""
        self.values = 0
        """How many values and words its variables have together."""
        self.full = False
        """Whether it has more variables than it may, which has been said."""
        self.later: list[Callable[[], None]] = []
        """What can only be declared when every file has been read."""
        self.declared: dict[str, Declared] = {}
        """Where each name stands, under `kind:name`."""
        self.looks: dict[str, str] = {}
        """Names in other letters than ASCII's, by their kind and what they look like."""
