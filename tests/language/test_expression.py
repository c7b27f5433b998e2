"""Conditions and effects: what they mean, and that no text whatever makes reading them fail or take long."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from game.language.expression import DEEPEST, LARGEST, LONGEST, parse_effect, parse_expression
from game.language.schema.findings import Findings
from game.language.terms import (
    Assignment,
    Binary,
    Count,
    ExpressionError,
    Extreme,
    Member,
    Name,
    Number,
    Truth,
    Unary,
)
from game.program.compiler.resolution.scope import Scope
from game.program.declared import Variable
from game.program.forms.evaluate import compiled, evaluate
from game.program.forms.expressions import reads
from game.program.forms.types import Expr

SCRAPS = st.sampled_from([
    "heat", "met", "side", "camp", "trust.na_ra", "visits(", "seen(room)", "min(", "max(1, 2)", ")", "(", "[", "]", ",", "and", "or",
    "not", "in", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "=", "+=", "1", "0", "99", "1000000", "1.5", "true", "false",
    " ", "\n", "“", "'", '"', "&&", "||", "!", "{", "}", ":", "é", "\u202e", "\x00", "🧟", "if", "is",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(SCRAPS, max_size=40).map(" ".join), st.lists(SCRAPS, max_size=40).map("".join)
)


def scope() -> Scope:
    """A few variables of each kind."""
    found = Scope(Findings([]))
    found.add(Variable("heat", "int", 0, 10, 2, (), (), "", "number", False))
    found.add(Variable("low", "int", -5, 5, 0, (), (), "", "number", False))
    found.add(Variable("met", "bool", 0, 1, 0, (), (), "", "word", False))
    found.add(Variable("side", "enum", 0, 2, 0, ("nobody", "camp", "school"), (), "", "word", False))
    found.add(Variable("other", "enum", 0, 2, 0, ("nobody", "camp", "school"), (), "", "word", False))
    found.add(Variable("trust.na_ra", "int", 0, 5, 0, (), (), "", "number", False))
    found.texts["name"] = 0
    found.targets["room"] = "visits:room"
    found.scenes = frozenset(["room"])
    return found


VALUES = {0: 2, 1: -3, 2: 1, 3: 1, 4: 2, 5: 4}


def refusal(read: Callable[[str], object], text: str) -> ExpressionError | None:
    """The error of reading a text, if it is one."""
    try:
        read(text)
    except ExpressionError as wrong:
        return wrong
    return None


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("met", Name("met", 0)),
        ("not met", Unary("not", Name("met", 4), 0)),
        (
            "a and b or c",
            Binary("or", Binary("and", Name("a", 0), Name("b", 6), 2), Name("c", 11), 8),
        ),
        ("1+2*3", Binary("+", Number(1, 0), Binary("*", Number(2, 2), Number(3, 4), 3), 1)),
        ("(1+2)*3", Binary("*", Binary("+", Number(1, 1), Number(2, 3), 2), Number(3, 6), 5)),
        ("1-2-3", Binary("-", Binary("-", Number(1, 0), Number(2, 2), 1), Number(3, 4), 3)),
        ("not a == b", Unary("not", Binary("==", Name("a", 4), Name("b", 9), 6), 0)),
        ("x not in [a, b]", Member(Name("x", 0), (Name("a", 10), Name("b", 13)), True, 2)),
        ("max(a, 2)", Extreme("max", (Name("a", 4), Number(2, 7)), 0)),
        ("visits( the-room.door )", Count("visits", "the-room.door", 8)),
        ("true", Truth(True, 0)),
        ("-heat", Unary("-", Name("heat", 1), 0)),
    ],
)
def test_a_text_becomes_this_tree(text: str, tree: object) -> None:
    assert parse_expression(text) == tree


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("heat = 5", Assignment("heat", "=", Number(5, 7), 7, 0)),
        (" heat+=1", Assignment("heat", "+=", Number(1, 7), 7, 1)),
        ("a.b -= c", Assignment("a.b", "-=", Name("c", 7), 7, 0)),
        ("met = not met", Assignment("met", "=", Unary("not", Name("met", 10), 6), 6, 0)),
    ],
)
def test_an_effect_becomes_this(text: str, effect: Assignment) -> None:
    assert parse_effect(text) == effect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("heat == 2", 1),
        ("1 < heat < 3", 1),
        ("1 < heat < 2", 0),
        ("heat + low * 2 == -4", 1),
        ("min(heat, low, 4) == -3 and max(heat, low) == 2", 1),
        ("side == camp and side != school and side in [camp, school] and other not in [camp]", 1),
        ("side == other", 0),
        ("not met or heat > 1", 1),
        ("not (met and heat > 1)", 0),
        ("-low == 3", 1),
        ("trust.na_ra >= 4", 1),
        ("seen(room) == false or met", 1),
    ],
)
def test_a_condition_means_this(text: str, expected: int) -> None:
    found = scope()
    expr = found.condition(text)
    values = {slot: VALUES.get(slot, 0) for slot in range(len(found.slots))}
    assert evaluate(expr, values) == expected
    assert compiled(expr)(values) == expected


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("(" * 300)
@example("not " * 300)
@example("-" * 999)
@example("a<" * 90 + "a")
@example("1*" * 99 + "1")
@example("met and " * 60 + "met")
@example("min(" * 30)
@example("heat in [" * 40)
@example("\ud800")
@example("٣ == 3")
def test_any_text_is_read_or_refused_and_means_something_bounded(text: str) -> None:
    found = scope()
    for read in (parse_expression, parse_effect, found.condition, found.effect, found.constant):
        wrong = refusal(read, text)
        if wrong is not None:
            assert 0 <= wrong.at <= len(text)
            assert wrong.length >= 1
            assert wrong.message
            assert re.fullmatch(r"E\d{3}", wrong.code)
    if refusal(found.condition, text) is None:
        expr = found.condition(text)
        values = {slot: VALUES.get(slot, 0) for slot in range(len(found.slots))}
        assert evaluate(expr, values) in (0, 1)
        assert bool(compiled(expr)(values)) == bool(evaluate(expr, values))


NUMBERS: st.SearchStrategy[str] = st.recursive(
    st.sampled_from(["0", "1", "3", "heat", "low", "trust.na_ra"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        inner.map(lambda p: f"-{p}"),
    ),
    max_leaves=6,
)
CONDITIONS: st.SearchStrategy[str] = st.recursive(
    st.one_of(
        st.sampled_from(["met", "true", "side == camp", "other != side", "side in [camp, nobody]", "seen(room)"]),
        st.tuples(NUMBERS, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), NUMBERS).map(" ".join),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        inner.map(lambda p: f"not ({p})"),
    ),
    max_leaves=5,
)


def as_python(text: str) -> str:
    """The same condition for Python's own eyes, so that two readings can be compared."""
    for name, slot in (("trust.na_ra", 5), ("heat", 0), ("low", 1), ("met", 2), ("side", 3), ("other", 4)):
        text = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", f"v[{slot}]", text)
    for word, number in (("nobody", 0), ("camp", 1), ("school", 2)):
        text = re.sub(rf"\b{word}\b", str(number), text)
    return re.sub(r"\bseen\(room\)", "False", text).replace("true", "True")


@settings(max_examples=200, deadline=None)
@given(
    CONDITIONS,
    st.tuples(
        st.integers(0, 10),
        st.integers(-5, 5),
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 5),
    ),
)
def test_conditions_mean_what_python_would_mean(text: str, numbers: tuple[int, ...]) -> None:
    found = scope()
    wrong = refusal(found.condition, text)
    if wrong is not None:
        assert wrong.code in ("E204", "E205")  # out of bounds, too deep
        return
    expr = found.condition(text)
    values = [*numbers, *[0] * (len(found.slots) - len(numbers))]
    expected = bool(eval(as_python(text), {"min": min, "max": max}, {"v": values}))  # made above, of known parts
    assert bool(evaluate(expr, values)) == expected
    assert bool(compiled(expr)(values)) == expected
    assert set(reads(expr)) <= set(range(len(found.slots)))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "(" * 1_000_000,
        "1+" * 500_000,
        " " * 1_000_000,
        '"' + "x" * 999_999,
        "visits(" * 100_000,
        "a-" * 499,
        "a.b" * 400,
        "((((((((((((((((((((((((((((((1",
        "1" * 999,
        "a " * 400,
    ],
    ids=lambda text: f"{text[:6]}…{len(text)}",
)
def test_what_is_long_or_deep_is_refused_at_once(text: str) -> None:
    began = time.process_time()
    for read in (parse_expression, parse_effect):
        with pytest.raises(ExpressionError):
            read(text)
    assert time.process_time() - began < 0.5


def test_the_bounds_themselves_are_allowed() -> None:
    parse_expression("(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1))
    parse_expression(" " * (LONGEST - 1) + "1")
    assert parse_expression(str(LARGEST)) == Number(LARGEST, 0)


def test_the_widest_question_about_certainty_ends_soon() -> None:
    found = Scope(Findings([]))
    names = [f"v{number}" for number in range(60)]
    for name in names:
        found.add(Variable(name, "int", 0, 40, 0, (), (), "", "number", False))
    began = time.process_time()
    for first in names:
        for second in names:
            assert found.constant(f"{first} * {second} >= 0 and {first} * 0 == {second} * 0") in (1, None)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("heat >= 0", 1),
        ("heat > 10", 0),
        ("heat > 5", None),
        ("met or not met", 1),
        ("heat > 5 and heat < 3", 0),
        ("low * low >= 0", 1),
        ("side in [nobody, camp, school]", 1),
        ("seen(room) or not seen(room)", None),
    ],
)
def test_what_is_certain(text: str, constant: int | None) -> None:
    assert scope().constant(text) == constant


@pytest.mark.parametrize(
    ("text", "assumed", "constant"),
    [
        ("heat > 5", ["heat < 3"], 0),
        ("heat > 5", ["heat > 7"], 1),
        ("heat > 5", ["met"], None),
        ("met", ["not met"], 0),
        ("side == camp", ["side != nobody", "side != school"], 1),
        ("heat > 5", ["heat < 3", "heat > 4"], None),  # nobody comes here: said elsewhere
    ],
)
def test_what_is_certain_where_something_is_known(text: str, assumed: list[str], constant: int | None) -> None:
    found = scope()
    known: list[Expr] = [found.condition(one) for one in assumed]
    assert found.constant(text, known) == constant
