"""Everything that is wrong with the story, as a list: choosing one opens the editor there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.screen.commands import DOWN, EVERYWHERE, NUMBERS, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, said
from game.player.screen.sheet import Sheet
from game.writer.desk.file_places import FilePlace
from game.writer.desk.panel import in_order, problem_heading, problem_para

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.language.diagnostics.diagnostic import Diagnostic
    from game.player.screen.widgets.page import Page
    from game.writer.desk.file_places import FilePlaces

OPEN = Command("choose", "enter", "Open the place in your editor", "open", label="enter")
CLOSE = Command("back", "escape,q,P", "Back to the story", "back", "Back", "esc")
SHUT = Command("back", "escape,q,W", "Back to the story", "back", "Back", "esc")


class DeskScreen(Sheet):
    """The writer's panel over the page, on a screen that has no room for it beside."""

    NAME = "The writer's panel"
    COMMANDS_HERE = (UP, DOWN, *READING, SHUT, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def __init__(self, paras: Sequence[Para]) -> None:
        super().__init__()
        self._paras = paras

    def on_mount(self) -> None:
        """What the panel says now."""
        self.top.tell([[("The writer's panel", "accent")]])
        self.page.show(self._paras)


class ProblemsScreen(Sheet):
    """The list of problems."""

    NAME = "Problems"
    ABOUT = (
        "What `hambies check` says of the story as it is on the disk; it is looked at anew whenever a file is saved."
    )
    COMMANDS_HERE = (UP, DOWN, OPEN, NUMBERS, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def __init__(self, problems: Sequence[Diagnostic], places: FilePlaces, open_at: Callable[[FilePlace], str]) -> None:
        """`open_at` opens the editor; why that did not work, or ""."""
        super().__init__()
        self._open_at = open_at
        self._places = places
        self._problems: list[Diagnostic] = []
        self.list(problems)

    def list(self, problems: Sequence[Diagnostic]) -> None:
        """These are the problems now."""
        self._problems = in_order(problems)
        if self.is_mounted:
            self._show()

    def on_mount(self) -> None:
        """All of them."""
        self._show()

    def _show(self) -> None:
        self.top.tell([[("Problems", "accent")]], [((problem_heading(self._problems), "quiet"),)])
        paras = [problem_para(one, self._places, entry=f"problem:{at}") for at, one in enumerate(self._problems)]
        self.page.show(paras or [Para(said("Nothing is wrong with the story.", "quiet"))], keep_place=True)

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Open the editor there."""
        one = self._problems[int(entry.partition(":")[2])]
        if trouble := self._open_at(FilePlace(one.file, one.line, one.column)):
            self.say(trouble)
