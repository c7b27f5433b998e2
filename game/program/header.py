"""What a Program is made of besides its scenes, as the compiler hands it on and the cache keeps it. For its types alone: nothing imports it to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from game.program import declared
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
    cast: Sequence[declared.CastMember]
    endings: Sequence[declared.Ending]
    chapters: Sequence[declared.Chapter]
    pictures: Sequence[declared.Picture]
    codex: Sequence[declared.CodexEntry]
    variables: Sequence[declared.Variable]
    text_variables: Sequence[Sequence[str]]
    """Name, start, label."""
    tags: Mapping[str, Sequence[str]]
    hints: NotRequired[Mapping[str, str]]
    """What the map says of scenes and choices that were not found, by their ids."""
    told: Sequence[declared.Told]
    sets: Sequence[declared.Things]
    setup: Sequence[declared.Question]
    care: declared.Care | None
    status: Sequence[declared.Shown]
    always: Sequence[declared.Promise]
    counts: declared.Counts
    draws: bool
    joins: bool
    renamed: NotRequired[Renames]
