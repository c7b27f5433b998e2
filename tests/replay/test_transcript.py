"""Transcripts: readable as text and as Markdown, and no story text becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine.session import Session
from game.program.model import Program
from game.replay.transcript import clean, escape, golden, labels_of, markdown

Make = Callable[[str], Program]


def played(program: Program, *choices: int) -> Session:
    session = Session(program)
    for choice in choices:
        session.choose(choice)
    return session


def test_markdown(lamp: Program) -> None:
    session = played(lamp, 0, 1, 0)
    turns = list(session.turns())
    text = markdown(lamp, turns, labels_of(turns, session.choices))
    assert text.startswith(
        "# The Lamp Room\n\n## The cellar\n\nThe lamp is lit, Min. You know this room.\n\n**Nam-ra:** You took your time.\n\n> **Ask who lit it**\n"
    )
    assert "> Somebody has written *up* on the wall." in text
    assert text.rstrip().endswith("---\n\n**The end: The Light**")


def test_plain_golden(lamp: Program) -> None:
    text = golden(played(lamp, 0))
    assert text.endswith("Nam-ra: You took your time.\n\n 1  Ask who lit it\n 2  Turn it up\n 3  Blow it out\n")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("12. no list", "12\\. no list"),
        ("1999) no list", "1999\\) no list"),
        ("*not* _this_", "\\*not\\* \\_this\\_"),
        ("[a](http://x)", "\\[a\\](http:\\/\\/x)"),
        ("<b>&amp;", "\\<b\\>\\&amp;"),
        ("    not code", "not code"),
        ("a\n# b", "a\\\n\\# b"),
        ("me@example.org", "me\\@example.org"),
        ("`code` | ~gone~ $x$", "\\`code\\` \\| \\~gone\\~ \\$x\\$"),
        ("A sentence (with brackets): it's 3.5 - done!", "A sentence (with brackets): it's 3.5 - done!"),
    ],
)
def test_story_text_is_only_text_in_markdown(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text())
def test_nothing_special_stays_unescaped(text: str) -> None:
    line = escape(text)
    bare = re.sub(r"\\.", "x", line, flags=re.DOTALL)
    assert not set("*_`<>[]#|~$&@") & set(bare)
    assert "://" not in bare
    assert not re.search(r"^\s*(?:[-+=]|\d+[.)])", bare, re.MULTILINE)


@given(st.text())
def test_clean_text_is_visible(text: str) -> None:
    assert all(char.isprintable() or char in "\n\u200c\u200d" for char in clean(text))


def test_a_scene_cannot_forge_a_heading(program_of: Make) -> None:
    program = program_of(
        """
        story: forge
        title: "# T"
        start: a
        cast: {x: {name: "**X**"}}
        endings: {e: {title: "](x)", text: x}}
        scenes:
          a:
            - "## Not a heading"
            - x: "> not a quote"
            - choices:
                - "---": [ending: e]
        """
    )
    session = played(program, 0)
    turns = list(session.turns())
    text = markdown(program, turns, labels_of(turns, session.choices))
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == ["# \\# T"]
    assert "**\\*\\*X\\*\\*:** \\> not a quote" in text
