"""The source table on disk, beside the compiled story: written when it is first asked for, and read by those who ask.

It is packed JSON behind a line that says which program and which text of the story it is of. Whatever is wrong with it, there is none.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, TypedDict

from game.program.cache.store import file_of, magic, write
from game.program.reading.files import StoryFile
from game.program.sources.table import Reference, SourceKind, SourceRow, SourceSpan, SourceTable, Thing, Use
from game.system.files import read

_MOST_BYTES: Final = 200_000_000
_MOST_PACKED: Final = 50_000_000


def keep(folder: Path, main: StoryFile, digest: str, table: SourceTable) -> None:
    """Write a table; a folder that cannot be written is no trouble."""
    numbers = {name: number for number, name in enumerate(table.files)}
    references = [[one[:5], numbers[one.span.file], *one.span[1:]] for one in table.references]
    whole = {"files": table.files, "rows": table.rows, "references": references}
    packed = zlib.compress(json.dumps(whole, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1)
    write(_file(folder, main), iter((_head(digest), packed)))


class _Whole(TypedDict):
    files: Sequence[str]
    rows: Mapping[SourceKind, Mapping[str, SourceRow]]
    references: Sequence[tuple[tuple[Thing, str, str, Use, str], int, int, int, int, int]]


def fetch(folder: Path, main: StoryFile, digest: str) -> SourceTable | None:
    """The table of a story with this digest; None where there is none, or it cannot be read."""
    try:
        raw = read(_file(folder, main), _MOST_PACKED)
        head = _head(digest)
        if not raw.startswith(head):
            return None
        unpacked = zlib.decompressobj().decompress(raw[len(head) :], _MOST_BYTES)
        return _table(json.loads(unpacked))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, zlib.error):
        return None


def _table(whole: _Whole) -> SourceTable:
    files = whole["files"]
    references = [
        Reference(thing, name, inside, use, scene, SourceSpan(files[file], *position))
        for (thing, name, inside, use, scene), file, *position in whole["references"]
    ]
    return SourceTable(files, whole["rows"], references)


def _file(folder: Path, main: StoryFile) -> Path:
    return file_of(folder, main, "sources")


def _head(digest: str) -> bytes:
    return f"{magic()} {digest}\n".encode("ascii")
