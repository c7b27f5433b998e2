"""A hand that outruns the eye: double clicks, held keys, keys too many. Nothing is taken that was not meant."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key

from game.language.yaml.reader import read_file
from game.player.screen.hand import AGAIN, CALM, HELD, Hand
from game.player.screen.widgets.lines import KeyLine
from game.program.load import load
from game.replay.running.runner import run_script
from game.replay.scripts.parsing import parse
from tests.player.screen.conftest import ROOT
from tests.player.screen.hands import hold, onward, rest

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.engine.sessions.session import Session
    from tests.player.screen.conftest import Seat

    Sit = Callable[..., Any]

SIZES = [pytest.param((60, 20), marks=pytest.mark.slow), (80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]


def route(name: str) -> Session:
    """A playthrough of the shipped story."""
    program = load(ROOT / "story").program
    assert program is not None
    script, _ = parse(read_file(ROOT / "story" / "playthroughs" / f"{name}.play.yaml"))
    assert script is not None
    session = run_script(script, program).session
    assert session is not None
    return session


def begun(session: Session) -> Session:
    """The same playthrough at its beginning."""
    return type(session)(session.program, seed=session.seed, setup=session.setup)


def option(seat: Seat, choice: str) -> int:
    return next(number for number, one in enumerate(seat.session.turn.options) if one.id == choice)


# The rules, without a screen


def test_what_comes_in_the_first_moment_does_not_count() -> None:
    now = 100.0
    hand = Hand(clock=lambda: now)
    hand.pressed("1", now)
    assert hand.verdict() == "now"
    hand.turned()
    assert not hand.rests(now + CALM - 0.01)
    assert hand.rests(now + CALM)
    hand.pressed("2", now + CALM - 0.01)
    assert hand.verdict() == "never"
    hand.pressed("3", now + CALM)
    assert hand.verdict() == "now"


def test_what_was_on_its_way_when_something_new_came_up_does_not_count() -> None:
    hand = Hand(clock=lambda: 100.0)
    hand.turned()
    assert not hand.rests(99.9)
    hand.pressed("1", 99.9)
    assert hand.verdict() == "never"


@pytest.mark.parametrize(("first", "then"), [(0.25, 0.092), (0.4, 0.03), (0.66, 0.04), (0.99, 0.14)])
def test_a_held_key_counts_once(first: float, then: float) -> None:
    """As keyboards repeat it: after a first wait, then quickly, for as long as it is down."""
    now = 100.0
    hand = Hand(clock=lambda: now)
    hand.pressed("enter", now)
    assert hand.verdict() == "now"
    hand.turned()
    now += first
    hand.pressed("enter", now)
    assert hand.verdict() != "now"
    assert then < AGAIN
    for _ in range(50):
        now += then
        hand.held()
        hand.pressed("enter", now)
        assert hand.verdict() == "never"
    hand.pressed("enter", now + HELD)
    assert hand.verdict() == "now"


def test_the_same_key_counts_again_when_nothing_new_has_come_up() -> None:
    hand = Hand(clock=lambda: 100.0)
    for times in range(5):
        hand.pressed("enter", 100.0 + times * 0.05)
        assert hand.verdict() == "now"


def test_without_the_guard_everything_counts() -> None:
    hand = Hand(0.0)
    for _ in range(5):
        hand.pressed("enter", 0.0)
        hand.turned()
        assert hand.verdict() == "now"
        assert hand.rests(0.0)


# Whole playthroughs


@pytest.mark.parametrize("size", SIZES)
async def test_a_double_click_takes_one_choice_in_every_turn(sit: Sit, size: tuple[int, int]) -> None:
    played = route("she-stays")
    async with sit(begun(played), size) as seat:
        for count, choice in enumerate(played.choices, 1):
            await onward(seat)
            number = option(seat, choice)
            rest(seat, 0)
            seat.page.mark(f"option:{number}")
            await seat.pilot.pause()
            top = seat.page.paras[seat.page.number_of(f"option:{number}")].above
            row = seat.page.row_of(seat.page.number_of(f"option:{number}")) + top - seat.page.scroll_offset.y
            rest(seat, inf)
            await seat.pilot.click(offset=(seat.page.size.width // 3, row + seat.page.region.y), times=2)
            assert seat.session.choices == played.choices[:count]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["she-stays", "present-a-statement"])
async def test_all_the_text_has_been_in_view_before_enter_takes_a_choice(
    sit: Sit, name: str, size: tuple[int, int]
) -> None:
    played = route(name)
    async with sit(begun(played), size) as seat:
        for count, choice in enumerate(played.choices, 1):
            number = option(seat, choice)
            if seat.on == "card":
                await seat.press("enter")
            page = seat.page
            seen: set[int] = set()
            for _ in range(100):
                text = range(page.row_of(page.live), page.row_of(len(page.paras)))
                top = page.scroll_offset.y
                seen |= set(range(top, top + page.size.height))
                if page.ended:
                    page.mark(f"option:{number}")
                await seat.press("enter")
                if len(seat.session.choices) == count:
                    break
            assert seat.session.choices == played.choices[:count]
            assert set(text) <= seen, (count, size)  # and all the choices too
            if seat.on == "card":
                continue  # of the chapter that the choice led to
            shown = [row.strip() for row in seat.seen.split("\n")]
            assert any(row.startswith("› ") for row in shown), "a turn opens at the choice that led to it"


@pytest.mark.parametrize("size", SIZES)
async def test_a_held_key_stays_in_its_turn(sit: Sit, size: tuple[int, int]) -> None:
    """Enter as it comes from a keyboard that repeats it: nothing more than the one choice, and no page turned."""
    played = route("she-stays")
    async with sit(begun(played), size) as seat:
        for count, choice in enumerate(played.choices, 1):
            await onward(seat)
            rest(seat, 0)
            await seat.press("end")
            seat.page.mark(f"option:{option(seat, choice)}")
            rest(seat, CALM)
            seat.app.hand.again = inf
            at = seat.app.hand._clock()
            await hold(seat, "enter", at)
            assert seat.session.choices == played.choices[:count]
            if not seat.session.turn.ending and seat.on == "play":
                assert seat.page._unmoved() is not None


# Reading


async def test_enter_reads_on_as_space_does(sit: Sit) -> None:
    async with sit("tall", (60, 20)) as seat:
        await seat.press("1")
        places: list[list[int]] = []
        for key in ("enter", "space"):
            await seat.press("home")
            places.append([])
            while seat.page.more_below:
                await seat.press(key)
                places[-1].append(seat.page.scroll_offset.y)
        assert places[0] == places[1]
        assert len(places[0]) > 2
        assert not seat.session.choices


@pytest.mark.parametrize("key", ["space", "pageup"])
async def test_quick_pages_are_counted_from_where_the_slide_is_going(sit: Sit, key: str) -> None:
    places: list[int] = []
    for moving in (False, True):
        async with sit("tall", (60, 20)) as seat:
            await seat.press("1", "home" if key == "space" else "end")
            seat.app.animation_level = "full" if moving else "none"
            for _ in range(3):
                seat.app.post_message(Key(key, " " if key == "space" else None))
            await seat.pilot.pause()
            await seat.pilot.wait_for_animation()
            places.append(seat.page.scroll_offset.y)
    assert places[0] == places[1]


@pytest.mark.parametrize("height", range(8, 16))
async def test_a_message_hides_nothing_that_enter_then_passes_over(
    sit: Sit, take_saves_away: Callable[[], None], height: int
) -> None:
    """What cannot be saved is told at the turn that it belongs to, in more lines than the bottom line has."""
    async with sit("boiler", (60, 20)) as seat:
        await seat.begin()
        await seat.pilot.resize_terminal(60, height)
        take_saves_away()
        await seat.press("end", "1")
        assert seat.sheet.query_one(KeyLine).size.height > 1
        page = seat.page
        text = range(page.row_of(page.live), page.row_of(len(page.paras)))
        seen: set[int] = set()
        while len(seat.session.choices) == 1:
            seen |= set(range(page.scroll_offset.y, page.scroll_offset.y + page.size.height))
            await seat.press("enter")
        assert set(text) <= seen


@pytest.mark.parametrize("height", [21, 23])
async def test_a_message_does_not_make_enter_read_again(sit: Sit, tmp_path: Path, height: int) -> None:
    text = (Path(__file__).parent / "stories" / "boiler.yaml").read_text()
    long = "Ji-ho trusts you, which takes longer than one night in a room with a boiler that does not warm it"
    (tmp_path / "story.yaml").write_text(text.replace("reason: Ji-ho trusts you", f"reason: {long}"))
    async with sit(str(tmp_path / "story.yaml"), (60, height)) as seat:
        await seat.begin()
        assert seat.page.ended
        await seat.press("3")
        assert seat.sheet.query_one(KeyLine).size.height > 1
        await seat.press("enter")
        assert len(seat.session.choices) == 1


# Leaving


async def test_no_escape_too_many_leaves_the_game(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press(*["escape"] * 5)
        assert seat.on == "title"
        assert seat.line == "Press q to leave the game."
        assert seat.app._exit is False


async def test_the_key_that_leads_to_the_title_does_not_leave_from_there(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        rest(seat, inf)
        await seat.press("q", "q", "q")
        assert seat.on == "title"
        assert seat.app._exit is False


async def test_the_first_way_on_from_an_ending_does_not_undo_it(sit: Sit) -> None:
    for key in ("enter", "1"):
        async with sit("boiler") as seat:
            seat.app.store.set_warned()
            seat.app.begin()
            await seat.pilot.pause()
            await seat.press("enter", "enter", "1", "1", "4")
            assert seat.session.turn.ending == "out"
            await seat.press("end", key)
            assert seat.session.turn.ending == "out"
            assert seat.on == "map", "and does not leave it, either"


async def test_what_a_click_has_opened_is_not_chosen_from_by_the_next(sit: Sit) -> None:
    """Two clicks in the same place: on the title, and where the first leads to, whatever stands there."""
    async with sit("boiler", (80, 24)) as seat:
        for entry in seat.page.entries():
            if entry in {"quit", "lines"}:
                continue
            rest(seat, inf)
            number = seat.page.number_of(entry)
            row = seat.page.row_of(number) + seat.page.paras[number].above
            await seat.pilot.click(offset=(20, row), times=2)
            assert seat.on in {entry, "warning"}
            seat.app.to_title()
            await seat.pilot.pause()


async def test_a_held_x_asks_and_does_not_delete(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("l")
        rest(seat, CALM)
        seat.app.hand.again = inf
        await hold(seat, "x", seat.app.hand._clock())
        assert len(seat.app.store.cards()) == 1


@pytest.mark.parametrize("size", [(60, 20), (40, 12)])
@pytest.mark.parametrize("key", ["enter", "1"])
async def test_the_warning_is_read_to_its_end_before_it_is_accepted(
    sit: Sit, tmp_path: Path, size: tuple[int, int], key: str
) -> None:
    text = (Path(__file__).parent / "stories" / "boiler.yaml").read_text()
    lines = "\n\n".join(
        f"  Number {number} of what is in this story, which is more than it was." for number in range(20)
    )
    (tmp_path / "story.yaml").write_text(text.replace("  Hunger. Nobody dies.", lines))
    async with sit(str(tmp_path / "story.yaml"), size) as seat:
        seat.app.begin()
        await seat.pilot.pause()
        seen = ""
        for _ in range(60):
            if seat.on != "warning":
                break
            seen += seat.seen
            await seat.press(key)
        assert seat.on == "setup"
        assert all(f"Number {number} of" in seen for number in range(20))
