"""What a writer may have meant by a condition or an effect about a set of things that cannot be read: the words for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from game.language.text.identifiers import any_script

_NAME: Final = r"[\"']?([^\W\d]\w*)[\"']?"
_HAS: Final = r"(?:has|have|contains?|holds?|includes?|got)"
_IN: Final = (
    rf"{_NAME}\s+{_HAS}\s+(?:the\s+|an?\s+)?{_NAME}",
    rf"{_NAME}\.{_HAS}\(\s*{_NAME}\s*\)",
    rf"{_NAME}\[\s*{_NAME}\s*\]",
)
"""A set and then a thing."""
_IS_IN: Final = (
    rf"{_NAME}\s+(?:is|are)\s+in\s+{_NAME}",
    rf"{_NAME}\s+in\s+\[\s*{_NAME}\s*\]",
    rf"{_NAME}\s+(?:inside|within)\s+{_NAME}",
)
"""A thing and then a set."""
_INTO: Final = r"(?:add|put|give)\s+(?:the\s+)?(\w+)\s+(?:(?:in)?to|in)\s+(\w+)|(\w+)\.(?:add|push|append|insert)\(\s*[\"']?(\w+)[\"']?\s*\)"
_OUT: Final = r"(?:remove|take|drop)\s+(?:the\s+)?(\w+)\s+(?:from|out of)\s+(\w+)|(\w+)\.(?:remove|pop|delete|discard)\(\s*[\"']?(\w+)[\"']?\s*\)"
_SEVERAL: Final = r"(\w+)\s*([-+]=)\s*[\[({]?\s*(\w+(?:\s*(?:,|and)\s*\w+)+)\s*[\])}]?"
_ASKED: Final = r"([^\W\d]\w*)\s*(!\?|\?|\bhasnt\b|\bhas\b)\s*(?:([^\W\d][\w.]*)|\(\s*([^\W\d][\w.]*(?:\s*,\s*[^\W\d][\w.]*)*)\s*\))"
"""How ink asks a list for one of its values, or for several."""
_CHOSEN: Final = r"write \{if ([^\W\d]\w*): ([^\W\d][\w.]*) \| else: (.*)\}"
_LONGEST: Final = 200


def asked(condition: str, sets: Collection[str] | None = None) -> str:
    """A condition in which ink's question whether a list has something is written as here; with `sets`, of these alone."""

    def here(found: re.Match[str]) -> str:
        bag, sign, one, several = found.groups()
        if sets is not None and bag not in sets:
            return found[0]
        things = [thing.strip().rpartition(".")[2] for thing in (one or several).split(",")]
        missing = sign in ("!?", "hasnt")
        if missing and len(things) == 1:
            return f"{things[0]} not in {bag}"
        each = " and ".join(f"{thing} in {bag}" for thing in things)
        return f"not ({each})" if missing else each

    return any_script(_ASKED).sub(here, condition)


def only_asks(condition: str) -> bool:
    """Whether a condition ends in a question mark and one name, so that it may be the beginning of a choice between two texts."""
    return "?" in condition and any_script(r"[^?!]*[^?!\s]\s*\?\s*[^\W\d][\w.]*\s*").fullmatch(condition) is not None


def as_thing(hint: str, sets: Mapping[str, Collection[str]]) -> str:
    """The words that cure a choice between two texts, where the first is a thing of the set that is asked."""
    found = any_script(_CHOSEN).fullmatch(hint)
    if found is None or found[2].rpartition(".")[2] not in sets.get(found[1], ()):
        return hint
    return f"write {{if {found[2].rpartition('.')[2]} in {found[1]}: {found[3]}}}"


def meant_thing(text: str, sets: Mapping[str, Collection[str]]) -> str:
    """One fix in which a set's name and those of its things stand as they should; "" where none is to be seen."""
    text = text.strip()
    if len(text) > _LONGEST:
        return ""
    for pattern, sign in ((_INTO, "+="), (_OUT, "-=")):
        if found := any_script(pattern).fullmatch(text):
            thing, bag = (found[1], found[2]) if found[1] else (found[4], found[3])
            return f"write  {bag} {sign} {thing}" if bag in sets else ""
    if (found := any_script(_SEVERAL).fullmatch(text)) and found[1] in sets:
        each = ", ".join(f"{found[1]} {found[2]} {one}" for one in any_script(r"\w+").findall(found[3]) if one != "and")
        return f"one thing at a time: write  [{each}]"
    if (meant := asked(text, sets)) != text:
        return f"write  {meant}"
    for pattern, bag_first in (*((one, True) for one in _IN), *((one, False) for one in _IS_IN)):
        if found := any_script(pattern).search(text):
            bag, thing = (found[1], found[2]) if bag_first else (found[2], found[1])
            if bag in sets:
                return f"write  {text[: found.start()]}{thing} in {bag}{text[found.end() :]}"
    if (found := any_script(rf"{_NAME}\.{_NAME}").fullmatch(text)) and found[2] in sets.get(found[1], ()):
        return f"write  {found[1]} += {found[2]}  to put it in,  {found[1]} -= {found[2]}  to take it out"
    alone = any_script(rf"(not\s+)?{_HAS}(?:_?item)?(?:\s+(?:the\s+|an?\s+)?|\s*\(\s*){_NAME}\s*\)?").fullmatch(text)
    if alone and (bag := next((bag for bag, things in sets.items() if alone[2] in things), "")):
        return f"write  {alone[1] or ''}{alone[2]} in {bag}"
    return ""


def meant_comparison(bag: str, operator: str, against: str | int, things: Collection[str]) -> str:
    """One fix for a set that is compared with something: a number, a thing of it, or a word for nothing."""
    if isinstance(against, int) or against in ("none", "empty", "nothing"):
        return f"write  count({bag}) {operator} {against if isinstance(against, int) else 0}"
    if against in things:
        return f"write  {against} {'not in' if operator == '!=' else 'in'} {bag}"
    return f"write  {next(iter(things), 'rope')} in {bag}  or  count({bag}) > 0"
