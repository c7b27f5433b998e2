"""Where in its file a character of a scalar stands: the way back from folded and escaped text."""

from __future__ import annotations

import re

from game.language.diagnostics.source import Source
from game.language.nodes import Scalar, column_of, line_of

_ESCAPE = r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\n[ \t]*|.)"


def locate(source: Source, scalar: Scalar, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of the character at `offset` in the scalar's text.

    Text and file are walked side by side: where YAML folded line breaks and blanks, any run of them in the
    file stands for the one in the text.
    """
    line, column = line_of(scalar.pos), column_of(scalar.pos)
    offset = min(max(offset, 0), len(scalar.text))
    if scalar.style == "literal":
        return _in_literal(source, scalar, line, offset)
    if (
        scalar.style == "plain"
        and "\n" not in scalar.text[:offset]
        and source.line(line)[column - 1 :].startswith(scalar.text[:offset])
    ):
        return line, column + offset
    start = source.offset(line, column)
    if scalar.style == "folded":
        start = source.offset(line + 1)
    elif scalar.style in ("single", "double"):
        start += 1
    return source.place(_walk(source, start, scalar, offset))


def _in_literal(source: Source, scalar: Scalar, line: int, offset: int) -> tuple[int, int]:
    before = scalar.text[:offset]
    breaks = before.count("\n")
    indent = 0
    first = re.search(r"\S", scalar.text)
    if first is not None:
        number = scalar.text.count("\n", 0, first.start())
        words = scalar.text[scalar.text.rfind("\n", 0, first.start()) + 1 :].split("\n", 1)[0]
        found = source.line(line + 1 + number)
        indent = max(0, len(found) - len(words)) if found.endswith(words) else len(found) - len(found.lstrip(" "))
    return line + 1 + breaks, indent + 1 + offset - (before.rfind("\n") + 1)


def _walk(source: Source, at: int, scalar: Scalar, offset: int) -> int:
    text = source.text
    double, single = scalar.style == "double", scalar.style == "single"
    if scalar.text[:1] not in (" ", "\n"):
        while at < len(text) and text[at] in " \t\n" and scalar.style == "folded":
            at += 1
    words, done = scalar.text, 0
    pos, before, there = source.walked
    if pos == scalar.pos and before <= offset:  # the next of many findings in a long text
        done, at = before, there
    escape = re.compile(_ESCAPE)
    while done < offset and at < len(text):
        if double and text[at] == "\\":
            found = escape.match(text, at)
            at = found.end() if found else at + 1
            if found is None or not found[0].startswith("\\\n"):
                done += 1
            continue
        if single and text.startswith("''", at):
            at += 2
            done += 1
            continue
        if words[done] in " \n" and text[at] in " \t\n":
            while done < offset and words[done] in " \n":
                done += 1
            while at < len(text) and text[at] in " \t\n":
                at += 1
            continue
        at += 1
        done += 1
    if words[done : done + 1] not in (
        " ",
        "\n",
    ):  # between the two halves of a run of blanks they do not belong together
        source.walked = (scalar.pos, done, at)
    return min(at, max(0, len(text) - 1)) if text else 0
