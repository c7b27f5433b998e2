"""What is certain about a story without playing it: found where it is so, and quiet where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.marked import TOP, UNUSED, diagnose, expect


def codes(scenes: str, folder: Path, *, ignore: tuple[str, ...] = UNUSED, top: str = TOP) -> list[str]:
    """The codes of what is said about some scenes."""
    return [one.code for one in diagnose(top + scenes.strip("\n") + "\n", folder, ignore=ignore)]


# Branches that are never taken

STOKE = "- choices: [{choice: Stoke, do: heat += 1, goto: cellar}, {choice: Meet, do: met = true}, Go on]"

CONTRADICTIONS = {
    "inside an if": "- if: heat < 3\n      then:\n        - if: «heat > 5»\n          then: [Never.]",
    "inside an else": "- if: heat < 3\n      then: [Cold.]\n      else:\n        - if: «heat >= 3»\n          then: [Always.]",
    "an elif of its if": '- "{if heat > 5: hot | elif «heat > 7»: never}"',
    "in the text of an arm": '- "{if met: {if «not met»: never}}"',
    "after an effect": '- do: heat = 2\n    - "{if «heat > 3»: never}"',
    "after an effect held at its bound": "- do: met = false\n    - if: «met»\n      then: [Never.]",
    "in the body of a choice": '- choices:\n        - choice: A\n          if: heat > 5\n          then: ["{if «heat < 3»: never}"]\n        - B',
    "after the reason of a choice": '- choices:\n        - {choice: A, needs: met, reason: no, then: ["{if «met»: always}"]}\n        - B',
    "a choice below its if": "- if: met\n      then:\n        - choices:\n            - {choice: A, if: «not met»}\n            - B",
    "where an if left": "- if: met\n      then: [{goto: cellar}]\n    - if: «met»\n      then: [Never.]",
    "by the bounds": "- if: «heat <= 10»\n      then: [Always.]",
    "by all values": "- if: «side in [nobody, camp, school]»\n      then: [Always.]",
}


@pytest.mark.parametrize("steps", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_condition_that_is_decided_already(steps: str, tmp_path: Path) -> None:
    expect(f"{TOP}  cellar:\n    {STOKE}\n    {steps}\n    - ending: dark\n", "W303", tmp_path)


OPEN = {
    "after a change": '- if: heat < 3\n      then:\n        - do: heat += 5\n        - "{if heat > 5: Hot.}"',
    "after a call": '- if: heat < 3\n      then:\n        - call: stoke\n        - "{if heat > 5: Hot.}"',
    "after a draw": '- if: heat < 3\n      then:\n        - draw: night\n        - "{if heat > 5: Hot.}"',
    "after a label": '- if: heat < 3\n      then:\n        - label: here\n        - "{if heat > 5: Hot.}"',
    "after choices of which one changes it": (
        "- if: heat < 3\n      then:\n        - choices: [{choice: A, do: heat = 9}, B]\n"
        '        - "{if heat > 5: Hot.}"'
    ),
    "below the if": '- if: heat < 3\n      then: [Cold.]\n    - "{if heat > 5: Hot.}"',
    "an if of which one way changes it": '- do: heat = 1\n    - if: met\n      then: [{do: heat = 9}]\n    - "{if heat > 5: Hot.}"',
    "of another variable": '- if: heat < 3\n      then: ["{if met: Met.}"]',
    "of a count": '- if: seen(stoke)\n      then: ["{if visits(stoke) > 2: Often.}"]',
    "in a phrase that stands in two places": '- "{if heat > 5: {lamp}} {if heat < 3: {lamp}}"',
    "of a member of the group": '- if: trust.namra > 3\n      then: ["{if trust.namra > 4: Much.}"]',
}


@pytest.mark.parametrize("steps", OPEN.values(), ids=OPEN)
def test_a_condition_that_depends_is_left_alone(steps: str, tmp_path: Path) -> None:
    top = TOP.replace("scenes:\n", 'phrases: {lamp: "the {if heat > 4: hot} lamp"}\nscenes:\n')
    rest = (
        "  stoke: [{do: [heat += 1, trust.namra += 1]}, {return: }]\n  wind: {deck: night, body: [{do: heat += 1}]}\n"
    )
    found = codes(f"  cellar:\n    {STOKE}\n    {steps}\n    - ending: dark\n{rest}", tmp_path, top=top)
    assert [code for code in found if code not in ("W306", "W302")] == []


def test_a_storylets_when_that_never_holds(tmp_path: Path) -> None:
    knock = "  knock:\n    deck: night\n    when: «heat > 10»\n    body: [A knock.]\n"
    expect(f"{TOP}  cellar: [{{draw: night}}, {{ending: dark}}]\n{knock}", "W303", tmp_path)


def test_what_is_wrong_in_a_storylet_is_found_also_when_nothing_draws_it(tmp_path: Path) -> None:
    knock = "  knock:\n    deck: night\n    when: «haet» > 3\n    body: [A knock.]\n"
    expect(f"{TOP}  cellar: [{{ending: dark}}]\n{knock}", "E202", tmp_path)


# Lists of choices


@pytest.mark.parametrize(
    "choices",
    [
        "[{choice: A, if: met}, {choice: B, if: not met}]",
        "[{choice: A, if: heat < 5}, {choice: B, if: heat >= 5}]",
        "[{choice: A, if: side == nobody}, {choice: B, if: side == camp}, {choice: C, needs: side == school, reason: no}]",
        "[{choice: A, if: visits(cellar) > 1}, {choice: B, if: visits(cellar) <= 1}]",
        "[{choice: A, if: met}, B]",
        "[{choice: A, if: met}, {fallback: [Wait.]}]",
        "[{choice: A, once: true}]",
    ],
)
def test_a_list_that_always_offers_something(choices: str, tmp_path: Path) -> None:
    assert codes(f"  cellar:\n    - choices: {choices}\n    - ending: dark\n", tmp_path) == []


@pytest.mark.parametrize(
    ("choices", "when"),
    [
        ("[{choice: A, if: met}]", "met is false"),
        ("[{choice: A, if: heat < 5}, {choice: B, if: heat > 5}]", "heat is 5"),
        ("[{choice: A, if: met}, {choice: B, needs: side == camp, reason: no}]", "met is false and side is nobody"),
        ("[{choice: A, if: met, once: true}, {choice: B, if: heat == 3}]", "heat is 0 and met is false"),
    ],
)
def test_a_list_that_can_offer_nothing(choices: str, when: str, tmp_path: Path) -> None:
    expect(f"{TOP}  cellar:\n    - «choices»: {choices}\n    - ending: dark\n", "E303", tmp_path, when)


def test_a_list_below_a_condition_needs_to_offer_something_only_there(tmp_path: Path) -> None:
    steps = "- if: met\n      then:\n        - choices: [{choice: A, if: met and heat < 5}, {choice: B, needs: heat >= 5, reason: cold}]"
    found = codes(f"  cellar:\n    {STOKE}\n    {steps}\n    - ending: dark\n", tmp_path)
    assert found == []


def test_one_slip_in_a_condition_is_not_also_an_empty_list(tmp_path: Path) -> None:
    assert codes("  cellar:\n    - choices: [{choice: A, if: haet > 3}]\n    - ending: dark\n", tmp_path) == ["E202"]


@pytest.mark.parametrize(
    ("choices", "twins"),
    [
        ("[Wait, Wait]", True),
        ("[Wait, wait]", True),
        ('["*Wait*", {choice: Wait, once: true}]', True),
        ("[{choice: Wait, if: met}, {choice: Wait, if: heat > 3}, Go]", True),
        ("[{choice: Wait, needs: met, reason: no}, {choice: Wait, needs: not met, reason: no}]", True),  # both are seen
        ("[{choice: Wait, if: met}, {choice: Wait, if: not met}]", False),
        ("[{choice: Wait, if: heat < 3}, {choice: Wait, if: heat > 5}, Go]", False),
        ("[{choice: Wait, if: visits(cellar) > 1}, {choice: Wait, if: visits(cellar) == 1}, Go]", False),
        ("['Wait {heat}', 'Wait {met}']", False),
    ],
)
def test_twins(choices: str, twins: bool, tmp_path: Path) -> None:
    found = codes(f"  cellar:\n    - choices: {choices}\n    - ending: dark\n", tmp_path)
    assert found == (["W309"] if twins else [])


# Where a scene leads


@pytest.mark.parametrize(
    "scenes",
    [
        "  cellar: [{goto: cellar}]",
        "  cellar: [Dark., {goto: stairs}]\n  stairs: [Up., {goto: cellar}]",
        "  cellar: [{call: cellar}, {ending: dark}]",
        "  cellar: [{call: a}, {ending: dark}]\n  a: [{call: b}, {return: }]\n  b: [{do: heat += 1}, {call: a}, {return: }]",
        "  cellar:\n    - label: again\n    - Round.\n    - goto: .again",
        "  cellar:\n    - goto: stairs.top\n  stairs:\n    - choices: [A, B]\n    - label: top\n    - goto: cellar",
    ],
)
def test_play_that_goes_round_for_ever(scenes: str, tmp_path: Path) -> None:
    assert "E306" in codes(scenes, tmp_path)


@pytest.mark.parametrize(
    "scenes",
    [
        "  cellar: [{choices: [Again -> cellar, Enough]}, {ending: dark}]",
        "  cellar: [{if: met, then: [{goto: cellar}]}, {ending: dark}]",
        "  cellar: [{call: a}, {call: a}, {ending: dark}]\n  a: [Eat., {return: }]",
        "  cellar: [{draw: d}, {ending: dark}]\n  s: {deck: d, body: [{goto: cellar}]}",
    ],
)
def test_play_that_can_stop(scenes: str, tmp_path: Path) -> None:
    assert [code for code in codes(scenes, tmp_path) if code != "W333"] == []


@pytest.mark.parametrize(
    ("scenes", "found"),
    [
        ("  hub: [{choices: [{choice: Bag, then: [{call: bag}]}, End]}, {ending: dark}]\n  bag: [A rope., {goto: hub}]", ["W333"]),
        ("  hub: [{choices: [{choice: Bag, then: [{call: bag}]}, End]}, {ending: dark}]\n  bag: [{choices: [Back -> hub]}]", ["W333"]),
        ("  hub: [{call: bag}, {ending: dark}]\n  bag: [{goto: deep}]\n  deep: [{choices: [Back -> hub]}]", ["W333"]),
        ("  hub: [{draw: d}, {choices: [End]}, {ending: dark}]\n  s: {deck: d, body: [A knock., {goto: hub}]}", ["W333"]),
        ("  hub: [{call: bag}, {choices: [Again -> hub, End]}, {ending: dark}]\n  bag: [A rope., {return: }]", []),
        ("  hub: [{call: bag}, {choices: [Again -> hub, End]}, {ending: dark}]\n  bag: [A rope., {return: hub}]", []),
        ("  hub: [{call: bag}, {ending: dark}]\n  bag: [{choices: [Look -> deep, {choice: Back, then: [{return: }]}]}]\n  deep: [{goto: bag}]", []),
        ("  hub: [{goto: yard}]\n  yard: [{choices: [Back -> hub, End]}, {ending: dark}]", []),
    ],
)  # fmt: skip
def test_a_call_that_goes_on_to_its_caller_is_told(scenes: str, found: list[str], tmp_path: Path) -> None:
    top = TOP.replace("start: cellar", "start: hub")
    assert [code for code in codes(scenes, tmp_path, top=top) if code != "E306"] == found


ONCE = "{choice: A, once: true}"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"[{{choices: [{ONCE}, {{choice: B, once: true, if: met}}]}}, {{goto: cellar}}]", ["W334"]),
        (f"[{{label: x}}, {{choices: [{ONCE}]}}, Text., {{goto: .x}}]", ["W334"]),
        (f"[{{choices: [{ONCE}]}}, {{goto: more}}]\n  more: [{{goto: cellar}}]", ["W334"]),
        (f"[{{choices: [{ONCE}, {{fallback: [Wait.]}}]}}, {{goto: cellar}}]", []),
        (f"[{{choices: [{ONCE}, Leave]}}, {{goto: cellar}}]", []),
        (f"[{{choices: [{ONCE}, {{choice: B, once: true, ending: dark}}]}}, {{goto: cellar}}]", []),
        (f"[{{choices: [{ONCE}]}}, {{if: met, then: [{{ending: dark}}]}}, {{goto: cellar}}]", []),
        (f"[{{choices: [{ONCE}]}}, {{ending: dark}}]", []),
    ],
)  # fmt: skip
def test_a_list_that_is_used_up_is_told(body: str, found: list[str], tmp_path: Path) -> None:
    assert codes(f"  cellar: {body}", tmp_path) == found


@pytest.mark.parametrize(
    ("scenes", "found"),
    [
        ("  cellar: [{goto: meal}]\n  meal: [Eat., {return: }]", ["E307"]),
        (
            "  cellar: [{choices: [Go -> meal, Stay]}, {ending: dark}]\n  meal: [{goto: more}]\n  more: [{return: cellar}]",
            ["E307"],
        ),
        ("  cellar: [{goto: knock}]\n  knock: {deck: night, body: [A knock.]}", ["E307"]),
        ("  cellar: [{call: meal}, {goto: meal}]\n  meal: [Eat., {return: }]", []),
        ("  cellar: [{call: a}, {ending: dark}]\n  a: [{goto: b}]\n  b: [{return: }]", []),
        ("  cellar: [{draw: night}, {ending: dark}]\n  knock: {deck: night, body: [{goto: b}]}\n  b: [{return: }]", []),
        ("  cellar: [{call: a}, {ending: dark}]\n  a: [{return: b}]\n  b: [{choices: [A]}, {return: }]", []),
        ("  cellar: [{ending: dark}]\n  meal: [Eat., {return: }]", []),  # never played: that is another finding
    ],
)
def test_a_return_to_nobody(scenes: str, found: list[str], tmp_path: Path) -> None:
    assert codes(scenes, tmp_path) == found


@pytest.mark.parametrize(
    ("scenes", "never"),
    [
        (
            "  cellar: [{ending: dark}]\n  attic: [{goto: loft}]\n  loft: [{choices: [A]}, {goto: attic}]",
            ["attic", "loft"],
        ),
        ("  cellar: [{ending: dark}]\n  knock: {deck: night, body: [A knock.]}", ["knock"]),
        ("  cellar: [{goto: attic.top}]\n  attic:\n    - ending: dark\n    - label: top\n    - ending: dark", []),
        ("  cellar: [{choices: [{choice: A, goto: attic}]}]\n  attic: [{ending: dark}]", []),
        ("  cellar: [{call: a}, {ending: dark}]\n  a: [{return: b}]\n  b: [{ending: dark}]", []),
        (
            "  cellar: [{draw: d, else: [{goto: b}]}, {ending: dark}]\n  s: {deck: d, body: [x]}\n  b: [{ending: dark}]",
            [],
        ),
    ],
)
def test_scenes_that_are_never_played(scenes: str, never: list[str], tmp_path: Path) -> None:
    found = diagnose(TOP + scenes + "\n", tmp_path, ignore=())
    assert [one.message.split()[2] for one in found if one.code == "W302"] == never


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("- ending: dark", ""),
        ("- choices: [Go -> cellar, {choice: Stay, ending: dark}]", ""),
        ("- if: met\n      then: [{ending: dark}]\n      else: [{goto: cellar}]", ""),
        ("- choices: [Go -> cellar, Stay]", "E301"),
        ("- choices:\n        - Go:\n            - choices: [A -> cellar, B]\n        - Stay -> cellar", "E301"),
        ("- if: met\n      then: [{ending: dark}]", "E301"),
        ("- call: meal", "E301"),
        ("- draw: night", "E301"),
        ("- do: heat += 1", "E301"),
        ("- label: here", "E301"),
        ("- choices: [{choice: A, if: met}, {fallback: [Wait.]}]", "E301"),
        ("- choices: [Go -> cellar]\n    - ending: dark", "E302"),
        ("- ending: dark\n    - label: here\n    - ending: dark", ""),
        ("- if: met\n      then: [{ending: dark}, Never.]\n    - ending: dark", "E302"),
        ("- choices:\n        - {choice: A, then: [{ending: dark}], goto: cellar}\n    - ending: dark", "E302"),
    ],
)
def test_every_path_of_a_scene_comes_to_an_end(body: str, code: str, tmp_path: Path) -> None:
    rest = "  meal: [Eat., {return: }]\n  knock: {deck: night, body: [A knock.]}\n"
    found = [one for one in codes(f"  cellar:\n    {body}\n{rest}", tmp_path) if one != "E306"]
    assert found[:1] == ([code] if code else [])


# What is left unused


def test_what_is_never_used_or_never_changes(tmp_path: Path) -> None:
    scenes = """
  cellar:
    - "{if met: Met.} {if side == camp: Camp.}"
    - choices: [{choice: Stoke, do: heat += 1, goto: cellar}, Leave]
    - ending: dark
"""
    found = diagnose(TOP + scenes.lstrip("\n"), tmp_path, ignore=("W305",))
    assert [(one.code, one.message.split(" is ")[0]) for one in found] == [
        ("W301", "the variable heat"),
        ("W332", "nothing ever changes the variable met"),
        ("W332", "nothing ever changes the variable side"),
        ("W301", "the variable name"),
        ("W301", "nothing looks at the group trust"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "status: [heat]\n",
        'always: ["heat < 3"]\n',
        'phrases: {hot: "{if heat > 3: hot}"}\n',
    ],
)
def test_what_counts_as_looking_at_a_variable(text: str, tmp_path: Path) -> None:
    top = TOP.replace("scenes:\n", text + "scenes:\n")
    scenes = (
        "  cellar: [{do: heat += 1}, {ending: dark}]\n"
        if "hot" not in text
        else "  cellar: [{do: heat += 1}, 'It is {hot}.', {ending: dark}]\n"
    )
    found = diagnose(top + scenes, tmp_path, ignore=("W305", "W303"))
    assert not [one for one in found if one.message.startswith("the variable heat")]
