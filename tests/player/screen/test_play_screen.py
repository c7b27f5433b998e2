"""Playing on the screen: everything that a player does there, through a real story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.engine.session import Session
from game.places import saves_folder
from game.player.export import markdown
from game.saves.progress import FILE
from tests.player.screen.conftest import STORIES, story

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_first_start_to_an_ending_with_the_keyboard(sit: Sit, size: tuple[int, int]) -> None:
    async with sit("boiler", size) as seat:
        assert seat.on == "title"
        assert "T H E   B O I L E R   R O O M" in seat.seen
        await seat.press("enter")
        assert seat.on == "warning"
        assert "Hunger. Nobody dies." in seat.seen
        await seat.press("1")
        assert "A short night in a warm place." in seat.seen
        await seat.press("enter")
        assert "What is your name?" in seat.seen
        await seat.press("enter", "1", "1")
        assert seat.on == "play"
        assert "The boiler ticks, Min." in seat.page.text
        await seat.press("1")
        assert seat.session.choices == ("boiler/make-her-eat",)
        assert "She eats." in seat.seen
        await seat.press("3")
        assert seat.session.turn.ending == "dawn"
        assert "Somebody opened the door." in seat.seen
        assert "You have found 1 of 2" in seat.seen


async def test_the_warning_comes_once_and_can_be_declined(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "escape")
        assert seat.on == "title"
        await seat.press("1")
        assert seat.on == "warning"
        await seat.press("1", "escape")
        assert seat.on == "title"
        await seat.press("1")
        assert seat.on == "setup"


async def test_no_way_in_passes_the_warning(sit: Sit) -> None:
    brought = Session(story("boiler"), seed=3)
    async with sit(brought, warned=False) as seat:
        assert seat.on == "warning"
        await seat.press("escape")
        assert seat.on == "title"
    async with sit(brought, warned=False) as seat:
        await seat.press("1")
        assert seat.on == "play"
    (saves_folder("boiler") / FILE).unlink()
    async with sit("boiler") as seat:
        await seat.press("1")
        assert seat.on == "warning", "a save of another machine"
        await seat.press("1")
        assert seat.on == "play"
    async with sit(brought, warned=False) as seat:
        assert seat.on == "play", "once for each story"


async def test_the_setup_takes_a_typed_name_and_goes_back(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter")
        await seat.press("down")
        assert seat.page.cursor == "name:Seo-jun"
        await seat.press("end", "backspace", "backspace", "4", "2", "enter")
        assert "Is it warm where you are?" in seat.seen
        await seat.press("2", "escape", "escape")
        assert "What is your name?" in seat.seen
        await seat.press("enter")
        assert seat.page.cursor == "value:cold"
        await seat.press("enter", "2")
        assert "The boiler ticks, Seo-j42, and does not warm, quietly." in " ".join(seat.page.text.split())
        assert seat.session.setup == {"name": "Seo-j42", "warm": "cold", "restrained": "true"}


async def test_a_typed_name_takes_the_place_of_the_one_offered(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter")
        await seat.type("Ha")
        assert seat.page.cursor == "", "the list does not claim a name that is not in it"
        await seat.press("down")
        assert seat.page.cursor == "name:Min"
        await seat.type("Seo-jun")
        assert seat.page.cursor == "name:Seo-jun"
        await seat.type("i")
        await seat.press("enter", "1", "1")
        assert seat.session.value("name") == "Seo-juni"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_the_name_is_typed_under_the_names_of_the_list(sit: Sit, width: int) -> None:
    async with sit("boiler", size=(width, 24)) as seat:
        await seat.press("1", "1", "enter")
        rows = ["".join(part.text for part in strip) for strip in seat.app.screen._compositor.render_strips()]
        offered, typed = [row.index("Min") for row in rows if "Min" in row]
        assert typed == offered


async def test_a_name_that_is_empty_or_too_long(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter", *["backspace"] * 3)
        await seat.type("abcdefghijklmnopq")
        await seat.press("enter", "1", "1")
        assert seat.session.value("name") == "abcdefghijkl"
    async with sit("boiler") as seat:
        await seat.press("2", "enter", *["backspace"] * 3, "enter", "1", "1")
        assert seat.session.value("name") == "Min"


async def test_what_the_settings_answer_is_not_asked(sit: Sit) -> None:
    async with sit("boiler") as seat:
        seat.app.store.change("restrained", 1)
        await seat.press("1", "1", "enter", "enter", "1")
        assert seat.on == "play"
        assert seat.session.value("restrained") is True


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
        assert "undo" in seat.line
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
        assert seat.page.text == first
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
    from game.player.store import PlayerStore

    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1")
        opened = PlayerStore(seat.app.program).open_latest()
        assert not isinstance(opened, str)
        assert opened.session.choices == seat.session.choices


@pytest.mark.parametrize("size", SIZES)
async def test_a_tall_turn_begins_at_its_first_line_and_is_read_on(sit: Sit, size: tuple[int, int]) -> None:
    async with sit("tall", size) as seat:
        await seat.press("1")
        assert "Paragraph 1 of the long one." in seat.seen
        await seat.press("end", "2")
        top = seat.seen.strip().split("\n")[0]
        assert top.strip().startswith("Paragraph 1 of the long one.")
        assert "space: more" in seat.line
        read = seat.seen
        for _ in range(20):
            if "Stay" in seat.seen:
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
        assert "You split it." in seat.seen


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
        assert told[at + 1].endswith("k shows it")
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
        while "k shows it" in seat.page.text:
            await seat.press("k", "pageup")
        assert seat.page.text.count("Nothing happens, again.") >= 6
        await seat.press("k", "1")
        assert len(seat.session.choices) == 16


async def test_names_of_any_length_leave_the_panel_whole(sit: Sit, tmp_path: Any) -> None:
    text = (STORIES / "boiler.yaml").read_text()
    for long in (
        "Oh Sun-ja of the stall",
        "Oh Sun-ja of the snack stall at the school gate",
        "오순자 할머니의 떡볶이집 이모",
    ):
        (tmp_path / "story.yaml").write_text(text.replace("short: Sun-ja", f"short: {long}"), encoding="utf-8")
        for width in (80, 120):
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
    async with sit("boiler") as seat:
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


async def test_the_panel_gives_way_and_a_key_shows_it(sit: Sit) -> None:
    async with sit("boiler", (60, 20)) as seat:
        await seat.begin()
        assert not seat.sheet.query_one("#care").display
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
    for width in (80, 100, 115, 116, 160):
        async with sit("boiler", size=(width, 30)) as seat:
            await seat.begin()
            column, _ = seat.page.column_in(seat.page.size.width)
            assert column >= min(72, width - 24 - 8), width
            inner = seat.sheet.query_one("#care").text
            assert all(len(row) <= (36 if width >= 116 else 22) for row in inner.split("\n")), inner


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


async def test_a_chapter_is_headed_where_it_begins(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1", "1")
        told = [row.strip() for row in seat.page.text.split("\n") if row.strip()]
        at = told.index("2  The House")
        assert told[at - 1] == "The driver counts your coins."
        assert told[at + 1] == "The hall smells of apples."
        await seat.press("h")
        told = [row.strip() for row in seat.page.text.split("\n") if row.strip()]
        assert told[told.index("2  The House") - 1] == "The driver counts your coins."
        exported = markdown(seat.session)
        assert exported.index("The driver") < exported.index("## The House") < exported.index("apples")


async def test_a_scene_without_a_place_plays_where_one_is(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1", "1")
        assert seat.session.turn.scene == "look"
        assert "The House · The hall" in seat.top
        await seat.press("q")
        assert "The House · The hall" in seat.seen
        await seat.press("1")
        assert "The House · The hall" in seat.top


async def test_the_codex_marks_what_is_new_until_it_is_read(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1")
        assert "In the codex: The tiles, The boiler" in seat.seen
        await seat.press("c")
        assert seat.seen.count("new") == 2
        assert "2 new" in seat.top or "1 new" in seat.top
        await seat.press("down")
        entry = seat.sheet.query_one("#entry")
        assert "Two hundred and eleven" in entry.text
        await seat.press("escape", "c")
        assert "new" not in seat.seen


async def test_history_holds_everything_and_finds_words(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("2")
        for _ in range(90):
            seat.session.choose(0)
        await seat.press("h")
        assert seat.on == "history"
        assert "The boiler ticks, Min" in seat.page.text
        assert seat.page.text.count("› Wait") == 90
        await seat.press("slash")
        await seat.type("ticks")
        await seat.press("enter")
        assert "The boiler ticks" in seat.seen
        assert "1 of 1" in seat.line
        assert seat.page.pointed >= 0
        await seat.press("slash")
        await seat.type("no such words")
        await seat.press("enter")
        assert "Not found" in seat.line
        assert seat.page.pointed == -1, "and what was found before is lit no more"
        await seat.press("slash", "escape")
        assert seat.on == "history"
        await seat.press("h")
        assert seat.on == "play"


async def test_the_journal_lists_what_was_done_by_scene(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("j")
        assert "Nothing yet" in seat.seen
        await seat.press("escape", "2", "2", "j")
        words = [row.strip() for row in seat.page.text.split("\n") if row.strip()]
        assert words == ["The Night", "The boiler", "1  Split what is left", "Waiting", "2  Feed the boiler"]


async def test_the_journal_does_not_name_a_scene_again_after_one_without_a_name(sit: Sit, tmp_path: Any) -> None:
    text = (STORIES / "boiler.yaml").read_text().replace("  wait:\n    title: Waiting\n    place: bath\n", "  wait:\n")
    changed = tmp_path / "story.yaml"
    changed.write_text(text.replace("- do: heat += 1\n              - goto: wait", "- goto: boiler"))
    async with sit(str(changed)) as seat:
        await seat.begin()
        await seat.press("1", "2", "1", "j")
        assert seat.on == "journal"
        assert "Feed the boiler" in seat.seen
        assert seat.seen.count("The boiler\n") == 1


async def test_the_story_so_far_is_exported_as_markdown(sit: Sit, home: Any) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1", "e")
        assert seat.line.startswith("Written to ")
        (path,) = home.rglob("*.md")
        assert str(path) in seat.line
        text = path.read_text(encoding="utf-8")
        assert "**Sun\\-ja:** Eat first." in text or "**Sun-ja:** Eat first." in text
        assert "I *forget* to be hungry" in text
        assert "→ *Make her eat*" in text


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
        await seat.press("escape", "3")
        assert seat.on == "history"
        assert seat.page.scroll_offset.y == 0
        await seat.press("escape", "5")
        assert not seat.session.choices
        await seat.press("4", "4")
        assert seat.on == "setup"


async def test_beginning_again_offers_what_was_answered_before(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter")
        await seat.type("Ha-neul")
        await seat.press("enter", "2", "1", "4", "4")
        assert seat.on == "setup"
        await seat.press("enter")
        assert seat.sheet.query_one("#answer").value == "Ha-neul"
        await seat.press("enter")
        assert seat.page.cursor == "value:cold"
        await seat.press("enter", "enter")
        assert seat.session.setup == {"name": "Ha-neul", "warm": "cold", "restrained": "false"}
