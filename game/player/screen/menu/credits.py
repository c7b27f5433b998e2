"""Who made the story, and what it says about itself."""

from __future__ import annotations

from game.player.screen.commands import BACK, DOWN, EVERYWHERE, READING, UP, bindings
from game.player.screen.look.drawing import Para, heading, paragraphs, said
from game.player.screen.sheet import Sheet


class CreditsScreen(Sheet):
    """A page to read."""

    NAME = "Credits"
    CENTRED = True
    COMMANDS_HERE = (UP, DOWN, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def on_mount(self) -> None:
        """Title, about, credits, and what is in the story."""
        program = self.game.program
        self.top.tell([[("Credits", "accent")]])
        paras = [heading(program.title)]
        by = [
            part
            for part in (program.author and f"by {program.author}", program.version and f"version {program.version}")
            if part
        ]
        if by:
            paras.append(Para(said(", ".join(by), "quiet"), above=0))
        paras += paragraphs(program.about)
        if program.credits.strip():
            paras += [heading("Credits", above=2), *paragraphs(program.credits)]
        if program.warning.strip():
            paras += [heading("What is in it", above=2), *paragraphs(program.warning)]
        self.page.show(paras)
