"""Prose that begins with `<>` goes on in the paragraph before it, wherever in its turn that was told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine.linker.joints import MOST_JOINTS
from game.engine.sessions.session import Session
from game.engine.turn import Block
from game.program.load import load
from tests.program.telling import begin, choose, words


def told(steps: str) -> list[str]:
    return words(begin(f"  cellar:\n{steps}\n    - ending: dark\n  stairs: [<> You climb, {{return: }}]\n").turn)


@pytest.mark.parametrize(
    ("steps", "paragraphs"),
    [
        ("    - You come in\n    - <> and sit.", ["You come in and sit."]),
        ("    - You come in\n    - <>, and sit.", ["You come in, and sit."]),
        ("    - You un\n    - <>do it.", ["You undo it."]),
        ('    - "You come in "\n    - "<>   and sit."', ["You come in and sit."]),
        ("    - You come in\n    - <>\n      and sit.", ["You come in and sit."]),
        ("    - |\n      You come in\n\n      <> and sit.", ["You come in and sit."]),
        ("    - talk: |\n        namra: Well?\n\n        You come in\n    - talk: |\n        <> and sit.\n        jiho: So.",
         ["namra: Well?", "You come in and sit.", "jiho: So."]),
        ("    - A.\n    - if: met\n      then: <> B.\n      else: <> C.\n    - <> D.", ["A. C. D."]),
        ("    - A.\n    - cases: [heat > 0: <> B., else: <> C.]\n    - <> D.", ["A. C. D."]),
        ("    - A.\n    - call: stairs\n    - <>, slowly.", ["A. You climb, slowly."]),
        ("    - goto: .b\n    - label: a\n    - <> B.\n    - goto: .c\n    - label: b\n    - A.\n    - goto: .a\n    - label: c", ["A. B."]),
        ('    - A.\n    - "{if met: B.}"\n    - <> C.', ["A. C."]),
        ('    - A.\n    - "<>{if met: B.}"\n    - <> C.', ["A. C."]),
        ('    - "{if met: A.}"\n    - <> C.', ["C."]),
        ('    - A\n    - "<> {if met: , too | else: , alone}."', ["A, alone."]),
        ('    - A\n    - "<>{if met: too | else: *lone*}."', ["Alone."]),
        ('    - "*A*"\n    - "<>{name}"', ["AMin"]),
        ("    - as-is: |\n        A\n    - <>, b.\n    - <> C.", ["A", ", b. C."]),
        ("    - namra: A.\n    - aside: B.\n    - <> C.", ["namra: A.", "B.", "C."]),
        (r"    - A.\n    - \<> B.".replace(r"\n", "\n"), ["A.", "<> B."]),
        ("    - A.\n    - do: heat += 1\n    - \"<> {first: B. | then: C.}\"", ["A. B."]),
    ],
)  # fmt: skip
def test_what_it_goes_on_in(steps: str, paragraphs: list[str]) -> None:
    assert told(steps) == paragraphs


def test_what_a_choice_tells_again_can_go_on() -> None:
    session = begin(
        "  cellar:\n    - Dark.\n    - choices:\n        - Light the lamp[]: <>, and wait.\n        - Sit: Now.\n    - <> It is light.\n    - ending: dark"
    )
    assert words(choose(session, "Light the lamp")) == ["Light the lamp, and wait. It is light."]
    session.undo()
    assert words(choose(session, "Sit")) == ["Now. It is light."]
    session.undo()
    session.undo() if session.can_undo else None
    assert words(session.turn) == ["Dark."]


def test_its_style_and_its_lines_stay() -> None:
    session = begin('  cellar: [A *b*, "<>*c* d", "<> e", {ending: dark}]')
    (block,) = session.turn.blocks
    assert block.spans == (("A ", ""), ("bc", "em"), (" d e", ""))
    assert [block.text[at:] for _, at in block.joints] == ["c d e", "e"]
    assert len(set(block.lines)) == 3


def test_the_mark_changes_no_identity() -> None:
    bare, marked = (begin(f'  cellar: [A., "{mark}B.", {{ending: dark}}]').turn for mark in ("", "<> "))
    assert [one.id for one in bare.blocks] == list(marked.blocks[0].lines)


def test_a_paragraph_takes_so_many_and_no_more() -> None:
    step = '    - do: heat += 1\n    - "<>{cycle: x | y}"\n'
    blocks = begin("  cellar:\n    - A\n" + step * (MOST_JOINTS + 2) + "    - ending: dark").turn.blocks
    assert [len(one.joints) for one in blocks] == [MOST_JOINTS, 1]
    assert [one.text for one in blocks] == ["A" + "x" * MOST_JOINTS, "xx"]


_PART = st.sampled_from(["A", "B.", "{if met: C}", "{if met: C | else: D}", "*E*", "{if heat > 0: *F*}"])
_STEP = st.tuples(
    st.sampled_from(["", "<>", "<> "]), _PART, st.sampled_from([", {}", "{}", "({})", "{{if not met: {}}}"])
)


@given(st.lists(st.one_of(_STEP, st.just(("namra", "", ""))), min_size=1, max_size=9))
def test_it_reads_as_the_texts_do_that_stand_in_it(steps: list[tuple[str, str, str]]) -> None:
    alone, lines, expected = [], [], list[Block]()
    for mark, part, form in steps:
        alone.append("    - namra: Hm." if mark == "namra" else f'    - "{form.format(part)}"')
        lines.append("    - namra: Hm." if mark == "namra" else f'    - "{mark}{form.format(part)}"')
    for (mark, _, _), text in zip(steps, alone, strict=True):
        for block in begin(f"  cellar:\n{text}\n    - ending: dark").turn.blocks:
            last = expected[-1] if expected else None
            if mark[:2] == "<>" and last is not None and last.role == "prose":
                expected[-1] = last._replace(text=last.text + mark[2:] + block.text)
            else:
                expected.append(block)
    session = begin("  cellar:\n" + "\n".join(lines) + "\n    - ending: dark")
    assert [(one.role, one.text) for one in session.turn.blocks] == [(one.role, one.text) for one in expected]
    for one in session.turn.blocks:
        assert "".join(text for text, _ in one.spans) == one.text


def found(tmp_path: Path, steps: str) -> list[tuple[str, int]]:
    story = tmp_path / "story.yaml"
    story.write_text(
        "story: s\ntitle: S\nstart: a\nendings: {e: {title: E}}\ncast: {ines: Ines}\nscenes:\n  a:\n" + steps,
        encoding="utf-8",
    )
    return [(one.code, one.line) for one in load(story, cache=None).diagnostics]


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ("    - <> A.\n    - ending: e\n", [("W373", 8)]),
        ("    - A.\n    - choices:\n        - Go: [<> B., <> C.]\n    - ending: e\n", [("W373", 10)]),
        ("    - A.\n    - choices:\n        - Go\n        - Stay\n    - <> C.\n    - ending: e\n", [("W373", 12)]),
        ("    - A.\n    - choices:\n        - Go: B.\n        - Stay\n    - <> C.\n    - ending: e\n", []),
        ("    - ines: A.\n    - <> B.\n    - ending: e\n", [("W373", 9)]),
        ("    - A.\n    - ines: <> B.\n    - ending: e\n", [("W310", 9)]),
        ("    - A.\n    - aside: <> B.\n    - ending: e\n", [("W310", 9)]),
        ("    - A <>\n    - <> B.\n    - ending: e\n", [("W310", 8)]),
        ("    - A.\n    - choices: [<> Go]\n    - ending: e\n", [("W310", 9)]),
        ("    - A.\n    - <>\n    - ending: e\n", [("E176", 9)]),
        ("    - A.\n    - <> *B.\n    - ending: e\n", [("E211", 9)]),
        ("    - A.\n    - choices:\n        - Go: B.\n        - fallback: <> C.\n    - <> D.\n    - ending: e\n", []),
    ],
)  # fmt: skip
def test_what_is_said_of_it(tmp_path: Path, steps: str, codes: list[tuple[str, int]]) -> None:
    assert found(tmp_path, steps) == codes


def test_it_comes_back_from_the_cache(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(
        "story: s\ntitle: S\nstart: a\nendings: {e: {title: E}}\nscenes:\n  a: [A., <> B., {ending: e}]\n",
        encoding="utf-8",
    )
    programs = [load(story, cache=tmp_path / "cache").program for _ in range(2)]
    turns = [Session(program).turn for program in programs if program is not None]
    assert [one.blocks[0].text for one in turns] == ["A. B.", "A. B."]
    assert json.dumps(turns[0]) == json.dumps(turns[1])
