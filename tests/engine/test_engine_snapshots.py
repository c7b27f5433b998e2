"""A snapshot is all there is to a playthrough: what was resumed goes on as if nothing had been."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.sessions.resuming import resume
from game.engine.sessions.session import ResumeError, SavedPlace, Session
from game.program.model import Program
from tests.engine.stories import EVERYTHING, program_of

moves = st.lists(st.integers(min_value=0, max_value=99), max_size=60)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(EVERYTHING, tmp_path_factory.mktemp("everything"))


def go(session: Session, picks: Sequence[int]) -> None:
    for pick in picks:
        ways = [one.id for one in session.turn.options if one.open]
        if not ways:
            return
        session.choose(ways[pick % len(ways)])


def resumed(session: Session, program: Program, *, choices: Sequence[str] | None = None) -> Session:
    """A session from what a save file would hold of another, JSON and back."""
    kept = json.loads(json.dumps(session.snapshot()))
    made = session.choices if choices is None else choices
    return resume(
        program, SavedPlace(kept, seed=session.seed, setup=session.setup, choices=made, learned=session.learned)
    )


@settings(max_examples=20, deadline=None)
@given(picks=moves, more=moves, seed=st.integers(0, 99), side=st.sampled_from(["camp", "school"]))
def test_resuming_gives_the_same_turn_history_and_future(
    everything: Program, picks: list[int], more: list[int], seed: int, side: str
) -> None:
    session = Session(everything, seed=seed, setup={"side": side, "name": "Ha-na"})
    go(session, picks)
    other = resumed(session, everything)
    assert (other.turn, list(other.choices), other.learned) == (session.turn, list(session.choices), session.learned)
    go(session, more)
    go(other, more)
    assert (other.turn, other.state, other.snapshot()) == (session.turn, session.state, session.snapshot())
    assert list(other.turns()) == list(session.turns())


@settings(max_examples=20, deadline=None)
@given(picks=moves, more=moves, seed=st.integers(0, 99))
def test_a_playthrough_through_a_snapshot_at_every_turn_reads_the_same(
    everything: Program, picks: list[int], more: list[int], seed: int
) -> None:
    plain, saved = Session(everything, seed=seed), Session(everything, seed=seed)
    for pick in [*picks, *more][:25]:
        go(plain, [pick])
        go(saved, [pick])
        saved = resumed(saved, everything)
        assert (saved.turn, saved.values(), saved.draws) == (plain.turn, plain.values(), plain.draws)


@settings(max_examples=20, deadline=None)
@given(picks=moves, more=moves, seed=st.integers(0, 99))
def test_by_its_place_alone_it_goes_on_the_same(
    everything: Program, picks: list[int], more: list[int], seed: int
) -> None:
    session = Session(everything, seed=seed)
    go(session, picks)
    if session.turn.stuck:
        return
    other = resumed(session, everything, choices=["a/choice/that/is-gone"])
    assert other.turn.options == session.turn.options
    assert (other.values(), other.draws, other.turn.ending) == (session.values(), session.draws, session.turn.ending)
    assert not other.can_undo
    go(session, more)
    go(other, more)
    if other.choices != ("a/choice/that/is-gone",):  # it went on; the turn it was resumed in has no text
        assert other.turn == session.turn
    assert other.snapshot() == session.snapshot()


def test_a_place_that_is_gone_is_named(everything: Program, tmp_path: Path) -> None:
    session = Session(everything)
    go(session, [0])
    story = EVERYTHING.replace("  well:\n    - label", "  pit:\n    - label").replace("Touch it", "Grope")
    changed = program_of(story.replace("call: well", "call: pit").replace("well.rim", "pit.rim"), tmp_path)
    with pytest.raises(ResumeError, match="the scene well is no longer in the story"):
        resumed(session, changed)


def test_a_caller_that_is_gone_is_named(everything: Program, tmp_path: Path) -> None:
    session = Session(everything)
    go(session, [0])
    story = EVERYTHING.replace("            - call: well\n", "            - mina: Down there?\n")
    changed = program_of(story.replace("    - mina: Go home.\n", "    - call: well\n"), tmp_path)
    with pytest.raises(ResumeError, match="square, which was to go on later, has changed"):
        resumed(session, changed)


@pytest.mark.parametrize("snapshot", [{}, {"scene": 1}, {"scene": "square", "point": "", "stack": 3}])
def test_what_is_no_snapshot_is_refused(everything: Program, snapshot: dict[str, object]) -> None:
    with pytest.raises(ResumeError):
        resume(everything, SavedPlace(snapshot, choices=["gone"]))
