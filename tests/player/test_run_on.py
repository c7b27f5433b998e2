"""Texts that run on in one paragraph: every front shows one, and what is kept of what was read knows each of its lines."""

from __future__ import annotations

import io
import json
from pathlib import Path

from game.engine.observe import Observed
from game.engine.sessions.session import Session
from game.player.json_lines import player as json_lines
from game.player.line_mode import player as plain
from game.player.playthrough.export import markdown
from game.player.playthrough.playing import Playing
from game.player.screen.look.drawing import block_para, wrap
from game.player.storage.store import PlayerStore
from game.program.model import Program
from game.replay.coverage.collecting import tally_of
from game.replay.coverage.page import html_page
from game.replay.coverage.reached import coverage_of
from game.replay.reports.transcript import golden

PLAYED = Path(__file__).resolve().parents[2] / "docs" / "examples" / "run-on.yaml"
STEAM = "You come in, and your coat steams. Your steps are loud on the stairs. Nobody looks up."
COLD = "You come in and stand by the stove. Your steps are loud on the stairs. Nobody looks up."


def test_it_is_one_paragraph_in_every_front(program: Program) -> None:
    session = Session(program)
    assert session.turn.blocks[0].text == STEAM
    assert Observed(program, lambda *_: None, lambda *_: None).begin().blocks == session.turn.blocks
    assert STEAM in markdown(session)
    assert STEAM in " ".join(golden(session).split())
    rows = wrap(block_para(program, session.turn.blocks[0], above=0), 40)
    assert " ".join(row.text.strip() for row in rows) == STEAM
    out = io.StringIO()
    plain.play(program, io.StringIO(""), out, start=Session(program))
    assert STEAM in " ".join(out.getvalue().split())
    out = io.StringIO()
    json_lines.play(program, io.StringIO(""), out)
    block = json.loads(out.getvalue().splitlines()[1])["blocks"][0]
    assert (block["role"], block["text"]) == ("prose", STEAM)
    assert (block["id"], *block["joined"]) == session.turn.blocks[0].lines


def test_it_comes_back_with_undo_and_from_a_save(program: Program) -> None:
    store = PlayerStore(program)
    playing = Playing(Session(program, seed=1), store)
    playing.choose(1)
    assert playing.turn.blocks[0].text == COLD
    assert store.keep_going(playing.session, 0) == ""
    opened = store.open_latest()
    assert not isinstance(opened, str)
    assert opened.session.turn == playing.turn
    assert opened.session.undo().blocks[0].text == STEAM
    assert opened.session.redo().blocks[0].text == COLD


def test_each_of_its_lines_was_read(program: Program) -> None:
    store = PlayerStore(program)
    playing = Playing(Session(program, seed=1), store)
    first = playing.turn.blocks[0]
    assert len(first.lines) == 4
    assert all(map(store.was_read, first.lines))
    playing.choose(1)
    assert not playing.was_read, "one of its lines is new"
    playing.choose(1)
    assert playing.was_read


def test_coverage_knows_each_of_its_lines(program: Program) -> None:
    tally = tally_of(program, 1, {}, [])
    session = Session(program)
    assert {line for block in session.turn.blocks for line in block.lines} == {line for line, _ in tally.texts}
    page = html_page([coverage_of(program, tally)])
    assert "&lt;&gt; , and your coat steams." in page
