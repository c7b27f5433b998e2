"""Names of things may be of any script's letters; what looks the same is the same name, or is told."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.language.schema.declared.entries import RESERVED
from game.language.text.identifiers import MARKS, VARIABLE, WORD, Naming, is_value, is_variable, is_word, twin
from game.program.load import Loaded, load

SCRIPTS = {
    "Russian": "крыша", "Korean": "지붕", "Japanese": "屋根の上", "Hindi": "मुख्य", "Thai": "ห้องน้ำ", "Arabic": "سقف",
    "Greek": "στέγη", "French": "toît_élevé", "Hebrew": "גג", "Tamil": "கூரை", "Vietnamese": "mái_nhà", "Burmese": "အမိုး",
}  # fmt: skip

STORY = """\
story: NAME
title: T
start: NAME
chapter: {id: NAME, title: C}
cast: {NAME: Somebody}
places: {NAME: A place}
codex: {NAME: {title: X, text: Y}}
endings: {NAME: An end}
variables:
  NAME: bool
  v: {type: int, max: 3, min: 0}
  e: {type: enum, values: [NAME, other]}
groups: {g_NAME: {of: all, type: int, min: 0, max: 3}}
phrases: {p_NAME: "phrase {v}"}
status: [NAME]
always: [{that: v < 3, because: x}]
scenes:
  NAME:
    place: NAME
    body:
      - "{if NAME: Yes. | else: No.} {NAME} {p_NAME} {g_NAME.NAME}. {visits(NAME.l_NAME)}"
      - NAME: Hello.
      - learn: NAME
      - do: [NAME = true, v += 1, e = NAME, g_NAME.NAME += 1]
      - draw: d_NAME
        by: random
      - label: l_NAME
      - choices:
          - choice: Go
            id: NAME
            if: NAME and e == NAME and visits(NAME) >= 1 and not seen(NAME.NAME)
            goto: NAME.l_NAME
          - Stay -> end_NAME
  s_NAME: {deck: d_NAME, when: not NAME or NAME, body: [{return: }]}
  end_NAME: [{ending: NAME}]
"""


def loaded(folder: Path, text: str) -> Loaded:
    path = folder / "s.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, cache=False)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_everything_can_be_named_in_every_script(script: str, form: str, tmp_path: Path) -> None:
    text = STORY.replace("NAME", SCRIPTS[script])
    # The second half of the file composes its letters in the other way.
    where = text.index("scenes:")
    text = normalize("NFC", text[:where]) + normalize("NFD" if form == "NFD" else "NFC", text[where:])
    story = loaded(tmp_path, text)
    assert story.program is not None, story.diagnostics
    assert [one for one in story.diagnostics if one.code != "W303"] == []
    session = Session(story.program, seed=1)
    session.choose(0)
    assert [option.label for option in session.turn.options] == ["Stay"]
    session.choose(0)
    assert session.turn.ending == SCRIPTS[script]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("ｌａｍｐ", "write lamp"),
        ("ﬁre", "write fire"),
        ("a\u200db", "cannot be seen"),
        ("la\ufe0fmp", "cannot be seen"),
        ("\u3164", "cannot be seen"),
        ("x²", "write x2"),
        ("ла мп", "one word"),
        ("лам!", "one word"),
    ],
)
@pytest.mark.parametrize("kind", ["variables", "endings"])
def test_what_only_looks_like_a_name_is_refused_with_the_cure(kind: str, name: str, hint: str, tmp_path: Path) -> None:
    value = "bool" if kind == "variables" else "X"
    (found,) = [
        one
        for one in loaded(
            tmp_path, f"story: s\ntitle: T\nstart: a\n{kind}: {{{name}: {value}}}\nscenes: {{a: [{{goto: a}}]}}\n"
        ).diagnostics
        if one.code == "E105"
    ]
    assert hint in found.hint


def test_names_that_look_the_same_are_told(tmp_path: Path) -> None:
    text = "story: s\ntitle: T\nstart: a\nvariables:\n  camp: bool\n  c\u0430mp: bool\nscenes: {a: [{goto: a}], \u0430: [{goto: a}]}\n"
    found = [one for one in loaded(tmp_path, text).diagnostics if one.code == "W312"]
    assert [(one.line, one.column) for one in found] == [(6, 3), (7, 26)]
    assert [(one.line, one.column) for one in found[0].related] + [
        (one.line, one.column) for one in found[1].related
    ] == [
        (5, 3),
        (7, 10),
    ]
    assert "Cyrillic" in found[0].message
    other_way = text.replace("  camp: bool\n  c\u0430mp: bool\n", "  c\u0430mp: bool\n  camp: bool\n")
    assert [one.line for one in loaded(tmp_path, other_way).diagnostics if one.code == "W312"] == [6, 7]


def test_a_name_in_anothers_letters_is_told_as_that(tmp_path: Path) -> None:
    text = "story: s\ntitle: T\nstart: a\nscenes: {a: [{goto: \u0440\u043e\u043e\u0440}], poop: [{goto: a}]}\n"
    (found,) = [one for one in loaded(tmp_path, text).diagnostics if one.code == "E120"]
    assert found.hint.startswith("did you mean poop?")
    assert "Cyrillic" in found.hint


@pytest.mark.parametrize("name", ["roof", *SCRIPTS.values()])
def test_a_blank_that_is_none_is_told_behind_a_key_in_every_script(name: str, tmp_path: Path) -> None:
    text = f"story: s\ntitle: T\nstart: {name}\nscenes:\n  {name}:\u00a0\n    - ending: e\nendings: {{e: E}}\n"
    (found,) = loaded(tmp_path, text).diagnostics
    assert (found.code, found.line, found.column) == ("E050", 5, 4 + len(name))


LETTERS = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Cf"]), min_size=1, max_size=8)


@given(LETTERS)
def test_a_name_is_read_as_one_word_wherever_it_stands(word: str) -> None:
    from game.language.expression import parse_effect, parse_expression
    from game.language.markup import Value, parse_markup
    from game.language.terms import Name

    name = normalize("NFC", word)
    if is_variable(name) and name.lower() not in RESERVED:
        assert parse_expression(f"{name} > 1").left == Name(name, 0)  # type: ignore[union-attr]
        assert parse_effect(f"{name} += 1").name == name
        (piece,) = parse_markup("{" + name + "}")
        assert isinstance(piece, Value)
        assert piece.name == name
        assert "." in name or is_word(name)
    if is_value(name):
        assert is_variable(name)


def test_a_twin_is_another_name() -> None:
    assert twin("camp", ["camp", "other"]) == ""
    assert twin("c\u0430mp", ["camp"]) == "camp"
    assert twin("camp", ["c\u0430mp"]) == "c\u0430mp"


ALL_MARKS = "".join(
    chr(code)
    for first, last in re.findall(r"([^-])(?:-([^-]))?", MARKS)
    for code in range(ord(first), ord(last or first) + 1)
)


@pytest.mark.parametrize("pattern", [VARIABLE, WORD])
@given(text=st.text(st.sampled_from("aé1.-_ ’…крशव지") | st.sampled_from(ALL_MARKS) | st.characters(), max_size=12))
def test_the_pattern_for_a_text_finds_what_the_whole_pattern_finds(pattern: str, text: str) -> None:
    assert Naming(pattern).of(text).findall(text) == re.findall(pattern, text)


def test_no_mark_is_left_out_of_the_pattern_for_its_text() -> None:
    pattern = Naming(WORD)
    assert [mark for mark in ALL_MARKS if not pattern.of(f"a{mark}").fullmatch(f"a{mark}")] == []
