"""Calls that go deeper and deeper, whatever the variables are, are told when a story is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.language.diagnostics.diagnostic import Diagnostic
from game.program.load import load

HEAD = "story: calls\ntitle: Calls\nstart: hub\nvariables: {met: bool, deep: {type: int, min: 0, max: 9}}\nendings: {done: Done}\nscenes:\n"
HUB = "  hub:\n    - choices:\n        - choice: Ask\n          then: [%s, {goto: hub}]\n        - choice: Leave\n          if: met or deep > 3 or seen(hub)\n          ending: done\n"


def found(tmp_path: Path, scenes: str) -> list[Diagnostic]:
    """What is said of calls in a story."""
    path = tmp_path / "story.yaml"
    path.write_text(HEAD + scenes, encoding="utf-8")
    loaded = load(path, cache=False)
    assert loaded.program is not None, loaded.diagnostics
    return [one for one in loaded.diagnostics if one.code == "W355"]


@pytest.mark.parametrize(
    ("step", "scene", "said"),
    [
        (
            "{call: talk}",
            "  talk: [Hm., {choices: [More: [{call: talk}], Enough: [{do: met = true}]]}, {return: }]\n",
            "talk calls talk",
        ),
        (
            "{draw: d}",
            "  one: {deck: d, body: [One., {draw: d}]}\n",
            "draws from its own deck inside itself: one draws one",
        ),
        ("{draw: d}", "  one: {deck: d, when: not met, body: [One., {draw: d}]}\n", "one draws one"),
        ("{draw: d}", "  one: {deck: d, body: [{call: two}]}\n  two: [Two., {draw: d}, {return: }]\n", "one calls two"),
    ],
)
def test_a_circle_of_calls(tmp_path: Path, step: str, scene: str, said: str) -> None:
    (finding,) = found(tmp_path, HUB % step + scene)
    assert said in finding.message
    assert finding.hint


@pytest.mark.parametrize(
    ("step", "scene"),
    [
        ("{call: talk}", "  talk: [{do: met = true}, {goto: hub}]\n"),  # which is W333
        ("{call: talk}", "  talk: [{do: met = true}, {return: }]\n"),
        ("{call: talk}", "  talk: [Hm., {return: hub}]\n"),
        ("{call: talk}", "  talk: [{if: deep < 4, then: [{do: deep += 1}, {call: talk}]}, {return: }]\n"),
        ("{draw: d}", "  one: {deck: d, once: true, body: [One., {draw: d}]}\n"),
        ("{draw: d}", "  one: {deck: d, when: not met, body: [{do: met = true}, {draw: d}]}\n"),
    ],
)
def test_what_comes_back_or_may_come_to_an_end(tmp_path: Path, step: str, scene: str) -> None:
    assert not found(tmp_path, HUB % step + scene)


@pytest.mark.parametrize(("count", "told"), [(64, 0), (65, 1)])
def test_calls_in_calls(tmp_path: Path, count: int, told: int) -> None:
    scenes = [f"  s{one}: [Hm., {{call: s{one + 1}}}, {{return: }}]\n" for one in range(1, count)]
    scenes.append(f"  s{count}: [{{do: met = true}}, {{return: }}]\n")
    assert len(found(tmp_path, HUB % "{call: s1}" + "".join(scenes))) == told
