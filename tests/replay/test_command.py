"""`hambies replay`: exit codes, what is printed, and what is written beside it."""

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
from xml.etree import ElementTree as ET

import pytest

from game.language.columns import width
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


# formats


def test_json(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yaml", FAILS)
    write("lamp/c.play.yaml", "steps: 3\n")
    said = replay("lamp", "--format", "json")
    assert said.code == 2
    report = json.loads(said.out)
    assert report["counts"] == {"passed": 1, "failed": 1, "xfailed": 0, "xpassed": 0, "error": 1}
    held, failed, wrong = report["runs"]
    assert (held["status"], held["ending"], held["choices"][0]) == ("passed", "light", "cellar/ask-who-lit-it")
    (failure,) = failed["failures"]
    assert (failure["line"], failure["column"], failure["nearest"]) == (3, 5, "Ask who lit it")
    assert failure["turn"]["choices"][1] == {
        "id": failure["turn"]["choices"][1]["id"], "label": "Turn it up", "open": False, "reason": "the knob is too cold",
    }  # fmt: skip
    assert failed["state"]["heat"] == "0"
    assert wrong["errors"][0]["code"] == "E403"


def test_github(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/b.play.yaml", FAILS)
    said = replay("lamp", "--format", "github")
    assert said.code == 1
    (line,) = [line for line in said.out.splitlines() if line.startswith("::error ")]
    assert f"file={Path('lamp/b.play.yaml')},line=3,col=5,title=playthrough::" in line
    assert 'no choice here is called "Ask who lid it"%0Anearest: Ask who lit it%0Athe choices there:%0A 1  Ask' in line


def test_github_lines_cannot_be_forged(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/b.play.yaml", 'steps:\n  - "x\\n::warning::forged %0A"\n')
    said = replay("lamp", "--format", "github")
    assert [line for line in said.out.splitlines() if line.startswith("::")] == [
        line for line in said.out.splitlines() if line.startswith("::error file=")
    ]
    assert "%250A" in said.out


def test_junit(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yaml", 'steps:\n  - "]]> & <b> é\\t한"\n')
    write("lamp/c.play.yaml", "steps: 3\n")
    write("lamp/d.play.yaml", "xfail: later\nsteps: [Nowhere]\n")
    said = replay("lamp", "--junit", "out/results.xml")
    assert said.code == 2
    suite = ET.parse(folder / "out" / "results.xml").getroot()[0]
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    kinds = [[child.tag for child in case] for case in suite]
    assert kinds == [[], ["failure"], ["error"], ["skipped"]]
    failure = suite[1][0]
    assert failure.get("message") == 'no choice here is called "]]> & <b> é 한"' or "é" in str(failure.get("message"))
    assert "The choices there" in str(failure.text)
    assert suite[0].get("classname") == "lamp"


# coverage


def test_fail_under(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    assert replay("lamp", "--fail-under", "50").code == 0
    said = replay("lamp", "--fail-under", "99.5", "--junit", "r.xml")
    assert said.code == 1
    assert "coverage of lamp is 62%, under 99.5%" in said.out
    assert ET.parse("r.xml").getroot().get("failures") == "1"


def test_coverage_files(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    said = replay("lamp", "--coverage", "c.txt", "--coverage", "c.json", "--coverage", "c.html")
    assert said.code == 0
    assert "Not reached:\n  ending dark\n" in Path("c.txt").read_text(encoding="utf-8")
    (story,) = json.loads(Path("c.json").read_text(encoding="utf-8"))["stories"]
    assert story["endings"] == {"reached": 1, "total": 2, "percent": 50.0, "missing": ["dark"]}
    assert story["by_scene"]["out"]["reached"] is False
    assert "<title>Coverage: The Lamp Room</title>" in Path("c.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ("--coverage", "c.pdf"),
        ("--coverage", "lamp/story.yaml/c.txt"),
        ("--junit", "lamp"),
        ("--transcript", "lamp/story.yaml"),
    ],
)
def test_what_cannot_be_written(folder: Path, write: Write, replay: Run, options: tuple[str, str]) -> None:
    write("lamp/a.play.yaml", LIGHT)
    said = replay("lamp", *options)
    assert said.code == 2
    assert said.err.startswith("hambies: ")


@pytest.mark.parametrize("value", ["-1", "101", "x", "nan"])
def test_fail_under_is_a_percentage(folder: Path, replay: Run, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        replay("lamp", f"--fail-under={value}")
    assert stop.value.code == 2


# golden transcripts and --update


def test_golden_transcripts(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    write("lamp/b.play.yaml", "parameters: [{n: Su}, {n: Jo}]\nsetup: {name: $n}\nsteps: []\n")
    missing = replay("lamp", "--transcript", "golden")
    assert missing.code == 1
    assert "there is no golden transcript of it yet; --update writes lamp/golden/a.txt" in missing.out
    assert "3 playthroughs: 0 held, 3 failed" in missing.out
    golden = Path("lamp/golden")
    assert not golden.exists()
    assert replay("lamp", "--transcript", "golden", "--update").code == 0
    assert sorted(path.relative_to(golden).as_posix() for path in golden.rglob("*.txt")) == [
        "a.txt", "b.1.txt", "b.2.txt",
    ]  # fmt: skip
    assert "The lamp is lit, Jo." in (golden / "b.2.txt").read_text(encoding="utf-8")
    assert replay("lamp", "--transcript", "golden").code == 0

    story = Path("lamp/story.yaml")
    story.write_text(
        story.read_text(encoding="utf-8").replace("The hum follows you.", "The hum is gone."), encoding="utf-8"
    )
    changed = replay("lamp", "--transcript", "golden")
    assert changed.code == 1
    assert "-The hum follows you.\n+The hum is gone." in changed.out
    assert "no longer reads like" in changed.out
    assert "3 playthroughs: 2 held, 1 failed" in changed.out
    before = (golden / "b.1.txt").stat().st_mtime_ns
    updated = replay("lamp", "--transcript", "golden", "--update")
    assert updated.code == 0
    assert "+The hum is gone." in updated.out
    assert (golden / "b.1.txt").stat().st_mtime_ns == before
    assert replay("lamp", "--transcript", "golden").code == 0


def test_golden_transcripts_are_found_from_every_folder(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/plays/a.play.yaml", LIGHT)
    assert replay("lamp", "--transcript", "golden", "--update").code == 0
    assert [path.as_posix() for path in Path().rglob("*.txt")] == ["lamp/golden/plays/a.txt"]
    for here, scripts, golden in (
        (".", "lamp/plays", "lamp/golden"),
        ("lamp", "plays", "golden"),
        ("lamp", ".", "./golden"),
        ("lamp/plays", "a.play.yaml", "golden"),
        ("lamp/plays", "a.play.yaml", "../golden"),
        ("/", str(folder / "lamp"), "golden"),
        ("/", str(folder / "lamp/plays/a.play.yaml"), str(folder / "lamp/golden")),
    ):
        os.chdir(folder / here)
        said = replay(scripts, "--transcript", golden)
        assert said.code == 0, (here, said.out)


def test_golden_transcripts_of_scripts_elsewhere_stay_in_their_folder(folder: Path, write: Write, replay: Run) -> None:
    write("elsewhere/a.play.yaml", "story: ../lamp/\n" + LIGHT)
    assert replay("elsewhere", "--transcript", "golden", "--update").code == 0
    assert [path.as_posix() for path in Path().rglob("*.txt")] == ["lamp/golden/elsewhere/a.txt"]


def test_what_did_not_hold_is_no_golden_transcript(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", "steps: [Something else]\n")
    said = replay("lamp", "--transcript", "golden", "--update")
    assert said.code == 1
    assert "0 held, 1 failed" in said.out
    assert not Path("lamp/golden").exists()


@pytest.mark.parametrize("form", ["json", "github"])
def test_a_missing_golden_transcript_is_a_failure_in_every_form(
    folder: Path, write: Write, replay: Run, form: str
) -> None:
    write("lamp/a.play.yaml", LIGHT)
    said = replay("lamp", "--transcript", "golden", "--format", form, "--junit", "j.xml")
    assert said.code == 1
    assert 'failures="1"' in Path("j.xml").read_text(encoding="utf-8")
    if form == "github":
        assert "::error file=lamp/a.play.yaml,line=1,col=1,title=transcript::there is no golden" in said.out
    else:
        report = json.loads(said.out)
        assert report["counts"]["failed"] == 1
        assert report["runs"][0]["status"] == "failed"
        assert "--update writes" in report["runs"][0]["transcript"]


def test_update_renames_choices_and_touches_nothing_else(folder: Path, write: Write, replay: Run) -> None:
    text = """\
# The way to the light.
steps:
  - Ask who lid it        # first
  - "Ask who lit  it?"    # twice
  - {choose: 'Turn it upp', expect: {heat: 2}}   # third
  - choose: stair/go-one  # an id
expect:   {ending: light}
"""
    path = write("lamp/a.play.yaml", text)
    said = replay("lamp", "--update")
    assert said.code == 0, said.out
    assert path.read_text(encoding="utf-8") == (
        text.replace("Ask who lid it ", "Ask who lit it ")
        .replace('"Ask who lit  it?"', '"Ask who lit it"')
        .replace("upp'", "up'")
        .replace("stair/go-one", "stair/go-on")
    )
    assert (
        "-  - Ask who lid it        # first\n+  - Ask who lit it        # first" in said.out
        or "+  - Ask who lit it" in said.out
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no-mark", "mark"])
@pytest.mark.parametrize("ends", [[b"\n"], [b"\r\n"], [b"\r\n", b"\n"]], ids=["lf", "crlf", "mixed"])
@pytest.mark.parametrize("last", [b"", b"!"], ids=["ended", "not-ended"])
def test_update_keeps_line_ends_and_the_mark_at_the_beginning(
    folder: Path, write: Write, replay: Run, mark: bytes, ends: list[bytes], last: bytes
) -> None:
    path = write("lamp/a.play.yaml", "")
    lines = [b"# \xed\x95\x9c", b"steps:", b"  - Ask who lid it  # why", b"", b"expect: {scene: cellar}", b""]
    wanted = mark + b"".join(line + ends[at % len(ends)] for at, line in enumerate(lines))
    wanted += b"# end" if last else b""
    path.write_bytes(wanted)
    assert replay("lamp", "--update").code == 0
    assert path.read_bytes() == wanted.replace(b"lid", b"lit")
    assert b"lit it" in path.read_bytes()


def test_update_keeps_the_line_ends_of_golden_transcripts(folder: Path, write: Write, replay: Run) -> None:
    write("lamp/a.play.yaml", LIGHT)
    assert replay("lamp", "--transcript", "golden", "--update").code == 0
    golden = Path("lamp/golden/a.txt")
    wanted = b"\xef\xbb\xbf" + golden.read_bytes().replace(b"\n", b"\r\n")
    golden.write_bytes(wanted)
    assert replay("lamp", "--transcript", "golden").code == 0
    golden.write_bytes(wanted.replace(b"hum", b"hm"))
    assert replay("lamp", "--transcript", "golden").code == 1
    assert replay("lamp", "--transcript", "golden", "--update").code == 0
    assert golden.read_bytes() == wanted


@pytest.mark.parametrize(
    "step",
    ["Something else", "Turn it up", "it", "|\n      Ask who\n      lid it", "9"],
    ids=["unlike", "closed", "ambiguous", "block", "number"],
)
def test_update_leaves_what_is_not_plain(folder: Path, write: Write, replay: Run, step: str) -> None:
    path = write("lamp/a.play.yaml", f"steps:\n  - {step}\n")
    before = path.read_bytes()
    assert replay("lamp", "--update").code == 1
    assert path.read_bytes() == before


def test_update_never_rewrites_expectations(folder: Path, write: Write, replay: Run) -> None:
    path = write("lamp/a.play.yaml", "steps: [Ask who lid it]\nexpect: {heat: 3}\n")
    assert replay("lamp", "--update").code == 1
    assert path.read_text(encoding="utf-8") == "steps: [Ask who lit it]\nexpect: {heat: 3}\n"


# saves


def test_a_save_runs_as_a_script(folder: Path, replay: Run) -> None:
    from game.engine.session import Session
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
