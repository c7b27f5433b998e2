"""The documents keep their word: every example in them is loaded and played."""

from __future__ import annotations

import io
import re
import shlex
import textwrap
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

from game.commands.table import COMMANDS, Subcommand
from game.engine.sessions.session import Session
from game.player.json_lines.player import play
from game.program.load import load
from game.program.model import Program
from game.replay import command as replay

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-story.md")),
    *DOCS.glob("*.md"),
]


def fences(page: Path, language: str) -> list[str]:
    return [text for found, text in FENCE.findall(page.read_text(encoding="utf-8")) if found == language]


def example_stories() -> list[Path]:
    files = [path for path in EXAMPLES.glob("*.yaml") if not path.name.endswith(".play.yaml")]
    return sorted([*files, *(path.parent for path in EXAMPLES.glob("*/story.yaml"))])


def program_of(path: Path) -> Program:
    loaded = load(path, cache=None)
    assert loaded.program is not None, loaded.diagnostics
    assert not loaded.diagnostics
    return loaded.program


def squeezed(text: str) -> str:
    """The lines without the indent they have in common, blank lines, and the width of the gap before a comment."""
    lines = [re.sub(r"\s+#", " #", line.rstrip()) for line in textwrap.dedent(text).splitlines()]
    return "\n".join(line for line in lines if line)


def stands_in(fragment: str, whole: str) -> bool:
    """Whether the lines of `fragment` follow one another in `whole`, all indented alike."""
    wanted, lines = squeezed(fragment).split("\n"), squeezed(whole).split("\n")
    starts = range(len(lines) - len(wanted) + 1)
    return any(squeezed("\n".join(lines[at : at + len(wanted)])).split("\n") == wanted for at in starts)


@pytest.mark.parametrize("fragment", fences(DOCS / "format.md", "yaml"), ids=lambda text: text.split("\n")[0][:30])
def test_each_example_of_the_format_stands_in_a_story_that_is_played(fragment: str) -> None:
    files = [path for path in EXAMPLES.rglob("*.yaml") if not path.name.endswith(".play.yaml")]
    found = [path for path in files if stands_in(fragment, path.read_text(encoding="utf-8"))]
    assert found, "put this example into a story in docs/examples, and a script beside it"


@pytest.mark.parametrize("path", example_stories(), ids=lambda path: path.name)
def test_each_example_story_is_sound_and_has_a_script_that_holds(path: Path) -> None:
    program_of(path)
    script = EXAMPLES / f"{path.stem}.play.yaml"
    parser = ArgumentParser()
    replay.add_arguments(parser)
    assert replay.run(parser.parse_args([str(script)])) == 0


STEPS = (
    "talk:",
    "text:",
    "cases:",
    "once: Ask",
    "[with what there is]",
    "aside:",
    "do:",
    "if:",
    "then:",
    "else:",
    "goto:",
    "goto: .",
    "call:",
    "return:",
    "return: yard.gate",
    "draw:",
)
MORE_STEPS = ("learn:", "label:", "ending:", "choices:", "fallback:", "once: true", "needs:", "by: random", "weight:")
MARKUP = (
    "*emphasis*",
    "**strong**",
    "{if ",
    "elif ",
    "{first:",
    "{cycle:",
    "{shuffle:",
    "- <> ",
    r"\{ \* \\ \|",
    "\\\n",
    "{boiler}",
)


@pytest.mark.parametrize("feature", [*STEPS, *MORE_STEPS, *MARKUP])
def test_each_feature_of_the_format_is_in_an_example(feature: str) -> None:
    files = [path for path in EXAMPLES.rglob("*.yaml") if not path.name.endswith(".play.yaml")]
    assert any(feature in path.read_text(encoding="utf-8") for path in files)


def test_the_conversation_in_the_json_page_is_what_the_game_says() -> None:
    page = (DOCS / "json.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- conversation: (.*?) -->\n```\n(.*?)```", page, re.DOTALL)
    assert found is not None
    path, *arguments = shlex.split(found[1])
    parser = ArgumentParser()
    module = import_module("game.commands.playing.play")
    module.add_arguments(parser)
    args = parser.parse_args(arguments)
    lines = found[2].splitlines()
    out = io.StringIO()
    typed = io.StringIO("".join(f"{line[2:]}\n" for line in lines if line.startswith("> ")))
    setup = dict(pair.split("=", 1) for pair in args.set)
    play(program_of(DOCS / path), typed, out, seed=args.seed, setup=setup)
    said = re.sub(r'"digest":"\w+"', '"digest":"…"', out.getvalue()).splitlines()
    assert [line for line in lines if not line.startswith("> ")] == said


def test_the_story_in_the_readme_is_played(tmp_path: Path) -> None:
    (text,) = fences(ROOT / "README.md", "yaml")
    path = tmp_path / "story.yaml"
    path.write_text(text, encoding="utf-8")
    session = Session(program_of(path))
    session.choose(0)
    session.choose(0)
    assert session.turn.ending == "dawn"
    assert [block.text for block in session.turn.blocks] == [
        "Light the lamp, and wait.",
        "It burns until the window is grey.",
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


def test_every_command_line_in_the_documents_is_one_that_the_commands_take() -> None:
    names = {command.name: command.module for command in COMMANDS}
    seen = set()
    for page in (ROOT / "README.md", DOCS / "cli.md"):
        for block in fences(page, "sh"):
            for line in block.splitlines():
                words = shlex.split(line, comments=True)
                if "hambies" not in words[:1] or not words[1:] or {"--help", "--version"} & set(words):
                    continue
                name, rest = (words[1], words[2:]) if words[1] in names else ("play", words[1:])
                parser = ArgumentParser(exit_on_error=False)
                import_module(names[name]).add_arguments(parser)
                parser.parse_args(rest)
                seen.add(name)
    assert seen == set(names)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_command_line_page_names_every_option(command: Subcommand) -> None:
    parser = ArgumentParser()
    import_module(command.module).add_arguments(parser)
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    section = page.split(f"\n## hambies {command.name}\n")[1].split("\n## ")[0]
    for line in parser.format_usage().split():
        if option := re.search(r"--[\w-]+", line):
            assert f"`{option[0]}" in section, option[0]
