"""The map: a chapter's places and forks, what of them was seen, and the way back to a fork."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.sessions.session import ChoiceError
from game.player.screen.commands import DOWN, EVERYWHERE, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, said
from game.player.screen.sheet import Sheet
from game.player.screen.story.map_rows import fork_entry, map_paras, place_shown
from game.player.screen.widgets.lines import KeyLine
from game.player.screen.widgets.page import Page
from game.player.story_map.chart import Chart, chart, current_chapter, reached, walked
from game.player.story_map.words import back_words, counts_words

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from game.engine.sessions.session import Session
    from game.player.story_map.chart import ForkSeen, Known, Walked

GO_BACK = Command("choose", "enter", "Go back to the fork under the cursor, in another playthrough", "go back", label="enter")  # fmt: skip
EARLIER = Command("earlier", "left", "The chapter before", label="←")
LATER = Command("later", "right", "The next chapter", "chapter", label="←→")
CLOSE = Command("back", "escape,q,m", "Back", "back", "Back", "esc")
MEASURE = 100
"""The widest a map gets."""


class MapScreen(Sheet):
    """A chapter at a time."""

    NAME = "The map"
    ABOUT = (
        "Where the chapter forked. Enter goes back to a fork that you have stood at in this playthrough: a new playthrough goes on from there, "
        "and the one that you come from is kept among your saves. What you have not seen has no name here."
    )
    COMMANDS_HERE = (UP, DOWN, GO_BACK, EARLIER, LATER, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._played = 0.0
        self._known: Known | None = None
        self._walk: Walked | None = None
        self._chapters: list[str] = []
        self._chart: Chart | None = None
        self._drawn_for = 0

    def compose_body(self) -> ComposeResult:
        """One page."""
        yield Page(id="page", measure=MEASURE)

    def on_mount(self) -> None:
        """The chapter that the playthrough stands in; from the title, that of the newest save."""
        playing, store = self.game.playing, self.game.store
        if playing is not None:
            self._session, self._played = playing.session, playing.played()
        elif not isinstance(opened := store.open_latest(), str):
            self._session, self._played = opened.session, opened.played
        self._known = store.known()
        if self._session is not None:
            self._walk = walked(self._session, self._known)
        else:
            self._session = self.game.fresh_session()
        self._chapters = reached(self.game.program, self._known)
        left = playing.left if playing is not None else ""
        here = left or (current_chapter(self._session) if self._session is not None else "")
        self._show(here if here in self._chapters else self._chapters[0] if self._chapters else "")

    def on_resize(self) -> None:
        """The rows are laid out for the room there is."""
        self._draw(self.page.cursor)

    def _show(self, chapter: str) -> None:
        if self._session is None or self._known is None or not self._chapters:
            self.top.tell([[("The map", "accent")]])
            self.page.show([Para(said("Nothing has been seen yet.", "quiet"))])
            self.query_one(KeyLine).without(GO_BACK.name, LATER.name)
            return
        self._chart = chart(self.game.program, chapter, self._session, self._known, self._walk)
        at = self._chapters.index(chapter) + 1
        right = counts_words(self._chart)
        several = f"{at} of {len(self._chapters)}" if len(self._chapters) > 1 else ""
        self.top.tell(
            [[("The map   ", "accent"), (self._chart.title, "text")], [(self._chart.title, "text")]],
            [[(" · ".join(part for part in parts if part), "quiet")] for parts in ((right, several), (several,), ())],
        )
        forks = [fork for stop in self._chart.stops for fork in stop.forks]
        passed = [fork for fork in forks if fork.here] or [fork for fork in forks if fork.turn is not None]
        idle = () if any(fork.turn is not None and not fork.here for fork in forks) else (GO_BACK.name,)
        self.query_one(KeyLine).without(*idle, *(() if several else (LATER.name,)))
        self._drawn_for = 0
        self._draw(fork_entry(max(passed, key=lambda fork: fork.turn or 0)) if passed else "")

    def _draw(self, cursor: str) -> None:
        room, _ = self.page.column_in(self.app.size.width)
        if self._chart is None or room == self._drawn_for:
            return
        self._drawn_for = room
        paras = map_paras(self._chart, room, self.signs)
        at = next((number for number, para in enumerate(paras) if cursor and para.entry == cursor), 0)
        self.page.show(paras, cursor=cursor if at else "")
        self.page.open_at(place_shown(paras, at, self.app.size.height // 2))

    def _fork(self, entry: str) -> ForkSeen | None:
        forks = [fork for stop in self._chart.stops for fork in stop.forks] if self._chart is not None else []
        return next((fork for fork in forks if fork_entry(fork) == entry), None)

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """Go back to a fork."""
        fork, session = self._fork(entry), self._session
        if fork is None or session is None:
            return
        if fork.here:
            self.say("You are standing at this fork now.")
        elif fork.turn is None:
            self.say("You have not stood at this fork in this playthrough, so there is no way back to it.")
        else:
            try:
                other = self.game.store.back_to(session, fork.turn)
            except ChoiceError as error:
                self.say(f"That does not work: {error}.")
            else:
                self.game.play(other, played=self._played, notes=(back_words("Load has it."),))

    def action_earlier(self) -> None:
        """The chapter before."""
        self._turn(-1)

    def action_later(self) -> None:
        """The next chapter."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        if self._chart is None:
            return
        at = self._chapters.index(self._chart.chapter) + step
        if 0 <= at < len(self._chapters):
            self._show(self._chapters[at])
        else:
            self.say("You have not come to another chapter." if step > 0 else "This is the first.")
