"""Plays a compiled ink story with inkcpp-py. Arguments: story.ink.json, binary (made when missing), warm turns, slices."""

import sys
from pathlib import Path
from time import process_time

import inkcpp_py
from measure import report

source, binary, warm, slices = sys.argv[1:]
if not Path(binary).exists():
    inkcpp_py.compile_json(source, binary)
began = process_time()
story = inkcpp_py.Story.from_file(binary)
story.new_runner().getline()
took = process_time() - began


def play(turns, random):
    runner = story.new_runner()
    made = characters = 0
    while made < turns:
        while runner.can_continue():  # line by line: getall is a third slower
            characters += len(runner.getline())
        choices = runner.num_choices()
        for index in range(choices):
            characters += len(runner.get_choice(index).text())
        if not choices:
            runner = story.new_runner()
            continue
        runner.choose(int(random() * choices))
        made += 1
    return characters


report(took, play, int(warm), int(slices))
