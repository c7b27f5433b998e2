"""The saves on the screen: kept, named, deleted, gone back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.player.screen.widgets.lines import KeyLine
from game.player.storage.store import PlayerStore
from tests.player.screen.conftest import STORIES

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]


async def test_quick_save_and_going_back_to_it(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1", "s")
        assert seat.line.startswith("Saved.")
        await seat.press("2", "2", "l")
        assert "Quick save" in seat.seen
        assert "Autosave" in seat.seen
        assert "The Night · The bathhouse" in seat.seen
        assert "Nothing happens" in seat.seen
        number = next(row.split()[-4 if "today" in row else 0] for row in seat.seen.split("\n") if "Quick save" in row)
        assert number
        entry = next(card.id for card in seat.app.store.cards() if card.title == "Quick save")
        seat.page.mark(entry)
        await seat.press("enter")
        assert seat.on == "play"
        assert seat.session.choices == ("boiler/make-her-eat",)


async def test_a_named_save_is_kept_and_deleted_when_asked_twice(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1", "l", "n")
        await seat.type("the 1st night")
        await seat.press("enter")
        assert seat.line == "Saved as the 1st night."
        assert "the 1st night" in seat.seen
        entry = next(card.id for card in seat.app.store.cards() if card.title == "the 1st night")
        seat.page.mark(entry)
        await seat.press("x")
        assert "Press x again" in seat.line
        await seat.press("home", "x", "x")
        assert seat.line == "Deleted."
        assert "the 1st night" not in seat.seen


async def test_what_another_game_had_saved_there_is_told(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        other = PlayerStore(seat.app.program)
        other.keep("", seat.session, 0)
        await seat.press("s")
        assert seat.line.startswith(
            "Saved. Press l to come back here. Another game had saved here; its save is kept as"
        )
        await seat.press("l")
        other.keep("here", seat.session, 0)
        await seat.press("n")
        await seat.type("here")
        await seat.press("enter")
        assert seat.line.startswith("Saved as here. Another game had saved here; its save is kept as")
        assert sum("(other game" in card.title for card in seat.app.store.cards()) == 2


async def test_a_save_that_cannot_be_made_says_why(sit: Sit, take_saves_away: Callable[[], None]) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        take_saves_away()
        await seat.press("s")
        assert seat.line.startswith("Not saved: The folder for saves cannot be made: ")
        await seat.press("l", "n", "a", "enter")
        assert seat.line.startswith("Not saved: The folder for saves cannot be made: ")


async def test_escape_leaves_the_question_and_not_the_saves(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1", "s", "l", "x")
        assert "Press x again" in seat.line
        for key in ("escape", "q", "l"):
            await seat.press(key)
            assert seat.on == "slots"
            assert "Delete" not in seat.line
            await seat.press("x")
            assert "Press x again" in seat.line
        await seat.press("escape")
        assert len(seat.app.store.cards()) == 2
        await seat.press("escape")
        assert seat.on == "play"


async def test_a_message_is_seen_whole_and_gives_the_room_back(sit: Sit) -> None:
    async with sit("boiler", size=(60, 20)) as seat:
        await seat.begin()
        await seat.press("l", "n")
        await seat.type("the night before the bathhouse and the long wait for it")
        await seat.press("enter", "home")
        entry = next(card.id for card in seat.app.store.cards() if card.title.startswith("the night"))
        height = seat.page.size.height
        seat.page.mark(entry)
        await seat.press("x")
        line = seat.sheet.query_one(KeyLine)
        drawn = [line.render_line(row).text.strip() for row in range(line.size.height)]
        assert " ".join(drawn) == line.words
        assert line.words.endswith("Press x again to delete it, any other key to leave it.")
        assert seat.page.size.height == height - len(drawn) + 1
        await seat.press("escape")
        assert seat.page.size.height == height


async def test_a_click_leaves_the_save_that_was_to_be_deleted(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("l", "x")
        await seat.pilot.click(offset=(40, 0))
        await seat.press("x")
        assert "Press x again" in seat.line
        assert len(seat.app.store.cards()) == 1


async def test_after_an_edit_the_line_that_was_read_last_is_shown(sit: Sit, tmp_path: Any) -> None:
    """The place is found again, but the way there cannot be played: the turn has choices and no text of its own."""
    story = tmp_path / "story.yaml"
    story.write_text((STORIES / "boiler.yaml").read_text())
    async with sit(str(story)) as seat:
        await seat.begin()
        await seat.press("1")
        last = seat.session.turn.blocks[-1].text
    story.write_text(story.read_text().replace("- Make her eat:", "- Make Sun-ja eat:"))
    async with sit(str(story)) as seat:
        await seat.press("1")
        assert "The story has changed since this was saved." in seat.seen
        assert f"You read last: {last}" in " ".join(seat.seen.replace("│", "").split())
        await seat.press("1")
        assert "You read last" in seat.seen, "as what stands above the turn in view"
        await seat.press("u")
        assert f"You read last: {last}" in " ".join(seat.seen.replace("│", "").split())
        assert not seat.session.can_undo


async def test_leaving_the_name_of_a_save_saves_nothing(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("l", "n", "a", "escape")
        assert seat.on == "slots"
        assert len(seat.app.store.cards()) == 1
        await seat.press("n", "enter")
        assert len(seat.app.store.cards()) == 1
        await seat.press("escape")
        assert seat.on == "play"


async def test_a_damaged_save_is_listed_with_its_reason_and_harms_nothing(sit: Sit, home: Any) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1", "s")
        quick = next((home / "saves").rglob("quick.json"))
        quick.write_bytes(quick.read_bytes()[:200])
        await seat.press("l")
        assert "Cannot be loaded:" in seat.seen
        number = next(row for row in seat.seen.split("\n") if "Quick save" in row).strip("› ").split()[0]
        await seat.press(number)
        assert "cannot be loaded" in seat.line
        assert seat.on == "slots"


async def test_loading_from_the_title_screen(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1", "s", "q", "3")
        assert seat.on == "slots"
        await seat.press("n")
        assert seat.on == "slots"
        await seat.press("escape", "3", "1")
        assert seat.on == "play"
