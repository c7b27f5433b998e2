"""What has to be changed in an editor's text to make another of it: as little as can be, so that its cursor stays where it is."""

from __future__ import annotations

from lsprotocol import types

from game.language.text.cleaning import composed
from game.writer.server.texts import EditorText


def edits(text: EditorText, after: str) -> list[types.TextEdit]:
    """The edits that make `after` of a text; where a line is the same but for how its letters are composed, it stays."""
    before, lines = text.lines, after.split("\n")
    if len(before) == len(lines):
        pairs = enumerate(zip(before, lines, strict=True))
        return [_on_line(text, number, one, other) for number, (one, other) in pairs if not _same(one, other)]
    most = min(len(before), len(lines))
    head = 0
    while head < most and _same(before[head], lines[head]):
        head += 1
    tail = 0
    while tail < most - head and _same(before[-1 - tail], lines[-1 - tail]):
        tail += 1
    middle = lines[head : len(lines) - tail]
    if tail:
        where = types.Range(types.Position(head, 0), types.Position(len(before) - tail, 0))
        return [types.TextEdit(where, "".join(line + "\n" for line in middle))]
    if not head:
        return [types.TextEdit(types.Range(types.Position(0, 0), text.end_of(len(before) - 1)), after)]
    where = types.Range(text.end_of(head - 1), text.end_of(len(before) - 1))
    return [types.TextEdit(where, "".join("\n" + line for line in middle))]


def _same(one: str, other: str) -> bool:
    return one == other or composed(one) == other


def _on_line(text: EditorText, number: int, before: str, after: str) -> types.TextEdit:
    most = min(len(before), len(after))
    head = 0
    while head < most and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    where = types.Range(text.at(number, head), text.at(number, len(before) - tail))
    return types.TextEdit(where, after[head : len(after) - tail])
