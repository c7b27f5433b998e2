"""A story that is played while it is written: followed on the screen or line by line, for `play --watch` and for `write`."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from game.output import complain

if TYPE_CHECKING:
    from argparse import Namespace

    from game.engine.sessions.session import Session
    from game.player.screen.app import Hambies
    from game.writer.live.story import LiveStory

_PAUSE: Final = 0.1


def watch(args: Namespace, setup: dict[str, str]) -> int:
    """Play a story and take in what is saved in its files, until the player stops."""
    from game.commands.playing.fronts import beginning, play_in

    live = followed(args.story)
    if live is None or live.program is None:
        return 2
    start = beginning(live.program, args.seed, setup)
    return 2 if start is None else play_in(Followed(live, start), start, args)


def followed(given: str | None) -> LiveStory | None:
    """The story, as soon as it can be played: until then, what is wrong with it is said whenever something was saved; None where there is none."""
    from game.commands.story import find_story
    from game.system.files import is_there

    path = find_story(given, to_play=True)
    if path is None:
        return None
    from game.writer.live.story import LiveStory

    live = LiveStory(path)
    while live.program is None and is_there(path) and sys.stdin.isatty():
        _tell_problems(live)
        complain("waiting for something to be saved; Ctrl-C leaves.")
        _until_saved(live)
    if live.program is None:
        _tell_problems(live)
        complain(f"{path} cannot be played.")
    return live


def _until_saved(live: LiveStory) -> None:
    live.due = False
    while not live.due:
        time.sleep(_PAUSE)
        live.look()
    live.due = False
    live.take(live.load())


def _tell_problems(live: LiveStory) -> None:
    from game.commands.story import print_findings
    from game.program.load import Loaded

    print_findings(Loaded(None, live.problems, live.sources), sys.stderr)


class Followed:
    """A story that is followed on the screen and line by line; `writing`, with all that its writer wants besides."""

    def __init__(self, live: LiveStory, start: Session, *, writing: bool = False, note: str = "") -> None:
        """`note` is said first."""
        self._note = note
        self._live = live
        self._start = start
        self._writing = writing

    def app(self, start: Session | None, *, light: bool, answer_due: bool) -> Hambies:
        """The app that follows it on the screen."""
        start = start or self._start
        if self._writing:
            from game.writer.desk.screen import WriteApp

            return WriteApp(self._live, start, light=light, answer_due=answer_due, note=self._note)
        from game.writer.live.screen import LiveApp

        return LiveApp(self._live, start, light=light, answer_due=answer_due)

    def in_lines(self, start: Session | None, width: int | None, note: str) -> None:
        """Follow it line by line, until the writer leaves or the input ends."""
        if self._writing:
            from game.writer.desk.lines import play
        else:
            from game.writer.live.lines import play

        play(self._live, start or self._start, sys.stdin, sys.stdout, width=width, note=f"{note} {self._note}".strip())
