"""The numbers of a list of choices, which stay while one stands in it: a choice that was used up leaves its number empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ASIDE: Final = 3
"""Turns away from a list, in what one of its choices led to, after which its numbers are still the same."""


class ShownChoice(NamedTuple):
    """A choice that is shown: its number, and its place among the turn's options."""

    number: int
    place: int


class _Menu(NamedTuple):
    point: str
    numbers: dict[str, int]
    last: int
    """The highest number that was given since one came to the list."""


class Menus:
    """The lists of choices of a playthrough, by how many choices were made when one stood in them."""

    def __init__(self) -> None:
        self._seen: dict[int, _Menu] = {}

    def number(self, made: int, point: str, offered: Sequence[str], choices: Sequence[str]) -> dict[str, int]:
        """Numbers for choices that are offered, by their ids.

        They keep those that they had when one stood in the same list (`point`) a moment ago, if all that has gone from it was taken since; what is
        new comes behind them. `choices` are the choices made so far.
        """
        numbers = {identity: number for number, identity in enumerate(offered, 1)}
        last = len(offered)
        for before in range(made - 1, max(-1, made - 2 - ASIDE), -1):
            menu = self._seen.get(before)
            if menu is None or menu.point != point:
                continue
            gone = menu.numbers.keys() - numbers.keys()
            if gone <= set(choices[before:made]):
                new = [identity for identity in offered if identity not in menu.numbers]
                last = menu.last + len(new)
                numbers = {identity: menu.numbers[identity] for identity in offered if identity in menu.numbers}
                numbers |= {identity: number for number, identity in enumerate(new, menu.last + 1)}
            break
        self._seen[made] = _Menu(point, numbers, last)
        return numbers
