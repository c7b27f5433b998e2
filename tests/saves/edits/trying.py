"""Saves at every turn of a playthrough, and whether each is where it should be in an edited story.

As a program (`python -m tests.saves.edits.trying`) it makes every edit of the beginning of the story that ships, tries each under the saves of ten
of its playthroughs, and prints what became of them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from game.engine.sessions.session import Session
from game.engine.turn import Turn
from game.language.yaml.reader import read_file
from game.program.model import Program
from game.program.reading.files import expand
from game.program.renames import base
from game.replay.script import parse
from game.replay.scripts.matching import match
from game.saves.format import Save, decode, encode
from game.saves.restore import playthrough_of, restore
from tests.saves.edits.of_all import WHOLE
from tests.saves.edits.of_lists import LISTS, Edit
from tests.saves.edits.written import Choices, Written

STORY = Path(__file__).parents[3] / "story"
BEGINNING = "reading-1.yaml"
PLAYTHROUGHS = 10
_ID = "00112233445566aa"


class Moment(NamedTuple):
    """A save, and what was there when it was made."""

    save: Save
    turn: Turn
    values: dict[str, bool | int | str]
    starts: dict[str, bool | int | str]
    where: str


class Tried(NamedTuple):
    """What became of the saves under one edit: how many of each kind, and what is wrong with any."""

    name: str
    places: int
    found: Counter[str]
    wrong: list[str]


def the_story() -> Written:
    """The files of the story that ships, of its beginning alone: edits are of kinds, and it has a place for each."""
    root = read_file(STORY / BEGINNING).root
    patterns = [item.text for item in root.get("include").items] if root is not None else []  # type: ignore[union-attr]
    found = Written.read(STORY, [BEGINNING, *dict.fromkeys(name for one in patterns for name in expand(STORY, one))])
    found.files["story.yaml"] = found.files.pop(BEGINNING)
    return found


def moments(program: Program, paths: Sequence[Path], every: int = 1) -> list[Moment]:
    """A save at every turn (or every so many) of some scripted playthroughs."""
    found = []
    for path in paths:
        script, _ = parse(read_file(path))
        assert script is not None
        setup = {name.text: answer.text for name, answer in script.setup}
        session = Session(program, seed=script.seed or 0, setup=setup)
        starts = session.values()
        choices = [step.choose for step in script.steps if step.choose]
        for number in range(len(choices) + 1):
            if number % every == 0 or session.turn.ending:
                save = decode(encode(Save(playthrough_of(session, _ID), "", "2026-01-02T03:04:05.000006Z")))
                found.append(Moment(save, session.turn, session.values(), starts, f"{path.stem}, {number} choices"))
            if number < len(choices):
                session.choose(match(session.turn.options, choices[number].text).at)
    return found


def in_lists(written: Written, edit: Edit) -> tuple[Written, Program, int]:
    """The edit made in as many lists as the story takes it in, and in how many that is."""
    every = written.all_lists()

    def made(some: Sequence[Choices]) -> tuple[Written, Program | None]:
        new = written.copy()
        for choices in sorted(some, key=lambda one: -one.first):
            # A list inside of one that was edited has moved, and is looked for again.
            here = [one for one in new.lists(choices.file) if (one.scene, one.first) == (choices.scene, choices.first)]
            if here:
                edit(new, here[0])
        return new, new.compiled()

    def most(some: Sequence[Choices]) -> list[Choices]:
        if not some or made(some)[1] is not None:
            return list(some)
        if len(some) == 1:
            return []
        half = len(some) // 2
        left, right = most(some[:half]), most(some[half:])
        return [*left, *right] if made([*left, *right])[1] is not None else left

    taken = most(every)
    new, program = made(taken)
    assert program is not None
    return new, program, len(taken)


def problem(moment: Moment, edited: Written, program: Program) -> tuple[str, str]:
    """What became of a save (`found`, `scene`, `played`), and what is wrong with that ("" for nothing)."""
    restored = restore(program, moment.save)
    session, turn = restored.session, restored.session.turn
    told = " ".join(restored.notes)
    kind = "found" if restored.exact and "Your " not in told else "scene" if restored.again else "played"
    scene = edited.scenes.get(moment.turn.scene, moment.turn.scene)
    wanted = {base(_now(edited, one.id)) for one in moment.turn.options} - {""}
    shown = {base(one.id) for one in turn.options}
    if kind == "found" and not (wanted & shown if edited.recounted and wanted else wanted <= shown):
        return kind, f"at {sorted(shown)} in place of {sorted(wanted)}"
    if kind == "found" and (moment.turn.ending or "") != (turn.ending or ""):
        return kind, f"at the ending {turn.ending} in place of {moment.turn.ending}"
    stack = moment.save.playthrough.snapshot["stack"]
    assert isinstance(stack, list)
    callers = {one.partition("@")[0] for one in stack}
    needed = edited.dropped & callers or "Nothing can be chosen where you stopped" in told
    if kind != "found" and (wanted or moment.turn.ending) and not needed:
        return kind, "sent back, and the choices are there"
    if kind == "played" and scene not in edited.taken_out and not needed:
        return kind, "played again, and the scene is there"
    for name, value in moment.values.items():
        wrong = _value(moment, edited, session, told, name, value)
        if wrong and kind != "played":
            return kind, wrong
    return kind, ""


def _value(moment: Moment, edited: Written, session: Session, told: str, name: str, value: object) -> str:
    new = _variable(edited, name)
    now = session.values()
    label = session.program.variables[new].label if new in session.program.variables else ""
    if new in now:
        return "" if now[new] == value or (label or new) in told else f"{name} was {value} and is {now[new]}, unsaid"
    return "" if value == moment.starts[name] or name in told else f"{name} is lost, unsaid"


def _variable(edited: Written, name: str) -> str:
    group, dot, member = name.partition(".")
    if dot:
        group = edited.variables.get(f"{group}.", f"{group}.")
        return group + edited.variables.get(f".{member}", f".{member}")[1:]
    return edited.variables.get(name, name)


def _now(edited: Written, identity: str) -> str:
    identity = base(identity)
    if identity in edited.ids:
        return edited.ids[identity]
    scene, _, local = identity.partition("/")
    return f"{edited.scenes.get(scene, scene)}/{local}"


def tried(name: str, edited: Written, program: Program, places: int, saves: Sequence[Moment]) -> Tried:
    """Load every save into an edited story."""
    found: Counter[str] = Counter()
    wrong = []
    for moment in saves:
        kind, what = problem(moment, edited, program)
        found[kind] += 1
        if what:
            wrong.append(f"{moment.where} ({moment.turn.scene}): {what}")
    return Tried(name, places, found, wrong)


def every_edit(written: Written, names: Sequence[str] = ()) -> Iterator[tuple[str, Written, Program, int]]:
    """All edits (or those of these names), each with the story that it makes and in how many places it was made."""
    for name, edit in LISTS.items():
        if not names or name in names:
            yield (name, *in_lists(written, edit))
    for name, change in WHOLE.items():
        if not names or name in names:
            new = written.copy()
            change(new)
            program = new.compiled()
            assert program is not None, f"{name}: the edited story does not load"
            yield name, new, program, 1


def playthroughs() -> list[Path]:
    """Ten of the story's playthroughs, far apart."""
    every = sorted((STORY / "playthroughs").glob("*.play.yaml"))
    return every[:: max(1, len(every) // PLAYTHROUGHS)][:PLAYTHROUGHS]


def main(say: Callable[[str], object] = print) -> int:
    """Every edit under every save; 1 when a save is not where it should be."""
    written = the_story()
    old = written.compiled()
    assert old is not None
    saves = moments(old, playthroughs())
    say(f"{len(LISTS) + len(WHOLE)} edits under {len(saves)} saves")
    failed = 0
    for name, edited, program, places in every_edit(written, sys.argv[1:]):
        result = tried(name, edited, program, places, saves)
        failed += len(result.wrong)
        say(f"{name} ({places}): {dict(result.found)}{f'; {len(result.wrong)} wrong' if result.wrong else ''}")
        for one in result.wrong[:3]:
            say(f"    {one}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
