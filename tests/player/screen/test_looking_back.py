"""What a playthrough has come to: the codex, the history, the journal, and the story so far as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.player.screen.conftest import STORIES

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]


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
