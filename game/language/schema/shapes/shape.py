"""The values that shapes are made of. Nothing here knows a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["text", "prose", "block", "word", "flag", "number", "condition", "effect", "named"]
"""What a single value is: a `text` that is shown as it stands, `prose` with markup, a `block` of lines below a bar, a `word` that is a new name, a `flag`
(true or false), a whole `number`, a `condition`, an `effect`, or the name of something that is declared elsewhere (`named`)."""


class Single(NamedTuple):
    """One text. `named` are the kinds of things it may name; `words` those that it may be besides, or alone where it is `named` and nothing is; a number has bounds."""

    kind: Kind
    named: tuple[str, ...] = ()
    words: Mapping[str, str] = {}
    low: int = 0
    high: int = 0


class Listed(NamedTuple):
    """A list; with `alone`, one may stand without it. `short` names what a list has at least and at most, where that is bounded."""

    item: Form
    alone: bool = True


class Keyed(NamedTuple):
    """Names with a value each. `thing` is what has the names; with `one`, it is a single name, and none of the words in `never`."""

    thing: str
    form: Form
    one: bool = False
    never: frozenset[str] = frozenset()
    at_least: int = 0


class Either(NamedTuple):
    """One of several."""

    ways: tuple[Form, ...]


class Ref(NamedTuple):
    """A value that is made of itself, by its name among those that have one."""

    name: str


class Key(NamedTuple):
    """A key: what it means, for writers, and what stands behind it."""

    about: str
    form: Form


class Shape:
    """A mapping with known keys: what it is called, its keys, and those that it needs (one of each group); `example` shows one."""

    def __init__(
        self, what: str, keys: Mapping[str, Key], *, needs: tuple[tuple[str, ...], ...] = (), example: str = ""
    ) -> None:
        self.what = what
        self.keys = keys
        self.known = frozenset(keys)
        self.needs = needs
        self.example = example


Form: TypeAlias = "Single | Listed | Keyed | Either | Ref | Shape"

TEXT = Single("text")
PROSE = Single("prose")
BLOCK = Single("block")
WORD = Single("word")
FLAG = Single("flag")
CONDITION = Single("condition")


def number(low: int, high: int) -> Single:
    """A whole number between bounds."""
    return Single("number", low=low, high=high)


def words(known: Mapping[str, str]) -> Single:
    """One of a few words, each with what it means."""
    return Single("named", words=known)


def named(*things: str, **also: str) -> Single:
    """The name of something of these kinds, or one of a few words besides."""
    return Single("named", things, also)


def leaves(form: Form, defined: Mapping[str, Form]) -> Iterator[Single | Listed | Keyed | Shape]:
    """The ways in which a value can be written, without the forks and names between."""
    seen: set[str] = set()
    waiting: list[Form] = [form]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Ref):
            if one.name not in seen:
                seen.add(one.name)
                waiting.insert(0, defined[one.name])
        elif isinstance(one, Either):
            waiting[:0] = one.ways
        else:
            yield one
            if isinstance(one, Listed) and one.alone:
                waiting.insert(0, one.item)
