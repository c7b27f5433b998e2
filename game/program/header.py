"""What a Program is made of besides its scenes, as the compiler hands it on and the cache keeps it. For its types alone: nothing imports it to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from game.program import model
    from game.program.renames import Renames


class Header(TypedDict):
    """A story without its scenes.

    Each row has the fields of its type in their order. From the cache it is the list that JSON makes of a named tuple, so
    only the Program, which makes each what it is, takes a field of one by its name.
    """

    texts: Mapping[str, str]
    """`story`, `title`, `author` and their like."""
    digest: str
    start: str
    scenes: Sequence[str]
    metas: Mapping[str, Sequence[str]]
    """The title, place and chapter of those scenes that have any."""
    cast: Sequence[model.CastMember]
    endings: Sequence[model.Ending]
    chapters: Sequence[model.Chapter]
    pictures: Sequence[model.Picture]
    codex: Sequence[model.CodexEntry]
    variables: Sequence[model.Variable]
    text_variables: Sequence[Sequence[str]]
    """Name, start, label."""
    tags: Mapping[str, Sequence[str]]
    hints: NotRequired[Mapping[str, str]]
    """What the map says of scenes and choices that were not found, by their ids."""
    told: Sequence[model.Told]
    sets: Sequence[model.Things]
    setup: Sequence[model.Question]
    care: model.Care | None
    status: Sequence[model.Shown]
    always: Sequence[model.Promise]
    counts: model.Counts
    draws: bool
    joins: bool
    renamed: NotRequired[Renames]
