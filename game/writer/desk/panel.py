"""The panel beside the page: what is wrong with the story, and where the line that is read stands. Pure: in go values, out come paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.text.cleaning import clean_line, counted
from game.player.screen.look.drawing import Para, said
from game.writer.desk.file_places import FilePlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.language.diagnostics.diagnostic import Diagnostic
    from game.writer.desk.file_places import FilePlaces

_MOST: Final = 4
"""Problems that are shown beside the page; the list has all of them."""
_TONES: Final = {"error": "alarm", "warning": "accent"}


def problem_heading(problems: Sequence[Diagnostic]) -> str:
    """How many errors and warnings there are."""
    errors = sum(one.severity == "error" for one in problems)
    parts = [counted(count, word) for count, word in ((errors, "error"), (len(problems) - errors, "warning")) if count]
    return ", ".join(parts) or "Nothing is wrong"


def in_order(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The problems with the errors first."""
    return sorted(problems, key=lambda one: one.severity != "error")


def problem_para(one: Diagnostic, places: FilePlaces, *, entry: str = "", above: int = 1) -> Para:
    """One problem: where it is, what is wrong, and what to do about it."""
    place = f"{places.called(one.file)}:{one.line}:{one.column}"
    pieces = [
        (place, "accent" if entry else "quiet"),
        (f"  {one.code}  ", f"{_TONES[one.severity]}+strong"),
        (clean_line(one.message), "text"),
    ]
    if one.hint:
        pieces.append((f"\n{clean_line(one.hint)}", "quiet+em"))
    return Para(tuple(pieces), rest=2, above=above, entry=entry)


def problem_paras(problems: Sequence[Diagnostic], places: FilePlaces) -> Iterator[Para]:
    """The problems as they stand beside the page: the errors first, and not more than a few."""
    yield Para(said(problem_heading(problems), "accent+strong"), above=0)
    shown = in_order(problems)[:_MOST]
    yield from (problem_para(one, places) for one in shown)
    if len(problems) > len(shown):
        yield Para(said(f"and {len(problems) - len(shown):,} more: P lists them", "quiet+em"))


def here_paras(line: FilePlace | None, choice: FilePlace | None, places: FilePlaces) -> Iterator[Para]:
    """Where the line at the top of the view stands, and the choice under the cursor."""
    yield Para(said("In view", "accent+strong"), above=2)
    if line is None and choice is None:
        yield Para(said("The places in the files are still being looked up.", "quiet+em"))
    for word, place in (("line", line), ("choice", choice)):
        if place is not None:
            yield Para(((f"{word:<8}", "quiet"), (places.told(place), "text")), rest=8, above=0)
