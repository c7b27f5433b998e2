"""The pages about scripts are true: their examples run, and the pages of errors raise what they say."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.language import error_pages
from tests.replay.conftest import Run

DOCS = Path(__file__).parents[2] / "docs"
SCRIPT = re.compile(r"^```yaml(?: ([\w.]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = sorted(path for path in (DOCS / "errors").glob("E4*.md") if 401 <= int(path.stem[1:]) <= 410)
POLICIES = sorted(path for path in (DOCS / "errors").glob("E4*.md") if 411 <= int(path.stem[1:]) <= 412)
EXAMPLES = SCRIPT.findall((DOCS / "playthroughs.md").read_text(encoding="utf-8"))


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example stories, in a folder of their own."""
    folder = tmp_path / "examples"
    shutil.copytree(DOCS / "examples", folder, ignore=shutil.ignore_patterns("*.play.yaml"))
    monkeypatch.chdir(folder)
    return folder


HOLD = [text for _, text in EXAMPLES if not text.startswith("policy:")]


@pytest.mark.parametrize("text", HOLD, ids=range(len(HOLD)))
def test_each_example_holds(examples: Path, replay: Run, text: str) -> None:
    (examples / "a.play.yaml").write_text(text, encoding="utf-8")
    said = replay("a.play.yaml")
    assert said.code == 0, said.out
    assert not said.err


def test_every_key_and_expectation_is_in_the_page() -> None:
    from game.replay.scripts.parsing import KINDS, TOP_KEYS

    page = (DOCS / "playthroughs.md").read_text(encoding="utf-8")
    for key in (*TOP_KEYS, *KINDS):
        assert f"`{key}`" in page or f"`{key}:" in page, key


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("heading", ["The script that is wrong", "The script put right"])
def test_pages_of_errors(examples: Path, replay: Run, path: Path, heading: str) -> None:
    section = path.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    for name, text in SCRIPT.findall(section):
        (examples / name).write_text(text, encoding="utf-8")
    said = replay(".", "--format", "json")
    codes = {error["code"] for run in json.loads(said.out)["runs"] for error in run["errors"]}
    if heading == "The script put right":
        assert not codes
        assert said.code == 0, said.out
    else:
        assert codes == {path.stem}
        assert said.code == 2


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("heading", ["The policy that is wrong", "The policy put right"])
def test_pages_of_policies(examples: Path, random: Run, path: Path, heading: str) -> None:
    section = path.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    for name, text in SCRIPT.findall(section):
        (examples / name).write_text(text, encoding="utf-8")
    said = random("choices.yaml", "--policy", "a.policy.yaml", "--runs", 4, "--jobs", 1)
    assert said.code == (0 if heading == "The policy put right" else 2)
    assert (f"[{path.stem}]" in said.err) is (said.code == 2)


@pytest.mark.parametrize("text", [text for _, text in EXAMPLES if text.startswith("policy:")])
def test_policies_in_the_page(examples: Path, random: Run, text: str) -> None:
    (examples / "a.policy.yaml").write_text(text, encoding="utf-8")
    said = random("choices.yaml", "--policy", "a.policy.yaml", "--runs", 40, "--jobs", 1)
    assert said.code == 0, said.err
    assert said.out.startswith("40 random playthroughs of choices by ")


def test_every_code_has_a_page() -> None:
    room = Path(__file__).parents[2] / "game" / "replay"
    codes = {
        code for path in room.rglob("*.py") for code in re.findall(r'"(E\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert codes == {path.stem for path in (*PAGES, *POLICIES)}
    for path in (*PAGES, *POLICIES):
        assert not error_pages.read(path).runnable  # they are run here
