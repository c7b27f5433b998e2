"""What was played, written down as a playthrough that `hambies replay` runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game.engine.sessions.by_hand import is_by_hand
from game.engine.sessions.session import ChoiceError, SetupError
from game.replay.script import SUFFIX, emit, script_of
from game.replay.scripts.emitting import scalar
from game.system.files import because, is_there, within
from game.system.writing import write

if TYPE_CHECKING:
    from game.engine.sessions.session import Session

FOLDER = "playthroughs"


def free_name(folder: Path) -> str:
    """A name for a new playthrough in a story's folder, which nothing has yet."""
    number = 1
    while is_there(folder / FOLDER / f"written-{number}{SUFFIX}"):
        number += 1
    return f"{FOLDER}/written-{number}{SUFFIX}"


def recorded(session: Session, folder: Path, name: str) -> str:
    """Write a playthrough into a story's folder under a name; what to tell about it."""
    name = name if name.endswith((".play.yaml", ".play.yml")) else f"{name}{SUFFIX}"
    path = folder / name
    if Path(name).is_absolute() or ".." in Path(name).parts or not within(folder, path):
        return "Not recorded: name a file in the story's folder."
    if any(map(is_by_hand, session.choices)):
        return "Not recorded: a value was set by hand, and no playthrough can do that."
    try:
        script = script_of(session.program, seed=session.seed, setup=session.setup, choices=session.choices)
    except (ChoiceError, SetupError):
        return "Not recorded: it cannot be played from the beginning any more."
    turn = session.turn
    expected = ("ending", turn.ending) if turn.ending else ("scene", turn.scene)
    text = f"{emit(script)}expect:\n  {expected[0]}: {scalar(expected[1])}\n"
    try:
        write(path, text.encode(), root=folder, ours=lambda _: False)
    except OSError as error:
        return f"Not recorded: {name} cannot be written ({because(error).lower()})."
    return f"Recorded as {name}: hambies replay runs it."
