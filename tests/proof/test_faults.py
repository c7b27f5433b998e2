"""Faults put into stories that have none: each is found by the proof, or by the check before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.program.load import load
from game.proof.whole import prove
from tests.proof.faulty import STORIES

STORY = """\
story: ferry
title: The Ferry
start: yard
variables:
  key: bool
  met: bool
  fed: bool
  fuel: {type: int, min: 0, max: 4, start: 1}
  trust: {type: int, min: 0, max: 3}
  side: {type: enum, values: [nobody, camp, school]}
endings:
  across: Across
  stayed: Stayed
  alone: Alone
codex:
  pump: {title: The pump, text: It works.}
always:
  - fuel <= 3
  - not (met and side == nobody)
  - trust < 3 or fed
  - not seen(ferry) or key
scenes:
  yard:
    - "The yard. {if met: She waits. | elif key: The key is cold. | else: Nobody.} {first: New. | then: Known.}"
    - choices:
        - choice: Look under the mat
          if: not key
          do: key = true
          goto: yard
        - choice: Talk to her
          if: not met
          do: [met = true, side = camp]
          goto: yard
        - choice: Pump
          id: pump
          if: fuel < 3
          do: fuel += 1
          then:
            - learn: pump
          goto: yard
        - choice: Into the kitchen
          needs: met
          reason: Nobody has asked you in
          goto: kitchen
        - choice: To the ferry
          needs: key and fuel >= 2
          reason: It needs a key and fuel
          goto: ferry
        - Stay -> stay
  kitchen:
    - "The kitchen. {if fed: Empty plates. | else: Hungry faces.}"
    - if: trust == 2
      then:
        - do: fed = true
    - choices:
        - choice: Share
          if: trust < 2 or fed and trust < 3
          do: trust += 1
          goto: kitchen
        - choice: Go over to the school
          once: true
          do: side = school
          goto: kitchen
        - Out -> yard
  ferry:
    - "The ferry. {if side == school: They sing. | elif side == camp: They count. | else: Only you.}"
    - call: engine
    - if: trust == 3 and met
      then:
        - She comes along.
        - ending: across
      else:
        - ending: alone
  engine:
    - "It starts at the {if fuel > 2: first | else: third} try."
    - do: fuel -= 2
    - return:
  stay:
    - "You stay. {if trust > 0: They let you. | else: By the gate.}"
    - choices:
        - choice: Sit by the fire
          if: seen(kitchen)
          goto: fire
        - fallback:
            - ending: stayed
  fire:
    - choices:
        - Get up -> yard
        - choice: Sleep
          then:
            - ending: stayed
"""

FAULTS = {
    "the tank fills by itself": ("do: fuel -= 2", "do: fuel = 4"),
    "a promise about the wrong flag": ("not seen(ferry) or key", "not seen(ferry) or met"),
    "a bound one too high": ("if: fuel < 3", "if: fuel < 4"),
    "a bound two too low": ("if: fuel < 3", "if: fuel < 1"),
    "a bound turned round": ("if: fuel < 3", "if: fuel > 3"),
    "no bound": ("          if: fuel < 3\n", ""),
    "pumps two": ("do: fuel += 1", "do: fuel += 2"),
    "pumps the wrong way": ("do: fuel += 1", "do: fuel -= 1"),
    "pumps into the wrong tank": ("do: fuel += 1", "do: trust += 1"),
    "no pumping": ("          do: fuel += 1\n", ""),
    "starts full": ("max: 4, start: 1}", "max: 4, start: 4}"),
    "too small a tank": ("max: 4, start: 1}", "max: 1, start: 1}"),
    "the key is never taken": ("do: key = true", "do: key = false"),
    "the wrong flag is set": ("do: key = true", "do: fed = true"),
    "the key is forgotten": ("          do: key = true\n", ""),
    "the mat is asked wrongly": ("if: not key", "if: key"),
    "the key leads nowhere": ("do: key = true\n          goto: yard", "do: key = true\n          goto: nowhere"),
    "the key leads back to itself": ("- Stay -> stay", "- Stay -> yard"),
    "met without a side": ("do: [met = true, side = camp]", "do: [met = true]"),
    "a side without meeting": ("do: [met = true, side = camp]", "do: [side = camp]"),
    "the wrong side": ("do: [met = true, side = camp]", "do: [met = true, side = school]"),
    "nobody's side": ("do: [met = true, side = camp]", "do: [met = true, side = nobody]"),
    "she is asked wrongly": ("if: not met", "if: met"),
    "nothing is learnt of the pump": ("            - learn: pump\n", "            - learn: pumps\n"),
    "the kitchen needs a key nobody has by then": ("needs: met\n", "needs: met and fuel > 3\n"),
    "the kitchen is never shut": ("needs: met\n", "needs: met or not met\n"),
    "the kitchen needs the opposite": ("needs: met\n", "needs: met and side == nobody\n"),
    "the kitchen leads to the ferry": (
        "goto: kitchen\n        - choice: To the ferry",
        "goto: ferry\n        - choice: To the ferry",
    ),
    "the ferry needs no key": ("needs: key and fuel >= 2", "needs: fuel >= 2"),
    "the ferry needs too much": ("needs: key and fuel >= 2", "needs: key and fuel >= 4"),
    "or for and": ("needs: key and fuel >= 2", "needs: key or fuel >= 2"),
    "the ferry leads to the fire": ("goto: ferry\n", "goto: fire\n"),
    "no meal at two": ("if: trust == 2", "if: trust == 4"),
    "the meal too late": ("- if: trust == 2", "- if: trust > 3"),
    "the meal takes away": ("- do: fed = true", "- do: fed = false"),
    "trust stops short": ("if: trust < 2 or fed and trust < 3", "if: trust < 2"),
    "no sharing": ("if: trust < 2 or fed and trust < 3", "if: fed and trust < 3"),
    "sharing costs trust": ("do: trust += 1", "do: trust -= 1"),
    "the school is the camp": ("do: side = school", "do: side = camp"),
    "back to nobody": ("do: side = school", "do: side = nobody"),
    "the way out leads in": ("- Out -> yard", "- Out -> kitchen"),
    "a text that comes always": ("elif side == camp: They count", "elif side != school: They count"),
    "an ending nobody gets": ("if: trust == 3 and met", "if: trust == 3 and not met"),
    "one ending for both": ("        - ending: alone", "        - ending: across"),
    "an ending in a loop": ("            - ending: stayed\n  fire", "            - goto: stay\n  fire"),
    "no return": ("    - return:", "    - goto: engine"),
    "a try that never is": ("if fuel > 2: first", "if fuel > 3: first"),
    "no fallback": ("        - fallback:\n            - ending: stayed\n", ""),
    "nobody has been to the kitchen": ("if: seen(kitchen)", "if: seen(ferry)"),
    "no food in the end": ("{if fed: Empty plates", "{if fed and trust < 2: Empty plates"),
}
"""Each takes something out of reach, breaks a promise, or locks somebody in."""


def found(path: Path) -> set[tuple[str, str, str]]:
    """What the check and the proof find wrong."""
    loaded = load(path, cache=False)
    wrong = {("check", one.code, one.message) for one in loaded.diagnostics}
    if loaded.program is None:
        return wrong
    report = prove(loaded.program)
    return wrong | {(one.kind, one.name, one.detail) for one in report.answers if one.verdict != "proved"}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return tmp_path / "ferry.yaml"


def test_the_story_without_a_fault_has_none(story: Path) -> None:
    story.write_text(STORY, encoding="utf-8")
    assert found(story) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(story: Path, fault: str) -> None:
    old, new = FAULTS[fault]
    assert old in STORY
    story.write_text(STORY.replace(old, new, 1), encoding="utf-8")
    assert found(story)


@pytest.mark.parametrize("kind", STORIES)
def test_other_stories_without_a_fault_have_none(story: Path, kind: str) -> None:
    story.write_text(STORIES[kind][0], encoding="utf-8")
    assert found(story) == set()


@pytest.mark.parametrize(
    ("kind", "fault"), [(kind, fault) for kind, (_, faults) in STORIES.items() for fault in faults]
)
def test_each_fault_in_other_stories_is_found(story: Path, kind: str, fault: str) -> None:
    text, faults = STORIES[kind]
    old, new = faults[fault]
    assert old in text
    story.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert found(story)
