"""The panel beside the page: what is wrong with the story, and where the line that is read stands. Pure: in go values, out come paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.engine.sessions.by_hand import is_by_hand
from game.language.text.cleaning import clean_line, counted
from game.player.screen.look.drawing import Para, said
from game.writer.desk.conditions import asked, shut, told
from game.writer.desk.file_places import FilePlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.engine.sessions.session import Session
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.writer.desk.file_places import FilePlaces

_MOST: Final = 4
"""Problems that are shown beside the page; the list has all of them."""
_VALUES: Final = 14
UNREAD: Final = "  ○"
"""What stands behind a line that no playthrough reads."""
_TONES: Final = {"error": "alarm", "warning": "accent"}


def problem_heading(problems: Sequence[Diagnostic]) -> str:
    """How many errors and warnings there are."""
    errors = sum(one.severity == "error" for one in problems)
    parts = [counted(count, word) for count, word in ((errors, "error"), (len(problems) - errors, "warning")) if count]
    return ", ".join(parts) or "Nothing is wrong"


def in_order(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The problems with the errors first."""
    return sorted(problems, key=lambda one: one.severity != "error")


def problem_para(one: Diagnostic, places: FilePlaces, *, entry: str = "") -> Para:
    """One problem: where it is, what is wrong, and what to do about it."""
    place = f"{places.called(one.file)}:{one.line}:{one.column}"
    pieces = [
        (place, "accent" if entry else "quiet"),
        (f"  {one.code}  ", f"{_TONES[one.severity]}+strong"),
        (clean_line(one.message), "text"),
    ]
    if one.hint:
        pieces.append((f"\n{clean_line(one.hint)}", "quiet+em"))
    return Para(tuple(pieces), rest=2, entry=entry)


def problem_paras(problems: Sequence[Diagnostic], places: FilePlaces) -> Iterator[Para]:
    """The problems as they stand beside the page: the errors first, and not more than a few."""
    yield Para(said(problem_heading(problems), "accent+strong"), above=0)
    shown = in_order(problems)[:_MOST]
    yield from (problem_para(one, places) for one in shown)
    if len(problems) > len(shown):
        yield Para(said(f"and {len(problems) - len(shown):,} more: P lists them", "quiet+em"))


def unread_paras(count: int) -> Iterator[Para]:
    """How many lines of the turn no playthrough reads."""
    if count:
        lines = counted(count, "line")
        yield Para(
            ((UNREAD.strip(), "accent+strong"), (f"  {lines} that no playthrough reads", "text")), rest=3, above=0
        )


def by_hand_paras(choices: Sequence[str]) -> Iterator[Para]:
    """Which values were set by hand, and what follows from it."""
    found = [one for one in choices if is_by_hand(one)]
    if found:
        yield Para(said("By hand", "alarm+strong"), above=2)
        yield from (Para(said(one, "text"), rest=2, above=0) for one in found)
        yield Para(said("Nothing shows that play can come here.", "quiet+em"), above=0)


def shut_paras(session: Session) -> Iterator[Para]:
    """The choices that cannot be taken here, and what would open each."""
    for number, one in enumerate(shut(session)):
        if not number:
            yield Para(said("Not open here", "accent+strong"), above=2)
        words = "closed" if one.shown else "hidden"
        yield Para(
            (
                (one.label, "bright"), (f"  {words}\n", "quiet"), ("wants ", "quiet"), (" and ".join(one.wants), "text"),
                (f"\n{', '.join(one.now)}" if one.now else "", "quiet+em"),
            ),
            rest=2, above=0 if not number else 1,
        )  # fmt: skip


def value_paras(session: Session) -> Iterator[Para]:
    """The values that have just changed, and those that the choices here ask about."""
    before = {change.name: change for change in session.changes()}
    names = asked(session)
    if names:
        yield Para(said("Values here", "accent+strong"), above=2)
    for name in names[:_VALUES]:
        change = before.get(name)
        was = (
            ""
            if change is None
            else f"   was {str(change.before).lower() if isinstance(change.before, bool) else change.before}"
        )
        yield Para(
            (
                *said(f"{name}  ", "text"),
                *said(told(session.program, session, name), "accent+strong"),
                *said(was, "quiet"),
            ),
            rest=2,
            above=0,
        )


def here_paras(line: FilePlace | None, choice: FilePlace | None, places: FilePlaces) -> Iterator[Para]:
    """Where the line that is read stands, and the choice under the cursor: the file, and in it the lines."""
    yield Para(said("In view", "accent+strong"), above=2)
    found = [(word, place) for word, place in (("line", line), ("choice", choice)) if place is not None]
    if not found:
        yield Para(said("The places in the files are still being looked up.", "quiet+em"))
    for file in dict.fromkeys(place.file for _, place in found):
        here = ", ".join(f"{word} {place.line}" for word, place in found if place.file == file)
        yield Para(((places.called(file), "quiet"), (f"\n{here}", "text")), rest=2, above=0)
