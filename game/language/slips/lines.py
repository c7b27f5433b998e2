"""Lines that other tools read as a command, where a key or an item of a list should stand: how they are written here."""

from __future__ import annotations

import re
from typing import Final

from game.language.slips.quoting import written
from game.language.text.identifiers import any_script

_DIVERT: Final = r"(?:->|→|=>|jump\s|divert\s|goto\s|go\s+to\s)\s*([^\W\d][\w.-]*)\s*;?"
_CALL: Final = r"(?:->\s*([^\W\d][\w.-]*)\s*->|(?:call|gosub)\s+([^\W\d][\w.-]*))\s*;?"
_EFFECT: Final = r"(?:[$~]\s*)([^\W\d][\w.]*\s*[-+]?=(?!=)\s*[^=\s].*?)\s*;?"
_SCENE: Final = r"={2,}\s*([^\W\d][\w-]*)\s*=*"
_PASSAGE: Final = r"::\s*([^\W\d][\w-]*).*"
_COMMENT: Final = r"//\s*(.+)|/\*\s*(.+?)\s*\*/"
_VALUE: Final = r"(?:VAR|CONST|default|var|let)\s+\$?([^\W\d]\w*)\s*=\s*(true|false|True|False|\d{1,4})\s*;?"
_PERSON: Final = r"define\s+([^\W\d]\w*)\s*=\s*Character\(\s*_?\(?[\"']([^\"']+)[\"'].*"
_LIST: Final = r"LIST\s+([^\W\d]\w*)\s*=\s*(\(?[^\W\d]\w*\)?(?:\s*,\s*\(?[^\W\d]\w*\)?)*)"
_STAGE: Final = r"(?:show|scene)\s+([^\W\d][\w-]*(?:\s+[^\W\d][\w-]*)*?)(?:\s+(?:at|with)\s.*)?"
_CONDITION: Final = r"\{\s*([^{}|:]+?)\s*\}"
_CHOICE: Final = r"(?:[*+]\s*)+(?![*+\s])(.+)"
_ENDS: Final = frozenset(("end", "done"))
_LONGEST: Final = 60


def meant_key(text: str) -> str:
    """The key and value that a line stands for; "" where it is no such line."""
    text = text.strip()
    if len(text) > _LONGEST:
        return ""
    if found := any_script(_DIVERT).fullmatch(text):
        return "ending: its-id" if found[1].lower() in _ENDS else f"goto: {found[1]}"
    if found := any_script(_EFFECT).fullmatch(text):
        return f"do: {found[1]}"
    if found := any_script(_SCENE).fullmatch(text) or any_script(_PASSAGE).fullmatch(text):
        return f"{found[1]}:"
    if found := re.fullmatch(_COMMENT, text):
        return f"# {found[1] or found[2]}"
    if found := any_script(_CONDITION).fullmatch(text):
        return f"if: {found[1]}"
    if re.fullmatch(r'"[^"\\]+"', text):
        return f"text: {written(text[1:-1])}"
    return ""


def meant_declaration(text: str) -> str:
    """Where stands what a line of ink or Ren'Py declares, or shows; "" where it is no such line."""
    text = text.strip()
    if len(text) > _LONGEST:
        return ""
    if found := any_script(_VALUE).fullmatch(text):
        typed = f"int, min: 0, max: {max(10, int(found[2]))}" if found[2].isdigit() else "bool"
        return f"declare it below  variables:  write  {found[1]}: {{type: {typed}, start: {found[2].lower()}}}"
    if found := any_script(_PERSON).fullmatch(text):
        return f"declare it below  cast:  write  {found[1]}: {written(found[2])}"
    if found := any_script(_LIST).fullmatch(text):
        name, values = found[1], [one.strip() for one in found[2].split(",")]
        held = [one.strip("()") for one in values if one[0] == "("]
        listed = ", ".join(one.strip("()") for one in values)
        start = f", start: {held[0]}" if len(held) == 1 else ""
        one_holds = f"below  variables:  write  {name}: {{type: enum, values: [{listed}]{start}}}"
        return f"declare it {one_holds};  where several can hold at once, below  sets:  {name}: {{things: [{listed}]}}"
    if found := any_script(_STAGE).fullmatch(text):
        return f"what there is to see is told by tags:  write  tags: [{', '.join(found[1].split())}]"
    return ""


def conditional(label: str, condition: str) -> str:
    """What to write for a choice with its condition on its line."""
    return (
        f"the condition of a choice stands below it:  - choice: {written(label)}  and level with that  if: {condition}"
    )


def meant_item(text: str) -> str:
    """The item of a list that a line without a dash stands for; "" where it is no such line."""
    text = text.strip()
    if len(text) <= _LONGEST and (found := any_script(_CHOICE).fullmatch(text)):
        label, arrow, scene = (part.strip() for part in found[1].partition("->"))
        if label.startswith("[") and label.endswith("]"):
            label = label[1:-1].strip()
        return f"- {written(f'{label} -> {scene}' if arrow else label)}"
    if found := any_script(_CALL).fullmatch(text):
        return f"- call: {found[1] or found[2]}"
    if any(any_script(one).fullmatch(text) for one in (_DIVERT, _EFFECT)) and (key := meant_key(text)):
        return f"- {key}"
    return ""
