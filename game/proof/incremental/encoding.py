"""Reports as JSON and back: named tuples as objects, fractions as text, playthroughs as steps that those share which begin alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from game.proof.results import Witness


class Encoder:
    """Values on their way to JSON; `translate` is asked for what stands there for each string."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = lru_cache(maxsize=None)(translate)  # the same names and conditions come again and again
        self._setups: dict[tuple[tuple[str, str], ...], int] = {}
        self._names: dict[str, int] = {}
        self._steps: dict[tuple[int, int], int] = {}
        """By the step before (0: none) and the name of its choice."""
        self._ends: dict[tuple[str, ...], int] = {}
        """The last step by the choices: many answers come with one playthrough."""

    def plain(self, value: Any) -> Any:
        """A value as JSON has it."""
        if isinstance(value, str):
            return self._translate(value)
        if isinstance(value, Witness):
            return self._way(value)
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return {name: self.plain(getattr(value, name)) for name in value._fields}
        if isinstance(value, (tuple, list)):
            return [self.plain(one) for one in value]
        if isinstance(value, Mapping):
            return {self._translate(key): self.plain(one) for key, one in value.items()}
        if isinstance(value, Fraction):
            return str(value)
        if value is None or isinstance(value, (bool, int, float)):
            return value
        raise TypeError(f"a report holds no {type(value).__name__}")

    def _way(self, way: Witness) -> list[object]:
        step = self._ends.get(way.choices, 0)
        if not step:
            for choice in way.choices:
                name = self._names.setdefault(choice, len(self._names))
                step = self._steps.setdefault((step, name), len(self._steps) + 1)
            self._ends[way.choices] = step
        setup = self._setups.setdefault(tuple(way.setup.items()), len(self._setups))
        return [setup, way.seed, step, way.shortest]

    def ways(self) -> dict[str, object]:
        """What the playthroughs consist of that were met so far."""
        return {
            "setups": [self.plain(dict(one)) for one in self._setups],
            "names": [self._translate(one) for one in self._names],
            "steps": [list(one) for one in self._steps],
        }


class Decoder:
    """Values from what an `Encoder` has made of them; `ways` is what it says of the playthroughs in them.

    All raises TypeError, ValueError, LookupError or AttributeError where no encoder made it.
    """

    def __init__(self, ways: Any, translate: Callable[[str], str]) -> None:
        """`translate` raises LookupError for a choice that is not there any more."""
        self._translate = translate
        self._setups = [self.value(dict[str, str], one) for one in ways["setups"]]
        self._names = [self._name(one) for one in ways["names"]]
        self._choices: dict[int, tuple[str | None, ...]] = {}
        """Those of the playthroughs that were asked for, by their last step: many answers come with one."""
        self._steps = [(-1, -1)]
        for before, name in ways["steps"]:
            if not (0 <= before < len(self._steps) and 0 <= name < len(self._names)):
                raise ValueError("a step of no playthrough")
            self._steps.append((before, name))

    def _name(self, kept: object) -> str | None:
        try:
            return str(self.value(str, kept))
        except LookupError:
            return None

    def way(self, plain: Any, *, whole: bool = False) -> Witness:
        """A playthrough with those of its choices that are still there; with `whole`, they must all be."""
        setup, seed, step, shortest = self.value(tuple[int, int | None, int, bool], plain)
        choices = self._choices.get(step)
        if choices is None:
            names, at = [], step
            while at:
                at, number = self._steps[at]
                names.append(self._names[number])
            choices = self._choices[step] = tuple(names[::-1])
        if whole and None in choices:
            raise LookupError("a choice that is not there any more")
        return Witness(dict(self._setups[setup]), seed, tuple([one for one in choices if one is not None]), shortest)

    def value(self, kind: Any, plain: Any) -> Any:
        """The value of a type."""
        origin, arguments = get_origin(kind), get_args(kind)
        if kind is Witness:
            return self.way(plain, whole=True)
        if isinstance(kind, type) and hasattr(kind, "_fields"):
            hints = _hints(kind)
            if plain.keys() != hints.keys():
                raise ValueError(f"not a {kind.__name__}")
            return kind(**{name: self.value(hints[name], plain[name]) for name in hints})
        if origin is tuple:
            if not isinstance(plain, list):
                raise TypeError("not a list")
            if arguments[-1:] == (Ellipsis,):
                return tuple(self.value(arguments[0], one) for one in plain)
            return tuple(self.value(one, part) for one, part in zip(arguments, plain, strict=True))
        if origin in (dict, Mapping):
            return {self._translate(key): self.value(arguments[1], one) for key, one in plain.items()}
        if origin in (Union, UnionType):
            others = [one for one in arguments if one is not type(None)]
            return None if plain is None else self.value(others[0], plain)
        return self._single(kind, plain)

    def _single(self, kind: Any, plain: Any) -> Any:
        """The value of a type that has no parts."""
        if get_origin(kind) is Literal:
            if plain not in get_args(kind):
                raise ValueError(f"not one of {get_args(kind)}")
            return plain
        if kind is Fraction:
            return Fraction(plain)
        if kind is float and type(plain) is int:
            return float(plain)
        if type(plain) is not kind:
            raise TypeError(f"not of type {kind}")
        return self._translate(plain) if kind is str else plain


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns={"Witness": Witness})  # which some name for type checkers only
