"""The page: a column of text to read, with entries in it that can be chosen.

One widget draws it all line by line from rows laid out beforehand, so a turn costs the same
after a thousand choices as after ten. Choices, menus and lists are entries on a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from game.player.drawing import Para, Row, wrap
from game.player.theme import style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.events import Click, MouseMove, Resize
    from textual.selection import Selection

MEASURE = 72
"""The widest a column of prose gets."""


class Reader(Screen[object]):
    """A screen with pages on it.

    What a player does on a page is told to the screen at once and not by a message: a key that follows in the same
    moment must meet the page that the one before it has brought.
    """

    def chosen(self, page: Page, entry: str, *, open: bool) -> None:  # noqa: A002  the engine's own word
        """An entry was chosen: with Enter, by its number, or with the mouse. It may be a closed one."""

    def marked(self, page: Page, entry: str) -> None:
        """The cursor came to rest on an entry."""


class MoreBelow(Message):
    """Whether there is text below the view of a page has changed."""

    def __init__(self, page: Page, *, more: bool) -> None:
        super().__init__()
        self.page = page
        self.more = more


class Page(ScrollView, can_focus=False):
    """Paragraphs in a column, some of which are entries to choose from."""

    DEFAULT_CSS = """
    Page { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; scrollbar-gutter: stable; }
    """
    ALLOW_SELECT = True

    def __init__(self, *, measure: int = MEASURE, margin: int = 3, foot: int = 1, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.measure = measure
        self.paras: list[Para] = []
        self.cursor = ""
        self.live = 0
        self.pointed = -1
        self.follows = False
        """Whether a reader who is at the end stays there when the size changes."""
        self._margin = margin
        self._foot = foot
        self._rows: list[Row] = []
        self._starts: list[int] = []
        self._column = 0
        self._left = 0
        self._pending: tuple[str, int] | None = None
        self._told_more = False

    # What stands on the page

    def show(self, paras: Iterable[Para], *, cursor: str = "", keep_place: bool = False) -> None:
        """Put `paras` on the page in place of what stood there, and go to its top unless told to keep the place."""
        place = self.scroll_offset.y
        self.live = 0
        self.replace(0, paras)
        self.cursor = ""
        if cursor:
            self.mark(cursor)
        elif (entries := self.entries()) and self.cursor not in entries:
            self._set_cursor(entries[0])
        if not keep_place:
            self.go_to_row(0)
        else:
            self.go(place)

    def replace(self, start: int, paras: Iterable[Para]) -> None:
        """Put `paras` in place of all paragraphs from number `start` on; what stands before is not touched."""
        self.paras[start:] = paras
        if self._column:
            del self._rows[self._starts[start] if start < len(self._starts) else len(self._rows) :]
            del self._starts[start:]
            self._lay_out(start)

    def drop(self, count: int) -> None:
        """Take the first `count` paragraphs off the page without moving what is in view."""
        if not count:
            return
        before = self._starts[count] if count < len(self._starts) else len(self._rows)
        place = self.scroll_offset.y
        del self.paras[:count]
        self.live = max(0, self.live - count)
        if self._column:
            self._rows.clear()
            self._starts.clear()
            self._lay_out(0)
            self.go(max(0, place - before))

    def _lay_out(self, start: int) -> None:
        """Wrap the paragraphs from number `start` on into rows."""
        for number in range(start, len(self.paras)):
            self._starts.append(len(self._rows))
            self._rows += wrap(self.paras[number], self._column, number)
        self.virtual_size = Size(self.size.width, len(self._rows) + self._foot)
        self.refresh(layout=self.styles.is_auto_height)
        self._tell_more()

    def remeasure(self, measure: int) -> None:
        """Change the widest measure of the column."""
        self.measure = measure
        self._fit(self.size.width)

    def column_in(self, width: int) -> tuple[int, int]:
        """How wide the column is on a page `width` cells wide, and the blanks on its left."""
        inner = width - self.scrollbar_size_vertical
        margin = self._margin if inner >= 40 else 1
        column = max(10, min(self.measure, inner - margin - max(1, margin - 1)))
        return column, max(margin, (inner - column) // 2)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's own door
        """Rows of everything on the page, where a screen lets it be as high as that (`height: auto`)."""
        column, _ = self.column_in(width)
        return sum(len(wrap(para, column, number)) for number, para in enumerate(self.paras)) + self._foot

    def _fit(self, width: int) -> None:
        """Lay everything out for a page `width` cells wide, keeping the line at the top where it is."""
        column, self._left = self.column_in(width)
        if column == self._column:
            self.virtual_size = Size(width, len(self._rows) + self._foot)
            self.refresh()
            self._tell_more()
            return
        top = self._rows[min(self.scroll_offset.y, len(self._rows) - 1)].para if self._rows else 0
        within = self.scroll_offset.y - self._starts[top] if self._rows else 0
        self._column = column
        first = not self._rows
        self._rows.clear()
        self._starts.clear()
        self._lay_out(0)
        if first or not self._starts:
            return
        self.go(self._starts[min(top, len(self._starts) - 1)] + within)

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size; carry out the scrolling that waited for the first one."""
        at_end = self.follows and bool(self._rows) and not self._told_more
        self._fit(event.size.width)
        if at_end:
            self.go(len(self._rows))
        if self._pending is not None and self._column:
            (what, number), self._pending = self._pending, None
            if what == "row":
                self.go_to_row(number)
            else:
                self.open_at(number)

    # Where the reader is

    def row_of(self, number: int) -> int:
        """The row at which paragraph `number` begins (the rows' end for one past the last)."""
        return self._starts[number] if number < len(self._starts) else len(self._rows)

    def go(self, y: float, *, animate: bool = False) -> None:
        """Scroll so that row `y` is at the top, as far as the page allows."""
        # Forced, because Textual refuses to scroll a page that was shorter than its view before this turn.
        self.scroll_to(y=y, animate=animate, duration=0.18 if animate else None, force=True)

    def go_to_row(self, row: int) -> None:
        """Bring `row` to the top as far as the page allows."""
        if not self._column:
            self._pending = ("row", row)
            return
        self.go(row)

    def open_at(self, number: int) -> None:
        """Show what begins at paragraph `number`: all of it at the bottom of the view, or its first line at the top.

        A passage that fits is shown under the end of what came before it; one that does not fit begins at the top.
        """
        if not self._column:
            self._pending = ("open", number)
            return
        start, end = self.row_of(number), len(self._rows) + self._foot
        height = self.size.height
        self.go(start if end - start > height else max(0, end - height))

    def point_at(self, number: int) -> None:
        """Light up paragraph `number` and bring it into view."""
        self.pointed = number
        self.go_to_row(max(0, self.row_of(number) - self.size.height // 3))
        self.refresh()

    @property
    def more_below(self) -> bool:
        """Whether there is text below the view."""
        return self.scroll_offset.y + self.size.height < len(self._rows)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the screen when the end comes into view or goes out of it."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_more()

    def _tell_more(self) -> None:
        if self.more_below != self._told_more:
            self._told_more = self.more_below
            self.post_message(MoreBelow(self, more=self._told_more))

    def turn_leaf(self, direction: int) -> None:
        """Read on (1) or back (-1) by nearly a whole view, keeping one line for the eye to hold on to."""
        step = max(1, self.size.height - 2)
        self.go(self.scroll_offset.y + direction * step, animate=True)

    def visible_text(self) -> str:
        """The words in view, a line for each row."""
        top = self.scroll_offset.y
        return "\n".join(row.text for row in self._rows[top : top + self.size.height])

    @property
    def text(self) -> str:
        """All the words on the page, a line for each row."""
        return "\n".join(row.text for row in self._rows)

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

    def _set_cursor(self, entry: str) -> None:
        if entry != self.cursor:
            self.cursor = entry
            self.refresh()
            if isinstance(self.screen, Reader):
                self.screen.marked(self, entry)

    def mark(self, entry: str) -> None:
        """Put the cursor on an entry and bring it into view."""
        number = self.number_of(entry)
        if number < 0:
            return
        self._set_cursor(entry)
        if not self._column:
            return
        top, bottom = self.row_of(number) + self.paras[number].above, self.row_of(number + 1)
        if top < self.scroll_offset.y:
            self.go(0 if entry == self.entries()[0] and bottom <= self.size.height else top)
        elif bottom > self.scroll_offset.y + self.size.height:
            self.go(bottom - self.size.height + self._foot)

    def move(self, step: int) -> None:
        """Move the cursor to the next entry (1) or the one before (-1), round and round."""
        entries = self.entries()
        if not entries:
            self.go(self.scroll_offset.y + step)
            return
        at = entries.index(self.cursor) if self.cursor in entries else (-1 if step > 0 else 0)
        self.mark(entries[(at + step) % len(entries)])

    def choose(self, entry: str) -> None:
        """Choose an entry as the player would; a closed one too."""
        number = self.number_of(entry)
        if number >= 0 and isinstance(self.screen, Reader):
            self.screen.chosen(self, entry, open=self.paras[number].open)

    def choose_number(self, number: int) -> bool:
        """Choose the entry that stands at `number`, counted from 1 with the closed ones; whether there was one."""
        entries = self.entries(closed=True)
        if not 1 <= number <= len(entries):
            return False
        self.choose(entries[number - 1])
        return True

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
            self.choose(entry)

    def on_mouse_move(self, event: MouseMove) -> None:
        """The cursor follows the mouse over entries that are open."""
        entry = self._entry_at(event.y)
        if entry and entry != self.cursor and self.paras[self.number_of(entry)].open:
            self._set_cursor(entry)

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
            sign = "› " if self._starts[row.para] + para.above == number else "  "
            margin = margin[:-2] + sign
        segments = [Segment(margin, style(theme, "accent")), Segment(" " * (row.indent - inset), blank)]
        used = self._left + row.indent
        for words, tone in row.pieces:
            if past and not tone.startswith("rule"):
                tone = "past" + "".join(f"+{one}" for one in tone.split("+")[1:])
            segments.append(Segment(words, style(theme, tone + extra)))
            used += cell_len(words)
        end = min(width, self._left + self._column - inset)
        if used < end:
            segments.append(Segment(" " * (end - used), blank))
            used = end
        segments.append(Segment(" " * max(0, width - used), style(theme, "text")))
        strip = Strip(segments).adjust_cell_length(width, style(theme, "text"))
        return self._with_selection(strip, number).apply_offsets(0, number)

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
