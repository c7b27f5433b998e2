"""A story played while it is written: what is saved is taken in, and the place is kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from game.cli import main
from game.engine.sessions.session import Session
from game.player.line_mode.voice import Voice
from game.writer.live.carrying import carried
from game.writer.live.lines import LiveLines
from game.writer.live.store import LiveStore
from game.writer.live.story import LiveStory
from tests.writer.live.conftest import saved

if TYPE_CHECKING:
    from game.writer.live.story import Reloaded

MAIN = """\
story: lamp
title: The Lamp
start: cellar
include: [rooms/*.yaml]
variables:
  oil: {type: int, min: 0, max: 9, start: 3}
endings: {out: Out}
scenes:
  cellar:
    text: The cellar, with oil for {oil}.
    choices:
      - Light the lamp:
          - do: oil -= 1
          - It burns.
          - goto: stairs
      - Go in the dark -> stairs
"""
ROOM = """\
scenes:
  stairs:
    text: Nine stairs.
    choices:
      - Count them:
          text: Nine.
          goto: door
      - Run -> door
  door:
    - The door.
    - choices: [Knock, Wait]
    - ending: out
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    story = tmp_path / "lamp"
    (story / "rooms").mkdir(parents=True)
    (story / "story.yaml").write_text(MAIN, encoding="utf-8")
    (story / "rooms" / "up.yaml").write_text(ROOM, encoding="utf-8")
    return story


def followed(folder: Path) -> LiveStory:
    live = LiveStory(folder)
    whole(live)
    return live


def whole(live: LiveStory) -> Reloaded | None:
    live.due = False
    return live.take(live.load())


def at_the_door(live: LiveStory) -> Session:
    assert live.program is not None
    session = Session(live.program, seed=1)
    session.choose(0)
    session.choose(0)
    return session


def test_a_scene_is_taken_in_at_once_and_says_what_is_new(folder: Path) -> None:
    live = followed(folder)
    assert live.look() is None
    saved(folder / "rooms" / "up.yaml", "Nine stairs.", "Ten stairs.")
    found = live.look()
    assert found is not None
    assert (found.said, live.due) == ("stairs: 1 line", True)
    assert whole(live) is None  # it says the same
    saved(folder / "rooms" / "up.yaml", "[Knock, Wait]", "[Knock, Wait, Call]")
    saved(folder / "story.yaml", "oil -= 1", "oil -= 2")
    found = live.look()
    assert found is not None
    assert found.said == "cellar: what happens; door: 1 choice"
    assert found.program.scene("door").blocks[0].exit is not None


def test_the_story_of_the_folder_one_stands_in_is_followed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    live = followed(Path())
    saved(Path("story.yaml"), "It burns.", "It burns low.")
    saved(Path("rooms/up.yaml"), "Nine stairs.", "Ten stairs.")
    found = live.look()
    assert found is not None
    assert found.said == "cellar: 1 line; stairs: 1 line"
    assert [live.called(name) for name in live.sources] == ["story.yaml", "rooms/up.yaml"]


def test_what_is_declared_waits_for_the_whole(folder: Path) -> None:
    live = followed(folder)
    saved(folder / "story.yaml", "start: 3", "start: 5")
    assert live.look() is None
    assert live.due
    found = whole(live)
    assert found is not None
    assert found.said == "variables"
    (folder / "rooms" / "more.yaml").write_text("scenes:\n  attic: [Dust., ending: out]\n", encoding="utf-8")
    (folder / "rooms" / "up.yaml~").write_text("half", encoding="utf-8")
    assert live.look() is None
    assert live.due
    found = whole(live)
    assert found is not None
    assert found.said == "attic: new"


def test_a_file_may_be_taken_out_in_the_moment_it_is_saved(folder: Path) -> None:
    (folder / "rooms" / "more.yaml").write_text("scenes:\n  attic: [Dust., ending: out]\n", encoding="utf-8")
    live = followed(folder)
    saved(folder / "rooms" / "more.yaml", "Dust.", "Dust and mice.")
    assert live.look() is not None
    (folder / "rooms" / "more.yaml").unlink()
    found = whole(live)
    assert found is not None
    assert found.said == "attic: gone"
    assert live.look() is None
    assert live.due
    assert whole(live) is None


def test_a_slip_keeps_the_last_story_and_is_mended(folder: Path) -> None:
    live = followed(folder)
    before = live.program
    saved(folder / "rooms" / "up.yaml", "goto: door", "goto: dor")
    assert live.look() is None
    assert whole(live) is None
    assert (live.errors, live.program) == (1, before)
    saved(folder / "rooms" / "up.yaml", "goto: dor", "goto: door")
    live.look()
    assert whole(live) is None
    assert live.errors == 0


def test_a_file_that_is_being_written_is_waited_for(folder: Path) -> None:
    """An editor empties a file, or puts it away, and then writes: nothing is said of the moment between."""
    live = followed(folder)
    room = folder / "rooms" / "up.yaml"
    text = room.read_text(encoding="utf-8")
    for _ in range(2):
        room.write_bytes(b"")
        assert (live.look(), live.due) == (None, False)
        room.unlink()
        assert live.look() is None
        room.write_text(text, encoding="utf-8")
        assert live.look() is None
        whole(live)
        assert (live.errors, live.due) == (0, False)
    room.write_bytes(b"")
    for _ in range(12):
        live.look()
    assert live.due  # emptied for good
    assert whole(live) is None
    assert live.errors


def test_a_file_saved_twice_in_one_instant_is_read_twice(folder: Path) -> None:
    live = followed(folder)
    room = folder / "rooms" / "up.yaml"
    saved(room, "Nine stairs.", "Five stairs.")
    assert live.look() is not None
    room.write_text(room.read_text(encoding="utf-8").replace("Five stairs.", "Four stairs."), encoding="utf-8")
    live.watch.look()  # as if no time of the file had changed
    assert live.look() is not None


def test_a_playthrough_is_made_again_choice_by_choice(folder: Path) -> None:
    live = followed(folder)
    session = at_the_door(live)
    saved(folder / "story.yaml", "oil -= 1", "oil -= 2")
    saved(folder / "rooms" / "up.yaml", "Nine.", "Nine or ten.")
    live.look()
    assert live.program is not None
    found = carried(session, live.program)
    assert (found.whole, found.note, found.session.value("oil")) == (True, "", 1)
    assert found.session.choices == session.choices
    assert found.session.undo().scene == "stairs"


def test_a_choice_that_is_gone_leaves_the_place_where_it_is(folder: Path) -> None:
    live = followed(folder)
    session = at_the_door(live)
    saved(folder / "rooms" / "up.yaml", "Count them:", "Leap over them:")
    live.look()
    assert live.program is not None
    found = carried(session, live.program)
    assert (found.whole, found.session.turn.scene, found.session.value("oil")) == (False, "door", 2)
    assert found.note == (
        "choice 2, stairs/count-them, is not there any more; this place was found again, with the values it had"
    )
    saved(folder / "rooms" / "up.yaml", "  door:", "  gate:")
    saved(folder / "rooms" / "up.yaml", "goto: door", "goto: gate")
    saved(folder / "rooms" / "up.yaml", "-> door", "-> gate")
    saved(folder / "rooms" / "up.yaml", "[Knock, Wait]", "[Push, Pull]")
    assert live.look() is None
    whole(live)
    assert live.program is not None
    found = carried(session, live.program)
    assert (found.session.turn.scene, found.session.made) == ("stairs", 1)


def test_in_lines_what_was_saved_is_told_when_something_is_typed(folder: Path) -> None:
    live = followed(folder)
    assert live.program is not None
    out, script = io.StringIO(), iter(["1", "save", "", "1", "", "quit"])

    class Typing(io.StringIO):
        def readline(self, *_: int) -> str:  # type: ignore[override]  # as a stream of text has it
            typed = next(script, "quit")
            if typed == "save":
                saved(folder / "rooms" / "up.yaml", "Nine stairs.", "Ten stairs.")
                typed = ""
            elif typed == "1" and "Ten stairs." in out.getvalue():
                saved(folder / "rooms" / "up.yaml", "goto: door", "goto: dor")
            return f"{typed}\n"

    LiveLines(live, LiveStore(live.program), Voice(Typing(), out)).run(Session(live.program, seed=1), "")
    told = out.getvalue()
    assert "Reloaded: stairs: 1 line.\n\n" in told
    assert told.index("It burns") < told.index("Ten stairs.") < told.index("up.yaml, line 7: there is no scene dor. ")
    assert "The door." in told  # the 1 that was typed then is obeyed in the story as it was
    assert "is saved" not in told


def test_watching_is_for_people(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["play", str(folder), "--watch", "--json"]) == 2
    assert "--watch is for the screen and for --plain" in capsys.readouterr().err
    saved(folder / "story.yaml", "start: cellar", "start: celar")
    assert main(["play", str(folder), "--watch", "--plain"]) == 2
    told = capsys.readouterr().err
    assert "did you mean cellar?" in told
    assert "cannot be played" in told
