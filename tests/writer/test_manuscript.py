"""`hambies export --md`: every word of a story is in its proof copy, with what it depends on, and none of it acts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from game.cli import main
from game.program.load import load
from game.writer.manuscript import manuscript
from game.writer.stats.written import lines_of
from tests.door import ROOT

EXAMPLES = [
    path for path in sorted((ROOT / "docs" / "examples").glob("*.yaml")) if not path.name.endswith(".play.yaml")
]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


@pytest.mark.parametrize("path", [*EXAMPLES, ROOT / "docs" / "examples" / "lamp-room"], ids=lambda path: path.stem)
def test_every_word_is_there(path: Path) -> None:
    loaded = load(path, cache=False)
    assert loaded.program is not None
    said = manuscript(loaded)
    written = sum((words(string) for line in lines_of(loaded.program) for string in line.strings), Counter[str]())
    assert not written - words(said)
    for scene in loaded.program.scene_ids:
        assert f"`{scene}, " in said


def test_what_it_depends_on_stands_with_it_and_nothing_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(
        """\
story: s
title: "# <b>S</b>"
start: a
variables: {x: {type: int, min: 0, max: 3}, name: text, who: {type: enum, values: [her, them]}}
setup:
  - ask: "What is *your* name?"
    set: name
    suggest: [Ada]
  - ask: Who are you?
    set: who
    options: {her: "She <b>", them: They}
cast: {ines: "*Inês*"}
scenes:
  a:
    talk: |
      <script>Here</script> {if x > 1: *late* | else: soon}, {first: new | then: old}.
      ines: ```{x}
    cases:
      - x == 2: {text: Two., goto: b}
      - else: {text: Not two.}
    choices:
      - once: "Ask {if x == 1: again}"
        if: x < 3
        do: x += 1
      - choice: Knock
        needs: x > 2
        reason: too early
        goto: b
      - fallback: -> b
    goto: a
  b: {text: Done., ending: e}
endings: {e: End}
""",
        encoding="utf-8",
    )
    assert main(["export", "--md", "s.yaml"]) == 0
    said = Path("s.md").read_text(encoding="utf-8")
    for wanted in (
        "# \\# \\<b\\>S\\</b\\>\n",
        "**What is \\*your\\* name?** `name`\n\n- Ada\n",
        "**Who are you?** `who`\n\n- She \\<b\\> `her`\n\n- They `them`\n",
        "\\<script\\>Here\\</script\\> \\[`if x > 1` *late* \\| `else` soon\\], \\[`first` new \\| `then` old\\].",
        "**\\*Inês\\*:** \\`\\`\\``{x}`",
        "- `if x == 2`\n\n  Two.\n\n  → `b`\n",
        "- **Ask \\[`if x == 1` again\\]** `if x < 3; once`\n\n  `x += 1`\n",
        "- **Knock** `needs x > 2` (closed: too early)\n\n  → `b`\n",
        "- where nothing is open\n\n  → `b`\n\n→ `a`\n",
        "**The end:** `e`",
    ):
        assert wanted in said, wanted
    Path("mine.md").write_text("mine", encoding="utf-8")
    assert main(["export", "--md", "s.yaml", "--to", "mine.md"]) == 2
    assert Path("mine.md").read_text(encoding="utf-8") == "mine"
    assert main(["export", "--md", "s.yaml"]) == 0, "its own is written anew"
    capsys.readouterr()
