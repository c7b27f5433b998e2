"""A story that is being written, line by line: what was saved is taken in when the next line is typed, an empty one too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.line_mode.player import LineMode
from game.player.line_mode.voice import Voice
from game.writer.live.carrying import carried
from game.writer.live.store import LiveStore, store_for

if TYPE_CHECKING:
    from typing import TextIO

    from game.engine.sessions.session import Session
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.writer.live.story import LiveStory


class LiveLines(LineMode):
    """A game in lines that follows the files of its story."""

    def __init__(self, live: LiveStory, store: LiveStore, voice: Voice) -> None:
        super().__init__(store.program, store, voice)
        self.live = live
        self._problems: object = ()

    @property
    def parting(self) -> str:
        """Nothing was saved, and nothing need be said."""
        return ""

    def ask(self) -> str:
        """The next line that is typed; where the story has changed meanwhile, it is told anew, and the line is asked for again."""
        while True:
            typed = super().ask()
            if not self._taken_in():
                return typed

    def _taken_in(self) -> bool:
        """Take in what was saved; whether it made the story another."""
        live = self.live
        said = [one.said for one in (live.look(),) if one is not None]
        changed = bool(said)
        if live.due:
            live.due = False
            if (whole := live.take(live.load())) is not None:
                changed = True
                said.append(whole.said)
        if live.problems != self._problems:
            self._problems = live.problems
            errors = [problem_line(live, one) for one in live.problems if one.severity == "error"]
            self.voice.say(*errors, "The story is told as it was before that." if errors else "")
        if not changed or live.program is None:
            return False
        assert isinstance(self.store, LiveStore)
        self.program, self.store = live.program, self.store.of(live.program)
        found = carried(self.session, live.program)
        words = [f"Reloaded: {'; '.join(one for one in said if one)}.", f"{found.note}." if found.note else ""]
        self.begin(found.session, played=self.playing.played(), notes=[one for one in words if one])
        return True


def problem_line(live: LiveStory, one: Diagnostic) -> str:
    """A problem in sentences: where it is, what is wrong, and what to do about it."""
    return f"{live.called(one.file)}, line {one.line}: {one.message}. {one.hint}".rstrip(" .") + "."


def play(live: LiveStory, start: Session, lines: TextIO, out: TextIO, *, width: int | None, note: str) -> None:
    """Play line by line until the reader leaves or the input ends; `start` may be of an earlier state of the story."""
    start = as_now(live, start)
    LiveLines(live, store_for(start), Voice(lines, out, width=width)).run(start, note)


def as_now(live: LiveStory, session: Session) -> Session:
    """A playthrough in the story as it is now."""
    now = live.program
    return session if now is None or now is session.program else carried(session, now).session
