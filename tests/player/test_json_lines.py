"""The JSON lines: what a bot reads and writes, through real stories."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine.sessions.session import ChoiceError, Session, SetupError
from game.engine.turn import Block
from game.language.diagnostics.safe_json import to_json
from game.player.json_lines.player import MAX_LINE, play
from game.player.json_lines.turns import TurnWriter
from game.program.load import load

if TYPE_CHECKING:
    from game.program.model import Program

STORY = """\
story: knock
title: Knock
start: kitchen
variables:
  name: {type: text, start: Min}
  heat: {type: int, min: 0, max: 3, words: [cold, warm, hot, burning]}
  side: {type: enum, values: [nobody, camp]}
  alone: bool
setup:
  - {ask: Your name?, set: name, suggest: [Min], max: 8}
  - {ask: Alone?, set: alone, options: {"true": Yes, "false": No}}
cast: {jiho: {name: Bae Ji-ho, short: Ji-ho}}
codex: {hambies: {title: Hambies, text: The half-dead.}}
status: [heat]
scenes:
  kitchen:
    title: The kitchen
    body:
      - "*{name}* waits{if alone: , alone}."
      - jiho: Don't.
      - aside: The radio hums.
      - choices:
          - {choice: Open, id: open, needs: heat >= 1, reason: your hands shake}
          - choice: Wait
            id: wait
            do: [heat += 1, side = camp]
            then: [{learn: hambies}, {goto: kitchen}]
          - Hide -> cupboard
      - ending: gone
  cupboard:
    - "{shuffle: One | Two | Three | Four | Five}."
    - choices: [Listen -> cupboard, Stay]
    - ending: gone
endings: {gone: {title: Gone, text: You went.}}
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    path = tmp_path / "knock.yaml"
    path.write_text(STORY, encoding="utf-8")
    loaded = load(path, cache=None)
    assert loaded.program is not None, loaded.diagnostics
    return loaded.program


def talk(program: Program, *lines: object, seed: int | None = None, **setup: str) -> list[dict[str, Any]]:
    """What is answered to these lines: strings go as they are, all else as JSON."""
    typed = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    out = io.StringIO()
    play(program, io.StringIO(typed), out, seed=seed, setup=setup)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_story_comes_first_and_the_opening_at_once(program: Program) -> None:
    story, turn = talk(program)
    assert (story["type"], story["protocol"], story["id"], story["title"]) == ("story", 1, "knock", "Knock")
    assert story["setup"][0] == {"variable": "name", "ask": "Your name?", "suggest": ["Min"], "limit": 8, "options": []}
    assert story["setup"][1]["options"] == [{"value": "true", "label": "Yes"}, {"value": "false", "label": "No"}]
    assert story["variables"]["heat"] == {"type": "int", "min": 0, "max": 3, "label": "heat"}
    assert (turn["type"], turn["turn"], turn["undo"]) == ("turn", 0, False)


def test_a_turn_has_text_with_roles_and_choices_with_reasons(program: Program) -> None:
    turn = talk(program)[1]
    assert turn["scene"] == {"id": "kitchen", "title": "The kitchen", "place": "", "chapter": ""}
    assert [(block["role"], block["text"]) for block in turn["blocks"]] == [
        ("prose", "Min waits."),
        ("speech", "Don't."),
        ("aside", "The radio hums."),
    ]
    assert turn["blocks"][0]["spans"] == [["Min", "em"], [" waits.", ""]]
    assert turn["blocks"][1]["speaker"] == {"id": "jiho", "name": "Bae Ji-ho"}
    assert [(one["index"], one["label"], one["open"], one["reason"]) for one in turn["choices"]] == [
        (0, "Open", False, "your hands shake"),
        (1, "Wait", True, ""),
        (2, "Hide", True, ""),
    ]
    assert turn["ending"] is None
    assert turn["stuck"] == ""


def test_choices_go_by_index_and_by_id_and_tell_what_changed(program: Program) -> None:
    ids = [one["id"] for one in talk(program)[1]["choices"]]
    waited = talk(program, 1)[2]
    assert waited == talk(program, {"choose": 1})[2] == talk(program, json.dumps(ids[1]))[2]
    assert waited["changes"] == [
        {"name": "heat", "before": 0, "after": 1},
        {"name": "side", "before": "nobody", "after": "camp"},
    ]
    assert waited["learned"] == ["hambies"]
    assert waited["status"] == {"heat": {"value": 1, "word": "warm"}}
    ended = talk(program, 1, {"choose": ids[0]})[3]
    assert ended["ending"] == {"id": "gone", "title": "Gone", "text": "You went."}
    assert ended["choices"] == []


def test_undo_redo_turn_and_values(program: Program) -> None:
    _, opening, waited, *rest = talk(program, 1, {"undo": True}, {"redo": True}, {"turn": True}, {"values": True})
    undone, redone, again, values = rest
    waited_at = opening["choices"][1]["id"]
    assert undone.pop("undone") == waited_at
    assert undone.pop("taken") == [1]
    assert {**undone, "redo": False} == opening
    assert undone["redo"] is True
    assert redone == again == waited
    assert values == {"type": "values", "values": {"name": "Min", "heat": 1, "side": "camp", "alone": False}}


def test_setup_begins_again_and_a_wrong_one_leaves_all_as_it_was(program: Program) -> None:
    lines = [1, {"setup": {"name": "Seo-jun", "alone": True}}, {"setup": {"alone": "perhaps"}}, {"turn": True}]
    answers = talk(program, *lines)[3:]
    assert answers[0]["blocks"][0]["text"] == "Seo-jun waits, alone."
    assert answers[0]["turn"] == 0
    assert answers[1]["type"] == "error"
    assert answers[2] == answers[0]
    assert talk(program, name="Ha-ri")[1]["blocks"][0]["text"] == "Ha-ri waits."
    with pytest.raises(SetupError):
        talk(program, nothing="x")


def test_the_same_seed_gives_the_same_lines(program: Program) -> None:
    lines = [2, 0, 0, 0, 0]
    assert talk(program, *lines, seed=5) == talk(program, *lines, seed=5)
    different = {tuple(one["blocks"][0]["text"] for one in talk(program, *lines, seed=seed)[2:]) for seed in range(8)}
    assert len(different) > 1
    assert talk(program, {"setup": {}, "seed": 5}, *lines)[3:] == talk(program, *lines, seed=5)[2:]


@pytest.mark.parametrize(
    "line",
    [
        0,  # closed
        3,
        -1,
        10**30,
        '"kitchen/nothing"',
        "true",
        "null",
        "1.0",
        "1.5",
        "[1]",
        "{}",
        '{"choose": true}',
        '{"choose": [1]}',
        '{"undo": true}',
        '{"redo": true}',
        '{"undo": 1}',
        '{"undo": true, "redo": true}',
        '{"go": 1}',
        '{"choose": 1, "seed": 3}',
        '{"setup": 1}',
        '{"setup": {"name": null}}',
        '{"setup": {"heat": 2}}',
        '{"setup": {"name": "longer than eight"}}',
        '{"setup": {}, "seed": "x"}',
        '{"quit": false}',
        "not json",
        "NaN",
        "1" * 5000,
        "[" * 5000,
        '"' + "x" * MAX_LINE + '"',
        '{"choose": "\\ud800"}',
        "\x00",
    ],
)
def test_a_wrong_line_is_an_error_and_the_playthrough_stands(program: Program, line: object) -> None:
    _, opening, wrong, after = talk(program, line, {"turn": True})
    assert wrong["type"] == "error"
    assert isinstance(wrong["error"], str)
    assert len(wrong["error"]) in range(5, 300)
    assert after == opening


def test_a_long_talk_leaves_nothing_in_cycles_so_that_nobody_need_look_for_them(program: Program) -> None:
    asked = ["1", "0", {"undo": True}, {"redo": True}, "wait", {"values": True}, {"turn": True}, "2", "0", "9", "no such", "[", "1e999",
             {"setup": {"name": "Ann"}, "seed": 3}, {"setup": {"name": 7, "heat": 1}}, {"undo": False}, "2", "1", "0"]  # fmt: skip
    gc.collect()
    gc.disable()
    try:
        left = []
        for times in (1, 1, 20):
            talk(program, *asked * times)
            left.append(gc.collect())
    finally:
        gc.enable()
    assert left[2] <= left[1]


def test_quit_and_the_end_of_the_input_stop_it(program: Program) -> None:
    assert len(talk(program, {"quit": True}, 1, 1)) == 2
    assert len(talk(program, "", "  ", 1)) == 3
    out = io.StringIO()
    play(program, io.StringIO("1"), out)
    assert len(out.getvalue().splitlines()) == 3, "a last line without an end counts"


SHIFTING = """\
story: shift
title: Shift
start: a
variables:
  mood: {type: enum, values: [low, high], words: ["{who} is low", Glad]}
  who: {type: text, start: Min}
  late: bool
  count: {type: int, min: 0, max: 9}
  tired: {type: int, min: 0, max: 3}
status: [mood, late, count]
cast: {x: {name: "X \\u00e9"}}
scenes:
  a:
    title: "A \\"quoted\\" \\\\ title"
    body:
      - "*One* {count} two."
      - x: "Tab\\tand {if late: late | else: early}."
      - if: late and count > 2
        then: [do: tired = 3, call: aside]
        else: [do: tired -= 1]
      - "{first: One | then: Two} and {if tired > 1: tired | else: awake}."
JOINT
      - choices:
          - {choice: Walk, goto: b}
          - {choice: "Wait {count}", if: count < 8, then: [do: [late = not late, count += 1, mood = high], goto: a]}
          - {choice: Rest, then: [do: [mood = low, late = not late], goto: a]}
          - {choice: Shut, needs: count > 8, reason: "no {count}", then: [goto: a]}
          - {choice: Sleep, then: [do: tired = 0, draw: dreams, do: late = false, goto: a]}
  b:
    - "All of it is 7%."
    - "100% {count} %s of %%."
    - "%d is % {count} %."
    - "{if late: 5% | else: %b}."
    - choices:  # all of them always read the same, and four tests say which are there
        - {choice: Late, if: late, then: [do: [count += 1, count = 5 - count], goto: b]}
        - {choice: Some, if: not late and count < 3, then: [do: [count += 3, late = tired > 1], goto: b]}
        - {choice: On, then: [do: [late = not late, tired += 1], goto: b]}
        - {choice: "Back 100%", if: count > 1, then: [do: count += 1, goto: a]}
  aside: {body: [do: [count = count * tired, tired += 1], return: ]}
  dream: {deck: dreams, when: count < 6, body: ["A dream.", do: count += tired]}
endings: {e: {title: E}}
"""


def slowly(session: Session) -> dict[str, Any]:
    """The message of a turn, made anew from the values, with no piece of it kept."""
    program, turn = session.program, session.turn
    earlier = Session(program, seed=1)
    for choice in session.choices[:-1]:
        earlier.choose(choice)
    before, after = earlier.values(), session.values()
    changes = [
        {"name": name, "before": before[name], "after": after[name]} for name in after if after[name] != before[name]
    ]
    scene = program.meta(turn.scene)

    def block(one: Block) -> dict[str, Any]:
        speaker = {"speaker": {"id": one.speaker, "name": program.cast[one.speaker].name}} if one.speaker else {}
        joined = {"joined": [line for line, _ in one.joints]} if one.joints else {}
        return {
            "id": one.id,
            "role": one.role,
            "text": one.text,
            "spans": [list(each) for each in one.spans],
            **speaker,
            **joined,
        }

    choices = [
        {
            "index": index,
            "id": one.id,
            "label": one.label,
            "spans": [list(each) for each in one.spans],
            "open": one.open,
            "reason": one.reason,
        }
        for index, one in enumerate(turn.options)
    ]
    return {
        "type": "turn",
        "turn": len(session.choices),
        "scene": {"id": scene.id, "title": scene.title, "place": scene.place, "chapter": scene.chapter},
        "blocks": [block(one) for one in turn.blocks],
        "choices": choices,
        "changes": changes if session.can_undo else [],
        "learned": list(turn.learned),
        "status": {
            one.name: {"value": session.value(one.name), "word": session.telling.word(one.name)}
            for one in program.status
        },
        "ending": None,
        "stuck": turn.stuck,
        "undo": session.can_undo,
        "redo": session.can_redo,
        **({"undone": session.undone} if session.can_redo else {}),
    }


RUNNING_ON = """\
      - "<> So {if late: *it* | else: you} wait{if count > 3: ed}."
      - "<>{if count > 1: *{mood}*}"
      - "<>{if late: , they say}."
"""


@pytest.mark.parametrize("more", ["", RUNNING_ON])
@given(st.lists(st.sampled_from(["0", "1", "2", "3", "4", "undo", "redo"]), max_size=40))
def test_a_line_says_what_the_session_says_however_often_its_pieces_were_written(more: str, moves: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "story.yaml").write_text(
            SHIFTING.replace("JOINT", more.rstrip() if more else "      - So."), encoding="utf-8"
        )
        program = load(Path(folder), cache=None).program
    assert program is not None
    turns = TurnWriter(program)
    session = turns.session(1, {})
    plain = Session(program, seed=1)
    for move in moves:
        for one in (session, plain):
            with contextlib.suppress(ChoiceError):
                one.undo() if move == "undo" else one.redo() if move == "redo" else one.choose(int(move))
        line = turns.line(session)
        assert line.decode() == to_json(slowly(plain), compact=True) + "\n"
