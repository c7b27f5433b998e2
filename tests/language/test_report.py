"""Diagnostics as people and machines read them."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from game.language.diagnostics.diagnostic import Diagnostic, Location
from game.language.diagnostics.report import render, render_all, summary
from game.language.yaml.reader import Source, read_text


def found(text: str, name: str = "story.yaml") -> tuple[Diagnostic, dict[str, Source]]:
    document = read_text(text, name)
    return document.diagnostics[0], {name: document.source}


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def test_a_diagnostic_as_text() -> None:
    assert render(*found("scenes:\n  text: He said: run!\n")).split("\n") == [
        "story.yaml:2:16: error[E030]: a colon with a space behind it ends a key, but this one is in a sentence",
        "  2 |   text: He said: run!",
        "    |                ^",
        '  hint: put the whole text in quotes: "He said: run!"',
    ]


def test_the_hint_quotes_all_of_a_text_that_was_taken_for_a_key() -> None:
    """No field has a name with a space in it, so what stands before the first colon is prose, too."""
    text = "scenes:\n  cellar:\n    - It is {if lit: bright | else: dark}.\n"
    assert render(*found(text)).endswith('put the whole text in quotes: "It is {if lit: bright | else: dark}."')
    text = "choices:\n  - choice: He said: run\n"
    assert render(*found(text)).endswith('put the whole text in quotes: "He said: run"')


def test_the_other_place_is_shown() -> None:
    assert render(*found("a: 1\na: 2\n")).endswith("\n  first here: story.yaml:1:1")


def caret_column(rendered: str) -> tuple[str, int]:
    """The source line as shown, and the cell the caret stands under."""
    lines = rendered.split("\n")
    shown, caret = lines[1], lines[2]
    gutter = shown.index("| ") + 2
    return shown[gutter:], caret.index("^") - gutter


def test_the_caret_stands_under_wide_characters() -> None:
    shown, column = caret_column(render(*found("- 한국어: 그는 말했다: 달려\n")))
    assert column == cells(shown[: shown.rindex(":")])


def test_the_caret_stands_under_text_behind_a_tab() -> None:
    diagnostic = Diagnostic("E999", "error", "s", 1, 5, "x", length=2)
    shown, column = caret_column(render(diagnostic, {"s": Source("s", "a\tb cd")}))
    assert shown[column : column + 1] == "c"


def test_a_long_line_is_cut_to_what_is_round_the_caret() -> None:
    shown, column = caret_column(render(*found("a: " + "word " * 9_000 + "x: y " + "more " * 9_000)))
    assert cells(shown) <= 105
    assert shown[0] == shown[-1] == "…"
    assert shown[column] == ":"


def test_the_caret_underlines_what_is_meant() -> None:
    diagnostic = Diagnostic("E999", "error", "s", 1, 3, "x", length=4)
    assert render(diagnostic, {"s": Source("s", "a bcde f")}).split("\n")[2] == "    |   ^~~~"


def test_a_file_that_is_not_there_has_no_line() -> None:
    assert (
        render(Diagnostic("E001", "error", "s", 1, 1, "gone", "look"), {}) == "s:1:1: error[E001]: gone\n  hint: look"
    )


def test_nothing_from_a_file_acts_on_the_terminal() -> None:
    evil = "\x1b]0;x\x07\u202e\x9b2J\n::error::"
    diagnostic = Diagnostic("E999", "error", evil, 1, 2, evil, evil, (Location(evil, 1, 1),), 3)
    sources = {evil: Source(evil, "a\x1b[2J\u202eb")}
    assert len(render(diagnostic, sources).split("\n")) == 5
    for shown in (
        render(diagnostic, sources),
        *(render_all([diagnostic], sources, format=one) for one in ("json", "github")),
    ):
        assert not set(shown) & set("\x1b\x07\u202e\x9b")
    assert "<U+001B>" in render(diagnostic, sources)
    assert len(render_all([diagnostic], {}, format="json").split("\n")) == 1
    assert len(render_all([diagnostic], {}, format="github").split("\n")) == 1


def test_colour_only_adds_to_the_text() -> None:
    diagnostic, sources = found("a: 1\na: 2\n")
    coloured = render(diagnostic, sources, colour=True)
    assert "\x1b[" in coloured
    plain = coloured
    for code in ("\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert plain == render(diagnostic, sources)


def test_json_has_all_fields() -> None:
    diagnostic, sources = found("a: 1\na: 2\n")
    assert json.loads(render_all([diagnostic], sources, format="json")) == {
        "code": "E016",
        "severity": "error",
        "file": "story.yaml",
        "line": 2,
        "column": 1,
        "length": 1,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "related": [{"file": "story.yaml", "line": 1, "column": 1}],
    }


def test_annotations_are_escaped_as_github_wants() -> None:
    diagnostic = Diagnostic("E999", "warning", "a,b:c%.yaml", 3, 4, "50% of\nit: all, of it")
    assert (
        render_all([diagnostic], {}, format="github")
        == "::warning file=a%2Cb%3Ac%25.yaml,line=3,col=4,title=E999::50%25 of%0Ait: all, of it"
    )


def test_the_summary_counts() -> None:
    error = Diagnostic("E999", "error", "s", 1, 1, "x")
    warning = Diagnostic("W999", "warning", "s", 1, 1, "x")
    assert summary([error, warning, error]) == "2 errors, 1 warning"
    assert summary([warning, warning]) == "2 warnings"
    assert summary([]) == "no errors"
    assert render_all([error], {}).endswith("\n\n1 error")
    assert render_all([], {}) == ""


@given(st.text(max_size=300), st.integers(1, 400), st.integers(1, 400), st.integers(1, 5))
def test_any_place_in_any_text_can_be_shown(text: str, column: int, length: int, line: int) -> None:
    diagnostic = Diagnostic("E999", "error", "s", line, column, text, text, (), length)
    rendered = render(diagnostic, {"s": Source("s", text)})
    assert len(rendered.split("\n")) <= 4
    assert all(cells(shown) < 220 for shown in rendered.split("\n")[1:-1])
