"""Where a writer begins to play: at a scene, at a line of a file, or at the end of a playthrough."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from game.replay.running.runner import run_script
from game.replay.running.script_loader import ScriptLoader, ScriptPath, Unusable
from game.replay.scripts.parameters import runs
from game.system.files import is_there, real
from game.writer.ways.finding import at_line, committed, way_to
from game.writer.ways.trodden import Destination, follow

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.engine.sessions.session import Session
    from game.program.model import Program
    from game.writer.live.story import LiveStory


def wanted_scene(program: Program, name: str) -> Destination | str:
    """A scene, or an ending, by its id; a sentence where there is none."""
    if name in program.scene_index:
        return Destination("scene", name)
    if name in program.endings:
        return Destination("ending", name)
    near = get_close_matches(name, [*program.scene_ids, *program.endings], 1)
    return f"there is no scene and no ending {name}{f'; did you mean {near[0]}?' if near else ''}"


def wanted_line(live: LiveStory, place: str) -> Destination | str:
    """What stands at `FILE:LINE`; a sentence where that is no place of the story."""
    bench = live.bench
    assert bench is not None, "the whole story was loaded"
    file, _, number = place.rpartition(":")
    if not file or not (number.isascii() and number.isdecimal()):
        return f"--line takes FILE:LINE, as in {live.called(bench.files[0])}:12, not {place!r}"
    wanted = {real(file), real(live.folder / file)}
    name = next((one for one in bench.files if real(one) in wanted), "")
    if not name:
        return f"the story has no file {file}"
    found = at_line(bench.table(name), int(number))
    return found if found is not None else f"no scene stands at or above line {number} of {file}"


def session_to(live: LiveStory, wanted: Destination, over: Callable[[], bool]) -> tuple[Session | None, str]:
    """A playthrough that stands at a place, and how the way there is known; None, with why there is none. Playthroughs are played until it is `over`."""
    assert live.program is not None, "there is a story"
    found = way_to(live.program, wanted, committed(live.program, live.path, over))
    if isinstance(found, str):
        return None, found
    return follow(live.program, found), found.said


def session_from(live: LiveStory, script: str) -> tuple[Session | None, str]:
    """A playthrough at the end of a script, and what is to be said of it; None, with why there is none."""
    if not is_there(script):
        return None, f"there is no file {script!r}"
    loader, found = ScriptLoader(live.path), ScriptPath(Path(script), script)
    read = loader.read(found)
    if read.script is None or read.diagnostics:
        first = read.diagnostics[0]
        return None, f"{first.file}:{first.line}:{first.column}: {first.message}"
    run = runs(read.script)[0][:1]
    if not run:
        return None, f"{script} cannot be run; hambies replay says why"
    try:
        program, start = loader.start(run[0].script, found)
        outcome = run_script(run[0].script, program, start=start)
    except Unusable as stop:
        return None, str(stop)
    if outcome.session is None:
        return None, outcome.diagnostics[0].message
    failed = f"; it does not hold: {outcome.failures[0].message}" if outcome.failures else ""
    return outcome.session, f"at the end of {script}{failed}"
