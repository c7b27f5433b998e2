"""Prose that looks like something else: a command without its colon, somebody's line, a choice."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from game.language.slips.quoting import written
from game.language.slips.signs import ARROWS, COLONS
from game.language.text.identifiers import any_script, is_small
from game.language.text.patterns import later

_NAMED_COMMAND = any_script(r"(goto|go to|jump|divert|call|draw|learn|label|ending|end)\s*(?::|->)?\s*([\w.-]+)\Z")
_BARE_COMMAND = later(r"(return|choices|fallback|ending|end|goto|draw)\s*:?\Z")
_EFFECT = any_script(
    r"(?:do\b|set\b|let\b|[~$*]\s*(?:set\b|temp\b)?)?\s*:?\s*\$?([^\W\d][\w.]*)\s*(\+=|-=|=|\+\+|--)\s*\"?([\w.]*)\"?\Z"
)
_SET = any_script(r"\*?(?:set|let)\s+\$?([^\W\d][\w.]*)\s+(?:to\s+)?\"?([\w.]+)\"?\Z")
_ARROW = any_script(r"(?:.*\s)?->\s*([\w.-]+)\Z", re.DOTALL)
_TUNNEL = any_script(r"->\s*([\w.-]+)\s*->\Z")
_IF = any_script(r"if\b\s*:?\s*([^\W\d][\w.]*(?:\s*(?:==|!=|<=?|>=?)\s*[\w.]+)?)\s*:?\Z")
_DECLARED = any_script(r"(?:VAR|CONST|default|define|\*create|\*temp)\s+([^\W\d][\w.]*)\s*=?\s*(\S*)")
_CODE = any_script(r"[~$]\s*(?:[^\W\d][\w.]*\s*(?:[-+*/]?=(?!=)|\+\+|--|\().*|[^\W\d][\w.]*)\Z")
_KNOT = any_script(r"={2,}\s*(?:function\s+)?([\w-]+)(?:\(.*\))?\s*=*\Z")
_STITCH = any_script(r"=\s*([\w-]+)\Z")
_CHOICE = later(r"(?:(?:[*+]\s+)+|[*+]+(?=\[))\[?(.*?)\]?\Z", re.DOTALL)
_LONGEST_COMMAND: Final = 60
_SAME_COMMAND: Final = {"go to": "goto", "jump": "goto", "divert": "goto", "end": "ending"}
_FIRST: Final = frozenset("~$*=/+-")
"""How what other tools have for commands begins."""
_AFTER_COLON = later(rf"([^\s:{COLONS}]{{1,40}})\s*([{COLONS}])\s*(.*)", re.DOTALL)
_GLUED = any_script(r"([^\W\d][\w-]{0,40}):(?=[^\s:/])(.+)\Z", re.DOTALL)
_QUOTED_LINE = any_script(r"([^\W\d][\w-]*)\s+\"(.+)\"\Z", re.DOTALL)
_OTHER_ARROW = any_script(rf"\s*([{ARROWS}]|(?!->)[-=－＝][>＞]|->>|»|>>)\s*(\.?\w[\w.-]*)\s*\Z")


class Doubtful(NamedTuple):
    """What is a slip only where its name is one of the story's: `kind` says which, "" where it is one whatever the name."""

    kind: str
    name: str
    message: str
    hint: str
    at: int = 0
    length: int = 0


def mistaken_command(text: str) -> str:
    """What to write where a line of prose looks like a command without its colon; "" where it looks like prose."""
    if text.endswith("->") and (found := _TUNNEL.match(text)):
        return f"write  - call: {found[1]}"
    if "->" in text[-_LONGEST_COMMAND:] and (found := _ARROW.match(text[-_LONGEST_COMMAND:])):
        return f"going on is a step of its own:  - goto: {found[1]}"
    first = text[0]
    if first in _FIRST and (hint := _other_command(text)):
        return hint
    if len(text) > _LONGEST_COMMAND:
        return ""
    if first in "VCd" and (found := _DECLARED.match(text)) and "." not in text[-1:]:
        return _declared(found[1], found[2])
    if not (is_small(first) or first == "_"):
        return ""
    if found := _NAMED_COMMAND.match(text):
        word = _SAME_COMMAND.get(found[1], found[1])
        return f"write  - {word}: {found[2]}"
    if found := _BARE_COMMAND.match(text):
        word = _SAME_COMMAND.get(found[1], found[1])
        return {"return": "write  - return:", "choices": "write  - choices:  with the choices below it"}.get(
            word,
            f"write  - {word}:  and a name"
            if word != "fallback"
            else "a fallback stands among the choices:  - fallback:",
        )
    if found := _IF.match(text):
        return f"write  - if: {found[1]}  with  then:  below it"
    return _effect(text)


def _effect(text: str) -> str:
    found = _EFFECT.match(text)
    if found and not (
        found[2] == "--" and text[0].isalpha() and not text[0].islower()
    ):  # a word cut off, in a script without capitals
        value = _value(found[3] or "1")
        sign = {"++": "+=", "--": "-="}.get(found[2], found[2])
        return f"write  - do: {found[1]} {sign} {value}"
    if found := _SET.match(text):
        return f"write  - do: {found[1]} = {_value(found[2])}"
    return ""


def _value(word: str) -> str:
    """A value as it is written here."""
    return word.lower() if word in ("True", "False", "TRUE", "FALSE") else word


def _other_command(text: str) -> str:
    """What to write for a line that would be a command of another tool, by the sign it begins with."""
    if text.startswith(("//", "/*")):
        return "a comment begins with # and stands on a line of its own, between the steps"
    if len(text) > 4 * _LONGEST_COMMAND:
        return ""
    if found := _KNOT.match(text):
        return f"a scene is a key below  scenes:  write  {found[1]}:  there, with its steps below it"
    if found := _STITCH.match(text):
        return f"write  - label: {found[1]}"
    if text.startswith("->") and (label := text[2:].strip()) and " " in label:
        return f"a choice stands in a list:  - choices: [{written(label, in_brackets=True)}]"
    if text[0] in "~$*" and (hint := _effect(text)):
        return hint
    if _CODE.match(text):
        return f"leave the {text[0]} out; effects are steps:  - do: name = value"
    if text[0] in "*+" and (found := _CHOICE.match(text)) and found[1].strip("*+ "):
        return f"a choice stands in a list:  - choices: [{written(found[1], in_brackets=True)}]"
    return ""


def _declared(name: str, value: str) -> str:
    kind = {"true": "bool", "false": "bool"}.get(value.lower(), "{type: int, min: 0, max: 10}")
    return f"declare it below  variables:  write  {name}: {kind}"


def doubtful_line(text: str, commands: frozenset[str]) -> Doubtful | None:
    """What a line of prose may be that only looks like prose: with another colon, in quotation marks, or behind an arrow."""
    if not text.isascii() and (found := _AFTER_COLON.match(text)):
        name, rest = found[1], written(found[3])
        message = f"{found[2]} is not the colon of the keyboard, so the player reads all of this as prose"
        hint = f"write  - {name}: {rest}"
        return Doubtful("" if name in commands else "cast", name, message, hint, found.start(2), 1)
    if (found := _GLUED.match(text)) is not None:
        message = "without a space behind the colon the player reads all of this as prose"
        return Doubtful("cast", found[1], message, f"write  - {found[1]}: {written(found[2])}", found.end(1), 1)
    if text[-1] == '"' and (found := _QUOTED_LINE.match(text)):
        message = "the player reads all of this as prose, the name too"
        return Doubtful("cast", found[1], message, f"write  - {found[1]}: {written(found[2])}")
    return doubtful_arrow(text, "going on is a step of its own:  - goto: {}")


def doubtful_arrow(text: str, hint: str) -> Doubtful | None:
    """An arrow of another kind at the end of a text, and the name behind it; `hint` has a place for that."""
    found = None
    if ">" in text or not text.isascii():
        found = _OTHER_ARROW.search(text[-_LONGEST_COMMAND:])
    if found is None:
        return None
    at = max(0, len(text) - _LONGEST_COMMAND) + found.start(1)
    message = f"{found[1]} leads nowhere: it is shown to the player as it is"
    return Doubtful("scene", found[2], message, hint.format(found[2]), at, len(found[1]))
