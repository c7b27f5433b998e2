"""The reasons for what can never be, in a writer's words; and where they point."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.cli import main

HEAD = """
story: port
title: Port
start: quay
variables:
  heat: {type: int, min: 0, max: 5}
  coins: {type: int, min: 0, max: 3}
  met: bool
  key: bool
  asked: bool
  mood: {type: enum, values: [none, glad], words: ["", ""]}
phrases:
  greeting: "Well met{if key: , keeper}."
endings: {out: Out}
scenes:
"""

Say = Callable[..., str]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """What a command says of some scenes."""

    def run(scenes: str, command: str = "prove") -> str:
        path = tmp_path / "port.yaml"
        path.write_text(HEAD + scenes, encoding="utf-8")
        main([command, str(path), *(["--no-cache"] if command == "prove" else [])])
        return capsys.readouterr().out

    return run


def quay(*steps: str, more: str = "") -> str:
    written = "".join(f"    - {step}\n" for step in steps)
    return f"""
  quay:
{written}    - choices:
        - choice: Warm up
          do: heat += 1
          if: heat < 3
          goto: quay
        - choice: Go
          ending: out
{more}"""


REASONS = [
    (quay('"{mood}"'), "never: nothing that it can show has any words"),
    (quay('"{if met: {mood}} {mood}"'), "never: nothing that it can show has any words"),
    (
        "  quay:\n    - \"A. {first: One. | Two. | Three.}\"\n    - ending: out\n",
        "never: the second text of this `first` never comes: the line is not shown so often",
    ),
    (quay('"A. {if heat > 4: Hot.}"'), "never: heat > 4 does not hold here"),
    (
        quay('"A. {if heat < 5 and met: Hot.}"'),
        "never: met does not hold here, where met is false",
    ),
    (
        quay("if: coins > 2 or met or key or asked\n      then: [B.]"),
        "never: the only ways lead through quay, where none of these four holds: coins > 2; met; key; … does not",
    ),
    (
        quay("draw: deck", more="  one: {deck: deck, body: [A.]}\n  two: {deck: deck, when: heat > 1, body: [B.]}\n"),
        "never: the only ways lead through quay, where the storylet one before it is always there",
    ),
    (
        quay("draw: deck", more="  one: {deck: deck, when: met, body: [A.]}\n  two: {deck: deck, body: [B.]}\n"),
        "never: the only ways lead through quay, where met does not hold; there met is false",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("scenes", "reason"), REASONS)
def test_a_reason_is_in_the_words_of_the_story(say: Say, scenes: str, reason: str) -> None:
    out = say(scenes)
    said = [line.strip() for line in out.splitlines() if line.startswith("  never: ")]
    assert any(line.startswith(reason.removesuffix(" does not")) for line in said), out
    looked = say(scenes, "check")
    assert reason.removesuffix(" does not").removeprefix("never: ") in looked, looked
    for line in (*said, *(line for line in looked.splitlines() if "W320" in line)):
        assert len(line.partition("warning")[2] or line) < 250
        assert not any(word in line for word in ("true", "not (", "not not", "1 and", " == 1", "false does"))


def test_what_lies_behind_a_shut_place_is_shut_by_that_alone(say: Say) -> None:
    """Though its own conditions do not hold either, and the ranges of single variables would let play come there."""
    scenes = quay(
        more="""  attic:
    - "Up. {if key: Yours.}"
    - goto: quay
"""
    ).replace(
        "        - choice: Go\n",
        "        - choice: Climb\n          if: key or heat > 4\n          goto: attic\n        - choice: Go\n",
    )
    out = say(scenes)
    assert "key does not hold here, where key is false" not in out
    assert out.startswith("Port: 4 things went wrong or can never happen, for 2 reasons")
    looked = say(scenes, "check")
    assert looked.count("W320") == 2
    assert "the only ways lead through quay, where key or heat > 4 does not hold" in looked


def test_a_dead_arm_of_a_phrase_is_pointed_at_in_the_phrase(say: Say) -> None:
    for command in ("prove", "check"):
        out = say(quay('"{greeting}"', '"{greeting} Again."'), command)
        assert "port.yaml:13:31" in out, out


def test_scenes_that_nothing_leads_to_are_one_finding(say: Say) -> None:
    out = say(
        quay(more="  a:\n    - choices: [On, Off]\n    - goto: b\n  b:\n    - goto: a\n  c:\n    - ending: out\n")
    )
    assert out.count("no goto, call or draw of a scene that is played leads here") == 1
    assert "    the scene c" in out.splitlines()
