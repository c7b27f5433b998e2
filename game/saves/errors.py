"""Why a save could not be kept or read, in words for the player."""

from __future__ import annotations

from typing import Literal

from game.system.files import because

__all__ = ["SaveError", "SaveTrouble", "because"]

SaveTrouble = Literal["damaged", "foreign", "newer", "missing", "disk", "name"]


class SaveError(Exception):
    """A save, settings or progress file could not be written or read.

    `reason` is one sentence for the player, without a path in it. `kind` says what can be
    done: a "damaged" or "foreign" file is set aside, a "newer" one is left alone, "disk" is
    the machine's trouble (the old file is kept), "missing" and "name" are the asker's.
    """

    def __init__(self, reason: str, kind: SaveTrouble = "damaged") -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind
