"""Which folder is a story's own. Two stories may have one id, and then each keeps its saves apart from the other's.

A folder says in a small file whose it is. Where that cannot settle it (a story that was moved, a folder from before there
was such a file), the saves in it do: those of a story that has none of their scenes are another's.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from game.language.text.cleaning import clean_line
from game.places import NoHome, is_packaged, saves_folder
from game.program.model import Program
from game.saves import disk
from game.saves.errors import SaveError
from game.saves.format import Playthrough
from game.saves.save_folder import SaveFolder
from game.system import files
from game.system.calls import NOWHERE, REAL, Nowhere, SystemCalls

OWNER: Final = ".story"
_LARGEST: Final = 20_000
_LOOKED_AT: Final = 1_000_000
"""Bytes of another story's file that are looked through for its id."""
_MOST: Final = 50
"""Stories with one id that have their saves apart."""
_SHARE: Final = 2
"""Of so many scenes that a save names, one must be in a story for the save to be of it."""


class Home(NamedTuple):
    """Where a story's saves are, by which calls, and what the player should be told of that ("" for nothing)."""

    folder: Path
    calls: SystemCalls
    note: str = ""


class _Owner(NamedTuple):
    title: str
    file: str
    digest: str


def home_of(program: Program) -> Home:
    """The folder of a story's saves on this machine. Nothing is made or moved by asking."""
    try:
        first = saves_folder(program.id)
    except NoHome as error:
        return Home(NOWHERE, Nowhere(str(error)), f"Nothing is saved: {error}.")
    owners = []
    for number in range(1, _MOST):
        # No id makes a folder's name with a + in it.
        folder = first if number == 1 else first.with_name(f"{first.name}+{number}")
        if number > 1 and not files.is_there(folder):
            break
        owners.append((folder, _owner(folder, REAL)))
    for folder, owner in owners:
        if owner is not None and _same_file(owner.file, program):
            return Home(folder, REAL)
    others: list[_Owner | None] = []
    for folder, owner in owners:
        if _is_ours(folder, owner, program):
            return Home(folder, REAL, _told(program, folder, others))
        others.append(owner)
    folder = first.with_name(f"{first.name}+{len(owners) + 1}")
    return Home(folder, REAL, _told(program, folder, others))


def claim(home: Home, program: Program) -> None:
    """Write down whose the folder is. The first thing that is written there.

    Raises:
        SaveError: it could not be written.
    """
    owner = _Owner(clean_line(program.title)[:200], _file(program), program.digest)
    if _owner(home.folder, home.calls) == owner:
        return
    text = json.dumps({"story": program.id, **owner._asdict()}, indent=1) + "\n"
    with disk.locked(home.folder, home.calls):
        disk.replace(home.folder / OWNER, text.encode(), home.calls, backup=False)


def _is_ours(folder: Path, owner: _Owner | None, program: Program) -> bool:
    if owner is not None:
        if owner.digest == program.digest or (owner.file == _file(program) == ""):
            return True
        if owner.file and _is_story(owner.file, program.id):
            return False
    newest = _newest(folder, program.id)
    return newest is None or _is_of(newest, program)


def _owner(folder: Path, calls: SystemCalls) -> _Owner | None:
    """Whose a folder is, as it says itself; None where it says nothing that can be understood."""
    try:
        content, _ = disk.read(folder / OWNER, _LARGEST, calls)
        found = json.loads(content.decode())
        owner = _Owner(*(found[name] for name in _Owner._fields))
    except (SaveError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return owner if all(isinstance(one, str) for one in owner) else None


def _newest(folder: Path, story: str) -> Playthrough | None:
    """The newest save in a folder that can be read; none is moved."""
    saves = SaveFolder(folder, story)
    for name in sorted(saves.names(), key=saves.when, reverse=True):
        try:
            return saves.read(name).save.playthrough
        except SaveError:
            continue
    return None


def _is_of(play: Playthrough, program: Program) -> bool:
    """Whether a save can be of some version of this story: it has at least half of the scenes that the save names."""
    if play.digest == program.digest:
        return True
    names = {str(play.snapshot.get("scene", "")), *(one.partition("/")[0] for one in play.steps)}
    known = sum(program.renamed.scene(one) in program.scene_index for one in names)
    return _SHARE * known >= len(names)


def _file(program: Program) -> str:
    """The story's file; "" for the story that ships, which moves with each update of the game."""
    return "" if not program.file or is_packaged(program.file) else files.real(program.file)


def _same_file(file: str, program: Program) -> bool:
    ours = _file(program)
    return bool(file) and os.path.normcase(file) == os.path.normcase(ours)


def _is_story(file: str, identity: str) -> bool:
    """Whether there is a story of that id in a file."""
    try:
        content = files.read(file, _LOOKED_AT)
    except OSError:
        return False
    wanted = rb"(?m)^(?:\xef\xbb\xbf)?\{?\s*[\"']?story[\"']?\s*:\s*[\"']?%s[\"']?\s*(?:[,}#\r\n]|\Z)" % re.escape(
        identity.encode()
    )
    return re.search(wanted, content) is not None


def _told(program: Program, folder: Path, others: list[_Owner | None]) -> str:
    if not others or files.is_there(folder):
        return ""
    other = next((one for one in others if one is not None), None)
    whose = clean_line(other.title) if other else ""
    whose += f", in {clean_line(other.file)}" if other and other.file else ""
    return (
        f"There are saves of another story with the id {program.id}{f' ({whose})' if whose else ''}. "
        "They stay with it, and what you save of this one is kept apart. Another id for one of the two would tell them apart by name."
    )
