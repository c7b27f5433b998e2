"""One scene's steps to blocks: where bodies nest and gather, and every line and choice gets its identity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final
from zlib import crc32

from game.language.expression import ExpressionError
from game.language.nodes import Scalar
from game.language.story import (
    Body,
    CallScene,
    Choice,
    Choices,
    Do,
    Draw,
    End,
    Goto,
    If,
    Label,
    Learn,
    Paragraph,
    Return,
    Say,
    Scene,
    Step,
    Text,
)
from game.program import model
from game.program.evaluate import evaluate, reads
from game.program.model import Expr, Op, Target
from game.program.names import Names

_SLUG = re.compile(r"[^\w]+")
_BLANKS = re.compile(r"\s+")
_LONGEST_SLUG: Final = 40
_ENUMERATED: Final = 2048


def line_id(scene: str, raw: str) -> str:
    """A line's identity: its scene and what it says, so that edits elsewhere leave it alone."""
    return f"{scene}:{crc32(_BLANKS.sub(' ', raw).encode('utf-8', 'replace')):08x}"


def choice_id(scene: str, raw: str) -> str:
    """A choice's identity: its scene and its label as a slug."""
    slug = _SLUG.sub("-", raw.lower()).strip("-_")[:_LONGEST_SLUG].rstrip("-_")
    return f"{scene}/{slug or format(crc32(raw.encode('utf-8', 'replace')), '08x')}"


class _Open:
    """A block being filled."""

    __slots__ = ("exit", "ops")

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.exit: model.Exit | None = None


class SceneCompiler:
    """Compiles one scene."""

    def __init__(self, scene: Scene, names: Names) -> None:
        self.scene = scene
        self.names = names
        self.file = scene.file
        self.blocks: list[_Open] = [_Open()]
        self.here: _Open | None = self.blocks[0]
        self.entry_blocks: dict[str, int] = {one.text: -1 for one in scene.labels}
        self.used_ids: dict[str, int] = {}
        self.sites = 0
        self.last: Scalar | int = scene.scalar

    def compile(self) -> model.Scene:
        """The scene's blocks; findings for what is wrong with it."""
        scene, names = self.scene, self.names
        visits = f"visits:{scene.id}"
        if visits in names.scope.slot:
            self._count(visits)
        if scene.once:
            self.blocks[0].ops.append(model.Set(names.scope.hidden(f"drawn:{scene.id}", 1), ("c", 1)))
        self._body(scene.body)
        if self.here is not None:
            if scene.deck is not None:
                self.here.exit = model.Return(None)
            else:
                self._runs_out()
        return self._finished()

    def _runs_out(self) -> None:
        assert self.here is not None
        self.here.exit = model.Return(None)  # never played: the finding is an error
        where, hint = self.last, "end it with  - goto: a-scene,  - ending: an-ending  or  - return:"
        if not self.scene.body:
            self.names.findings.add("E301", f"the scene {self.scene.id} has nothing in it", self.file, self.scene.scalar, hint=hint)
        else:
            self.names.findings.add("E301", f"the scene {self.scene.id} runs out here without an end", self.file, where, hint=hint)

    def _finished(self) -> model.Scene:
        """Jumps through empty blocks are shortened, and blocks that nothing reaches are left out."""
        blocks = self.blocks
        entries = [0, *self.entry_blocks.values()]

        def forward(target: Target) -> Target:
            hops = 0
            while isinstance(target, int) and hops < len(blocks):
                block = blocks[target]
                if block.ops or not isinstance(block.exit, model.Jump):
                    break
                target, hops = block.exit.target, hops + 1
            return target

        order: dict[int, int] = {}
        queue = [one for one in entries if one >= 0]
        for index in queue:
            if index in order:
                continue
            order[index] = len(order)
            block = blocks[index]
            assert block.exit is not None
            block.exit = _retargeted(block.exit, forward)
            queue += [one for one in targets(block.exit) if isinstance(one, int)]

        def renumber(target: Target) -> Target:
            return order[target] if isinstance(target, int) else target

        built = [
            model.Block(blocks[index].ops, _retargeted(blocks[index].exit, renumber))  # type: ignore[arg-type]  # set above
            for index in order
        ]
        return model.Scene(self.scene.id, [order.get(one, 0) for one in entries], list(self.entry_blocks), built)

    # flow

    def _new(self) -> tuple[int, _Open]:
        block = _Open()
        self.blocks.append(block)
        return len(self.blocks) - 1, block

    def _body(self, body: Body) -> None:
        for step in body:
            if self.here is None and not isinstance(step, Label):
                self._unreachable(step)
                return
            self._step(step)

    def _unreachable(self, step: Step) -> None:
        where = _place(step)
        self.names.findings.add(
            "E302", "this can never be reached: the step before it goes elsewhere", self.file, where,
            hint="take it out, or move it before the goto",
        )  # fmt: skip

    def _step(self, step: Step) -> None:
        here = self.here
        if isinstance(step, Label):
            self._label(step)
            return
        assert here is not None
        self.last = _place(step)
        if isinstance(step, Say):
            self._say(step, here)
        elif isinstance(step, Choices):
            self._choices(step, here)
        elif isinstance(step, Do):
            for effect in step.effects:
                self._effect(effect, here)
        elif isinstance(step, If):
            self._if(step, here)
        elif isinstance(step, Goto):
            self._leave(model.Jump(self._target(step.target)))
        elif isinstance(step, CallScene):
            back, block = self._new()
            identity = self._unique(f"{self.scene.id}@call:{step.target.text}")
            here.exit = model.Call(identity, self._target(step.target), back)
            self.here = block
        elif isinstance(step, Return):
            self._leave(model.Return(None if step.target is None else self._target(step.target)))
        elif isinstance(step, Draw):
            self._draw(step, here)
        elif isinstance(step, Learn):
            for entry in step.entries:
                if self.names.known("codex entry", entry, self.file):
                    here.ops.append(model.Learn(entry.text))
        else:
            self.names.known("ending", step.ending, self.file)
            self._leave(model.End(step.ending.text))

    def _leave(self, exit_: model.Exit) -> None:
        assert self.here is not None
        self.here.exit = exit_
        self.here = None

    def _gathered(self, loose: list[_Open]) -> None:
        """The ends of a fork meet in one block; with none, the fork never comes back."""
        if not loose:
            self.here = None
        elif len(loose) == 1:
            self.here = loose[0]
        else:
            index, block = self._new()
            for one in loose:
                one.exit = model.Jump(index)
            self.here = block

    def _label(self, step: Label) -> None:
        index, block = self._new()
        if self.here is not None:
            self.here.exit = model.Jump(index)
        self.here = block
        self.entry_blocks[step.name.text] = index
        self.last = step.name
        name = f"visits:{self.scene.id}.{step.name.text}"
        if name in self.names.scope.slot:
            self._count(name)

    def _count(self, name: str) -> None:
        assert self.here is not None
        slot = self.names.scope.slot[name]
        self.here.ops.append(model.Set(slot, ("+", ("v", slot), ("c", 1))))

    def _if(self, step: If, here: _Open) -> None:
        condition = self._condition(step.condition)
        loose: list[_Open] = []
        ends: list[int] = []
        for body in (step.then, step.otherwise):
            index, block = self._new()
            ends.append(index)
            self.here = block
            self._body(body)
            if self.here is not None:
                loose.append(self.here)
        here.exit = model.Branch(condition, ends[0], ends[1])
        self._gathered(loose)

    def _draw(self, step: Draw, here: _Open) -> None:
        storylets = self.names.deck(step.deck, self.file)
        back, block = self._new()
        index, otherwise = self._new()
        self.here = otherwise
        self._body(step.otherwise)
        loose = [block] if self.here is None else [block, self.here]
        identity = self._unique(f"{self.scene.id}@draw:{step.deck.text}")
        here.exit = model.Draw(identity, step.random, storylets, back, index)
        self.names.segments.draws |= step.random
        self._gathered(loose)

    # text and effects

    def _say(self, step: Say, here: _Open) -> None:
        speaker = ""
        if step.speaker is not None and self.names.speaker(step.speaker, self.file):
            speaker = step.speaker.text
        for paragraph in step.paragraphs:
            here.ops.append(self._text(paragraph, step, speaker))

    def _text(self, paragraph: Paragraph, step: Say, speaker: str) -> model.Text:
        identity = self._unique(line_id(self.scene.id, paragraph.raw))
        self.names.lines += 1
        segments = self.names.segments.segments(
            paragraph.pieces, self.file, step.scalar, paragraph.at, self._sites(identity)
        )
        return model.Text(identity, step.role, speaker, segments)

    def _sites(self, identity: str) -> Iterator[str]:  # type: ignore[misc]  # a counter, called below
        count = 0

        def site() -> str:
            nonlocal count
            count += 1
            return f"{identity}.{count}"

        return site  # type: ignore[return-value]

    def _unique(self, identity: str) -> str:
        """The identity, or `identity~2` for the second of the same."""
        seen = self.used_ids.get(identity, 0) + 1
        self.used_ids[identity] = seen
        return identity if seen == 1 else f"{identity}~{seen}"

    def _effect(self, effect: Text, here: _Open) -> None:
        try:
            slot, value = self.names.scope.effect(effect.text)
        except ExpressionError as wrong:
            self._wrong(wrong, effect)
            return
        here.ops.append(model.Set(slot, value))

    def _condition(self, text: Text) -> Expr:
        found = self.names.segments.condition(text.text, self.file, text.scalar, text.at)
        return ("c", 0) if found is None else found

    def _wrong(self, wrong: ExpressionError, text: Text) -> None:
        self.names.findings.add(
            wrong.code, wrong.message, self.file, text.scalar, at=text.at + wrong.at, length=wrong.length, hint=wrong.hint
        )

    def _target(self, text: Text) -> Target:
        return self.names.target(text, self.scene, self.file)

    # choices

    def _choices(self, step: Choices, here: _Open) -> None:
        found: list[model.Choice] = []
        fallback: Target | None = None
        loose: list[_Open] = []
        for choice in step.choices:
            index, block = self._new()
            self.here = block
            if not choice.fallback:
                found.append(self._choice(choice, index, block))
            else:
                fallback = index
            for effect in choice.effects:
                self._effect(effect, block)
            self._body(choice.body)
            if choice.target is not None:
                if self.here is None:
                    self.names.findings.add(
                        "E302", "the choice's body goes elsewhere already, so this goto is never reached",
                        self.file, choice.target.scalar, at=choice.target.at, length=len(choice.target.text),
                    )  # fmt: skip
                else:
                    self._leave(model.Jump(self._target(choice.target)))
            if self.here is not None:
                loose.append(self.here)
        identity = self._unique(f"{self.scene.id}@{found[0].id.split('/', 1)[1] if found else 'fallback'}")
        here.exit = model.Choose(identity, found, fallback)
        if fallback is None:
            self._can_empty(step, found)
        self._gathered(loose)

    def _choice(self, choice: Choice, index: int, block: _Open) -> model.Choice:
        names = self.names
        named = choice.id
        identity = f"{self.scene.id}/{named.text}" if named is not None else choice_id(self.scene.id, choice.raw)
        identity = self._unique(identity)
        names.choices += 1
        shown = None if choice.condition is None else self._condition(choice.condition)
        needs = None if choice.needs is None else self._condition(choice.needs)
        if choice.once:
            slot = names.scope.hidden(f"once:{identity}", 1)
            block.ops.append(model.Set(slot, ("c", 1)))
            fresh: Expr = ("==", ("v", slot), ("c", 0))
            shown = fresh if shown is None else ("and", fresh, shown)
        if named is not None:
            taken = f"taken:{self.scene.id}.{named.text}"
            if taken in names.scope.slot:
                self._count(taken)
        label = names.segments.segments(choice.label, self.file, choice.scalar, 0, self._sites(identity))
        reason = names.segments.segments(choice.reason, self.file, choice.scalar, 0, self._sites(identity + "!"))
        return model.Choice(identity, label, shown, needs, reason, index)

    def _can_empty(self, step: Choices, found: list[model.Choice]) -> None:
        """The cheap case of a list with nothing open: try the values of the variables its conditions read."""
        gates: list[Expr] = []
        for choice in found:
            parts = [one for one in (choice.shown, choice.needs) if one is not None]
            if not parts:
                return
            gates.append(parts[0] if len(parts) == 1 else ("and", *parts))
        slots = sorted({slot for gate in gates for slot in reads(gate)})
        variables = [self.names.scope.slots[slot] for slot in slots]
        if any(one.hidden and not one.name.startswith("once:") for one in variables):
            return  # counters take the values that play gives them; the proof looks at those
        ranges = [range(1) if one.hidden else range(one.low, one.high + 1) for one in variables]
        size = 1
        for one in ranges:
            size *= len(one)
        if size > _ENUMERATED:
            return
        values = [0] * len(self.names.scope.slots)
        for combination in product(*ranges):
            for slot, value in zip(slots, combination, strict=True):
                values[slot] = value
            if not any(evaluate(gate, values) for gate in gates):
                when = ", ".join(
                    f"{one.name} is {_shown(one, value)}"
                    for one, value in zip(variables, combination, strict=True)
                    if not one.hidden
                )
                self.names.findings.add(
                    "E303", f"no choice is open when {when}" if when else "no choice of this list is ever open",
                    self.file, step.pos, length=len("choices"), hint="add  - fallback:  with what happens then",
                )  # fmt: skip
                return


def targets(exit_: model.Exit) -> list[Target]:
    """Everywhere an exit can lead by itself, returns left out."""
    if isinstance(exit_, model.Choose):
        found = [choice.target for choice in exit_.choices]
        return found if exit_.fallback is None else [*found, exit_.fallback]
    if isinstance(exit_, model.Jump):
        return [exit_.target]
    if isinstance(exit_, model.Branch):
        return [exit_.then, exit_.otherwise]
    if isinstance(exit_, model.Call):
        return [exit_.target, exit_.back]
    if isinstance(exit_, model.Draw):
        return [*(one.target for one in exit_.storylets), exit_.back, exit_.otherwise]
    if isinstance(exit_, model.Return) and exit_.target is not None:
        return [exit_.target]
    return []


def _retargeted(exit_: model.Exit, move) -> model.Exit:  # type: ignore[no-untyped-def]
    if isinstance(exit_, model.Jump):
        return model.Jump(move(exit_.target))
    if isinstance(exit_, model.Choose):
        choices = [one._replace(target=move(one.target)) for one in exit_.choices]
        return model.Choose(exit_.id, choices, None if exit_.fallback is None else move(exit_.fallback))
    if isinstance(exit_, model.Branch):
        return model.Branch(exit_.condition, move(exit_.then), move(exit_.otherwise))
    if isinstance(exit_, model.Call):
        return model.Call(exit_.id, exit_.target, move(exit_.back))
    if isinstance(exit_, model.Draw):
        return exit_._replace(back=move(exit_.back), otherwise=move(exit_.otherwise))
    if isinstance(exit_, model.Return) and exit_.target is not None:
        return model.Return(move(exit_.target))
    return exit_


def _place(step: Step) -> Scalar | int:
    """Where a step stands."""
    if isinstance(step, Say):
        return step.speaker or step.scalar
    if isinstance(step, (Choices, If, Return)):
        return step.pos
    if isinstance(step, Do):
        return step.effects[0].scalar if step.effects else 0
    if isinstance(step, (Goto, CallScene)):
        return step.target.scalar
    if isinstance(step, Draw):
        return step.deck
    if isinstance(step, Learn):
        return step.entries[0]
    if isinstance(step, Label):
        return step.name
    assert isinstance(step, End)
    return step.ending


def _shown(variable: model.Variable, value: int) -> str:
    if variable.kind == "enum":
        return variable.values[value]
    if variable.kind == "bool":
        return "true" if value else "false"
    return str(value)
