"""Labels of choices with a part in brackets: told again when the choice is taken, without that part."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from game.language.pieces import Literally, Piece
from game.language.text.blanks import BEHIND

GAP: Final = "\x01"
"""Stands for what is left out, so that all else keeps its place; no file has it."""
_BLANKS: Final = re.compile("[ \t\n]+")
_BEFORE_MARK: Final = re.compile(rf" ?{GAP}+ ?(?={BEHIND.pattern})")
"""A gap before a mark that no blank stands before."""


class Again(NamedTuple):
    """What the choice reads, and what is told when it is taken: both with gaps."""

    label: str
    told: str


_ODD = re.compile(r"[^A-Za-z0-9,.'!? ]")


def is_plain(text: str) -> bool:
    """Whether a label is a few words and nothing else, so that no markup can be in it, and nothing that looks like a slip."""
    if not text[:1].isupper() or "  " in text or text[-1] == " ":
        return False
    return (text.isascii() and text.replace(" ", "").isalnum()) or _ODD.search(text) is None


class Brackets(Exception):  # noqa: N818 - a finding that needs its place
    """Brackets in a label that say nothing: why, where, how long, and one fix."""

    def __init__(self, message: str, at: int, length: int, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.length = length
        self.hint = hint


def told_again(text: str) -> Again | None:
    """A label's two texts; None where nothing of it stands in brackets.

    Raises:
        Brackets: there are more than two, or nothing stands beside them.
    """
    found = _brackets(text)
    if not found or "[[" in text:
        return None
    opening = found[0]
    if [text[at] for at in found] != ["[", "]"]:
        raise Brackets(
            "one part of a label can stand in brackets, and this is more or less than one", opening, 1,
            r"keep one [ and one ], or write \[ and \] for the signs themselves",
        )  # fmt: skip
    closing = found[1]
    told = text[:opening] + GAP * (closing + 1 - opening) + text[closing + 1 :]
    if not told.strip(GAP + " \t\n"):
        raise Brackets(
            "what stands in brackets is not told again, and this is all of the label", opening, closing + 1 - opening,
            rf"leave the brackets out, or write \[{text[opening + 1 : closing][:40]}\] for the signs themselves",
        )  # fmt: skip
    return Again(text[:opening] + GAP + text[opening + 1 : closing], told)


def _brackets(text: str) -> list[int]:
    """Where brackets stand that are neither in braces nor behind a backslash."""
    found: list[int] = []
    depth = at = 0
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif sign in "[]" and not depth:
            found.append(at)
        at += 1
    return found


def closed(text: str) -> str:
    """The words without their gaps, blanks folded."""
    return _folded(text).strip()


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", _BEFORE_MARK.sub("", _BLANKS.sub(" ", text)).replace(GAP, ""))


def closed_pieces(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The same of pieces."""
    found: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Literally):
            found.append(piece)
            continue
        words = _folded(piece.text) if GAP in piece.text else piece.text
        last = found[-1] if found else None
        if last is None or (isinstance(last, Literally) and last.text.endswith(" ")):
            words = words.lstrip(" ")
        if words:
            found.append(Literally(words, piece.style))
    if found and isinstance(last := found[-1], Literally):
        found[-1:] = [last._replace(text=last.text.rstrip(" "))] if last.text.strip(" ") else []
    return tuple(found)
