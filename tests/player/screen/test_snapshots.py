"""What the screens look like. After a change that is meant: pytest tests/player/screen --snapshot-update, and look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.player.storage import cards, store
from game.saves.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.player.screen.app import Hambies

    Make = Callable[[str], Hambies]

TO_PLAY = ("1", "1", "enter", "enter", "1", "1")
SMALL, USUAL, WIDE = (60, 20), (80, 24), (120, 40)


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "moment", lambda _: "today 21:14")
    for module in (cards, store):
        monkeypatch.setattr(module, "duration", lambda _: "12 min")


@pytest.mark.parametrize(
    ("name", "theme", "size", "keys"),
    [
        ("title", "ember", USUAL, ()),
        ("warning", "ember", USUAL, ("1",)),
        ("setup-name", "frost", USUAL, ("1", "1", "enter")),
        ("setup-options", "ember", SMALL, ("1", "1", "enter", "enter")),
        ("play-usual", "ember", USUAL, (*TO_PLAY, "1")),
        ("play-wide", "frost", WIDE, (*TO_PLAY, "2")),
        ("play-small", "hospital", SMALL, TO_PLAY),
        ("play-contrast", "contrast", USUAL, (*TO_PLAY, "3")),
        ("ending", "paper", USUAL, (*TO_PLAY, "4")),
        ("codex", "hospital", USUAL, (*TO_PLAY, "1", "c")),
        ("codex-small", "ember", SMALL, (*TO_PLAY, "1", "c")),
        ("slots", "ember", USUAL, (*TO_PLAY, "1", "s", "l")),
        ("endings", "frost", USUAL, (*TO_PLAY, "4", "2")),
        ("help", "ember", USUAL, (*TO_PLAY, "question_mark")),
        ("settings", "ember", USUAL, (*TO_PLAY, "o")),
        ("history", "ember", USUAL, (*TO_PLAY, "2", "2", "h")),
        ("map", "ember", USUAL, (*TO_PLAY, "1", "1", "m")),
        ("map-small", "paper", SMALL, (*TO_PLAY, "4", "2")),
    ],
)
def test_the_screen(
    make: Make, snap_compare: Any, name: str, theme: str, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    Settings.of_player().change("theme", theme)
    assert snap_compare(make("boiler"), press=keys, terminal_size=size)
