"""What can be said for certain of a story of which a part could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.language.nodes import Scalar
    from game.language.yaml.document import Document

from game.language.text.identifiers import any_script

_NOT_THERE: Final = frozenset({"E001", "E002", "E003", "E020", "E056", "E110"})
"""A file or much of one is missing, and nobody knows which names were declared in it."""
_HERE: Final = frozenset({"E102", "E103", "E109", "E111", "E150", "E301", "E302", "E303"})
"""What can come of a part that is missing in the same file."""
_EMPTY: Final = frozenset({"E201", "E206"})
"""What is said of an effect or condition of which nothing is left."""
_ANYWHERE: Final = frozenset({"E115", "E306", "E307"})
_NAMES: Final = ("E12", "E202")
_SURE: Final = frozenset(
    (
        "E127",
        "E128",
        "E201",
        "E203",
        "E204",
        "E206",
        "E207",
        "E210",
        "E211",
        "E212",
        "E213",
        "E214",
        "E302",
        "E303",
        "W303",
        "W309",
    )
)
"""What is wrong with what a scene says itself, whatever is declared where nobody could look."""
_OF_TEXT: Final = frozenset({"W307", "W308", "W310", "W312", "W331"})
"""Warnings about the words of a line, true as long as the line could be read."""
_INCLUDED: Final = re.compile(r"[^\s\[\]{},'\"#]+\.ya?ml(?=[\s\]},:'\"#]|$)")


def all_there(found: Iterable[Diagnostic], documents: Sequence[Document]) -> bool:
    """Whether no whole file is missing, so that names can be looked up. The main file is the first."""
    main = documents[0]
    if main.root is None and (main.rest is None or "include" in main.lost):
        return False
    return not any(one.code in _NOT_THERE for one in found)


def sure(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those of a compiler's findings that are true although a whole file is missing."""
    return [one for one in found if one.code in _SURE]


def lost_include(main: Document) -> list[Scalar]:
    """The patterns of an `include` that could not be read with the rest of the main file, as far as they can be told."""
    if main.root is not None or ".y" not in main.lost:
        return []
    from game.language.nodes import Scalar, pack

    lines = [line for line in main.lost.split("\n") if not line.lstrip().startswith("#")]
    return [Scalar(found, pack(1, 1)) for line in lines for found in _INCLUDED.findall(line)]


def certain(found: Iterable[Diagnostic], documents: Sequence[Document]) -> Iterator[Diagnostic]:
    """Those findings that are true whatever stands in the text that could not be read, each where people find it.

    Left out is what may only be wrong because something is missing, and names that are written in what is missing.
    """
    by_name = {each.source.name: each for each in documents}
    read = {one for each in documents for one in each.diagnostics}
    lost = {name: each.lost or each.source.text for name, each in by_name.items() if _is_partial(each)}
    words = frozenset(word for text in lost.values() for word in any_script(r"\w+").findall(text))
    for one in found:
        if one in read:
            yield one
            continue
        document = by_name.get(one.file)
        if document is None:
            yield one
        elif not lost or _stands(one, document, words, here=one.file in lost):
            yield one._replace(
                column=document.shown(one.line, one.column),
                related=tuple(
                    place._replace(column=by_name[place.file].shown(place.line, place.column)) for place in one.related
                ),
            )


def _is_partial(document: Document) -> bool:
    return bool(document.lost) or (document.root is None and document.rest is None)


def _stands(one: Diagnostic, document: Document, words: frozenset[str], *, here: bool) -> bool:
    """Whether a finding is true although some text is missing, of which these are the words; `here`: in its own file."""
    if one.code in _ANYWHERE or (here and one.severity == "warning" and one.code not in _OF_TEXT):
        return False
    if here and (one.code in _HERE or one.line in document.mended):
        return False
    start = one.column - 1
    if here and one.code in _EMPTY and not re.search(r"\w", document.reading.line(one.line)[start:]):
        return False
    if not one.code.startswith(_NAMES):
        return True
    return words.isdisjoint(any_script(r"\w+").findall(document.reading.line(one.line)[start : start + one.length]))
