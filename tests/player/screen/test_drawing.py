"""From values to lines: wrapping that loses nothing, gauges, Markdown."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from game.engine.turn import Block, Option
from game.language.text.markdown import escaped
from game.player.screen.look.drawing import Para, block_para, gauge, option_para, wrap
from game.player.storage.cards import duration, moment
from game.program.declared import Variable

WORDS = st.text(st.sampled_from("ab ŏ한字\n-é  "), max_size=300)


@given(WORDS, st.integers(10, 80), st.integers(0, 12), st.integers(0, 12), st.integers(0, 2))
def test_wrapping_keeps_every_letter_within_the_width(
    words: str, width: int, first: int, rest: int, above: int
) -> None:
    para = Para(((words[: len(words) // 2], "text"), (words[len(words) // 2 :], "text+em")), first, rest, above)
    rows = wrap(para, width)
    assert "".join("".join(row.text.split()) for row in rows) == "".join(words.split())
    for row in rows:
        assert cell_len(row.text) <= width
    assert all(not row.pieces for row in rows[:above])
    assert len(rows) > above


PIECES = st.sampled_from(
    [
        "天☀️",
        "❤️",
        "🇰🇷",
        "👨‍👩‍👧‍👦",
        "👍🏽",
        "한국",
        "ᄒ",
        "कि",
        "क्‍ष",
        "a\u200d",
        "e\u0302",
        "。",
        "「",
        " ",
        "end",
        "\u00a0",
    ]
)


@given(
    st.lists(st.tuples(PIECES, st.sampled_from(["text", "text+em"])), max_size=40),
    st.integers(10, 40),
    st.integers(0, 8),
)
def test_no_row_of_pieces_is_wider_than_the_screen_takes_its_column_to_be(
    pieces: list[tuple[str, str]], width: int, rest: int
) -> None:
    """What the screen takes to be wider is cut off there, and never shown."""
    rows = wrap(Para(tuple(pieces), rest=rest, above=0), width)
    for row in rows:
        assert row.indent + sum(cell_len(words) for words, _ in row.pieces) <= width
    shown = "".join(words for row in rows for words, _ in row.pieces)
    assert shown.replace(" ", "") == "".join(words for words, _ in pieces).replace(" ", "")


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=40), st.integers(20, 60))
def test_words_are_broken_only_between_words(words: list[str], width: int) -> None:
    rows = wrap(Para(((" ".join(words), "text"),), above=0), width)
    assert [word for row in rows for word in row.text.split()] == words
    for row, after in pairwise(rows):
        assert cell_len(row.text) + 1 + len(after.text.split()[0]) > width


def test_a_line_of_dialogue_hangs_beside_the_name() -> None:
    from types import SimpleNamespace

    program = SimpleNamespace(cast={"s": SimpleNamespace(name="Oh Sun-ja", short="Sun-ja", colour="green")})
    block = Block("x", "speech", "s", "one two three four", (("one two three four", ""),))
    rows = wrap(block_para(program, block, above=0), 20)  # type: ignore[arg-type]  # a cast is all it looks at
    assert [row.text for row in rows] == ["Sun-ja  one two", "        three four"]


def test_an_aside_has_an_edge_on_every_line() -> None:
    block = Block("x", "aside", "", "one two three four", (("one two three four", ""),))
    rows = wrap(block_para(None, block, above=0), 14)  # type: ignore[arg-type]  # asides have no speaker
    assert [row.text for row in rows] == ["  │ one two", "  │ three four"]


def test_a_closed_choice_says_so_in_words() -> None:
    para = option_para(3, Option("x", "Open it", (("Open it", ""),), False, "you have the key"), "option:2")
    assert "".join(words for words, _ in para.pieces) == " 3  Open it  (closed: you have the key)"
    assert not para.open


def variable(show: str, low: int, high: int) -> Variable:
    return Variable("x.y", "int", low, high, low, (), (), "", show, False)


@pytest.mark.parametrize(
    ("show", "low", "high", "value", "drawn"),
    [
        ("bar", 0, 10, 0, "▯▯▯▯▯▯▯▯▯▯"),
        ("bar", 0, 10, 3, "▮▮▮▯▯▯▯▯▯▯"),
        ("bar", 0, 10, 10, "▮▮▮▮▮▮▮▮▮▮"),
        ("bar", 0, 1000, 1, "▮▯▯▯▯▯▯▯▯▯"),
        ("bar", 0, 1000, 999, "▮▮▮▮▮▮▮▮▮▮"),
        ("bar", -5, 5, 0, "▮▮▮▮▮▯▯▯▯▯"),
        ("dots", 0, 5, 2, "●●○○○"),
        ("number", 0, 5, 2, "2"),
    ],
)
def test_gauges(show: str, low: int, high: int, value: int, drawn: str) -> None:
    assert "".join(words for words, _ in gauge(variable(show, low, high), value, str(value))) == drawn


def test_markdown_is_escaped() -> None:
    assert escaped("*a* _b_ [c](d) <e> `f` # g") == r"\*a\* \_b\_ \[c\](d) \<e\> \`f\` \# g"
    assert escaped("&amp; &#65;") == r"\&amp; \&\#65;"
    assert escaped("1. no list\n- none") == "1\\. no list\n\\- none" or escaped("- none") == r"\- none"


def test_times_as_people_say_them() -> None:
    assert [duration(seconds) for seconds in (0, 59, 60, 3599, 3600, 4320)] == [
        "under a minute",
        "under a minute",
        "1 min",
        "59 min",
        "1 h 0 min",
        "1 h 12 min",
    ]
    now = datetime(2026, 3, 5, 21, 14).astimezone()
    assert moment(now.isoformat(), now) == "today 21:14"
    assert moment(now.replace(day=4).isoformat(), now) == "yesterday 21:14"
    assert moment(now.replace(month=1).isoformat(), now) == "5 Jan 2026 21:14"
    assert moment("", now) == ""
