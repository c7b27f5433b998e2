"""The playthroughs of a story in which something has another name, with that name in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game.program.model import Program
from game.replay.running.rewriting import with_names, written_over
from game.replay.running.runner import run_script
from game.replay.running.script_loader import ScriptLoader, Unusable, find_scripts
from game.replay.scripts.parameters import runs
from game.system.files import Disk, real
from game.writer.format.files import Formatted, sheet
from game.writer.format.layout import text_of


def followed(root: Path, program: Program, disk: Disk, old: str) -> Iterator[Formatted]:
    """The playthroughs in a story's folder that have to change: each in which the old name stands is played, and what it names by it gets the new one.

    `disk` has the story as it is with the new name. What cannot be run is left alone.
    """
    written = (old, old.replace("-", "_"), "\\")  # behind a backslash a name may stand by the numbers of its letters
    loader = ScriptLoader(disk=disk)
    for found in find_scripts([str(root)])[0]:
        script = loader.read(found).script
        if script is None or not any(one in loader.read(found).source.text for one in written):
            continue
        try:
            played, start = loader.start(script, found)
        except Unusable:
            continue
        if real(played.file) != real(program.file):
            continue
        outcomes = [run_script(one.script, played, start=start, label=one.label) for one in runs(script)[0]]
        former = {one.text.pos: one for outcome in outcomes for one in outcome.former}
        if not former:
            continue
        now = sheet(found.path, root, disk)
        before = loader.read(found).source.text
        whole = written_over(now.raw, before, with_names(before, list(former.values())))
        yield now._replace(after=text_of(whole.encode()), unusual=False)
