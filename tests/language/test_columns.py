"""Words in rows: no row wider than its column in any terminal, nothing lost, no letter cut, no sign where it must not stand."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import iter_graphemes, wcswidth

from game.language.text.cleaning import clean
from game.language.text.columns import BLANKS, clusters, cuts, fold, pad, shorten, width

LETTERS = [
    "a", "é", "e\u0302\u0301", "x\u0336", "ß", "—", "…", "“", "”", "’", ".", ",", "(", ")", "-", "1", "$", "%",
    "한", "글", "\u1112\u1161\u11ab", "\u1140\u1161", "\u1100\u1100\u1161", "ㅎ", "\u3164", "字", "彼", "か", "ー", "ゃ", "ｱ", "ﾞ", "Ａ", "。", "、",
    "「", "」", "（", "）", "！", "葛\U000e0100", "𠮷",
    "☀️", "❤️", "❤︎", "1️⃣", "⌚︎", "🇰🇷", "🇰", "👨‍👩‍👧‍👦", "👩‍❤️‍👨", "🏴‍☠️", "👍🏽", "☝🏽", "🏽", "😀",
    "कि", "क्‍ष", "நி", "မြ", "ශ්‍රී", "שָׁ", "ﷺ", "a\u200d", "\u0378", "\ue000",
]  # fmt: skip
"""Letters as readers count them, of the kinds that terminals and scripts differ in."""
NO_BREAK = ["\u00a0", "\u202f", "\u2007"]
LINES = st.lists(st.sampled_from([*LETTERS, *NO_BREAK, " ", " ", "  ", "\u3000"]), max_size=60).map("".join).map(clean)
ANYTHING = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80).map(clean)


def char_by_char(text: str) -> int:
    """How a terminal counts that knows nothing of joiners."""
    return sum(max(0, wcswidth(char)) for char in text if not "\U0001f1e6" <= char <= "\U0001f1ff")


def rows_of(line: str, first: int, rest: int) -> list[str]:
    places = [0, *cuts(line, first, rest), len(line)]
    return [line[start:end] for start, end in pairwise(places)]


@given(LINES | ANYTHING, st.integers(1, 40), st.integers(1, 40))
@example("天☀️地☔️人⚠️" * 9, 20, 20)
@example("🇰🇷" * 30, 7, 7)
@example("👨‍👩‍👧‍👦" * 30, 3, 3)
@example("字" * 3, 1, 3)
@example("ᄀ" * 30 + "각", 10, 10)
def test_no_row_is_wider_than_its_column_and_nothing_is_lost(line: str, first: int, rest: int) -> None:
    rows = rows_of(line, first, rest)
    assert "".join(rows) == line
    for number, row in enumerate(rows):
        shown = row.rstrip(BLANKS)
        room = rest if number else first
        if width(shown) > room:  # only a character that is by itself too wide, with what takes no room
            assert sum(bool(width(char)) for char in shown.strip(BLANKS)) <= 1
        assert max(cell_len(shown), char_by_char(shown)) <= width(shown)
        assert number == len(rows) - 1 or shown or not number


@given(LINES, st.integers(8, 40))
def test_no_letter_is_cut(line: str, columns: int) -> None:
    letters = list(iter_graphemes(line))
    ends = {0, *(at for at, char in enumerate(line, 1) if char in BLANKS)}  # a mark on a blank is no letter
    at = 0
    for letter in letters:
        at += len(letter)
        ends.add(at)
    wide = any(width(letter) > columns for letter in letters)
    assert wide or set(cuts(line, columns, columns)) <= ends


BEGINS_NO_ROW = "。、」）！.,)%’”…ーゃ\u00a0\u202f\u2007"
ENDS_NO_ROW = "「（($“\u00a0\u202f\u2007"


@given(st.text(st.sampled_from("字彼か한a1 😀" + BEGINS_NO_ROW + ENDS_NO_ROW), max_size=60), st.integers(2, 40))
def test_rows_begin_and_end_only_where_they_may(line: str, columns: int) -> None:
    def may_part(before: str, after: str) -> bool:
        return after not in BEGINS_NO_ROW and before not in ENDS_NO_ROW

    for before, after in pairwise(rows_of(line, columns, columns)):
        if before[-1:] not in BLANKS and not may_part(before[-1], after[0]):
            # Whoever cuts there had no other place in the row.
            assert not any(may_part(one, two) for one, two in pairwise(before.lstrip(BLANKS)))


@pytest.mark.parametrize("columns", range(6, 60))
def test_east_asian_text_keeps_its_rules(columns: int) -> None:
    line = (
        "彼は言った、「今日は良い天気ですね」。そして行ってしまった……それから誰も彼を見なかった、「なぜ」、と思った！？"
        * 3
    )
    for before, after in pairwise(rows_of(line, columns, columns)):
        assert after[0] not in "、。」！？…っゃー"
        assert before[-1] != "「"
        assert width(before) > columns - 6  # and the rows are full


@pytest.mark.parametrize("columns", range(12, 60))
@pytest.mark.parametrize("space", NO_BREAK)
def test_no_break_spaces_hold(columns: int, space: str) -> None:
    line = (
        f"Mais pourquoi donc{space}? dit-elle, et il ne sut pas{space}; jamais, dit-il{space}! Il y a 10{space}km." * 2
    )
    rows = rows_of(line, columns, columns)
    assert sum(row.count(space) for row in rows) == 8
    assert not any(row.startswith((space, "?", ";", "!", "km")) or row.endswith(space) for row in rows)


def test_korean_breaks_between_words() -> None:
    assert fold("그녀는 창문을 열었다. 아무도 「안녕」이라고 하지 않았다.", 18) == [
        "그녀는 창문을",
        "열었다. 아무도",
        "「안녕」이라고",
        "하지 않았다.",
    ]


def test_words_that_touch_letters_of_other_scripts_may_part() -> None:
    assert fold("彼はLondonへ", 6) == ["彼は", "London", "へ"]


def test_cells_of_a_table_stand_under_each_other() -> None:
    assert {width(pad(name, 12)) for name in ("roof", "옥상", "крыша", "屋上")} == {12}
    assert pad("longer than that", 4) == "longer than that"


def test_prefixes_count() -> None:
    assert fold("one two three", 9, first="> ", rest="    ") == ["> one two", "    three"]
    assert fold("", 9, first="> ") == ["> "]


@given(LINES | ANYTHING, st.integers(1, 30))
def test_shortening_fits_and_cuts_no_letter(words: str, columns: int) -> None:
    short = shorten(words, columns)
    assert width(short) <= columns
    if width(words) <= columns:
        assert short == words
    else:
        assert short.endswith("…")
        kept = list(clusters(short[:-1]))
        assert kept == list(clusters(words))[: len(kept)]


def test_every_character_takes_at_least_what_the_screen_counts() -> None:
    """The screen's library cuts off what it takes to be wider than a row."""
    for point in range(0x20, 0x30000):
        char = chr(point)
        if unicodedata.category(char) not in ("Cc", "Cs"):
            assert width(char) >= cell_len(char), hex(point)
