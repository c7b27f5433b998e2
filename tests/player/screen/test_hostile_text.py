"""Nothing that a story, a player or a file says can act on the app or the terminal."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.segment import Segment
from textual.actions import ActionError
from textual.color import Color

import game.player
from game.language.text.characters import FORBIDDEN_WIDE
from game.player.screen.app import SCREENS
from game.player.screen.guard import ControlFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    Sit = Callable[..., Any]

STORIES = Path(__file__).parent / "stories"
PLAYER = Path(game.player.__file__).parent
EVIL = "\x1b]52;c;ZXZpbA==\x07\x1b]0;evil\x07\x1b[2J\x9b31m\u202eevil\u2066[@click=app.quit]x[/] [/] [/b]\x00"


async def test_markup_in_a_story_is_only_words(sit: Sit) -> None:
    async with sit("hostile", (120, 40)) as seat:
        assert "[@CLICK=APP.QUIT]TITLE[/][/]" in "".join(seat.seen.split())
        assert "by [link=http://example.com]Author" in seat.seen
        await seat.press("1")
        assert "[/b] [@click=app.quit]warning[/]" in seat.seen
        await seat.press("1")
        assert "[/] [@click=app.quit]about[/]" in seat.seen
        await seat.press("enter")
        assert "[@click=app.quit]Name?[/] [/]" in seat.seen
        await seat.press("enter")
        assert seat.on == "play"
        shown = " ".join(seat.page.text.split())
        for words in (
            "[bold]Chapter [/]",
            "[@click=app.quit]Prose[/] for [@click=app.quit]Min[/] [/]",
            "[@click=app.screenshot('x')]Speech[/] [/b]",
            "[/]Eve",
            "[@click=app.quit]Label[/] [/]",
            "(closed: [@click=app.quit]reason[/] [/])",
        ):
            assert words in shown
        await seat.press("c")
        assert "[@click=app.quit]Entry[/]" in seat.seen
        await seat.press("escape")
        assert "[@click=app.quit]heat[/]" in seat.top
        assert "[/]trust" in seat.sheet.query_one("#care").text
        await seat.press("2")
        assert "[@click=app.quit]reason[/] [/]." in seat.line
        for name in sorted(set(SCREENS) - {"help", "title", "play", "setup", "warning", "card"}):
            seat.app.open(name)
            await seat.pilot.pause()
            await seat.press("escape")
        await seat.press("1")
        assert seat.session.turn.ending == "end"
        assert "[@CLICK=APP.QUIT]END[/]" in "".join(seat.seen.split())
        await seat.press("s", "l")
        assert seat.on == "slots"
        await seat.press("escape", "e", "h", "escape", "j", "escape", "q")
        assert seat.app.is_running


async def test_clicking_everywhere_on_hostile_text_runs_nothing(sit: Sit) -> None:
    async with sit("hostile", (100, 30)) as seat:
        await seat.press("1", "1", "enter", "enter")
        rows = [row for row, words in enumerate(seat.seen.split("\n"), 1) if words.strip() and "Label" not in words]
        assert len(rows) > 4
        for row in (0, *rows):
            for column in (5, 25, 70):
                await seat.pilot.click(offset=(column, row))
        assert seat.on == "play"
        assert seat.app.is_running
        assert seat.app.return_code is None


SPOILED = f"""
import sys
from game.player.screen.app import Hambies
from game.player.storage.store import PlayerStore
from game.program.load import load

EVIL = {EVIL!r}
program = load(sys.argv[1], cache=False).program
for name in ("title", "author", "premise", "about", "warning", "credits"):
    setattr(program, name, EVIL + " " + getattr(program, name))
program.chapters = {{key: one._replace(title=EVIL, line=EVIL) for key, one in program.chapters.items()}}
program.endings = {{key: one._replace(title=EVIL, text=EVIL, hint=EVIL) for key, one in program.endings.items()}}
program.cast = {{key: one._replace(short=EVIL, name=EVIL) for key, one in program.cast.items()}}
program.variables = {{key: one._replace(label=EVIL) for key, one in program.variables.items()}}
program.setup = tuple(one._replace(ask=EVIL + one.ask) for one in program.setup)


plain = Hambies.play


def play(self, session, **more):
    turn = session.turn
    session.turn = turn._replace(
        blocks=(turn.blocks[0]._replace(text=EVIL, spans=((EVIL, "em"),)), *turn.blocks[1:]),
        options=tuple(one._replace(label=EVIL, spans=((EVIL, ""),), reason=EVIL) for one in turn.options),
    )
    plain(self, session, **more)
    self.notify(EVIL + "toast", markup=False, title=EVIL)
    self.title = EVIL


Hambies.play = play
Hambies(program, PlayerStore(program)).run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_control_characters_never_reach_the_terminal(terminal: Any) -> None:
    with terminal([sys.executable, "-c", SPOILED, str(STORIES / "boiler.yaml")]) as seen:
        seen.wait("Quit")
        for keys, words in [
            ("1", "Go on"),
            ("1", "Begin"),
            ("\r", "1 of 3"),
            ("\r", "2 of 3"),
            ("1", "3 of 3"),
            ("1", "any key"),
            ("z", "toast"),
            ("3", "evil"),
            ("s", "Saved."),
            ("l", "Quick save"),
            ("\x1b", "1-9"),
            ("p", "People"),
            ("\x1b", "1-9"),
            ("4", "early ending"),
            ("m", "taken before"),
            ("\x1b", "1-9"),
            ("\x1b[F", "To the title"),
            ("2", "Endings"),
            ("\x11", ""),
        ]:
            seen.send(keys)
            seen.wait(words)
    output = seen.output.decode("utf-8")
    assert output.count("evil") > 10
    for act in ("\x1b]52;", "\x1b]0;", "\x1b[2J\x9b", "\x9b", "\u202e", "\u2066", "\x00"):
        assert act not in output


async def test_a_name_with_control_characters_is_cleaned(sit: Sit) -> None:
    async with sit("boiler") as seat:
        await seat.press("1", "1", "enter")
        from textual.widgets import Input

        seat.sheet.query_one("#answer", Input).value = "\x1b[2JA\u202eb"
        await seat.press("enter", "1", "1")
        assert "A" in seat.session.value("name")
        assert not re.search("[\x00-\x1f\x7f\u202e]", seat.session.value("name"))


def test_the_last_wall_replaces_what_acts_and_leaves_the_rest() -> None:
    wall = ControlFilter()
    black = Color(0, 0, 0)
    fine = [Segment("Sun-ja · 순자 ▮▯ é"), Segment(" ")]
    assert wall.apply(fine, black) is fine
    (segment,) = wall.apply([Segment(f"a{EVIL}b")], black)
    assert not re.search(f"[\x00-\x1f\x7f{FORBIDDEN_WIDE}]", segment.text)
    assert segment.text.startswith("a?")


@pytest.mark.parametrize(
    "action",
    [
        "app.screenshot('x','/tmp')",
        "app.toggle('dark')",
        "app.simulate_key('q')",
        "app.push_screen('title')",
        "app.change_theme",
        "app.bell",
        "app.open_url('http://example.com')",
        "screen.dismiss",
        "screen.maximize",
        "screen.undo(1)",
        "app.quit(1)",
    ],
)
async def test_actions_that_are_on_no_list_do_not_run(sit: Sit, action: str) -> None:
    async with sit("boiler") as seat:
        await seat.begin()
        with suppress(ActionError):
            assert not await seat.app.run_action(action)
        assert seat.on == "play"
        assert seat.app.return_code is None


def test_no_code_of_the_screen_reads_markup() -> None:
    for path in PLAYER.rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        for banned in ("textual.markup", "rich.markup", "markup=True", "from_markup", "Markdown(", "Text.from"):
            assert banned not in code, f"{path} uses {banned}"
        for widget in ("Static(", "Label(", "Button(", ".notify("):
            assert widget not in code, f"{path} uses {widget}, which reads markup unless told otherwise"


def test_what_both_players_share_does_not_load_the_terminal() -> None:
    code = (
        "import sys, game.player.storage.store, game.player.playthrough.playing, game.player.playthrough.export\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=PLAYER.parent.parent)
