"""Which values each of the writer's variables has at any moment in each scene: on entering its parts, and after each effect there.

Exact where one sweep can follow the variable; with many variables that bind each other, it is tried with half of them, and
so on. What is left then are the values that `value_sets` gives each variable by itself, which are at most these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.program.forms.expressions import every, reads
from game.proof.model.slicing import Slice
from game.proof.notes.uses import reading
from game.proof.portfolio.context import Proof
from game.proof.results import Range
from game.proof.symbolic.forward import ForwardReachability

_AT_ONCE = 12
"""How many variables one sweep follows at first, besides those that conditions read: more of them cost more than one by one."""


def ranges(proof: Proof) -> tuple[Range, ...]:
    """The values for each scene that play can come to and each variable of the writer's."""
    graph = proof.graph
    program = graph.program
    slots = [slot for slot, one in enumerate(program.slots) if not one.hidden]
    if graph.cut or not slots:
        return ()
    most = _most(proof, slots)
    exact: dict[int, dict[int, int]] = {}
    for following, sweep in _sweeps(proof, slots):
        found = _seen(proof, sweep, following, most)
        for slot in following:
            exact[slot] = {scene: masks[slot] for scene, masks in found.items()}
        sweep.clear()
    used = {(graph.places[spot.place].scene, slot) for slot, spot in reading(graph)} | {
        (place.scene, slot)
        for place in graph.places
        for effect in place.effects
        for slot in (effect.slot, *reads(effect.value))
    }
    known = next(iter(exact.values()), None)
    scenes = sorted(most if known is None else known)
    result = []
    for scene in scenes:
        for slot in slots:
            mask = exact[slot][scene] if slot in exact else most[scene][slot]
            values = tuple(program.slots[slot].low + bit for bit in range(mask.bit_length()) if mask >> bit & 1)
            name = program.slots[slot].name
            result.append(Range(program.scene_ids[scene], name, values, slot in exact, (scene, slot) in used))
    return tuple(result)


def _sweeps(proof: Proof, slots: Sequence[int]) -> Iterator[tuple[Sequence[int], ForwardReachability]]:
    """Sweeps that follow the variables everywhere, all at once or in parts; those that are too much alone are left out."""
    left = [slots[start : start + _AT_ONCE] for start in range(0, len(slots), _AT_ONCE)]
    while left:
        part = left.pop()
        if proof.bounds.left <= 0:
            proof.bound = proof.bound or proof.bounds.said
            return
        proof.bounds.say("values", len(slots) - sum(map(len, left)) - len(part))
        read = every(("v", slot) for slot in part)
        followed = Slice(proof.graph, [(place.number, read) for place in proof.graph.places])
        sweep = proof.swept(followed, [], proof.share(proof.tuning.values))
        if sweep is not None:
            yield part, sweep
        elif len(part) == 1:
            proof.bound = proof.bound or "the values of a variable by scene"
        else:
            left += [part[len(part) // 2 :], part[: len(part) // 2]]


def _most(proof: Proof, slots: Sequence[int]) -> dict[int, dict[int, int]]:
    """For each scene and variable a mask of at most the values that can be there."""
    found: dict[int, dict[int, int]] = {}
    for place in proof.graph.places:
        masks = proof.value_sets.masks(place)
        if masks is None:
            continue
        here = found.setdefault(place.scene, dict.fromkeys(slots, 0))
        for slot in slots:
            here[slot] |= masks[slot]
        for number, effect in enumerate(place.effects, 1):
            if effect.slot in here:
                after = proof.value_sets.masks(place, number)
                assert after is not None
                here[effect.slot] |= after[effect.slot]
    return found


def _seen(
    proof: Proof, sweep: ForwardReachability, slots: Sequence[int], most: dict[int, dict[int, int]]
) -> dict[int, dict[int, int]]:
    """The same with the values that are there, out of the sets of a sweep."""
    diagrams = proof.backward.diagrams
    program = proof.program
    found: dict[int, dict[int, int]] = {}
    for number, states in sweep.total.items():
        place = proof.graph.places[number]
        here = found.setdefault(place.scene, dict.fromkeys(slots, 0))
        now = states
        for effect in (None, *place.effects):
            if effect is not None:
                if effect.slot not in sweep.part.followed:
                    continue
                now = diagrams.image(now, effect.slot, effect.value, effect.when)
            for slot in slots if effect is None else [effect.slot]:
                if slot not in here:
                    continue
                left = most[place.scene][slot] & ~here[slot]
                low = program.slots[slot].low
                for bit in range(left.bit_length()):
                    if left >> bit & 1 and (now & diagrams.equal(slot, low + bit)).satisfiable():
                        here[slot] |= 1 << bit
    return found
