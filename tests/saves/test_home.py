"""Two stories with one id keep their saves apart, and one story finds its own, wherever it has gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game import places
from game.engine.sessions.session import Session
from game.player.storage.store import PlayerStore
from game.program.load import load
from game.program.model import Program
from game.saves import home as homes
from game.saves.home import OWNER, home_of

A = """\
story: lamp-room
title: {title}
start: cellar
scenes:
  cellar:
    - A cellar.
    - choices: [Light it, Wait]
    - Later.
    - choices: [Go, Stay]
    - ending: out
endings: {{out: Out}}
"""
B = """\
story: lamp-room
title: B
start: kitchen
scenes:
  kitchen:
    - A kitchen.
    - choices: [Cook, Eat]
    - ending: fed
endings: {fed: Fed}
"""
Load = Callable[[str, str], Program]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.HOME, str(tmp_path / "home"))


@pytest.fixture
def story(tmp_path: Path) -> Load:
    def make(name: str, text: str) -> Program:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        program = load(path, cache=False).program
        assert program is not None
        return program

    return make


def begun(program: Program, *choices: str) -> PlayerStore:
    """A game that was begun: it has saved, and noted what was read."""
    store = PlayerStore(program)
    session = Session(program, seed=1)
    for choice in choices:
        store.take_note(session.turn, "")
        session.choose(choice)
    store.take_note(session.turn, "")
    assert store.keep_going(session, 0) == ""
    return store


def content(tmp_path: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file()}


def test_a_second_story_with_the_id_offers_nothing_of_the_first_and_says_whose_that_is(
    story: Load, tmp_path: Path
) -> None:
    a, b = story("a.yaml", A.format(title="Apples")), story("b.yaml", B)
    begun(a, "cellar/light-it")
    before = content(tmp_path)
    second = PlayerStore(b)
    assert second.latest() is None
    assert second.cards() == ()
    told = second.notes()
    assert "another story with the id lamp-room (Apples, in " in told
    assert str(tmp_path / "a.yaml") in told
    assert content(tmp_path) == before, "nothing is moved or made by looking"
    begun(b, "kitchen/cook")
    assert before.items() <= content(tmp_path).items(), "what the first had is as it was"
    assert PlayerStore(b).latest() is not None
    assert PlayerStore(b).notes() == "", "it is said once"
    assert PlayerStore(a).latest() is not None
    assert PlayerStore(a).endings_found() == set()
    assert PlayerStore(b).endings_found() == {"fed"}


def test_two_stories_from_one_example_are_two(story: Load) -> None:
    """They have scenes in common, so only the file tells them apart."""
    a = story("a/story.yaml", A.format(title="One"))
    b = story("b/story.yaml", A.format(title="Two") + "variables: {oil: bool}\n")
    begun(a, "cellar/light-it")
    assert PlayerStore(b).latest() is None
    begun(b)
    assert len(PlayerStore(a).cards()) == len(PlayerStore(b).cards()) == 1
    third = story("c/story.yaml", A.format(title="Three"))
    begun(third, "cellar/wait", "cellar/go")
    assert home_of(third).folder.name == "lamp-room+3"
    assert home_of(b).folder.name == "lamp-room+2"


def test_an_edited_story_keeps_its_saves(story: Load) -> None:
    begun(story("a.yaml", A.format(title="A")), "cellar/light-it")
    rewritten = story("a.yaml", B)
    assert home_of(rewritten).folder.name == "lamp-room"
    assert PlayerStore(rewritten).latest() is not None


def test_a_story_that_was_moved_keeps_its_saves_and_another_in_its_place_does_not_get_them(
    story: Load, tmp_path: Path
) -> None:
    begun(story("a.yaml", A.format(title="A")), "cellar/light-it")
    (tmp_path / "a.yaml").unlink()
    other = story("b.yaml", B)
    assert PlayerStore(other).latest() is None
    moved = story("elsewhere/a.yaml", A.format(title="A, second edition"))
    assert PlayerStore(moved).latest() is not None
    begun(moved)
    assert json.loads((home_of(moved).folder / OWNER).read_text())["title"] == "A, second edition"


def test_a_copy_of_a_story_shares_its_saves(story: Load, tmp_path: Path) -> None:
    begun(story("a/story.yaml", A.format(title="A")), "cellar/light-it")
    assert PlayerStore(story("b/story.yaml", A.format(title="A"))).latest() is not None


def test_a_story_that_got_another_id_leaves_its_folder(story: Load) -> None:
    begun(story("a.yaml", A.format(title="A")), "cellar/light-it")
    story("a.yaml", A.format(title="A").replace("lamp-room", "lamp-room-two"))
    renamed = story("b.yaml", A.format(title="B"))
    assert home_of(renamed).folder.name == "lamp-room"


def test_saves_from_before_folders_said_whose_they_are(story: Load) -> None:
    a, b = story("a.yaml", A.format(title="A")), story("b.yaml", B)
    begun(a, "cellar/light-it")
    owner = home_of(a).folder / OWNER
    owner.unlink()
    assert PlayerStore(b).latest() is None
    assert "another story with the id lamp-room." in PlayerStore(b).notes()
    assert PlayerStore(a).latest() is not None
    begun(a)
    assert owner.is_file()


@pytest.mark.parametrize("junk", [b"", b"{", b"[1]", b'{"title": 1}', b"\xff" * 100, b"x" * 100_000, b'{"title": "\\ud800", "file": "\\u0000", "digest": ""}'])  # fmt: skip
def test_a_folder_that_says_nonsense_of_itself_is_known_by_its_saves(story: Load, junk: bytes) -> None:
    a, b = story("a.yaml", A.format(title="A")), story("b.yaml", B)
    begun(a, "cellar/light-it")
    owner = home_of(a).folder / OWNER
    owner.write_bytes(junk)
    assert PlayerStore(b).latest() is None
    assert PlayerStore(b).notes().isprintable()
    assert PlayerStore(a).latest() is not None
    begun(a)
    assert json.loads(owner.read_text())["title"] == "A"


def test_the_story_that_ships_is_one_through_all_updates(story: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "is_packaged", lambda path: "lib" in Path(path).parts)
    begun(story("lib1/lib/story.yaml", A.format(title="A")), "cellar/light-it")
    updated = story("lib2/lib/story.yaml", A.format(title="A, corrected"))
    assert PlayerStore(updated).latest() is not None
    own = story("mine/story.yaml", B)
    assert PlayerStore(own).latest() is None


def test_without_a_home_there_is_play_and_nothing_is_made(
    story: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv(places.HOME)
    monkeypatch.setattr(places, "checkout", lambda: None)
    monkeypatch.chdir(tmp_path)
    for kind in ("data", "config", "cache"):
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", none)
    program = story("a.yaml", A.format(title="A"))
    store = PlayerStore(program)
    assert store.notes() == "Nothing is saved: there is no home folder to keep it in (HAMBIES_HOME can name one)."
    session = Session(program, seed=1)
    session.choose("cellar/light-it")
    reason = store.keep_going(session, 0)
    assert reason.startswith("This is not saved. ")
    assert "there is no home folder" in reason
    assert not store.keep("Here", session, 0).kept
    assert "there is no home folder" in store.take_note(session.turn, "")
    assert "there is no home folder" in store.change("theme", 2)
    assert store.theme == "frost", "it counts for now"
    assert store.latest() is None
    assert store.cards() == ()
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_a_home_of_nobody_is_none(monkeypatch: pytest.MonkeyPatch, story: Load) -> None:
    monkeypatch.setenv(places.HOME, "~nobody-is-called-this/saves")
    assert "HAMBIES_HOME names" in PlayerStore(story("a.yaml", A.format(title="A"))).notes()
