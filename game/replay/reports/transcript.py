"""A playthrough as something to read: what golden transcripts hold, and what reports show of a turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from game.engine.sessions.session import Session
from game.engine.turn import Block, Turn
from game.language.text.cleaning import clean as cleaned
from game.language.text.columns import fold
from game.program.model import Program

_WIDTH = 78


_BLANKS: Final = "[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"


def clean(text: str) -> str:
    """`text` as it may be shown, with every kind of blank as a plain one: a transcript is compared with what an editor has saved."""
    return text if text.isprintable() and text.isascii() else re.sub(_BLANKS, " ", cleaned(text))


def plain(program: Program, turns: Iterable[Turn], labels: Sequence[str]) -> str:
    """The playthrough as plain text, wrapped for reading: what golden transcripts hold."""
    lines: list[str] = []
    scene = ""
    for index, turn in enumerate(turns):
        if index and index <= len(labels):
            lines += [f"> {clean(labels[index - 1])}", ""]
        if turn.scene != scene:
            scene = turn.scene
            lines += [f"[{scene}]", ""]
        lines += turn_lines(program, turn, width=_WIDTH)
        if turn.ending:
            lines += [f"*** {turn.ending} ***", ""]
    return "\n".join(lines)


def turn_lines(program: Program, turn: Turn, *, width: int) -> list[str]:
    """The blocks of one turn as wrapped lines, an empty one after each."""
    lines: list[str] = []
    for block in turn.blocks:
        before = f"{clean(speaker(program, block))}: " if block.role == "speech" else ""
        indent = "    " if block.role == "aside" else ""
        # Broken before no-break spaces are made plain ones, or it would break at them.
        for number, part in enumerate((before + cleaned(block.text)).split("\n")):
            hanging = indent + ("  " if before and number else "")
            lines += map(clean, fold(part, width, first=hanging, rest=hanging))
        lines.append("")
    return lines


def option_lines(turn: Turn) -> list[str]:
    """The choices of a turn, numbered as the player sees them, closed ones with their reason."""
    return [
        f"{number:>2}  {clean(option.label)}" + ("" if option.open else f"   (closed: {clean(option.reason)})")
        for number, option in enumerate(turn.options, 1)
    ]


def speaker(program: Program, block: Block) -> str:
    """Who says a line, as the player reads it."""
    member = program.cast.get(block.speaker)
    return (member.short or member.name) if member else block.speaker


def scene_title(program: Program, scene: str) -> str:
    """A scene's title, or its place's, or ""."""
    meta = program.meta(scene)
    return meta.title or meta.place


def labels_of(turns: Sequence[Turn], choices: Sequence[str]) -> list[str]:
    """What the choices (ids, the first made in the first turn) were called when they were made."""
    return [
        next((option.label for option in turn.options if option.id == choice), choice)
        for turn, choice in zip(turns, choices, strict=False)
    ]


def golden(session: Session) -> str:
    """What a golden transcript holds: everything that was read and chosen, and the choices at the end."""
    turns = list(session.turns())
    labels = labels_of(turns, session.choices)
    text = plain(session.program, turns, labels)
    end = turns[-1] if turns else session.turn
    if not end.ending and end.options:
        text += "\n" + "\n".join(option_lines(end)) + "\n"
    return text.rstrip("\n") + "\n"
