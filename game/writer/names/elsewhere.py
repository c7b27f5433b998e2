"""Where a word stands in files of a story's folder that are neither the story nor playthroughs: policies, questions, notes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from game.system.files import names, read, real
from game.system.names import is_leftover, is_playthrough

_KINDS: Final = (".yaml", ".yml", ".md")
_LARGEST: Final = 1_000_000
_MOST_FILES: Final = 2_000
_MOST_LINES: Final = 20
_AROUND: Final = 80


def lines_with(root: Path, sources: Iterable[str], name: str) -> Iterator[str]:
    """`file:line  the line` for each line with the word, a few at most; `sources` are the files of the story."""
    ours = {real(one) for one in sources}
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    left = _MOST_LINES
    for path in _files(root):
        if real(path) in ours:
            continue
        try:
            text = read(path, _LARGEST, root=root).decode()
        except (OSError, ValueError):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if word.search(line):
                if not left:
                    yield "  …"
                    return
                left -= 1
                yield f"  {path}:{number}  {line.strip()[:_AROUND]}"


def _files(root: Path) -> Iterator[str]:
    """The files that may name something, in order; not those of playthroughs."""
    left = _MOST_FILES
    folders = [str(root)]
    while folders:
        folder = folders.pop()
        try:
            inside = names(folder, folders=False)
            folders += [os.path.join(folder, one) for one in reversed(names(folder, folders=True)) if one[:1] != "."]  # noqa: PTH118
        except OSError:
            continue
        for one in inside:
            if one.endswith(_KINDS) and not is_leftover(one) and not is_playthrough(one):
                left -= 1
                if left < 0:
                    return
                yield os.path.join(folder, one)  # noqa: PTH118 - a name as people see it
