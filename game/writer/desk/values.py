"""All values of the story where it stands, each of which can be set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from game.engine.sessions.by_hand import read_value
from game.language.text.cleaning import composed, counted
from game.player.screen.commands import DOWN, EVERYWHERE, NUMBERS, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, said
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.page import Page
from game.writer.desk.conditions import asked, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from game.engine.sessions.session import Session
    from game.program.declared import Variable

CHOOSE = Command("choose", "enter", "Set the value by hand", "set by hand", label="enter")
FIND = Command("find", "slash", "Show those with some letters in their names", "find", "", "/")
CLOSE = Command("back", "escape,q,V", "Back to the story", "back", "Back", "esc")


class ValuesScreen(Sheet):
    """A list of values, and a line to type another one in."""

    NAME = "Values"
    ABOUT = (
        "What the choices here ask about and what has just changed stands first. A value that is set by hand holds from there on, can be taken back like a "
        "choice, and is marked: nothing proves that play could come to it."
    )
    COMMANDS_HERE = (UP, DOWN, CHOOSE, NUMBERS, FIND, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    CSS = "ValuesScreen #typed { dock: bottom; margin-bottom: 1; }"

    def __init__(self, session: Session, put: Callable[[str, int], None]) -> None:
        """`put` sets a variable by hand."""
        super().__init__()
        self._session = session
        self._put = put
        self._letters = ""
        self._names: list[str] = []
        self._setting = ""
        """The variable whose value is being typed; "" while letters of names are."""

    def compose_body(self) -> ComposeResult:
        """The list, and the line to type in."""
        yield Page(id="page", measure=self.game.measure)
        field = Input(id="typed", max_length=80)
        field.cursor_blink = False
        field.display = False
        yield field

    def on_mount(self) -> None:
        """All of them."""
        self._list()

    def _list(self) -> None:
        session, program = self._session, self._session.program
        first = asked(session)
        names = [*first, *(name for name in program.variables if name not in first)]
        self._names = [name for name in names if self._letters in name.casefold()]
        width = min(30, max(map(len, self._names), default=0))
        paras = []
        for number, name in enumerate(self._names):
            pieces = (
                *said(f"{name:<{width}}  ", "bright" if name in first else "text"),
                *said(told(program, session, name), "accent+strong"),
                *said(f"   {_bounds(program.variables[name])}", "quiet"),
            )
            paras.append(Para(pieces, rest=4, above=0, entry=f"value:{number}"))
        self.top.tell([[("Values", "accent")]], [((counted(len(paras), "value"), "quiet"),)])
        self.page.show(paras or [Para(said("No value is called so.", "quiet"))])

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Ask for another value."""
        self._setting = self._names[int(entry.partition(":")[2])]
        self._ask(f"{self._setting}: {_bounds(self._session.program.variables[self._setting])}")

    def action_find(self) -> None:
        """Ask for letters."""
        self._setting = ""
        self._ask("letters of a name; nothing shows all")

    def _ask(self, what: str) -> None:
        field = self.query_one("#typed", Input)
        field.placeholder, field.value, field.display = what, "", True
        field.focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Set the value, or show what fits."""
        message.stop()
        typed = composed(message.value).strip()
        self._close_field()
        if not self._setting:
            self._letters = typed.casefold()
            self._list()
            return
        variable = self._session.program.variables[self._setting]
        value = read_value(variable, typed)
        if value is None:
            self.say(f"{self._setting} takes {_bounds(variable)}.")
            return
        self.dismiss(None)
        self._put(self._setting, value)

    def _close_field(self) -> None:
        self.query_one("#typed", Input).display = False
        self.set_focus(None)

    def action_back(self) -> None:
        """Out of the line first, then out of here."""
        if self.focused is not None:
            self._close_field()
        else:
            self.dismiss(None)


def _bounds(variable: Variable) -> str:
    """What a variable can hold."""
    if variable.kind == "bool":
        return "true or false"
    return " | ".join(variable.values) if variable.kind == "enum" else f"{variable.low} to {variable.high}"
