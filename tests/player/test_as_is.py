"""Text that is shown as it is keeps its blanks and line ends wherever it is read; where there is no room, all of it can be read."""

from __future__ import annotations

import io
import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine.observe import Observed
from game.engine.sessions.session import Session
from game.language.text.columns import width
from game.player.json_lines import player as json_lines
from game.player.line_mode import player as plain
from game.player.playthrough.export import markdown
from game.player.screen.look.drawing import block_para, wrap
from game.program.load import load
from game.program.model import Program
from game.replay.reports.transcript import golden

PLAYED = Path(__file__).resolve().parents[2] / "docs" / "examples" / "as-is.yaml"
MAP = "+------+      *\n| here |    /{ }\\\n+--  --+===| sea |\n\n   \\ north"


def test_it_stands_as_it_is_in_every_front(program: Program) -> None:
    session = Session(program)
    assert session.turn.blocks[1].text == MAP
    assert Observed(program, lambda *_: None, lambda *_: None).begin().blocks[1].text == MAP
    assert f"```\n{MAP}\n```" in markdown(session)
    assert MAP in golden(session)
    for form in (plain, json_lines):
        out = io.StringIO()
        if form is plain:
            plain.play(program, io.StringIO(""), out, start=Session(program))
            assert MAP in out.getvalue()
        else:
            json_lines.play(program, io.StringIO(""), out)
            block = json.loads(out.getvalue().splitlines()[1])["blocks"][1]
            assert (block["role"], block["text"]) == ("as-is", MAP)
    rows = wrap(block_para(program, session.turn.blocks[1], above=0), 72)
    assert [row.text for row in rows] == MAP.split("\n")


LINES = st.lists(st.text("ab| -\\*{}`#:한", max_size=90), min_size=1, max_size=4)


@given(LINES, st.integers(10, 72))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_it_is_lost_however_narrow_the_column(tmp_path: Path, lines: list[str], column: int) -> None:
    lines = ["x", *[line.rstrip() for line in lines], "y"]
    story = tmp_path / "story.yaml"
    text = "".join(f"        {line}".rstrip() + "\n" for line in lines)
    story.write_text(
        f"story: s\ntitle: S\nstart: a\nendings: {{o: O}}\nscenes:\n  a:\n    - as-is: |\n{text}    - choices: [Go]\n    - ending: o\n",
        encoding="utf-8",
    )
    program = load(story, cache=False).program
    assert program is not None
    block = Session(program).turn.blocks[0]
    assert block.text == "\n".join(lines)
    rows = [row.text for row in wrap(block_para(program, block, above=0), column)]
    assert all(width(row) <= column for row in rows)
    assert "".join("".join(rows).split()) == "".join(block.text.split())
    if all(width(line) <= column for line in lines):
        assert rows == lines
