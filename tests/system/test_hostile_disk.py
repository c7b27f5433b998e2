"""Folders from a stranger: nothing of the reader's is shown or written over, and nothing waits or grows without end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.door import DOOR, HAMBIES, environment, run_here

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")

SCRIPT = "story: door\nsteps: [Leave]\nexpect: {ending: gone}\n"
SECRET = "secret: [a password\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The folder of a story, in which one stands, with a file of the reader's outside."""
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "story.yaml").write_text(DOOR, encoding="utf-8")
    (folder / "a.play.yaml").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    (tmp_path / "mine").mkdir()
    return folder


def run(pack: Path, *arguments: str, home: str = "home") -> tuple[int, str]:
    done = run_here(*arguments, folder=pack, home=pack.parent / home)
    return harmless(done.code, done.out + done.err)


def run_bounded(pack: Path, *arguments: str, memory: int = 4_000_000) -> tuple[int, str]:
    """In a process that can be stopped when it waits, and that cannot take all there is."""
    done = subprocess.run(
        ["sh", "-c", f'ulimit -v {memory}; exec "$@"', "sh", *HAMBIES, *arguments],
        cwd=pack,
        env=environment(pack.parent / "home"),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return harmless(done.returncode, (done.stdout + done.stderr).decode())


def harmless(code: int, said: str) -> tuple[int, str]:
    assert "Traceback" not in said
    assert "bug in hambies" not in said
    return code, said


def untouched(pack: Path) -> None:
    assert (pack.parent / "secret").read_text(encoding="utf-8") == SECRET
    assert list((pack.parent / "mine").iterdir()) == []


WRITING = [
    ("replay a.play.yaml --transcript golden --update", "golden/a.txt"),
    ("replay a.play.yaml --transcript ./golden --update", "golden/a.txt"),
    ("replay a.play.yaml --junit out/r.xml", "out/r.xml"),
    ("replay a.play.yaml --coverage out/c.txt", "out/c.txt"),
    ("replay a.play.yaml --coverage out/c.json", "out/c.json"),
    ("replay a.play.yaml --coverage out/c.html", "out/c.html"),
    ("random --runs 50 --jobs 1 --scripts out", "out/promise-1-hall.play.yaml"),
    ("random --runs 50 --jobs 1 --coverage out/c.txt", "out/c.txt"),
    ("prove --no-cache --junit out/p.xml", "out/p.xml"),
    ("prove --no-cache --scripts out", "out/gone.play.yaml"),
]


@pytest.mark.parametrize(("command", "name"), WRITING)
def test_what_is_written_follows_no_link(pack: Path, command: str, name: str) -> None:
    target = pack / name
    assert run(pack, *command.split())[0] in (0, 1)
    written = {path.name for path in target.parent.iterdir()}
    assert target.name in written or "prove" in command, written
    target = target if target.name in written else target.parent / min(written)
    target.unlink()
    target.symlink_to(pack.parent / "secret")
    code, said = run(pack, *command.split())
    untouched(pack)
    assert "password" not in said
    if "prove --no-cache --scripts" not in command:  # that finds another name, since this one is somebody's
        assert (code, "link" in said) == (2, True), said


@pytest.mark.parametrize(("command", "name"), WRITING)
def test_what_is_written_follows_no_folder_that_is_a_link(pack: Path, command: str, name: str) -> None:
    (pack / name).parent.symlink_to(pack.parent / "mine")
    code, said = run(pack, *command.split())
    assert (code, "a link on the way leads out" in said or "it is a link that leads out" in said) == (2, True), said
    untouched(pack)


@pytest.mark.parametrize(("command", "name"), WRITING)
def test_nothing_of_somebody_else_is_written_over(pack: Path, command: str, name: str) -> None:
    assert run(pack, *command.split())[0] in (0, 1)
    first = min((pack / name).parent.iterdir())
    written = first.read_text(encoding="utf-8")
    assert run(pack, *command.split())[0] in (0, 1), "what it wrote itself it may write anew"
    edited = (
        written.replace("expect:", "# by hand\nexpect:").replace("steps:", "# by hand\nsteps:")
        if "scripts" in command
        else "My own.\n"
    )
    first.write_text(edited, encoding="utf-8")
    code, said = run(pack, *command.split())
    assert first.read_text(encoding="utf-8") == edited
    if "prove --no-cache --scripts" not in command:
        assert code == 2, said


def test_an_empty_file_may_be_written_to(pack: Path) -> None:
    (pack / "r.xml").touch()
    assert run(pack, "replay", "a.play.yaml", "--junit", "r.xml")[0] == 0
    assert "<testsuite" in (pack / "r.xml").read_text(encoding="utf-8")


def test_a_renamed_choice_is_not_written_through_a_link(pack: Path) -> None:
    (pack / "a.play.yaml").rename(pack.parent / "away.play.yaml")
    text = SCRIPT.replace("Leave", "Leaves").replace("story: door", "story: pack/story.yaml")
    (pack.parent / "away.play.yaml").write_text(text, encoding="utf-8")
    (pack / "a.play.yaml").symlink_to(pack.parent / "away.play.yaml")
    code, said = run(pack, "replay", "a.play.yaml", "--story", "story.yaml", "--update")
    assert (code, "links are not written through" in said) == (2, True), said
    assert (pack.parent / "away.play.yaml").read_text(encoding="utf-8") == text


READING = [
    ("story.yaml", "check ."),
    ("story.yaml", "play --plain ."),
    ("story.yaml", "replay a.play.yaml"),
    ("part.yaml", "check ."),
    ("b.play.yaml", "replay ."),
    ("golden/a.txt", "replay a.play.yaml --transcript golden"),
    ("golden/a.txt", "replay a.play.yaml --transcript ./golden"),
    ("suite/b.play.yaml", "prove --no-cache --scripts suite"),
    ("first.play.yaml", "replay then.play.yaml"),
]


@pytest.fixture
def wide(pack: Path) -> Path:
    """The same with a file that is included, and a script that starts from another."""
    (pack / "story.yaml").write_text(DOOR + "include: [part.yaml]\n", encoding="utf-8")
    (pack / "part.yaml").write_text("codex: {a: {title: A, text: a}}\n", encoding="utf-8")
    (pack / "first.play.yaml").write_text("story: door\nsteps: [Wait]\n", encoding="utf-8")
    (pack / "then.play.yaml").write_text("from: first.play.yaml\nsteps: [Leave]\n", encoding="utf-8")
    return pack


def put(pack: Path, name: str) -> Path:
    path = pack / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    return path


@pytest.mark.parametrize(("name", "command"), READING)
def test_what_is_read_follows_no_link_out(wide: Path, name: str, command: str) -> None:
    put(wide, name).symlink_to(wide.parent / "secret")
    code, said = run(wide, *command.split())
    assert "password" not in said
    assert code in ((1, 2) if "prove" not in command else (0, 1))
    untouched(wide)


@pytest.mark.parametrize(("name", "command"), READING)
def test_a_pipe_is_never_waited_for(wide: Path, name: str, command: str) -> None:
    os.mkfifo(put(wide, name))
    assert run_bounded(wide, *command.split())[0] in ((1, 2) if "prove" not in command else (0, 1))


@pytest.mark.parametrize(("name", "command"), READING)
def test_a_device_without_end_is_not_read(wide: Path, name: str, command: str) -> None:
    put(wide, name).symlink_to("/dev/zero")
    code, said = run_bounded(wide, *command.split())
    assert code in ((1, 2) if "prove" not in command else (0, 1)), said


LONG = "x" * 300


@pytest.mark.parametrize(
    ("files", "command", "code"),
    [
        ({}, f"check {LONG}", 2),
        ({}, f"play --plain {LONG}", 2),
        ({}, f"{LONG}", 2),
        ({}, f"replay {LONG}", 2),
        ({}, f"random {LONG}", 2),
        ({}, f"prove {LONG}", 2),
        ({}, f"ask {LONG} seen(hall)", 2),
        ({}, f"replay a.play.yaml --story {LONG}", 2),
        ({}, f"replay a.play.yaml --junit {LONG}", 2),
        ({}, f"replay a.play.yaml --transcript {LONG} --update", 2),
        ({}, f"random --runs 50 --jobs 1 --scripts {LONG}", 2),
        ({"story.yaml": DOOR + f"include: [{LONG}.yaml]\n"}, "check .", 1),
        ({"story.yaml": DOOR + f"include: ['{LONG}/*.yaml']\n"}, "check .", 1),
        ({"story.yaml": DOOR + f"include: ['*/{LONG}.yaml']\n"}, "check .", 1),
        ({"b.play.yaml": f"story: {LONG}/\nsteps: []\n"}, "replay b.play.yaml", 2),
        ({"b.play.yaml": f"story: {LONG}.yaml\nsteps: []\n"}, "replay b.play.yaml", 2),
        ({"b.play.yaml": f"from: {LONG}.play.yaml\nsteps: []\n"}, "replay b.play.yaml", 2),
    ],
)
def test_a_name_longer_than_the_systems_is_no_mistake_of_ours(
    pack: Path, files: dict[str, str], command: str, code: int
) -> None:
    for name, text in files.items():
        (pack / name).write_text(text, encoding="utf-8")
    assert run(pack, *command.split())[0] == code


def test_a_folder_that_is_included_is_told_at_its_line(pack: Path) -> None:
    for include, hint in ((".", "*.yaml"), ("mine/", "mine/*.yaml"), ("mine", "mine/*.yaml")):
        (pack / "mine").mkdir(exist_ok=True)
        (pack / "story.yaml").write_text(DOOR + f"include: ['{include}']\n", encoding="utf-8")
        code, said = run(pack, "check", ".")
        assert code == 1
        assert f"story.yaml:19:12: error[E110]: {include} is a folder" in said
        assert f"include what is in it: {hint}\n" in said


@pytest.mark.parametrize("home", ["loop", "x" * 5000, "file/below"])
def test_a_home_that_cannot_be_is_no_mistake_of_ours(pack: Path, home: str) -> None:
    (pack.parent / "loop").symlink_to(pack.parent / "loop")
    (pack.parent / "file").write_text("in the way", encoding="utf-8")
    for command in ("where", "check .", "replay a.play.yaml", "play --json .", "prove --no-cache ."):
        assert run(pack, *command.split(), home=home)[0] in ((0, 1) if "prove" in command else (0,))
