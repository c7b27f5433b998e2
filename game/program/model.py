"""The Program: a story flattened to blocks over bounded variables.

Everything here is plain values that survive JSON (`game.program.cache.codec` gives the lists that JSON makes of tuples back as tuples). Whoever
wants to know something about a story (engine, proof, coverage, graph) reads these; nothing else says what a story means.

A value is always an integer: a bool is 0 or 1, an enum the index of its value. A target is
either a block of the same scene (an index) or `(scene, entry)`: entry 0 of a scene is its
beginning, entry k its k-th label.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from game.program.declared import (
    Care,
    CastMember,
    Chapter,
    CodexEntry,
    Counts,
    Ending,
    Picture,
    Promise,
    Question,
    SceneMeta,
    Shown,
    Things,
    Told,
    Variable,
)
from game.program.renames import Renames

if TYPE_CHECKING:
    from game.program.forms.types import Expr, Segments
    from game.program.header import Header

Target: TypeAlias = "int | tuple[int, int]"

DEEPEST_CALL: Final = 64
"""Calls inside calls before play counts as too deep."""


JOINT: Final = "joint"
"""The role of prose that runs on in the paragraph before it."""


class Text(NamedTuple):
    """One paragraph or line, with its stable identity. Of a `JOINT` a blank at the beginning is kept, and parts it from what is before it."""

    id: str
    role: str
    speaker: str
    segments: Segments


class Set(NamedTuple):
    """The variable takes the expression's value, held inside its bounds."""

    slot: int
    value: Expr


class Learn(NamedTuple):
    """A codex entry becomes relevant."""

    entry: str


Op: TypeAlias = "Text | Set | Learn"


class Choice(NamedTuple):
    """A choice: hidden unless `shown` holds, closed (with its reason) unless `needs` holds."""

    id: str
    label: Segments
    shown: Expr | None
    needs: Expr | None
    reason: Segments
    target: Target


class Choose(NamedTuple):
    """The player's turn; `fallback` is taken when no choice is open. `id` is stable."""

    id: str
    choices: Sequence[Choice]
    fallback: Target | None


class Jump(NamedTuple):
    """Go on there."""

    target: Target


class Branch(NamedTuple):
    """One way where the condition holds, the other where not."""

    condition: Expr
    then: Target
    otherwise: Target


class Call(NamedTuple):
    """Go to `target`; a return comes back to `back`. `id` is stable."""

    id: str
    target: Target
    back: Target


class Return(NamedTuple):
    """Back to the caller, or on to `target` with the caller forgotten."""

    target: Target | None


class Storylet(NamedTuple):
    """A scene that can be drawn, when its condition holds."""

    target: Target
    when: Expr | None
    weight: int


class Draw(NamedTuple):
    """One storylet that holds: the first in the list, or a seeded draw by weight."""

    id: str
    random: bool
    storylets: Sequence[Storylet]
    back: Target
    otherwise: Target


class End(NamedTuple):
    """The story ends here."""

    ending: str


Exit: TypeAlias = "Choose | Jump | Branch | Call | Return | Draw | End"


class BasicBlock(NamedTuple):
    """What happens in order, and how it goes on."""

    ops: Sequence[Op]
    exit: Exit


class Scene(NamedTuple):
    """A scene's blocks; `entries[0]` is where it begins, the others are its labels."""

    id: str
    entries: Sequence[int]
    labels: Sequence[str]
    blocks: Sequence[BasicBlock]


class Records(Protocol):
    """Where the scenes are: in memory, or in the cache."""

    def __getitem__(self, index: int, /) -> Scene: ...


class Program:
    """A whole story, ready to be stepped.

    From the cache, scenes are decoded when first asked for, so that a long story starts fast.
    """

    def __init__(self, header: Header, records: Records) -> None:
        self.header = header
        texts = header["texts"]
        self.id: str = texts.get("story", "")
        self.title: str = texts.get("title", "") or self.id
        self.author: str = texts.get("author", "")
        self.version: str = texts.get("version", "")
        self.premise: str = texts.get("premise", "")
        self.about: str = texts.get("about", "")
        self.warning: str = texts.get("warning", "")
        self.credits: str = texts.get("credits", "")
        self.digest = header["digest"]
        self.start = header["start"]
        self.scene_ids = header["scenes"]
        self.scene_index: dict[str, int] = {name: index for index, name in enumerate(self.scene_ids)}
        self.cast = {one[0]: CastMember(*one) for one in header["cast"]}
        self.endings = {one[0]: Ending(*one) for one in header["endings"]}
        self.chapters = {one[0]: Chapter(*one) for one in header["chapters"]}
        self.pictures: Sequence[Picture] = [Picture(*one) for one in header["pictures"]]
        self.slots: Sequence[Variable] = [Variable(*one) for one in header["variables"]]
        self.slot: dict[str, int] = {one.name: index for index, one in enumerate(self.slots)}
        self.texts = header["text_variables"]
        """Text variables: name, start, label."""
        self.tags = header["tags"]
        """The tags of scenes, lines and choices, by their ids."""
        self.hints = header.get("hints", {})
        """What the map says of scenes and choices that were not found, by their ids."""
        self.told: Sequence[Told] = [Told(*one) for one in header["told"]]
        """What texts show with an index after those of the text variables."""
        self.sets: dict[str, Things] = {one[0]: Things(*one) for one in header["sets"]}
        self.variables: dict[str, Variable] = {one.name: one for one in self.slots if not one.hidden}
        self.setup: Sequence[Question] = tuple(Question(*one) for one in header["setup"])
        self.care = _care(*care) if (care := header["care"]) else None
        self.status: Sequence[Shown] = [Shown(*one) for one in header["status"]]
        self.always = tuple(Promise(*one) for one in header["always"])
        self.renamed = Renames(*renamed) if (renamed := header.get("renamed")) else Renames()
        """What names of older versions are now."""
        self.counts = Counts(*header["counts"])
        self.draws = header["draws"]
        """Whether anything in the story is drawn by seed."""
        self.joins = header["joins"]
        """Whether any text runs on in the paragraph before it."""
        self.records = records
        self.file = ""
        """The story's main file; "" where it came from none."""
        self._scenes: dict[int, Scene] = {}
        self._codex: dict[str, CodexEntry] | None = None

    def told_by(self, index: int) -> Told | None:
        """What a text shows by such an index; None for a text variable."""
        return self.told[index - len(self.texts)] if index >= len(self.texts) else None

    @property
    def codex(self) -> dict[str, CodexEntry]:
        """The codex entries by id."""
        if self._codex is None:
            self._codex = {
                one[0]: CodexEntry(one[0], one[1], tuple(Text(*text) for text in one[2]), one[3])
                for one in self.header["codex"]
            }
        return self._codex

    def meta(self, scene: str) -> SceneMeta:
        """What a front shows of a scene. Raises KeyError for an unknown id."""
        title, place, chapter = self.header["metas"].get(scene) or ("", "", "")
        if scene not in self.scene_index:
            raise KeyError(scene)
        return SceneMeta(scene, title, place, chapter)

    def scene(self, scene: str | int) -> Scene:
        """A scene's blocks, by id or index. Raises KeyError for an unknown id."""
        index = scene if isinstance(scene, int) else self.scene_index[scene]
        found = self._scenes.get(index)
        if found is None:
            found = self._scenes[index] = self.records[index]
        return found


def _care(
    who: Sequence[str],
    condition: str,
    show: Sequence[Sequence[Shown]],
    title: str,
    comes: str,
    goes: str,
    away: Sequence[str],
) -> Care:
    shown = [[Shown(*one) for one in of_one] for of_one in show]
    return Care(who, condition, shown, title, comes, goes, away)
