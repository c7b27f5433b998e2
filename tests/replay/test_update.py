"""`hambies replay --update`: a renamed choice is renamed in its script, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replay.conftest import Run

Write = Callable[[str, str], Path]

LIGHT = "steps: [Ask who lit it, Turn it up, Go on]\nexpect: {ending: light}\n"


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


def test_a_choice_that_was_rewritten_whole_is_the_one_with_which_all_holds(
    folder: Path, write: Write, replay: Run
) -> None:
    path = write("lamp/a.play.yaml", LIGHT.replace("Turn it up", "Brighten the thing"))
    said = replay("lamp")
    assert said.code == 1
    assert said.out.count("a.play.yaml:1:25: with 'Turn it up' all of it holds; --update writes it.") == 1
    for number in range(25):
        write(f"many/{number}.play.yaml", "story: ../lamp\n" + LIGHT.replace("Turn it up", "Brighten the thing"))
    out = replay("many").out
    assert out.count("--update writes it.") == 20
    assert "Only the first 20 playthroughs were tried so; --update tries all." in out
    assert replay("lamp", "--update").code == 0
    assert path.read_text(encoding="utf-8") == LIGHT
    text = "steps: [Brighten the thing]\n"
    path.write_text(text, encoding="utf-8")
    assert "--update writes it" not in replay("lamp").out, "nothing shows which it was"
    assert replay("lamp", "--update").code == 1
    assert path.read_text(encoding="utf-8") == text
