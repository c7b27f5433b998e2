"""The story so far: shown to whoever goes on after a day or more, and one key away at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.language.text.columns import width
from game.player.playthrough.recap import story_so_far
from game.player.screen.commands import DOWN, EVERYWHERE, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, block_para, clean, heading, said
from game.player.screen.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.engine.sessions.session import Session
    from game.player.playthrough.recap import RecapScene
    from game.program.model import Program

GO_ON = Command("back", "enter,escape,q,t", "On with the story", "on with the story", "On with the story", "enter")
_HANG = 24
"""The most cells that a scene's title has before what is told of it; a longer one has a line of its own."""


def recap_paras(session: Session) -> tuple[list[Para], int]:
    """The story so far, and the number of the paragraph where the chapter begins that one is in."""
    paras: list[Para] = []
    start = 0
    for chapter in story_so_far(session):
        start = len(paras)
        if chapter.title:
            paras.append(heading(chapter.title))
        for scene in chapter.scenes:
            paras += _scene(session.program, scene)
    return paras or [Para(said("Nothing yet: this is where it begins.", "quiet"))], start


def _scene(program: Program, scene: RecapScene) -> Iterator[Para]:
    title, rest = clean(scene.title), list(scene.told)
    if isinstance(rest[0], str) and width(title) <= _HANG - 2:
        gap = " " * (_HANG - width(title))
        yield Para(((title, "quiet"), (gap, "text"), *said(rest.pop(0), "text")), rest=_HANG, above=0)  # type: ignore[arg-type]  # a str, as was asked
    elif title:
        yield Para(((title, "quiet"),), above=0)
    for one in rest:
        if isinstance(one, str):
            yield Para(said(one, "text"), first=2, rest=2, above=0)
        else:
            yield block_para(program, one, above=0)


class RecapScreen(Sheet):
    """A page to read, or not to."""

    NAME = "The story so far"
    ABOUT = "What you have come through, a scene a line: what the story says of it, or how you left it. h has every word, j every choice."
    COMMANDS_HERE = (UP, DOWN, GO_ON, *READING, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def __init__(self, away: str = "") -> None:
        super().__init__()
        self._away = away

    def on_mount(self) -> None:
        """All of it, opened at the chapter that the playthrough stands in."""
        playing = self.game.playing
        if playing is None:
            return
        self.top.tell([[("The story so far", "accent")]], [((self._away, "quiet"),)])
        paras, start = recap_paras(playing.session)
        self.page.show(paras)
        self.page.open_at(start)
