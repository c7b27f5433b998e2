"""Conditions and effects: text to a small tree, with nothing else reachable from it.

An own tokenizer and a Pratt parser, because `ast.parse` on a stranger's text can crash
the interpreter. Length, depth and the size of numbers are bounded before any work is done.
Names are not looked up here; `game.program.compiler.resolution.resolve` does that.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from game.language.slips.conditions import (
    COMPARISONS,
    SEVERAL,
    mended_call,
    mended_effect,
    mended_target,
    mended_token,
    translated,
    wrong_sign,
)
from game.language.terms import (
    Assignment,
    Binary,
    Count,
    Ended,
    Expression,
    ExpressionError,
    Extreme,
    Member,
    Name,
    Number,
    Operator,
    Size,
    Truth,
    Unary,
    Within,
)
from game.language.text.identifiers import VARIABLE, WORD, Naming, any_script

LONGEST: Final = 1000
"""Characters an expression may have."""
DEEPEST: Final = 24
"""How far brackets and operators may nest."""
MOST_TOKENS: Final = 200
_LONGEST_SHOWN: Final = 80
LARGEST: Final = 1_000_000
"""The largest number that may be written."""

_OPERATORS: Final[dict[str, Operator]] = {
    "and": "and", "or": "or", "==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "+": "+", "-": "-", "*": "*",
}  # fmt: skip


_TOKEN = Naming(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>"
    + VARIABLE
    + r")|(?P<wrong>&&?|\|\|?|===|!==|=>|=<|<>|\*\*|:=)|(?P<op>==|!=|<=|>=|[-+*()\[\],<>])"
    r"|(?P<quoted>\"[^\"]*\"|'[^']*'|[“”„][^“”\"]*[“”\"]|[‘’][^‘’']*[‘’'])|(?P<bad>\S))",
)
_TARGET = Naming(rf"\s*({WORD}(?:\.{WORD})?)\s*\)")
_NAMING: Final = frozenset(("visits", "seen", "ending"))
"""What is followed by a name in brackets that may be no variable's."""
_EFFECT = Naming(rf"\s*({VARIABLE})\s*(\+=|-=|=)(?!=)\s*")


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def parse_expression(text: str) -> Expression:
    """Read a condition or a value.

    Raises:
        ExpressionError: the text is not an expression, or is past the bounds above.
    """
    try:
        return _Parser(text).whole()
    except ExpressionError as wrong:
        show_whole(wrong, text)
        raise


def show_whole(wrong: ExpressionError, text: str) -> None:
    """Let the hint show all of a condition as it is written here, where that can be told."""
    if wrong.code != "E201":
        return
    whole = translated(text)
    if whole == text.strip() or len(whole) > _LONGEST_SHOWN:
        return
    try:
        _Parser(whole).whole()
    except ExpressionError:
        return
    says = wrong.hint and not wrong.hint.startswith(("join two", "there are ", "write  ", "something"))
    wrong.hint = f"{wrong.hint}:  {whole}" if says else f"write  {whole}"


def parse_effect(text: str) -> Assignment:
    """Read one effect, `name = value` and its like.

    Raises:
        ExpressionError: the text is not an effect.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"an effect may have {LONGEST} characters", 0, "split it in two", code="E205")
    match = _EFFECT.of(text).match(text)
    if match is None:
        start = len(text) - len(text.lstrip())
        raise ExpressionError(
            "this changes nothing", start, mended_effect(text.strip()), len(text.strip()) or 1, code="E206"
        )
    parser = _Parser(text, match.end())
    if match[2] == "=" and parser.tokens[0].text in ("+", "-") and text[match.end() - 1] == "=":
        sign = parser.tokens[0].text
        raise ExpressionError(
            f"={sign} is the wrong way round",
            match.start(2),
            f"write {match[1]} {sign}= …, or leave a space before the {sign}",
            2,
            "E206",
        )
    operator: Literal["=", "+=", "-="] = match[2]  # type: ignore[assignment]  # the pattern allows only these
    return Assignment(match[1], operator, parser.whole(), match.end(), match.start(1))


class _Parser:
    """Pratt's method: each operator binds with its own strength."""

    def __init__(self, text: str, start: int = 0) -> None:
        if len(text) > LONGEST:
            raise ExpressionError(f"a condition may have {LONGEST} characters", 0, "split it in two", code="E205")
        self.text = text
        self.tokens = self._tokens(text, start)
        self.index = 0

    def _tokens(self, text: str, start: int) -> list[_Token]:
        tokens: list[_Token] = []
        position, end, pattern = start, len(text), _TOKEN.of(text)
        while position < end:
            match = pattern.match(text, position)
            if match is None:
                break
            kind = match.lastgroup or "bad"
            word, at = match[kind], match.start(kind)
            if kind in ("bad", "wrong"):
                message, hint = wrong_sign(word)
                if word == "=" and start:
                    message, hint = "one effect sets one variable", SEVERAL
                if word == ":" and tokens and not text[at + 1 :].strip():
                    message = "no colon is needed at the end"
                raise ExpressionError(message, at, hint, len(word))
            if kind == "quoted":
                inner = word[1:-1].strip()
                one_word = any_script(r"[\w.]+").fullmatch(inner) is not None
                hint = f"write {inner} alone" if one_word else "a value is one word from the variable's list of values"
                raise ExpressionError("values need no quotation marks", at, hint, len(word))
            if kind == "number" and ("." in word or len(word) > 7 or int(word) > LARGEST):
                if "." in word:
                    near = f"write {word.split('.')[0][:7]}, or count in smaller parts"
                    raise ExpressionError("only whole numbers are allowed", at, near, len(word))
                hint = f"write {LARGEST} or less"
                raise ExpressionError(f"a number may be at most {LARGEST}", at, hint, len(word), "E205")
            position = match.end()
            tokens.append(_Token(kind, word, at))
            if kind == "name" and word in _NAMING and text[position : position + 2].lstrip()[:1] == "(":
                target = _TARGET.of(text).match(text, position + 1)
                if target is None or text[position] != "(":
                    raise ExpressionError(
                        f"{word}(…) takes the name of one scene, or scene.name",
                        at,
                        mended_target(text, word, at),
                        len(word),
                    )
                tokens.append(_Token("target", target[1], target.start(1)))
                position = target.end()
            if len(tokens) > MOST_TOKENS:
                raise ExpressionError("this condition is too long", at, "split it in two", code="E205")
        tokens.append(_Token("end", "", len(text.rstrip())))
        return tokens

    def _no_place(self, token: _Token) -> ExpressionError:
        """The error for a token that stands where none of its kind can."""
        number = self.tokens.index(token)
        before = self.tokens[number - 1].text if number else ""
        hint = mended_token(token.text, token.kind, before, first=not number)
        return ExpressionError(f"{token.text!r} does not fit here", token.at, hint, len(token.text))

    def whole(self) -> Expression:
        if self.tokens[0].kind == "end":
            raise ExpressionError("here a condition or a value is missing", self.tokens[0].at, "write one")
        result = self.expression(0, 0)
        token = self.tokens[self.index]
        if token.kind != "end":
            raise self._no_place(token)
        return result

    def expression(self, strength: int, depth: int) -> Expression:
        if depth > DEEPEST:
            raise ExpressionError("this nests too deep", self.tokens[self.index].at, "split it in two", code="E205")
        left = self.operand(depth)
        while True:
            token = self.tokens[self.index]
            word = token.text
            if token.kind == "name" and word in ("and", "or"):
                bind = 2 if word == "and" else 1
                if bind <= strength:
                    return left
                self.index += 1
                left = Binary(_OPERATORS[word], left, self.expression(bind, depth + 1), token.at)
            elif token.kind == "op" and word in COMPARISONS:
                if strength >= 4:
                    return left
                left = self.comparison(left, depth)
            elif token.kind == "name" and word in ("in", "not"):
                if strength >= 4:
                    return left
                left = self.member(left, depth)
            elif token.kind == "op" and word in "+-*":
                bind = 6 if word == "*" else 5
                if bind <= strength:
                    return left
                self.index += 1
                left = Binary(_OPERATORS[word], left, self.expression(bind, depth + 1), token.at)
            else:
                return left

    def comparison(self, left: Expression, depth: int) -> Expression:
        """`a < b`, or a chain `a < b <= c`, which means both."""
        whole: Expression | None = None
        while (token := self.tokens[self.index]).kind == "op" and token.text in COMPARISONS:
            self.index += 1
            right = self.expression(4, depth + 1)
            part = Binary(_OPERATORS[token.text], left, right, token.at)
            whole = part if whole is None else Binary("and", whole, part, token.at)
            left = right
        assert whole is not None
        return whole

    def member(self, left: Expression, depth: int) -> Expression:
        token = self.tokens[self.index]
        negated = token.text == "not"
        self.index += 1
        if negated:
            if self.tokens[self.index].text != "in":
                raise ExpressionError("'not' does not fit here", token.at, "write  and not,  or  not in", 3)
            self.index += 1
        opener = self.tokens[self.index]
        if opener.kind == "name" and opener.text not in ("and", "or", "not", "in"):
            self.index += 1
            return Within(left, opener.text, opener.at, negated, token.at)
        if opener.text not in ("[", "("):
            raise ExpressionError(
                "'in' wants a list in brackets", opener.at, "write  in [this, that]", max(1, len(opener.text))
            )
        self.index += 1
        closer = "]" if opener.text == "[" else ")"
        return Member(left, self.arguments(closer, depth), negated, token.at)

    def arguments(self, closer: str, depth: int) -> tuple[Expression, ...]:
        items: list[Expression] = []
        while True:
            items.append(self.expression(0, depth + 1))
            token = self.tokens[self.index]
            self.index += 1
            if token.text == closer:
                return tuple(items)
            if token.text != ",":
                raise ExpressionError(
                    f"a {closer} or a comma is missing here",
                    token.at,
                    f"write a {closer} or a comma",
                    max(1, len(token.text)),
                )

    def operand(self, depth: int) -> Expression:
        token = self.tokens[self.index]
        self.index += 1
        if token.kind == "number":
            return Number(int(token.text), token.at)
        if token.kind == "name":
            return self.named(token, depth)
        if token.text == "(":
            inner = self.expression(0, depth + 1)
            closing = self.tokens[self.index]
            if closing.text != ")":
                raise ExpressionError("this bracket is never closed", token.at, "close it with )")
            self.index += 1
            return inner
        if token.text == "-":
            return Unary("-", self.expression(7, depth + 1), token.at)
        if token.kind == "end":
            raise ExpressionError("this stops too early", max(0, token.at - 1), "something is missing at the end")
        raise self._no_place(token)

    def size(self) -> Expression:
        """`count(bag)`, from behind the word."""
        bag, closing = self.tokens[self.index + 1 :][:2] if len(self.tokens) > self.index + 2 else self.tokens[-1:] * 2
        if bag.kind != "name" or closing.text != ")":
            raise ExpressionError(
                "count(…) takes the name of one set", bag.at, "write  count(bag)", max(1, len(bag.text))
            )
        self.index += 3
        return Size(bag.text, bag.at)

    def named(self, token: _Token, depth: int) -> Expression:
        word = token.text
        if word == "not":
            return Unary("not", self.expression(3, depth + 1), token.at)
        if word in ("true", "false"):
            return Truth(word == "true", token.at)
        following = self.tokens[self.index]
        if word in _NAMING and following.kind == "target":
            self.index += 1
            if word == "ending":
                return Ended(following.text, following.at)
            return Count("seen" if word == "seen" else "visits", following.text, following.at)
        if word == "count" and following.text == "(":
            return self.size()
        if following.text == "(" and following.kind == "op":
            if word not in ("min", "max"):
                raise ExpressionError(f"there is no function {word}", token.at, mended_call(word), len(word))
            self.index += 1
            return Extreme("min" if word == "min" else "max", self.arguments(")", depth), token.at)
        if word in ("and", "or", "in", "visits", "seen"):
            hint = f"write {word}(the-scene)" if word in ("visits", "seen") else "something is missing before it"
            raise ExpressionError(f"{word!r} does not fit here", token.at, hint, len(word))
        if word in ("True", "False", "TRUE", "FALSE", "Not", "NOT"):
            raise ExpressionError(f"{word} is written in small letters", token.at, f"write {word.lower()}", len(word))
        return Name(word, token.at)
