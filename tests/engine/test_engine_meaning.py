"""What an expression means is said once: compiled functions and tables give what `evaluate` gives."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from game.engine.linker.tables import Tables, changed
from game.engine.linker.texts import RenderContext, Template
from game.program.declared import Counts, Variable
from game.program.forms.evaluate import compiled, evaluate
from game.program.model import Program

RANGES = [(0, 1), (0, 4), (-3, 2), (5, 9), (-7, -2), (0, 3000), (-2000, 0), (0, 0)]
SLOTS = [
    Variable(f"v{slot}", "int", low, high, low, (), (), "", "number", False) for slot, (low, high) in enumerate(RANGES)
]
PROGRAM = Program(
    {
        "texts": {}, "digest": "", "start": "a", "scenes": ["a"], "metas": {}, "cast": [], "endings": [], "chapters": [], "pictures": [],
        "codex": [], "variables": SLOTS, "text_variables": [["who", "Min", ""]], "setup": [],
        "tags": {}, "told": [], "sets": [],
        "care": None, "status": [], "always": [], "counts": Counts(1, 0, 0, 0), "draws": False, "joins": False,
    },
    [],
)  # fmt: skip

values = st.tuples(*[st.integers(low, high) for low, high in RANGES]).map(list)
numbers = st.recursive(
    st.tuples(st.just("c"), st.integers(-20, 20)) | st.tuples(st.just("v"), st.integers(0, len(RANGES) - 1)),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*"), inner, inner),
        st.tuples(st.just("neg"), inner),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner, inner),
    ),
    max_leaves=6,
)
conditions = st.recursive(
    st.tuples(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), numbers, numbers)
    | st.tuples(st.just("in"), numbers, st.lists(st.integers(-9, 9), max_size=4))
    | st.tuples(st.just("v"), st.just(0)),
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: ("and", *parts)),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: ("or", *parts)),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(expr=conditions | numbers, at=values)
def test_a_compiled_expression_gives_what_evaluate_gives(expr: Any, at: list[int]) -> None:
    assert int(compiled(expr)(at)) == evaluate(expr, at)


@settings(max_examples=100, deadline=None)
@given(expr=conditions, at=values)
def test_a_table_of_a_condition_gives_what_evaluate_gives(expr: Any, at: list[int]) -> None:
    tables = Tables(PROGRAM)
    expected = evaluate(expr, at)
    assert bool(tables.test(expr)(at)) == bool(expected)
    found = tables.truth(expr)
    if found is not None:
        slot, table = found
        assert table[at[slot]] == expected


@settings(max_examples=100, deadline=None)
@given(slot=st.integers(0, len(RANGES) - 1), expr=numbers, at=values)
def test_a_table_of_an_effect_gives_the_value_held_in_bounds(slot: int, expr: Any, at: list[int]) -> None:
    tables = Tables(PROGRAM)
    low, high = RANGES[slot]
    expected = min(max(evaluate(expr, at), low), high)
    assert changed(tables, slot, expr)(at) == expected
    found = tables.change(slot, expr)
    if found is not None:
        assert found[1][at[slot]] == expected


words = st.text(alphabet="ab  ", max_size=5)
segments = st.recursive(
    words
    | st.tuples(st.just("s"), words, st.sampled_from(["", "em"]))
    | st.tuples(st.just("v"), st.integers(0, len(RANGES) - 1), st.sampled_from(["", "", "strong"]))
    | st.tuples(st.just("t"), st.just(0), st.just("")),
    lambda inner: st.tuples(
        st.just("?"), conditions, st.lists(inner, max_size=3), st.lists(inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip


def written(parts: Any, at: list[int], who: str) -> str:
    """A text by its meaning, blanks folded."""
    text = ""
    for one in parts:
        if isinstance(one, str):
            text += one
        elif one[0] == "s":
            text += one[1]
        elif one[0] == "v":
            text += str(at[one[1]])
        elif one[0] == "t":
            text += who
        else:
            text += written(one[2] if evaluate(one[1], at) else one[3], at, who)
    return text


@settings(max_examples=100, deadline=None)
@given(parts=st.lists(segments, min_size=1, max_size=5), at=values)
@example(parts=["a ", ("s", "  ", "em"), ("?", ("v", 0), ["b"], [])], at=[low for low, _ in RANGES])
@example(parts=[("s", "  ", "em"), "  a", ("t", 0, "")], at=[low for low, _ in RANGES])
@example(parts=["a ", ("s", "  ", "em"), "b"], at=[low for low, _ in RANGES])
def test_every_way_of_writing_a_text_gives_its_meaning(parts: Any, at: list[int]) -> None:
    text, spans = Template(parts, Tables(PROGRAM)).write(list(at), RenderContext(("Min",), 0))
    assert text == " ".join(written(parts, at, "Min").split())
    assert "".join(one for one, _ in spans) == text == text.strip(" ")
