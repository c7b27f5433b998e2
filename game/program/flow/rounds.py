"""What goes wrong only after some rounds: calls that go deeper each time, and lists of choices that are used up one by one.

Only what is certain from the way the scenes lead to one another; the rest is for the proof.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from game.program import model
from game.program.graph.components import components

if TYPE_CHECKING:
    from game.language.schema.tree import Scene, Text
    from game.program.compiler.resolution.names import Names

_MOST_STEPS: Final = 300_000
"""Scenes that are looked at for all calls of a story together; a story that needs more is left to the proof."""
_MOST_BLOCKS: Final = 1_000


def deeper_each_round(
    names: Names,
    leads: Sequence[Sequence[int]],
    calls: Sequence[Sequence[int]],
    gotos: Sequence[tuple[int, int, Text, int]],
) -> set[int]:
    """Warn where a scene that is called, or drawn, goes on to the one that called it, in place of returning to it.

    `leads` and `calls` are the scenes that each leads to by gotos, and calls; `gotos` the words for each goto, behind its two scenes.
    Returns the scenes that are gone on to.
    """
    if not any(calls):
        return set()
    words: dict[tuple[int, int], tuple[Text, int]] = {}
    for here, to, text, file in gotos:
        words.setdefault((here, to), (text, file))
    scenes = list(names.story.scenes.values())
    circles = _circles([(*one, *other) for one, other in zip(leads, calls, strict=True)])
    left = _MOST_STEPS
    said: set[tuple[int, int]] = set()
    for caller, called in enumerate(calls):
        for first in called:
            if circles[caller] != circles[first] or circles[caller] < 0:
                continue
            seen, queue = {first}, [first]
            while queue and left > 0:
                left -= 1
                here = queue.pop()
                if caller in leads[here] and (here, caller) not in said:
                    said.add((here, caller))
                    _say(names, scenes[caller].id, scenes[first], words.get((here, caller)))
                for one in leads[here]:
                    if one not in seen and one != caller and circles[one] == circles[caller]:
                        seen.add(one)
                        queue.append(one)
    return {caller for _, caller in said}


def _say(names: Names, caller: str, called: Scene, goto: tuple[Text, int] | None) -> None:
    if goto is None:
        return
    text, file = goto
    drawn = called.deck is not None
    how = f"drawn in {caller}" if drawn else f"called from {caller}"
    names.findings.add(
        "W333", f"{called.id} is {how}, and this goes on to {caller} in place of coming back: each round is one call deeper, and play stops after 64",
        file, text.scalar, at=text.at, length=len(text.text),
        hint="take the goto out: a storylet comes back by itself" if drawn else "write  - return:  in place of the goto",
    )  # fmt: skip


def used_up(scenes: Sequence[model.Scene], lists: Mapping[tuple[int, str], tuple[int, int]], names: Names) -> None:
    """Warn of lists whose choices can all be taken only once, where each leads back to the list.

    `lists` are those without a fallback, by their scene and identity: file and place.
    """
    left = _MOST_STEPS
    by_identity: dict[int, dict[str, int]] = {}
    for (index, identity), (file, pos) in lists.items():
        blocks = scenes[index].blocks
        if index not in by_identity:
            exits = [(number, one.exit) for number, one in enumerate(blocks)]
            by_identity[index] = {way.id: number for number, way in exits if isinstance(way, model.Choose)}
        at = by_identity[index].get(identity)
        if at is None:
            continue
        way = blocks[at].exit
        assert isinstance(way, model.Choose)
        backs = (_steps_back(scenes, index, one.target, at, left) for one in way.choices)
        back = True
        for steps in backs:
            left -= abs(steps)
            if steps <= 0:
                back = False
                break
        if back:
            names.findings.add(
                "W334", "each of these choices can be taken once and leads back here, so that in the end there is none",
                file, pos, length=len("choices"), hint="add  - fallback:  with what happens then",
            )  # fmt: skip


def _steps_back(scenes: Sequence[model.Scene], scene: int, target: model.Target, wanted: int, most: int) -> int:
    """How many jumps lead from a target to a block of a scene; as many below 0 where a choice, a condition or a call comes first."""
    here = scene
    for step in range(1, min(_MOST_BLOCKS, most) + 1):
        if isinstance(target, int):
            at = target
        else:
            here, at = target[0], scenes[target[0]].entries[target[1]]
        if here == scene and at == wanted:
            return step
        way = scenes[here].blocks[at].exit
        if not isinstance(way, model.Jump):
            return -step
        target = way.target
    return -min(_MOST_BLOCKS, max(most, 1))


def _circles(edges: Sequence[Sequence[int]]) -> list[int]:
    """For each scene a number that it shares with those it can come to and come back from; -1 for a scene alone."""
    found = [-1] * len(edges)
    for group in components(edges):
        if len(group) > 1:
            for one in group:
                found[one] = group[0]
    return found
