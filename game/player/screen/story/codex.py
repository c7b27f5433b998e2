"""The codex: who and what things are; what has just become relevant stands first and is marked until it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container

from game.player.playthrough.entry_names import EntryNames
from game.player.screen.commands import BACK, DOWN, EVERYWHERE, READING, UP, Command, bindings
from game.player.screen.look.drawing import Para, block_para, clean, heading, said
from game.player.screen.sheet import Sheet
from game.player.screen.widgets.lines import KeyLine
from game.player.screen.widgets.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from game.engine.sessions.session import Session

FOLLOW = Command("choose", "enter", "Open the entry that the linked word names", "open", label="enter")
NEXT = Command("next_link", "right,tab", "The next linked word", "links", label="→")
PREVIOUS = Command("previous_link", "left,shift+tab", "The linked word before", label="←")
RETURN = Command("entry_before", "backspace", "Back to the entry whose link was followed")
ALL_READ = Command("all_read", "a", "Mark all entries as read", "all read", "Mark all as read")


class CodexScreen(Sheet):
    """Entries on the left, the one under the cursor on the right (below, where there is little room)."""

    NAME = "Codex"
    ABOUT = "What has come up in the story can be read here; what is new since you last looked is marked 'new'. A click on an underlined word opens its entry."
    COMMANDS_HERE = (UP, DOWN, NEXT, PREVIOUS, FOLLOW, RETURN, ALL_READ, *READING, BACK, *EVERYWHERE)
    BINDINGS = bindings(COMMANDS_HERE)
    CSS_PATH = "codex.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._learned: tuple[str, ...] = ()
        self._shown = ""
        self._fresh = ""
        self._left: list[str] = []
        """The entries whose links were followed, the last one last."""

    def compose_body(self) -> ComposeResult:
        """The list and the entry."""
        with Container(id="spread"):
            yield Page(id="page", measure=60, margin=2, foot=0)
            yield Page(id="entry", reading=self.game.reading._replace(centred=False), margin=2)

    @property
    def reading(self) -> Page:
        """Space reads on in the entry."""
        return self.query_one("#entry", Page)

    def on_mount(self) -> None:
        """List the entries; the first new one is open."""
        playing = self.game.playing
        # Without a playthrough nothing has come up yet: the session is there to show texts by, and its opening is not read.
        self._session = playing.session if playing is not None else self.game.fresh_session()
        self._learned = playing.session.learned if playing is not None else ()
        entries = self.game.store.codex(self._learned)
        new = self.game.store.new_in_codex(self._learned)
        self._draw_list(new[0] if new else entries[0] if entries else "")

    def _draw_list(self, cursor: str) -> None:
        program = self.game.program
        entries = self.game.store.codex(self._learned)
        new = self.game.store.new_in_codex(self._learned)
        paras = []
        part = None
        for entry in entries:
            here = entry in self._learned
            if here != part:
                words = "Come up in the story" if here else "Other entries" if self._learned else "Entries"
                paras.append(Para(((words, "quiet"),), above=1))
                part = here
            mark = (("  new", "accent+em"),) if entry == self._fresh or entry in new else ()
            pieces = (*said(program.codex[entry].title, "bright" if here else "text"), *mark)
            paras.append(Para(pieces, first=2, rest=4, above=0, entry=entry))
        there_are = f"{len(entries)} of {len(program.codex)}"
        self.top.tell(
            [[("Codex", "accent")]],
            [((f"{there_are}, {len(new)} new" if new else there_are, "quiet"),)],
        )
        if len(entries) < len(program.codex):
            more = "The others" if entries else "The entries"
            paras.append(Para(said(f"{more} can be read when the story has come to them.", "quiet+em")))
        self.page.show(paras, cursor=cursor, keep_place=bool(self._shown))

    def marked(self, page: Page, entry: str) -> None:  # noqa: ARG002  see Reader
        """The entry under the cursor is shown, and counts as read."""
        self._open(entry)

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002, ARG002  see Reader
        """A click shows the entry too."""
        self.page.mark(entry)

    def _open(self, entry: str) -> None:
        program, store = self.game.program, self.game.store
        if not entry or entry == self._shown or self._session is None:
            return
        self._shown = entry
        paras = [heading(program.codex[entry].title)]
        try:
            paras += [block_para(program, block) for block in self._session.telling.codex(entry)]
        except Exception as error:  # noqa: BLE001  a fault in a story must not end the game
            paras.append(Para(said(f"This entry cannot be shown: {clean(str(error))}", "alarm")))
        self.reading.show_linked(paras, EntryNames(program, store.codex(self._learned)), besides=entry)
        self.query_one(KeyLine).without(*(() if self.reading.links else (NEXT.name, FOLLOW.name)))
        # The mark of the entry in view stays until the reader goes on to another.
        is_new = entry in store.new_in_codex(self._learned)
        self._fresh, before = entry if is_new else "", self._fresh
        if self._fresh:
            store.codex_read(entry)
        if before:
            self._draw_list(entry)

    # Linked words

    def followed(self, page: Page, entry: str) -> None:  # noqa: ARG002  see Reader
        """A linked word was clicked: its entry is opened."""
        self._left.append(self._shown)
        self.page.mark(entry)

    def enter(self) -> None:
        """Open the entry of the linked word under the cursor; find the first where there is none yet."""
        page = self.reading
        if page.link < 0:
            self.action_next_link()
        else:
            self.followed(page, page.links[page.link])

    def action_next_link(self) -> None:
        """The next linked word of the entry."""
        if not self.reading.move_link(1):
            self.say("No word of this entry is linked.")

    def action_previous_link(self) -> None:
        """The linked word before."""
        if not self.reading.move_link(-1):
            self.say("No word of this entry is linked.")

    def action_entry_before(self) -> None:
        """Back to where the last link was followed."""
        if self._left:
            self.page.mark(self._left.pop())
        else:
            self.say("No link was followed to here.")

    def action_all_read(self) -> None:
        """Nothing is new any more."""
        new = self.game.store.new_in_codex(self._learned)
        self.game.store.codex_read(*new)
        self._fresh = ""
        self._draw_list(self._shown)
        self.say("All entries are marked as read." if new else "No entry is new.")
