"""Stories made to keep the compiler busy: what they may ask for is counted, and a located error says what was too much."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from game.engine.sessions.session import Session
from game.language.schema import findings
from game.language.schema.declared import variables
from game.language.text.nearest import nearest
from game.program.compiler.resolution import decks, segments
from game.program.load import Loaded, load

HEAD = """\
story: s
title: S
start: a
endings:
  e: E
variables:
  heat: {type: int, min: 0, max: 40}
"""

Loading = Callable[[str], Loaded]


@pytest.fixture(name="loading")
def _loading(tmp_path: Path) -> Loading:
    def loading(text: str) -> Loaded:
        path = tmp_path / "s.yaml"
        path.write_text(HEAD + text, encoding="utf-8")
        return load(path, cache=False)

    return loading


def line_of(text: str) -> int:
    """The line, in the story, of the place marked with ¤ in the text that follows the head."""
    return (HEAD + text[: text.index("¤")]).count("\n") + 1


def only(loaded: Loaded) -> tuple[str, int]:
    """The code and line of the one error there is."""
    (found,) = [one for one in loaded.diagnostics if one.severity == "error"]
    assert loaded.program is None
    return found.code, found.line


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("    - goto: scene-{0}x\n", "E120"),
        ("    - if: seen(scene-{0}x)\n      then: [x]\n    - ending: e\n", "E120"),
        ("    - if: seen(s0.x{0})\n      then: [x]\n    - ending: e\n", "E120"),
        ("    - if: heat{0}\n      then: [x]\n    - ending: e\n", "E202"),
        ("    - It is {{heat{0}}}.\n    - ending: e\n", "E202"),
    ],
)
def test_only_so_many_names_are_compared_with_unknown_ones(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, step: str, code: str
) -> None:
    compared = 0

    def counting(name: str, known: Collection[str]) -> str | None:
        nonlocal compared
        compared += len(known)
        return nearest(name, known)

    monkeypatch.setattr(findings, "nearest", counting)
    monkeypatch.setattr(findings, "MOST_COMPARED", 5_000)
    scenes = "".join(f"  s{n}:\n{step.format(n)}" for n in range(700))
    found = loading(f"scenes:\n  a:\n    - goto: s0\n{scenes}").diagnostics
    slips = [one for one in found if one.code == code]
    assert len(slips) == findings.MOST
    assert len({one.line for one in slips}) == findings.MOST
    assert 0 < compared <= 5_000


def test_the_first_slips_in_a_long_story_get_their_hint(loading: Loading) -> None:
    scenes = "".join(f"  scene-{n}:\n    - ending: e\n" for n in range(3_000))
    found = loading(f"scenes:\n  a:\n    - goto: scene-12x\n{scenes}").diagnostics
    assert [one.hint for one in found if one.code == "E120"] == ["did you mean scene-12?"]


def test_the_draws_of_a_story_hold_only_so_many_storylets(loading: Loading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decks, "MOST_DEALT", 5)
    scenes = "".join(f"  s{n}:\n    deck: d\n    body: [return]\n" for n in range(3))
    text = f"scenes:\n  a:\n    - draw: d\n    - draw: ¤d\n    - ending: e\n{scenes}"
    assert only(loading(text.replace("¤", ""))) == ("E205", line_of(text))


def test_phrases_add_only_so_much_to_a_story(loading: Loading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MOST_REPEATED", 5)
    text = "phrases:\n  p: a {heat} b\nscenes:\n  a:\n    - One {p}.\n    - ¤Two {p}.\n    - ending: e\n"
    assert only(loading(text.replace("¤", ""))) == ("E205", line_of(text))


def test_a_story_has_only_so_many_texts_that_take_turns(loading: Loading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MOST_COUNTERS", 2)
    text = "scenes:\n  a:\n    - '{first: a | then: b}'\n    - '{first: a | then: b}'\n    - ¤'{first: a | then: b}'\n    - ending: e\n"
    code, line = only(loading(text.replace("¤", "")))
    assert (code, line) == ("E205", line_of(text))


GROUPS = "cast: {{{cast}}}\ngroups:\n{groups}scenes: {{a: [{{ending: e}}]}}\n"


def grouped(members: int, groups: int, shape: str) -> str:
    cast = ", ".join(f"m{number}: M" for number in range(members))
    return GROUPS.format(cast=cast, groups="".join(f"  g{n}: {{of: all, {shape}}}\n" for n in range(groups)))


def test_a_story_remembers_only_so_much(loading: Loading, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members, groups, and the values of each are three counts that make one product."""
    monkeypatch.setattr(variables, "MOST_VARIABLES", 50)
    monkeypatch.setattr(variables, "MOST_OF_ALL_VALUES", 100)
    assert loading(grouped(7, 7, "type: bool")).program is not None
    assert only(loading(grouped(7, 9, "type: bool"))) == ("E205", line_of("cast:\ngroups:\n" + "g\n" * 7 + "¤"))
    shape = "type: enum, values: [x, y, z], words: [u, v, w]"
    assert only(loading(grouped(4, 9, shape))) == ("E205", line_of("cast:\ngroups:\n" + "g\n" * 4 + "¤"))


def test_a_group_is_read_once_and_what_is_wrong_with_it_told_once(loading: Loading) -> None:
    wrong = loading(grouped(20, 1, "type: enum, values: [x, x]").replace("a: [", "a: [{do: g0.m3 = x}, "))
    assert [one.code for one in wrong.diagnostics if one.severity == "error"] == ["E104"]
    right = loading(grouped(20, 1, "type: int, min: 0, max: 1, words: [none, one]")).program
    assert right is not None
    assert {(one.name, one.words, one.label) for one in right.slots if one.name.startswith("g0.m1")} == {
        (f"g0.m1{end}", (("none",), ("one",)), "g0") for end in ("", *range(10))
    }


def test_a_list_has_only_so_many_choices(loading: Loading) -> None:
    listed = "".join(f"        - {'¤' * (n == 1_000)}Way {n} -> b\n" for n in range(1_002))
    text = f"scenes:\n  a:\n    - choices:\n{listed}  b:\n    - ending: e\n"
    assert only(loading(text.replace("¤", ""))) == ("E205", line_of(text))


def test_only_so_many_cases_stand_in_one_place(loading: Loading) -> None:
    def chain(count: int) -> str:
        cases = " | elif ".join(f"heat == {n}: case {n}" for n in range(count))
        return f"scenes:\n  a:\n    - '{{if {cases}}}'\n    - ending: e\n"

    assert loading(chain(32)).program is not None
    found = loading(chain(33))
    (error,) = [one for one in found.diagnostics if one.severity == "error"]
    assert error.message == "at most 32 cases can stand in one place"
    assert (error.line, error.column) == (HEAD.count("\n") + 3, 8)


def test_what_stands_far_down_a_chain_of_conditions_is_still_compiled_right(loading: Loading) -> None:
    steps = "".join(f"    - if: heat == {n}\n      then: ['It is {{heat}}: case {n}.']\n" for n in range(1, 41))
    program = loading(f"scenes:\n  a:\n    - do: heat = 33\n    - goto: b\n  b:\n{steps}    - ending: e\n").program
    assert program is not None
    assert [block.text for block in Session(program).turn.blocks] == ["It is 33: case 33."]


def test_a_long_row_of_labels_leads_to_what_comes_behind_it(loading: Loading) -> None:
    labels = "".join(f"    - label: l{n}\n" for n in range(2_000))
    program = loading(f"scenes:\n  a:\n    - goto: .l1\n{labels}    - There.\n    - ending: e\n").program
    assert program is not None
    turn = Session(program).turn
    assert (turn.blocks[0].text, turn.ending) == ("There.", "e")
