"""The screens around the story: settings, endings, chapters, credits, help, palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.binding import Binding
from textual.command import CommandPalette

from game.engine.sessions.session import Session
from game.player.screen.app import SCREENS, screen_class
from game.player.screen.look.palettes import PALETTES
from tests.player.screen.conftest import STORIES
from tests.player.screen.random_input import play_at_random

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]


async def test_whoever_leaves_a_playthrough_stands_on_continue(sit: Sit) -> None:
    async with sit("boiler") as seat:
        for _ in range(2):  # the second time there has been a Continue from the start
            entry = next(entry for entry in seat.page.entries() if entry == "new")
            seat.page.mark(entry)
            await seat.press("enter")
            while seat.on != "play":
                await seat.press("1" if seat.on != "setup" or "name" not in seat.seen else "enter")
            await seat.press("q")
            assert seat.on == "title"
            assert seat.page.cursor == "continue"
        seat.page.mark("settings")
        await seat.press("enter", "escape")
        assert seat.page.cursor == "settings"


async def test_a_long_place_is_named_whole_beside_continue(sit: Sit, tmp_path: Any) -> None:
    changed = tmp_path / "story.yaml"
    kitchen = "The kitchen of the camp, loading dock"
    changed.write_text((STORIES / "boiler.yaml").read_text().replace("bath: The bathhouse", f'bath: "{kitchen}"'))
    async with sit(str(changed)) as seat:
        await seat.begin()
        await seat.press("q")
        assert kitchen in seat.seen
        assert "…" not in seat.seen


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("눈 e\u0301té", "눈   É T É"),
        ("Ночь", "Н О Ч Ь"),
        ("ليلة الشتاء", "ليلة الشتاء"),
        ("हिन्दी कथा", "हिन्दी कथा"),
        ("ᠮᠣᠩᠭᠣᠯ", "ᠮᠣᠩᠭᠣᠯ"),
    ],
)
async def test_the_title_is_spaced_where_letters_stand_apart(sit: Sit, tmp_path: Any, title: str, shown: str) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(
        f"story: x\ntitle: {title}\nstart: a\nscenes: {{a: [Text., {{ending: e}}]}}\nendings: {{e: E}}\n", "utf-8"
    )
    async with sit(str(path)) as seat:
        assert shown in [line.strip() for line in seat.page.text.split("\n")]


async def test_while_a_name_is_typed_the_line_says_how_to_end_it(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("l", "n", "a")
        assert seat.line == "Enter saves here under this name, Esc saves nothing."
        await seat.press("escape")
        assert "new save" in seat.line
        await seat.press("escape", "h", "slash", "a")
        assert seat.line == "Enter searches for this, Esc does not."


async def test_settings_take_effect_and_are_kept(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("4" if "Settings" in seat.seen.split("4")[1][:14] else "5")
        assert seat.on == "settings"
        for name in PALETTES:
            await seat.press("right")
            assert seat.app.theme == name
            assert PALETTES[name].title in seat.seen
        await seat.press("right")
        assert seat.app.theme == "ember"
        assert "as the terminal is" in seat.seen
        await seat.press("left")
        assert seat.app.theme == "paper"
        await seat.press("down", "enter")
        assert seat.app.measure == 64
        sample = seat.sheet.query_one("#sample")
        assert max(map(len, sample.text.split("\n"))) <= 64
        plain = sample.text.split("\n")
        assert "How long a line may get, in characters." in plain
        for setting, changed in (("spacing", "\n\nNobody"), ("paragraphs", "\n\n   Nobody"), ("closed", " 1  Go in")):
            seat.page.mark(setting)
            await seat.press("enter")
            assert changed in sample.text, "what is set is seen at once"
        assert "closed" not in sample.text.partition("why.")[2]
        seat.page.mark("reduced_motion")
        await seat.press("enter")
        assert not seat.app.store.reduced_motion
    async with sit("boiler") as seat:
        assert seat.app.theme == "paper"
        assert seat.app.measure == 64


async def test_reduced_motion_means_none(sit: Sit) -> None:
    async with sit("boiler") as seat:
        assert seat.app.animation_level == "none"
        seat.app.store.change("reduced_motion", 1)
        seat.app.apply_settings()
        assert seat.app.animation_level != "none"


async def test_settings_that_cannot_be_read_are_told_at_the_start(sit: Sit, home: Any) -> None:
    (home / "config" / "settings.json").write_text("{")
    async with sit("boiler") as seat:
        assert "settings could not be read" in seat.line


async def test_endings_are_counted_and_unfound_ones_hinted_at(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1", "3", "q")
        seat.app.open("endings")
        await seat.pilot.pause()
        assert "1 of 2 found" in seat.top
        assert "% of the text" in seat.seen
        assert "Dawn" in seat.seen
        assert "The door is not locked." in seat.seen
        assert "Out" not in seat.seen
        assert "1 of 2 found" in seat.top


async def test_chapters_show_what_was_reached_and_go_back_there(sit: Sit) -> None:
    async with sit("boiler") as seat:
        seat.app.open("chapters")
        await seat.pilot.pause()
        assert "Not reached yet" in seat.seen
        assert "The Night" not in seat.seen
        await seat.press("escape")
        await seat.begin()
        await seat.press("1", "q")
        seat.app.open("chapters")
        await seat.pilot.pause()
        assert "The Night" in seat.seen
        await seat.press("2")
        assert seat.on == "play"
        assert seat.session.choices == ("boiler/make-her-eat",)


async def test_a_chapter_is_begun_again_as_it_was_come_to(sit: Sit) -> None:
    async with sit("chapters") as seat:
        await seat.press("1", "1", "1", "u", "u", "1", "1", "1")
        assert seat.session.turn.ending == "home"
        seat.app.open("chapters")
        await seat.pilot.pause()
        assert [entry.partition(":")[0] for entry in seat.page.entries()] == ["begin", "begin", "save"]
        assert "Begin it again   as you came to it today" in seat.seen
        await seat.press("2")
        assert seat.on == "play"
        assert seat.session.choices == ("bus/get-on",)
        assert len(seat.app.store.cards()) == 2
        await seat.press("1", "escape")
        made = [seat.app.store.open(card.id).session.made for card in seat.app.store.cards()]
        assert made == [2, 3], "the old one is where it was"


async def test_a_chapter_from_before_beginnings_were_kept_says_so(sit: Sit) -> None:
    async with sit("chapters") as seat:
        seat.app.store.take_note(Session(seat.app.program).turn, "road")
        seat.app.open("chapters")
        await seat.pilot.pause()
        assert "The Road   no save of yours is in it" in seat.seen


async def test_a_save_takes_three_lines_at_any_width(sit: Sit) -> None:
    for width in (60, 80, 120):
        async with sit("tall", size=(width, 24)) as seat:
            seat.app.begin()
            await seat.pilot.pause()
            await seat.press("s", "l")
            first = seat.seen.strip("\n").partition("\n\n")[0]
            assert len(first.split("\n")) == 3, first


async def test_credits_hold_what_the_story_says_of_itself(sit: Sit) -> None:
    async with sit("boiler") as seat:
        seat.app.open("credits")
        await seat.pilot.pause()
        for words in ("by A. Writer", "A short night", "Written for the tests.", "Hunger. Nobody dies."):
            assert words in seat.seen


async def test_the_codex_opens_without_a_playthrough_after_the_warning(sit: Sit) -> None:
    async with sit("boiler") as seat:
        seat.page.mark("codex")
        await seat.press("enter")
        assert seat.on == "warning"
        await seat.press("escape")
        assert seat.on == "title"
        await seat.press("enter", "1")
        assert seat.on == "codex"
        assert "The tiles" in seat.seen, "its writer says that it is open"
        assert "Two hundred" in seat.sheet.query_one("#entry").text
        await seat.press("escape", "enter")
        assert seat.on == "codex"


async def test_a_codex_entry_can_be_read_when_play_has_come_to_it_once(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("c")
        assert "The boiler" not in seat.seen
        assert "It ticks" not in seat.sheet.query_one("#entry").text
        assert "The others can be read when the story has come to them." in " ".join(seat.seen.split())
        assert seat.top.endswith("1 of 2")
        await seat.press("escape", "1", "c")
        assert "The boiler  new" in seat.seen
        assert "The others" not in seat.seen
    async with sit("boiler") as seat:
        seat.app.open("codex")
        await seat.pilot.pause()
        assert "The boiler" in seat.seen, "in another playthrough, and before one"
        assert "new" not in seat.seen


async def test_a_codex_of_which_nothing_can_be_read_says_so(sit: Sit) -> None:
    async with sit("chapters") as seat:
        seat.app.open("codex")
        await seat.pilot.pause()
        assert "The bus" not in seat.seen
        assert "The entries can be read when the story has come to them." in " ".join(seat.seen.split())
        await seat.press("down", "enter", "space", "1")
        assert seat.sheet.query_one("#entry").text == ""


async def test_before_a_playthrough_nothing_has_come_up_and_nothing_counts_as_read(sit: Sit) -> None:
    async with sit("chapters") as seat:
        seat.app.open("codex")
        await seat.pilot.pause()
        assert "new" not in seat.seen
        assert "Come up" not in seat.seen
        await seat.press("escape", "1")
        seat.app.open("codex")
        await seat.pilot.pause()
        assert "The bus  new" in seat.seen


@pytest.mark.parametrize("name", sorted(set(SCREENS) - {"help", "warning", "card"}))
async def test_every_screen_has_a_help_that_names_its_commands(sit: Sit, name: str) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        if name != "play":
            seat.app.open(name)
            await seat.pilot.pause()
        commands = seat.sheet.COMMANDS_HERE
        if name == "setup":
            await seat.press("enter", "enter")
        await seat.press("f1")
        assert seat.on == "help"
        for command in commands:
            assert " ".join(command.help.split()) in " ".join(seat.page.text.split())
        await seat.press("escape")
        assert seat.on == name


async def test_no_screen_lists_two_commands_by_one_key() -> None:
    for name in SCREENS:
        screen = screen_class(name)
        shown = [command.shown for command in screen.COMMANDS_HERE]
        assert len(shown) == len(set(shown)), (name, shown)


async def test_while_something_is_typed_only_keys_are_named_that_are_not_typed(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1")
        assert "? help" in seat.line
        await seat.press("enter")
        assert "? help" not in seat.line
        assert "f1 help" in seat.line
        await seat.press("f1")
        assert seat.on == "help"
        assert "f1 while something is typed" in " ".join(seat.seen.split())
        await seat.press("escape", "enter")
        assert "? help" in seat.line
        await seat.press("1", "1", "l", "n", "left")
        assert "new save" not in seat.line
        await seat.press("escape")
        assert "n new save" in seat.line


async def test_a_click_that_takes_a_message_away_is_no_key(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("1")
        at = seat.line.index("u undo")
        await seat.press("s")
        assert seat.line.startswith("Saved.")
        await seat.pilot.click(offset=(at + 2, 23))
        await seat.pilot.pause()
        assert seat.session.choices
        await seat.pilot.click(offset=(at + 2, 23))
        await seat.pilot.pause()
        assert not seat.session.choices


async def test_every_command_of_every_screen_can_be_carried_out() -> None:
    for name in SCREENS:
        screen = screen_class(name)
        keys: dict[str, str] = {}
        for command in screen.COMMANDS_HERE:
            assert not command.keys or callable(getattr(screen, f"action_{command.name}", None)), command
            for key in command.keys.split(","):
                assert key == "" or keys.setdefault(key, command.name) == command.name, (name, key)
        bound = {binding.key: binding.action for binding in screen.BINDINGS if isinstance(binding, Binding)}
        assert {key: action for key, action in keys.items() if key} == bound


async def test_the_palette_holds_our_commands_and_no_others(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        titles = {command.title for command in seat.app.get_system_commands(seat.app.screen)}
        assert {"Undo", "History", "Quit"} <= titles
        assert not any("creenshot" in title or "heme" in title or "aximize" in title for title in titles)
        await seat.press("1", "ctrl+p")
        assert isinstance(seat.app.screen, CommandPalette)
        await seat.pilot.press(*"undo")
        await seat.app.workers.wait_for_complete()
        await seat.pilot.pause()
        await seat.press("enter")
        await seat.pilot.pause()
        assert not seat.session.choices


async def test_quitting_from_the_title_and_from_play(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await seat.press("q", "q")
    assert seat.app.return_code == 0
    async with sit("boiler") as seat:
        await seat.press("1", "ctrl+q")
    assert seat.app.return_code == 0


async def test_without_colour_nothing_is_missing(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sit("boiler") as seat:
        await seat.begin()
        assert "The boiler ticks" in seat.page.text
        assert seat.app.no_color


async def test_the_palette_is_there_only_where_it_has_room(sit: Sit) -> None:
    async with sit("boiler") as seat:
        for size in ((10, 3), (20, 6)):
            await seat.press("ctrl+p")
            assert CommandPalette.is_open(seat.app)
            await seat.pilot.resize_terminal(*size)
            await seat.pilot.pause()
            await seat.press("pagedown", "pageup", "ctrl+p")
            assert not CommandPalette.is_open(seat.app)
            assert seat.app.fault is None
            await seat.pilot.resize_terminal(80, 24)
            await seat.pilot.pause()


@pytest.mark.parametrize(("seed", "count"), [(1, 60), pytest.param(2, 1000, marks=pytest.mark.slow)])
async def test_nothing_that_is_pressed_clicked_or_resized_at_random_does_any_harm(
    sit: Sit, seed: int, count: int
) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        await play_at_random(seat, seed, count)
