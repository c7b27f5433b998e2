"""Those in the player's care and how things stand, in full and in words: what the panel shows, at any width."""

from __future__ import annotations

from game.player.screen.commands import DOWN, EVERYWHERE, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, said
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.care import about_paras, care_paras, status_paras

CLOSE = Command("back", "escape,q,p", "Back to the story", "back", "Back", "esc")


class PeopleScreen(Sheet):
    """The panel as a page."""

    NAME = "People"
    CENTRED = True
    COMMANDS_HERE = (UP, DOWN, *READING, CLOSE, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def on_mount(self) -> None:
        """How things stand, then everyone."""
        self.top.tell([[("People", "accent")]])
        playing = self.game.playing
        if playing is None:
            return
        care = care_paras(playing.session, self.game.measure, self.signs, counted=True)
        paras = [*(para._replace(above=1) if number == 0 else para for number, para in enumerate(care))]
        paras += about_paras(playing.session)
        paras += status_paras(playing.session, self.signs)
        title = playing.session.program.care.title if playing.session.program.care else ""
        nobody = f"{title}: nobody." if title else "Nothing is counted here."
        self.page.show(paras or [Para(said(nobody, "quiet"))])
