"""A save in a story that was edited right beside the place where it was made: the place is found, or else its scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from game.engine.sessions.session import Session
from game.program.load import load
from game.program.model import Program
from game.saves.format import Save, decode, encode
from game.saves.restore import Restored, playthrough_of, restore

ID = "00112233445566aa"
TOP = """\
story: ferry
title: The Ferry
start: quay
cast: {ines: Ines, wick: Wick}
variables:
  guilt: {type: int, min: 0, max: 9, label: guilt}
  side: {type: enum, values: [none, camp]}
groups:
  trust: {of: [ines, wick], type: int, min: 0, max: 5, start: 1}
endings: {away: Away}
"""
QUAY = """\
  quay:
    title: The quay
    body:
      - "The boat is late. {first: You sit. | then: You stand.}"
      - choices:
          - Look at the water:
              - It is grey.
              - do: [guilt += 2, trust.wick += 1]
          - Wait:
              - You wait.
      - A bell rings below.
      - call: hut
      - The bell is still.
      - choices:
          - Walk on:
              - You walk.
          - Sit down -> quay
          - Go aboard:
              - do: side = camp
              - The plank gives.
      - "{if seen(hut): There was a hut. | else: No hut.} {guilt} {trust.wick} {trust.ines}"
      - goto: deck
"""
HUT = """\
  hut:
    title: The hut
    body:
      - A stove, and Wick.
      - choices:
          - Warm your hands:
              - do: guilt += 1
          - Ask for the fare:
              - wick: Pay her.
      - return:
"""
DECK = """\
  deck:
    title: The deck
    body:
      - The deck is wet.
      - choices:
          - Hold the rail:
              - Cold iron.
          - Go below:
              - Warm air.
      - choices:
          - Sleep -> away
          - Watch -> away
  away:
    title: The crossing
    body:
      - The coast gets small.
      - ending: away
"""
STORY = f"{TOP}scenes:\n{QUAY}{HUT}{DECK}"

Edit = tuple[str, str]
Load = Callable[..., Program]


@pytest.fixture
def made(tmp_path: Path) -> Load:
    def make(*edits: Edit) -> Program:
        text = STORY
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        path = tmp_path / "story.yaml"
        path.write_text(text, encoding="utf-8")
        loaded = load(path, cache=False)
        assert loaded.program is not None, loaded.diagnostics
        return loaded.program

    return make


TO_HUT = ("Look at the water",)
TO_PLANK = (*TO_HUT, "Warm your hands")
TO_RAIL = (*TO_PLANK, "Go aboard")
TO_BUNK = (*TO_RAIL, "Hold the rail")


def saved(program: Program, *labels: str) -> Save:
    session = Session(program, seed=3)
    for label in labels:
        session.choose(next(one.id for one in session.turn.options if one.label == label))
    return decode(encode(Save(playthrough_of(session, ID), "", "2026-01-02T03:04:05.000006Z")))


def labels(restored: Restored) -> list[str]:
    return [one.label for one in restored.session.turn.options]


LOOK = (
    "          - Look at the water:\n              - It is grey.\n              - do: [guilt += 2, trust.wick += 1]\n"
)
WARM = "          - Warm your hands:\n              - do: guilt += 1\n"
WALK = "          - Walk on:\n              - You walk.\n"
SIT = "          - Sit down -> quay\n"
ABOARD = "          - Go aboard:\n              - do: side = camp\n              - The plank gives.\n"
BELL = "      - A bell rings below.\n      - call: hut\n      - The bell is still.\n"

BESIDE: dict[str, tuple[tuple[str, ...], tuple[Edit, ...], list[str]]] = {
    "a choice above": (TO_PLANK, ((WALK, "          - Shout -> quay\n" + WALK),), ["Shout", "Walk on", "Sit down", "Go aboard"]),
    "the first removed": (TO_PLANK, ((WALK, ""),), ["Sit down", "Go aboard"]),
    "the first renamed": (TO_PLANK, (("Walk on", "Stroll on"),), ["Stroll on", "Sit down", "Go aboard"]),
    "another order": (TO_PLANK, ((WALK + SIT + ABOARD, ABOARD + SIT + WALK),), ["Go aboard", "Sit down", "Walk on"]),
    "all but the last removed": (TO_PLANK, ((WALK + SIT, ""),), ["Go aboard"]),
    "all in other words": (
        TO_PLANK,
        (("Walk on", "Leave"), ("Sit down", "Rest"), ("Go aboard", "Board her")),
        ["Leave", "Rest", "Board her"],
    ),
    "all new but what stands before": (
        TO_PLANK,
        ((WALK + SIT + ABOARD, "          - Swim\n          - Row -> deck\n"),),
        ["Swim", "Row"],
    ),
    "another list before with a choice of the same name": (
        TO_PLANK,
        ((BELL, "      - Rain.\n      - choices: [Sit down, Walk on, Go aboard]\n" + BELL),),
        ["Walk on", "Sit down", "Go aboard"],
    ),
    "the list before removed": (
        TO_PLANK,
        ((LOOK + "          - Wait:\n              - You wait.\n", ""), ("      - choices:\n      - A bell", "      - A bell")),
        ["Walk on", "Sit down", "Go aboard"],
    ),
    "the text before in other words": (
        TO_PLANK,
        (("The bell is still.", "Not a sound."), ("Walk on", "Stroll on")),
        ["Stroll on", "Sit down", "Go aboard"],
    ),
    "inside a call, a choice above": (TO_HUT, ((WARM, "          - Knock -> hut\n" + WARM),), ["Knock", "Warm your hands", "Ask for the fare"]),
    "inside a call, the caller edited": (
        TO_HUT,
        ((BELL, "      - A bell.\n      - call: hut\n      - It is still.\n"), (LOOK, "")),
        ["Warm your hands", "Ask for the fare"],
    ),
    "inside a call, one more call above": (
        TO_HUT,
        (("      - \"The boat is late.", "      - call: hut\n      - \"The boat is late."),),
        ["Warm your hands", "Ask for the fare"],
    ),
    "the list in a new scene of its own": (
        TO_BUNK,
        (
            ("      - choices:\n          - Sleep -> away", "      - goto: bunk\n  bunk:\n    - choices:\n          - Sleep -> away"),
        ),
        ["Sleep", "Watch"],
    ),
    "the scene under another name": (TO_RAIL, (("deck", "foredeck"), ("The foredeck is", "The deck is")), ["Hold the rail", "Go below"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_the_list_is_found_by_any_of_its_choices_and_by_what_stands_around_it(made: Load, name: str) -> None:
    way, edits, expected = BESIDE[name]
    save = saved(made(), *way)
    program = made(*edits)
    restored = restore(program, save)
    assert labels(restored) == expected
    assert restored.exact
    before = Session(made(), seed=3)
    for label in way:
        before.choose(next(one.id for one in before.turn.options if one.label == label))
    assert restored.session.values() == before.values(), "every value is kept"
    assert not any("choice" in note for note in restored.notes)


def test_the_way_on_from_inside_a_call_is_the_right_one(made: Load) -> None:
    save = saved(made(), *TO_HUT)
    program = made(('      - "The boat is late.', '      - call: hut\n      - "The boat is late.'))
    session = restore(program, save).session
    assert [one.text for one in session.choose("hut/warm-your-hands").blocks] == ["The bell is still."]


def test_a_choice_put_in_leaves_all_of_it_to_undo(made: Load) -> None:
    restored = restore(made((WALK, "          - Shout -> quay\n" + WALK)), saved(made(), *TO_PLANK))
    assert len(list(restored.session.turns())) == len(TO_PLANK) + 1


def test_what_is_counted_since_is_as_the_choices_made_it(made: Load) -> None:
    program = made(("      - The deck is wet.", '      - "The deck is wet. {visits(quay)}"'))
    restored = restore(program, saved(made(), *TO_PLANK))
    assert restored.session.choose("quay/walk-on").blocks[-1].text == "The deck is wet. 1"


def test_where_the_list_is_gone_its_scene_begins_again_with_the_values(made: Load) -> None:
    program = made(
        (BELL, "      - Nothing.\n"),
        (WALK + SIT + ABOARD, "          - Swim:\n              - Cold.\n"),
    )
    restored = restore(program, saved(made(), *TO_PLANK))
    session = restored.session
    assert (session.turn.scene, session.turn.blocks[0].text) == ("quay", "The boat is late. You stand.")
    assert session.values()["guilt"] == 3
    assert session.values()["trust.wick"] == 2
    assert not restored.exact
    assert restored.again
    assert "What you could choose here has changed, so the scene begins again, with all that you had." in restored.notes


def test_a_scene_that_begins_again_was_not_entered_twice(made: Load) -> None:
    counting = ("The boat is late.", "The boat is late. {visits(quay)}")
    program = made(counting, (BELL, "      - Nothing.\n"), (WALK + SIT + ABOARD, "          - Swim\n"))
    restored = restore(program, saved(made(("The boat is late.", "The boat is late. {visits(quay)}")), *TO_PLANK))
    assert restored.session.turn.blocks[0].text.startswith("The boat is late. 1")


def test_where_a_called_scene_is_gone_its_caller_begins_again(made: Load) -> None:
    program = made((HUT, ""), ("      - call: hut\n", ""), ("{if seen(hut): There was a hut. | else: No hut.} ", ""))
    restored = restore(program, saved(made(), *TO_HUT))
    assert restored.session.turn.scene == "quay"
    assert restored.session.values()["guilt"] == 2
    assert "The scene you were in, The hut, is gone." in restored.notes


def test_choices_made_again_are_known_by_labels_that_are_clearly_the_same(made: Load) -> None:
    program = made(
        ("Look at the water", "Look at the black water"),
        ("goto: deck", "goto: ramp"),
        (DECK[: DECK.index("  away:")], "  ramp:\n    - A ramp.\n    - choices: [Hold, Climb]\n    - goto: away\n"),
    )
    restored = restore(program, saved(made(), *TO_RAIL))
    assert restored.session.turn.scene == "ramp"
    assert "1 choice among them has other words now." in restored.notes
    assert "Your 3 choices can still be made, and have led to ramp." in restored.notes


RENAMED = """\
renamed:
  scenes: {quay: pier, hut: cabin}
  variables: {guilt: weight, trust: faith}
  cast: {wick: tam}
  choices:
    pier: {Go aboard: Step over the plank}
"""
NEW_NAMES: tuple[Edit, ...] = (
    ("quay:", "pier:"), ("start: quay", "start: pier"), ("-> quay", "-> pier"),
    ("hut", "cabin"),
    ("  guilt:", "  weight:"), ("guilt +=", "weight +="), ("{guilt}", "{weight}"), ("label: guilt", "label: weight"),
    ("  trust:", "  faith:"), ("{trust.wick} {trust.ines}", "{faith.tam} {faith.ines}"), ("trust.wick +=", "faith.tam +="),
    ("[ines, wick]", "[ines, tam]"), ("wick: Wick", "tam: Wick"), ("- wick:", "- tam:"),
    ("          - Go aboard:", "          - Step over the plank:"),
    ("scenes:\n", RENAMED + "scenes:\n"),
)  # fmt: skip


@pytest.mark.parametrize("way", [(), TO_HUT, TO_PLANK, TO_RAIL, TO_BUNK], ids=len)
def test_names_that_the_story_says_have_changed_are_followed(made: Load, way: tuple[str, ...]) -> None:
    save = saved(made(), *way)
    program = made(*NEW_NAMES)
    restored = restore(program, save)
    assert restored.exact
    values = restored.session.values()
    assert values["weight"] == (0, 2, 3, 3, 3)[len(way)]
    assert values["faith.tam"] == (1, 2, 2, 2, 2)[len(way)]
    assert len(list(restored.session.turns())) == len(way) + 1, "all of it can be undone"
    told = " ".join(restored.notes)
    assert "Some things have other names now: " in told
    assert "guilt is weight" in told
    assert "no longer" not in told


def test_names_are_followed_where_the_choices_are_not_made_again(made: Load) -> None:
    program = made(*NEW_NAMES, ("Look at the water", "Look up"), ("tam += 1", "tam += 2"))
    restored = restore(program, saved(made(), *TO_HUT))
    assert restored.exact
    assert restored.session.turn.scene == "cabin"
    assert restored.session.values()["faith.tam"] == 2
    turn = restored.session.choose("cabin/warm-your-hands")
    assert [one.label for one in turn.options] == ["Walk on", "Sit down", "Step over the plank"]
    assert "There was a cabin." in restored.session.choose("pier/walk-on").blocks[1].text, "what was seen is known"


def test_a_save_that_went_on_in_the_new_story_needs_no_more_names(made: Load) -> None:
    program = made(*NEW_NAMES)
    session = restore(program, saved(made(), *TO_PLANK)).session
    session.choose("pier/step-over-the-plank")
    again = restore(program, Save(playthrough_of(session, ID)))
    assert (again.notes, again.session.turn.scene) == ((), "deck")


def test_without_a_word_of_it_a_renamed_variable_is_told_as_lost(made: Load) -> None:
    program = made(
        ("  guilt:", "  weight:"), ("guilt +=", "weight +="), ("{guilt}", "{weight}"), ("Look at", "Look into")
    )
    restored = restore(program, saved(made(), *TO_PLANK))
    assert "The story no longer keeps count of guilt." in restored.notes


def test_the_example_of_the_format_follows_a_save_of_the_version_before(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "docs" / "examples" / "renamed.yaml"
    new = example.read_text(encoding="utf-8")
    old = new[: new.index("renamed:")] + new[new.index("cast: {tam") :]
    for name, before in (
        ("hearth", "kitchen"),
        ("weight", "guilt"),
        ("faith", "trust"),
        ("tam", "wick"),
        ("refuge", "camp"),
        ("the-song", "song"),
        ("ending: out", "ending: away"),
        ("{out:", "{away:"),
    ):
        old = old.replace(name, before)
    path = tmp_path / "story.yaml"
    path.write_text(old.replace("See who is hammering", "Go down"), encoding="utf-8")
    before_it, after_it = load(path, cache=False).program, load(example, cache=False).program
    assert before_it is not None
    assert after_it is not None
    restored = restore(after_it, saved(before_it, "Sit on", "Sit on"))
    values = restored.session.values()
    assert (restored.session.turn.scene, values["weight"], values["faith.tam"]) == ("hearth", 2, 2)
    ended = restore(after_it, saved(before_it, "Sit on", "Go down"))
    assert (ended.session.turn.ending, len(ended.session.choices)) == ("out", 2)
    assert (ended.session.values()["side"], ended.session.learned) == ("refuge", ("the-song",))
    assert ended.session.can_undo


def test_a_save_from_before_its_surroundings_were_kept_is_known_by_its_first_choice(made: Load) -> None:
    save = saved(made(), *TO_PLANK)
    play = replace(save.playthrough, around=())
    above = restore(made((WALK, "          - Shout -> quay\n" + WALK), (LOOK, "")), play)
    assert labels(above) == ["Shout", "Walk on", "Sit down", "Go aboard"]
    gone = restore(made(("Walk on", "Stroll on"), (LOOK, "")), play)
    assert gone.again
    assert gone.session.turn.scene == "quay"
    assert gone.session.values()["guilt"] == 3
