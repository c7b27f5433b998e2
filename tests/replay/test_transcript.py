"""Transcripts: readable as text, with nothing in them that acts on a terminal."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from game.engine.session import Session
from game.program.model import Program
from game.replay.transcript import clean, golden

Make = Callable[[str], Program]


def played(program: Program, *choices: int) -> Session:
    session = Session(program)
    for choice in choices:
        session.choose(choice)
    return session


def test_plain_golden(lamp: Program) -> None:
    text = golden(played(lamp, 0))
    assert text.endswith("Nam-ra: You took your time.\n\n 1  Ask who lit it\n 2  Turn it up\n 3  Blow it out\n")


@given(st.text())
def test_clean_text_is_visible(text: str) -> None:
    assert all(char.isprintable() or char in "\n\u200c\u200d" for char in clean(text))
