"""Transcripts: readable as text, with nothing in them that acts on a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.language.text.characters import FORBIDDEN
from game.language.text.cleaning import clean as cleaned
from game.program.model import Program
from game.replay.reports.transcript import clean, golden

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
def test_clean_text_is_what_may_be_shown_with_plain_blanks(text: str) -> None:
    assert re.search(FORBIDDEN, clean(text)) is None
    assert clean(text) == cleaned(clean(text))
    assert all(char in " \n" or not char.isspace() for char in clean(text))
