"""What stands beside the text: values that wait for a condition, with titles and words of their own, in every front."""

from __future__ import annotations

import io
import json
from pathlib import Path

from game.engine.sessions.session import Session
from game.player.json_lines import player as json_lines
from game.player.line_mode import player as plain
from game.player.screen.widgets.care import care_paras, status_forms
from game.program.model import Program

PLAYED = Path(__file__).resolve().parents[2] / "docs" / "examples" / "beside.yaml"


def test_the_line_mode_says_what_shows_and_when_it_comes_up(program: Program) -> None:
    out = io.StringIO()
    plain.play(program, io.StringIO("1\n1\n1\nstatus\n1\n"), out, start=Session(program))
    said = out.getvalue()
    assert "guilt" not in said
    assert "tide 2\n\nin the boat now: Ines, trust 3 of 5\n" in said
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
