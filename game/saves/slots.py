"""The player's saves of one story: an autosave for each playthrough, the quick save, and saves with names.

    slots = Slots(home.folder, program.id)
    slots.autosave(playthrough)
    loaded = slots.newest()

Nothing here knows the engine: `game.saves.restore` makes a session of what is loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from game.places import safe_name
from game.saves import disk
from game.saves.disk import BACKUP
from game.saves.errors import SaveError
from game.saves.fields import clean
from game.saves.format import LARGEST, Playthrough, Save, decode, now
from game.saves.save_folder import ENDING, SavedFile, SaveFolder
from game.system.calls import REAL, SystemCalls

SlotKind = Literal["auto", "quick", "named"]
Strings: TypeAlias = list[str]  # the class has a method of the name `list`

QUICK = "quick"
SHOWN = 40  # autosaves in a list; older ones stay on the disk
BRANCHES = 10  # autosaves kept of one playthrough whose player goes back to an earlier save again and again
FURTHEST = 3  # of those before them, that many with the most choices
_ROOT = 16  # digits of a playthrough's id that its branches share


class Slot(NamedTuple):
    """One save in a list. `trouble` says why it cannot be loaded; then what is in it is not known."""

    id: str
    kind: SlotKind
    name: str
    when: str = ""
    chapter: str = ""
    place: str = ""
    scene: str = ""
    seconds: int = 0
    last: str = ""
    choices: int = 0
    ending: str = ""
    playthrough: str = ""
    trouble: str = ""


class SaveWritten(NamedTuple):
    """What was saved: in which slot, and what the player should hear of it ("" when it went as always)."""

    slot: str
    note: str = ""


class LoadedSave(NamedTuple):
    """A save that was loaded, and what the player should know: `notes` is empty when it is the one asked for.

    `slot` is where it was; `content` is the file as it was.
    """

    save: Save
    slot: str
    notes: tuple[str, ...]
    content: bytes


def new_id() -> str:
    """An id for a playthrough that begins."""
    return os.urandom(_ROOT // 2).hex()


def read_save(path: Path) -> Save:
    """The save in any file, of any story, wherever it is; the file stays as it is.

    Raises:
        SaveError: why it is none.
    """
    return decode(disk.read(path, LARGEST)[0])


class Slots:
    """The saves in one folder, of the story with the id `story`. Make one when a game starts, and keep it."""

    def __init__(self, folder: Path, story: str, calls: SystemCalls = REAL, fresh: Callable[[], str] = new_id) -> None:
        self._saves = SaveFolder(folder, story, calls)
        self._fresh = fresh
        self._ids: dict[str, str] = {}  # playthroughs that another game goes on with, and what ours is called since

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._saves.folder

    def list(self) -> tuple[Slot, ...]:
        """Every save, the newest first; damaged ones too, with what is wrong. Never raises."""
        autosaves = 0
        slots = []
        for name in self._by_age():
            autosaves += _kind(name) == "auto"
            if _kind(name) != "auto" or autosaves <= SHOWN:
                slots.append(self._summary(name))
        return tuple(slots)

    def save(self, name: str, playthrough: Playthrough) -> SaveWritten:
        """Save under the player's own name for it; the same name in other letters is the same slot.

        Raises:
            SaveError: it is not saved; `kind` is "name" when the name will not do.
        """
        name = clean(name, 80)
        if not name:
            raise SaveError("A save needs a name.", "name")
        return self._keep(safe_name(name, "slot-") + ENDING, Save(playthrough, name, now()))

    def quick(self, playthrough: Playthrough) -> SaveWritten:
        """Save in the quick slot.

        Raises:
            SaveError: it is not saved.
        """
        return self._keep(QUICK + ENDING, Save(playthrough, "", now()))

    def autosave(self, playthrough: Playthrough) -> SaveWritten:
        """Save in the playthrough's own slot: at every choice.

        When another game has gone on with the same playthrough, this one becomes another and both are kept.

        Raises:
            SaveError: it is not saved.
        """
        wanted = playthrough.id
        with self._locked():
            ours, note = self._ids.get(wanted, wanted), ""
            if self._saves.is_foreign(_auto(ours)):
                ours = self._ids[wanted] = self.branch(wanted)
                note = "Another game goes on with this playthrough too; both are kept, and this one has a new autosave."
            if not self._saves.when(_auto(ours)):
                self._prune(ours)
            self._saves.put(_auto(ours), Save(replace(playthrough, id=ours), "", now()))
        return SaveWritten(_auto(ours).removesuffix(ENDING), note)

    def load(self, slot: str, *, fallback: bool = True) -> LoadedSave:
        """The save in a slot; if it is damaged its `.bak`, and if that is too, the newest other save.

        A damaged or foreign file is set aside. A playthrough that went on after this save keeps its
        autosave: what is loaded is then a new branch with an id of its own.

        Raises:
            SaveError: nothing could be loaded, and why; "newer" files are left as they are.
        """
        name = slot + ENDING
        if name not in self._saves.names():
            raise SaveError("There is no such save.", "missing")
        notes: Strings = []
        try:
            return self._loaded(self._saves.read(name), name, notes)
        except SaveError as trouble:
            if trouble.kind == "newer":
                raise
        if found := self._load(name, notes):
            return self._loaded(found, name, notes)
        if fallback:
            for other in self._by_age():
                if other != name and (found := self._load(other, [])):
                    notes.append(f"The newest other save is loaded: {_described(found.save)}.")
                    return self._loaded(found, other, notes)
        raise SaveError(" ".join(notes), "damaged")

    def newest(self) -> LoadedSave | None:
        """The save to continue from, whatever its slot; None when there is none.

        Raises:
            SaveError: there are saves, and none can be loaded.
        """
        notes: Strings = []
        for name in self._by_age():
            if found := self._load(name, notes):
                return self._loaded(found, name, notes)
        if notes:
            raise SaveError(" ".join(notes), "damaged")
        return None

    def delete(self, slot: str) -> None:
        """Delete a save because the player says so; one that cannot be read is set aside instead.

        Raises:
            SaveError: it could not be deleted.
        """
        name = slot + ENDING
        with self._locked():
            if name not in self._saves.names():
                raise SaveError("There is no such save.", "missing")
            try:
                self._saves.read(name)
            except SaveError as trouble:
                if trouble.kind != "missing" and self._saves.set_aside(name, trouble) is None:
                    raise
            self._saves.remove(name)

    def rename(self, slot: str, name: str) -> str:
        """Give a save another name; gives its new slot. An autosave or the quick save becomes a save with a name.

        Raises:
            SaveError: "name" when the name will not do or is taken.
        """
        name = clean(name, 80)
        if not name:
            raise SaveError("A save needs a name.", "name")
        old, new = slot + ENDING, safe_name(name, "slot-") + ENDING
        with self._locked():
            found = self._present(old)
            if new != old and new in self._saves.names():
                raise SaveError(f"There is a save called {name!r} already.", "name")
            self._saves.put(new, replace(found.save, name=name))
            if new != old:
                self._saves.remove(old)
        return new.removesuffix(ENDING)

    def keep_older(self, loaded: LoadedSave) -> str:
        """Keep a copy of a save of an older story, since the next save will be of the newer; gives where it is.

        Raises:
            SaveError: it could not be copied.
        """
        return self._saves.keep(loaded.slot + ENDING, loaded.content, "older")

    def _keep(self, name: str, save: Save) -> SaveWritten:
        note = ""
        with self._locked():
            if self._saves.is_foreign(name):
                try:
                    other = self._saves.read(name).save
                except SaveError:
                    pass  # `put` sets it aside
                else:
                    copy = self._free(clean(f"{other.name or 'Quick save'} (other game, {_minute(other.when)})", 100))
                    self._saves.put(safe_name(copy, "slot-") + ENDING, replace(other, name=copy))
                    note = f"Another game had saved here; its save is kept as {copy!r}."
            self._saves.put(name, save)
        return SaveWritten(name.removesuffix(ENDING), note)

    def _free(self, name: str) -> str:
        taken, wanted, number = self._saves.names(), name, 1
        while safe_name(name, "slot-") + ENDING in taken:
            number += 1
            name = f"{wanted} {number}"
        return name

    def _load(self, name: str, notes: Strings) -> SavedFile | None:
        """The save, or its `.bak`; says in `notes` what was wrong."""
        try:
            return self._saves.read(name)
        except SaveError as trouble:
            notes.append(f"{_called(name, self._saves.called(name))} cannot be loaded. {trouble.reason}")
            aside = self._set_aside(name, trouble)
        if aside:
            notes[-1] += f" It is kept as {aside}."
        try:
            found = self._saves.read(name + BACKUP)
        except SaveError as trouble:
            if trouble.kind != "missing":
                notes.append(f"Its backup cannot be loaded either: {trouble.reason}")
                self._set_aside(name + BACKUP, trouble)
            return None
        notes.append(f"Its backup is loaded: {_described(found.save)}.")
        if aside or not self._saves.when(name):
            try:
                with self._locked():
                    self._saves.restore_backup(name, found)
            except SaveError:
                pass  # a folder that cannot be written to: the backup is still there
        return found

    def _set_aside(self, name: str, trouble: SaveError) -> str | None:
        if trouble.kind not in ("damaged", "foreign"):
            return None
        try:
            with self._locked():
                try:
                    self._saves.read(name)  # another game may have put a good one there by now
                except SaveError as still:
                    return self._saves.set_aside(name, still)
        except SaveError:
            pass
        return None

    def _loaded(self, found: SavedFile, name: str, notes: Strings) -> LoadedSave:
        save = found.save
        auto = _auto(save.playthrough.id)
        if name != auto and auto in self._saves.names():
            try:
                went_on = self._saves.read(auto).save.playthrough.steps
            except SaveError:
                went_on = ()
            if went_on != save.playthrough.steps[: len(went_on)]:
                save = replace(save, playthrough=replace(save.playthrough, id=self.branch(save.playthrough.id)))
        return LoadedSave(save, name.removesuffix(ENDING), tuple(notes), found.content)

    def branch(self, playthrough: str) -> str:
        """An id for another way on from a playthrough."""
        return playthrough[:_ROOT] + self._fresh()[:_ROOT]

    def _prune(self, begun: str) -> None:
        """Make room for a new autosave: others without a single choice go, and of too many branches those that are old and short."""
        autos = [name for name in self._by_age() if _kind(name) == "auto"]
        old = [name for name in autos if name.startswith(f"auto-{begun[:_ROOT]}")][BRANCHES - 1 :]
        old = sorted(old, key=self._made)[: max(0, len(old) - FURTHEST)]
        old += [name for name in autos if self._saves.is_unplayed(name)]
        for name in dict.fromkeys(old):
            self._saves.remove(name)

    def _made(self, name: str) -> int:
        """How many choices were made in a save; of one that cannot be read, more than in any."""
        try:
            return len(self._saves.read(name).save.playthrough.steps)
        except SaveError:
            return sys.maxsize

    def _summary(self, name: str) -> Slot:
        slot, kind = name.removesuffix(ENDING), _kind(name)
        try:
            save = self._present(name).save
        except SaveError as trouble:
            return Slot(slot, kind, self._saves.called(name) or clean(slot), trouble=trouble.reason)
        play = save.playthrough
        return Slot(
            slot,
            kind,
            save.name,
            save.when,
            play.chapter,
            play.place,
            play.title,
            play.seconds,
            play.last,
            len(play.steps),
            play.ending,
            play.id,
        )

    def _present(self, name: str) -> SavedFile:
        """The save, or its `.bak` where only that is left."""
        try:
            return self._saves.read(name)
        except SaveError as trouble:
            if trouble.kind != "missing":
                raise
        return self._saves.read(name + BACKUP)

    def _by_age(self) -> Strings:
        """Names of files, the newest first: by what they say, or the file's age where they do not."""
        return sorted(self._saves.names(), key=self._saves.when, reverse=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with disk.locked(self._saves.folder, self._saves.calls):
            yield


def _auto(playthrough: str) -> str:
    return f"auto-{playthrough}{ENDING}"


def _kind(name: str) -> SlotKind:
    return "auto" if name.startswith("auto-") else "quick" if name == QUICK + ENDING else "named"


def _called(name: str, said: str) -> str:
    """A save as a player knows it; `said` is the name that it had."""
    kind = _kind(name)
    words = {"auto": "The autosave", "quick": "The quick save"}
    return words.get(kind) or f"The save {clean(said or name.removesuffix(ENDING).removeprefix('slot-'), 60)!r}"


def _minute(when: str) -> str:
    return when[:16].replace("T", " ")


def _described(save: Save) -> str:
    play = save.playthrough
    words = [save.name, play.chapter, play.title or play.place, f"{_minute(save.when)} UTC"]
    return " · ".join(word for word in words if word)
