"""Particles and articles: each word takes the one that its sound asks for."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.language.bending import BENT
from game.program.load import load


@pytest.mark.parametrize(
    ("rule", "word", "whole"),
    [
        ("은/는", "민", "민은"), ("은/는", "나라", "나라는"), ("은/는", "Min", "Min은"), ("은/는", "Jisoo", "Jisoo는"), ("이/가", "3", "3이"),
        ("이/가", "2", "2가"), ("을/를", "길", "길을"), ("과/와", "별", "별과"), ("과/와", "개", "개와"), ("아/야", "지민", "지민아"),
        ("아/야", "지호", "지호야"), ("이/", "지민", "지민이"), ("이/", "지호", "지호"), ("으로/로", "길", "길로"), ("으로/로", "집", "집으로"),
        ("으로/로", "바다", "바다로"), ("으로/로", "7", "7로"), ("은/는", "김(민)", "김(민)은"), ("a/an", "apple", "an apple"), ("a/an", "lamp", "a lamp"),
        ("a/an", "hour", "an hour"), ("a/an", "unicorn", "a unicorn"), ("a/an", "umbrella", "an umbrella"), ("a/an", "one", "a one"),
        ("a/an", "onion", "an onion"), ("a/an", "European", "a European"), ("a/an", "8", "an 8"), ("a/an", "180", "a 180"),
    ],
)  # fmt: skip
def test_a_word_takes_what_its_sound_asks_for(rule: str, word: str, whole: str) -> None:
    before, behind = BENT[rule](word)
    assert before + word + behind == whole


@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
def test_a_syllable_is_closed_where_its_letters_are_three(syllable: str) -> None:
    closed = len(unicodedata.normalize("NFD", syllable)) == 3
    assert BENT["은/는"]("가" + syllable)[1] == ("은" if closed else "는")


STORY = """\
story: s
title: S
start: a
variables: {name: {type: text}, side: {type: enum, values: [owl, cat]}}
setup: [{ask: Who?, set: name, max: 40}]
endings: {o: O}
scenes:
  a:
    - "[*{name:은/는}*] [{side:a/an}] [{name:이/가}{name}]"
    - choices: [{choice: Cat, do: side = cat, goto: a}, Go]
    - ending: o
"""


@given(st.text("민나라길Min 8", max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_text_shows_is_the_word_with_what_it_takes(tmp_path: Path, name: str) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(STORY, encoding="utf-8")
    program = load(path, cache=False).program
    assert program is not None
    session = Session(program, setup={"name": name})
    word = " ".join(str(session.value("name")).split(" ")).strip(" ")
    shown = [word + BENT[rule](word)[1] if word else "" for rule in ("은/는", "이/가")]
    said = session.turn.blocks[0].text
    wanted = f"[{shown[0]}] [an owl] [{shown[1]}{session.value('name')}]"
    assert " ".join(said.split()) == " ".join(wanted.split())
    assert "[a cat]" in session.choose(0).blocks[0].text
