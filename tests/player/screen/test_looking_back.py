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
        assert "c codex •2" in seat.line
        assert "odex" not in seat.seen, "nothing stands between the text and the choices"
        await seat.press("c")
        assert seat.seen.count("new") == 2
        assert "2 new" in seat.top or "1 new" in seat.top
        await seat.press("down")
        entry = seat.sheet.query_one("#entry")
        assert "Two hundred and eleven" in entry.text
        await seat.press("escape")
        assert "•" not in seat.line
        await seat.press("c")
        assert "new" not in seat.seen


LINKED = """\
  boiler: {title: The boiler, text: "The boiler ticks at *the tiles*. Ji-ho says the tiles tick, too; not the boilers."}
  jiho: {title: Bae Ji-ho, text: "He counts the tiles."}
  yard: {title: The yard, text: Nobody is there.}
"""


async def test_names_in_an_entry_lead_to_theirs(sit: Sit, tmp_path: Any) -> None:
    text = (STORIES / "boiler.yaml").read_text().replace("  boiler: {title: The boiler, text: It ticks.}\n", LINKED)
    text = text.replace("- learn: boiler", "- learn: boiler\n              - learn: jiho")
    (tmp_path / "story.yaml").write_text(text)
    async with sit(str(tmp_path / "story.yaml")) as seat:
        await seat.begin()
        await seat.press("1")
        assert "c codex •3" in seat.line
        await seat.press("c", "a", "down")
        page = seat.sheet.query_one("#entry")
        assert "new" not in seat.seen
        assert page.links == ["tiles", "jiho"], "where each stands first, and no entry that has not come up"
        await seat.press("up", "down")
        assert seat.line == "→ links  enter open  a all read  esc back  ? help"
        await seat.press("right", "right", "enter")
        assert "Bae Ji-ho" in page.text
        assert seat.page.cursor == "jiho"
        await seat.press("tab", "enter")
        assert seat.page.cursor == "tiles"
        await seat.press("enter")
        assert seat.line == "No word of this entry is linked."
        await seat.press("backspace", "backspace")
        assert seat.page.cursor == "boiler"
        row = next(number for number, row in enumerate(page.text.split("\n")) if "the tiles" in row)
        at = page.column_in(page.size.width)[1] + page.text.split("\n")[row].index("the tiles")
        await seat.pilot.click("#entry", offset=(at + 1, row))  # beyond the line at the left
        await seat.pilot.pause()
        assert seat.page.cursor == "tiles"
        await seat.press("escape")
        assert "•" not in seat.line


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
