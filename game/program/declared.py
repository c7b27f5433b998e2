"""What a Program declares beside its scenes, as values: who speaks, what can be read and shown, variables, questions and promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from game.program.forms.types import Expr, Segments
    from game.program.model import Text


class SceneMeta(NamedTuple):
    """What a front shows of a scene; `place` is a title, `chapter` an id or ""."""

    id: str
    title: str
    place: str
    chapter: str


class CastMember(NamedTuple):
    """Somebody who speaks; `colour` is one of the format's names."""

    id: str
    name: str
    short: str
    colour: str
    about: str


class CodexEntry(NamedTuple):
    """An entry of the codex; its texts are rendered by a session. An `open` one can be read before play has come to it."""

    id: str
    title: str
    texts: Sequence[Text]
    open: bool


class Ending(NamedTuple):
    """An ending; `early` ones stand inside a chapter, `hint` is for players who have not found it."""

    id: str
    title: str
    text: str
    early: bool
    hint: str


class Chapter(NamedTuple):
    """A chapter; `number` orders them, `line` stands on its card."""

    id: str
    title: str
    number: int
    line: str


class Picture(NamedTuple):
    """A picture for the title screen: cells, a letter for the colour of each, and what has to be seen before it is shown.

    `after` are kinds of what a player has seen (`scenes`, `choices`, `endings`) and ids; one of them is enough, and where there are none
    the picture is always shown.
    """

    after: Sequence[Sequence[str]]
    rows: Sequence[str]
    colours: Sequence[str]


class Variable(NamedTuple):
    """A variable. Hidden ones are the program's own counters; their names are stable.

    `words` are segments per value, empty where the value itself is shown.
    """

    name: str
    kind: Literal["bool", "int", "enum"]
    low: int
    high: int
    start: int
    values: Sequence[str]
    words: tuple[Segments, ...]
    label: str
    show: str
    hidden: bool
    about: str = ""
    """What it is, in a sentence for players."""
    better: str = ""
    """`more` or `less`, where the story says which way is better."""


class Told(NamedTuple):
    """Words put together from bools, in order: those for each that holds, or how many hold where there are no words.

    Texts show it as they show a text variable, by an index after those.
    """

    name: str
    slots: Sequence[int]
    words: Sequence[Segments]
    none: Segments
    between: str
    last: str
    rule: str = ""
    """How the one text in `words` bends what stands beside it (`game.language.bending`); "" for things of a set."""


class Things(NamedTuple):
    """A set: the variables of its things, its label, and which of the Program's `told` it is shown as."""

    name: str
    variables: Sequence[str]
    label: str
    told: int


class Question(NamedTuple):
    """Asked before the story begins; `options` (value, label) is empty for a text variable."""

    ask: str
    variable: str
    suggest: Sequence[str]
    limit: int
    options: Sequence[Sequence[str]]

    def takes(self, answer: str) -> bool:
        """Whether this answers the question."""
        if self.options:
            return any(answer == value for value, _ in self.options)
        return 0 < len(answer) <= (self.limit or len(answer))

    def told(self, answer: str) -> str:
        """An answer as the player reads it."""
        return next((label for value, label in self.options if value == answer), answer)


class Shown(NamedTuple):
    """A variable that is shown beside the text: when (None: always), and the title and words it has there in place of its own.

    `of` is what it is out of, a variable or a number ("" for its own bound); `beside` are the scenes beside whose choices it stands.
    """

    name: str
    condition: Expr | None
    title: str
    words: tuple[Segments, ...]
    of: str = ""
    beside: Sequence[str] = ()


class Care(NamedTuple):
    """Whom the panel shows, the group that decides when, what is shown of each, its title, the words for who comes and goes, and the groups
    that say where they are who are not in it.
    """

    who: Sequence[str]
    condition: str
    show: Sequence[Sequence[Shown]]
    title: str
    comes: str
    goes: str
    away: Sequence[str]


class Promise(NamedTuple):
    """A condition that holds at every choice and ending, as written and resolved.

    `scene` is the one where it holds, "" for all; `endings` is what it says at those that it asks for.
    """

    text: str
    condition: Expr
    because: str
    scene: str = ""
    endings: Sequence[tuple[str, Expr]] = ()

    def at(self, scene: str, ending: str) -> Expr | None:
        """What it says in a scene where the story goes on ("") or ends; None where it says nothing."""
        if self.scene and scene != self.scene:
            return None
        return next((expr for name, expr in self.endings if name == ending), self.condition)


class Counts(NamedTuple):
    """How large the story is."""

    scenes: int
    choices: int
    lines: int
    words: int
