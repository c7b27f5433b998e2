"""Colours for what YAML knows nothing of: conditions, effects, and the markup in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from lsprotocol import types

from game.language.yaml.locate import locate

if TYPE_CHECKING:
    from game.language.nodes import Scalar
    from game.writer.server.catalogue import Catalogue
    from game.writer.server.reading import FileReading, Spelled

KINDS: Final = ("keyword", "operator", "number", "variable", "enumMember", "function", "class", "macro", "parameter")
LEGEND: Final = types.SemanticTokensLegend(list(KINDS), [])
_WORDS: Final = frozenset(("and", "or", "not", "in", "true", "false"))
_CALLS: Final = frozenset(("seen", "visits", "count", "ending", "min", "max"))
_NAMED: Final = {
    "scene": "class",
    "ending": "class",
    "cast": "parameter",
    "variable": "variable",
    "group": "variable",
    "set": "variable",
}
_TOKEN: Final = re.compile(r"(?P<number>\d+)|(?P<name>[^\W\d][\w.]*)|(?P<sign>==|!=|<=|>=|[-+]?=|[-+*<>])")
_TARGET: Final = re.compile(r"\(\s*([\w.-]+)\s*\)")
_MARK: Final = re.compile(r"\\.|\*{1,2}|[{}|]|<>|->")
_OPENING: Final = re.compile(r"\s*(if|elif|else|first|then|cycle|shuffle)\b([^:{}|]*)(:?)")
_INSIDE: Final = re.compile(r"\s*([^\s{}|]+)\s*(?=\})")
_SPEAKER: Final = re.compile(r"(?m)^([\w-]+):(?=\s)")
_MOST: Final = 50_000


class Coloured(NamedTuple):
    """A part of a scalar's text, and what it is."""

    at: int
    length: int
    kind: str


def colours(reading: FileReading, known: Catalogue) -> types.SemanticTokens:
    """The coloured parts of a text, in the form that the protocol has for them."""
    placed: list[tuple[int, int, int, int]] = []
    text, source = reading.text, reading.document.reading
    lost = {line for line, _ in reading.document.removed} | reading.document.mended
    for one in reading.spelled:
        for part in _parts(one, known):
            line, column = locate(source, one.scalar, part.at)
            if line in lost:
                continue
            start = text.position(line, column)
            end = text.position(line, column + part.length)
            if end.character > start.character:
                placed.append((start.line, start.character, end.character - start.character, KINDS.index(part.kind)))
        if len(placed) > _MOST:
            break
    data: list[int] = []
    before = (0, 0)
    for line, character, length, kind in sorted(placed):
        if (line, character) < before:
            continue  # it stands in another
        data += (line - before[0], character - before[1] * (line == before[0]), length, kind, 0)
        before = line, character
    return types.SemanticTokens(data)


def _parts(one: Spelled, known: Catalogue) -> Iterator[Coloured]:
    kind, text = one.form.kind, one.scalar.text
    if kind in ("condition", "effect"):
        yield from _expression(text, 0, known)
    elif kind in ("prose", "block"):
        yield from _prose(one.scalar, known, talk=kind == "block")
    elif kind == "named" and one.form.named and text.strip():
        at = len(text) - len(text.lstrip())
        yield Coloured(at, len(text.strip()), _NAMED.get(one.form.named[0], "enumMember"))


def _expression(text: str, start: int, known: Catalogue) -> Iterator[Coloured]:
    behind = 0
    for found in _TOKEN.finditer(text):
        at, word = found.start(), found[0]
        if at < behind:
            continue
        if found["number"]:
            kind = "number"
        elif found["sign"]:
            kind = "operator"
        elif word in _WORDS:
            kind = "keyword"
        elif word in _CALLS and text[found.end() : found.end() + 1] == "(":
            kind = "function"
            target = _TARGET.match(text, found.end()) if word not in ("min", "max") else None
            if target is not None:
                yield Coloured(start + at, len(word), kind)
                yield Coloured(start + target.start(1), len(target[1]), "variable" if word == "count" else "class")
                behind = target.end()
                continue
        else:
            kind = "variable" if "." in word or known.has("variable", word) or known.has("set", word) else "enumMember"
        yield Coloured(start + at, len(word), kind)


def _prose(scalar: Scalar, known: Catalogue, *, talk: bool) -> Iterator[Coloured]:
    text = scalar.text
    if talk:
        yield from (
            Coloured(found.start(1), len(found[1]), "parameter")
            for found in _SPEAKER.finditer(text)
            if known.has("cast", found[1])
        )
    depth = 0
    for found in _MARK.finditer(text):
        sign, at = found[0], found.start()
        if sign[0] == "\\":
            continue
        if sign == "->":
            yield Coloured(at, 2, "operator")
            continue
        if sign == "|" and not depth:
            continue
        depth = depth + 1 if sign == "{" else max(0, depth - 1) if sign == "}" else depth
        yield Coloured(at, len(sign), "operator" if sign in ("*", "**", "<>") else "macro")
        if sign not in ("{", "|"):
            continue
        opening = _OPENING.match(text, found.end())
        if opening is not None and (opening[3] or opening[1] in ("if", "elif")):
            yield Coloured(opening.start(1), len(opening[1]), "keyword")
            if opening[1] in ("if", "elif"):
                yield from _expression(opening[2], opening.start(2), known)
        elif sign == "{" and (inside := _INSIDE.match(text, found.end())) is not None:
            yield Coloured(inside.start(1), len(inside[1]), "variable")
