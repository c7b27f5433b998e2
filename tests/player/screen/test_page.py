"""The page of a turn: how it is read on, what is folded, and that it keeps its measure at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.player.screen.widgets.page import Page

    Sit = Callable[..., Any]

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_tall_turn_begins_at_the_choice_that_led_to_it_and_is_read_on(sit: Sit, size: tuple[int, int]) -> None:
    async with sit("tall", size) as seat:
        await seat.press("1")
        assert "Paragraph 1 of the long one." in seat.seen
        await seat.press("end", "2")
        echo, blank, first = [row.strip() for row in seat.seen.split("\n")[:3]]
        assert (echo, blank) == ("› Stay", "")
        assert first.startswith("Paragraph 1 of the long one.")
        assert "space: more" in seat.line
        read = seat.seen
        for _ in range(20):
            if "2  Stay" in seat.seen:
                break
            await seat.press("space")
            read += seat.seen
        assert all(f"Paragraph {number} of" in read for number in range(1, 13))
        assert "space: more" not in seat.line
        await seat.press("space")
        assert "Choose with a number" in seat.line
        await seat.press("pageup")
        assert "2  Stay" not in seat.seen


async def test_enter_never_takes_a_choice_that_is_out_of_sight(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "home")
        while "Go on" not in seat.seen:
            await seat.press("enter")
            assert not seat.session.choices
        await seat.press("enter")
        assert seat.session.choices == ("one/go-on",)
        assert "Short." in seat.seen


async def test_down_reads_on_and_then_moves_among_the_choices(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "home")
        for _ in range(200):
            if seat.page.cursor == "option:1":
                break
            await seat.press("down")
        assert seat.page.cursor == "option:1"
        assert "Stay" in seat.seen
        await seat.press("up", "up")
        assert seat.page.cursor == "option:0"


async def test_more_than_nine_choices_can_all_be_taken(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "end", "1", "1", "0")
        assert seat.session.choices[-1] == "two/way-10"
    async with sit("tall") as seat:
        await seat.press("1")
        await seat.press("u", *["down"] * 11, "enter")
        assert seat.session.choices[-1] == "two/way-12"


async def test_k_goes_to_the_choices(sit: Sit) -> None:
    async with sit("tall") as seat:
        await seat.press("1", "home", "k")
        assert "Stay" in seat.seen


async def test_text_read_before_is_folded_when_the_setting_says_so(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1")
        assert "She eats." in seat.seen
        seat.app.store.change("skip_read", 1)
        await seat.press("u", "1")
        assert "She eats." not in seat.seen
        assert "read before" in seat.seen
        assert "Wait" in seat.seen
        await seat.press("k")
        assert "She eats." in seat.seen
        await seat.press("u", "2")
        assert "You split it." in seat.seen, "what is new shows"
        assert "Nothing happens" not in seat.seen, "beside what is not"
        assert "k shows it" in seat.seen
        await seat.press("k")
        assert "Nothing happens" in seat.seen


async def test_every_fold_in_view_opens_and_what_stands_below_it_stays(sit: Sit) -> None:
    async with sit("boiler", (80, 40)) as seat:
        await seat.begin()
        await seat.press("1", "1", "1")
        seat.app.store.change("skip_read", 1)
        await seat.press("u", "u", "u", "1", "1", "1")
        assert seat.seen.count("k shows it") == 3
        await seat.press("k")
        assert seat.seen.count("k shows it") == 2
        assert seat.page.text.count("Nothing happens, again.") == 1, "that of the turn in view first"
        await seat.press("k")
        assert seat.page.text.count("Nothing happens, again.") == 2
        await seat.press("home", "k")
        assert "k shows it" not in seat.page.text
        assert "She eats." in seat.seen
        await seat.press("k", "2")
        assert len(seat.session.choices) == 4, "and the choices are where they were"
        assert "Nothing happens, again." in seat.seen
        await seat.press(*["u"] * 4)
        assert "She eats." not in seat.page.text


async def test_a_heading_is_not_folded_away(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1", "1")
        seat.app.store.change("skip_read", 1)
        await seat.press("u", "1")
        told = [row.strip() for row in seat.page.text.split("\n") if row.strip()]
        at = told.index("2  The House")
        assert told[at - 1].endswith("k shows it")
        assert told[at + 1] == "── The hall ──"
        assert told[at + 2].endswith("k shows it")
        await seat.press("k")
        told = [row.strip() for row in seat.page.text.split("\n") if row.strip()]
        assert told[told.index("2  The House") - 1] == "The driver counts your coins."
        assert not any(row.endswith("k shows it") for row in told)


async def test_folded_turns_can_leave_the_page(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.player.screen.story.turns.KEPT", 8)
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1", *["1"] * 14)
        seat.app.store.change("skip_read", 1)
        await seat.press(*["u"] * 15, *["1"] * 15)
        assert "k shows it" in seat.page.text
        while folded := seat.page.text.count("k shows it"):
            await seat.press("k")
            if seat.page.text.count("k shows it") == folded:  # none is in view
                await seat.press("pageup")
        assert seat.page.text.count("Nothing happens, again.") >= 6
        await seat.press("k", "1")
        assert len(seat.session.choices) == 16


async def test_lines_are_never_wider_than_the_measure(sit: Sit) -> None:
    async with sit("tall", (200, 50)) as seat:
        await seat.press("1")
        assert max(len(row) for row in seat.page.text.split("\n")) <= 72
        seat.app.store.change("width", -1)
        await seat.press("o", "escape")
        assert max(len(row) for row in seat.page.text.split("\n")) <= 56


async def test_resizing_while_playing_loses_nothing(sit: Sit) -> None:
    async with sit("boiler", (80, 24)) as seat:
        await seat.begin()
        await seat.press("2", "2")
        words = seat.page.text.replace("│", " ").split()
        for size in [(60, 20), (120, 40), (20, 6), (300, 90), (61, 20), (80, 24)]:
            await seat.pilot.resize_terminal(*size)
            await seat.pilot.pause()
            assert seat.page.text.replace("│", " ").split() == words
            assert "Feed the boiler" in seat.page.text
            if size[1] >= 20:
                assert "Sleep" in seat.seen
        await seat.press("1")
        assert len(seat.session.choices) == 3


async def test_resizing_keeps_the_place_in_a_long_text(sit: Sit) -> None:
    async with sit("tall", (80, 24)) as seat:
        await seat.press("1", "home", "space")
        first = next(row for row in seat.seen.split("\n") if "Paragraph" in row).split()[1]
        for size in [(60, 20), (80, 24), (120, 40)]:
            await seat.pilot.resize_terminal(*size)
            await seat.pilot.pause()
            near = [row.split()[1] for row in seat.seen.split("\n") if "Paragraph" in row]
            assert abs(int(near[0]) - int(first)) <= 1


async def test_the_text_stands_as_the_settings_say(sit: Sit) -> None:
    def of_story(page: Page) -> list[str]:
        return page.text[page.text.index("The boiler ticks") :].split("\n")

    async with sit("boiler", (120, 40)) as seat:
        await seat.begin()
        page, store = seat.page, seat.app.store
        assert [bool(row) for row in of_story(page)[:5]] == [True, True, False, True, False]
        for setting in ("paragraphs", "spacing"):
            store.change(setting, 1)
            await seat.press("o", "escape")
            rows = of_story(page)
            if setting == "paragraphs":
                assert rows[2].startswith("Sun-ja"), "and an aside stands off as ever"
                assert rows[3:5] == ["", "  │ Remain indoors until six."]
            else:
                assert not any(rows[1:9:2][:2]), "a line is empty between any two"
        assert "3  Give hers to Ji-ho" in page.text
        assert seat.sheet.query_one("#care").display
        for setting in ("closed", "panel", "centred"):
            store.change(setting, 1)
        await seat.press("o", "escape")
        assert "Give hers" not in page.text
        assert not seat.sheet.query_one("#care").display
        used = [row for row, words in enumerate(seat.seen.split("\n")) if words.strip()]
        assert abs(used[0] - (page.size.height - 1 - used[-1])) <= 1, "the first turn stands in the middle"
        await seat.press("2")
        await seat.press("2", "1")
        row, last = seat.row("› Wait"), seat.row("Sleep")
        assert abs((row - page.region.y) - (page.region.bottom - 1 - last)) <= 4, "and so does what is new"
        await seat.press("u", "u", "u", "3")
        assert seat.session.turn.ending == "out", "the numbers are those that are seen"


async def test_what_is_short_stands_in_the_middle_of_a_tall_screen(sit: Sit) -> None:
    async with sit("boiler", (200, 60)) as seat:
        for keys, on in ((("1",), "warning"), (("1",), "setup"), (("enter",), "setup"), (("enter",), "setup")):
            await seat.press(*keys)
            assert seat.on == on
            above, below = seat.page.region.y - 1, 59 - seat.page.region.bottom
            assert min(above, below) > 15
            assert abs(above - below) <= 4
        for name in ("people", "settings", "credits", "help"):
            seat.app.open(name, *(("x", "", ()) if name == "help" else ()))
            await seat.pilot.pause()
            assert seat.page.region.y > 8, name
            await seat.press("escape")


async def test_other_settings_from_the_palette_set_the_page_in_view_and_no_menu(sit: Sit) -> None:
    async with sit("boiler") as seat:
        menu = seat.page.how
        seat.app.put_setting("width", 56)
        assert seat.page.how == menu
        await seat.begin()
        await seat.press("h")
        seat.app.put_setting("spacing", "double")
        assert seat.page.how == seat.app.reading
        await seat.press("escape")
        assert seat.page.how == seat.app.reading


async def test_a_turn_opens_where_it_began_after_an_older_fold_has_opened(sit: Sit) -> None:
    async with sit("boiler", (60, 20)) as seat:
        await seat.begin()
        await seat.press("1", "1")
        seat.app.store.change("skip_read", 1)
        await seat.press("u", "u", "1", "1", "k", "home", "k")
        turns = seat.app.screen.turns
        leads = [seat.page.paras[lead].pieces[0][0] for lead in turns._leads[1:]]
        assert leads == ["› ", "› "]
