"""The play screen of a story that is being written: it takes in what is saved, and stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from game.player.playthrough.playing import Playing
from game.player.screen.app import Hambies
from game.player.screen.story.play import PlayScreen
from game.player.screen.story.turns import RECALLED
from game.writer.live.carrying import carried
from game.writer.live.store import LiveStore, store_for

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from textual.screen import Screen

    from game.engine.sessions.session import Session
    from game.program.load import Loaded
    from game.writer.live.story import LiveStory, Reloaded


class LiveScreen(PlayScreen):
    """Where the story is read while it is written."""

    NAME = "Playing, and watching the files"
    ABOUT = (
        "What you save in an editor is on this page at once, where you are. Choices are made again as they were made. Nothing is saved here, and your own "
        "saves are left alone."
    )

    def reloaded(self) -> None:
        """The story is another, and so is the playthrough: its turns are put on the page anew, and what is in view stays there."""
        if self._turns is None:  # it is just being opened, and will show what there is then
            return
        page = self.page
        seen, cursor = self.in_view(), page.cursor
        left = max(0, page.max_scroll_y - page.bound_for)
        recalled = max(RECALLED, self.turns.before)
        self._turns = self.pages()
        self.turns.begin(recalled=recalled)
        if cursor in page.entries():
            page.put_cursor(cursor)
        numbers = {para.mark: number for number, para in enumerate(page.paras) if para.mark}
        found = next(((numbers[mark], row) for mark, row in seen if mark in numbers), None)
        if found is not None:
            page.go(max(0, page.top_of(found[0]) - found[1]))
        else:
            page.go(max(0, page.max_scroll_y - left))
        self._tell()

    def in_view(self) -> list[tuple[str, int]]:
        """The paragraphs in view by their marks, each with the row of the view that it begins on; those of the turn in view first."""
        page = self.page
        top, height = page.bound_for, page.size.height
        rows = [(number, page.top_of(number) - top) for number, para in enumerate(page.paras) if para.mark]
        visible = [(number, row) for number, row in rows if 0 <= row < height]
        visible.sort(key=lambda one: (one[0] < page.live, one[0]))
        return [(page.paras[number].mark, row) for number, row in visible]


def _joined(*parts: str) -> str:
    """Sentences behind one another, but for the empty ones."""
    return ". ".join(part for part in parts if part)


class LiveApp(Hambies):
    """The screen player for a story that is being written."""

    def __init__(
        self,
        live: LiveStory,
        start: Session,
        *,
        light: bool = False,
        answer_due: bool = False,
    ) -> None:
        """`start` is the playthrough to begin with, in the story as it is now."""
        super().__init__(start.program, store_for(start), start=start, light=light, answer_due=answer_due)
        self.live = live
        self._loading = False
        self._from: Session | None = None
        """The playthrough that the one in view was made from, where its choices could not all be made again: they are tried once more when the story changes."""
        self._stands: Session | None = None
        self._made = 0
        """The one that it became, and how many choices it had then."""
        self._said = ""
        """What was last told of a reload."""

    def on_mount(self) -> None:
        """From now on the files are watched."""
        self.set_interval(self.live.watch.pause, self.look)

    def _make(self, name: str, *arguments: object) -> Screen[object]:
        if name == "play":
            return self.page_screen(*arguments)
        return super()._make(name, *arguments)

    def play(self, session: Session, *, played: float = 0.0, notes: Sequence[str] = (), card: bool = False) -> None:  # noqa: ARG002  the base's signature
        """Go on with a session; whoever looks at a page again and again is shown no card before it."""
        super().play(session, played=played, notes=notes)

    def page_screen(self, *arguments: object) -> LiveScreen:
        """The screen on which the story is read."""
        return LiveScreen(*arguments)  # type: ignore[arg-type]  # as the app's other screens, by name

    def look(self) -> None:
        """Take in what was saved since the last look; load the whole beside it, when that is due."""
        if (reloaded := self.live.look()) is not None:
            self.reload(reloaded)
        if self.live.due and not self._loading:
            self._loading, self.live.due = True, False
            self.load_whole()

    def load_whole(self) -> None:
        """Load the story in a thread of its own, while the page stands."""
        self.run_worker(self._load_whole, thread=True)

    def _load_whole(self) -> None:
        loaded = self.live.load()
        if not get_current_worker().is_cancelled:
            self.call_from_thread(self.loaded, loaded)

    def loaded(self, loaded: Loaded) -> None:
        """The whole story was loaded."""
        self._loading = False
        before, failed = self.live.problems, self.live.errors > 0
        reloaded = self.live.take(loaded)
        if reloaded is not None:
            self.reload(reloaded)
        if before != self.live.problems:
            self.problems_changed(failed=failed, known={(one.code, one.message) for one in before})

    def reload(self, reloaded: Reloaded) -> None:
        """Go on in the story as it is now."""
        assert isinstance(self.store, LiveStore)
        self.program = reloaded.program
        self.store = self.store.of(reloaded.program)
        note = self._carry_over() if self.playing is not None else ""
        self._said = _joined(f"Reloaded: {reloaded.said}" if reloaded.said else "", note)
        self.tell(self._said)

    def _carry_over(self) -> str:
        """Let the playthrough go on; what is different about its place."""
        assert self.playing is not None
        session = self.playing.session
        unmoved = session is self._stands and session.made == self._made
        wanted = self._from if self._from is not None and unmoved else session
        found = carried(wanted, self.program)
        self._from, self._stands = (None, None) if found.whole else (wanted, found.session)
        self._made = found.session.made
        self.playing = Playing(found.session, self.store, played=self.playing.played())
        for screen in self.screen_stack:
            if isinstance(screen, LiveScreen):
                screen.reloaded()
        return found.note

    def problems_changed(self, *, failed: bool, known: Container[tuple[str, str]]) -> None:
        """Other things are wrong with the story than were; `failed` is whether any of those kept it from being played.

        `known` are their codes and messages.
        """
        errors = [one for one in self.live.problems if one.severity == "error"]
        if errors:
            more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
            place = f"{self.live.called(errors[0].file)}:{errors[0].line}:{errors[0].column}"
            self.tell(f"{place}: {errors[0].message}{more}. The page is the story before that.")
        elif failed:
            self.tell("Mended: nothing keeps the story from being played.")
        elif new := [one for one in self.live.problems if (one.code, one.message) not in known]:
            place = f"{self.live.called(new[0].file)}:{new[0].line}:{new[0].column}"
            more = f", and {len(new) - 1} more" if len(new) > 1 else ""
            self.tell(_joined(self._said, f"{place}: {new[0].message}{more}"))

    def tell(self, words: str) -> None:
        """Say something in the line at the bottom, while the page is in view."""
        if words and isinstance(self.screen, LiveScreen):
            self.screen.say(words)
            self.screen.page.ended = False
