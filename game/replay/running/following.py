"""A script that uses names of an older version of its story, where the story says what those are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from game.engine.turn import Option
from game.language.diagnostics.diagnostic import Diagnostic
from game.program.model import Program
from game.replay.scripts.matching import Match, match
from game.replay.scripts.parsing import ScriptFindings
from game.replay.scripts.steps import Expectation, Script, ScriptStep, ScriptText
from game.replay.scripts.values import split
from game.saves.renaming import name_now


class Former(NamedTuple):
    """A name that stands in a script and that the story has no more, and what is to stand there."""

    text: ScriptText
    now: str


class ScriptRenamer:
    """Gives the names of now for those in a script, and keeps what it has changed in `former`."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.former: list[Former] = []

    def script(self, script: Script) -> Script:
        """The script with the names of scenes, variables and ids that the story has now."""
        if not self.program.renamed.any:
            return script
        return script._replace(
            setup=tuple(self._answer(name, answer) for name, answer in script.setup),
            steps=tuple(self._step(step) for step in script.steps),
            expect=tuple(self._expectation(one) for one in script.expect),
        )

    def match(self, options: Sequence[Option], wanted: ScriptText) -> Match:
        """The choice that is meant, by its name of now or by one that it had."""
        found = match(options, wanted.text)
        if found.trouble == "none" and options and self.program.renamed.any:
            new = self.program.renamed.choice(options[0].id.partition("/")[0], wanted.text)
            if new:
                found = match(options, new)
                about = [options[found.at]] if found.at >= 0 else list(found.about)
                self._note(wanted, " ".join(about[0].label.split()) if about else new)
        return found

    def _step(self, step: ScriptStep) -> ScriptStep:
        choose = step.choose
        if choose is not None and "/" in choose.text:
            choose = self._changed(choose, self.program.renamed.identity(choose.text))
        return step._replace(choose=choose, expect=tuple(self._expectation(one) for one in step.expect))

    def _expectation(self, one: Expectation) -> Expectation:
        renames = self.program.renamed
        name = one.name
        if one.kind == "value":
            name = self._variable(ScriptText(one.name, one.pos)).text
            called: Callable[[str], str] = partial(self._value, before=one.name, now=name)
        elif one.kind in ("scene", "ending", "learned"):
            called = {"scene": renames.scene, "ending": renames.ending, "learned": renames.entry}[one.kind]
        else:
            return one
        wanted = [
            each._replace(text=self._changed(ScriptText(each.text, each.pos), called(each.text)).text)
            for each in one.wanted
        ]
        return one._replace(name=name, wanted=tuple(wanted))

    def _answer(self, name: ScriptText, answer: ScriptText) -> tuple[ScriptText, ScriptText]:
        now = self._variable(name)
        return now, self._changed(answer, self._value(answer.text, name.text, now.text))

    def _variable(self, name: ScriptText) -> ScriptText:
        return self._changed(name, name_now(self.program, name.text))

    def _value(self, text: str, before: str, now: str) -> str:
        """What is said of a variable, with the value's name of now: the value, or a comparison with it."""
        _, value = split(text)
        return text.removesuffix(value) + self.program.renamed.value(value, before, now)

    def _changed(self, text: ScriptText, new: str) -> ScriptText:
        if new == text.text:
            return text
        self._note(text, new)
        return ScriptText(new, text.pos)

    def _note(self, text: ScriptText, new: str) -> None:
        # A text is compared without its place, and the same name may stand in several.
        if text.pos and all(one.text.pos != text.pos for one in self.former):
            self.former.append(Former(text, new))


def warnings(script: Script, former: Sequence[Former]) -> list[Diagnostic]:
    """What to say of the old names in a script; nothing of those in a save, which nobody writes."""
    found = ScriptFindings(script.name)
    for one in () if script.saved else former:
        found.error("W340", one.text.pos, f"{one.text.text!r} is called {one.now!r} now", "hambies replay --update writes the new name", len(one.text.text))  # fmt: skip
    return [one._replace(severity="warning") for one in found.found]
