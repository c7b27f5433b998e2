"""A story in the best forms, proven to mean what it meant: both are compiled, and what differs is left as it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from game.program.load import Loaded, load
from game.program.model import Program
from game.system.files import real
from game.system.overlay import Overlay
from game.writer.format.files import Formatted
from game.writer.format.modern import modern
from game.writer.format.parsing import parsed
from game.writer.format.tree import comments, printed


class Unproven(Exception):  # noqa: N818 - the mistakes are the story's
    """A story that has errors means nothing yet, so that nothing can be shown to mean the same."""


_KEY_OF_A_SCENE = re.compile(r"  ([^\s#\"'][^:]*):")
"""A scene's name, where a file is laid out."""


def modernised(story: Path, sheets: Sequence[Formatted]) -> tuple[list[Formatted], list[Formatted]]:
    """These files of a story in the best forms, as far as the Program stays the same and no new finding comes with them.

    Those that are no part of the story come back as they were, and apart. Raises Unproven where the story has errors in it.
    """
    before = load(story, cache=False)
    if before.program is None:
        raise Unproven
    mine = {real(name) for name in before.sources}
    others = [one for one in sheets if real(one.path) not in mine]
    sheets = [one for one in sheets if one not in others]
    speakers = frozenset(before.program.cast) | {"aside"}
    left: set[str] = set()
    while True:
        found = [_written(one, speakers, left) for one in sheets]
        texts = {one.path: one.after for one in found if not one.wrong}
        after = load(story, cache=False, disk=Overlay(texts))
        more = _differing(before, after, found) - left
        if not more:
            same = after.program is not None and _header(before.program) == _header(after.program)
            return (found if same else sheets), others
        left |= more


def _written(one: Formatted, speakers: frozenset[str], left: set[str]) -> Formatted:
    if one.wrong or one.unusual:
        return one
    file = parsed(one.after)
    new = modern(file, speakers, left)
    text = printed(new)
    if sorted(comments(file)) != sorted(comments(parsed(text))):
        return one
    return one._replace(after=text)


def _differing(before: Loaded, after: Loaded, sheets: Sequence[Formatted]) -> set[str]:
    """The scenes that are another thing in a story than they were, or of which something new is to be said."""
    assert before.program is not None
    left: set[str] = set()
    said = Counter((one.code, one.message) for one in before.diagnostics)
    for one in after.diagnostics:
        said[one.code, one.message] -= 1
        if said[one.code, one.message] < 0:
            lines = next((each.after.split("\n") for each in sheets if each.name == one.file), [])
            left |= {next(filter(None, map(_scene, reversed(lines[: one.line]))), "")}
    if after.program is None:
        return left or set(before.program.scene_ids)
    changed = {
        name
        for name in before.program.scene_ids
        if name not in after.program.scene_index or before.program.scene(name) != after.program.scene(name)
    }
    return changed | left


def _scene(line: str) -> str:
    found = _KEY_OF_A_SCENE.match(line)
    return found[1] if found else ""


def _header(program: Program) -> dict[str, object]:
    return {key: value for key, value in program.header.items() if key != "digest"}
