"""Patterns mean what `re` says they mean, and take no longer than the text deserves."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.replay.scripts.pattern import MAX_PATTERN, PatternError, TextPattern

_ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", r"\s", "c", " ", r"\.", "[a-c-]", r"[\d_]"])


def _join(parts: list[str]) -> str:
    return "".join(parts)


_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(_join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}", "*?"])).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: "^" + one),
        inner.map(lambda one: one + "$"),
        inner.map(lambda one: r"\b" + one),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(_PATTERNS, st.text(alphabet="abc1_. \n", max_size=12))
def test_finds_what_re_finds(pattern: str, text: str) -> None:
    # With the ends of lines as ours; `re` also sees a line before the last newline, which is no difference for a search.
    assert TextPattern(pattern).found_in(text) == bool(re.search(pattern, text, re.MULTILINE)), (pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("gives? it back", "She gives it back.", True),
        ("^She", "And\nShe went", True),
        ("went$", "She went\nhome", True),
        ("(?i)NAM-RA", "nam-ra waits", True),
        ("NAM-RA", "nam-ra waits", False),
        ("(?i)[A-C]x", "bX", True),
        ("한(국|라)", "한라산", True),
        ("a{2,3}b", "xaab", True),
        ("a{3}b", "xaab", False),
        ("x{1", "x{1", True),
        ("", "anything", True),
        (r"\$5", "it costs $5", True),
    ],
)
def test_examples(pattern: str, text: str, found: bool) -> None:
    assert TextPattern(pattern).found_in(text) is found


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(a)\1", "earlier group"),
        ("(?=a)", "ahead"),
        ("(?<=a)b", "behind"),
        ("(?P<x>a)", "named"),
        ("(?(1)a)", "conditions"),
        ("a**", "two repeats"),
        ("*a", "nothing to repeat"),
        ("(a", "never closed"),
        ("a)", "closes nothing"),
        ("[a", "never closed"),
        ("[z-a]", "backwards"),
        ("a{1000}", "up to 100"),
        ("(" * 30 + ")" * 30, "too deeply"),
        ("((a{100}){100})", "too large"),
        ("a" * (MAX_PATTERN + 1), "longer than"),
        ("a\\", "backslash at the end"),
        (r"\q", "means nothing"),
        ("^*", "cannot be repeated"),
    ],
)
def test_refuses(pattern: str, words: str) -> None:
    with pytest.raises(PatternError, match=re.escape(words)):
        TextPattern(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*c", "(.*)(.*)(.*)(.*)(.*)c", "(a?){50}a{50}b", "(a|b|ab)*c"])
def test_what_hangs_re_does_not_hang_this(pattern: str) -> None:
    # A ratio in one run: the text ten times as long costs at most some thirty times as much.
    short, long = "ab" * 500, "ab" * 5000
    TextPattern(pattern).found_in("ab")
    began = time.process_time()
    TextPattern(pattern).found_in(short)
    first = time.process_time() - began
    began = time.process_time()
    assert not TextPattern(pattern).found_in(long)
    assert time.process_time() - began < 30 * max(first, 0.001)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab(|)[]*+?{}^$.\\1,-!=<P", max_size=20))
def test_any_text_is_a_pattern_or_refused(pattern: str) -> None:
    offset = 0
    try:
        TextPattern(pattern).found_in("abba (a) {1}")
    except PatternError as error:
        offset = error.offset
    assert 0 <= offset <= len(pattern)
