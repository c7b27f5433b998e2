"""What stands in a scene's blocks: texts, effects, conditions and where they lead, each with its identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.nodes import Scalar
from game.language.pieces import RUNS_ON
from game.language.schema.tree import Paragraph, Say, Scene, Text
from game.language.terms import ExpressionError
from game.program import model
from game.program.compiler.blocks import OpenBlock
from game.program.compiler.resolution.constant_conditions import MOST_ASSUMED
from game.program.compiler.resolution.names import Names
from game.program.forms.expressions import reads
from game.program.forms.types import Expr
from game.program.identities import line_id
from game.program.model import Target

if TYPE_CHECKING:
    from game.program.sources.table import Use

_new = tuple.__new__  # a NamedTuple's own constructor costs twice as much, and a long story has hundreds of thousands


class Contents:
    """Compiles what stands in the blocks of one scene."""

    def __init__(self, scene: Scene, names: Names) -> None:
        self.scene = scene
        self.names = names
        self.trace = names.trace
        self.file = scene.file
        self.number = names.index[scene.id]
        self.whole = scene.whole
        self.remembers = names.story.calls
        self.used_ids: dict[str, int] = {}
        self.tags: tuple[Scalar, ...] = ()
        """The tags of what is told next."""
        self.assumed = names.segments.assumed
        """What holds here because of the conditions and effects that play has passed; shared with the texts."""

    def _say(self, step: Say, here: OpenBlock) -> None:
        speaker = ""
        if step.speaker is not None and self.names.speaker(step.speaker, self.file):
            speaker = step.speaker.text
        elif step.speaker is not None and step.speaker.text in self.names.slips:
            self.whole = False
        for paragraph in step.paragraphs:
            here.ops.append(self._text(paragraph, step, speaker))

    def _text(self, paragraph: Paragraph, step: Say, speaker: str) -> model.Text:
        pieces, raw, at = paragraph
        role: str = step.role
        runs_on = raw[:2] == RUNS_ON and role == "prose"
        identity = self._unique(line_id(self.scene.id, raw[2:].lstrip() if runs_on else raw))
        self.names.lines += 1
        if self.tags:
            self.names.tag(identity, self.tags, self.file)
            self.tags = ()
        if runs_on:
            from game.program.compiler.joints import run_on  # few stories have any

            pieces, role = run_on(paragraph, identity, step.scalar, self.file, self.names), model.JOINT
        segments = self.names.segments.segments(pieces, self.file, step.scalar, at, identity)
        if self.trace is not None:
            self.trace.line(identity, paragraph, self.file, step.scalar)
        return _new(model.Text, (identity, role, speaker, segments))

    def _unique(self, identity: str) -> str:
        """The identity, or `identity~2` for the second of the same."""
        used = self.used_ids
        if identity not in used:
            used[identity] = 1
            return identity
        used[identity] += 1
        return f"{identity}~{used[identity]}"

    def _effect(self, effect: Text, here: OpenBlock, *, known: bool = True) -> None:
        """One effect; with `known`, what is known behind it is for what comes next in the same body."""
        scope = self.names.scope
        change = scope.known_effects.get(effect.text)
        if change is None:
            try:
                change = scope.effect(effect.text)
            except ExpressionError as wrong:
                self.names.findings.wrong(wrong, self.file, effect.scalar, effect.at)
                return
        self._change(change, here, known=known)
        if self.trace is not None:
            self.trace.effect(effect, self.file, here)

    def _change(self, change: model.Set, here: OpenBlock, *, known: bool) -> None:
        here.ops.append(change)
        if not known:
            return
        scope = self.names.scope
        slot, value = change
        if self.assumed:
            self.assumed[:] = [one for one in self.assumed if slot not in reads(one)]
        if value[0] == "c":
            variable = scope.slots[slot]
            self.assumed.append(("==", ("v", slot), ("c", min(max(value[1], variable.low), variable.high))))
            del self.assumed[:-MOST_ASSUMED]

    def _condition(self, text: Text) -> Expr | None:
        words, scalar, at = text
        return self.names.segments.condition(words, self.file, scalar, at)

    def _target(self, text: Text, use: Use = "gone to") -> Target:
        if self.trace is not None:
            self.trace.leads(text, use, self.file)
        return self.names.target(text, self.scene.id, self.file)

    def _jump(self, text: Text) -> model.Jump:
        """A goto, of which its words are remembered where anything is called."""
        index = self.names.index.get(text[0]) if self.trace is None else None
        if index is None:
            return self._jump_to(self._target(text), text, self.file)
        if self.remembers:
            self.names.gotos.append((self.number, index, text, self.file))
        return _new(model.Jump, ((index, 0),))

    def _jump_to(self, target: Target, text: Text, file: int) -> model.Jump:
        if self.remembers:
            self.names.gotos.append((self.number, target[0], text, file))  # type: ignore[index]  # it names a scene
        return _new(model.Jump, (target,))
