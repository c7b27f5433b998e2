"""The writer's commands in the line mode."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from game.engine.sessions.session import Session
from game.writer.desk.editor import Opening
from game.writer.desk.lines import COMMANDS, play
from game.writer.live.story import LiveStory
from tests.player.talking import answers

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

STORY = """\
story: lamp
title: The Lamp
start: cellar
warning: It is dark.
variables:
  oil: {type: int, min: 0, max: 9, start: 3}
endings: {out: Out}
scenes:
  cellar:
    text: The cellar.
    choices:
      - choice: Go in the dark
        needs: oil > 4
        reason: too dark
        goto: stairs
      - Where the stairs are -> stairs
  stairs:
    - Nine stairs.
    - choices: [Sit, Go]
    - ending: out
"""


def test_what_the_panel_shows_is_said_in_the_line_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "lamp"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    (folder / "none.play.yaml").write_text("steps: []\n", encoding="utf-8")
    opened: list[list[str]] = []

    def run(found: Opening) -> str:
        opened.append(found.command)
        return "It cannot be started."

    monkeypatch.setattr("game.writer.desk.editor.run", run)
    monkeypatch.setenv("VISUAL", "vi")
    typed = [
        "where the", "undo", "where", "waits", "values", "values il", "problems", "set oil many", "set oil = 7", "waits", "record", "undo",
        "unread", "go nowhere", "go stairs", "unread", "edit", "edit 2", "edit paragraph 9", "record", "unread", "go out", "help",
        "go r",
    ]  # fmt: skip
    live, out = LiveStory(folder), io.StringIO()
    assert live.program is not None
    lines = io.StringIO("".join(f"{one}\n" for one in [*typed, "quit"]))
    play(live, Session(live.program, seed=1), lines, out, width=None, note="")
    told = answers(out.getvalue())[1:]
    assert "Nine stairs." in told[0]  # more than the first word of a choice is that choice
    said = list(zip(typed, told, strict=False))[2:]
    assert said[0][1] == "Paragraph 1: story.yaml:10\nChoice 1: story.yaml:12\nChoice 2: story.yaml:16"
    assert said[1][1] == "Go in the dark, closed, wants oil > 4; oil is 3."
    assert [said[2][1], said[3][1]] == ["oil = 3", "oil = 3"]
    assert said[4][1].startswith("story.yaml, line 6: nothing ever changes the variable oil.")
    assert said[5][1].startswith("Type set, the name of a value")
    assert said[6][1].startswith("oil is 7 now, set by hand: nothing shows that play can come here.")
    assert "1. Go in the dark" in said[6][1]
    assert said[7][1] == "Every choice here is open."
    assert said[8][1].startswith("Not recorded: a value was set by hand")
    assert said[9][1].startswith("Taken back: oil = 7 (set by hand).")
    assert said[10][1] == "Playthroughs read all of this, or there are none."
    assert said[11][1].startswith("Type go and the name")
    assert said[12][1].startswith("You are there by the shortest way, 1 choice.")
    assert "Nine stairs." in said[12][1]
    assert said[13][1] == "Of 1 paragraph, no playthrough reads 1."
    assert [said[14][1], said[15][1]] == ["It cannot be started."] * 2
    assert [one[1] for one in opened] == ["+18", "+19"]
    assert said[16][1].startswith("Type edit")
    assert said[17][1] == "Recorded as playthroughs/written-1.play.yaml: hambies replay runs it."
    assert said[18][1] == "Playthroughs read all of this, or there are none."
    assert "Out" in said[19][1]
    assert all(one.form in said[20][1] for one in COMMANDS.values())
    assert "undo" in said[20][1]  # the reader's commands, too
    assert said[21][1].endswith("Which one? Type go and more of its words, or its whole name.")
