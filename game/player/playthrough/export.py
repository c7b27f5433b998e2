"""A playthrough as Markdown, to keep and to read elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.text.cleaning import clean
from game.language.text.markdown import escaped, fenced, styled, whole
from game.player.playthrough.current_place import Standing, arrivals
from game.player.playthrough.playing import told

if TYPE_CHECKING:
    from game.engine.sessions.session import Session
    from game.engine.turn import Block
    from game.program.model import Program


def _block(program: Program, block: Block) -> str:
    if block.role == "as-is":
        return fenced(clean(block.text))
    words = whole("".join(styled(*span) for span in block.spans)).replace("\n", "  \n")
    if block.role == "speech":
        member = program.cast.get(block.speaker)
        name = (member.short or member.name) if member else block.speaker
        return f"**{escaped(name)}:** {words}"
    if block.role == "aside":
        return "\n".join(f"> {line}" for line in words.split("\n"))
    return words


def markdown(session: Session) -> str:
    """Everything from the first turn to the one in view, with the choices made.

    Story text stands in it as text: none of it is Markdown of its own.
    """
    program = session.program
    parts = [f"# {escaped(program.title)}"]
    if program.author:
        parts.append(f"*by {escaped(program.author)}*")
    before = Standing()
    for turn, taken in told(session):
        reached, before = arrivals(program, turn, before)
        words = [[_block(program, block)] for block in turn.blocks]
        words.append([])
        for one in reached:
            heads = [f"## {escaped(one.chapter.title)}"] if one.chapter is not None else []
            if one.chapter is not None and one.chapter.line:
                heads.append(f"*{escaped(one.chapter.line)}*")
            words[one.block][:0] = [*heads, f"── {escaped(one.place)} ──"] if one.place else heads
        parts += [part for several in words for part in several]
        if taken is not None:
            parts.append(f"→ *{escaped(taken).strip()}*")
        elif turn.ending:
            ending = program.endings.get(turn.ending)
            parts.append(f"— {escaped(ending.title if ending else turn.ending)} —")
    return "\n\n".join(parts) + "\n"
