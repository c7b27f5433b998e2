"""Playing on the screen: everything that a player does there, through a real story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.player.playthrough.export import markdown
from game.player.screen.widgets.lines import Ribbon
from tests.player.screen.conftest import STORIES

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]


async def test_arrows_and_enter_choose(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("end", "down", "enter")
        assert seat.session.choices == ("boiler/split-what-is-left",)


async def test_a_click_chooses_and_the_mouse_moves_the_cursor(sit: Sit) -> None:
    async with sit("boiler", (120, 40)) as seat:
        await seat.begin()
        row = seat.row("Split what is left")
        await seat.pilot.hover(offset=(20, row))
        await seat.pilot.pause()
        assert seat.page.cursor == "option:1"
        await seat.pilot.click(offset=(20, row))
        await seat.pilot.pause()
        assert seat.session.choices == ("boiler/split-what-is-left",)


async def test_a_click_on_the_key_line_is_the_key(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1")
        at = seat.line.index("u undo")
        await seat.pilot.click(offset=(at + 2, 23))
        await seat.pilot.pause()
        assert not seat.session.choices


async def test_the_wheel_scrolls(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1")
        page = seat.page
        page._on_mouse_scroll_down(_wheel(page))
        await seat.pilot.pause()
        assert page.scroll_offset.y > 0


def _wheel(page: Any) -> Any:
    from textual.events import MouseScrollDown

    return MouseScrollDown(page, 5, 5, 0, 1, 0, False, False, False)


async def test_a_closed_choice_says_why_and_stays_closed(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        assert "(closed: Ji-ho trusts you)" in " ".join(seat.page.text.split())
        await seat.press("3")
        assert seat.line == "Not open now. Ji-ho trusts you."
        assert not seat.session.choices
        await seat.press("down")
        assert "help" in seat.line
        assert "option:2" not in seat.page.entries()


async def test_keys_in_quick_succession_meet_the_turn_they_lead_to(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.pilot.press("1", "2", "2", "u", "1")
        await seat.pilot.pause()
        assert seat.session.choices == ("boiler/make-her-eat", "wait/feed-the-boiler", "wait/wait")


async def test_undo_and_redo_go_back_past_what_the_page_keeps(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.player.screen.story.turns.KEPT", 8)
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("u")
        assert "nothing to undo" in seat.line
        first = seat.page.text
        await seat.press("1", *["1"] * 14)
        last = seat.seen
        assert "The boiler ticks" not in seat.page.text
        await seat.press(*["u"] * 15)
        assert not seat.session.choices
        assert seat.page.text.replace("  (taken back)", "") == first
        await seat.press(*["r"] * 15)
        assert len(seat.session.choices) == 15
        assert seat.seen == last
        await seat.press("r")
        assert "nothing to redo" in seat.line


async def test_continue_is_right_where_you_left(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("2", "2", "1")
        seen, choices = seat.seen, seat.session.choices
        await seat.press("q")
        assert seat.on == "title"
        assert "The Night · The bathhouse" in seat.seen
    async with sit("boiler") as seat:
        await seat.press("1")
        assert seat.on == "play"
        assert seat.session.choices == choices
        assert seat.seen == seen
        await seat.press("u", "u", "u")
        assert not seat.session.choices


async def test_every_choice_is_saved_before_it_is_shown(sit: Sit) -> None:
    from game.player.storage.store import PlayerStore

    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1")
        opened = PlayerStore(seat.app.program).open_latest()
        assert not isinstance(opened, str)
        assert opened.session.choices == seat.session.choices


async def test_names_of_any_length_leave_the_panel_whole(sit: Sit, tmp_path: Any) -> None:
    text = (STORIES / "boiler.yaml").read_text()
    for long in (
        "Oh Sun-ja of the stall",
        "Oh Sun-ja of the snack stall at the school gate",
        "오순자 할머니의 떡볶이집 이모",
    ):
        (tmp_path / "story.yaml").write_text(text.replace("short: Sun-ja", f"short: {long}"), encoding="utf-8")
        for width in (100, 120):
            async with sit(str(tmp_path / "story.yaml"), (width, 30)) as seat:
                seat.app.store.set_warned()
                seat.app.begin()
                await seat.pilot.pause()
                await seat.press("enter", "enter", "1", "1")
                rows = [row.strip() for row in seat.sheet.query_one("#care").text.split("\n")]
                assert " ".join(rows).count(long) == 1
                assert any(row.startswith("Ji-ho") and "hungry" in row for row in rows), rows
                assert not any(row == "" and rows[number - 1] == "" for number, row in enumerate(rows))
                await seat.press("p")
                assert long in " ".join(seat.seen.split())


async def test_the_panel_and_the_status_say_what_changed(sit: Sit) -> None:
    async with sit("boiler", (100, 24)) as seat:
        await seat.begin()
        care = seat.sheet.query_one("#care")
        assert "Sun-ja" in care.text
        assert "hungry" in care.text
        assert "trust ●●●○○" in care.text
        assert "heat ▮▮▮▯▯▯▯▯▯▯ 3" in seat.top
        await seat.press("2")
        assert "trust ●●●●○ +" in care.text
        await seat.press("2")
        assert "heat ▮▮▮▮▯▯▯▯▯▯ 4 +" in seat.top


async def test_the_panel_is_a_line_above_the_text_where_there_is_no_room_beside_it_and_a_key_hides_it(sit: Sit) -> None:
    async with sit("boiler", (60, 20)) as seat:
        await seat.begin()
        ribbon = seat.sheet.query_one(Ribbon)
        assert not seat.sheet.query_one("#care").display
        assert ribbon.text == "Sun-ja  trust ●●●○○  hungry   Ji-ho  trust ●●●○○  hungry"
        await seat.pilot.resize_terminal(50, 20)
        await seat.pilot.pause()
        assert ribbon.text == "Sun-ja  ●●●○○  hungry   Ji-ho  ●●●○○  hungry"
        await seat.pilot.resize_terminal(80, 24)
        await seat.pilot.pause()
        assert seat.page.column_in(seat.page.size.width)[0] == 72
        await seat.press("v")
        assert not ribbon.display
        assert "v shows it again" in seat.line
        await seat.press("v")
        assert ribbon.display
        await seat.press("2", "2", "2")
        await seat.press("p")
        assert seat.on == "people"
        assert "trust ●●●○○ 3 of 5" in seat.seen
        assert "heat" in seat.seen
        await seat.press("p")
        assert seat.on == "play"


async def test_a_story_without_care_has_no_panel(sit: Sit) -> None:
    async with sit("tall", (120, 40)) as seat:
        await seat.press("1")
        assert not seat.sheet.query_one("#care").display
        await seat.press("p")
        assert "Nothing is counted here." in seat.seen


async def test_the_panel_grows_only_where_the_text_keeps_its_measure(sit: Sit) -> None:
    for width in (100, 115, 116, 160):
        async with sit("boiler", size=(width, 30)) as seat:
            await seat.begin()
            column, _ = seat.page.column_in(seat.page.size.width)
            assert column == 72, width
            inner = seat.sheet.query_one("#care").text
            assert all(len(row) <= (36 if width >= 116 else 22) for row in inner.split("\n")), inner


async def test_a_chapter_is_headed_where_it_begins(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1", "1")
        told = [row.strip() for row in seat.page.text.split("\n") if row.strip()]
        at = told.index("2  The House")
        assert told[at - 1] == "The driver counts your coins."
        assert told[at + 2] == "The hall smells of apples."
        await seat.press("h")
        told = [row.strip() for row in seat.page.text.split("\n") if row.strip()]
        assert told[told.index("2  The House") - 1] == "The driver counts your coins."
        exported = markdown(seat.session)
        assert exported.index("The driver") < exported.index("## The House") < exported.index("apples")


def _barred(seat: Any) -> list[str]:
    """The words beside the bar that marks what is new."""
    lines = [seat.page.render_line(row).text for row in range(seat.page.size.height)]
    return [words for line in lines if (words := line.lstrip()).startswith("│ ")]


async def test_what_is_new_has_a_bar_and_undo_lands_on_the_choice_taken_back(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1")
        assert not _barred(seat), "all of it is new"
        await seat.press("1")
        told = [row.strip(" │") for row in _barred(seat)]
        assert told[0] == "The driver counts your coins."
        assert told[-1] == "You look about."
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("2", "3")
        assert seat.session.turn.ending == "dawn"
        assert seat.page.cursor == "way:map"
        await seat.press("u")
        assert seat.page.cursor == "option:2"
        assert "3  Sleep  (taken back)" in seat.seen
        await seat.press("u")
        assert seat.page.cursor == "option:1"
        assert seat.seen.count("(taken back)") == 1
        await seat.press("enter", "1", "u", "u", "1")
        assert "taken back" not in seat.page.text


async def test_a_rule_stands_where_the_place_changes(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1", "1", "1")
        for screen in ("play", "history"):
            assert seat.on == screen
            told = [row.strip() for row in seat.page.text.split("\n") if row.strip()]
            at = told.index("── The hall ──")
            assert told[at - 2 : at + 2] == [
                "The driver counts your coins.",
                "2  The House",
                "── The hall ──",
                "The hall smells of apples.",
            ]
            assert told[:2] == ["1  The Road", "── The bus ──"]
            assert sum(row.startswith("──") for row in told) == 2
            await seat.press("h")
        exported = markdown(seat.session)
        assert "## The House\n\n── The hall ──\n\nThe hall smells" in exported


async def test_a_scene_without_a_place_plays_where_one_is(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1", "1")
        assert seat.session.turn.scene == "look"
        assert "The House · The hall" in seat.top
        await seat.press("q")
        assert "The House · The hall" in seat.seen
        await seat.press("1")
        assert "The House · The hall" in seat.top


async def test_stuck_stories_are_told_with_a_way_back(sit: Sit) -> None:
    async with sit("stuck") as seat:
        await seat.press("1", "1")
        assert "The story goes round in a circle here" in seat.seen
        await seat.press("1")
        assert "Walk round" in seat.seen
        await seat.press("2")
        assert "a place where no choice is open" in " ".join(seat.seen.split())
        assert "you have no key" in " ".join(seat.seen.split())
        await seat.press("u")
        assert "Try the door" in seat.seen
        await seat.press("3")
        assert "called scenes from scenes" in " ".join(seat.seen.split())
        await seat.press("u", "4")
        assert "nowhere to go back to" in " ".join(seat.seen.split())
        await seat.press("u")
        assert "Try the door" in seat.seen


async def test_a_fault_of_the_engine_is_told_and_changes_nothing(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sit("boiler") as seat:
        await seat.begin()

        def broken(option: int) -> None:
            raise RuntimeError("the boiler [/] burst \x1b[31m")

        monkeypatch.setattr(seat.session, "choose", broken)
        await seat.press("1")
        assert "the boiler [/] burst [31m" in seat.line
        assert seat.on == "play"
        monkeypatch.undo()
        await seat.press("1")
        assert "She eats." in seat.seen


async def test_a_save_that_fails_is_told_and_the_story_goes_on(sit: Sit, take_saves_away: Callable[[], None]) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        take_saves_away()
        await seat.press("1")
        assert "not saved" in seat.line
        assert "She eats." in seat.seen


async def test_the_ways_on_from_an_ending(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("4")
        assert "An early ending" in seat.seen
        await seat.press("2")
        assert seat.on == "endings"
        assert "Out" in seat.seen
        assert "Wait." in seat.seen
        await seat.press("escape", "end", "3")
        assert seat.on == "history"
        assert seat.page.scroll_offset.y == 0
        await seat.press("escape", "end", "6")
        assert not seat.session.choices
        await seat.press("4", "end", "5")
        assert seat.on == "setup"


async def test_beginning_again_offers_what_was_answered_before(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter")
        await seat.type("Ha-neul")
        await seat.press("enter", "2", "1", "4", "end", "5")
        assert seat.on == "setup"
        await seat.press("enter")
        assert seat.sheet.query_one("#answer").value == "Ha-neul"
        await seat.press("enter")
        assert seat.page.cursor == "value:cold"
        await seat.press("enter", "enter")
        assert seat.session.setup == {"name": "Ha-neul", "warm": "cold", "restrained": "false"}
