"""Which choice a script means by a label, a part of one, an id or a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from game.engine.turn import Option

NoMatch: TypeAlias = Literal["", "none", "closed", "several"]

_QUOTES = str.maketrans("‘’‚‛“”„‟ ", "''''\"\"\"\" ")


class Match(NamedTuple):
    """What was found: the place in the turn's options, or -1 with the trouble and the options it is about."""

    at: int
    trouble: NoMatch = ""
    about: tuple[Option, ...] = ()


def folded(text: str) -> str:
    """`text` as it is compared: white space as one space, quotes straight, letters small."""
    return squeezed(text).casefold()


def squeezed(text: str) -> str:
    """`text` with white space as one space and quotes straight."""
    return " ".join(text.translate(_QUOTES).split())


def match(options: Sequence[Option], wanted: str) -> Match:
    """Find the choice that `wanted` means among a turn's options.

    Tried in this order: the choice's id, its label as it is, its label but for case, quotes and spaces, its number as
    the player sees it, its id without the scene, a part of its label. An open choice goes before a closed one; two
    open ones that fit alike are trouble, never a guess.
    """
    same: list[int] = []
    for index, option in enumerate(options):
        if option.id == wanted:
            return _decided(options, [index])
        if option.label == wanted:
            same.append(index)
    if same:
        return _decided(options, same)
    small = folded(wanted)
    labels = [folded(option.label) for option in options]
    whole = [index for index, label in enumerate(labels) if label == small]
    if whole:
        return _decided(options, whole)
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 5 and 0 < int(wanted) <= len(options):
        return _decided(options, [int(wanted) - 1])
    short = [index for index, option in enumerate(options) if option.id.endswith("/" + wanted)]
    if short:
        return _decided(options, short)
    return _decided(options, [index for index, label in enumerate(labels) if small and small in label])


def _decided(options: Sequence[Option], found: list[int]) -> Match:
    if len(found) == 1 and options[found[0]].open:
        return Match(found[0])
    opened = [index for index in found if options[index].open]
    if len(opened) == 1:
        return Match(opened[0])
    if opened:
        return Match(-1, "several", tuple(options[index] for index in opened))
    if found:
        return Match(-1, "closed", tuple(options[index] for index in found))
    return Match(-1, "none")


def nearest_option(options: Sequence[Option], wanted: str, *, least: float = 0.5) -> tuple[Option, float] | None:
    """The option whose label is most like `wanted`, with how like it is from 0 to 1; None below `least`."""
    from difflib import SequenceMatcher

    small = folded(wanted)
    scored = [(SequenceMatcher(None, small, folded(option.label)).ratio(), option) for option in options]
    ratio, best = max(scored, key=lambda pair: (pair[0], pair[1].open), default=(0.0, None))
    return (best, ratio) if best is not None and ratio >= least else None


def name_for(options: Sequence[Option], index: int) -> str:
    """What a script best calls the option at `index`: its label where that is plain, else its id."""
    option = options[index]
    label = squeezed(option.label)
    if label and match(options, label).at == index and not label.isdecimal() and "$" not in label:
        return label
    return option.id
