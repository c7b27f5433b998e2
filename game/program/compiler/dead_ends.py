"""What is said of a body that runs out without an end, and of a step that nothing leads to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from game.language.nodes import Scalar
from game.language.schema.findings import Findings
from game.language.schema.tree import (
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
)
from game.language.slips.choices import piped
from game.language.slips.prose import mistaken_command

_LENGTHS: Final[dict[type, int]] = {Choices: len("choices"), Return: len("return")}
"""How long the words are that stand at places which are no scalars."""


def runs_out(
    findings: Findings,
    scene: Scene,
    last: Step | None,
    loose: Sequence[Choice],
    ways: tuple[bool, bool],
    scenes: Collection[str],
) -> None:
    """Add the finding for a scene that has no end behind its `last` step.

    `loose` are the choices of a last list from which play goes on below, `ways` whether it does after the then and the else of a last if; `scenes` are those there are.
    """
    message = f"the scene {scene.id} runs out after this, without an end"
    hint = "end it with  - goto: a-scene,  - ending: an-ending  or  - return:"
    if scene.keys:
        hint = "end it with  goto: a-scene,  ending: an-ending  or  return:,  as a key of the scene"
    where = scene.scalar if last is None else _place(last)
    if last is None:
        message, hint = f"the scene {scene.id} has nothing in it", "write its steps below it"
    elif isinstance(last, Choices):
        where = loose[0].scalar
        others = f" and {len(loose) - 1} more of its list" if len(loose) > 1 else ""
        message = f"after this choice{others} the scene {scene.id} runs out"
        hint = "lead it on, like  Label -> scene,  or put what comes after the choices below them"
        hint = piped(where.text, scenes) or hint
    elif isinstance(last, If):
        way = {(True, False): " where its condition holds", (False, True): " where its condition does not hold"}
        message = f"the scene {scene.id} runs out after this if{way.get(ways, '')}"
        hint = "lead both ways on, with  then:  and  else:,  or put what comes next below the if"
        if last.word == "cases":
            message = f"the scene {scene.id} runs out after these cases"
            hint = "lead each of them on, with an  else:  as the last, or put what comes next below them"
    elif (
        isinstance(last, Say)
        and last.role == "prose"
        and not last.paragraphs[0].at
        and (meant := mistaken_command(last.scalar.text))
    ):
        hint = meant
        findings.withdraw("W308", scene.file, last.scalar)  # it says the same
    findings.add("E301", message, scene.file, where, at=_at(last), length=_length(last, where), hint=hint)


def unreachable(findings: Findings, file: int, step: Step, before: Step | None) -> None:
    """Add the finding for a step that play never comes to, because of the one `before` it."""
    why, hint = "the step before it goes elsewhere", "take it out, or move it before that step"
    if isinstance(before, Choices):
        why, hint = "every choice before it goes elsewhere", "take it out, or let a choice go on below, without a goto"
    elif isinstance(before, If):
        why, hint = "both ways of the if before it go elsewhere", "take it out, or let one of them go on below"
    elif isinstance(before, End):
        why = "the story has ended before it"
    findings.add(
        "E302",
        f"this can never be reached: {why}",
        file,
        _place(step),
        at=_at(step),
        length=_length(step, _place(step)),
        hint=hint,
    )


def _length(step: Step | None, where: Scalar | int) -> int:
    """How long the word is that stands at such a place; 0 for a scalar, which is as long as it is."""
    if isinstance(where, Scalar):
        return 0
    return len(step.word) if isinstance(step, If) else _LENGTHS.get(type(step), 0)


def _at(step: Step | None) -> int:
    """Where in its scalar a step begins: what is told may be a part of a talk."""
    return step.paragraphs[0].at if isinstance(step, Say) and step.speaker is None and step.paragraphs else 0


def _place(step: Step) -> Scalar | int:
    """Where a step stands."""
    if isinstance(step, Say):
        return step.speaker or step.scalar
    if isinstance(step, Talk):
        return step.scalar
    if isinstance(step, (Choices, If, Return)):
        return step.pos
    if isinstance(step, Do):
        return step.effects[0].scalar
    if isinstance(step, (Goto, CallScene)):
        return step.target.scalar
    if isinstance(step, Draw):
        return step.deck
    if isinstance(step, Tags):
        return step.key
    if isinstance(step, Learn):
        return step.entries[0]
    if isinstance(step, Label):
        return step.name
    assert isinstance(step, End)
    return step.ending
