"""What a name says never reaches a terminal: every message of every command, with a name that would act on it."""

from __future__ import annotations

import ast
import inspect
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from game import cli, output
from game.language.text.characters import FORBIDDEN
from tests.door import DOOR, ROOT

BAD = "a\x1b[2J\x9b31m\u202eb\x07\n::error::c\n"
"""Clears the screen, colours what follows, turns it round, rings, and makes an annotation of its own."""

TYPED = "{0}\n1\nsave {0}x\nquit\n".format(BAD.replace("\n", " "))

STORY = DOOR.replace("always:", "  met: bool\nalways:")
ASKING = STORY + "cast: {who: Who}\ngroups: {worn: {of: [who], type: int, min: 0, max: 3}}\n"
PREMISE = "{asks: Why?, for: hall/w*, because: hall/l*, night: cold, was: worn, looked: worn, by: []}\n"
BROKEN = STORY.replace("-> out", "-> nowhere")
SCRIPT = "steps: [{step}]\nexpect: {{ending: gone}}\n"

DOORS = ("complain", "say", "print", "draw")
PLACES = ("cli.py", "commands", "replay")
UNSEEN = {
    "proofs need the package oxidd": "it is there",
    "complain(error)\n": "no story ships",
    "draw(out, text)": "only before a terminal; without colours the same text is written",
    "draw(sys.stderr,": "only before a terminal; what it draws has no names in it",
    "print(where.path)": "a path for scripts, to the letter",
    "the documents are missing": "they are there",
    "complain(NEEDS)": "words of ours, where an extra is not installed",
    "whoever reaches {args.host}": "test_serve has it said",
    "cannot be listened at": "test_serve has it said",
    "complain(passed_over)": "of a damaged save, by its name on the disk, which is ours; test_premise has it said",
    "which {args.kind}": "names as they are declared; test_rename has it said",
    "cannot be laid out beside": "a full disk",
    "complain(sentence)": "what a disk refuses; test_rename and test_ids have it said",
}
"""Messages that no test can have said, with why."""


class World(NamedTuple):
    """A folder with hostile names in it, which one stands in."""

    story: str
    broken: str
    folder: str
    script: str
    wrong: str
    faulty: str


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    if sys.platform == "win32":
        pytest.skip("no such names there")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    folder = Path(f"{BAD}d")
    folder.mkdir()
    Path(f"{BAD}e").mkdir()
    files = {
        f"{BAD}.yaml": STORY,
        f"{BAD}broken.yaml": BROKEN,
        f"{BAD}.play.yaml": SCRIPT.format(step="Leave").replace("\\u202e", "\\u202E"),
        f"{BAD}wrong.play.yaml": SCRIPT.format(step="Sing"),
        f"{BAD}faulty.play.yaml": "steps: {",
        f"{BAD}warned.play.yaml": "steps:\n  - Leave #3 of all\n",
        f"{BAD}renamed.play.yaml": SCRIPT.format(step="Leaves"),
        f"{BAD}odd.play.yaml": "--- # odd\nsteps: [Leave]\n",
        f"{BAD}loose.play.yaml": "steps:\n\n\n    -   Leave\n",
        f"{BAD}d/story.yaml": ASKING.replace("out", "away"),
        f"{BAD}d/premise.yaml": PREMISE,
        f"{BAD}e/story.yaml": ASKING,
        f"{BAD}e/premise.yaml": PREMISE.replace("night: cold", f"night: {json.dumps(BAD)}"),
        f"{BAD}d/left.yaml": "scenes: {z: [{goto: z}]}\n",
        f"{BAD}d/lines.json": "[]",
        f"{BAD}lines": '{"lines": {}, "numbers": {}}',
        f"{BAD}f.yaml": "story: f\ntitle: F\nstart: a\nscenes: {a: [{choices: [A, B]}, {goto: a}]}\n",
    }
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    Path(f"{BAD}e/lines.json").symlink_to(f"../{BAD}lines")
    Path(f"{BAD}link.play.yaml").symlink_to(f"{BAD}loose.play.yaml")
    return World(
        f"{BAD}.yaml",
        f"{BAD}broken.yaml",
        f"{BAD}d",
        f"{BAD}.play.yaml",
        f"{BAD}wrong.play.yaml",
        f"{BAD}faulty.play.yaml",
    )


def calls(w: World) -> Iterator[list[str]]:
    """Every command in the ways that make it say something."""
    none, loose = f"{BAD}none", f"{BAD}loose.play.yaml"
    yield from ([none], ["help", none], ["--" + none], ["play", "--seed", none], ["where", none], ["where"], ["--help"])
    yield from (["--version"], ["help", "play"], ["help", none])
    for command in ("play", "check", "replay", "random", "prove"):
        yield [command, none]
        yield [command, w.broken]
        yield [command, "--format", none]
    yield from (["ask", none, "met"], ["ask", w.broken, "met"], ["ask", w.story, none], ["ask", w.story])
    for form in ("text", "json", "github"):
        yield ["check", "--format", form, w.story, w.broken, w.folder, f"{w.folder}/left.yaml"]
        yield ["replay", "--format", form, w.script, w.wrong, w.faulty, none, "--story", w.story]
        yield ["replay", "--format", form, w.script, "--story", w.broken]
        there = ["--story", w.story, "--transcript", f"{none}{form}"]
        yield ["replay", "--format", form, ".", "-v", "--fail-under", "100", *there]
        yield ["replay", "--format", form, ".", "--update", *there]
        yield ["prove", "--format", form, w.story, "--no-cache", "--clamps", "--ranges"]
        yield ["prove", "--format", form, w.story, "--saves-from", w.folder]
        yield ["prove", "--format", form, w.story, "--saves-from", w.broken]
    for form in ("text", "json"):
        yield [
            "random",
            "--format",
            form,
            w.story,
            *["--runs", "1", "--max-turns", "1", "--jobs", "1", "--fail-under", "100"],
        ]
        yield ["ask", "--format", form, w.story, "cold > 1"]
    yield ["random", w.broken, "--runs", "20", "--jobs", "1"]
    yield ["random", w.story, "--runs", "20", "--jobs", "1", "--scripts", f"{none}s"]
    yield ["random", w.story, "--runs", "20", "--jobs", "1", "--scripts", w.story]
    yield ["random", w.story, "--runs", "20", "--jobs", "1", "--coverage", none]
    yield ["check", "--format", "sarif", w.broken]
    yield ["replay", w.wrong, "--story", w.story, "--summary", f"{w.story}/s.md"]
    yield from (["replay"], ["replay", w.script, "--coverage", none])
    mine = ["replay", w.script, "--story", w.story]
    yield [*mine, "--coverage", f"{w.story}/c.txt", "--junit", f"{none}.xml"]
    yield from ([*mine, "--junit", w.story], [*mine, "--transcript", f"./{w.story}"])
    yield ["prove", w.story, "--scripts", f"{none}s", "--junit", f"{none}.xml"]
    yield from (["prove", w.story], ["prove", w.story], ["prove", w.story, "--saves-from", w.folder, "--junit", none])
    yield ["prove", w.story, "--saves-from", str(ROOT / "docs" / "examples" / "counting.yaml")]
    yield ["ask", w.story, "met", "--at", none]
    yield from (["play", "--plain", w.story], ["play", "--json", w.story], ["play", "--plain", w.broken])
    yield ["play", w.story, "--set", none]
    yield from ([*live, "--plain", one] for live in (["play", "--watch"], ["write"]) for one in (w.story, w.broken))
    for where in (["--at", none], ["--line", none], ["--line", f"{none}:1"], ["--from", none], ["--from", w.faulty]):
        yield ["write", w.story, *where]
    yield ["write", w.story, "--at", "hall", "--seed", "3"]
    yield from (["serve", none], ["serve", w.broken], ["serve", w.story, "--url", none])
    for mode in ("--plain", "--json"):
        yield ["play", mode, w.story, "--set", f"{none}=1"]
        yield ["play", mode, w.story, "--set", f"met={none}"]
    yield ["random", "--runs", "2", "--jobs", "1", "--max-turns", "3"]
    yield from (["fmt", none], ["fmt", w.faulty], ["fmt", "--modern", w.broken], ["fmt", "--check", loose])
    yield from (
        ["fmt", "--diff", loose],
        ["fmt", "--modern", f"{w.folder}/left.yaml"],
        ["fmt", f"{BAD}odd.play.yaml"],
    )
    yield ["prove", w.story, "--playthroughs", w.faulty, "--playthroughs", none, "--no-cache"]
    yield from (
        ["explain", none],
        ["explain", "E202", "ci", "cookbook"],
        ["ask", "met", w.story],
        ["explain"],
        ["schema"],
    )
    yield ["export", "--log", w.folder]
    yield from (
        ["where-used", none, w.story],
        ["where-used", "cold", w.story, "--format", "json"],
        ["where-used", "cold", w.story],
        ["where-used", "cold", none],
    )
    yield from (["where-used", "cold", w.broken], ["rename", "scene", "a", none, w.broken])
    yield from (["rename", "scene", none, "b", w.story], ["rename", "variable", "cold", none, w.story])
    yield from (["rename", "variable", "cold", "chill", w.story], ["rename", "variable", "cold", "met", w.story])
    for form in ("text", "json"):
        yield ["stats", w.story, "--runs", "2", "--scenes", "--watch", none, "--format", form]
    yield from (["stats", none], ["stats", w.broken], ["stats", w.story, "--policy", none])
    yield ["random", w.story, "--policy", w.faulty]
    yield ["random", w.folder, "--runs", "4", "--jobs", "1", "--log", f"{none}.log.json"]
    yield ["random", w.story, "--runs", "1", "--jobs", "1", "--log", w.story]
    yield from (["export", "--log", w.story, "--to", f"{none}.json"], ["export", "--log", w.story, "--to", w.story])
    for form in ("text", "json", "csv"):
        yield ["premise", f"{none}.log.json", w.script, "--story", w.folder, "--format", form]
    yield ["premise", f"{none}.log.json", "--story", w.folder, "--html", w.story]
    yield from (["premise", w.script, "--story", w.folder], ["premise", none, "--story", w.folder])
    yield from (["premise", ".", "--story", w.story], ["premise", ".", "--story", f"{BAD}e"])
    yield from (["fmt", f"{BAD}link.play.yaml"], ["fmt", loose])
    yield ["rename", "variable", "cold", "chill", f"{BAD}e", "--write"]
    yield from (["ids", none], ["ids", w.broken], ["ids", w.story], ["ids", f"{BAD}f.yaml"], ["ids", w.folder])
    yield ["ids", f"{BAD}e", "--write"]
    for form in ("text", "mermaid", "dot", "svg", "html"):
        yield ["map", w.story, "--format", form, "--colour", "coverage"]
    yield from (["map", none], ["map", w.broken], ["diff", none, w.story], ["diff", w.folder, w.broken])
    yield from (["diff", w.folder, w.story], ["diff", f"{BAD}e", w.folder, "--fail-on", none])
    yield from (["export", "--md", w.story, "--to", f"{none}.md"], ["export", "--md", w.broken])
    yield ["export", "--md", w.story, "--to", w.story]
    yield from (["new", f"{BAD}new"], ["new", f"{BAD}new"], ["new", f"{w.story}/new"], ["completion", "bash"])


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, arguments: Sequence[str], typed: str = TYPED) -> Ran: ...


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def running(arguments: Sequence[str], typed: str = TYPED) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        code = cli.main(list(arguments))
        return Ran(code, out.getvalue(), err.getvalue())

    return running


def messages() -> dict[tuple[str, int, int], str]:
    """Every call that prints something other than words of ours alone, by its file and lines."""
    found = {}
    for place in PLACES:
        path = ROOT / "game" / place
        for file in [path] if path.suffix else sorted(path.rglob("*.py")):
            source = file.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(source)):
                if (
                    isinstance(node, ast.Call)
                    and _prints(node)
                    and not all(isinstance(one, ast.Constant) for one in node.args)
                ):
                    text = ast.get_source_segment(source, node) or ""
                    found[str(file), node.lineno, node.end_lineno or node.lineno] = text + "\n"
    return found


def _prints(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in DOORS
    return (
        isinstance(call.func, ast.Attribute) and call.func.attr == "write" and "for_machines" in ast.unparse(call.func)
    )


def test_no_message_of_any_command_acts_on_a_terminal(world: World, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[tuple[str, int]] = set()
    write = output._Mouth.draw

    def heard(self: output._Mouth, text: str) -> int:
        frame = inspect.currentframe()
        while frame is not None and frame.f_code.co_filename in (__file__, output.__file__):
            frame = frame.f_back
        while frame is not None:
            said.add((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back
        return write(self, text)

    monkeypatch.setattr(output._Mouth, "draw", heard)
    nobody = [
        (f"~{BAD}", [*command, world.story])
        for command in (["play", "--plain"], ["play", "--json"], ["check"], ["serve"])
    ]
    usual = [(os.environ["HAMBIES_HOME"], arguments) for arguments in calls(world)]
    for home, arguments in [*usual, (f"~{BAD}", ["where"]), *nobody]:
        monkeypatch.setenv("HAMBIES_HOME", home)
        ran = run(arguments)
        assert ran.code in (0, 1, 2, 3), (arguments, ran)
        for text in (ran.out, ran.err):
            assert not re.search(FORBIDDEN, text), (arguments, text)
            assert not re.search(r"(?m)^\s*::error::c", text), (arguments, text)
    unsaid = [
        f"{file}:{first}: {text}"
        for (file, first, last), text in messages().items()
        if not any(start in text for start in UNSEEN)
        and not any(name == file and first <= line <= last for name, line in said)
    ]
    assert not unsaid, "\n".join(unsaid)


def test_json_says_names_to_the_letter(world: World, run: Run) -> None:
    (found,) = json.loads(run(["replay", "--format", "json", world.faulty]).out)["runs"]
    assert found["script"] == world.faulty


def test_an_error_of_the_machines_player_repeats_nothing_that_acts(run: Run, world: World) -> None:
    said = run(["play", "--json", world.story], typed='{"\x9b31m\u202e": 1}\n"\x9b31m\u202e"\n').out
    assert not re.search(FORBIDDEN, said)
    *_, other, choice = map(json.loads, said.splitlines())
    assert (other["type"], choice["type"]) == ("error", "error")
    assert "\x9b31m\u202e" in choice["error"], "a program gets it to the letter"
