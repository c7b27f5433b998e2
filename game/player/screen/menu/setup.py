"""Before a new game: what the story is about, then its questions, one at a time."""

from __future__ import annotations

from random import randrange
from typing import TYPE_CHECKING

from textual.widgets import Input

from game.player.screen.commands import CHOOSE, DOWN, EVERYWHERE, NUMBERS, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, clean, heading, paragraphs, said
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Resize

    from game.program.declared import Question

NAMES_AT = 4
"""How far in the suggested names stand, and the one in the field under them."""

EARLIER = Command("earlier", "escape", "The question before, or out of here", "back", label="esc")


class SetupScreen(Sheet):
    """Asks what the story wants to know, and then begins."""

    NAME = "A new game"
    ABOUT = "A name may be typed or taken from the list. Enter goes on, Esc goes back."
    CENTRED = True
    COMMANDS_HERE = (UP, DOWN, CHOOSE, NUMBERS, *READING, EARLIER, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    CSS_PATH = "setup.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._answers: dict[str, str] = {}
        self._last: dict[str, str] = {}

    @property
    def _questions(self) -> tuple[Question, ...]:
        """What is asked: everything that the settings do not answer."""
        return tuple(one for one in self.game.program.setup if not self.game.store.wish(one.variable))

    @property
    def _first(self) -> int:
        """The number of the first page: one before the questions when the story says something about itself, or was begun before."""
        return -1 if self.game.program.about.strip() or self._last else 0

    def compose_body(self) -> ComposeResult:
        """The page with the question and its answers, and a line to type a name into."""
        yield Page(id="page", measure=self.game.measure)
        field = Input(id="answer")
        field.cursor_blink = False
        yield field

    def on_mount(self) -> None:
        """Begin at the beginning, with what was answered in the playthrough before as what is offered."""
        self._last = self.game.store.last_answers()
        before = self.game.playing.session.setup if self.game.playing is not None else self._last
        for one in self._questions:
            answer = before.get(one.variable)
            if answer is not None and (not one.options or any(answer == value for value, _ in one.options)):
                self._answers[one.variable] = answer
        self._at = self._first
        self._ask()

    def _ask(self) -> None:
        """Put the question in turn on the screen, or begin the story when there is none left."""
        if self._at >= len(self._questions):
            self._begin()
            return
        self.turned()
        program = self.game.program
        field = self.query_one("#answer", Input)
        if self._at < 0:
            field.display = False
            self.top.tell([[(clean(program.title), "accent")]], [(("A new game", "quiet"),)])
            ways = [Para(((" 1  ", "accent+strong"), ("Begin", "bright")), rest=4, above=1, entry="go")]
            if self._last:
                told = " · ".join(one.told(self._last[one.variable]) for one in self._questions)
                same = ((" 2  ", "accent+strong"), ("As last time", "bright"), *said(f"   {told}", "quiet"))
                ways.append(Para(same, rest=4, above=0, entry="same"))
            self.page.show([heading(program.title), *paragraphs(program.about), *ways])
            self.set_focus(None)
            return
        question = self._questions[self._at]
        count = f"{self._at + 1} of {len(self._questions)}"
        self.top.tell([[(clean(program.title), "accent")]], [((count, "quiet"),)])
        if question.options:
            self._ask_option(question, field)
        else:
            self._ask_text(question, field)

    def _ask_option(self, question: Question, field: Input) -> None:
        field.display = False
        self.set_focus(None)
        paras = [Para(said(question.ask, "text+strong"), above=2)]
        for number, (value, label) in enumerate(question.options, 1):
            pieces = ((f"{number:>2}  ", "accent+strong"), *said(label, "bright"))
            paras.append(Para(pieces, rest=4, above=1 if number == 1 else 0, entry=f"value:{value}"))
        given = self._answers.get(question.variable)
        self.page.show(paras, cursor=f"value:{given}" if given is not None else "")

    def _ask_text(self, question: Question, field: Input) -> None:
        usual = self._answers.get(question.variable) or self._usual(question)
        paras = [Para(said(question.ask, "text+strong"), above=2)]
        if question.suggest:
            paras.append(Para(said("Type, or take one of these with the arrows:", "quiet")))
        for number, name in enumerate(question.suggest):
            paras.append(
                Para(
                    said(name, "bright"),
                    first=NAMES_AT,
                    rest=NAMES_AT,
                    above=1 if number == 0 else 0,
                    entry=f"name:{name}",
                )
            )
        field.max_length = question.limit
        field.display = True
        self.page.show(paras)
        self._offer(usual)
        field.focus()

    def _offer(self, name: str) -> None:
        """Put a name into the field, selected, so that whatever is typed takes its place."""
        field = self.query_one("#answer", Input)
        field.value = clean(name)
        field.select_all()

    def _usual(self, question: Question) -> str:
        """What is offered before the player has said anything."""
        if question.suggest:
            return question.suggest[0]
        return next((text[1] for text in self.game.program.texts if text[0] == question.variable), "")

    def marked(self, page: Page, entry: str) -> None:  # noqa: ARG002  see Reader
        """A suggestion under the cursor goes into the field."""
        kind, _, name = entry.partition(":")
        if kind == "name":
            self._offer(name)

    def on_input_changed(self, message: Input.Changed) -> None:
        """The cursor of the list stands on the name that is in the field, and nowhere when that is another one."""
        message.stop()
        entry = f"name:{message.value}"
        self.page.cursor = entry if entry in self.page.entries() else ""
        self.page.refresh()

    def on_resize(self, event: Resize) -> None:
        """The field stands under the names of the list."""
        _, left = self.page.column_in(event.size.width)
        self.query_one("#answer", Input).styles.margin = (1, left, 1, left + NAMES_AT - 1)

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """An answer, or the go-ahead."""
        kind, _, value = entry.partition(":")
        if kind == "same":
            self._answers, self._at = dict(self._last), len(self._questions)
            self._begin()
            return
        self._answer(value if kind in {"value", "name"} else None)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """A name was typed."""
        message.stop()
        self.act(lambda: self._named(message.value))

    def _named(self, typed: str) -> None:
        question = self._questions[self._at]
        name = " ".join(clean(typed).split()) or self._usual(question)
        if not name:
            self.say("A name is needed here.")
            return
        self._answer(name[: question.limit or None])

    def _answer(self, value: str | None) -> None:
        if self._at >= len(self._questions):
            return
        if value is not None and self._at >= 0:
            self._answers[self._questions[self._at].variable] = value
        self._at += 1
        self._ask()

    def _begin(self) -> None:
        """Start the story with the answers; a story that cannot begin says so here."""
        from game.engine.sessions.session import Session

        try:
            seed = randrange(2**31) if self.game.program.draws else 0
            session = Session(
                self.game.program, seed=seed, setup=self.game.store.with_wishes(self.game.program, self._answers)
            )
        except Exception as error:  # noqa: BLE001  a fault in a story must not end the game
            self._at = max(self._first, len(self._questions) - 1)
            if self._questions or self._first < 0:
                self._ask()
            self.say(f"The story cannot begin like this: {clean(str(error))}")
            return
        self.game.play(session, card=True)

    def action_earlier(self) -> None:
        """The question before, or back to the title screen."""
        if self._at > self._first:
            self._at -= 1
            self._ask()
        else:
            self.dismiss(None)
