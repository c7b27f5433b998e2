"""Plays a Bardic story, which keeps its history too. Arguments: story.bard, story.bard.json (made when missing), warm turns, slices."""

import sys
from pathlib import Path
from time import process_time

from bardic import BardCompiler, BardEngine
from measure import report

source, compiled, warm, slices = sys.argv[1:]
if not Path(compiled).exists():
    BardCompiler().compile_file(source, compiled)
began = process_time()
engine = BardEngine.from_file(compiled)
engine.current()
engines = [engine]
took = process_time() - began


def play(turns, random):
    made = characters = 0
    engine = engines[0]
    while made < turns:
        output = engine.current()
        characters += len(output.content)
        for choice in output.choices:
            characters += len(choice["text"])
        if not output.choices:
            engine = engines[0] = BardEngine(engine.story)
            continue
        engine.choose(int(random() * len(output.choices)))
        made += 1
    return characters


report(took, play, int(warm), int(slices))
