"""The map of a chapter: all of its forks, once; nothing that was not seen; and the way back to a fork."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.language.text.columns import width
from game.player.json_lines import player as json_lines
from game.player.json_lines.maps import map_message
from game.player.playthrough.playing import Playing
from game.player.screen.look.drawing import wrap
from game.player.screen.story.map_rows import map_paras
from game.player.storage.store import PlayerStore
from game.player.story_map.chart import Known, chart, reached, walked
from game.player.story_map.shape import stops
from game.player.story_map.words import map_lines
from game.program.load import load
from game.program.model import Choose
from tests.player.talking import STORY, answers, talk

if TYPE_CHECKING:
    import pytest

    from game.program.model import Program

PLAYED = STORY
NAMES = ("a", "b", "c", "d", "e", "f")
LONG = " 물이 끓는다 and the rest of a long label that no row has room for, however wide"


@st.composite
def stories(draw: st.DrawFn) -> str:
    """A story of six scenes in two chapters' worth of titles, hints, one-way lists and endings; each name in it is a word of its own."""
    scenes = []
    for number, name in enumerate(NAMES):
        title = f"    title: Title-{name}!\n" if draw(st.booleans()) else ""
        hint = f"    hint: hint-{name}!\n" if title and draw(st.booleans()) else ""
        choices = ""
        for way in range(draw(st.integers(1, 4))):
            label = f"label-{name}{way}!" + (LONG if draw(st.booleans()) else "")
            once = "once" if draw(st.booleans()) else "choice"
            shown = f"        if: visits({name}) > {draw(st.integers(0, 2))}\n" if draw(st.booleans()) else ""
            choices += f"      - {once}: {label}\n{shown}        goto: {draw(st.sampled_from(NAMES))}\n"
        choices += "      - fallback:\n        ending: end\n"
        ends = f"    cases:\n      - visits({name}) > 3: {{ending: end{number % 2}}}\n"
        scenes.append(f"  {name}:\n{title}{hint}    text: Text-{name}!\n{ends}    choices:\n{choices}")
    return (
        "story: s\ntitle: S\nstart: a\nchapter: {id: one, title: One, number: 1}\n"
        "endings: {end: Ending-x!, end0: Ending-y!, end1: {title: Ending-z!, hint: a riddle}}\nscenes:\n"
        + "".join(scenes)
    )


def names_of(program: Program) -> dict[str, tuple[str, str]]:
    """Every name there is in such a story, with the kind of thing that it names, and its id."""
    found = {program.meta(name).title: ("scene", name) for name in NAMES if program.meta(name).title}
    found |= {ending.title: ("ending", ending.id) for ending in program.endings.values()}
    for name in NAMES:
        for block in program.scene(name).blocks:
            if isinstance(block.exit, Choose):
                kind = "choice" if len(block.exit.choices) > 1 else "only"
                for choice in block.exit.choices:
                    found[f"label-{choice.id.partition('/label-')[2][:2]}!"] = (kind, choice.id)
    return found


@settings(max_examples=25, deadline=None)
@given(
    text=stories(), picks=st.lists(st.integers(0, 3), max_size=25), again=st.integers(0, 25), room=st.integers(20, 110)
)
def test_the_map_has_each_fork_once_and_no_name_that_was_not_seen(
    tmp_path_factory: pytest.TempPathFactory, text: str, picks: list[int], again: int, room: int
) -> None:
    path = tmp_path_factory.mktemp("map") / "story.yaml"
    path.write_text(text, encoding="utf-8")
    program = load(path, cache=False).program
    assert program is not None
    session, known = Session(program), Known()
    for pick in picks:
        opened = [number for number, one in enumerate(session.turn.options) if one.open]
        if opened:
            session.choose(opened[pick % len(opened)])
    walked(session, known)
    session = session.branch(min(again, session.made))
    drawn = chart(program, "one", session, known, walked(session))
    assert reached(program, known) == ["one"]

    forks = [fork for stop in drawn.stops for fork in stop.forks]
    shapes = stops(program, "one")
    assert len({fork.id for fork in forks}) == len(forks)
    assert {fork.id for fork in forks} == {
        fork.id for shape in shapes for fork in shape.forks if fork.scene in known.scenes
    }
    hidden = sum(len(shape.forks) for shape, stop in zip(shapes, drawn.stops, strict=True) if stop.state == "hidden")
    assert len(forks) + hidden + sum(stop.missing for stop in drawn.stops) == sum(len(one.forks) for one in shapes)
    for fork in forks:
        if fork.turn is not None:
            ids = {way.id for way in fork.ways}
            assert session.choices[fork.turn] in ids
            assert ids & {option.id for option in session.branch(fork.turn).turn.options}

    paras = map_paras(drawn, room)
    entries = [para.entry for para in paras if para.entry]
    assert len(entries) == len(set(entries)) == len(forks)
    rows = [row.text for para in paras[1:] for row in wrap(para, room)]
    assert all(width(row) <= room for row in rows)
    seen = {"scene": known.scenes, "ending": known.endings, "choice": known.offered, "only": set[str]()}
    told = "\n".join([*rows, *map_lines(drawn), json.dumps(map_message(session, known.taken, None))])
    for name, (kind, identity) in names_of(program).items():
        if identity not in seen[kind]:
            assert name not in told
        elif room > 30:
            assert name in "\n".join(rows)
            assert name in "\n".join(map_lines(drawn))


def test_back_to_a_fork_is_another_playthrough_and_the_old_one_is_kept(program: Program) -> None:
    store = PlayerStore(program)
    playing = Playing(Session(program, seed=1), store)
    for choice in (1, 2, 0, 1):
        playing.choose(choice)
    other = Playing(store.back_to(playing.session, 2), store)
    assert other.session.choices == playing.session.choices[:2]
    assert not other.session.can_redo
    other.choose(1)
    assert playing.session.choices[2:] == ("hall/go-back", "kitchen/wait"), "the old one is as it was"
    kept = {card.id: store.open(card.id) for card in store.cards()}
    assert {found.session.made for found in kept.values() if not isinstance(found, str)} == {3, 4}


def test_the_map_by_ear_and_back_by_number(program: Program) -> None:
    typed = ("map", "2", "3", "map", "back to 2", "map night", "map 7", "back to 9", "title", "map")
    said = answers(talk(program, *typed, start=True))
    assert said[1].split("\n\n") == [
        "The map of The Night. Chapter 1. 0 of 2 endings, 75 percent read.",
        "The kitchen.\nFork. You are here. Seen: Open the door; Wait; Save Ji-ho; Save yourself.\n1 fork here not found.\nAn ending not found.",
    ]
    assert "2. Taken: Wait; Save Ji-ho. Seen: Open the door; Save yourself.\n" in said[4]
    assert "Fork. You are here. Seen: Go back; Stay." in said[4]
    assert "An ending not found. Somebody stays." in said[4]
    assert said[5].startswith("You are back at this fork, in a new playthrough.")
    assert "3. Save Ji-ho (taken before)" in said[5]
    assert "1. You are here. Taken: Wait. Taken before: Save Ji-ho. Seen: Open" in said[6]
    assert said[7] == "There is no map of 7. You have come to: The Night."
    assert said[8] == "There is no choice 9 to go back to."
    assert said[10].startswith("The map of The Night.")


def test_the_map_and_the_way_back_for_programs(program: Program) -> None:
    out = io.StringIO()
    lines = [
        1,
        2,
        {"map": True},
        {"back": 1},
        {"map": "night"},
        {"map": "day"},
        {"map": 3},
        {"back": 9},
        {"back": True},
    ]
    json_lines.play(program, io.StringIO("".join(f"{json.dumps(line)}\n" for line in lines)), out)
    drawn, back, again, *wrong = [json.loads(line) for line in out.getvalue().splitlines()[4:]]
    assert [stop["state"] for stop in drawn["stops"]] == ["taken"]
    assert [way["state"] for way in drawn["stops"][0]["forks"][0]["ways"]] == ["taken", "taken", "seen", "seen"]
    assert drawn["stops"][0]["forks"][0]["turn"] == 1
    assert (back["turn"], back["redo"], back["taken"]) == (1, False, [1, 2])
    assert [way["state"] for way in again["stops"][0]["forks"][0]["ways"]] == ["taken", "seen", "before", "seen"]
    assert [one["error"] for one in wrong] == [
        "there is no map of that chapter; play has come to 'night'",
        "'map' takes true, or the id of a chapter",
        "'back' takes the number of a turn, from 0 to 1",
        "'back' takes the number of a turn, from 0 to 1",
    ]
