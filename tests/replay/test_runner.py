"""Running a script: how choices are found, what expectations mean, and what is said when they do not hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.engine.sessions.session import Session
from game.engine.turn import Option
from game.program.model import Program
from game.replay.running.runner import RunOutcome, run_script
from game.replay.scripts.matching import match
from game.replay.scripts.recording import script_of
from game.replay.scripts.steps import Script
from tests.replay.conftest import script_from

Make = Callable[[str], Program]


def run(program: Program, text: str) -> RunOutcome:
    return run_script(script_from(text), program)


def option(identity: str, label: str, *, is_open: bool = True, reason: str = "") -> Option:
    return Option(identity, label, ((label, ""),), is_open, reason)


# finding the choice that is meant

OPTIONS = [
    option("roof/ask", "Ask who lit it"),
    option("roof/show", "Show the ration card", is_open=False, reason="too soon"),
    option("roof/wait", "Wait"),
    option("roof/wait-2", "Wait a while"),
    option("roof/7", "7 more steps"),
]


@pytest.mark.parametrize(
    ("wanted", "at"),
    [
        ("roof/ask", 0),
        ("ask", 0),
        ("ASK WHO lit it", 0),
        ("Ask  who\nlit it", 0),
        ("lit", 0),
        ("1", 0),
        ("3", 2),
        ("Wait", 2),
        ("wait", 2),
        ("while", 3),
        ("5", 4),
        ("7 more", 4),
        ("wait-2", 3),
    ],
)
def test_a_choice_is_found(wanted: str, at: int) -> None:
    assert match(OPTIONS, wanted).at == at


@pytest.mark.parametrize(
    ("wanted", "trouble"),
    [
        ("Leave", "none"),
        ("Show", "closed"),
        ("2", "closed"),
        ("roof/show", "closed"),
        ("wai", "several"),
        ("9", "none"),
        ("0", "none"),
    ],
)
def test_a_choice_is_not_guessed(wanted: str, trouble: str) -> None:
    found = match(OPTIONS, wanted)
    assert (found.at, found.trouble) == (-1, trouble)


def test_an_open_choice_goes_before_a_closed_one() -> None:
    options = [option("a/1", "Go", is_open=False), option("a/2", "Go")]
    assert match(options, "Go").at == 1
    assert match(options, "1").at == 0 or match(options, "1").trouble == "closed"


def test_curly_quotes_are_quotes() -> None:
    assert match([option("a/1", "I wasn’t “there”")], 'i wasn\'t "there"').at == 0


# playing


def test_a_script_that_holds(lamp: Program) -> None:
    outcome = run(lamp, "steps: [Ask who lit it, Turn it up, Go on]\nexpect: {ending: light, card: true, heat: 1}\n")
    assert outcome.status == "passed", outcome.failures
    assert outcome.session is not None
    assert outcome.session.turn.ending == "light"


@pytest.mark.parametrize(
    "expect",
    [
        "scene: cellar",
        "ending: none",
        "heat: 2",
        "heat: [1, 2]",
        'heat: ">= 2"',
        'heat: "!= 3"',
        'heat: "< 3"',
        "hunger: starving",
        "hunger: 2",
        'hunger: ">= hungry"',
        "card: false",
        "memory: some",
        'memory: "!= none"',
        "name: Min",
        "state: {heat: 2}",
        "text: I told you.",
        "text: [I told, The lamp]",
        "text: told you. The lamp is lit",
        'text: "/^The lamp.*here|room\\\\.$/"',
        "text: {regex: 'I (told|said)'}",
        "text: {contains: told}",
        "not-text: Someone",
        "not-text: [Dark, /gone/]",
        "open: [Ask who lit it, Warm]",
        "hidden: Run away",
    ],
)
def test_expectations_that_hold(lamp: Program, expect: str) -> None:
    outcome = run(lamp, f"steps: [Ask, Ask]\nexpect:\n  {expect}\n")
    assert outcome.status == "passed", (outcome.failures, outcome.diagnostics)


@pytest.mark.parametrize(
    ("expect", "expected", "was", "nearest"),
    [
        ("scene: stair", "scene stair", "scene cellar", ""),
        ("ending: dark", "ending dark", "no ending: the story goes on", ""),
        ("heat: 2", "heat: 2", "heat: 0", ""),
        ("heat: [1, 2]", "heat: 1 or 2", "heat: 0", ""),
        ('heat: "> 0"', "heat: > 0", "heat: 0", ""),
        ("hunger: starving", "hunger: starving", "hunger: 0", ""),
        ("memory: none", "memory: none", "memory: some", ""),
        ("name: Max", "name: Max", "name: Min", ""),
        (
            "text: The lamb is lit",
            'text with "The lamb is lit"',
            "a text without it",
            "The lamp is lit, Min. You know this room.",
        ),
        (
            "text: the lamp is lit",
            'text with "the lamp is lit"',
            "a text without it",
            "The lamp is lit, Min. You know this room.",
        ),
        ("not-text: lamp", 'a text without "lamp"', "a text with it", ""),
        ("not-text: /l.mp/", "a text without /l.mp/", "a text with it", ""),
        ("open: Turn", '"Turn" open', "closed: the knob is too cold", ""),
        ("closed: Ask", '"Ask" closed', "it is open", ""),
        ("closed: Aks who", '"Aks who" closed', "no such choice", "Ask who lit it"),
        ("closed: {Turn: too hot}", '"Turn" closed, because "too hot"', 'closed, because "the knob is too cold"', ""),
        ("hidden: Turn", '"Turn" hidden', '"Turn" closed', ""),
        ("hidden: Ask", '"Ask" hidden', '"Ask" open', ""),
        ("learned: lamps", "learned lamps", "learned nothing", ""),
    ],
)
def test_expectations_that_do_not(lamp: Program, expect: str, expected: str, was: str, nearest: str) -> None:
    outcome = run(lamp, f"steps:\n  - expect:\n      {expect}\n")
    assert outcome.status == "failed"
    (failure,) = outcome.failures
    assert (failure.expected, failure.was) == (expected, was)
    assert nearest.startswith(failure.nearest) if failure.nearest else not nearest
    assert failure.pos >> 16 == 3


def test_every_expectation_of_a_step_is_told_and_play_goes_on(lamp: Program) -> None:
    outcome = run(
        lamp, "steps:\n  - choose: Ask\n    expect: {heat: 0, scene: out}\n  - Blow it out\nexpect: {ending: light}\n"
    )
    assert [failure.expected for failure in outcome.failures] == ["heat: 0", "scene out", "ending light"]
    assert [failure.choices for failure in outcome.failures] == [1, 1, 2]


@pytest.mark.parametrize(
    ("step", "message", "nearest"),
    [
        ("Ask who lid it", 'no choice here is called "Ask who lid it"', "Ask who lit it"),
        ("Turn it up", 'the choice "Turn it up" is closed: the knob is too cold', ""),
        ("it", '"it" fits 2 choices: "Ask who lit it", "Blow it out"', ""),
        ("Xyzzy", 'no choice here is called "Xyzzy"', ""),
    ],
)
def test_a_choice_that_cannot_be_made(lamp: Program, step: str, message: str, nearest: str) -> None:
    outcome = run(lamp, f"steps:\n  - {step}\n  - never\n")
    (failure,) = outcome.failures
    assert (failure.message, failure.nearest, failure.step) == (message, nearest, 0)
    assert failure.turn.scene == "cellar"


def test_after_the_end_nothing_can_be_chosen(lamp: Program) -> None:
    (failure,) = run(lamp, "steps: [Blow it out, Blow it out]").failures
    assert failure.message == 'the story has ended (dark), so "Blow it out" cannot be chosen'


def test_undo_takes_back(lamp: Program) -> None:
    assert run(lamp, "steps: [Ask, Ask, {undo: 2, expect: {heat: 0}}, Blow]\nexpect: {ending: dark}").status == "passed"


def test_undo_past_the_beginning(lamp: Program) -> None:
    (failure,) = run(lamp, "steps: [Ask, {undo: 2}]").failures
    assert failure.message == "there is nothing to take back after 1 of 2"


def test_xfail_that_fails_and_that_does_not(lamp: Program) -> None:
    assert run(lamp, "xfail: later\nsteps: [Nowhere]").status == "xfailed"
    held = run(lamp, "xfail: later\nsteps: [Blow]")
    assert held.status == "xpassed"
    assert held.failures[0].message == "it held, though it is marked xfail: later"


def test_xfail_hides_no_mistake_in_the_script(lamp: Program) -> None:
    assert run(lamp, "xfail: later\nsteps: []\nexpect: {heet: 3}").status == "error"


@pytest.mark.parametrize(
    ("text", "code", "words", "hint"),
    [
        ("steps: []\nexpect: {heet: 3}", "E408", "no variable 'heet'", "did you mean 'heat'?"),
        ("steps: []\nexpect: {scen: roof}", "E408", "no variable 'scen'", "did you mean 'scene'?"),
        ("steps: []\nexpect: {scene: seller}", "E408", "no scene 'seller'", "did you mean 'cellar'?"),
        ("steps: []\nexpect: {ending: lihgt}", "E408", "no ending 'lihgt'", "did you mean 'light'?"),
        ("steps: []\nexpect: {learned: lamp}", "E408", "no codex entry 'lamp'", "did you mean 'lamps'?"),
        ("setup: {nam: x}\nsteps: []", "E408", "does not ask for 'nam'", "did you mean 'name'?"),
        ("steps: []\nexpect: {heat: hot}", "E409", "heat is a whole number from 0 to 3", ""),
        ("steps: []\nexpect: {card: 1}", "E409", "card is true or false", ""),
        ("steps: []\nexpect: {memory: all}", "E409", "memory is one of some, none", ""),
        ('steps: []\nexpect: {memory: "> some"}', "E409", "memory is not a number", ""),
        ('steps: []\nexpect: {heat: ">="}', "E409", "no value", ""),
        ("setup: {memory: all}\nsteps: []", "E409", "memory is one of some, none", ""),
        ("setup: {name: AAAAAAAAAAAAAAAAAAAAAAAAAAAAA}\nsteps: []", "E409", "24 characters", ""),
    ],
)
def test_what_the_story_does_not_have(lamp: Program, text: str, code: str, words: str, hint: str) -> None:
    outcome = run(lamp, text)
    assert outcome.status == "error"
    (found,) = outcome.diagnostics
    assert (found.code, found.hint) == (code, hint)
    assert words in found.message
    assert found.line in (1, 2)
    assert found.column > 1


DICE = """
    story: dice
    title: Dice
    start: a
    endings: {e: {title: E, text: x}}
    scenes:
      a:
        - You wait.
        - choices:
            - Throw:
                - "{shuffle: one | two | three}"
            - Stop:
                - ending: e
        - goto: a
"""


def test_an_unseeded_draw_is_told_with_its_place(program_of: Make) -> None:
    outcome = run(program_of(DICE), "steps:\n  - Throw\n  - Stop\n")
    assert outcome.status == "error"
    (found,) = outcome.diagnostics
    assert (found.code, found.line, found.column) == ("E410", 2, 5)
    assert run(program_of(DICE), "steps: [Stop]").status == "passed"
    assert run(program_of(DICE), "seed: 3\nsteps: [Throw, Stop]").status == "passed"


STUCK = """
    story: stuck
    title: Stuck
    start: a
    variables: {heat: {type: int, min: 0, max: 3}}
    endings: {e: {title: E, text: x}}
    always: [heat < 2]
    scenes:
      a:
        - choices:
            - Wait:
                - do: heat += 1
                - goto: a
            - Leave -> b
            - End:
                - ending: e
      b:
        - Round.
        - goto: c
      c:
        - if: heat > 2
          then: [goto: a]
          else: [goto: b]
"""


def test_a_stuck_player_and_a_broken_promise_are_failures(program_of: Make) -> None:
    program = program_of(STUCK)
    (stuck,) = run(program, "steps: [Leave]").failures
    assert stuck.message == "the player is stuck: text goes on for ever without a choice"
    (broken,) = run(program, "steps: [Wait, Wait, Wait, End]").failures
    assert broken.message == "a promise of the story is broken: heat < 2"
    assert broken.choices == 2


# recording


def test_what_was_played_becomes_a_script(lamp: Program) -> None:
    session = Session(lamp, setup={"name": "Su", "memory": "none"})
    for choice in ("Ask who lit it", "Turn it up", "Go back", "Blow it out"):
        session.choose(match(session.turn.options, choice).at)
    script = script_of(lamp, seed=5, setup=session.setup, choices=session.choices)
    assert [step.choose.text for step in script.steps if step.choose] == [
        "Ask who lit it",
        "Turn it up",
        "Go back",
        "Blow it out",
    ]
    assert script.seed is None  # nothing was drawn
    outcome = run_script(script, lamp)
    assert outcome.status == "passed"
    assert outcome.session is not None
    assert outcome.session.choices == session.choices


def test_labels_that_are_not_plain_are_recorded_as_ids(program_of: Make) -> None:
    program = program_of(
        """
        story: same
        title: Same
        start: a
        endings: {e: {title: E, text: x}}
        scenes:
          a:
            - choices:
                - Go on: [ending: e]
                - Go on: [ending: e]
                - '2': [ending: e]
        """
    )
    session = Session(program)
    for option_ in session.turn.options:
        script = script_of(program, choices=[option_.id])
        outcome = run_script(script, program)
        assert outcome.session is not None
        assert list(outcome.session.choices) == [option_.id]


def test_a_seed_is_recorded_when_something_was_drawn(program_of: Make) -> None:
    program = program_of(DICE)
    session = Session(program, seed=11)
    session.choose(0)
    script = script_of(program, seed=11, choices=session.choices)
    assert script.seed == 11
    assert run_script(script, program).status == "passed"


def test_an_empty_script_only_looks(lamp: Program) -> None:
    assert run_script(Script(), lamp).status == "passed"
