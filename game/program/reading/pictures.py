"""Finds the files of a story's pictures, and never one outside its folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from game.program.reading.files import StoryFile, forbidden, nearest_of
from game.system.files import lies_in, real

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from game.language.schema.findings import Findings
    from game.language.schema.story import PictureText
    from game.system.files import Disk

_INSIDE = "a picture is a text file in the story's own folder, like title.txt"


def drawn(
    main: StoryFile, pictures: list[PictureText], known: Collection[str], findings: Findings, disk: Disk
) -> Iterator[tuple[int, StoryFile]]:
    """The number of each picture and its file; findings for those that there are not. `known` are the files of the story, by their real path."""
    base = main.path.parent
    root, shown = real(base), os.path.dirname(main.name)  # noqa: PTH120 - the name as it was given
    seen: set[str] = set()
    for number, one in enumerate(pictures):
        text = one.file.text.strip()
        path = base / text
        where = real(path)
        problem, hint = forbidden(text), _INSIDE
        if not problem and "*" in text:
            problem = "a picture is one file, and here is a *"
        if not problem and not lies_in(root, where):
            problem = f"{text} leads out of the story's folder"
        if not problem and not disk.has_file(path):
            problem = f"{text} is a folder" if disk.has_folder(path) else f"there is no file {text}"
            if near := nearest_of(base, text, disk):
                hint = f"did you mean {near}?"
        if not problem and where in known:
            problem = f"{text} is a part of the story, and no picture"
        if not problem and where in seen:
            problem, hint = f"{text} is shown already", "each picture has a file of its own"
        if problem:
            findings.add("E180", problem, 0, one.file, hint=hint)
            continue
        seen.add(where)
        yield number, StoryFile(path, os.path.join(shown, text) if shown else text)  # noqa: PTH118 - see above
