"""Broken stories with the place marked where the caret belongs: `«` before it and `»` behind."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.program.load import load

TOP = """\
story: lamp
title: The Lamp
start: cellar
endings:
  dark: {title: The Dark}
  dawn: {title: The Dawn}
cast:
  namra: {name: Choi Nam-ra, short: Nam-ra}
  radio: The radio
variables:
  heat: {type: int, min: 0, max: 10}
  met: bool
  side: {type: enum, values: [nobody, camp, school]}
  name: {type: text, start: Min}
groups:
  trust: {of: [namra], type: int, min: 0, max: 5}
scenes:
"""
"""What most broken stories begin with; warnings about what they leave unused are not looked at."""
UNUSED = ("W301", "W302", "W305", "W332")


class Marked(NamedTuple):
    """A story without its marks, and where they were."""

    text: str
    line: int
    column: int
    length: int


def unmark(text: str) -> Marked:
    """Take the marks out of a story."""
    start = text.index("«")
    text = text.replace("«", "", 1)
    end = text.index("»")
    text = text.replace("»", "", 1)
    return Marked(text, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), end - start)


def diagnose(text: str, folder: Path, *, ignore: tuple[str, ...] = UNUSED) -> list[Diagnostic]:
    """What is said about a story."""
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    return [one for one in load(path, cache=False).diagnostics if one.code not in ignore]


def expect(broken: str, code: str, folder: Path, phrase: str = "", *, alone: bool = True) -> Diagnostic:
    """Assert that a marked story has exactly this finding at its mark; `phrase` stands in the message or the hint."""
    marked = unmark(broken)
    found = diagnose(marked.text, folder)
    shown = "\n".join(f"{d.line}:{d.column}+{d.length} {d.code} {d.message} | {d.hint}" for d in found)
    here = [one for one in found if one.code == code]
    assert here, f"no {code}:\n{shown}"
    first = here[0]
    assert (first.line, first.column, first.length) == (marked.line, marked.column, marked.length), shown
    assert phrase in f"{first.message} | {first.hint}", shown
    if alone:
        assert len(found) == 1, shown
    return first
