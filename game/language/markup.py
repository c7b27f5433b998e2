"""Prose markup: a paragraph's text to pieces, with no lookup of names.

The pieces are data; what is shown for them is decided by the engine, and how it looks by a front.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from game.language.pieces import (
    Alternative,
    Arm,
    Conditional,
    Literally,
    Part,
    Piece,
    Style,
    Value,
    closed_up,
    never_closes,
)
from game.language.slips.braces import mended_braces, missing_colon
from game.language.text.identifiers import MORE, VARIABLE, WORD, Naming

__all__ = [
    "DEEPEST", "MOST_ARMS", "MOST_CASES", "Alternative", "Arm", "Conditional", "Literally", "MarkupError", "Piece", "Style", "Value",
    "parse_markup", "plain",
]  # fmt: skip
DEEPEST: Final = 8
"""How deep braces may stand in braces."""
MOST_CASES: Final = 32
"""How many conditions can follow one another in one place."""
MOST_ARMS: Final = 8
"""How many texts can take turns in one place."""


class MarkupError(Exception):
    """Markup that does not close or says nothing: the message, its offset, and one fix."""

    def __init__(self, message: str, at: int, hint: str = "", length: int = 1, code: str = "E210") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint
        self.length = length
        self.code = code


_new = tuple.__new__  # see game.language.schema.bodies.scalars
_SPECIAL = re.compile(r"[{}|*\\]")
_SPACES = re.compile(r"[ \t]*\n[ \t]*|[ \t]+")
_IN_BRACES = Naming(rf"({VARIABLE})\Z|if ([^:|]*[^:|\s][^:|]*):([^|]*)(?:\|\s*else:([^|]*))?\Z")
_NAME = Naming(rf"(?!-|\d){WORD}(?:\.(?:{MORE}|-)+)*\Z")
_OPENING = re.compile(r"\s*(if|elif|else|first|then|cycle|shuffle|once)\b\s*")
_COUNT = Naming(rf"(visits|count)\(\s*({WORD}(?:\.{WORD})?)\s*\)\Z")
_BENT = Naming(rf"({VARIABLE}):\s*([^\s/|:]+/[^\s/|:]*)\Z")
_COLON = re.compile(r"[:{}|]")
_BREAK: Final = "\x00"  # stands for a line break the writer asked for, until spaces are folded


def parse_markup(text: str) -> tuple[Piece, ...]:
    """Read one paragraph, label or line.

    Runs of blanks and single line breaks become one space.

    Raises:
        MarkupError: something is opened and not closed, or braces hold no markup.
    """
    if "*" not in text and "\\" not in text:  # sooner seen one by one than searched for together
        opening, closing = text.find("{"), text.find("}")
        if opening == closing and "|" not in text:  # there is neither
            words = text.strip()
            if "\n" in words or "  " in words or "\t" in words:
                words = _SPACES.sub(" ", words)
            return (_new(Literally, (words, "")),) if words else ()
        if 0 <= opening < closing and (found := _one_brace(text, opening, closing)) is not None:
            return found
    parser = _Parser(text)
    pieces, _ = parser.pieces(0, 0, 0, "")
    return closed_up(_trimmed(pieces))


def _one_brace(text: str, opening: int, closing: int) -> tuple[Piece, ...] | None:
    """A text with nothing but one value or one condition in it, which most have: the parser would say the same. None for others."""
    find = text.find
    if (
        find("{", opening + 1) >= 0
        or find("}", closing + 1) >= 0
        or find("|", 0, opening) >= 0
        or find("|", closing) >= 0
    ):
        return None
    match = _IN_BRACES.of(text).match(text, opening + 1, closing)
    if match is None:
        return None
    name, condition, then, otherwise = match.groups()
    before, after = text[:opening].lstrip(), text[closing + 1 :].rstrip()
    if "\n" in text or "  " in text or "\t" in text:  # looked for once
        before, after = _folded(before), _folded(after)
        then, otherwise = then and _folded(then), otherwise and _folded(otherwise)
    piece: Piece
    if name is not None:
        piece = _new(Value, (name, "", opening + 1))
    else:
        start = match.end(2) - len(condition.lstrip())
        arms = [_new(Arm, (condition.strip(), start, _words(then.strip()), match.span(3)))]
        if otherwise is not None:
            arms.append(_new(Arm, ("", match.start(4) - 1, _words(otherwise.strip()), match.span(4))))
        piece = _new(Conditional, (tuple(arms),))
    pieces = (*_words(before), piece, *_words(after))
    return pieces if isinstance(piece, Value) or never_closes(piece) else closed_up(pieces)


def _words(text: str) -> tuple[Piece, ...]:
    return (_new(Literally, (text, "")),) if text else ()


def _folded(text: str) -> str:
    """Runs of blanks, and line breaks with the blanks around them, as one space."""
    return _SPACES.sub(" ", text) if "\n" in text or "  " in text or "\t" in text else text


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
            words.append(" ".join(plain(arm) for arm in (*piece.arms, piece.last or ())))
    return "".join(words)


class _Parser:
    """Recursive descent; each character is looked at a bounded number of times."""

    def __init__(self, text: str) -> None:
        self.text = text

    def pieces(self, position: int, depth: int, opening: int, outer: Style) -> tuple[list[Piece], int]:
        """Read up to the `|` or `}` that ends this arm of the braces at `opening` (or the end of the text).

        `outer` is the emphasis that is open around the braces.
        """
        text, pieces = self.text, list[Piece]()
        pending: list[str] = []
        emphasis: dict[str, int] = {}
        style = outer

        def flush() -> None:
            if pending:
                pieces.append(Literally("".join(pending), style))
                pending.clear()

        while True:
            match = _SPECIAL.search(text, position)
            if match is None:
                if depth:
                    raise MarkupError("this brace is never closed", opening, "close it with }")
                pending.append(text[position:])
                position = len(text)
                break
            at = match.start()
            pending.append(text[position:at])
            sign = text[at]
            if sign == "\\":
                following = text[at + 1 : at + 2]
                pending.append(
                    _BREAK if following in ("\n", "") else following if following in "{}|*\\[]<" else "\\" + following
                )
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
                    style = _style(emphasis, outer)
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
            where = " before the braces end" if depth else ""
            raise MarkupError(
                f"the emphasis opened here is never closed{where}",
                at,
                rf"close it with {mark}, or write {mark.replace('*', chr(92) + '*')} for the sign itself",
                len(mark),
                "E211",
            )
        return pieces, position

    def braces(self, opening: int, depth: int, style: Style) -> tuple[Piece, int]:
        """Read what stands in the braces at `opening`; returns it and the position behind them."""
        text = self.text
        if depth > DEEPEST:
            raise MarkupError("braces stand too deep in braces", opening, "split the text in two", code="E210")
        match = _OPENING.match(text, opening + 1)
        word = match[1] if match else ""
        after = match.end() if match else 0
        if word == "if" and text[after : after + 1] not in (":", "}"):
            return self.conditional(opening, after, depth, style)
        if word in ("first", "cycle", "shuffle") and text[after : after + 1] == ":":
            return self.alternative(opening, word, after + 1, depth, style)
        closing = text.find("}", opening)
        if closing < 0:
            raise MarkupError(
                "this brace is never closed", opening, r"close it with }, or write \{ for the sign itself"
            )
        inside = text[opening + 1 : closing].strip()
        at = opening + 1 + text[opening + 1 : closing].index(inside)
        if _NAME.of(inside).match(inside):
            return Value(inside, style, at), closing + 1
        if bent := _BENT.of(inside).match(inside):
            return Value(f"{bent[1]}:{bent[2]}", style, at), closing + 1
        if counted := _COUNT.of(inside).match(inside):
            return Value(f"{counted[1]}({counted[2]})", style, at), closing + 1
        raise MarkupError(
            "these braces say nothing that can be shown",
            opening,
            mended_braces(inside, word),
            min(len(text[opening : closing + 1].split("\n", 1)[0]), 40),
            "E212",
        )

    def conditional(self, opening: int, position: int, depth: int, style: Style) -> tuple[Piece, int]:
        """Read the arms of `{if …`, from behind the `if`."""
        text, arms = self.text, list[Arm]()
        condition, at = "", position
        while True:
            sign = _COLON.search(text, position)
            if sign is None or sign[0] != ":":
                closed = sign is not None and sign[0] in "}|"
                message = "a colon is missing after the condition" if closed else "this condition is never closed"
                raise MarkupError(message, position, missing_colon(text, position))
            colon = sign.start()
            written = text[position:colon]
            condition = written.strip()
            at = position + (len(written) - len(written.lstrip()))
            inner = depth + len(arms) // 3  # an arm after many is as deep in the tree as braces in braces
            pieces, position = self.pieces(colon + 1, inner, opening, style)
            arms.append(Arm(condition, at, _trimmed(pieces), (colon + 1, position)))
            if len(arms) > MOST_CASES:
                raise MarkupError(
                    f"at most {MOST_CASES} cases can stand in one place",
                    opening,
                    "give the variable words, or split the text",
                )
            if text[position] == "}":
                return Conditional(tuple(arms)), position + 1
            match = _OPENING.match(text, position + 1)
            word = match[1] if match else ""
            if match is not None and word == "else":
                after = match.end()
                if text[after : after + 1] != ":":
                    hint = "write | elif condition: text" if text.startswith("if", after) else "write | else: text"
                    raise MarkupError("a colon is missing after else", match.start(1), hint, 4)
                pieces, end = self.pieces(after + 1, depth, opening, style)
                if text[end] != "}":
                    raise MarkupError("nothing can follow the else", end, "else comes last")
                arms.append(Arm("", after, _trimmed(pieces), (after + 1, end)))
                return Conditional(tuple(arms)), end + 1
            if match is None or word != "elif":
                hint = "write | else: for the other case" + (
                    r"; \| is the sign itself" if text[position] == "|" else ""
                )
                if re.match(r"\s*(elseif|else\s+if|elsif)\b", text[position + 1 : position + 40]):
                    hint = "write elif"
                raise MarkupError("after | comes else: or elif …:", position, hint)
            position = match.end()

    def alternative(self, opening: int, word: str, position: int, depth: int, style: Style) -> tuple[Piece, int]:
        """Read the texts of `{first: …` and its like, from behind the colon."""
        text, arms, parts = self.text, list[tuple[Piece, ...]](), list[Part]()
        last = -1  # where a shuffle's then: stands
        while True:
            begin = position
            pieces, position = self.pieces(position, depth, opening, style)
            arms.append(_trimmed(pieces))
            parts.append((begin, position))
            if text[position] == "}":
                break
            if last >= 0:
                raise MarkupError(
                    "nothing can follow the then of a shuffle", position, "what is shuffled comes before it"
                )
            position += 1
            match = _OPENING.match(text, position)
            if match is not None and match[1] == "then" and text[match.end() : match.end() + 1] == ":":
                if word == "shuffle":
                    last = match.start(1)
                position = match.end() + 1
        if len(arms) > MOST_ARMS + (last >= 0):
            raise MarkupError(f"at most {MOST_ARMS} texts can take turns", opening, "split them over two places")
        if (len(arms) - (last >= 0) == 1 and word != "shuffle") or len(arms) == 1:
            raise MarkupError(f"{word} needs at least two texts", opening, f"write {{{word}: one | another}}")
        kind: Literal["first", "cycle", "shuffle"] = word  # type: ignore[assignment]  # the caller checked it
        if last >= 0:
            return Alternative(kind, tuple(arms[:-1]), opening, arms[-1], tuple(parts)), position + 1
        return Alternative(kind, tuple(arms), opening, None, tuple(parts)), position + 1


def _style(emphasis: dict[str, int], outer: Style) -> Style:
    strong = "**" in emphasis or "strong" in outer
    em = "*" in emphasis or "em" in outer
    return "em strong" if strong and em else "strong" if strong else "em" if em else ""


def _trimmed(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Blanks folded, and none at either end."""
    result: list[Piece] = []
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        if isinstance(piece, Literally):
            text = _folded(piece.text)
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
