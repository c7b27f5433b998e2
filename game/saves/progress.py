"""What the player has seen of a story over all playthroughs: lines, choices offered and taken, chapters, endings.

    progress = Progress(home.folder)
    progress.note(lines=turn.blocks[0].lines, endings=[turn.ending])
    progress.has("lines", line)

The file is a log that is only ever added to, a line for each turn that brought something new; a line that broke off
when the machine died is passed over. Games that run at once add to the same file, and lose nothing of each other's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args
from zlib import crc32

from game.program.renames import Renames
from game.saves import disk
from game.saves.disk import FileVersion
from game.saves.errors import SaveError
from game.saves.save_folder import ASIDE
from game.system.calls import REAL, SystemCalls

ProgressKind = Literal[
    "lines", "choices", "scenes", "chapters", "endings", "codex", "learned", "marks", "undone", "offered"
]
KINDS: tuple[ProgressKind, ...] = get_args(ProgressKind)

FILE = "progress.log"
LARGEST = 32_000_000  # bytes; a story of two million words needs about a fifth of it
_FIRST = b"hambies progress 1"
_PRECIOUS = ("chapters", "endings", "marks")  # worth waiting for the disk
_LONGEST = 1_000  # characters of an id
_CHUNK = 500  # ids on a line of a compacted file
_SMALL = 64_000  # bytes not worth compacting
_PATIENCE = 1.0  # seconds; what could not be written is written with what comes next


class Progress:
    """What was seen of one story, in its folder of saves. Nothing is read before something is asked or noted.

    What was seen under names that the story has changed (`renames`) counts under those of now.
    """

    def __init__(
        self, folder: Path, calls: SystemCalls = REAL, largest: int = LARGEST, renames: Renames | None = None
    ) -> None:
        self._path = folder / FILE
        self._calls = calls
        self._largest = largest
        self._renames = renames if renames is not None and renames.any else None
        self._seen: dict[ProgressKind, dict[str, None]] | None = None
        self._mark: FileVersion | None = None
        self._size = 0
        self._waiting: dict[ProgressKind, list[str]] = {}
        self._newer = False
        self.trouble = ""
        """What the player should know of the file, in words; "" when all is well."""

    def has(self, kind: ProgressKind, identity: str) -> bool:
        """Whether it was seen in any playthrough."""
        return identity in self._loaded()[kind]

    def all(self, kind: ProgressKind) -> tuple[str, ...]:
        """Everything of a kind that was seen, in the order in which it was."""
        return tuple(self._loaded()[kind])

    def share(self, kind: ProgressKind, of: int) -> float:
        """How much of `of` things has been seen, from 0 to 1."""
        return min(1.0, len(self._loaded()[kind]) / of) if of > 0 else 0.0

    def refresh(self) -> None:
        """Take in what other games have added since."""
        if self._seen is not None and disk.mark(self._path, self._calls) != self._mark:
            self._read(self._seen)

    def note(self, **seen: Iterable[str]) -> None:
        """Add what a turn has shown, by kind (`lines=…, choices=…, endings=…`); what is known already costs nothing.

        Raises:
            SaveError: it could not be written; it is remembered, and written with what comes next.
            TypeError: there is no such kind.
        """
        loaded = self._loaded()
        for kind, identities in seen.items():
            if kind not in KINDS:
                raise TypeError(f"there is no kind of progress called {kind}")
            known = loaded[kind]
            for identity in identities:
                if identity and identity not in known and len(identity) <= _LONGEST:
                    known[identity] = None
                    self._waiting.setdefault(kind, []).append(identity)
        if self._waiting and not self._newer:
            self._write()

    def _write(self) -> None:
        content = b"".join(_records(self._waiting))
        if self._size + len(content) > self._largest:
            self.trouble = "What you have read of this story is too much to remember; what is new is forgotten again."
            self._waiting.clear()
            return
        sync = any(kind in self._waiting for kind in _PRECIOUS)
        with disk.locked(self._path.parent, self._calls, _PATIENCE):
            if disk.mark(self._path, self._calls) is None:
                content = _FIRST + content
            self._size = disk.append(self._path, content, self._calls, sync=sync)
        self._waiting.clear()

    def _loaded(self) -> dict[ProgressKind, dict[str, None]]:
        if self._seen is None:
            self._seen = {kind: {} for kind in KINDS}
            damaged = self._read(self._seen)
            distinct = sum(len(identity) + 4 for seen in self._seen.values() for identity in seen)
            if self._size > _SMALL and self._size > 2 * distinct:
                self._compact(damaged=damaged)
        return self._seen

    def _read(self, seen: dict[ProgressKind, dict[str, None]]) -> bool:
        """Add to `seen` what is in the file; gives whether some of it was damaged."""
        try:
            content, self._mark = disk.read(self._path, self._largest + _SMALL, self._calls)
        except SaveError as error:
            if error.kind == "foreign":
                self._set_aside(error.reason)
            elif error.kind != "missing":
                self.trouble = f"What you have seen of this story could not be read. {error.reason}"
            return False
        self._size = len(content)
        first, *lines = content.split(b"\n")
        if first != _FIRST and first.startswith(_FIRST[:-1]) and first[len(_FIRST) - 1 :].isdigit():
            self._newer = True
            self.trouble = (
                "A newer version of the game remembers what you have seen of this story; this one adds nothing."
            )
            return False
        damaged = first != _FIRST
        for line in lines:
            record = _record(line)
            if record is None:
                damaged = damaged or bool(line)
            else:
                kind, identities = record
                if self._renames is not None:
                    identities = [_now(self._renames, kind, one) for one in identities]
                seen[kind].update(dict.fromkeys(identities))
        return damaged

    def _compact(self, *, damaged: bool) -> None:
        """Write the file anew without what it says twice; a damaged one is kept aside. No harm if that fails."""
        try:
            with disk.locked(self._path.parent, self._calls, _PATIENCE):
                seen: dict[ProgressKind, dict[str, None]] = {kind: {} for kind in KINDS}
                damaged = self._read(seen) or damaged
                if damaged:
                    disk.replace(
                        self._aside(), disk.read(self._path, 2 * LARGEST, self._calls)[0], self._calls, backup=False
                    )
                content = _FIRST + b"".join(_records({kind: list(known) for kind, known in seen.items()}))
                self._mark = disk.replace(self._path, content, self._calls, backup=False)
                self._size = len(content)
            self._seen = seen
        except SaveError:
            pass

    def _set_aside(self, reason: str) -> None:
        self.trouble = f"What you have seen of this story could not be read. {reason}"
        try:
            with disk.locked(self._path.parent, self._calls, _PATIENCE):
                aside = self._aside()
                disk.move(self._path, aside, self._calls)
            self.trouble += f" The file is kept as {ASIDE}/{aside.name}."
        except SaveError:
            self._newer = True  # it cannot be moved, so nothing may be added to it

    def _aside(self) -> Path:
        folder = self._path.parent / ASIDE
        disk.make_folders(folder, self._calls)
        number = 1
        while disk.mark(path := folder / f"{FILE}.damaged-{number}", self._calls):
            number += 1
        return path


def _now(renames: Renames, kind: ProgressKind, name: str) -> str:
    """What something seen is called now."""
    if kind in ("lines", "choices", "scenes", "undone", "offered"):
        return renames.identity(name)
    if kind in ("learned", "codex"):
        return renames.entry(name)
    if kind == "endings":
        return renames.ending(name)
    return renames.chapter(name) if kind == "chapters" else name


def _records(seen: dict[ProgressKind, list[str]]) -> Iterator[bytes]:
    """Lines of a log, with line ends on both sides, so that what broke off or is damaged spoils no other line."""
    for kind, identities in seen.items():
        for start in range(0, len(identities), _CHUNK):
            text = json.dumps([kind, *identities[start : start + _CHUNK]], separators=(",", ":")).encode()
            yield b"\n%08x %s\n" % (crc32(text), text)


def _record(line: bytes) -> tuple[ProgressKind, list[str]] | None:
    """A line of a log as a kind and its ids; None when it is damaged."""
    checksum, _, text = line.partition(b" ")
    try:
        if int(checksum, 16) != crc32(text):
            return None
        kind, *identities = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if kind not in KINDS or not all(type(identity) is str for identity in identities):
        return None
    return kind, identities
