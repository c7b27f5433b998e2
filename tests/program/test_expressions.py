"""The walk over expressions: what it makes anew means the same, and what it says of one is what playing would see."""

from hypothesis import given
from hypothesis import strategies as st

from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import conjuncts, every, mapped, operands, opposite, reads, some
from game.program.forms.types import Expr

_SLOTS = 4


def _joined(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    two = st.tuples(st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "+", "-", "*"]), inner, inner)
    one = st.tuples(st.sampled_from(["not", "neg"]), inner)
    member = st.tuples(st.just("in"), inner, st.lists(st.integers(-3, 3)).map(tuple))
    some_of = st.lists(inner, min_size=1, max_size=3)
    several = st.builds(lambda kind, parts: (kind, *parts), st.sampled_from(["and", "or", "min", "max"]), some_of)
    return st.one_of(two, one, member, several)


_LEAVES = st.one_of(st.tuples(st.just("c"), st.integers(-3, 3)), st.tuples(st.just("v"), st.integers(0, _SLOTS - 1)))
_EXPRESSIONS: st.SearchStrategy[Expr] = st.recursive(_LEAVES, _joined, max_leaves=8)  # type: ignore[arg-type]
_VALUES = st.lists(st.integers(-3, 3), min_size=_SLOTS, max_size=_SLOTS)


def _anew(expr: Expr) -> Expr:
    return mapped(expr, _anew)


@given(_EXPRESSIONS)
def test_an_expression_made_anew_is_the_same(expr: Expr) -> None:
    assert _anew(expr) == expr
    assert all(part in expr for part in operands(expr))


@given(_EXPRESSIONS, _VALUES, st.integers(-3, 3))
def test_what_is_not_read_makes_no_difference(expr: Expr, values: list[int], other: int) -> None:
    changed = [value if slot in set(reads(expr)) else other for slot, value in enumerate(values)]
    assert evaluate(expr, values) == evaluate(expr, changed)


@given(_EXPRESSIONS, _VALUES)
def test_the_opposite_holds_where_a_condition_does_not(expr: Expr, values: list[int]) -> None:
    condition: Expr = ("!=", expr, ("c", 0))
    for one in (condition, ("not", condition)):
        assert evaluate(opposite(one), values) == 1 - evaluate(one, values)


@given(st.lists(_EXPRESSIONS, min_size=1, max_size=4), _VALUES)
def test_conditions_that_are_joined_hold_together_or_one_of_them(parts: list[Expr], values: list[int]) -> None:
    holds = [bool(evaluate(one, values)) for one in parts]
    assert evaluate(every(parts), values) == all(holds)
    assert evaluate(some(parts), values) == any(holds)
    assert all(bool(evaluate(one, values)) for one in conjuncts(every(parts))) == all(holds)
