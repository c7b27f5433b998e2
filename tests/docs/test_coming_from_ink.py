"""Coming from ink: every example of the page is loaded, sound, and plays as it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from game.engine.sessions.session import Session
from game.program.load import load

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coming-from-ink.md"
EXAMPLES = re.findall(
    r"^```yaml\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize(("story", "transcript"), EXAMPLES, ids=lambda text: text.split("\n")[1].strip())
def test_an_example_plays_as_the_page_says(story: str, transcript: str, tmp_path: Path) -> None:
    start = re.search(r"^scenes:\n  ([\w-]+):", story, re.MULTILINE)
    assert start is not None
    path = tmp_path / "story.yaml"
    top = f"story: page\ntitle: Page\nstart: {start[1]}\nendings: {{done: Done}}\n"
    path.write_text(top + story, encoding="utf-8")
    loaded = load(path, cache=None)
    assert not loaded.diagnostics
    assert loaded.program is not None
    session = Session(loaded.program, seed=1)
    told = [block.text for block in session.turn.blocks]
    for line in transcript.splitlines():
        if line.startswith("> "):
            labels = [option.label for option in session.turn.options if option.open]
            assert line[2:] in labels
            session.choose([option.label for option in session.turn.options].index(line[2:]))
            told += [line, *(block.text for block in session.turn.blocks)]
    assert told == transcript.splitlines()


INK = re.findall(
    r"^```ink\n(.*?)^```\n\n```yaml\n.*?^```\n\n```text\n(.*?)^```$",
    PAGE.read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.skipif(
    not shutil.which("node") or not os.environ.get("HAMBIES_INKJS"),
    reason="HAMBIES_INKJS names the node_modules folder that holds inkjs",
)
def test_the_ink_beside_an_example_tells_the_same() -> None:
    stories = []
    for ink, transcript in INK:
        knot = re.match(r"=== (\w+)", ink)
        choices = [line[2:] for line in transcript.splitlines() if line.startswith("> ")]
        stories.append({"ink": f"-> {knot[1]}\n{ink}" if knot else ink, "choices": choices})
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("play_ink.js"))], input=json.dumps(stories), capture_output=True, text=True, check=True,
        env={**os.environ, "NODE_PATH": os.environ["HAMBIES_INKJS"]},
    )  # fmt: skip
    for told, (ink, transcript) in zip(json.loads(done.stdout), INK, strict=True):
        if "RANDOM" not in ink:
            assert " ".join(" ".join(told).split()) == " ".join(transcript.split()), ink


def test_every_row_of_the_table_leads_to_a_section() -> None:
    text = PAGE.read_text(encoding="utf-8")
    sections = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^## (.+)$", text, re.MULTILINE)
    }
    linked = set(re.findall(r"\]\(#([\w-]+)\)", text))
    assert linked == sections
    assert text.count("```yaml") == len(EXAMPLES)
