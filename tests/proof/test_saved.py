"""What becomes of saves when the story is edited, held against really loading a save of every state."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from random import Random

import pytest

from game.cli import main
from game.engine.machine import Machine, linked_of, opening, options
from game.engine.sessions.saved_place import kept_of, state_from
from game.engine.sessions.session import ResumeError, Session
from game.program.model import Program
from game.proof.report.saves import text_report
from game.proof.saved import Fate, prove_saves
from game.saves.format import Save, decode, encode
from game.saves.renaming import followed
from game.saves.restore import playthrough_of, restore
from tests.proof.brute import SEEDS
from tests.proof.stories import Maker
from tests.proof.test_faults import STORY

Load = Callable[[str], "Program | None"]
Seen = dict[tuple[str, str, str], int]
"""Kind and name of what befell a save, with the fewest choices before it."""


def befalls(new: Program, session: Session) -> Iterator[tuple[str, str, str]]:
    """What happens to one save, told by loading it."""
    snapshot = session.snapshot()
    if session.turn.stuck not in ("", "no-open-choice"):
        return  # nobody was asked anything here
    scene, point = str(snapshot["scene"]), str(snapshot["point"])
    loaded = restore(new, decode(encode(Save(playthrough_of(session, "0" * 8))))).session
    try:
        kept = kept_of(session.program, Machine.at(linked_of(session.program), session.state))
        state = state_from(new, followed(new, kept), opening(linked_of(new), 0, {}).state())
    except ResumeError:
        yield "gone", scene, point
        return
    moved = not session.turn.ending and not any(one.open for one in options(new, state))
    if moved and not session.turn.stuck:
        yield "moved", scene, point
    if not moved:
        assert loaded.state[:3] == state[:3]
    if new.scene_ids[state.scene] != new.renamed.scenes.get(scene, scene):
        yield "elsewhere", scene, point
    for old, variable in session.program.variables.items():
        name = new.renamed.variables.get(old, old)
        if name not in new.variables:
            if session.state.values[session.program.slot[old]] != variable.start:
                yield "lost", old, ""
            continue
        index = state.values[new.slot[name]]
        after = {"enum": new.variables[name].values, "bool": (False, True)}.get(new.variables[name].kind)
        now = index if after is None else after[index]
        if not moved:
            assert loaded.values()[name] == now
        before = session.values()[old]
        if new.renamed.values.get(name, {}).get(str(before), before) != now:
            yield "changed", old, ""


def all_loaded(old: Program, new: Program, most: int = 250) -> Seen | None:
    """Every state of the old story saved and loaded; None for a story with too many."""
    found: Seen = {}
    known = set()
    queue: deque[tuple[dict[str, str], int, tuple[str, ...]]] = deque()
    asked = [(one.variable, [option[0] for option in one.options]) for one in old.setup]
    for answers in product(*(values for _, values in asked)):
        setup = {name: answer for (name, _), answer in zip(asked, answers, strict=True)}
        queue += [(setup, seed, ()) for seed in (range(SEEDS) if old.draws else range(1))]
    while queue:
        setup, seed, choices = queue.popleft()
        session = Session(old, seed=seed, setup=setup)
        for choice in choices:
            session.choose(choice)
        state = session.state
        key = (state.scene, state.block, state.stack, state.values, state.draws, state.seed)
        if key in known:
            continue
        known.add(key)
        if len(known) > most:
            return None
        for one in befalls(new, session):
            found.setdefault(one, len(choices))
        queue += [(setup, seed, (*choices, one.id)) for one in session.turn.options if one.open]
    return found


def edited(text: str, random: Random) -> str:
    """The story after a small edit, which may or may not load."""
    lines = text.split("\n")
    body = next((number for number, line in enumerate(lines) if line == "scenes:"), 0)
    whole: dict[str, Callable[[], str]] = {
        "bound": lambda: text.replace("min: 0, max: 3", f"min: {random.randint(0, 1)}, max: 2", 1),
        "start": lambda: text.replace("max: 3, start: 1", "max: 3, start: 2", 1),
        "order": lambda: text.replace("[nobody, camp, school]", "[camp, nobody, school]", 1),
        "more": lambda: text.replace("[nobody, camp, school]", "[nobody, school, camp, sea]", 1),
        "value": lambda: text.replace("nobody", "nowhere"),
        "type": lambda: text.replace("  quiet: {type: int, min: 0, max: 2}", "  quiet: {type: int, min: 0, max: 1}", 1),
        "scene": lambda: re.sub(r"\bs1\b", "t1", text),
        "variable": lambda: re.sub(r"\bheat\b", "cold", text),
        "scene, said so": lambda: "renamed: {scenes: {s1: t1}}\n" + re.sub(r"\bs1\b", "t1", text),
        "variable, said so": lambda: "renamed: {variables: {heat: cold}}\n" + re.sub(r"\bheat\b", "cold", text),
        "value, said so": lambda: "renamed: {values: {side: {camp: refuge}}}\n" + re.sub(r"\bcamp\b", "refuge", text),
        "shut": lambda: re.sub(r"(\s+if): .*", r"\1: heat > 2", text),
    }
    kind = random.choice([*whole, "rename", "drop", "condition", "fallback", "choice"])
    if kind in whole:
        return whole[kind]()
    if kind in ("rename", "choice"):
        marks = [number for number, line in enumerate(lines) if "- choice:" in line]
        if marks:
            at = random.choice(marks)
            if kind == "rename":
                lines[at] = re.sub(r"m(\d+)m", r"n\1n", lines[at])
            else:
                pad = " " * (len(lines[at]) - len(lines[at].lstrip()))
                lines.insert(at, f"{pad}- choice: brand new\n{pad}  do: heat += 1")
    if kind == "condition":
        gates = [number for number, line in enumerate(lines) if re.match(r"\s+(if|needs): ", line) and number > body]
        if gates:
            at = random.choice(gates)
            lines[at] = re.sub(r"(if|needs): .*", r"\1: heat > 2", lines[at])
    if kind in ("drop", "fallback"):
        word = "- do:" if kind == "drop" else "- fallback:"
        some = [number for number, line in enumerate(lines) if word in line]
        if some:
            at = random.choice(some)
            del lines[at : at + (1 if kind == "drop" else 2)]
    return "\n".join(lines)


def check(load_text: Load, seeds: range, *, draws: bool = False) -> tuple[int, set[str]]:
    done, kinds = 0, set()
    for seed in seeds:
        text = Maker(seed, draws=draws).text()
        random = Random(seed)
        after = text
        for _ in range(random.randint(1, 2)):
            after = edited(after, random)
        old, new = load_text(text), load_text(after)
        if old is None or new is None:
            continue
        expected = all_loaded(old, new)
        if expected is None:
            continue
        report = prove_saves(old, new)
        assert report.verdict != "not decided"
        found: Seen = {}
        for one in report.fates:
            if one.witness is not None:
                key = (one.kind, one.name, "") if one.kind in ("changed", "lost") else (one.kind, one.scene, one.name)
                found[key] = min(found.get(key, 1 << 30), len(one.witness.choices))
        assert found == expected, f"story {seed}:\n{text}\nafter the edit:\n{after}"
        kinds |= {one[0] for one in expected}
        done += 1
    return done, kinds


def test_fates_are_those_of_loading_every_save(load_text: Load, how_many: int) -> None:
    done, kinds = check(load_text, range(max(how_many, 150)))
    assert done >= 60
    assert kinds >= {"changed", "lost", "moved"}


def test_fates_are_those_of_loading_every_save_where_stories_draw(load_text: Load, how_many: int) -> None:
    done, _ = check(load_text, range(max(how_many // 4, 40)), draws=True)
    assert done >= 4


SMALLER = (
    ("max: 4, start: 1", "max: 2, start: 1"),
    ("if: fuel < 3", "if: fuel < 2"),
    ("- fuel <= 3", "- fuel <= 2"),
    ("if fuel > 2: first", "if fuel > 1: first"),
)
"""A smaller tank, and what was written for the larger one."""


def fates(load_text: Load, *edits: tuple[str, str]) -> list[Fate]:
    after = STORY
    for one, other in edits:
        assert one in after
        after = after.replace(one, other)
    old, new = load_text(STORY), load_text(after)
    assert old is not None
    assert new is not None
    return [one for one in prove_saves(old, new).fates if one.verdict != "proved"]


def test_edits_of_words_lose_no_save(load_text: Load) -> None:
    assert fates(load_text, ("Hungry faces.", "Faces."), ("You stay.", "You remain.")) == []


def test_a_scene_that_is_gone_is_named_with_the_way_there(load_text: Load) -> None:
    found = fates(
        load_text,
        ("  fire:\n", "  hearth:\n"),
        ("goto: fire", "goto: hearth"),
        ("Get up ->", "Rise ->"),
        ("choice: Sleep", "choice: Lie down"),
    )
    assert [(one.kind, one.scene, one.name) for one in found] == [
        ("gone", "fire", "fire@get-up"),
        ("gone", "fire", "ending:stayed"),
    ]
    fire = found[0]
    assert fire.unknown
    assert fire.witness is not None
    assert fire.witness.choices == (
        "yard/talk-to-her",
        "yard/into-the-kitchen",
        "kitchen/out",
        "yard/stay",
        "stay/sit-by-the-fire",
    )
    assert fire.loading is not None
    assert fire.loading.scene == "hearth"
    assert "The scene you were in, fire, is gone." in fire.loading.notes


def test_a_value_out_of_the_new_bounds_is_told(load_text: Load) -> None:
    found = fates(load_text, *SMALLER)
    assert [(one.kind, one.name, one.text) for one in found] == [("changed", "fuel", "3 becomes 2")]


def test_a_bound_that_no_save_goes_past_may_shrink(load_text: Load) -> None:
    assert fates(load_text, ("max: 4, start: 1", "max: 3, start: 1")) == []


def test_a_new_start_value_changes_no_save(load_text: Load) -> None:
    assert fates(load_text, ("max: 4, start: 1", "max: 4, start: 2")) == []


def test_a_start_value_that_can_no_longer_be_changes_the_saves_that_stood_at_it(load_text: Load) -> None:
    found = fates(load_text, ("min: 0, max: 4, start: 1", "min: 2, max: 4, start: 3"))
    assert [(one.kind, one.name) for one in found] == [("changed", "fuel")]
    assert found[0].loading is not None
    assert found[0].witness is not None
    assert "now 2" in " ".join(found[0].loading.notes)


def test_a_place_where_nothing_is_open_any_more_is_moved_on_from(load_text: Load) -> None:
    found = fates(load_text, ("if: seen(kitchen)", "if: fuel > 2"))
    assert [(one.kind, one.scene) for one in found] == [("moved", "stay")]
    assert found[0].loading is not None
    assert found[0].loading.ending == "stayed"


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(STORY, encoding="utf-8")
    after = STORY
    for one, other in SMALLER:
        after = after.replace(one, other)
    new.write_text(after, encoding="utf-8")
    return str(old), str(new)


def test_the_command_says_what_changed_and_how_it_exits(
    versions: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = versions
    assert main(["prove", new, "--saves-from", old]) == 1
    out = capsys.readouterr().out
    assert "Changed: fuel is not what it was: 3 becomes 2." in out
    assert "    Pump\n    Pump\n" in out
    assert "fuel (3, now 2)" in out
    assert main(["prove", old, "--saves-from", old]) == 0
    assert "every save of the old story is found again as it was" in capsys.readouterr().out


def test_json_and_annotations(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = versions
    assert main(["prove", new, "--saves-from", old, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["places"]) == ("refuted", 8)
    assert [(one["kind"], one["witness"]["choices"]) for one in found["answers"] if "witness" in one] == [
        ("changed", ["yard/pump", "yard/pump"])
    ]
    assert main(["prove", new, "--saves-from", old, "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error title=hambies prove ferry saves::fuel is not what it was")


def test_another_story_and_options_that_do_not_go_together_are_bad_input(
    versions: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(STORY.replace("story: ferry", "story: bridge"), encoding="utf-8")
    assert main(["prove", versions[0], "--saves-from", str(other)]) == 2
    assert "bridge and ferry are two stories" in capsys.readouterr().err
    assert main(["prove", versions[0], "--saves-from", str(tmp_path / "none")]) == 2
    assert main(["prove", versions[0], "--saves-from", versions[1], "--scripts", str(tmp_path / "suite")]) == 2


def test_a_scene_under_another_name_is_told_with_what_to_say_of_it(load_text: Load) -> None:
    found = fates(load_text, ("  yard:\n", "  court:\n"), ("yard", "court"))
    assert {one.kind for one in found} == {"elsewhere"}
    old = load_text(STORY)
    assert old is not None
    said = STORY.replace("yard", "court").replace("start: court", "start: court\nrenamed: {scenes: {yard: court}}")
    new = load_text(said)
    assert new is not None
    report = prove_saves(old, new)
    assert report.verdict == "proved"


def test_a_variable_under_another_name_is_lost_until_the_story_says_so(load_text: Load) -> None:
    old = load_text(STORY)
    new = load_text(re.sub(r"\bfuel\b", "petrol", STORY))
    said = load_text("renamed: {variables: {fuel: petrol}}\n" + re.sub(r"\bfuel\b", "petrol", STORY))
    assert old is not None
    assert new is not None
    assert said is not None
    report = prove_saves(old, new)
    lost = [one for one in report.fates if one.verdict == "refuted"]
    assert [(one.kind, one.name) for one in lost] == [("lost", "fuel")]
    assert "is lost, since the new story has no fuel" in lost[0].text
    assert "renamed: {variables: {fuel: its-new-name}}" in text_report(old, report)
    assert prove_saves(old, said).verdict == "proved"


SIDES = """\
story: sides
title: Sides
start: yard
variables:
  side: {type: enum, values: [none, camp]}
endings: {out: Out}
scenes:
  yard:
    - do: side = camp
    - You are with {side}.
    - choices: [Go]
    - ending: out
"""


def test_a_value_under_another_name_is_another_value_until_the_story_says_so(load_text: Load) -> None:
    after = SIDES.replace("camp", "refuge")
    old, new = load_text(SIDES), load_text(after)
    said = load_text("renamed: {values: {side: {camp: refuge}}}\n" + after)
    assert old is not None
    assert new is not None
    assert said is not None
    report = prove_saves(old, new)
    assert [(one.kind, one.name) for one in report.fates if one.verdict == "refuted"] == [("changed", "side")]
    assert "renamed: {values: {side: {camp: its_new_name}}}" in text_report(old, report)
    assert prove_saves(old, said).verdict == "proved"
