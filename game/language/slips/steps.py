"""What a writer may have meant by a step that is none: the words for it."""

from __future__ import annotations

from typing import Final


def mistaken_step(key: str, words: frozenset[str]) -> str:
    """What to write for the key of a step that is no command and nobody's line; "" where nothing is known."""
    if key in _OTHER_STEPS:
        return _OTHER_STEPS[key]
    first = key.split(" ", 1)[0]
    if first in words and " " in key:
        rest = key.split(" ", 1)[1]
        if first == "if":
            return f"write  - if: {rest}  with  then:  below it"
        return f"write  - {first}: {rest}"
    return ""


_OTHER_STEPS: Final = {
    "else": "else: belongs to the if above it: no dash, and level with  if:",
    "then": "then: belongs to the if above it: no dash, and level with  if:",
    "elif": "put another  - if:  below  else:",
    "choice": "a choice stands in a list:  - choices:  with the choices below it",
    "option": "a choice stands in a list:  - choices:  with the choices below it",
    "options": "write  - choices:",
    "set": "write  - do: heat = 1",
    "jump": "write  - goto: scene",
    "go": "write  - goto: scene",
    "divert": "write  - goto: scene",
    "end": "write  - ending: id",
    "text": "prose needs no key:  - The text itself.",
    "prose": "prose needs no key:  - The text itself.",
    "narrator": "prose needs no key:  - The text itself.",
    "say": "a line of dialogue is  - cast-id: what they say",
    "include": "include: stands at the top of the story's main file",
    "fallback": "a fallback stands in a list of choices",
}
