"""A story for the line mode, and a player who talks to it: typed lines in, paragraphs out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from game.engine.sessions.session import Session
from game.player.line_mode.player import play
from game.program.load import load

if TYPE_CHECKING:
    from game.program.model import Program

STORY = """\
story: knock
title: Knock
author: A. Writer
start: kitchen
about: Somebody is at the door.
warning: |
  Doors are opened
  in this story.

  Twice.
credits: Nobody was hurt.
chapter: {id: night, title: The Night, number: 1}
variables:
  name: {type: text, start: Min}
  heat: {type: int, min: 0, max: 3, as: bar, label: heat}
  alone: bool
groups:
  near: {of: [jiho], type: bool}
  trust: {of: [jiho], type: int, min: 0, max: 5, start: 2, as: dots, label: trust}
setup:
  - {ask: Your name?, set: name, suggest: [Min, Seo-jun], max: 8}
  - {ask: Alone?, set: alone, options: {"false": No, "true": Yes}}
cast: {jiho: {name: Bae Ji-ho, short: Ji-ho}}
places: {hall: The hall}
codex:
  hambies: {title: Hambies, text: 'The half-dead, this side of the cordon.'}
  cordon: {title: The cordon, text: Nobody out., open: true}
  fence: {title: The fence, text: Nobody in.}
status: [heat]
care: {who: [jiho], if: near, show: [trust]}
scenes:
  kitchen:
    title: The kitchen
    body:
      - "*{name}* waits{if alone: , alone}."
      - jiho: Don't.
      - aside: The radio hums.
      - choices:
          - {choice: Open the door, needs: heat >= 1, reason: your hands shake}
          - choice: Wait
            do: [heat += 1, near.jiho = true]
            then: [{learn: hambies}, {goto: kitchen}]
          - Save Ji-ho -> hall
          - Save yourself -> hall
      - ending: gone
  hall:
    place: hall
    body:
      - The hall.
      - choices: [Go back -> kitchen, Stay]
      - ending: stayed
endings:
  gone: {title: Gone, text: You went.}
  stayed: {title: Stayed, early: true, hint: Somebody stays.}
"""


def read(folder: Path, text: str) -> Program:
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load(path, cache=None)
    assert loaded.program is not None, loaded.diagnostics
    return loaded.program


def talk(program: Program, *lines: str, start: bool = False, width: int | None = None) -> str:
    """What is said to these lines, without the prompts and the echo; `start` is past the title."""
    out = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    play(program, typed, out, start=Session(program, seed=1) if start else None, width=width)
    return out.getvalue()


def answers(said: str) -> list[str]:
    """What was said after each typed line; first what was said before any."""
    first, *rest = said.split("\n> ")
    return [first.strip(), *(answer.partition("\n")[2].strip() for answer in rest)]
