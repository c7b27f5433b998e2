"""Stories as text, played: what the player reads and can choose."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from game.engine.sessions.session import Session
from game.engine.turn import Turn
from game.program.load import load
from game.program.model import Program

TOP = """\
story: lamp
title: The Lamp
start: cellar
endings:
  dark: {title: The Dark}
cast:
  namra: {name: Choi Nam-ra, short: Nam-ra}
  jiho: Ji-ho
variables:
  heat: {type: int, min: 0, max: 10}
  met: bool
  side: {type: enum, values: [nobody, camp, school]}
  name: {type: text, start: Min}
scenes:
"""


def program_of(files: dict[str, str]) -> Program:
    """The program of a story of these files; fails with what is wrong with it."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        loaded = load(Path(folder), cache=None)
    errors = [one for one in loaded.diagnostics if one.severity == "error"]
    assert not errors, errors
    assert loaded.program is not None
    return loaded.program


def begin(scenes: str, *, top: str = TOP, seed: int | None = None, **setup: str) -> Session:
    """A session of a story with these scenes, indented as in a file."""
    return Session(program_of({"story.yaml": top + scenes.strip("\n") + "\n"}), seed=seed, setup=setup)


def words(turn: Turn) -> list[str]:
    """What a turn tells, a text for each block; dialogue with its speaker."""
    return [f"{block.speaker}: {block.text}" if block.speaker else block.text for block in turn.blocks]


def labels(turn: Turn) -> list[str]:
    """What can be chosen; closed choices with their reason in brackets."""
    return [option.label if option.open else f"({option.label}: {option.reason})" for option in turn.options]


def choose(session: Session, label: str) -> Turn:
    """Take the choice with this label."""
    (index,) = [number for number, option in enumerate(session.turn.options) if option.label == label]
    return session.choose(index)


def tell(session: Session, *choices: str) -> list[str]:
    """Take the choices one after another, and return what all turns told from the beginning."""
    told = words(session.turn)
    for label in choices:
        told += words(choose(session, label))
    return told
