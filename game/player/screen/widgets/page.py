"""The page: a column of text to read, with entries in it that can be chosen.

One widget draws it all line by line from rows laid out beforehand, so a turn costs the same
after a thousand choices as after ten. Choices, menus and lists are entries on a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from game.player.screen.look.theme import style
from game.player.screen.widgets.column import Column
from game.player.screen.widgets.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.events import Click, MouseMove
    from textual.selection import Selection

    from game.player.playthrough.entry_names import EntryNames
    from game.player.screen.look.drawing import Para, TonedWords


BAR = "│"
"""What stands at the left of what is new: in every font, those of consoles too."""


class Page(Column):
    """Paragraphs in a column, some of which are entries to choose from."""

    DEFAULT_CSS = """
    Page { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; scrollbar-gutter: stable; }
    """
    ALLOW_SELECT = True

    cursor = ""
    """The entry that the cursor stands on."""
    links: Sequence[str] = ()
    """What its linked words lead to; the words of number n have `+link-n` in their tone."""
    link = -1
    """The linked word under the cursor."""

    def show(self, paras: Iterable[Para], *, cursor: str = "", keep_place: bool = False) -> None:
        """Put `paras` on the page in place of what stood there, and go to its top unless told to keep the place."""
        place = self.scroll_offset.y
        self.live, self.barred = 0, range(0)
        self.replace(0, paras)
        self.cursor = ""
        if cursor:
            self.mark(cursor)
        elif (entries := self.entries()) and self.cursor not in entries:
            self.put_cursor(entries[0])
        if not keep_place:
            self.go_to_row(0)
        else:
            self.go(place)

    # Linked words

    def show_linked(self, paras: Iterable[Para], mentions: EntryNames, *, besides: str) -> None:
        """Show a text in which each name that is found leads to its entry, where it stands first; `besides` itself leads nowhere."""
        links: list[str] = []
        known = {besides}

        def pieces_of(words: str, tone: str) -> Iterator[TonedWords]:
            at = 0
            for start, end, entry in mentions.find(words, known=known):
                yield words[at:start], tone
                yield words[start:end], f"accent{tone[len(tone.partition('+')[0]) :]}+link-{len(links)}"
                links.append(entry)
                at = end
            yield words[at:], tone

        head, *rest = paras
        linked = [one._replace(pieces=tuple(two for piece in one.pieces for two in pieces_of(*piece))) for one in rest]
        self.links, self.link = links, -1
        self.show([head, *linked])

    def move_link(self, step: int) -> bool:
        """Put the cursor on the next linked word (1) or the one before (-1), and bring it into view; whether there is any."""
        if not self.links:
            return False
        self.link = (self.link + step if self.link >= 0 else min(step, 0)) % len(self.links)
        end = f"+link-{self.link}"
        row = next(number for number, row in enumerate(self._rows) if any(tone.endswith(end) for _, tone in row.pieces))
        if not self.bound_for <= row < self.bound_for + self.size.height:
            self.go_to_row(max(0, row - self.size.height // 3))
        self.refresh()
        return True

    def _link_at(self, x: int, y: int) -> int:
        """The number of the linked word at a place of the view; -1 where there is none."""
        row = self.scroll_offset.y + y
        if self.links and 0 <= row < len(self._rows):
            at = self._left + self._rows[row].indent
            for words, tone in self._rows[row].pieces:
                at += cell_len(words)
                if x < at:
                    number = tone.partition("+link-")[2]
                    return int(number) if number and x >= at - cell_len(words) else -1
        return -1

    # Entries

    def entries(self, *, closed: bool = False) -> list[str]:
        """The entries on the page in order; closed ones only when asked for."""
        return [para.entry for para in self.paras if para.entry and (para.open or closed)]

    def number_of(self, entry: str) -> int:
        """The number of the paragraph that is this entry, or -1."""
        for number in range(len(self.paras) - 1, -1, -1):
            if self.paras[number].entry == entry:
                return number
        return -1

    def put_cursor(self, entry: str) -> None:
        """Put the cursor on an entry that may be out of view."""
        if entry != self.cursor:
            self.cursor = entry
            self.refresh()
            if isinstance(self.screen, Reader):
                self.screen.marked(self, entry)

    def mark(self, entry: str) -> None:
        """Put the cursor on an entry and bring it into view."""
        if self.number_of(entry) >= 0:
            self.put_cursor(entry)
            self.bring(entry)

    def _rows_of(self, entry: str) -> tuple[int, int]:
        """The first row of an entry and the one after its last; (-1, -1) when it is not on the page."""
        number = self.number_of(entry)
        if number < 0 or not self._column:
            return -1, -1
        return self.top_of(number), self.row_of(number + 1)

    def shows(self, entry: str) -> bool:
        """Whether the whole of an entry is in view, or its first rows where it is taller than that."""
        top, bottom = self._rows_of(entry)
        return (
            top >= 0
            and self.bound_for <= top
            and min(bottom, top + self.size.height) <= self.bound_for + self.size.height
        )

    def is_below(self, entry: str) -> bool:
        """Whether an entry, or the end of it, stands below the view."""
        top, bottom = self._rows_of(entry)
        return top > self.bound_for and bottom > self.bound_for + self.size.height

    def bring(self, entry: str) -> None:
        """Bring an entry into view."""
        top, bottom = self._rows_of(entry)
        if top < 0:
            return
        if top < self.bound_for or bottom - top >= self.size.height:
            self.go(0 if [entry] == self.entries()[:1] and bottom <= self.size.height else top)
        elif bottom > self.bound_for + self.size.height:
            self.go(bottom - self.size.height + self._foot)

    def move(self, step: int) -> None:
        """Move the cursor to the next entry (1) or the one before (-1), round and round."""
        entries = self.entries()
        if not entries:
            self.go(self.bound_for + step)
            return
        at = entries.index(self.cursor) if self.cursor in entries else (-1 if step > 0 else 0)
        self.mark(entries[(at + step) % len(entries)])

    def choose(self, entry: str) -> None:
        """Choose an entry as the player would; a closed one too."""
        number = self.number_of(entry)
        if number >= 0 and isinstance(self.screen, Reader):
            self.screen.chosen(self, entry, open=self.paras[number].open)

    def numbered(self, number: int) -> str:
        """The entry with this number: its own, or its place, counted from 1 with the closed ones; "" where there is none."""
        found = [para for para in self.paras if para.entry]
        return next((para.entry for at, para in enumerate(found, 1) if number == (para.number or at)), "")

    @property
    def highest(self) -> int:
        """The highest number of an entry."""
        found = [para for para in self.paras if para.entry]
        return max((para.number or at for at, para in enumerate(found, 1)), default=0)

    def _entry_at(self, y: int) -> str:
        row = self.scroll_offset.y + y
        if not 0 <= row < len(self._rows) or not self._rows[row].pieces:
            return ""
        return self.paras[self._rows[row].para].entry

    def on_click(self, event: Click) -> None:
        """Choose the entry under the mouse."""
        entry = self._entry_at(event.y)
        if entry:
            event.stop()
            if isinstance(self.screen, Reader) and self.screen.ready(event.time):
                self.choose(entry)
        elif (link := self._link_at(event.x, event.y)) >= 0:
            event.stop()
            if isinstance(self.screen, Reader) and self.screen.ready(event.time):
                self.screen.followed(self, self.links[link])

    def on_mouse_move(self, event: MouseMove) -> None:
        """The cursor follows the mouse over entries that are open."""
        entry = self._entry_at(event.y)
        if entry and entry != self.cursor and self.paras[self.number_of(entry)].open:
            self.put_cursor(entry)
        elif (link := self._link_at(event.x, event.y)) >= 0 and link != self.link:
            self.link = link
            self.refresh()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        theme = self.app.theme
        width = self.size.width
        if not self._column:
            self._fit(width)
        number = self.scroll_offset.y + y
        if number >= len(self._rows):
            return Strip([Segment(" " * width, style(theme, "text"))], width)
        row = self._rows[number]
        para = self.paras[row.para]
        past = row.para < self.live
        chosen = bool(para.entry) and para.entry == self.cursor
        lit = bool(row.pieces) and (chosen or row.para == self.pointed)
        extra = "+raised" if lit else ""
        blank = style(theme, "text" + extra)
        inset = min(para.first, row.indent) if lit else 0
        margin = " " * (self._left + inset)
        if lit and len(margin) >= 2:
            sign = "› " if self.top_of(row.para) == number else "  "
            margin = margin[:-2] + sign
        elif self._has_bar(row.para, number):
            at = max(0, self._left - 2)
            margin = margin[:at] + BAR + margin[at + 1 :]
        segments = [Segment(margin, style(theme, "accent")), Segment(" " * (row.indent - inset), blank)]
        used = self._left + row.indent
        for words, tone in row.pieces:
            if past and not tone.startswith("rule"):
                tone = "past" + "".join(f"+{one}" for one in tone.split("+")[1:])
            here = "+raised" if self.link >= 0 and tone.endswith(f"+link-{self.link}") else extra
            segments.append(Segment(words, style(theme, tone + here)))
            used += cell_len(words)
        end = min(width, self._left + self._column - inset)
        if used < end:
            segments.append(Segment(" " * (end - used), blank))
            used = end
        segments.append(Segment(" " * max(0, width - used), style(theme, "text")))
        strip = Strip(segments).adjust_cell_length(width, style(theme, "text"))
        return self._with_selection(strip, number).apply_offsets(0, number)

    def _has_bar(self, para: int, number: int) -> bool:
        """Whether a bar stands at the left of a row: beside what is new, from its first words to its last."""
        new = self.barred
        return para in new and (para > new[0] or number >= self.top_of(para))

    def _line_text(self, number: int) -> str:
        return " " * self._left + self._rows[number].text

    def _with_selection(self, strip: Strip, number: int) -> Strip:
        """The line with the part under the mouse's selection shown as selected."""
        selection = self.text_selection
        span = selection.get_span(number) if selection is not None else None
        if span is None:
            return strip
        text = self._line_text(number)
        start, end = span
        # By the library's own measure, since it is the library that divides the strip.
        start_cell = cell_len(text[:start])
        end_cell = cell_len(text if end == -1 else text[:end])
        if end_cell <= start_cell:
            return strip
        chosen = self.screen.get_component_rich_style("screen--selection")
        parts = list(strip.divide([start_cell, end_cell, strip.cell_length]))
        if len(parts) > 1:
            parts[1] = parts[1].apply_style(chosen)
        return Strip.join(parts)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected words, without the margin."""
        text = "\n".join(self._line_text(number) for number in range(len(self._rows)))
        chosen = selection.extract(text)
        margin = " " * self._left
        return "\n".join(line.removeprefix(margin) for line in chosen.split("\n")), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002  Textual's signature
        """Draw again with the new selection."""
        self.refresh()
