"""`hambies diff`: what an edit means, against a folder or a revision, and what fails a pull request."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from game.cli import main
from game.program.model import Program
from game.replay.running import runner
from game.replay.running.runner import RunOutcome
from game.replay.scripts.steps import Script
from game.writer.comparison import replays
from game.writer.comparison.revision import NoRevision, at_revision

STORY = """\
story: d
title: D
start: a
variables:
  x: {type: int, min: 0, max: 3}
  met: bool
scenes:
  a:
    text: Here.
    choices:
      - choice: Wait
        id: wait
        do: x += 1
        goto: a
      - choice: Ask
        id: ask
        if: x > 1
        do: met = true
        goto: b
      - choice: Leave
        id: leave
        goto: out
  b: {text: There., ending: good}
  out: {text: Gone., ending: away}
endings: {good: Good, away: Away}
"""


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path / "home"))
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "story.yaml").write_text(STORY, encoding="utf-8")
    (old / "good.play.yaml").write_text("steps: [wait, wait, ask]\nexpect: {ending: good}\n", encoding="utf-8")
    (old / "away.play.yaml").write_text("steps: [a/leave]\nexpect: {ending: away}\n", encoding="utf-8")
    shutil.copytree(old, new)
    return old, new


def edited(new: Path, *changes: tuple[str, str]) -> None:
    text = (new / "story.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (new / "story.yaml").write_text(text, encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str], *more: str, code: int = 0) -> str:
    assert main(["diff", "old", "new", *more]) == code
    return capsys.readouterr().out


ALL = "lost-endings,softlocks,broken-playthroughs,lost-saves"


def test_nothing_that_matters(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    edited(two[1], ("story: d", "# a comment\nstory: d"))
    assert "Nothing that is played, read or kept." in said(capsys, "--fail-on", ALL)


def test_words_alone(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    edited(two[1], ("There.", "There you are."))
    found = said(capsys, "--fail-on", ALL)
    assert "| outside of chapters | 1 | 6 | 8 |" in found
    assert found.count("\n\n") == 1


def test_what_a_condition_opens(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    edited(two[1], ("if: x > 1", "if: x > 2 or met"))
    found = said(capsys, "--fail-on", "lost-endings,softlocks,lost-saves")
    assert "- a/ask: if x \\> 1 is now x \\> 2 or met: more, 5 of 8 states and not 4" in found
    assert "| good | 3 | 4 |" in found, "the shortest way is longer"
    assert "**Broken: 1 of 2 playthroughs that held:**\n\n- good.play.yaml: " in found
    said(capsys, "--fail-on", "broken-playthroughs", code=1)
    (two[1] / "good.play.yaml").write_text("steps: [wait, wait, wait, ask]\nexpect: {ending: good}\n", encoding="utf-8")
    assert "1 playthrough written anew, and holding" in said(capsys, "--fail-on", ALL)


def test_a_condition_with_too_many_states_is_named_unless_only_a_name_is_another(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in two:
        edited(folder, ("max: 3", "max: 10000"), ("if: x > 1", "if: x > 1 and not met"))
    edited(two[1], ("  x:", "  y:"), ("x += 1", "y += 1"), ("x > 1", "y > 1"))
    edited(two[1], ("story: d", "story: d\nrenamed: {variables: {x: y}}"))
    assert "Nothing that is played, read or kept." in said(capsys, "--no-proof")
    edited(two[1], ("y > 1", "y > 2"))
    assert "is now y \\> 2 and not met: they have too many states to be counted" in said(capsys, "--no-proof")


def test_an_ending_that_nobody_reaches_any_more(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    edited(two[1], ("if: x > 1", "if: x > 1 and met"))
    found = said(capsys, "--fail-on", "lost-endings", code=1)
    assert "- the ending “Good” (good): never" in found
    said(capsys, "--no-proof", "--fail-on", "lost-endings", code=3)
    edited(two[1], ("ending: good}\n  out", "ending: away}\n  out"), ("good: Good, ", ""))
    assert "**Ending gone:** good" in said(capsys, "--no-proof", "--fail-on", "lost-endings", code=1)


def test_where_somebody_gets_stuck(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    edited(two[1], ("{text: There., ending: good}", "{text: There., choices: [Again -> b]}"))
    assert "- the story: in " in said(capsys, "--fail-on", "softlocks", code=1)


def test_saves_and_names_that_change(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    edited(two[1], ("id: wait", "id: linger"), ("  b:", "  yard:"), ("goto: b", "goto: yard"))
    found = said(capsys, "--fail-on", "lost-saves", code=1)
    assert "**Scene gone:** b" in found
    assert "**Choice new:** a/linger" in found
    edited(two[1], ("story: d", "story: d\nrenamed: {scenes: {b: yard}, choices: {a: {wait: linger}}}"))
    assert "gone" not in re.sub(r"\| *gone", "", said(capsys))
    edited(two[1], ("  met: bool", "  seen_it: bool"), ("met = true", "seen_it = true"))
    assert "met is not kept" in said(capsys, "--fail-on", "lost-saves", code=1)
    edited(two[1], ("story: d\n", "story: other\n"))
    assert "other ids" in said(capsys, "--fail-on", "lost-saves", code=1)


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
def test_a_revision(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", "new")
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one")
    edited(two[1], ("There.", "There you are."), ("if: x > 1", "if: x > 2"))
    assert main(["diff", "HEAD", "new", "--no-proof"]) == 0
    found = capsys.readouterr().out
    assert "| outside of chapters | 1 | 6 | 8 |" in found
    assert "if x \\> 1 is now x \\> 2: fewer, 1 of 4 states and not 2" in found
    assert "Broken: 1 of 2" in found
    for wrong in ("nowhere", "HEAD~9"):
        assert main(["diff", wrong, "new"]) == 2
        assert f"there is no folder, file or revision '{wrong}'" in capsys.readouterr().err
    with pytest.raises(NoRevision), at_revision("--help", two[1]):
        pass
    assert main(["diff", "HEAD", "old"]) == 2
    assert "the story was not there at HEAD: old was no folder then" in capsys.readouterr().err
    (tmp_path / "later.yaml").write_text(STORY, encoding="utf-8")
    assert main(["diff", "HEAD", "later.yaml"]) == 2
    assert "later.yaml was no file then" in capsys.readouterr().err
    (tmp_path / ".gitattributes").write_text("*.play.yaml export-ignore\n", encoding="utf-8")
    edited(two[1], ("scenes:", "scenes: ["))
    git("add", "new", ".gitattributes")
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "two")
    edited(two[1], ("scenes: [", "scenes:"))
    with at_revision("HEAD", two[1]) as there:
        assert sorted(one.name for one in there.iterdir()) == ["away.play.yaml", "good.play.yaml", "story.yaml"]
    assert main(["diff", "HEAD", "new"]) == 2
    assert f"{Path('HEAD', 'story.yaml')}:" in capsys.readouterr().err
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    shutil.rmtree(tmp_path / ".git")
    assert main(["diff", "HEAD", "new"]) == 2
    assert "in no git repository" in capsys.readouterr().err


def test_each_playthrough_is_played_once_on_each_version(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is broken is not played again to see whether it is mended where it is written as it was; nor what the newer proof was begun with, on the older version."""
    edited(two[1], ("if: x > 1", "if: x > 2"))
    played: list[str] = []
    play = runner.run_script

    def watched(script: Script, program: Program, **more: Any) -> RunOutcome:
        played.append(Path(script.name).name)
        return play(script, program, **more)

    monkeypatch.setattr(replays, "run_script", watched)
    assert "- good.play.yaml: " in said(capsys, "--no-proof")
    assert Counter(played) == {"good.play.yaml": 2, "away.play.yaml": 2}
    monkeypatch.setattr(runner, "run_script", watched)
    played.clear()
    said(capsys, "--playthroughs", "new")
    assert Counter(played) == {"good.play.yaml": 4, "away.play.yaml": 3}, (
        "one that is cut short goes further on the older"
    )
    (two[1] / "good.play.yaml").write_text("steps: [wait, wait, wait, ask]\n", encoding="utf-8")
    played.clear()
    assert "1 playthrough written anew, and holding" in said(capsys, "--no-proof")
    assert Counter(played) == {"good.play.yaml": 3, "away.play.yaml": 2}
