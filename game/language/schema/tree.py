"""A scene as its writer wrote it: a tree of bodies and steps.

Names are not looked up and conditions are still text; `game.program` does both. Every
part keeps the node it came from, so that whatever is found later has a place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from game.language.nodes import Scalar
from game.language.pieces import Piece, Role


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
