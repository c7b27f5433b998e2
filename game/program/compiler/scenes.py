"""One scene's steps to blocks: where bodies nest and gather, and every line and choice gets its identity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.language.nodes import Scalar
from game.language.pieces import Literally
from game.language.schema.tree import (
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
    Return,
    Say,
    Scene,
    Step,
    Tags,
    Talk,
    Text,
)
from game.program import model
from game.program.compiler import dead_ends
from game.program.compiler.blocks import OpenBlock, finished
from game.program.compiler.contents import Contents
from game.program.compiler.offers import check_offers
from game.program.compiler.resolution.constant_conditions import MOST_ASSUMED
from game.program.compiler.resolution.names import Names
from game.program.forms.types import Expr, Segments
from game.program.identities import choice_id
from game.program.model import Target

if TYPE_CHECKING:
    from game.program.compiler.resolution.rules import Rule

_new = tuple.__new__  # a NamedTuple's own constructor costs twice as much, and a long story has hundreds of thousands


class SceneCompiler(Contents):
    """Compiles one scene."""

    def __init__(self, scene: Scene, names: Names) -> None:
        super().__init__(scene, names)
        self.blocks: list[OpenBlock] = [OpenBlock()]
        self.here: OpenBlock | None = self.blocks[0]
        self.entry_blocks: dict[str, int] = {one.text: -1 for one in scene.labels} if scene.labels else {}
        self.sites = 0
        self.last: Step | None = None
        self.loose: list[Choice] = []
        """The choices of the last list from which play goes on below."""
        self.ways = (True, True)
        """Whether play goes on below after the then and after the else of the last if."""
        self.returns: Scalar | int | None = None
        """Where the scene first goes back to its caller."""
        self.rules = names.rules.of(scene)

    def compile(self) -> model.Scene:
        """The scene's blocks; findings for what is wrong with it."""
        scene, names = self.scene, self.names
        if self.trace is not None:
            self.trace.scene(scene)
        if scene.tags:
            names.tag(scene.id, scene.tags, scene.file)
        if scene.hint:
            names.hints[scene.id] = scene.hint
        visits = f"visits:{scene.id}"
        if visits in names.scope.slot:
            self._count(visits)
        if scene.once:
            self.blocks[0].ops.append(model.Set(names.scope.hidden(f"drawn:{scene.id}", 1), ("c", 1)))
        self.assumed.clear()
        self._body(scene.body)
        self.assumed.clear()
        if self.here is not None:
            if scene.deck is not None:
                self.here.exit = model.Return(None)
                self.returns = self.returns or scene.scalar
            else:
                self._runs_out()
        entries, blocks = finished(self.blocks, [0, *self.entry_blocks.values()])
        if self.trace is not None:
            self.trace.finished(blocks)
        return _new(model.Scene, (self.scene.id, entries, list(self.entry_blocks), blocks))

    def _runs_out(self) -> None:
        assert self.here is not None
        self.here.exit = model.Return(None)  # never played: the finding is an error
        if self.whole:  # a step that could not be read may be the one that is missing
            names = self.names
            dead_ends.runs_out(names.findings, self.scene, self.last, self.loose, self.ways, names.scope.scenes)

    # flow

    def _new(self) -> tuple[int, OpenBlock]:
        block = OpenBlock()
        self.blocks.append(block)
        return len(self.blocks) - 1, block

    def _body(self, body: Body) -> None:
        before: Step | None = None
        for step in body:
            if self.here is None and not isinstance(step, Label):
                if self.whole:
                    dead_ends.unreachable(self.names.findings, self.file, step, before)
                return
            if before.__class__ is Tags and not isinstance(step, (Say, Talk)):
                self._untold(before)
            if step.__class__ is Tags:
                self.tags, before = step.names, step
                continue
            if step.__class__ is Talk:
                for say in step.lines(self.names.people):
                    self._step(say)
            else:
                self._step(step)
            before = step
        if before.__class__ is Tags:
            self._untold(before)

    def _untold(self, tags: Tags) -> None:
        """Tags that no text comes behind."""
        self.tags = ()
        self.names.findings.add(
            "E173", "nothing is told right after these tags", self.file, tags.key,
            hint="move them above the text that they belong to; tags of a choice or a scene stand with its other keys",
        )  # fmt: skip

    def _step(self, step: Step) -> None:
        here = self.here
        if isinstance(step, Label):
            self._label(step)
            return
        assert here is not None
        self.last = step
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
            self._leave(self._jump(step.target))
        elif isinstance(step, CallScene):
            back, block = self._new()
            identity = self._unique(f"{self.scene.id}@call:{step.target.text}")
            here.exit = model.Call(identity, self._target(step.target, "called"), back)
            self.here = block
            self.assumed.clear()
        elif isinstance(step, Return):
            self.returns = self.returns or step.pos
            self._leave(model.Return(None if step.target is None else self._target(step.target)))
        elif isinstance(step, Draw):
            self._draw(step, here)
        elif isinstance(step, Learn):
            for entry in step.entries:
                if self.names.known("codex entry", entry, self.file):
                    here.ops.append(model.Learn(entry.text))
        else:
            assert isinstance(step, End)
            self.names.known("ending", step.ending, self.file)
            self._leave(model.End(step.ending.text))

    def _leave(self, exit_: model.Exit) -> None:
        assert self.here is not None
        self.here.exit = exit_
        self.here = None

    def _gathered(self, loose: list[OpenBlock]) -> None:
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
        self.last = step
        self.assumed.clear()
        name = f"visits:{self.scene.id}.{step.name.text}"
        if name in self.names.scope.slot:
            self._count(name)

    def _count(self, name: str) -> None:
        assert self.here is not None
        slot = self.names.scope.slot[name]
        self.here.ops.append(model.Set(slot, ("+", ("v", slot), ("c", 1))))

    def _inner(self, body: Body, assumed: Sequence[Expr], ends: list[list[Expr]]) -> OpenBlock | None:
        """An inner body; its loose end and what is known there, if it comes to one."""
        self.assumed[:] = assumed[-MOST_ASSUMED:]
        self._body(body)
        if self.here is not None:
            ends.append(list(self.assumed))
        return self.here

    def _agreed(self, ends: list[list[Expr]]) -> None:
        """After a fork, what every way knows is known."""
        self.assumed[:] = [one for one in ends[0] if all(one in other for other in ends[1:])] if ends else []

    def _if(self, step: If, here: OpenBlock) -> None:
        condition = self._condition(step.condition)
        if self.trace is not None:
            self.trace.condition(step.condition, self.file, block=here)
        around = list(self.assumed)
        loose: list[OpenBlock] = []
        ways: list[int] = []
        opens: list[bool] = []
        ends: list[list[Expr]] = []
        for body, way in ((step.then, True), (step.otherwise, False)):
            index, self.here = self._new()
            ways.append(index)
            holds: list[Expr] = [] if condition is None else [condition] if way else [("not", condition)]
            end = self._inner(body, [*around, *holds], ends)
            opens.append(end is not None)
            if end is not None:
                loose.append(end)
        here.exit = model.Branch(condition or ("c", 0), ways[0], ways[1])
        self._gathered(loose)
        self._agreed(ends)
        self.last, self.ways = step, (opens[0], opens[1])

    def _draw(self, step: Draw, here: OpenBlock) -> None:
        storylets = self.names.decks.drawn(step.deck, self.file)
        back, block = self._new()
        index, otherwise = self._new()
        self.here = otherwise
        end = self._inner(step.otherwise, list(self.assumed), [])
        loose = [block] if end is None else [block, end]
        identity = self._unique(f"{self.scene.id}@draw:{step.deck.text}")
        here.exit = model.Draw(identity, step.random, storylets, back, index)
        self.names.segments.draws |= step.random
        self._gathered(loose)
        self.assumed.clear()
        self.last = step

    # choices

    def _ruled(self, here: OpenBlock) -> OpenBlock:
        """Before a list of choices, what leads away from it by a rule; returns the block in which the list stands."""
        for rule in self.rules:
            rule.lists += 1
            if rule.when is None or (rule.target is None and not rule.ending):
                continue
            way, leave = self._new()
            on, block = self._new()
            here.exit = model.Branch(rule.when, way, on)
            if self.trace is not None and rule.written.when is not None:
                self.trace.condition(rule.written.when, rule.written.file, block=here, ruled=True)
            if rule.target is not None and rule.written.target is not None:
                leave.exit = self._jump_to(rule.target, rule.written.target, rule.written.file)
            else:
                leave.exit = model.End(rule.ending)
            self.assumed.append(("not", rule.when))
            del self.assumed[:-MOST_ASSUMED]
            here = block
        return here

    def _obey(self, rule: Rule, block: OpenBlock, *, known: bool) -> None:
        """What a rule does at a choice."""
        for change, text in zip(rule.effects, rule.written.effects, strict=False):  # as many, but for an error
            self._change(change, block, known=known)
            if self.trace is not None:
                self.trace.effect(text, rule.written.file, block, ruled=True)

    def _choices(self, step: Choices, here: OpenBlock) -> None:
        here = self._ruled(here)
        found: list[model.Choice] = []
        fallback: Target | None = None
        loose: list[tuple[Choice, OpenBlock]] = []
        ends: list[list[Expr]] = []
        around = list(self.assumed)
        known = self.names.scope.known_effects
        blocks, new = self.blocks, object.__new__
        for choice in step.choices:
            # Taken apart at once: to ask for each by its name costs twice as much.
            _, _, _, named, _, _, _, _, effects, body, target, is_fallback, _, _, _ = choice
            index = len(blocks)
            self.here = block = new(OpenBlock)
            block.ops, block.exit = [], None
            blocks.append(block)
            if self.assumed != around:
                self.assumed[:] = around
            leaves = target is not None and not body
            if is_fallback:
                fallback = index
            else:
                found.append(self._choice(choice, index, block))
                for rule in self.rules:
                    if not rule.leaves_alone(self.scene.id, named):
                        self._obey(rule, block, known=not leaves)
            if target is not None and leaves:
                for effect in effects:
                    change = known.get(effect[0])
                    if change is None or self.trace is not None:
                        self._effect(effect, block, known=False)
                    else:
                        block.ops.append(change)
                block.exit = self._jump(target)
                continue
            for effect in effects:
                self._effect(effect, block)
            self._inner(body, list(self.assumed), ends if target is None else [])
            if target is not None:
                self._goes(target)
            if self.here is not None:
                loose.append((choice, self.here))
        identity = self._unique(f"{self.scene.id}@{found[0].id.split('/', 1)[1] if found else 'fallback'}")
        here.exit = _new(model.Choose, (identity, found, fallback))
        if fallback is None and found and all(choice.once for choice in step.choices):
            self.names.once_lists[self.names.index[self.scene.id], identity] = (self.file, step.pos)
        self.assumed[:] = around
        if self.whole:
            check_offers(self.names, self.file, step, found, around, has_fallback=fallback is not None)
        self._gathered([block for _, block in loose])
        self._agreed(ends)
        self.last, self.loose = step, [choice for choice, _ in loose]

    def _goes(self, target: Text) -> None:
        """The end of a choice with a goto or an arrow."""
        if self.here is None:
            self.names.findings.add(
                "E302", "this can never be reached: the choice's body goes elsewhere already",
                self.file, target.scalar, at=target.at, length=len(target.text), hint="keep one of the two",
            )  # fmt: skip
        else:
            self._leave(self._jump(target))

    def _choice(self, choice: Choice, index: int, block: OpenBlock) -> model.Choice:
        names = self.names
        pieces, raw, scalar, named, condition, needed, why, once, _, body, target, _, why_scalar, tags, hint = choice
        identity = f"{self.scene.id}/{named.text}" if named is not None else choice_id(self.scene.id, raw)
        identity = self._unique(identity)
        names.choices += 1
        if tags:
            names.tag(identity, tags, self.file)
        if hint:
            names.hints[identity] = hint
        texts = names.segments
        if len(pieces) == 1 and (only := pieces[0]).__class__ is Literally and not only[1]:  # as most are
            texts.words += only[0].count(" ") + 1
            label: Segments = (only[0],)
        else:
            label = texts.segments(pieces, self.file, scalar, 0, identity, still="a choice's label")
        shown = None if condition is None else self._condition(condition)
        if shown is not None and (needed is not None or body or target is None):  # something comes that may ask
            self.assumed.append(shown)
        needs = None if needed is None else self._condition(needed)
        reason = texts.segments(
            why, self.file, why_scalar or scalar, 0, identity + "!", still="the reason of a closed choice",
        ) if why else ()  # fmt: skip
        if self.trace is not None:
            self.trace.choice(identity, choice, self.file)
        if needs is not None:
            self.assumed.append(needs)
        if once:
            slot = names.scope.hidden(f"once:{identity}", 1)
            block.ops.append(model.Set(slot, ("c", 1)))
            fresh: Expr = ("==", ("v", slot), ("c", 0))
            shown = fresh if shown is None else ("and", fresh, shown)
        if named is not None:
            taken = f"taken:{self.scene.id}.{named.text}"
            if taken in names.scope.slot:
                self._count(taken)
        return _new(model.Choice, (identity, label, shown, needs, reason, index))
