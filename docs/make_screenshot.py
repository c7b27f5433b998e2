"""Makes docs/screenshot.svg from the running game: plays the numbered choices given, and lets the screen draw the turn.

python docs/make_screenshot.py --set name=Da-on --set background=driver 2 1 2 2 3 2 2 1 1 1 2 1 3 1 6 2 1 2 1 4 1 1 2 2 1 2 1 6
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZE = (100, 30)


async def drawn(setup: dict[str, str], choices: list[int]) -> str:
    """What the screen shows after the choices, as SVG."""
    from game.engine.session import Session
    from game.player.app import Hambies
    from game.player.shelf import Shelf
    from game.program.load import load

    program = load(ROOT / "story", cache=None).program
    if program is None:
        sys.exit("the story cannot be read; hambies check shows why")
    session = Session(program, seed=1, setup=setup)
    for number in choices:
        session.choose(number - 1)
    app = Hambies(program, Shelf(program), start=session)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return app.export_screenshot(title=program.title)


def main() -> None:
    """Read the arguments and draw."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("choices", type=int, nargs="*")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMBIES_HOME"] = home  # nobody's saves and settings but those of a first start
        setup = dict(pair.split("=", 1) for pair in args.set)
        picture = asyncio.run(drawn(setup, args.choices))
    (ROOT / "docs" / "screenshot.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
