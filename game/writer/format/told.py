"""Runs of prose and speech as one block of text below a bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.language.schema.bodies.talk import lines as lines_of_talk
from game.language.slips.talk import breaks_off
from game.writer.format.tree import Item, Leaf, Listing

_LONGEST = 100
"""Letters up to which a line of speech stands close to the next one."""


class Telling(NamedTuple):
    """What one step tells: who speaks ("" in prose), and the lines, with a blank one between paragraphs."""

    speaker: str
    lines: tuple[str, ...]


def told(step: Item, speakers: frozenset[str]) -> Telling | None:
    """What a step tells that can go into a block with others; None for any other step, and where a comment is in the way."""
    value, speaker = step.value, ""
    if isinstance(value, Listing):
        if value.kind != "keys" or len(value.entries) != 1 or value.tail:
            return None
        only = value.entries[0]
        assert only.key is not None
        speaker, value = only.key.text.strip(), only.value
        if speaker not in speakers or _said(only) or any(only.above):
            return None
    if not isinstance(value, Leaf) or value.behind.text or _said(step):
        return None
    lines = lines_of(value)
    return None if lines is None else Telling(speaker, tuple(lines))


def lines_of(value: Leaf) -> list[str] | None:
    """The lines of a text as they stand below a bar; None where they cannot be had without a change to them."""
    if value.style == "folded" or "+" in value.bar or not value.text.strip():
        return None
    lines = value.lines
    if value.style in ("single", "double"):
        if len(lines) == 1:
            lines = [value.text] if "\n" not in value.text and value.text == value.text.strip() else []
        else:
            inside = [*lines[:-1], lines[-1][:-1]]
            inside[0] = inside[0][1:]
            lines = [] if "\\" in "".join(inside) or "''" in "".join(inside) else inside
    lines = [one.lstrip(" ") for one in lines]
    while lines and not lines[0].strip():
        del lines[0]
    return lines or None


def block_of(run: Sequence[Telling], speakers: frozenset[str]) -> tuple[str, list[str]] | None:
    """The key of a block that tells all of these, and its lines; None where they would be told in another way there."""
    found: list[str] = []
    before: Telling | None = None
    for one in run:
        head = f"{one.speaker}: " if one.speaker else ""
        lines = [head + one.lines[0], *("  " * bool(head) + line if line.strip() else "" for line in one.lines[1:])]
        if before is not None and _apart(before, one):
            found.append("")
        found += lines
        before = one
    if not any(one.speaker for one in run):
        return "text", found
    text = "\n".join(found) + "\n"
    meant = [(one.speaker, _words(one.lines)) for one in _paragraphs(run)]
    read = [(one.speaker, text[one.start : one.end].split()) for one in lines_of_talk(text, speakers)]
    return ("talk", found) if meant == read else None


def bar(lines: list[str]) -> Leaf:
    """A text below a bar."""
    return Leaf("literal", "\n".join(lines) + "\n", lines, "|")


def _paragraphs(run: Sequence[Telling]) -> list[Telling]:
    """The same, with each paragraph of prose for itself."""
    found: list[Telling] = []
    for one in run:
        if one.speaker:
            found.append(one)
            continue
        lines: list[str] = []
        for line in (*one.lines, ""):
            if line.strip():
                lines.append(line)
            elif lines:
                found.append(Telling("", tuple(lines)))
                lines = []
    return found


def _words(lines: Sequence[str]) -> list[str]:
    return " ".join(lines).split()


def _apart(above: Telling, below: Telling) -> bool:
    """Whether a blank line stands between two: between prose and prose, where one is long, and where the second could be taken for a part of the first."""
    if above.speaker == below.speaker == "" or len(above.lines) > 1 or len(below.lines) > 1:
        return True
    return len(above.lines[0]) > _LONGEST or breaks_off(above.lines[-1]) or below.lines[0][:1].islower()


def _said(one: Item) -> bool:
    return bool(one.behind.text or one.between)
