"""Plays a story folder with history and undo kept. Arguments: folder, cache folder, warm turns, slices."""

import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[2]))

from measure import report

from game.engine.sessions.session import Session
from game.program.load import load

folder, cache, warm, slices = sys.argv[1:]
began = process_time()
program = load(folder, cache=Path(cache)).program
assert program is not None
session = Session(program, seed=1)
took = process_time() - began


def play(turns, random):
    session = Session(program, seed=1)
    made = characters = 0
    while made < turns:
        turn = session.turn
        for block in turn.blocks:
            characters += len(block.text)
        for option in turn.options:
            characters += len(option.label)
        if turn.ending:
            session = Session(program, seed=1)
            continue
        session.choose(int(random() * len(turn.options)))
        made += 1
    return characters


report(took, play, int(warm), int(slices))
