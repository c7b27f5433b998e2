"""Plain text that YAML reads, but not as it was meant: a comment in prose, a dash without a space."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.nodes import Mapping, Node, Scalar, column_of, line_of, pack
from game.language.slips.quoting import in_quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.language.diagnostics.source import Source
    from game.language.yaml.mistakes.faults import Fault

#: One space and a `#` behind a character; written so that the search is one for the two bytes.
_COMMENT = re.compile(r" #(?<=[^\s] #)")
#: A line that begins with a dash and a letter.
_GLUED = re.compile(r"\n *-[^\s\d.-]")
_SHOWN = 40
_MOST = 20
_MOST_PLACES = 10_000


def eaten(text: str, root: Node) -> list[tuple[Scalar, int]]:
    """The plain values with a comment exactly one space behind them, and where its `#` stands.

    Two spaces before the `#` are the sign of a comment that is meant as one. After fewer than
    two words, only a `#` that touches what follows (`Room #5`) can be prose.
    """
    places = [match.start() for match in islice(_COMMENT.finditer(text), _MOST_PLACES)]
    if not places:
        return []
    scalars = list(_scalars(root))
    positions = [scalar.pos for scalar, _ in scalars]
    found: list[tuple[Scalar, int]] = []
    line, seen = 1, 0
    for at in places:
        line += text.count("\n", seen, at)
        seen = at
        start = text.rfind("\n", 0, at) + 1
        pos = pack(line, at - start + 1)
        index = bisect_right(positions, pos) - 1
        if index < 0:
            continue
        scalar, is_value = scalars[index]
        words = scalar.text.split()
        back = line - line_of(scalar.pos)
        # A plain text has a word on each of its lines, or an empty line that is a newline in it.
        if not is_value or scalar.style != "plain" or back > len(words) + scalar.text.count("\n"):
            continue
        for _ in range(back):
            start = text.rfind("\n", 0, start - 1) + 1
        between = text[start + column_of(scalar.pos) - 1 : at]
        prose = len(words) > 1 or text[at + 2 : at + 3].isalnum()
        if prose and between.removeprefix("-").removeprefix(":").split() == words:
            found.append((scalar, pos + 1))
    return found


def glued_dashes(text: str, root: Node) -> list[Fault]:
    """Values that begin with a dash and no space on a line of their own: list items that are none."""
    if not _GLUED.search(text):
        return []
    from game.language.yaml.mistakes import layout

    values = {scalar.pos for scalar, is_value in _scalars(root) if is_value and scalar.style == "plain"}
    found: list[Fault] = []
    line, seen = 1, 0
    last = (0, 0)  # the line and column of the one before
    for match in _GLUED.finditer(text):
        at = match.end() - 2
        line += text.count("\n", seen, at)
        seen = at
        column = at - match.start()
        if len(found) < _MOST and (pack(line, column) in values or last == (line - 1, column)):
            last = (line, column)
            found.append(layout.glued_dash(at, text[at : at + 200].split("\n", 1)[0]))
    return found


def eaten_words(source: Source, scalar: Scalar, pos: int) -> Diagnostic:
    """The warning for one entry of `Document.eaten`, for a place where the schema expects prose."""
    line, column = line_of(pos), column_of(pos)
    lost = source.line(line)[column - 1 :].rstrip()
    shown = lost if len(lost) <= _SHOWN else lost[: _SHOWN - 1] + "…"
    text = source.line(line)[column_of(scalar.pos) - 1 :].strip() if line == line_of(scalar.pos) else ""
    quoted = in_quotes(text) if text else ""
    whole = f"put the whole text in quotes{f': {quoted}' if quoted else ''}"
    return Diagnostic(
        "E047",
        "warning",
        source.name,
        line,
        column,
        f"everything after ` #` is a comment to YAML, so no player sees “{shown}”",
        f"{whole}; if it is meant as a comment, leave two spaces before the #",
        length=len(lost),
    )


def _scalars(root: Node) -> Iterator[tuple[Scalar, bool]]:
    """Every scalar in the order of the file, and whether it is a value (not a key)."""
    waiting: list[tuple[Node, bool]] = [(root, True)]
    while waiting:
        node, is_value = waiting.pop()
        if isinstance(node, Scalar):
            yield node, is_value
        elif isinstance(node, Mapping):
            for key, value in reversed(node.entries):
                waiting.append((value, True))
                waiting.append((key, False))
        else:
            waiting.extend((item, True) for item in reversed(node.items))
