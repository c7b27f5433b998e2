"""Prose markup: a paragraph's text to pieces, with no lookup of names.

The pieces are data; what is shown for them is decided by the engine, and how it looks by a front.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, TypeAlias

Style: TypeAlias = Literal["", "em", "strong", "em strong"]
DEEPEST: Final = 8
"""How deep braces may stand in braces."""


class Literally(NamedTuple):
    """Words as they are, in one style."""

    text: str
    style: Style


class Value(NamedTuple):
    """`{name}`: a variable's value, or a phrase; `at` is the offset of the name in the text."""

    name: str
    style: Style
    at: int


class Arm(NamedTuple):
    """One way a text can go: the condition as written ("" for else) and its offset."""

    condition: str
    at: int
    pieces: tuple[Piece, ...]


class Conditional(NamedTuple):
    """`{if a: … | elif b: … | else: …}`."""

    arms: tuple[Arm, ...]


class Alternative(NamedTuple):
    """`{first: …}`, `{cycle: …}` or `{shuffle: …}`."""

    kind: Literal["first", "cycle", "shuffle"]
    arms: tuple[tuple[Piece, ...], ...]
    at: int


Piece: TypeAlias = "Literally | Value | Conditional | Alternative"


class MarkupError(Exception):
    """Markup that does not close or says nothing: the message, its offset, and one fix."""

    def __init__(self, message: str, at: int, hint: str = "", length: int = 1, code: str = "E210") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint
        self.length = length
        self.code = code


_SPECIAL = re.compile(r"[{}|*\\]")
_SPACES = re.compile(r"[ \t]*\n[ \t]*|[ \t]+")
_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*\Z")
_OPENING = re.compile(r"\s*(if|elif|else|first|then|cycle|shuffle|once)\b\s*")
_BREAK: Final = "\x00"  # stands for a line break the writer asked for, until spaces are folded


def parse_markup(text: str) -> tuple[Piece, ...]:
    """Read one paragraph, label or line.

    Runs of blanks and single line breaks become one space.

    Raises:
        MarkupError: something is opened and not closed, or braces hold no markup.
    """
    if _SPECIAL.search(text) is None:
        folded = _SPACES.sub(" ", text.strip()) if "\n" in text or "  " in text or "\t" in text else text.strip()
        return (Literally(folded, ""),) if folded else ()
    parser = _Parser(text)
    pieces, _ = parser.pieces(0, 0, "")
    return _trimmed(pieces)


def plain(pieces: tuple[Piece, ...]) -> str:
    """The words of the pieces with every arm in turn: for slugs, word counts and search."""
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, Literally):
            words.append(piece.text)
        elif isinstance(piece, Value):
            words.append("{" + piece.name + "}")
        elif isinstance(piece, Conditional):
            words.append(" ".join(plain(arm.pieces) for arm in piece.arms))
        else:
            words.append(" ".join(plain(arm) for arm in piece.arms))
    return "".join(words)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text

    def pieces(self, position: int, depth: int, outer: str) -> tuple[list[Piece], int]:
        """Read up to the `|` or `}` that ends this arm (or the end of the text)."""
        text, pieces = self.text, list[Piece]()
        pending: list[str] = []
        emphasis: dict[str, int] = {}
        style: Style = ""

        def flush() -> None:
            if pending:
                pieces.append(Literally("".join(pending), style))
                pending.clear()

        while True:
            match = _SPECIAL.search(text, position)
            if match is None:
                if depth:
                    raise MarkupError("this brace is never closed", depth_at(outer), "close it with }")
                pending.append(text[position:])
                position = len(text)
                break
            at = match.start()
            pending.append(text[position:at])
            sign = text[at]
            if sign == "\\":
                following = text[at + 1 : at + 2]
                pending.append(_BREAK if following in ("\n", "") else following if following in "{}|*\\" else "\\" + following)
                position = at + 2
            elif sign == "*":
                mark = "**" if text.startswith("**", at) else "*"
                before = text[at - 1] if at else " "
                after = text[at + len(mark) : at + len(mark) + 1] or " "
                if before.isspace() and after.isspace():
                    pending.append(mark)
                else:
                    flush()
                    if mark in emphasis:
                        del emphasis[mark]
                    else:
                        emphasis[mark] = at
                    style = _style(emphasis)
                position = at + len(mark)
            elif sign == "{":
                flush()
                piece, position = self.braces(at, depth + 1, style)
                pieces.append(piece)
            elif depth:
                position = at
                break
            elif sign == "}":
                raise MarkupError("a } without its {", at, r"write \} for the sign itself")
            else:
                pending.append("|")
                position = at + 1
        flush()
        if emphasis:
            mark, at = next(iter(emphasis.items()))
            raise MarkupError(
                f"the emphasis opened here is never closed", at, rf"close it with {mark}, or write \* for the sign itself", len(mark), "E211"
            )
        return pieces, position

    def braces(self, opening: int, depth: int, style: Style) -> tuple[Piece, int]:
        text = self.text
        if depth > DEEPEST:
            raise MarkupError("braces stand too deep in braces", opening, "split the text in two")
        match = _OPENING.match(text, opening + 1)
        word = match[1] if match else ""
        after = match.end() if match else 0
        if word == "if" and text[after : after + 1] not in (":", "}"):
            return self.conditional(opening, after, depth)
        if word in ("first", "cycle", "shuffle") and text[after : after + 1] == ":":
            return self.alternative(opening, word, after + 1, depth)
        closing = text.find("}", opening)
        if closing < 0:
            raise MarkupError("this brace is never closed", opening, r"close it with }, or write \{ for the sign itself")
        inside = text[opening + 1 : closing].strip()
        if _NAME.match(inside):
            return Value(inside, style, opening + 1 + text[opening + 1 : closing].index(inside)), closing + 1
        if word:
            hint = {
                "else": "else belongs inside: {if …: … | else: …}",
                "elif": "elif belongs inside: {if …: … | elif …: …}",
                "then": "then belongs inside: {first: … | then: …}",
                "once": "write {first: … | then: } to show something once",
                "if": "write {if condition: text}",
            }.get(word, f"write {{{word}: … | …}}")
        else:
            hint = r"braces hold a variable's name, or if / first / cycle / shuffle; write \{ for the sign itself"
        raise MarkupError("these braces say nothing that can be shown", opening, hint, min(closing + 1 - opening, 40), "E212")

    def conditional(self, opening: int, position: int, depth: int) -> tuple[Piece, int]:
        text, arms = self.text, list[Arm]()
        condition, at = "", position
        while True:
            colon = _colon(text, position)
            if colon < 0:
                raise MarkupError("a colon is missing after the condition", at, "write {if condition: text | else: text}")
            condition = text[position:colon].strip()
            at = position + (len(text[position:colon]) - len(text[position:colon].lstrip()))
            pieces, position = self.pieces(colon + 1, depth, str(opening))
            arms.append(Arm(condition, at, _trimmed(pieces)))
            if text[position] == "}":
                return Conditional(tuple(arms)), position + 1
            match = _OPENING.match(text, position + 1)
            word = match[1] if match else ""
            if match is not None and word == "else":
                after = match.end()
                if text[after : after + 1] != ":":
                    raise MarkupError("a colon is missing after else", after, "write | else: text")
                pieces, end = self.pieces(after + 1, depth, str(opening))
                if text[end] != "}":
                    raise MarkupError("nothing can follow the else", end, "else comes last")
                arms.append(Arm("", after, _trimmed(pieces)))
                return Conditional(tuple(arms)), end + 1
            if match is None or word != "elif":
                raise MarkupError("after | comes else: or elif …:", position, r"write \| for the sign itself")
            position = match.end()

    def alternative(self, opening: int, word: str, position: int, depth: int) -> tuple[Piece, int]:
        text, arms = self.text, list[tuple[Piece, ...]]()
        while True:
            pieces, position = self.pieces(position, depth, str(opening))
            arms.append(_trimmed(pieces))
            if text[position] == "}":
                break
            position += 1
            match = _OPENING.match(text, position)
            if match is not None and match[1] == "then" and text[match.end() : match.end() + 1] == ":":
                position = match.end() + 1
        if len(arms) > 8:
            raise MarkupError("at most eight texts can take turns", opening, "split them over two places")
        if len(arms) == 1:
            raise MarkupError(f"{word} needs at least two texts", opening, f"write {{{word}: one | another}}")
        kind: Literal["first", "cycle", "shuffle"] = word  # type: ignore[assignment]  # the caller checked it
        return Alternative(kind, tuple(arms), opening), position + 1


def depth_at(opening: str) -> int:
    return int(opening)


def _colon(text: str, position: int) -> int:
    """The colon that ends a condition: the first one before the brace closes."""
    for index in range(position, len(text)):
        if text[index] == ":":
            return index
        if text[index] in "{}|":
            return -1
    return -1


def _style(emphasis: dict[str, int]) -> Style:
    if len(emphasis) == 2:
        return "em strong"
    if "**" in emphasis:
        return "strong"
    return "em" if emphasis else ""


def _trimmed(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Blanks folded, and none at either end."""
    result: list[Piece] = []
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        if isinstance(piece, Literally):
            text = _SPACES.sub(" ", piece.text)
            if index == 0:
                text = text.lstrip()
            if index == last:
                text = text.rstrip()
            if _BREAK in text:
                text = re.sub(f" ?{_BREAK} ?", "\n", text)
            if text:
                result.append(Literally(text, piece.style))
        else:
            result.append(piece)
    return tuple(result)
