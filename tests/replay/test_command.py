"""`hambies replay`: exit codes, what it says, which story a script plays, and saves as scripts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from game.language.text.columns import width
from tests.replay.conftest import STORIES, Run

Form = Literal["NFC", "NFD"]
Write = Callable[[str, str], Path]

LIGHT = "steps: [Ask who lit it, Turn it up, Go on]\nexpect: {ending: light}\n"
FAILS = "# why\nsteps:\n  - Ask who lid it   # a typo\n"


# exit codes


def test_all_held(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    said = replay("lamp")
    assert said.code == 0
    assert said.out.startswith("1 playthrough: 1 held (")
    assert said.err == ""


def test_a_failure_is_told_with_its_place_and_the_player_s_view(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yaml", FAILS)
    said = replay("lamp")
    assert said.code == 1
    name = Path("lamp/b.play.yaml")
    expected = f"""\
FAILED  {name}

{name}:3:5: no choice here is called "Ask who lid it"
    3 |   - Ask who lid it   # a typo
            ^^^^^^^^^^^^^^
  nearest: Ask who lit it

  The last turn, in cellar, at the opening:

    | The lamp is lit, Min. You know this room.
    |
    | Nam-ra: You took your time.

  The choices there:

     1  Ask who lit it
     2  Turn it up   (closed: the knob is too cold)
     3  Blow it out

2 playthroughs: 1 held, 1 failed ("""
    assert said.out.startswith(expected), said.out


def test_carets_stand_under_wide_letters(folder: Path, write: Write, replay: Run) -> None:
    """As `check` draws them: counted in columns, not in characters."""
    write("lamp/b.play.yaml", "story: lamp\nsteps:\n  - {choose: Ask who lit it, expect: {text: 눈이 온다}}\n")
    lines = replay("lamp").out.split("\n")
    shown, carets = next((one, two) for one, two in pairwise(lines) if two.strip() and not two.strip(" ^"))
    meant = "눈이 온다"
    assert width(shown[: shown.index(meant)]) == carets.index("^")
    assert width(meant) == carets.count("^")


def test_bad_input(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", "steps: [Go\n")
    said = replay("lamp")
    assert said.code == 2
    assert "a.play.yaml:1:" in said.out
    assert "1 could not be run" in said.out


def test_one_bad_script_keeps_no_other_from_running(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", "step: []\n")
    write("lamp/b.play.yaml", LIGHT)
    said = replay("lamp")
    assert said.code == 2
    assert "1 held, 1 could not be run" in said.out


@pytest.mark.parametrize(
    ("path", "words"),
    [("nowhere", "there is no file or folder nowhere"), ("empty", "there is no *.play.yaml in the folder empty")],
)
def test_paths_that_hold_nothing(folder: Path, replay: Run, path: str, words: str) -> None:
    (folder / "empty").mkdir()
    said = replay(path)
    assert said.code == 2
    assert words in said.err


def test_a_playthrough_with_another_ending_is_named_and_leftovers_are_not(
    folder: Path, write: Write, replay: Run
) -> None:
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yml", LIGHT)
    for left in (".#a.play.yaml", "._a.play.yaml", ".a.play.yaml"):
        write(f"lamp/{left}", "\0")
    said = replay("lamp")
    assert said.code == 2
    assert "1 playthrough: 1 held" in said.out
    assert said.err == "hambies: lamp/b.play.yml is passed over: the name of a playthrough ends in .play.yaml\n"


@pytest.mark.parametrize(("written", "stored"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_names_in_scripts_and_arguments_compare_composed(
    folder: Path, write: Write, replay: Run, written: Form, stored: Form
) -> None:
    (folder / "lamp").rename(folder / normalize(stored, "등불"))
    write(normalize(stored, "놀이.play.yaml"), f"story: {normalize(written, './등불')}\nsteps: [Ask who lit it]\n")
    first = normalize(written, "놀이.play.yaml")
    write("b.play.yaml", f"from: {first}\nsteps: [Turn it up]\n")
    said = replay("b.play.yaml", first)
    assert (said.code, said.err) == (0, ""), said.out
    assert "2 held" in said.out


def test_a_broken_story_is_shown_once(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/story.yaml", "story: lamp\ntitle: L\nstart: a\nscenes: {a: [Words., goto: nowhere]}\n")
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yaml", LIGHT)
    said = replay("lamp")
    assert said.code == 2
    assert said.out.count("story.yaml:4:") == 1
    assert said.out.count("error[E404]") == 2


def test_exit_codes_of_the_process(folder: Path, write: Write) -> None:
    write("lamp/good/a.play.yaml", LIGHT)
    write("lamp/bad/a.play.yaml", FAILS)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    codes = [
        subprocess.run(
            [sys.executable, "-m", "game", "replay", path], env=environment, capture_output=True, check=False
        ).returncode
        for path in ("lamp/good", "lamp/bad", "lamp/none")
    ]
    assert codes == [0, 1, 2]


def test_replay_loads_nothing_of_the_screen(folder: Path, write: Write) -> None:
    write("lamp/a.play.yaml", LIGHT)
    code = (
        "import sys; from argparse import ArgumentParser; from game.replay import command;"
        "p = ArgumentParser(); command.add_arguments(p);"
        "assert command.run(p.parse_args(['lamp'])) == 0;"
        "print([name for name in ('textual', 'rich', 'xml', 'html', 'json', 'difflib', 'multiprocessing', 'pytest',"
        " 'game.replay.coverage.reached', 'game.replay.reports.junit', 'game.replay.scripts.pattern') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)  # fills the cache
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    loaded = done.stdout.splitlines()[-1]
    assert not set(json.loads(loaded.replace("'", '"'))) - {"json"}, loaded  # the cache of stories may use json


# which story a script plays


def test_the_story_by_path_by_id_and_by_folder(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/deep/in/it/a.play.yaml", LIGHT)
    write("lamp/deep/b.play.yaml", "story: lamp\n" + LIGHT)
    write("else/c.play.yaml", "story: ../lamp\n" + LIGHT)
    write("else/d.play.yaml", "story: ../lamp/story.yaml\n" + LIGHT)
    assert replay("lamp", "else", "-v").out.count("ok      ") == 4


def test_another_story_by_option(folder: Path, write: Write, replay: Run) -> None:
    write("else/c.play.yaml", "story: no-such\n" + LIGHT)
    assert replay("else", "--story", "lamp").code == 0


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("story: lampe\n" + LIGHT, 1, "no story around this script has the id 'lampe'"),
        ("story: ../x\n" + LIGHT, 1, "there is no story at '../x'"),
    ],
)
def test_a_story_that_is_not_there(folder: Path, write: Write, replay: Run, text: str, line: int, words: str) -> None:
    path = write("lamp/a.play.yaml", text)
    said = replay(path)
    assert said.code == 2
    assert f"a.play.yaml:{line}:8: error[E404]" in said.out
    assert words in said.out


def test_a_script_in_no_story(write: Write, replay: Run) -> None:
    said = replay(write("else/a.play.yaml", LIGHT))
    assert said.code == 2
    assert "E404" in said.out
    assert "in no story's folder" in said.out


# from


def test_from_starts_at_the_end_of_another(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/one.play.yaml", "setup: {name: Su}\nsteps: [Ask who lit it, Turn it up]\n")
    write("lamp/two.play.yaml", "from: one.play.yaml\nsteps: [Go back]\nexpect: {name: Su, heat: 1, scene: cellar}\n")
    write("lamp/three.play.yaml", "from: two.play.yaml\nsteps: [Blow]\nexpect: {ending: dark}\n")
    said = replay("lamp")
    assert said.code == 0, said.out


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("steps: [Nowhere]\n", "does not hold itself: no choice here"),
        ("from: two.play.yaml\nsteps: []\n", "from its own end"),
        ("parameters: [{a: b}]\nsteps: [Ask]\n", "has parameters"),
        ("stops: []\n", "cannot be read: a script"),
    ],
)
def test_from_that_cannot_be(write: Write, replay: Run, origin: str, words: str) -> None:
    write("lamp/one.play.yaml", origin)
    said = replay(write("lamp/two.play.yaml", "from: one.play.yaml\nsteps: []\n"))
    assert said.code == 2
    assert ".play.yaml:1:7: error[E405]" in said.out
    assert words in said.out


def test_a_from_that_draws_needs_its_seed_at_the_root(folder: Path, write: Write, replay: Run) -> None:
    dice = (
        "story: dice\ntitle: D\nstart: a\nendings: {e: {title: E, text: x}}\nscenes:\n  a:\n    - choices:\n"
        "        - Throw:\n            - '{shuffle: one | two}'\n        - Stop:\n            - ending: e\n    - goto: a\n"
    )
    write("dice/story.yaml", dice)
    write("dice/one.play.yaml", "steps: []\nexpect: {scene: a}\n")
    write("dice/two.play.yaml", "from: one.play.yaml\nsteps: [Throw]\n")
    said = replay("dice")
    assert said.code == 2
    assert "two.play.yaml:2:9: error[E410]" in said.out
    write("dice/one.play.yaml", "seed: 2\nsteps: []\n")
    assert replay("dice").code == 0


# parameters, xfail


def test_each_of_the_parameters_is_a_run(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", "parameters: [{end: dark}, {end: light}]\nsteps: [Blow it out]\nexpect: {ending: $end}\n")
    said = replay("lamp")
    assert said.code == 1
    assert f"FAILED  {Path('lamp/a.play.yaml')} [end=light]" in said.out
    assert "a.play.yaml:3:18: expected ending light" in said.out
    assert "2 playthroughs: 1 held, 1 failed" in said.out


def test_known_failures(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", "xfail: the cat is not written\nsteps: [Pet the cat]\n")
    said = replay("lamp", "-v")
    assert said.code == 0
    assert "xfail   " in said.out
    assert "(the cat is not written)" in said.out
    write("lamp/b.play.yaml", "xfail: old\nsteps: [Blow]\n")
    assert replay("lamp").code == 1


# saves


def test_a_save_runs_as_a_script(folder: Path, replay: Run) -> None:
    from game.engine.sessions.session import Session
    from game.program.load import load
    from game.saves.format import Playthrough, Save, encode

    program = load(folder / "lamp", cache=False).program
    assert program is not None
    session = Session(program, seed=7, setup={"name": "Su"})
    session.choose("cellar/ask-who-lit-it")
    play = Playthrough(
        program.id,
        program.digest,
        7,
        session.setup,
        tuple(session.choices),
        session.snapshot(),
        (),
        "0123456789abcdef",
        scene="cellar",
    )
    (folder / "one.save").write_bytes(encode(Save(play, "One")))
    said = replay("one.save", "--story", "lamp")
    assert said.code == 0, said.out + said.err
    session.undo()
    session.choose("cellar/blow-it-out")
    moved = Playthrough(
        program.id,
        program.digest,
        7,
        session.setup,
        tuple(session.choices),
        session.snapshot(),
        (),
        "0123456789abcdef",
        scene="cellar",
    )
    (folder / "lamp" / "two.save").write_bytes(encode(Save(moved, "Two")))
    assert replay("lamp/two.save").code == 1


# the scripts beside these tests


def test_the_scripts_of_the_tests_hold(replay: Run) -> None:
    said = replay(STORIES)
    assert said.code == 0, said.out


def test_hostile_words_do_not_reach_the_terminal(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", 'steps:\n  - "\\e]52;c;x\\a\\u202E"\n')
    said = replay("lamp")
    assert said.code in (1, 2)
    assert not {"\x1b", "\x07", "\u202e"} & set(said.out + said.err)
