"""Marks on the page at the lines that no committed playthrough reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.screen.story.turns import TurnPages
from game.writer.desk.panel import UNREAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.engine.turn import Turn
    from game.player.playthrough.current_place import Standing
    from game.player.playthrough.playing import Playing
    from game.player.screen.look.drawing import Para
    from game.player.screen.widgets.page import Page


class MarkedPages(TurnPages):
    """The turns on the page, with a mark behind each line that is unread."""

    def __init__(self, page: Page, playing: Playing, is_unread: Callable[[str], bool]) -> None:
        super().__init__(page, playing)
        self._is_unread = is_unread

    def words(self, turn: Turn, before: Standing) -> tuple[list[Para], Standing]:
        """The words of a turn, each unread line with its mark."""
        paras, after = super().words(turn, before)
        unread = {block.id for block in turn.blocks if any(map(self._is_unread, block.lines))}
        return [
            para._replace(pieces=(*para.pieces, (UNREAD, "accent+strong"))) if para.mark in unread else para
            for para in paras
        ], after
