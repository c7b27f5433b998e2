"""A column of paragraphs: laid out in rows for the width there is, and scrolled. Nothing here draws or chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.scroll_view import ScrollView

from game.player.screen.look.drawing import Para, Row
from game.player.screen.look.reading import MEASURE, TALL, ReadingStyle, rows_of
from game.player.screen.widgets.reader import MoreBelow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.events import Resize


class Column(ScrollView, can_focus=False):
    """Paragraphs, and the place in them where the reader is."""

    def __init__(
        self,
        *,
        measure: int = MEASURE,
        reading: ReadingStyle | None = None,
        margin: int = 3,
        foot: int = 1,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """`reading` sets the text as the player likes it; without it, it is set in lines as wide as `measure`."""
        super().__init__(id=id)
        self.how = reading or ReadingStyle(measure)
        self.reads = reading is not None
        """Whether it is for text of the story, which is set as the settings say."""
        self.paras: list[Para] = []
        self.live = 0
        self.barred = range(0)
        """The paragraphs with a bar at their left: what is new."""
        self.pointed = -1
        self.follows = False
        """Whether a reader who is at the end stays there when the size changes."""
        self._margin = margin
        self._foot = self._least_foot = foot
        self._head = 0
        """Blank rows above everything, where what is on the page stands in the middle of it."""
        self._rows: list[Row] = []
        self._starts: list[int] = []
        self._column = 0
        self._left = 0
        self._pending: tuple[str, int] | None = None
        self._opened: tuple[int, int] | None = None
        """The paragraph that the page was opened at, and the row that came to the top by it."""
        self._told_more = False
        self.ended = False
        """Whether the end has been in view since the page was opened where it is open."""

    # What stands in it

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
        place, opened = self.scroll_offset.y, self._unmoved()
        del self.paras[:count]
        self.live = max(0, self.live - count)
        self.barred = range(max(0, self.barred.start - count), max(0, self.barred.stop - count))
        if self._column:
            self._rows.clear()
            self._starts.clear()
            self._lay_out(0)
            if opened is None:
                self.go(max(0, place - before))
            else:
                self.open_at(max(0, opened - count))

    def _lay_out(self, start: int) -> None:
        """Wrap the paragraphs from number `start` on into rows."""
        if not start:
            self._head, self._foot = 0, self._least_foot
        for number in range(start, len(self.paras)):
            self._starts.append(len(self._rows))
            self._rows += self._laid_out(number, self._column)
        self.virtual_size = Size(self.size.width, len(self._rows) + self._foot)
        self.refresh(layout=self.styles.is_auto_height)
        self._tell_more()

    def _laid_out(self, number: int, width: int) -> Iterable[Row]:
        return rows_of(self.paras[number], self.paras[number - 1] if number else None, width, number, self.how)

    def set_anew(self, how: ReadingStyle) -> None:
        """Set the text in another way, and stay where it is open."""
        if how == self.how:
            return
        self.how, self._column = how, 0
        opened, ended = self._unmoved(), self.ended
        if self.size.width:
            self._fit(self.size.width)
            if opened is not None:
                self.open_at(opened)
                self.ended = self.ended or ended

    def column_in(self, width: int) -> tuple[int, int]:
        """How wide the column is on a page `width` cells wide, and the blanks on its left."""
        inner = width - self.scrollbar_size_vertical
        margin = self._margin if inner >= 40 else 1
        column = max(10, min(self.how.measure, inner - margin - max(1, margin - 1)))
        return column, max(margin, (inner - column) // 2)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's own door
        """Rows of everything on the page, where a screen lets it be as high as that (`height: auto`)."""
        column, _ = self.column_in(width)
        if column == self._column:
            return len(self._rows) + self._foot
        return sum(len(list(self._laid_out(number, column))) for number in range(len(self.paras))) + self._foot

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
        opened, ended = self._unmoved(), self.ended
        self._fit(event.size.width)
        if opened is not None:
            self.open_at(opened)
            self.ended = self.ended or ended
        elif at_end:
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
        # At once, so that a key which follows in the same moment finds the page where it is going to be; and forced,
        # because Textual refuses to scroll a page that was shorter than its view before this turn.
        self.scroll_to(y=y, animate=animate, duration=0.18 if animate else None, force=True, immediate=True)

    def go_to_row(self, row: int) -> None:
        """Bring `row` to the top as far as the page allows."""
        if not self._column:
            self._pending = ("row", row)
            return
        self.go(row)

    def open_at(self, number: int) -> None:
        """Show what begins at paragraph `number`: all of it at the bottom of the view, or its first line at the top.

        A passage that fits is shown under the end of what came before it; one that does not fit begins at the top, without the blank lines
        that part it from that.
        """
        if not self._column:
            self._pending = ("open", number)
            return
        self.ended = False
        self._centre(number)
        start, end = self.top_of(number) if number else 0, len(self._rows) + self._foot
        height = self.size.height
        self.go(start if end - start > height else max(0, end - height))
        self._opened = (number, self.bound_for)
        self._tell_more()

    def _centre(self, number: int) -> None:
        """Leave blank rows above and below for what begins at paragraph `number` to stand in the middle of a tall page, if that is wished."""
        height, head, foot = self.size.height, 0, self._least_foot
        if self.how.centred and height >= TALL and number < len(self.paras):
            spare = height - (len(self._rows) - self.top_of(number))
            foot = max(foot, spare // 2)
            head = max(0, height - foot - len(self._rows) + self._head)
        self._rows[: self._head] = [Row(0, (), 0)] * head
        self._starts[1:] = [start + head - self._head for start in self._starts[1:]]
        self._head, self._foot = head, foot
        self.virtual_size = Size(self.size.width, len(self._rows) + foot)

    def top_of(self, number: int) -> int:
        """The first row of paragraph `number` that is not one of those that part it from the one before."""
        row, end = self.row_of(number), self.row_of(number + 1)
        while row < end - 1 and not self._rows[row].pieces:
            row += 1
        return row

    def _unmoved(self) -> int | None:
        """The paragraph that the page was opened at, as long as nobody has moved from there."""
        opened = self._opened
        return opened[0] if opened is not None and opened[1] == round(self.scroll_target_y) else None

    @property
    def bound_for(self) -> int:
        """The row that is at the top of the view, or will be when a slide that is under way has come to its end."""
        return min(round(self.scroll_target_y), self.max_scroll_y)

    def point_at(self, number: int) -> None:
        """Light up paragraph `number` and bring it into view; -1 lights up none."""
        self.pointed = number
        if number >= 0:
            self.go_to_row(max(0, self.row_of(number) - self.size.height // 3))
        self.refresh()

    @property
    def more_below(self) -> bool:
        """Whether there is text below the view."""
        return self.bound_for + self.size.height < len(self._rows)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the screen when the end comes into view or goes out of it."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_more()

    def _tell_more(self) -> None:
        self.ended = self.ended or not self.more_below
        if self.more_below != self._told_more:
            self._told_more = self.more_below
            self.post_message(MoreBelow(self, more=self._told_more))

    def turn_leaf(self, direction: int) -> None:
        """Read on (1) or back (-1) by nearly a whole view, keeping one line for the eye to hold on to."""
        step = max(1, self.size.height - 2)
        self.go(self.bound_for + direction * step, animate=True)
        self._tell_more()  # where there is no further to go, the end has been in view

    def visible_text(self) -> str:
        """The words in view, a line for each row."""
        top = self.scroll_offset.y
        return "\n".join(row.text for row in self._rows[top : top + self.size.height])

    @property
    def text(self) -> str:
        """All the words on the page, a line for each row."""
        return "\n".join(row.text for row in self._rows)
