"""Stories broken by chance: never an exception, always findings inside the files, or a program that can be played."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from game.engine.sessions.session import Session
from game.program.load import Loaded, load

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
STORIES = sorted(path for path in EXAMPLES.glob("*.yaml") if not path.name.endswith(".play.yaml"))
PAGES = sorted((ROOT / "docs" / "errors").glob("[EW]*.md"))
SCRAPS = (
    "- ", ": ", "{", "}", "[", "]", "|", "*", "**", "-> ", "->", "#", " #", "'", '"', "\\", "if", "else", "then", "goto: ", "call: ",
    "return:", "draw: ", "once: true", "choices:", "fallback:", "label: ", "{if heat > 3: ", "{first: ", "> 3", "==", "=", "&", "!", "\t",
    "é", "🧟", "   ", "~", "null", "99999999", "visits(", "seen(", "all", "of: ", "type: int", "<<", "[[", "%", "@", "`",
)  # fmt: skip


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sound(loaded: Loaded, seed: int) -> None:
    """Assert that what was found stands in the files, and that a program can be begun and played a while."""
    for one in loaded.diagnostics:
        assert one.message
        assert one.length >= 1
        source = loaded.sources.get(one.file)
        if source is None:
            assert (one.line, one.column) == (1, 1)
            continue
        lines = source.text.split("\n")
        assert 1 <= one.line <= len(lines), one
        assert 1 <= one.column <= len(lines[one.line - 1]) + 2, one
        for place in one.related:
            assert 1 <= place.line <= loaded.sources[place.file].text.count("\n") + 1
    errors = [one for one in loaded.diagnostics if one.severity == "error"]
    assert (loaded.program is None) == bool(errors)
    if loaded.program is None:
        return
    chance = random.Random(seed)
    session = Session(loaded.program, seed=seed)
    for _ in range(12):
        opened = [number for number, option in enumerate(session.turn.options) if option.open]
        if not opened:
            assert session.turn.ending or session.turn.stuck
            break
        session.choose(chance.choice(opened))
    before = session.snapshot()
    assert len(list(session.turns())) == len(session.choices) + 1
    while session.can_undo:
        session.undo()
    while session.can_redo:
        session.redo()
    assert session.snapshot() == before


def broken(text: str, chance: random.Random) -> str:
    """A text with one to three slips of the hand."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        slip = chance.randrange(9)
        line = lines[at]
        if slip == 0:
            del lines[at : at + chance.randint(1, 3)]
        elif slip == 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        elif slip == 2:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], line
        elif slip == 3:
            lines[at] = " " * chance.randint(1, 4) + line
        elif slip == 4:
            lines[at] = line[chance.randint(1, 4) :]
        elif slip == 5 and line:
            cut = chance.randrange(len(line))
            lines[at] = line[:cut] + line[cut + chance.randint(1, 3) :]
        elif slip == 6:
            cut = chance.randint(0, len(line))
            lines[at] = line[:cut] + chance.choice(SCRAPS) + line[cut:]
        elif slip == 7 and line.strip():
            words = line.split(" ")
            one, other = chance.randrange(len(words)), chance.randrange(len(words))
            words[one], words[other] = words[other], words[one]
            lines[at] = " ".join(words)
        else:
            lines[at:] = lines[at:][: chance.randint(0, 5)]
        if not lines:
            lines = [""]
    return "\n".join(lines)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_broken_example_is_told_or_played(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "story.yaml"
    for seed in range(60):
        chance = random.Random(f"{path.stem} {seed}")
        target.write_text(broken(text_of(path), chance), encoding="utf-8")
        sound(load(target, cache=None), seed)


@pytest.mark.parametrize("share", range(4))
def test_a_broken_page_is_told_or_played(share: int, tmp_path: Path) -> None:
    target = tmp_path / "story.yaml"
    for number, path in enumerate(PAGES):
        if number % 4 != share or "escaped" in text_of(path):
            continue
        for block in text_of(path).split("```yaml\n")[1:]:
            for seed in range(6):
                chance = random.Random(f"{path.stem} {seed}")
                target.write_text(broken(block.split("```")[0], chance), encoding="utf-8")
                sound(load(target, cache=None), seed)


@pytest.mark.parametrize("seed", range(6))
def test_the_shipped_story_broken_anywhere_is_told_or_played(seed: int, tmp_path: Path) -> None:
    files = sorted((ROOT / "story").rglob("*.yaml"))
    files = [path for path in files if not path.name.endswith(".play.yaml")]
    chance = random.Random(seed)
    victim = chance.choice(files)
    for path in files:
        target = tmp_path / path.relative_to(ROOT / "story")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = text_of(path)
        target.write_text(broken(text, chance) if path == victim else text, encoding="utf-8")
    sound(load(tmp_path, cache=None), seed)
