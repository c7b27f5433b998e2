"""What lies behind the title: the story's picture at the foot of it, and snow that falls where there are neither words nor picture.

The snow carries no meaning. It moves twice a second at most, not at all where nothing is to move, and high contrast has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from game.language.picture import LETTERS
from game.player.screen.look.depths import ASCII
from game.player.screen.look.theme import palette, style
from game.player.screen.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.timer import Timer

    from game.program.declared import Picture

BEAT = 0.5
"""Seconds between two movements of the snow."""
FEWEST = 4
"""Rows of a picture that are worth showing where there is no room for all of it."""
_AIR = 2
"""Cells beside words that stay empty."""
_APART = 40
"""Cells of a row to each flake in it."""


class _Cell(NamedTuple):
    sign: str
    tone: str


class Sky(Page):
    """A page with a picture below its words, and snow."""

    DEFAULT_CSS = "Sky { scrollbar-gutter: auto; }"

    _picture: Picture | None = None
    _from = 0
    """The row at which the picture begins."""
    _beat = 0
    _fall: Timer | None = None
    _snow: tuple[object, dict[int, list[tuple[int, str]]]] = (None, {})
    """The flakes of each row, and for which size, colours and beat that is."""

    def put(self, picture: Picture | None, row: int) -> None:
        """Have the picture begin at this row of the view; what has no room below is not shown."""
        self._picture, self._from = picture, row
        self.refresh()

    @property
    def falls(self) -> bool:
        """Whether the snow falls."""
        return self._fall is not None

    def snow(self, *, falls: bool) -> None:
        """Let the snow fall, or lie still."""
        if not falls and self._fall is not None:
            self._fall.stop()
            self._fall = None
        elif falls and self._fall is None:
            self._fall = self.set_interval(BEAT, self._sink)

    def _sink(self) -> None:
        """Move the snow on, and draw only the cells that it comes to or leaves."""
        before = self._flakes()
        self._beat += 1
        moved = {
            Region(column, row, 1, 1)
            for flakes in (before, self._flakes())
            for row, in_row in flakes.items()
            for column, _ in in_row
            if before.get(row) != self._flakes().get(row)
        }
        if moved:
            self.refresh(*moved)

    def _flakes(self) -> dict[int, list[tuple[int, str]]]:
        """The column and sign of each flake, by its row."""
        now = (self.size, self.app.theme, self._beat)
        if self._snow[0] != now:
            rows: dict[int, list[tuple[int, str]]] = {}
            for column, row, sign in self._flakes_now():
                rows.setdefault(row, []).append((column, sign))
            self._snow = (now, rows)
        return self._snow[1]

    def _flakes_now(self) -> Iterator[tuple[int, int, str]]:
        """The same ones at every start, from a hash of where they began."""
        of = palette(self.app.theme)
        width, height = self.size
        if of.stark or not width or not height:
            return
        signs = "·.'" if of.signs == ASCII else "·.˙"
        for flake in range(max(1, width // _APART) * height):
            seed = (flake * 7919 + 12345) * 2654435761 & 0xFFFFFFFF
            if seed & 3 < len(signs):
                pace = 2 + (seed >> 2 & 3)  # beats to a row: near flakes fall faster than far ones
                sunk = flake % height + (self._beat + (seed >> 4 & 7)) // pace
                yield (seed >> 8) % width, sunk % height, signs[seed & 3]

    def render_line(self, y: int) -> Strip:
        """One line of the view: its words, and beside them what lies behind."""
        words = super().render_line(y)
        start, end = _covered(words, style(self.app.theme, "text"))
        behind = self._behind(y)
        if start == end:
            return behind
        start, end = max(0, start - _AIR), min(self.size.width, end + _AIR)
        return Strip.join([behind.crop(0, start), words.crop(start, end), behind.crop(end)])

    def _behind(self, y: int) -> Strip:
        """The picture and the snow in one row of the view."""
        width, theme = self.size.width, self.app.theme
        cells = [_Cell(" ", "text")] * width
        for column, sign in self._flakes().get(y, ()):
            cells[column] = _Cell(sign, "rule")
        for column, cell in enumerate(self._drawn(y - self._from, width)):
            if cell.sign != " ":
                cells[column] = cell
        return Strip([Segment(sign, style(theme, tone)) for sign, tone in _runs(cells)], width)

    def _drawn(self, row: int, width: int) -> Iterator[_Cell]:
        """A row of the picture in the middle of so many columns; one that begins as it ends goes on to the sides of the window."""
        picture = self._picture
        if picture is None or not 0 <= row < len(picture.rows):
            return
        signs, letters = picture.rows[row], picture.colours[row]
        left = (width - len(signs)) // 2
        goes_on = signs[0] == signs[-1]
        for column in range(width):
            at = min(max(column - left, 0), len(signs) - 1)
            if at != column - left and not goes_on:
                yield _Cell(" ", "text")
                continue
            yield _Cell(signs[at], LETTERS.get(letters[at], "text"))


def _covered(strip: Strip, ground: object) -> tuple[int, int]:
    """From which cell to which something stands in a row that is drawn over plain ground."""
    start = end = at = 0
    for segment in strip:
        length = segment.cell_length
        bare = getattr(segment.style, "bgcolor", None) == getattr(ground, "bgcolor", None)
        blank = bare and not segment.text.strip()
        if not blank:
            inset = len(segment.text) - len(segment.text.lstrip()) if bare else 0
            start = start if end else at + inset
            end = at + length - (len(segment.text) - len(segment.text.rstrip()) if bare else 0)
        at += length
    return start, end


def _runs(cells: Sequence[_Cell]) -> Iterator[tuple[str, str]]:
    """The cells, those of one tone beside each other together."""
    signs, tone = "", ""
    for cell in cells:
        if cell.tone != tone and signs:
            yield signs, tone
            signs = ""
        signs, tone = signs + cell.sign, cell.tone
    if signs:
        yield signs, tone
