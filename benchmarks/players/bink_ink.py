"""Plays a compiled ink story with bink. Arguments: story.ink.json, -, warm turns, slices."""

import sys
from time import process_time

from bink.story import story_from_file
from measure import report

source, _, warm, slices = sys.argv[1:]
began = process_time()
story = story_from_file(source)
story.cont()
took = process_time() - began


def play(turns, random):
    made = characters = 0
    while made < turns:
        while story.can_continue():
            characters += len(story.cont())
        choices = story.get_current_choices()
        for label in choices:
            characters += len(label)
        if not len(choices):
            story.reset_state()
            continue
        story.choose_choice_index(int(random() * len(choices)))
        made += 1
    return characters


report(took, play, int(warm), int(slices))
