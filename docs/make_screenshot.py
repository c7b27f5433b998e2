"""Makes docs/title.svg and docs/screenshot.svg from the running game: python docs/make_screenshot.py

Lets the screen draw its title; then plays one of the story's own playthroughs up to a choice named below, and lets the screen draw the turn.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "story" / "playthroughs" / "cold-load-the-broken-plate.play.yaml"
UNTIL = "half_plate"
SIZE = (100, 30)


async def drawn() -> tuple[str, str]:
    """What the screen shows at the start and after the choice, as SVG."""
    from game.language.yaml.reader import read_file
    from game.player.screen.app import Hambies
    from game.player.storage.store import PlayerStore
    from game.program.load import load
    from game.replay.running.runner import begin
    from game.replay.script import parse
    from game.replay.scripts.matching import match

    program = load(ROOT / "story", cache=None).program
    script, _ = parse(read_file(SCRIPT))
    if program is None or script is None:
        sys.exit("the story or the script cannot be read; hambies check and hambies replay show why")
    session = begin(script, program).session
    for step in script.steps:
        if step.choose is not None:
            session.choose(match(session.turn.options, step.choose.text).at)
            if step.choose.text == UNTIL:
                break
    else:
        sys.exit(f"{SCRIPT.name} has no choice {UNTIL}")
    pictures = []
    for start in (None, session):
        store = PlayerStore(program)
        store.set_warned()
        app = Hambies(program, store, start=start)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            pictures.append(app.export_screenshot(title=program.title))
    return pictures[0], pictures[1]


def main() -> None:
    """Draw, and write the pictures beside this file."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMBIES_HOME"] = home  # nobody's saves and settings but those of a first start
        pictures = asyncio.run(drawn())
    for name, picture in zip(("title", "screenshot"), pictures, strict=True):
        (ROOT / "docs" / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
