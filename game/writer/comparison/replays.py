"""Which playthroughs of the older version hold in the newer one, as they were or rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from game.program.model import Program
from game.replay.reports.results import TimedOutcome, failure_title
from game.replay.running.runner import run_script
from game.replay.running.script_loader import ReadScript, ScriptLoader, ScriptPath, Unusable, find_scripts
from game.replay.scripts.parameters import runs
from game.system.files import is_file, is_folder, real


class PlaythroughChanged(NamedTuple):
    """A playthrough that held and, as it was, holds no longer: its file, seen from the story's folder, and why. `mended`: as it is now it holds."""

    name: str
    why: str
    mended: bool


def playthroughs_changed(old: Path, new: Path) -> tuple[int, list[PlaythroughChanged]]:
    """How many playthroughs in the folder of the older version held, and those of them that no longer hold. Of stories beside it none is looked at."""
    folder = _folder(old)
    before, onto, now = ScriptLoader(), ScriptLoader(new), ScriptLoader()
    main = before.load(old).program
    held = 0
    changed = []
    for found in find_scripts([str(folder)])[0] if main is not None else ():
        assert main is not None
        if _failure(before, found, main):
            continue
        held += 1
        why = _failure(onto, found, None)
        if why:
            name = found.path.relative_to(folder)
            there = _folder(new) / name
            anew = ScriptPath(there, str(there), _folder(new))
            mended = is_file(there) and not (_same(before.read(found), now.read(anew)) or _failure(now, anew, None))
            changed.append(PlaythroughChanged(name.as_posix(), why, mended))
    return held, changed


def _same(one: ReadScript, other: ReadScript) -> bool:
    """Whether two files have the same script, which begins no further on than the story does."""
    return one.source.text == other.source.text and one.script is not None and one.script.origin is None


def _folder(story: Path) -> Path:
    return Path(real(story if is_folder(story) else story.parent))


def _failure(loader: ScriptLoader, found: ScriptPath, main: Program | None) -> str:
    """Why a script does not hold, in one line, or does not play the story `main`; "" where all is well."""
    read = loader.read(found)
    if read.script is None:
        return read.diagnostics[0].message
    filled, wrong = runs(read.script)
    if wrong:
        return wrong[0].message
    for run in filled:
        try:
            program, start = loader.start(run.script, found)
        except Unusable as stop:
            return stop.diagnostics[0].message
        if main is not None and program is not main:
            return "it plays another story"
        result = TimedOutcome(run_script(run.script, program, start=start), 0.0, None)
        if not result.held:
            return failure_title(result)
    return ""


def broken(changed: Sequence[PlaythroughChanged]) -> list[PlaythroughChanged]:
    """Those that hold neither as they were nor as they are."""
    return [one for one in changed if not one.mended]
