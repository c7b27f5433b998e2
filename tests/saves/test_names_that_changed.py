"""Endings, codex entries, chapters and values of enums under another name: saves and what is remembered follow, as the story says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from game.engine.sessions.session import Session
from game.program.load import load
from game.program.model import Program
from game.saves.format import Save, decode, encode
from game.saves.progress import Progress
from game.saves.restore import playthrough_of, restore

OLD = """\
story: ferry
title: The Ferry
start: quay
chapter: {id: one, title: One, number: 1}
cast: {ines: Ines}
variables:
  side: {type: enum, values: [nobody, camp, town]}
  asked: {type: enum, values: [never, once]}
groups:
  mood: {of: [ines], type: enum, values: [low, glad]}
sets:
  bag: {things: {rope: a rope, lamp: a lamp}, start: [rope]}
setup:
  - {ask: Were you asked?, set: asked, options: {never: Never, once: Once}}
endings: {away: Away, drowned: {title: Drowned}}
codex:
  boats: {title: Boats, text: They float.}
scenes:
  quay:
    - The boat is late.
    - choices:
        - Join them:
            - do: [side = camp, mood.ines = glad]
            - learn: boats
        - Wait
    - choices:
        - if: side == camp and mood.ines == glad and rope in bag
          choice: Go aboard
          ending: away
        - Swim -> river
  river:
    - It is cold.
    - ending: drowned
"""
NAMES = (
    ("away", "gone"), ("boats", "ships"), ("{id: one", "{id: first"), ("camp", "refuge"), ("glad", "bright"), ("once", "one-time"), ("rope", "cord"), ("bag", "sack"),
)  # fmt: skip
SAID = """\
renamed:
  endings: {away: gone}
  codex: {boats: ships}
  chapters: {one: first}
  variables: {bag: sack, sack.rope: sack.cord}
  values:
    side: {camp: refuge}
    mood: {glad: bright}
    asked: {once: one_time}
"""


def renamed(text: str = OLD, said: str = SAID) -> str:
    for old, new in NAMES:
        text = text.replace(old, new.replace("one-time", "one_time"))
    return said + text


def loaded(folder: Path, text: str) -> Program:
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    found = load(path, cache=False)
    assert found.program is not None, found.diagnostics
    return found.program


def saved(program: Program, *labels: str) -> Save:
    session = Session(program, seed=3, setup={"asked": "once"})
    for label in labels:
        session.choose(next(one.id for one in session.turn.options if one.label == label))
    return decode(encode(Save(playthrough_of(session, "00112233445566aa"), "", "2026-01-02T03:04:05.000006Z")))


class Way(NamedTuple):
    labels: tuple[str, ...]
    ending: str = ""


WAYS = (Way(("Join them",)), Way(("Join them", "Go aboard"), "gone"), Way(("Wait", "Swim"), "drowned"))


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("edited", [False, True], ids=["replayed", "by its place"])
def test_a_save_has_the_names_of_now(tmp_path: Path, way: Way, *, edited: bool) -> None:
    save = saved(loaded(tmp_path, OLD), *way.labels)
    text = renamed()
    if edited:  # the choices lead elsewhere now, so the place and the values are looked up
        text = text.replace("- Join them:", "- Join:").replace("        - Wait\n", "        - Sit\n")
    restored = restore(loaded(tmp_path, text), save)
    assert restored.exact
    assert restored.session.turn.ending == way.ending
    values = restored.session.values()
    joined = "Join them" in way.labels
    assert values["side"] == ("refuge" if joined else "nobody")
    assert values["mood.ines"] == ("bright" if joined else "low")
    assert values["asked"] == "one_time"
    assert values["sack.cord"] is True
    assert restored.session.learned == (("ships",) if joined else ())
    told = " ".join(restored.notes)
    assert "no longer" not in told
    if not edited:
        assert len(restored.session.choices) == len(way.labels), "all of it can be undone"
    if not way.ending:
        assert [one.label for one in restored.session.turn.options] == ["Go aboard", "Swim"]


def test_the_player_is_told_of_a_value_that_is_shown_by_its_name(tmp_path: Path) -> None:
    save = saved(loaded(tmp_path, OLD), "Join them")
    told = " ".join(restore(loaded(tmp_path, renamed()), save).notes)
    assert "camp is refuge" in told
    assert "rope is a cord" in told
    assert "bag." not in told, "of a set, only the things that are others are told"
    assert "lamp" not in told


def test_a_save_that_went_on_in_the_new_story_needs_no_more_names(tmp_path: Path) -> None:
    save = saved(loaded(tmp_path, OLD), "Join them")
    session = restore(loaded(tmp_path, renamed()), save).session
    session.choose("quay/go-aboard")
    again = restore(session.program, Save(playthrough_of(session, "00112233445566aa")))
    assert (again.notes, again.session.turn.ending) == ((), "gone")


def test_without_a_word_of_it_a_value_is_told_as_lost(tmp_path: Path) -> None:
    save = saved(loaded(tmp_path, OLD), "Join them")
    text = renamed(said="renamed: {variables: {bag: sack, bag.rope: sack.cord}}\n").replace("Join them", "Join")
    restored = restore(loaded(tmp_path, text), save)
    assert "side (camp, now nobody)" in " ".join(restored.notes)


def test_a_scene_called_ending_is_no_ending(tmp_path: Path) -> None:
    old = OLD.replace("river", "ending")
    text = old.replace("  ending:\n", "  sea:\n").replace("-> ending", "-> sea")
    text = "renamed: {scenes: {ending: sea}, endings: {drowned: sunk}}\n" + text.replace("drowned", "sunk")
    save = saved(loaded(tmp_path, old), "Wait", "Swim")
    restored = restore(loaded(tmp_path, text.replace("- Wait", "- Sit")), save)
    assert (restored.session.turn.scene, restored.session.turn.ending) == ("sea", "sunk")


def test_what_was_found_and_read_stays_so(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    Progress(folder).note(endings=["away"], codex=["boats"], learned=["boats"], chapters=["one"])
    program = loaded(tmp_path, renamed())
    progress = Progress(folder, renames=program.renamed)
    assert progress.all("endings") == ("gone",)
    assert progress.all("codex") == ("ships",)
    assert progress.all("learned") == ("ships",)
    assert progress.all("chapters") == ("first",)


def test_an_ending_that_has_no_surroundings_in_the_save_is_found_by_its_name(tmp_path: Path) -> None:
    save = saved(loaded(tmp_path, OLD), "Join them", "Go aboard")
    play = replace(save.playthrough, around=())
    restored = restore(loaded(tmp_path, renamed().replace("Join them", "Join")), play)
    assert restored.session.turn.ending == "gone"


def test_names_of_any_script_are_followed(tmp_path: Path) -> None:
    old = OLD.replace("river", "नदी-है").replace("quay", "ท่าน้ำ")
    new = OLD.replace("river", "sea").replace("quay", "pier").replace("- Wait", "- Sit")
    said = "renamed: {scenes: {नदी-है: sea, ท่าน้ำ: pier}, choices: {pier: {Wait: Sit}}}\n"
    for way, scene in ((("Wait",), "pier"), (("Wait", "Swim"), "sea")):
        restored = restore(loaded(tmp_path, said + new), saved(loaded(tmp_path, old), *way))
        assert (restored.session.turn.scene, len(restored.session.choices)) == (scene, len(way))


TWICE = "renamed: {variables: {side: where, place: where, mood: heart, air: heart}, cast: {ines: agnes, inez: agnes}}\n"


def called(text: str, *names: tuple[str, str]) -> str:
    for old, new in names:
        text = text.replace(old, new)
    return text


SECOND = called(OLD, ("side", "place"), ("mood", "air"), ("ines", "inez"))
THIRD = TWICE + called(OLD, ("side", "where"), ("mood", "heart"), ("ines", "agnes"))


@pytest.mark.parametrize("before", [OLD, SECOND], ids=["first", "second"])
@pytest.mark.parametrize("edited", [False, True], ids=["replayed", "by its place"])
def test_what_was_renamed_twice_is_found_by_each_of_its_names(tmp_path: Path, before: str, *, edited: bool) -> None:
    save = saved(loaded(tmp_path, before), "Join them")
    restored = restore(loaded(tmp_path, THIRD.replace("- Join them:", "- Join:") if edited else THIRD), save)
    values = restored.session.values()
    assert (values["where"], values["heart.agnes"]) == ("camp", "glad")
    assert [one.label for one in restored.session.turn.options] == ["Go aboard", "Swim"]


def test_of_two_that_became_one_the_value_that_has_changed_is_kept(tmp_path: Path) -> None:
    both = OLD.replace(
        "variables:\n", "variables:\n  hope: {type: int, min: 0, max: 9}\n  fear: {type: int, min: 0, max: 9}\n"
    )
    one = OLD.replace("variables:\n", "variables:\n  dread: {type: int, min: 0, max: 9}\n")
    for change, kept in (("hope = 2", 2), ("fear = 3", 3), ("hope = 2, fear = 3", 2)):
        save = saved(loaded(tmp_path, both.replace("do: [", f"do: [{change}, ")), "Join them")
        said = "renamed: {variables: {fear: dread, hope: dread}}\n"
        restored = restore(loaded(tmp_path, said + one.replace("Join them", "Join")), save)
        assert restored.session.value("dread") == kept
