"""What stands beside the text: values that wait for a condition, with titles and words of their own, in every front."""

from __future__ import annotations

import io
import json
from pathlib import Path

from game.engine.sessions.session import Session
from game.player.json_lines import player as json_lines
from game.player.line_mode import player as plain
from game.player.screen.widgets.care import care_paras, care_rows, gauge_paras, status_forms
from game.program.load import load
from game.program.model import Program

NUMBERS = Path(__file__).resolve().parents[2] / "docs" / "examples" / "numbers.yaml"
PLAYED = Path(__file__).resolve().parents[2] / "docs" / "examples" / "beside.yaml"


def test_the_line_mode_says_what_shows_and_when_it_comes_up(program: Program) -> None:
    out = io.StringIO()
    plain.play(program, io.StringIO("1\n1\n1\nstatus\n1\n"), out, start=Session(program))
    said = out.getvalue()
    assert "guilt" not in said
    assert "tide 2, down from 3\n\nin the boat now: Ines, trust 3 of 5\n" in said
    assert "She tells you.\n\nwhat you carry: a stone\n\nsecret, Ines: her debt\n" in said
    assert "tide 1, what you carry: the whole cliff\n" in said
    assert "tide 1, what you carry: the whole cliff\nInes: trust 3 of 5, secret: her debt\n" in said
    assert "on the quay: Ines\n" in said
    assert "in your care" not in said


def test_the_json_player_has_what_shows(program: Program) -> None:
    out = io.StringIO()
    json_lines.play(program, io.StringIO("0\n0\n0\n"), out)
    turns = [json.loads(line)["status"] for line in out.getvalue().splitlines()[1:]]
    assert turns[0] == {"tide": {"value": 3, "word": "3"}}
    assert turns[2]["guilt"] == {"value": 1, "word": "a stone", "label": "what you carry"}
    assert turns[3]["guilt"]["word"] == "the whole cliff"


def test_the_screen_draws_what_shows(program: Program) -> None:
    session = Session(program)
    session.choose(0)

    def drawn() -> tuple[str, str]:
        status = "".join(words for words, _ in status_forms(session)[0])
        return status, "\n".join(
            para.pieces[0][0] + "".join(one for one, _ in para.pieces[1:]) for para in care_paras(session, 30)
        )

    status, care = drawn()
    assert "carry" not in status
    assert care.startswith("In the boat\nInes")
    assert "debt" not in care
    session.choose(0)
    status, care = drawn()
    assert "what you carry a stone" in status
    assert "her debt" in care
    session.undo()
    assert "carry" not in drawn()[0]


def test_numbers_say_what_they_are_and_whether_it_is_better() -> None:
    numbers = load(NUMBERS, cache=False).program
    assert numbers is not None
    out = io.StringIO()
    plain.play(numbers, io.StringIO("1\n1\n1\nstatus\n2\n"), out, start=Session(numbers))
    said = out.getvalue()
    assert "noise" not in said.partition("> 1\n")[0]
    assert "noise 0 of 10\n\nnoise: How much of you is heard on the rocks. At ten" in said
    assert "noise 2 of 10, up from 0, worse\n\nstate, Ines: from dry to wet, worse\n\nin the boat 1 of 4" in said
    assert said.count("noise: How much") == 2  # at its first change, and when asked
    assert "noise 4 of 10, up from 2, worse\n\nin the boat 2 of 4\n" in said
    assert "noise 4 of 10, in the boat 2 of 4\nInes: trust 2 of 5, wet\n" in said
    assert (
        "noise 3 of 10, down from 4, better\n\ntrust, Ines: 3 of 5, up from 2, better\n\ntrust: What she would do"
        in said
    )
    out = io.StringIO()
    json_lines.play(numbers, io.StringIO("0\n0\n"), out)
    first, *turns = [json.loads(line) for line in out.getvalue().splitlines()]
    assert first["variables"]["noise"]["better"] == "less"
    assert first["variables"]["trust.ines"]["about"] == "What she would do for you."
    assert turns[0]["status"] == {}
    assert turns[2]["status"]["load"] == {"value": 1, "word": "1", "label": "in the boat", "of": 4}


def test_the_screen_tells_better_and_worse_apart_by_word_and_sign() -> None:
    numbers = load(NUMBERS, cache=False).program
    assert numbers is not None
    session = Session(numbers)
    session.note_changes()
    session.choose(0)
    session.choose(0)
    assert "".join(words for words, _ in status_forms(session)[0]) == "noise ▮▮▯▯▯▯▯▯▯▯ 2 +2 worse"
    (gauge,) = gauge_paras(session)
    assert "".join(words for words, _ in gauge.pieces) == "in the boat  ▮▯▯▯ 1 of 4 +1"
    assert "wet − worse" in "".join(words for words, _ in care_rows(session, 80)[0])
    session.choose(1)
    assert "noise ▮▯▯▯▯▯▯▯▯▯ 1 −1 better" in "".join(words for words, _ in status_forms(session)[0])
    assert "trust ●●●○○ +1 better" in "".join(words for words, _ in care_rows(session, 80)[0])
    session.undo()
    assert not gauge_paras(Session(numbers))
