"""The story as its writer wrote it: a tree of scenes, bodies and steps.

Names are not looked up and conditions are still text; `game.program` does both. Every
part keeps the node it came from, so that whatever is found later has a place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from game.language.nodes import Scalar
from game.language.pieces import Piece, Role
from game.language.yaml.reader import Source


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


class People(NamedTuple):
    """Who can speak: what talk may begin a line with, the cast's names in small letters with whose they are, and what was said of others."""

    speakers: frozenset[str]
    named: Mapping[str, str]
    unspoken: set[str]
    known: bool


class Talk(NamedTuple):
    """Prose and speech in one block; `lines` tells them apart when it is known who can speak."""

    scalar: Scalar
    lines: Callable[[People], Sequence[Say]]


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
    reason_scalar: Scalar | None = None
    tags: tuple[Scalar, ...] = ()
    hint: str = ""


class Choices(NamedTuple):
    """A list of choices; `pos` is where it begins."""

    choices: tuple[Choice, ...]
    pos: int


class Do(NamedTuple):
    """Effects, in order."""

    effects: tuple[Text, ...]


class If(NamedTuple):
    """One body or the other; `word` is what it is written with."""

    condition: Text
    then: Body
    otherwise: Body
    pos: int
    word: str = "if"


class Goto(NamedTuple):
    """Play goes on elsewhere."""

    target: Text


class CallScene(NamedTuple):
    """Play goes elsewhere and comes back."""

    target: Text


class Return(NamedTuple):
    """Back to the caller; on to `target` instead where one is named."""

    target: Text | None
    pos: int


class Draw(NamedTuple):
    """One storylet of a deck is played; `otherwise` when none holds."""

    deck: Scalar
    random: bool
    otherwise: Body


class Learn(NamedTuple):
    """Codex entries become relevant."""

    entries: tuple[Scalar, ...]


class Tags(NamedTuple):
    """Words for what is told next."""

    names: tuple[Scalar, ...]
    key: Scalar


class Label(NamedTuple):
    """A point that a goto can come to."""

    name: Scalar


class End(NamedTuple):
    """The story ends."""

    ending: Scalar


Step: TypeAlias = "Say | Talk | Choices | Do | If | Goto | CallScene | Return | Draw | Learn | Tags | Label | End"
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
    whole: bool = True
    """Whether every step could be read."""
    keys: bool = False
    """Whether its steps stand under it as keys."""
    tags: tuple[Scalar, ...] = ()
    hint: str = ""


_BODY = Scene._fields.index("body")


def without_body(scene: Scene) -> Scene:
    """The scene with its steps let go."""
    return tuple.__new__(Scene, (*scene[:_BODY], (), *scene[_BODY + 1 :]))


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
