"""A small real story to save and to edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from game.engine.sessions.session import Session
from game.program.load import load
from game.program.model import Program
from game.saves.format import Save, decode, encode
from game.saves.restore import playthrough_of

STORY = """\
story: lamp-room
title: The Lamp Room
start: cellar
chapter: {id: one, title: Below, number: 1}
places:
  down: The cellar
variables:
  heat: {type: int, min: 0, max: 10, start: 2, label: heat}
  side: {type: enum, values: [nobody, camp, school], start: nobody}
  met: bool
  name: {type: text, start: Min}
  memory: {type: enum, values: [all, none]}
setup:
  - ask: What is your name?
    set: name
    max: 24
  - ask: Do you remember?
    set: memory
    options: {all: All of it, none: Nothing}
endings:
  away: Away
codex:
  lamp:
    title: The lamp
    text: It burns oil.
scenes:
  cellar:
    title: The dark
    place: down
    body:
      - |
        It is dark, {name}. {if side == camp: You belong. | else: You do not.}
      - choices:
          - choice: Light the lamp
            id: lamp
            do: heat += 3
            goto: lit
          - choice: Wait in the dark
            id: wait
            once: true
            do: [side = camp, met = true]
            goto: cellar
  lit:
    title: The light
    body:
      - learn: lamp
      - |
        It is light. {shuffle: A | B | C} {if met and memory == none: Who is that? | else: Yes.}
      - choices:
          - choice: Leave
            id: leave
            goto: out
          - choice: Go down again
            id: down
            goto: cellar
  out:
    title: Outside
    body:
      - You leave.
      - ending: away
"""

ID = "00112233445566aa"
SETUP = {"name": "Seo-jun", "memory": "none"}
CHOICES = ("cellar/wait", "cellar/lamp")

Make = Callable[..., Program]


def compiled(folder: Path, *changes: tuple[str, str]) -> Program:
    """The story, with some of its text changed: `compiled(folder, ("old", "new"), …)`."""
    text = STORY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "story.yaml"
    path.write_text(text)
    loaded = load(path, cache=False)
    assert loaded.program is not None, loaded.diagnostics
    return loaded.program


def played(program: Program, *choices: str) -> Session:
    session = Session(program, seed=7, setup=SETUP)
    for choice in choices:
        session.choose(choice)
    return session


def saved(session: Session, **more: Any) -> Save:
    """Through the file and back."""
    return decode(encode(Save(playthrough_of(session, ID, **more), "Test", "2026-01-02T03:04:05.000006Z")))
