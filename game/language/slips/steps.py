"""What a writer may have meant by a step that is none: the words for it."""

from __future__ import annotations

from typing import Final

_SHOWN: Final = 40


def mistaken_step(key: str, words: frozenset[str], value: str = "") -> str:
    """What to write for the key of a step that is no command and nobody's line; "" where nothing is known. `value` stands behind it."""
    if key in _OTHER_STEPS:
        return _OTHER_STEPS[key]
    shown = value if len(value) <= _SHOWN and "\n" not in value else ""
    if key in _SAME_STEPS:
        return f"write  - {_SAME_STEPS[key]}: {shown}".rstrip()
    if key in _PROSE:
        return f"prose needs no key:  - {shown or 'The text itself.'}"
    first = key.split(" ", 1)[0]
    if first in words and " " in key:
        rest = key.split(" ", 1)[1]
        if first == "if":
            return f"write  - if: {rest}  with  then:  below it"
        return f"write  - {first}: {rest}"
    return ""


def meant_step(keys: list[str]) -> str:
    """The command that some keys of a step belong to, whatever its own key is; "" where nobody knows."""
    if keys[0] in _OTHER_STEPS or keys[0] in _SAME_STEPS:
        return ""
    if "by" in keys[1:]:
        return "draw"
    if "then" in keys[1:]:
        return "if"
    return ""


_OTHER_STEPS: Final = {
    "else": "else: belongs to the if above it: no dash, and level with  if:",
    "then": "then: belongs to the if above it: no dash, and level with  if:",
    "elif": "put another  - if:  below  else:",
    "else if": "put another  - if:  below  else:",
    "elseif": "put another  - if:  below  else:",
    "elsif": "put another  - if:  below  else:",
    "choice": "a choice stands in a list:  - choices:  with the choices below it",
    "option": "a choice stands in a list:  - choices:  with the choices below it",
    "say": "a line of dialogue is  - cast-id: what they say",
    "include": "include: stands at the top of the story's main file",
    "fallback": "a fallback stands in the list of choices, with a dash:  - fallback:",
    "once": "once: true  stands with a choice, or with a storylet's deck",
    **dict.fromkeys(
        ("as_is", "asis", "verbatim", "pre", "ascii", "preformatted"),
        "write  - as-is: |  with the text below it, further in",
    ),
    "body": "the steps stand in this list themselves: leave body: out",
}
_SAME_STEPS: Final = {
    "set": "do", "effect": "do", "effects": "do", "change": "do", "jump": "goto", "go": "goto", "go to": "goto", "divert": "goto", "next": "goto",
    "scene": "goto", "end": "ending", "options": "choices", "menu": "choices", "gosub": "call", "detour": "call", "tunnel": "call", "note": "aside",
    "when": "if", "random": "draw", "codex": "learn", "anchor": "label",
}  # fmt: skip
_PROSE: Final = frozenset(("text", "prose", "narrator", "narration", "p", "paragraph"))
