"""What of a text changes as play goes on: when it shows any words, and what in it takes turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from game.language.text.blanks import LOOSE
from game.program.forms.expressions import NEVER, reads, some
from game.program.forms.texts import arms, is_parted
from game.program.forms.types import Alternatives, Expr, Segments
from game.program.model import Program

_STAND_IN: Final = "Somebody"
MOST_TOLD = 8
"""Up to this many texts of a shuffle in which something takes turns, it is known which of them have been shown."""


def is_shuffle(arm: Segments) -> bool:
    """Whether an arm only holds a shuffle, which may move the counter that the arm's condition reads: so it comes last."""
    return shuffle_of(arm) is not None


def shuffle_of(arm: Segments) -> Alternatives | None:
    """The shuffle that is all that an arm holds."""
    if len(arm) != 1 or isinstance(arm[0], str) or arm[0][0] != "a":
        return None
    return arm[0] if arm[0][1] == "shuffle" else None


def takes_turns(segments: Segments) -> bool:
    """Whether something in a text shows another thing from one showing to the next, by order and not by chance alone."""
    for segment in segments:
        if not is_parted(segment):
            continue
        if any(map(takes_turns, arms(segment))) or (segment[0] == "a" and segment[1] != "shuffle"):
            return True
        if segment[0] == "?":
            shuffle = shuffle_of(segment[2])
            if shuffle is not None and shuffle[2] in reads(segment[1]):
                return True
    return False


def told_apart(arms: Sequence[Segments]) -> bool:
    """Whether it matters which texts of a shuffle have been shown, and is followed."""
    return len(arms) <= MOST_TOLD and any(map(takes_turns, arms))


def turned(kind: str, slot: int, count: int) -> Expr:
    """What becomes of the counter of so many texts that come one after the other, as it shows one."""
    if kind == "first":
        return ("min", ("+", ("v", slot), ("c", 1)), ("c", count - 1))
    total: Expr = ("c", 0)
    for one in range(count):
        total = ("+", total, ("*", ("==", ("v", slot), ("c", one)), ("c", (one + 1) % count)))
    return total


def still_to_come(slot: int, number: int, count: int) -> Expr:
    """When a shuffle of so many texts can show one of them: its counter has a bit for each that was shown, and begins anew with all."""
    full = (1 << count) - 1
    return ("in", ("v", slot), tuple([one for one in range(full + 1) if one == full or not one >> number & 1]))


def marked(slot: int, number: int, count: int) -> Expr:
    """What becomes of the counter of a shuffle as it shows one of its texts."""
    return ("+", ("*", ("v", slot), ("!=", ("v", slot), ("c", (1 << count) - 1))), ("c", 1 << number))


def answers(program: Program) -> dict[str, str]:
    """What the player is taken to answer where text is asked for and an answer makes a difference: where there are no words without one."""
    texts = {one[0]: one[1] for one in program.texts}
    return {
        one.variable: (one.suggest[0] if one.suggest else _STAND_IN)[: one.limit]
        for one in program.setup
        if one.variable in texts and not texts[one.variable].strip()
    }


def visible(segments: Segments, program: Program) -> Expr | None:
    """When a text shows any words at all, as the engine has it (blanks are none); None where it always does."""
    ways: list[Expr] = []
    for segment in segments:
        if isinstance(segment, str) or segment[0] == "s":
            if (segment if isinstance(segment, str) else segment[1]).strip(" " + LOOSE):
                return None
        elif segment[0] == "?":
            ways += _ways(segment[1], segment[2], program)
            ways += _ways(("not", segment[1]), segment[3], program)
        elif segment[0] == "a":
            for number, arm in enumerate(segment[3]):
                ways += _ways(_comes(segment, number), arm, program)
        else:
            said = _value_says(segment[1], program) if segment[0] == "v" else _text_says(segment[1], program)
            if said is None:
                return None
            ways += [] if said == NEVER else [said]
    return some(ways) if ways else NEVER


def _value_says(slot: int, program: Program) -> Expr | None:
    """When a variable's value shows any words: a writer may give some values none."""
    variable = program.slots[slot]
    said = [visible(word, program) for word in variable.words]
    shown = [variable.low + number for number, one in enumerate(said) if one is None]
    if len(shown) == len(said):
        return None
    return ("in", ("v", slot), tuple(shown)) if shown else NEVER


def _text_says(index: int, program: Program) -> Expr | None:
    """The same for a text variable, which has words or has none all through a playthrough, and for what is told."""
    told = program.told_by(index)
    if told is not None:
        if told.rule:
            return visible(told.words[0], program)
        if not told.words or visible(told.none, program) is None:
            return None
        return some([("v", slot) for slot in told.slots])
    name, start, *_ = program.texts[index]
    return None if start.strip(" ") or name in answers(program) else NEVER


def _comes(segment: Alternatives, number: int) -> Expr:
    """When an alternative can show one of its texts."""
    _, kind, slot, arms = segment
    if kind != "shuffle":
        return ("==", ("v", slot), ("c", number))
    return still_to_come(slot, number, len(arms)) if told_apart(arms) else ("c", 1)


def _ways(condition: Expr, arm: Segments, program: Program) -> list[Expr]:
    """The condition with that under which an arm shows words; none for an arm without any."""
    shown = visible(arm, program)
    return [] if shown == NEVER else [condition if shown is None else ("and", condition, shown)]
