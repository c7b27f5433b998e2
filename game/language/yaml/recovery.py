"""Goes on behind a mistake in YAML, so that a file's other mistakes are told with it.

What is wrong is taken out, the lines that hang on it too, and the rest is read again. No line moves. What was taken out
is remembered: a name that is declared there may be used elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.diagnostics.source import Source
from game.language.text.identifiers import any_script
from game.language.yaml.build import build
from game.language.yaml.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.language.diagnostics.diagnostic import Diagnostic
    from game.language.yaml.document import Limits

MOST_READ = 2_000_000
"""Characters of a file that are read again, all times together."""

_LAYOUT = frozenset({"E014", "E015", "E018", "E036", "E037", "E038", "E039", "E044", "E045", "E050", "E051"})
"""Mistakes in where a line stands: the lines below it that stand like it are in the same place for the same reason."""
_WHOLE = frozenset({"E013", "E022"})
"""Mistakes in an entry's key."""
_UNSURE = frozenset({"E007", "E049"})
"""What may only come of what was taken out."""
_ENDS = _UNSURE | {"E003", "E019", "E020", "E021"}
"""What leaves nothing to go on with."""
_IN_NO_ORDER = frozenset({"E010", "E011", "E012", "E013", "E016", "E017", "E038"})
"""Mistakes that the walk over the raw lines does not look for, and that are found where it found nothing."""
_KEY = any_script(r"(\s*)(?:[&*!]\S*\s+)?([\w.-]+|\"[^\"]*\"|'[^']*'):(?=\s|$)")
"""A key, perhaps behind a name or a type of YAML's, which it may not have."""
_TAB = "E018"
_MOVED = "E036"
_RIGHT_THERE = {"E044": "", "E045": "", "E037": "- ", "E038": "- ", "E039": "key"}
"""For mistakes of which a line may come next in the same column that is right: what begins there."""


def go_on(document: Document, limits: Limits, *, pure: bool) -> None:
    """Find what else is wrong in a document that could not be read.

    Adds to its diagnostics, and fills `rest` with the tree of what could be read and `lost` with the text that could not.
    """
    lines = document.source.text.split("\n")
    lost: list[str] = []
    fresh = list(document.diagnostics)
    behind = max(one.line for one in fresh)
    read = 0
    while len(document.diagnostics) < limits.diagnostics and not any(one.code in _ENDS for one in fresh):
        if not _take_out(document, lines, fresh, lost):
            break
        again = Document(Source(document.source.name, "\n".join(lines)))
        read += len(again.source.text)
        if read > MOST_READ:
            break
        build(again, limits, pure=pure)
        said = {(one.code, one.line) for one in document.diagnostics}
        fresh = [one for one in again.diagnostics if (one.code, one.line) not in said]
        document.diagnostics += [one for one in fresh if _is_new(one, behind, document.mended)]
        behind = max([behind, *(one.line for one in fresh)])
        if again.root is not None:
            document.rest, document.eaten, document.reading = again.root, again.eaten, again.source
            break
    document.diagnostics.sort(key=lambda one: (one.line, one.column))
    document.lost = "\n".join(lost) if document.rest is not None else document.source.text


def _is_new(one: Diagnostic, behind: int, mended: set[int]) -> bool:
    """Whether a mistake is one of its own. The first is found first: what comes up above it is only there since it was mended."""
    return one.code not in _UNSURE and (one.code in _IN_NO_ORDER or (one.line > behind and one.line not in mended))


def _take_out(document: Document, lines: list[str], found: list[Diagnostic], lost: list[str]) -> bool:
    """Put something harmless in the place of each mistake; whether anything has changed."""
    changed = False
    for one in found:
        if one.code == "E016":  # a key that stands twice: the second is left out already
            continue
        first, last, instead = _part(lines, one)
        if "".join(lines[first:last]).strip() == instead.strip():
            continue
        changed = True
        lost += lines[first:last]
        document.mended.update(range(first + 1, last + 1))
        lines[first:last] = [instead, *[""] * (last - first - 1)]
    return changed


def _part(lines: list[str], one: Diagnostic) -> tuple[int, int, str]:
    """The lines that a mistake takes along, as a range, and what stands in the place of the first of them."""
    first = min(one.line, len(lines)) - 1
    while first + 1 < len(lines) and not lines[first].strip():
        first += 1  # what is wrong with the next line because this one was taken out
    if one.code in _LAYOUT:
        return first, _end_of_layout(lines, first, one.code), ""
    width = _width(lines[first])
    # A line that goes on with the text above belongs to the entry that begins there.
    while first and one.code not in _WHOLE and not _begins(lines[first]):
        first -= 1
        if lines[first].strip() and _width(lines[first]) < width and _begins(lines[first]):
            break
    width = _width(lines[first])
    last = first + 1
    while one.code == "E023" and last < len(lines) and lines[last].lstrip().startswith(":"):
        last += 1  # the value of such a key
    while last < len(lines) and _belongs(lines[last], width, dashes=not lines[first].lstrip().startswith("- ")):
        last += 1
    key = _KEY.match(lines[first])
    if lines[first].lstrip().startswith("- "):
        return first, last, f"{' ' * width}- x{first}"
    return first, last, f"{' ' * width}{key[2]}: x{first}" if key else ""


def _end_of_layout(lines: list[str], first: int, code: str) -> int:
    """The line where something stands in its place again."""
    width = _width(lines[first])
    last = first + 1
    tabs = code == _TAB
    if tabs and "\t" not in lines[first][:width]:
        return last
    below = _below(lines, first, moved=tabs or code == _MOVED)
    around = _columns_above(lines, first)
    while last < len(lines):
        line, here = lines[last], _width(lines[last])
        begins = _begins(line) and "\t" not in line[:here]
        # What stands less far in than what is below the wrong line is none of it; else something that stands where others do.
        elsewhere = begins and (here < below if below else here in around)
        if tabs and elsewhere:
            break
        if line.strip() and not tabs:
            alike = here == width and not (begins and (not width or _is_right(line, code)))
            if here < width or (here > width and elsewhere) or (here == width and not alike):
                break
        last += 1
    return last


def _is_right(line: str, code: str) -> bool:
    """Whether a line that stands where a wrong one does is not wrong for the same reason."""
    wanted = _RIGHT_THERE.get(code)
    return wanted is not None and wanted in ("", "- " if line.lstrip().startswith("- ") else "key")


def _below(lines: list[str], first: int, *, moved: bool) -> int:
    """The column of what stands below a line; 0 where nothing does. Of a line that was `moved`, its own column says nothing about that."""
    bare = lines[first].strip()
    following = next((line for line in lines[first + 1 :] if line.strip()), "")
    column = _width(following)
    if not moved:
        return column if column > _width(lines[first]) else 0
    if bare.rstrip("-+")[-1:] in (":", "|", ">"):
        return column
    item = bare.startswith("- ") and not following.lstrip().startswith("- ")
    return column if item and any(_open_items(lines, first, column - 2)) else 0


def _open_items(lines: list[str], first: int, column: int) -> Iterator[bool]:
    """For the lines before one that stand in a column, up to one that stands less far in: whether an item begins there."""
    for line in reversed(lines[:first]):
        if line.strip() and _width(line) < column:
            return
        if _width(line) == column and line.strip():
            yield line.lstrip().startswith("- ")


def _columns_above(lines: list[str], first: int) -> frozenset[int]:
    """The columns of the entries that a line may belong to: of the one before it, and of those around that."""
    found: set[int] = set()
    least = -1
    for line in reversed(lines[:first]):
        here = _width(line)
        if line.strip() and _begins(line) and (least < 0 or here < least):
            found |= {here, here + 2} if line.lstrip().startswith("- ") and least < 0 else {here}
            least = here
            if not here:
                break
    return frozenset(found)


def _belongs(line: str, width: int, *, dashes: bool) -> bool:
    """Whether a line is a part of the entry that begins `width` columns in; a key's list may stand in its own column."""
    return (
        not line.strip()
        or _width(line) > width
        or (dashes and _width(line) == width and line.lstrip().startswith("- "))
    )


def _begins(line: str) -> bool:
    """Whether an item or a key begins on a line."""
    return line.lstrip().startswith("- ") or line.strip() == "-" or _KEY.match(line) is not None


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())
