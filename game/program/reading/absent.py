"""Files of a story's folder that are not included: said once for each, in place of all the names that only they declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.places import MAIN
from game.program.reading.files import below
from game.system.files import DISK, Disk, is_link, real

if TYPE_CHECKING:
    from game.language.diagnostics.source import Source
    from game.language.nodes import Node

_MISSED: Final = frozenset(("E120", "E121", "E122", "E123", "E124", "E125", "E202"))
"""What is said of a name that nobody declares."""
_DECLARE: Final = ("cast", "places", "codex", "endings", "variables", "groups", "phrases", "scenes")
_MOST_FILES: Final = 200
_MOST_CHARACTERS: Final = 2_000_000
_DEEPEST: Final = 3
"""Folders in folders that are looked into."""


class _File(NamedTuple):
    """A file that is not included: its name from the story's folder, and what it declares."""

    name: str
    declares: frozenset[str]


def explained(
    found: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    main: Path,
    read: Iterable[Path],
    include: Diagnostic,
    disk: Disk = DISK,
) -> list[Diagnostic]:
    """The findings, with one for each file that declares what they miss, and without those that it explains.

    `read` are the files of the story. `include` is the finding for such a file, at its place; it stands with `{}` for the file's name in its
    hint, and without a message.
    """
    kept = list(found)
    missed = {one: name for one in kept if one.code in _MISSED and (name := _name(one, sources))}
    if not missed:
        return kept
    for file in _files(main, {real(path) for path in read}, disk):
        told = {
            one: name for one, name in missed.items() if name in file.declares or name.split(".")[0] in file.declares
        }
        if told:
            missed = {one: name for one, name in missed.items() if one not in told}
            kept = [one for one in kept if one not in told]
            message = f"{file.name} declares {_several(list(dict.fromkeys(told.values())))}, and is not included"
            kept.append(include._replace(message=message, hint=include.hint.format(file.name)))
    return kept


def _name(one: Diagnostic, sources: Mapping[str, Source]) -> str:
    """The name that a finding misses: what its caret stands under."""
    source = sources.get(one.file)
    return "" if source is None else source.line(one.line)[one.column - 1 : one.column - 1 + one.length].strip()


def _several(said: list[str]) -> str:
    shown = ", ".join(said[:3])
    return shown if len(said) <= 3 else f"{shown} and {len(said) - 3} more"


def _files(main: Path, read: set[str], disk: Disk) -> Iterator[_File]:
    """The story files beside and below the main one that were not read; other stories and playthroughs are none."""
    from game.language.yaml.reader import read_raw

    folder = main.parent
    left = _MOST_CHARACTERS
    for number, name in enumerate(below(folder, deep=_DEEPEST if main.name == MAIN else 0, disk=disk)):
        path = folder / name
        if real(path) in read or is_link(path):
            continue
        document, raw = read_raw(path, name=name, disk=disk)
        left -= len(raw)
        if left < 0 or number == _MOST_FILES:
            return
        root = document.root or document.rest
        if root is not None and (declares := _declared(root)):
            yield _File(name, declares)


def _declared(root: Node) -> frozenset[str]:
    """The names that a file declares; none where it is a story or a playthrough of its own."""
    from game.language.nodes import Mapping as Keys
    from game.language.nodes import Scalar

    if not isinstance(root, Keys) or root.get("story") is not None or root.get("steps") is not None:
        return frozenset()
    found: set[str] = set()
    for kind in _DECLARE:
        node = root.get(kind)
        for name, value in node.entries if isinstance(node, Keys) else ():
            found.add(name.text)
            deck = value.get("deck") if kind == "scenes" and isinstance(value, Keys) else None
            if isinstance(deck, Scalar):
                found.add(deck.text)
    return frozenset(found)
