"""Prose markup: what it becomes, and that no text whatever makes reading it fail or take long."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from game.language.markup import (
    Alternative,
    Arm,
    Conditional,
    Literally,
    MarkupError,
    Piece,
    Value,
    parse_markup,
    plain,
)
from game.language.pieces import Part
from game.language.slips.foreign import foreign_in, foreign_markup, foreign_names
from game.language.slips.prose import doubtful_line, mistaken_command

SCRAPS = st.sampled_from([
    "{", "}", "|", "*", "**", "\\", "\n", " ", ":", "if ", "elif ", "else", "first:", "cycle:", "shuffle:", "then:", "heat", "heat > 5",
    "word", "Nam-ra", "{heat}", "{if a: ", "é", "🧟", "visits(room)", "{first: a | then: b}", "\u202e", "\x00",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(SCRAPS, max_size=30).map("".join))


def a(text: str, style: str = "") -> Literally:
    return Literally(text, style)  # type: ignore[arg-type]  # one of the styles


def unplaced(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces without where their arms stand."""
    found: list[Piece] = []
    for one in pieces:
        if isinstance(one, Conditional):
            arms = [arm._replace(pieces=unplaced(arm.pieces), part=None) for arm in one.arms]
            found.append(Conditional(tuple(arms)))
        elif isinstance(one, Alternative):
            last = None if one.last is None else unplaced(one.last)
            found.append(one._replace(arms=tuple(map(unplaced, one.arms)), last=last, parts=()))
        else:
            found.append(one)
    return tuple(found)


def arms_of(pieces: tuple[Piece, ...]) -> Iterator[tuple[Part | None, tuple[Piece, ...]]]:
    """Every arm, and where it says that it stands."""
    for one in pieces:
        if isinstance(one, Conditional):
            for arm in one.arms:
                yield arm.part, arm.pieces
                yield from arms_of(arm.pieces)
        elif isinstance(one, Alternative):
            arms = (*one.arms, *(() if one.last is None else (one.last,)))
            for part, inner in zip(one.parts, arms, strict=True):
                yield part, inner
                yield from arms_of(inner)


@pytest.mark.parametrize(
    "text",
    [
        "before {if x > 1: one} after",
        "{if x: one | else: two}",
        "{if x: one {heat} | elif y: *two* | else: three}, and then",
        "a {first: one | then: two {if z: deep | else: deeper} | three} b",
        r"{cycle: one \| still one | two}",
        "{shuffle: one | two | then: three}",
        "{if x: one\n  line | else:\n  two}",
    ],
)
def test_each_arm_knows_where_it_stands(text: str) -> None:
    found = list(arms_of(parse_markup(text)))
    assert found
    for part, pieces in found:
        if part is None:  # what an if shows where nothing is written for it
            assert not plain(pieces).strip()
        else:
            written = parse_markup(text[slice(*part)].strip())
            assert plain(unplaced(pieces)).strip() == plain(written)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("  plain \n text  ", (a("plain text"),)),
        ("*a* b **c**", (a("a", "em"), a(" b "), a("c", "strong"))),
        ("*a **b** c*", (a("a ", "em"), a("b", "em strong"), a(" c", "em"))),
        ("{heat}!", (Value("heat", "", 1), a("!"))),
        ("{ trust.na-ra }", (Value("trust.na-ra", "", 2),)),
        ("{visits( room.door )}", (Value("visits(room.door)", "", 1),)),
        ("{if x > 1: a}", (Conditional((Arm("x > 1", 4, (a("a"),)),)),)),
        (
            "{if x: a | elif y: b | else: c}",
            (Conditional((Arm("x", 4, (a("a"),)), Arm("y", 16, (a("b"),)), Arm("", 27, (a("c"),)))),),
        ),
        ("{first: a | then: b | c}", (Alternative("first", ((a("a"),), (a("b"),), (a("c"),)), 0),)),
        ("{cycle: a | }", (Alternative("cycle", ((a("a"),), ()), 0),)),
        ("{shuffle: a | b | then: c}", (Alternative("shuffle", ((a("a"),), (a("b"),)), 0, (a("c"),)),)),
        ("*{if x: a*b* | else: c}*", None),
        (r"\{a\} \* \| \\ \x", (a(r"{a} * | \ \x"),)),
        ("a \\\n b", (a("a\nb"),)),
        ("1 * 2", (a("1 * 2"),)),
        ("{if x: a, b: c}", (Conditional((Arm("x", 4, (a("a, b: c"),)),)),)),
    ],
)
def test_a_text_becomes_these_pieces(text: str, pieces: tuple[object, ...] | None) -> None:
    if pieces is not None:
        assert unplaced(parse_markup(text)) == pieces
    else:
        assert plain(parse_markup(text)) == "ab c"


@pytest.mark.parametrize(
    ("text", "at", "code"),
    [
        ("a {heat", 2, "E210"),
        ("a } b", 2, "E210"),
        ("a {if heat > 5: b", 2, "E210"),
        ("{if heat: a {if x: b}", 0, "E210"),
        ("{if heat a}", 4, "E210"),
        ("{if a: b | c}", 9, "E210"),
        ("{if a: b | else: c | d}", 19, "E210"),
        ("{first: a}", 0, "E210"),
        ("a *b", 2, "E211"),
        ("a **b", 2, "E211"),
        ("{if a: *b | else: c}", 7, "E211"),
        ("a {} b", 2, "E212"),
        ("a {two words}", 2, "E212"),
        ("{cycle: " + " | ".join("abcdefghi") + "}", 0, "E210"),
        ("{if a: " * 9 + "b" + "}" * 9, 56, "E210"),
    ],
)
def test_what_does_not_close_or_says_nothing_is_refused_at_its_place(text: str, at: int, code: str) -> None:
    with pytest.raises(MarkupError) as found:
        parse_markup(text)
    assert (found.value.at, found.value.code) == (at, code)
    assert found.value.hint


def look_for_slips(text: str) -> None:
    """What is asked of each text in a file."""
    mistaken_command(text.strip() or "x")
    doubtful_line(text.strip() or "x", frozenset(("goto",)))
    pattern = foreign_in(text)
    for one in [*foreign_names(text), *(foreign_markup(text, pattern) if pattern is not None else ())]:
        assert 0 <= one.at < one.at + one.length <= len(text)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("{if a: {if b: c}")
@example("{first: | | | }")
@example("{shuffle: then: }")
@example("*{if a: *}*")
def test_any_text_is_read_or_refused(text: str) -> None:
    look_for_slips(text)
    wrong = None
    try:
        assert isinstance(plain(parse_markup(text)), str)
    except MarkupError as found:
        wrong = found
    if wrong is not None:
        assert 0 <= wrong.at <= len(text)
        assert wrong.length >= 1
        assert wrong.message
        assert wrong.hint


PARTS = [
    "a",
    " ",
    "  ",
    "\n",
    "\t",
    "{",
    "}",
    "|",
    ":",
    "if ",
    "else:",
    " | else: ",
    "{if a > 1: ",
    "{x.y}",
    "first: ",
    "1",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=10).map("".join))
def test_a_text_is_read_the_same_with_an_escaped_sign_behind_it(text: str) -> None:
    # Most texts hold no escape and are read in a shorter way.
    def read(more: str) -> tuple[object, ...] | None:
        try:
            *pieces, last = parse_markup(text + more)
        except MarkupError:
            return None
        assert isinstance(last, Literally)
        assert last.text.endswith(more[-1])
        return *pieces, last.text[:-1]

    assert read("+") == read("\\}")


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.characters(exclude_characters="\\{}|*\n\t\x00", exclude_categories=("Cs", "Zs", "Zl", "Zp", "Cc")),
        min_size=1,
    )
)
def test_text_without_signs_says_itself(text: str) -> None:
    assert plain(parse_markup(text)) == text


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "{", "}", "*", "* ", "*a ", "|", "\\", "{a}", "{if a: b}", "{if a:", "{if a", "{if a: x} {", "{x", "{first:|", "{visits(", "a\n",
        "{if " + " " * 50, "{ " + " " * 50, "<<", "[[", "(if:", "->", " ", "_", "_a", "__a__", "[a", "$a", "~~a", "<i>", "<!--", "a {if b: , c} ", "a：", "→", 'a "', "{if a: }",
    ],
)  # fmt: skip
def test_long_texts_take_time_in_proportion(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * (count // len(unit))
        best = 9.0
        gc.disable()  # as loading does: a long text is many small values, and looking for cycles among them takes ever longer
        for _ in range(3):
            began = time.process_time()
            look_for_slips(text)
            with suppress(MarkupError):
                parse_markup(text)
            best = min(best, time.process_time() - began)
        gc.enable()
        return best

    small, large = seconds(25_000), seconds(200_000)
    assert large < 40 * small + 0.05, (small, large)
    assert large < 3


@pytest.mark.parametrize(
    "text",
    [
        "You go up and return.",
        "Call me Ishmael.",
        "call me when you can, she says",
        "The sign: no entry",
        "return to sender, it said",
        "if only it were warm",
        "Do not go there",
    ],
)
def test_prose_is_not_taken_for_a_command(text: str) -> None:
    assert mistaken_command(text) == ""
