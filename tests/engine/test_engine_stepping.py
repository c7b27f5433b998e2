"""The engine's promises: pure steps, history that is exact, seeds that decide, and reasons where play stops."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.machine import options
from game.engine.sessions.session import ChoiceError, Session, SetupError, begin, step
from game.engine.turn import Turn
from game.program.forms.evaluate import evaluate
from game.program.header import Header
from game.program.model import Choose, Program
from tests.engine.stories import EVERYTHING, program_of

moves = st.lists(st.integers(min_value=0, max_value=99), max_size=90)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(EVERYTHING, tmp_path_factory.mktemp("everything"))


ENDS = ("square/give-up", "well/fall", "asked/go", "asked/back-to-the-rim")
"""Choices after which play ends, or has nobody to return to."""


def open_options(turn: Turn) -> list[str]:
    return [one.id for one in turn.options if one.open]


def walk(session: Session, picks: Sequence[int]) -> list[Turn]:
    """Choose by the picks as long as there is a choice; all turns from the first on."""
    turns = [session.turn]
    for pick in picks:
        if not (ways := open_options(session.turn)):
            break
        turns.append(session.choose(ways[pick % len(ways)]))
    return turns


@settings(max_examples=25, deadline=None)
@given(picks=moves, seed=st.integers(0, 2**64))
def test_a_step_leaves_the_state_it_was_given_as_it_was(everything: Program, picks: list[int], seed: int) -> None:
    state, turn = begin(everything, seed)
    for pick in picks:
        if not (ways := open_options(turn)):
            break
        before = (state, tuple(state), repr(state))
        first = step(everything, state, ways[pick % len(ways)])
        assert (state, tuple(state), repr(state)) == before
        assert step(everything, state, ways[pick % len(ways)]) == first
        state, turn = first


@settings(max_examples=25, deadline=None)
@given(picks=moves, seed=st.integers(0, 2**64))
def test_a_session_and_pure_steps_tell_the_same(everything: Program, picks: list[int], seed: int) -> None:
    session = Session(everything, seed=seed)
    turns = walk(session, picks)
    state, turn = begin(everything, seed)
    told = [turn]
    for choice in session.choices:
        state, turn = step(everything, state, choice)
        told.append(turn)
    assert told == turns
    assert state == session.state


@settings(max_examples=25, deadline=None)
@given(picks=moves, seed=st.integers(0, 9), back=st.lists(st.integers(0, 90), max_size=6))
def test_undo_and_redo_to_any_depth_equal_playing_again(
    everything: Program, picks: list[int], seed: int, back: list[int]
) -> None:
    session = Session(everything, seed=seed)
    turns = walk(session, picks)
    choices = list(session.choices)
    for length in [one % (len(choices) + 1) for one in back]:
        while len(session.choices) > length:
            session.undo()
        while len(session.choices) < length:
            session.redo()
        again = Session(everything, seed=seed)
        for choice in choices[:length]:
            again.choose(choice)
        assert session.turn == again.turn == turns[length]
        assert (session.state, session.values(), session.learned) == (again.state, again.values(), again.learned)
        assert (session.changes(), session.draws) == (again.changes(), again.draws)
    while session.can_redo:
        session.redo()
    assert [session.turn, list(session.choices)] == [turns[-1], choices]
    assert list(session.turns()) == turns


def test_history_longer_than_what_is_kept_between_states(everything: Program) -> None:
    session = Session(everything, seed=4)
    turns = [session.turn]
    for number in range(300):
        ways = [way for way in open_options(session.turn) if way not in ENDS]
        turns.append(session.choose(ways[number % len(ways)]))
    assert list(session.turns(120, 200)) == turns[120:200]
    for number in range(299, -1, -1):
        assert session.undo() == turns[number]
    with pytest.raises(ChoiceError):
        session.undo()
    for number in range(1, 301):
        assert session.redo() == turns[number]


def test_another_choice_after_undo_ends_what_could_be_redone(everything: Program) -> None:
    session = Session(everything)
    first, second = open_options(session.turn)[:2]
    session.choose(first)
    session.undo()
    session.choose(first)
    session.undo()
    session.choose(second)
    assert not session.can_redo
    with pytest.raises(ChoiceError):
        session.redo()
    session.undo()
    assert session.turn == Session(everything).turn


def test_taking_the_redo_choice_keeps_the_rest_of_the_branch(everything: Program) -> None:
    session = Session(everything)
    walk(session, [0, 0, 1, 2])
    last, choices = session.turn, list(session.choices)
    for _ in choices:
        session.undo()
    session.choose(choices[0])
    for _ in choices[1:]:
        session.redo()
    assert (session.turn, list(session.choices), session.can_redo) == (last, choices, False)


def test_a_choice_by_number_and_by_id_is_the_same(everything: Program) -> None:
    one, other = Session(everything), Session(everything)
    for _ in range(4):
        index = next(number for number, option in enumerate(one.turn.options) if option.open and option.id not in ENDS)
        assert one.choose(index) == other.choose(other.turn.options[index].id)


@pytest.mark.parametrize("choice", [-1, 99, "nowhere/nothing"])
def test_a_choice_that_is_not_there_is_refused_and_changes_nothing(everything: Program, choice: int | str) -> None:
    session = Session(everything)
    before = session.state
    with pytest.raises(ChoiceError):
        session.choose(choice)
    assert (session.state, list(session.choices)) == (before, [])


def test_a_closed_choice_says_why_and_cannot_be_taken(everything: Program) -> None:
    session = Session(everything)
    closed = next(one for one in session.turn.options if not one.open)
    assert closed.reason == "She looks away"
    for choice in (closed.id, session.turn.options.index(closed)):
        with pytest.raises(ChoiceError, match="She looks away"):
            session.choose(choice)
    with pytest.raises(ChoiceError, match="She looks away"):
        step(everything, session.state, closed.id)


def test_a_hidden_choice_cannot_be_taken_by_its_id(everything: Program) -> None:
    session = Session(everything)
    with pytest.raises(ChoiceError):
        session.choose("square/give-up")
    with pytest.raises(ChoiceError, match="not offered"):
        step(everything, session.state, "square/give-up")


def test_the_options_of_a_state_are_those_of_its_turn(everything: Program) -> None:
    state, turn = begin(everything)
    assert [one.id for one in options(everything, state)] == [one.id for one in turn.options]


def test_after_the_end_nothing_can_be_chosen(everything: Program) -> None:
    session = Session(everything, seed=1)
    while not session.turn.ending:
        ways = open_options(session.turn)
        session.choose(
            next(
                (way for way in ways if way == "square/give-up"), "square/climb" if "square/climb" in ways else ways[0]
            )
        )
    with pytest.raises(ChoiceError, match="over"):
        session.choose(0)
    with pytest.raises(ChoiceError, match="over"):
        step(everything, session.state, "square/climb")
    session.undo()
    assert open_options(session.turn)


def test_seeds_decide_draws_and_nothing_else_does(everything: Program) -> None:
    def told(seed: int) -> list[Turn]:
        return walk(Session(everything, seed=seed), [4, 4, 4, 4, 4, 4])

    assert told(7) == told(7)
    assert len({repr(told(seed)) for seed in range(12)}) > 6
    assert Session(everything, seed=3).draws == 1  # the shuffle of the square


def test_answers_before_the_story(everything: Program) -> None:
    session = Session(everything, setup={"name": "  Ha\x1b  na ", "side": "school"})
    assert session.turn.blocks[0].text.startswith("Good day, Ha na.")
    assert (session.value("side"), session.telling.word("side")) == ("school", "")
    for wrong in ({"depth": "2"}, {"side": "both"}, {"name": "x" * 13}, {"nobody": "1"}):
        with pytest.raises(SetupError):
            Session(everything, setup=wrong)


@pytest.mark.parametrize("why", ["no-open-choice", "endless", "too-long", "too-deep", "nowhere-to-return"])
def test_where_play_cannot_go_on_it_says_why(why: str) -> None:
    from game.engine.linker.linked import Linked
    from game.engine.linker.texts import RenderContext
    from game.engine.machine import Machine
    from game.program import declared, model

    text = model.Text("a:1", "prose", "", ("Here.",))
    exits: dict[str, list[model.BasicBlock]] = {
        "no-open-choice": [
            model.BasicBlock([text], model.Choose("a@x", [model.Choice("a/x", ("X",), ("c", 0), None, (), 0)], None))
        ],
        "endless": [model.BasicBlock([text], model.Jump(0))],
        "too-long": [model.BasicBlock([text, text._replace(segments=("x" * 101,))], model.Jump(0))],
        "too-deep": [model.BasicBlock([text], model.Call("a@call:a", (0, 0), 0))],
        "nowhere-to-return": [model.BasicBlock([text], model.Return(None))],
    }
    header: Header = {
        "texts": {"story": "s", "title": "S"}, "digest": "", "start": "a", "scenes": ["a"], "metas": {}, "cast": [],
        "endings": [], "chapters": [], "pictures": [], "codex": [], "variables": [], "text_variables": [], "setup": [], "care": None,
        "status": [], "always": [], "tags": {}, "told": [], "sets": [], "counts": declared.Counts(1, 0, 0, 0), "draws": False, "joins": False,
    }  # fmt: skip
    program = Program(header, [model.Scene("a", [0], [], exits[why])])
    machine = Machine(Linked(program), RenderContext((), 0), [])
    turn = machine.play(machine.node)
    assert (turn.stuck, turn.ending, turn.scene) == (why, "", "a")
    assert turn.blocks[0].text == "Here."
    session = Session(program)
    assert session.turn.stuck == why
    with pytest.raises(ChoiceError, match="nothing can be chosen"):
        session.choose(0)


def test_a_fallback_is_taken_by_itself(tmp_path: Path) -> None:
    story = """
story: f
title: F
start: a
variables: {heat: {type: int, min: 0, max: 2}}
endings: {e: E}
scenes:
  a:
    - choices:
        - {choice: Burn, if: heat < 2, do: heat += 1}
        - fallback: [It is out.]
    - if: heat == 2
      then: [{choices: [Look, {choice: End, goto: z}]}]
    - goto: a
  z: [Done., ending: e]
"""
    session = Session(program_of(story, tmp_path))
    for choice in ("a/burn", "a/burn", "a/look"):
        session.choose(choice)
    assert [block.text for block in session.turn.blocks] == ["It is out."]


GATED = """\
story: gated
title: Gated
start: a
variables: {one: bool, two: bool, three: {type: int, min: 0, max: 3}}
scenes:
  a:
    - choices:
        - {choice: First, if: one, then: [do: [one = false, three += 1], goto: a]}
        - {choice: Second, if: not two and three < 3, then: [do: two = true, goto: a]}
        - {choice: Third, if: three >= 2, then: [do: [three = 0, two = false], goto: b]}
        - {choice: Fourth, then: [do: one = not one, goto: a]}
  b:
    - choices:
        - {choice: Back, goto: a}
        - {choice: Round, then: [do: one = not one, goto: b]}
"""


def test_what_is_offered_is_what_the_tests_of_choices_say_however_often_play_comes_there(tmp_path: Path) -> None:
    program = program_of(GATED, tmp_path)
    session = Session(program)
    seen = set()
    for pick in Random(1).choices(range(12), k=300):
        state = session.state
        exit_ = program.scene(state.scene).blocks[state.block].exit
        assert isinstance(exit_, Choose)
        offered = [one.id for one in exit_.choices if one.shown is None or evaluate(one.shown, state.values)]
        assert [one.id for one in session.turn.options] == offered
        seen.add((state.scene, *offered))
        session.choose(pick % len(offered))
        assert session.choices[-1] == offered[pick % len(offered)]
        assert session.state == step(program, state, session.choices[-1])[0]
    assert len(seen) == 9, "play came to all cases"
