"""Declarations broken as a new writer would break them, and slips that come together: each is said once, and never too many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.marked import TOP, diagnose, expect

# (what was done, the story with the caret's place marked, code, a phrase of the message or the hint)
TOPS = [
    ("no title", "«s»tory: lamp\nstart: a\nendings: {dark: Dark}\nscenes: {a: [{ending: dark}]}", "E103", "title:"),
    ("nothing of the top", "«s»cenes: {a: [{goto: a}]}", "E103", "the story's folder"),
    ("a title in capitals", "story: lamp\ntitle: L\nstart: a\n«Title»: X\nendings: {dark: Dark}\nscenes: {a: [{ending: dark}]}", "E101", "did you mean title?"),
    ("a scene at the left", "story: lamp\ntitle: L\nstart: a\nendings: {dark: Dark}\nscenes:\n«a»:\n  - ending: dark", "E101", "below  scenes:"),
    ("an id with blanks", "story: «the lamp»\ntitle: L\nstart: a\nendings: {dark: Dark}\nscenes: {a: [{ending: dark}]}", "E105", "write  story: the-lamp"),
    ("a start that is not there", "story: l\ntitle: L\nstart: «b»\nendings: {dark: Dark}\nscenes: {a: [{goto: a}]}", "E120", "there is a"),
    ("no scenes", "story: l\ntitle: L\nstart: «a»\n", "E115", "below  scenes:"),
    ("scenes as a list", "story: l\ntitle: L\nstart: a\nscenes:\n  «-» a: [x]", "E102", "leave the dashes out"),
    ("a folder that is not there", "story: l\ntitle: L\nstart: a\ninclude: [«parts/*.yaml»]\n", "E110", "folder"),
    ("a file outside", "story: l\ntitle: L\nstart: a\ninclude: [«../other.yaml»]\n", "E110", "outside"),
    ("a variable without a type", "story: l\ntitle: L\nstart: a\nvariables: {«heat»: {min: 0, max: 3}}\nscenes: {a: [{goto: a}]}", "E103", "type"),
    ("a number for a type", "story: l\ntitle: L\nstart: a\nvariables: {heat: «0»}\nscenes: {a: [{goto: a}]}", "E107", "start: 0"),
    ("true for a type", "story: l\ntitle: L\nstart: a\nvariables: {met: «true»}\nscenes: {a: [{goto: a}]}", "E107", "type: bool"),
    ("a number without bounds", "story: l\ntitle: L\nstart: a\nvariables: {«heat»: int}\nscenes: {a: [{goto: a}]}", "E103", "min: 0"),
    ("bounds the wrong way round", "story: l\ntitle: L\nstart: a\nvariables: {h: {type: int, min: 9, max: «0»}}\nscenes: {a: [{goto: a}]}", "E204", "change them round"),
    ("a start outside the bounds", "story: l\ntitle: L\nstart: a\nvariables: {h: {type: int, min: 0, max: 5, start: «9»}}\nscenes: {a: [{goto: a}]}", "E204", "from 0 to 5"),
    ("an enum without values", "story: l\ntitle: L\nstart: a\nvariables: {«s»: {type: enum}}\nscenes: {a: [{goto: a}]}", "E103", "values:"),
    ("yes and no as values", "story: l\ntitle: L\nstart: a\nvariables: {s: {type: enum, values: [«true», not]}}\nscenes: {a: [{goto: a}]}", "E105", "meaning of its own"),
    ("a value with a hyphen", "story: l\ntitle: L\nstart: a\nvariables: {s: {type: enum, values: [a, «b-c»]}}\nscenes: {a: [{goto: a}]}", "E105", "words:"),
    ("too few words", "story: l\ntitle: L\nstart: a\nvariables: {s: {type: enum, values: [a, b], «words»: [x]}}\nscenes: {a: [{goto: a}]}", "E107", "one word for each"),
    ("a hyphen in a variable's name", "story: l\ntitle: L\nstart: a\nvariables: {«na-ra»: bool}\nscenes: {a: [{goto: a}]}", "E105", "na_ra"),
    ("a group of nobody", "story: l\ntitle: L\nstart: a\ncast: {jo: Jo}\ngroups: {trust: {of: [«jho»], type: bool}}\nscenes: {a: [{goto: a}]}", "E121", "did you mean jo?"),
    ("somebody called goto", "story: l\ntitle: L\nstart: a\ncast: {«goto»: Go To}\nscenes: {a: [{goto: a}]}", "E105", "a command"),
    ("a colour that is none", "story: l\ntitle: L\nstart: a\ncast: {jo: {name: Jo, colour: «red»}}\nscenes: {a: [{goto: a}]}", "E107", "ember"),
    ("a comma in braces", "story: l\ntitle: L\nstart: a\ncast: {jo: {name: Jo, about: Small, «quick.»}}\nscenes: {a: [{goto: a}]}", "E114", "in quotes"),
    ("braces in a title", 'story: l\ntitle: "The «{name}»"\nstart: a\nscenes: {a: [{goto: a}]}', "E214", "without braces"),
    ("a question for a number", "story: l\ntitle: L\nstart: a\nvariables: {h: {type: int, min: 0, max: 3}}\nsetup: [{ask: H?, set: «h»}]\nscenes: {a: [{goto: a}]}", "E203", "an enum"),
    ("a question without set", "story: l\ntitle: L\nstart: a\nsetup: [«{»ask: H?}]\nscenes: {a: [{goto: a}]}", "E103", "set: name"),
    ("a status of nothing", "story: l\ntitle: L\nstart: a\nvariables: {heat: bool}\nstatus: [«haet»]\nscenes: {a: [{goto: a}]}", "E202", "did you mean heat?"),
    ("a broken promise's name", "story: l\ntitle: L\nstart: a\nvariables: {heat: bool}\nalways: [not «haet»]\nscenes: {a: [{goto: a}]}", "E202", "did you mean heat?"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "code", "phrase"), [case[1:] for case in TOPS], ids=[case[0] for case in TOPS])
def test_a_slip_at_the_top(broken: str, code: str, phrase: str, tmp_path: Path) -> None:
    expect(broken, code, tmp_path, phrase, alone=False)


def test_a_wrong_declaration_is_said_once_and_not_at_each_use(tmp_path: Path) -> None:
    text = TOP.replace("heat: {type: int,", "heat: {type: integer,") + (
        '  cellar:\n    - "It is {heat}. {if heat > 3: Hot.}"\n    - do: heat += 1\n    - ending: dark\n'
    )
    assert [one.code for one in diagnose(text, tmp_path)] == ["E107"]


def test_somebody_unknown_who_speaks_often_is_said_once(tmp_path: Path) -> None:
    text = TOP + "  cellar:\n    - jiho: One.\n    - jiho: Two.\n    - jiho: Three.\n    - ending: dark\n"
    assert [(one.code, one.line) for one in diagnose(text, tmp_path)] == [("E121", 19)]


def test_several_slips_are_said_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = TOP + (
        "  cellar:\n    - if: haet > 3\n      then: [Hot.]\n    - goto: stair\n"
        "  stairs:\n    - The *lamp.\n    - ending: drak\n"
    )
    found = [(one.code, one.line) for one in diagnose(text, tmp_path)]
    assert found == [("E202", 19), ("E120", 21), ("E211", 23), ("E123", 24)]


def test_more_than_five_hundred_findings_are_cut_and_the_writer_is_told(tmp_path: Path) -> None:
    lines = "".join(f"    - A line with {{nothing{number}}}.\n" for number in range(700))
    found = diagnose(f"{TOP}  cellar:\n{lines}    - ending: dark\n", tmp_path)
    assert len(found) == 501
    assert [one.code for one in found].count("E202") == 500
    (last,) = [one for one in found if one.code == "W399"]
    assert last.line == 519
    assert "the rest is left out" in last.message


def test_warnings_past_the_limit_never_hide_an_error(tmp_path: Path) -> None:
    lines = "".join(f'    - "Line {number}."\n' for number in range(700))
    found = diagnose(f"{TOP}  cellar:\n{lines}    - goto: celler\n", tmp_path)
    assert [one.code for one in found].count("W307") == 500
    assert [one.code for one in found if one.severity == "error"] == ["E120"]


def test_a_group_for_somebody_unknown_is_said_once_and_not_at_each_use(tmp_path: Path) -> None:
    text = TOP.replace("of: [namra]", "of: [«nmra»]") + (
        "  cellar:\n    - do: trust.nmra += 1\n    - It is {trust.nmra}.\n    - ending: dark\n"
    )
    expect(text, "E121", tmp_path, "did you mean namra?")


def test_a_wrong_group_is_said_once(tmp_path: Path) -> None:
    text = TOP.replace("of: [namra], type: int,", "of: [namra, radio], type: «integer»,") + (
        "  cellar:\n    - do: [trust.namra += 1, trust.radio -= 1]\n    - ending: dark\n"
    )
    expect(text, "E107", tmp_path, "write int")
