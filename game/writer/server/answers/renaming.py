"""Another name for what stands at a place: in all files and playthroughs of the story, with the note for saves, as edits that the editor makes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from game.program.load import load
from game.system.files import within
from game.system.overlay import Overlay
from game.writer.names.rename import CannotRename, renamed
from game.writer.names.uses import NamedThing
from game.writer.server.edits import edits
from game.writer.server.finding import Cursor, named_at

if TYPE_CHECKING:
    from game.program.sources import Reference

__all__ = ["CannotRename", "can_rename", "rename"]


def can_rename(cursor: Cursor) -> types.PrepareRenamePlaceholder | None:
    """Where the name at a place stands, and what it is now; None where nothing there has a name. On a line that has just changed, that of the word there."""
    one = _meant(named_at(cursor, changed=False))
    if one is not None:
        start, end = one.span.column, one.span.end_column
    elif _meant(named_at(cursor)) is not None:
        start, end = cursor.word()
    else:
        return None
    written = cursor.written[start - 1 : end - 1]
    return types.PrepareRenamePlaceholder(cursor.text.range(cursor.line, start, cursor.line, end), written)


def rename(cursor: Cursor, new: str) -> types.WorkspaceEdit:
    """The edits that give it another name. Takes as long as loading the story twice, and playing its playthroughs.

    Raises:
        CannotRename: nothing here has a name, the story has errors, or the name cannot be had.
    """
    story, desk = cursor.story, cursor.desk
    texts = {Path(path): text.text for path, text in dict(desk.texts).items() if within(story.root, path)}
    disk = Overlay(texts)
    loaded = load(story.path, cache=False, traced=True, disk=disk)
    if loaded.program is None or loaded.table is None:
        raise CannotRename("the story has errors; they come first, or places would be missed")
    one = _meant(loaded.table.at(desk.name_of(cursor.text.path), cursor.line, cursor.column))
    if one is None:
        raise CannotRename("nothing here has a name that can be changed")
    places = loaded.table.named(one.thing, one.name, one.inside)
    changes = renamed(story.path, loaded, NamedThing(one.thing, one.name, one.inside, places), new, disk)
    found = {}
    for file in (*changes.story, *changes.scripts):
        text = desk.text(file.path, story)
        if text is not None:
            found[text.path.as_uri()] = edits(text, file.after)
    return types.WorkspaceEdit(changes=found)


def _meant(found: Sequence[Reference]) -> Reference | None:
    """What is renamed at a place: the innermost name; a group's variable has its name from the group and from the member."""
    return next((one for one in found if not (one.thing == "variable" and "." in one.name)), None)
