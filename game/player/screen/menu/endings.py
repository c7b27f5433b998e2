"""The endings: which were found, how many there are, and a hint for each that was not."""

from __future__ import annotations

from game.player.playthrough.values import percent
from game.player.screen.commands import BACK, DOWN, EVERYWHERE, READING, UP, bindings
from game.player.screen.look.drawing import Para, paragraphs, said
from game.player.screen.sheet import Sheet


class EndingsScreen(Sheet):
    """A page to read."""

    NAME = "Endings"
    COMMANDS_HERE = (UP, DOWN, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)

    def on_mount(self) -> None:
        """Every ending; an unfound one without its name."""
        program, store = self.game.program, self.game.store
        found = store.endings_found()
        count = sum(ending in found for ending in program.endings)
        self.top.tell([[("Endings", "accent")]], [((f"{count} of {len(program.endings)} found", "quiet"),)])
        share = store.share_read()
        paras = [Para(said(f"You have seen {percent(share)} % of the text."))] if share else []
        for ending in program.endings.values():
            early = (("  an early ending", "quiet+em"),) if ending.early else ()
            if ending.id in found:
                paras.append(Para((("●  ", "accent"), *said(ending.title, "bright+strong"), *early), rest=3))
                paras += [para._replace(first=3, rest=3, above=0) for para in paragraphs(ending.text)]
            else:
                paras.append(Para((("○  ", "quiet"), ("Not found yet", "quiet"), *early), rest=3))
                paras += [para._replace(first=3, rest=3, above=0) for para in paragraphs(ending.hint, "quiet+em")]
        self.page.show(paras)
