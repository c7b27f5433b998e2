"""Choices that say more, or less, than their writer meant."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from game.language.pieces import RUNS_ON
from game.language.slips.prose import Doubtful
from game.language.slips.quoting import written
from game.language.text.identifiers import any_script
from game.language.text.nearest import nearest
from game.language.text.patterns import later

_SPEAKS: Final = frozenset(
    ("answer", "ask", "call", "demand", "lie", "plead", "read", "repeat", "reply", "say", "shout", "sign", "tell", "think", "type", "whisper",
     "write", "yell")
)  # fmt: skip
"""What somebody does whose words come behind a colon."""
_MEANT: Final = ("fallback", "choice")
_ASKED = any_script(r"\{\s*([^\W\d][\w.]*)\s*\}\s+(\S.*)")
_PIPED = any_script(r"([^|]*[^|\s])\s*\|\s*([^\W\d][\w-]*)")
_MARKED = later(r"(?:[*+]\s+)+(?=\S)|[*+]+(?=\[)")


def mistaken_choice(text: str, *, alone: bool) -> str:
    """What to write where a label looks like a command or like another tool's choice; `alone` is one with nothing below it."""
    if text == "fallback" and alone:
        return "write  - fallback:  with a colon, and what happens then"
    if not alone and text in ("default", "else", "otherwise"):
        return "did you mean fallback?"
    if not alone and text.isascii() and text.islower() and len(text) > 4 and (near := nearest(text, _MEANT)):
        return f"did you mean {near}?"
    if (found := _MARKED.match(text)) is not None:
        label = text[found.end() :]
        out = f"leave the {found[0].strip()} out"
        return f"{out}:  - {written(label)}" if "*" not in label else out
    return ""


def piped(text: str, scenes: Collection[str]) -> str:
    """What to write where a label has one of the scenes behind a bar, as where it leads; "" where it has none."""
    found = _PIPED.fullmatch(text)
    return f"an arrow leads on:  - {written(f'{found[1]} -> {found[2]}')}" if found and found[2] in scenes else ""


def asked_before(text: str) -> Doubtful | None:
    """A value in braces before a label, which in ink is the condition of the choice; a slip where it is true or false."""
    found = _ASKED.match(text)
    if found is None:
        return None
    name, label = found[1], written(found[2])
    message = f"the player reads the value of {name} here, as yes or no"
    return Doubtful(
        "bool", name, message, f"write  - choice: {label}  with  if: {name}  below it", 0, text.index("}") + 1
    )


def mid_sentence(label: str, told: str) -> bool:
    """Whether what stands behind a label's colon goes on with the label: in the middle of a sentence, or as what somebody says."""
    if told.startswith(RUNS_ON):
        return False
    letter = next((char for char in told if char.isalpha()), "")
    words = label.split()
    return (
        letter.islower()
        or told.rstrip()[-1:] in ("?", "？")
        or (bool(words) and (words[-1].lower() in _SPEAKS or words[-1].isdigit()))
    )


def cut_by_comma(before: str, text: str) -> bool:
    """Whether a text in a list in brackets goes on with the one before it, so that the comma between them parts one text in two."""
    first = next((char for char in before if char.isalpha()), "")
    ends = before.endswith((".", "!", "?", "…", "”", '"'))
    return (
        first.isupper() and text[:1].islower() and not ends and text.casefold() not in (before.casefold(), "fallback")
    )
