"""What writers get wrong, as small stories: where it must be said, with which words, and what must not be said of right ones.

A file of this folder holds mistakes one below the other:

    ## what somebody did
    W330 | words of the message or the hint | and others

    cellar:
      - choices:
          - Ask«:» why now?

The place is marked. A story without a title of its own stands below the scenes of `tests.language.marked.TOP`. Further files follow
behind lines like `=== chapters/one.yaml`, and the mark may stand in one of them. `none` in place of the code: nothing is said at all.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from tests.language.marked import TOP

FOLDER = Path(__file__).parent


class Mistake(NamedTuple):
    """One of them: its files by name, where the caret belongs (file, line, column, length), and what must be said."""

    name: str
    code: str
    words: tuple[str, ...]
    files: dict[str, str]
    place: tuple[str, int, int, int]

    def write(self, folder: Path) -> Path:
        """Write the story into a folder; returns what to load."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder


def mistakes() -> list[Mistake]:
    """All of them, in the order of the files."""
    found: list[Mistake] = []
    for path in sorted(FOLDER.glob("*.txt")):
        _, *parts = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        found += [_mistake(part) for part in parts]
    return found


def _mistake(part: str) -> Mistake:
    name, head, body = part.split("\n", 2)
    code, *words = (one.strip() for one in head.split(" | "))
    first, *others = re.split(r"^=== (.+)\n", body.strip("\n") + "\n", flags=re.MULTILINE)
    if not re.search(r"^«?t»?itle«?:", first, re.MULTILINE):
        first = TOP + re.sub(r"^(?=.)", "  ", first, flags=re.MULTILINE)
    files = {"story.yaml": first, **dict(zip(others[::2], others[1::2], strict=True))}
    place = ("", 0, 0, 0)
    for file, text in files.items():
        if "«" in text:
            start = text.index("«")
            text = text.replace("«", "", 1)
            end = text.index("»")
            text = text.replace("»", "", 1)
            files[file] = text
            place = (file, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), end - start)
    assert (code == "none") == (place[0] == ""), name
    return Mistake(name, code, tuple(words), files, place)
