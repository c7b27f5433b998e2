"""What was played, as a script that plays it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from game.engine.sessions.session import Session
from game.program.model import Program
from game.replay.scripts.matching import name_for
from game.replay.scripts.steps import Script, ScriptStep, ScriptText


def script_of(
    program: Program,
    *,
    seed: int | None = None,
    setup: Mapping[str, str] | None = None,
    choices: Sequence[str] = (),
    expect: Script | None = None,
) -> Script:
    """The script that makes `choices` (ids) from the beginning, naming each by its label where that is plain.

    `seed` is kept when the playthrough drew at random. `expect` lends its expectations for the end. Raises
    ChoiceError when the engine does not follow the choices.
    """
    session = Session(program, seed=0 if seed is None else seed, setup=setup)
    steps: list[ScriptStep] = []
    for choice in choices:
        options = session.turn.options
        index = next((at for at, option in enumerate(options) if option.id == choice), -1)
        steps.append(ScriptStep(ScriptText(name_for(options, index) if index >= 0 else choice)))
        session.choose(choice)
    drawn = seed if seed is not None and session.draws else None
    answers = tuple((ScriptText(name), ScriptText(value)) for name, value in (setup or {}).items())
    return Script(
        tuple(steps), expect.expect if expect else (), story=ScriptText(program.id), seed=drawn, setup=answers
    )
