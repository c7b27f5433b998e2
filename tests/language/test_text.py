"""What reaches a terminal, and the names people probably meant."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.language.text.characters import FORBIDDEN
from game.language.text.cleaning import clean, clean_line
from game.language.text.nearest import nearest

ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
ANYTHING = st.text(st.characters(exclude_categories=()))


@given(ANYTHING)
def test_nothing_that_acts_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not ACTS.search(cleaned)
    assert not re.search(FORBIDDEN, cleaned)
    cleaned.encode("utf-8")


@given(ANYTHING)
def test_cleaning_twice_changes_nothing_and_gives_nfc(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(st.lists(st.sampled_from("ae\u0301\u0316\u0345\u1100\u1161\u11a8\u200b\u0f71"), max_size=200).map("".join))
def test_marks_are_composed_and_bounded(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("\n\t")))
def test_visible_ascii_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b]52;c;aGk=\x07hi\x1b[2J", "]52;c;aGk=hi[2J"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("👩\u200d🚀 ❤\ufe0f", "👩\u200d🚀 ❤\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("abc\u202edef\u2066", "abcdef"),
    ],
)
def test_what_goes_and_what_stays(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_line_stays_one() -> None:
    assert clean_line("a\nb\tc\r\n\x1b[1m") == "a b c [1m"


def test_a_tower_of_marks_takes_no_time() -> None:
    began = time.process_time()
    cleaned = clean("a" + "\u0301\u0316" * 200_000 + "b")
    assert time.process_time() - began < 1
    assert len(cleaned) < 40


NAMES = ["cellar", "stair", "roof", "boiler_room", "trust.namra", "trust.jiho", "the-ferry", "Roof2"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("celar", "cellar"),
        ("cellra", "cellar"),
        ("Cellar", "cellar"),
        ("stairs", "stair"),
        ("rof", "roof"),
        ("boiler-room", "boiler_room"),
        ("boilr_rom", "boiler_room"),
        ("trust.nanra", "trust.namra"),
        ("jiho", "trust.jiho"),
        ("boiler", "boiler_room"),
        ("the_fery", "the-ferry"),
        ("kitchen", None),
        ("x", None),
        ("", None),
        ("y" * 100_000, None),
    ],
)
def test_the_nearest_name(wrong: str, right: str | None) -> None:
    assert nearest(wrong, NAMES) == right


NAME = st.text("abcdefgh_.", min_size=1, max_size=12)


@given(NAME, st.lists(NAME, max_size=20))
def test_the_nearest_is_one_of_the_candidates(name: str, candidates: list[str]) -> None:
    found = nearest(name, candidates)
    assert found is None or found in candidates
    if name in candidates:
        assert found is not None
        assert found.replace("-", "_") == name


@given(st.text("abcdefgh", min_size=4, max_size=12), st.data())
def test_one_slip_is_always_forgiven(name: str, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(name) - 2))
    slips = [
        name[:at] + name[at + 1 :],
        name[:at] + "z" + name[at:],
        name[:at] + "z" + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ]
    for slip in slips:
        assert nearest(slip, ["zzzzzzzzzzzzzzzzzz", name, "q"]) == name


def test_twenty_thousand_names_take_no_time() -> None:
    names = [f"scene_{number:05}" for number in range(20_000)]
    began = time.process_time()
    assert nearest("scene_0123", names) is not None
    assert nearest("lamp_room", names) is None
    assert time.process_time() - began < 1
