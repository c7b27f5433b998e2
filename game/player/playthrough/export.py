"""A playthrough as Markdown, to keep and to read elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.language.text.cleaning import clean
from game.player.playthrough.current_place import Standing, arrivals
from game.player.playthrough.playing import told

if TYPE_CHECKING:
    from game.engine.sessions.session import Session
    from game.engine.turn import Block, Span
    from game.program.model import Program

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)
_ADDRESS = re.compile(r"(?i)(?<=:)//|(?<=www)\.|@")
"""What makes a link of bare words in many readers."""
_MARKS = {"": "", "em": "*", "strong": "**", "em strong": "***"}


def escaped(words: str) -> str:
    """Words that Markdown shows as they are."""
    return _whole(_SPECIAL.sub(r"\\\1", clean(words)))


def _whole(words: str) -> str:
    """Words of which each piece is escaped, with what means something only where it stands escaped too."""
    words = _ADDRESS.sub(lambda found: "".join(f"\\{char}" for char in found[0]), words)
    return _LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if not found[2].isdigit() else f"{found[0]}\\", words
    )


def _styled(span: Span) -> str:
    words, style = span
    mark = _MARKS[style]
    inner = words.strip()
    if not mark or not inner:
        return _SPECIAL.sub(r"\\\1", clean(words))
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}{mark}{_SPECIAL.sub(lambda found: chr(92) + found.group(), clean(inner))}{mark}{after}"


def _block(program: Program, block: Block) -> str:
    if block.role == "as-is":
        return _fenced(clean(block.text))
    words = _whole("".join(_styled(span) for span in block.spans)).replace("\n", "  \n")
    if block.role == "speech":
        member = program.cast.get(block.speaker)
        name = (member.short or member.name) if member else block.speaker
        return f"**{escaped(name)}:** {words}"
    if block.role == "aside":
        return "\n".join(f"> {line}" for line in words.split("\n"))
    return words


def _fenced(words: str) -> str:
    """A text that keeps its blanks and line ends, in a fence that nothing in it closes."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", words)), default=0))
    return f"{fence}\n{words}\n{fence}"


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
