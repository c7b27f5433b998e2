"""What each field of a save may hold, and how much of it.

A save comes from anywhere: everything is looked at before anything uses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NoReturn, TypeAlias

from game.language.text.characters import FORBIDDEN_WIDE
from game.saves.errors import SaveError

LINE = 400  # characters of a line shown in a list of saves
TEXT = 10_000  # characters of any other text
VALUES = 500_000  # in a snapshot

STEPS = 200_000  # choices made; of more, the newest
_PLACES = 200  # calls that play stands in
_ID = 1_000  # characters of an id, a variable's name, a key
_DEPTH = 24
_INTEGER = 10**39
_SEED = 2**63 - 1
_SECONDS = 10**10

_UNSEEN = re.compile(f"[\x00-\x1f\x7f{FORBIDDEN_WIDE}]")
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_HEX = re.compile(r"[0-9a-f]{8,64}")

Record: TypeAlias = dict[str, object]
"""What JSON has under names, before anything in it has been looked at."""


def clean(text: str, limit: int = LINE) -> str:
    """`text` as one line that can be shown anywhere, at most `limit` characters of it."""
    line = " ".join(_UNSEEN.sub("", " ".join(text.split())).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _fail(what: str) -> NoReturn:
    raise SaveError(f"It is not a save that this game wrote: {what}.")


def _text(value: object, what: str, limit: int) -> None:
    if not isinstance(value, str) or len(value) > limit or _UNSEEN.search(value):
        _fail(f"{what} is not a line of text")


def _texts(value: object, what: str, most: int) -> None:
    if not isinstance(value, list) or len(value) > most:
        _fail(f"{what} is not a list of texts")
    for each in value:
        if not isinstance(each, str) or not 0 < len(each) <= _ID:
            _fail(f"{what} is not a list of texts")
    if _UNSEEN.search("".join(value)):
        _fail(f"{what} holds characters that cannot be shown")


def _number(value: object, what: str, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        _fail(f"{what} is not a number from {least} to {most}")


def _named(value: object, what: str, most: int) -> None:
    if not isinstance(value, dict) or len(value) > most:
        _fail(f"{what} is not names with texts")
    for name, each in value.items():
        _text(name, f"a name in {what}", _ID)
        _text(each, f"what {what} says", TEXT)


def _expect(value: object, what: str) -> None:
    _named(value, what, 1)
    if not set(value) <= {"scene", "ending"}:  # type: ignore[call-overload]  # _named has seen that it is a dict
        _fail(f"{what} is neither a scene nor an ending")


def _saved(value: object, what: str) -> None:
    if not isinstance(value, dict) or value.keys() != {"name", "when", "chapter", "place", "scene", "seconds", "last"}:
        _fail(f"{what} lacks something or has too much")
    for key in ("name", "chapter", "place", "scene", "last"):
        _text(value[key], f"{what}.{key}", LINE)
    _number(value["seconds"], f"{what}.seconds", 0, _SECONDS)
    when = value["when"]
    try:
        if not isinstance(when, str) or not _WHEN.fullmatch(when):
            _fail(f"{what}.when is not a moment")
        datetime.fromisoformat(when)
    except ValueError:
        _fail(f"{what}.when is not a moment")


def _snapshot(value: object, what: str) -> None:
    if not isinstance(value, dict):
        _fail(f"{what} is not a picture of a state")
    rows: list[object] = [value]
    seen = 0
    for _ in range(_DEPTH):
        deeper: list[object] = []
        words: list[str] = []
        for row in rows:
            if isinstance(row, dict):
                if not all(type(key) is str and len(key) <= _ID for key in row):
                    _fail(f"{what} holds a key that is no name")
                words += row
                deeper += row.values()
            elif isinstance(row, list | tuple):
                deeper += row
            elif isinstance(row, str) and len(row) <= TEXT:
                words.append(row)
            elif row is not None and not (isinstance(row, int) and abs(row) < _INTEGER):
                _fail(f"{what} holds a value that no state has")
        seen += len(deeper)
        if seen > VALUES or _UNSEEN.search("".join(words)):
            _fail(f"{what} is too large, or holds characters that cannot be shown")
        if not deeper:
            return
        rows = deeper
    _fail(f"{what} is too deep")


def _starts(value: object, what: str) -> None:
    if not isinstance(value, dict) or len(value) > VALUES:
        _fail(f"{what} is not names with values")
    for name, each in value.items():
        _text(name, f"a name in {what}", _ID)
        if isinstance(each, str):
            _text(each, f"a value in {what}", TEXT)
        elif not isinstance(each, int) or abs(each) >= _INTEGER:
            _fail(f"{what} holds a value that no variable has")


def _around(value: object, what: str) -> None:
    if not isinstance(value, list) or len(value) > _PLACES:
        _fail(f"{what} is not a list of places")
    for place in value:
        if not isinstance(place, list) or len(place) != 3:
            _fail(f"{what} holds something that is no place")
        for part in place:
            _texts(part, what, _ID)


FIELDS: Mapping[str, Callable[[object, str], None]] = {
    "format": lambda value, what: _number(value, what, 1, 10**6),
    "least": lambda value, what: _number(value, what, 1, 10**6),
    "engine": lambda value, what: _text(value, what, LINE),
    "story": lambda value, what: _text(value, what, _ID),
    "story_digest": lambda value, what: _text(value, what, _ID),
    "seed": lambda value, what: _number(value, what, -_SEED, _SEED),
    "setup": lambda value, what: _named(value, what, _ID),
    "steps": lambda value, what: _texts(value, what, STEPS),
    "expect": _expect,
    "playthrough": lambda value, what: (
        None if isinstance(value, str) and _HEX.fullmatch(value) else _fail(f"{what} is no id")
    ),
    "saved": _saved,
    "learned": lambda value, what: _texts(value, what, STEPS),
    "snapshot": _snapshot,
    "starts": _starts,
    "around": _around,
}


def check(record: Mapping[str, object]) -> None:
    """Make sure that a record has every field of a save, no other, and in each what belongs there.

    Raises:
        SaveError: it has not.
    """
    if record.keys() != FIELDS.keys():
        odd = sorted(record.keys() ^ FIELDS.keys())
        _fail(f"{clean(odd[0], 40)!r} is missing or should not be there")
    for key, right in FIELDS.items():
        right(record[key], key)
