"""The player's settings, as every front asks for them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from game.saves.errors import SaveError
from game.saves.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.engine.turn import Turn
    from game.program.model import Program
    from game.saves.settings import SettingValue

RESTRAINED = "restrained"
"""The setup variable that a story asks for in order to spare the player its graphic passages."""


class SettingLine(NamedTuple):
    """A setting as a player sees it."""

    key: str
    title: str
    help: str
    shown: str


class Preferences:
    """The settings of the player, or those given. They are read when one is first asked for."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._given_settings = settings

    @cached_property
    def _settings(self) -> Settings:
        return self._given_settings or Settings.of_player()

    @property
    def theme(self) -> str:
        """The name of the colours."""
        return str(self._settings["theme"])

    @property
    def width(self) -> int:
        """How wide a line of text may get."""
        return int(self._settings["width"])

    @property
    def spaced(self) -> bool:
        """Whether a line stays empty between two."""
        return self._settings["spacing"] == "double"

    @property
    def indented(self) -> bool:
        """Whether paragraphs begin further in, with no empty line before them."""
        return self._settings["paragraphs"] == "indent"

    @property
    def centred(self) -> bool:
        """Whether the turn in view stands in the middle of a tall screen."""
        return self._settings.is_on("centred")

    @property
    def panel(self) -> bool:
        """Whether those in the player's care stand beside the text."""
        return self._settings.is_on("panel")

    @property
    def shows_closed(self) -> bool:
        """Whether choices that are closed are shown, with why."""
        return self._settings.is_on("closed")

    def offered(self, turn: Turn) -> list[int]:
        """Which of a turn's options are shown, by their number in it: all, or those that are open as long as there are any."""
        shown = range(len(turn.options))
        if self.shows_closed or turn.stuck:
            return list(shown)
        return [number for number in shown if turn.options[number].open]

    @property
    def reduced_motion(self) -> bool:
        """Whether nothing may slide or blink."""
        return self._settings.is_on("reduced_motion")

    @property
    def guarded(self) -> bool:
        """Whether nothing is taken in the first moment of a new page."""
        return not self._settings.is_on("quick")

    @property
    def skip_read(self) -> bool:
        """Whether text that was read before is folded."""
        return self._settings.is_on("skip_read")

    @property
    def marks(self) -> bool:
        """Whether choices that were taken before say so."""
        return self._settings.is_on("marks")

    def settings(self) -> tuple[SettingLine, ...]:
        """Every setting, as it is."""
        return tuple(
            SettingLine(one.key, one.title, one.help, self._settings.shown(one.key)) for one in self._settings.schema
        )

    def change(self, key: str, step: int) -> str:
        """Change a setting to its next value (or the one before); why it could not be kept, or ""."""
        return trouble_of(lambda: self._settings.step(key, step))

    def values(self, key: str) -> tuple[tuple[SettingValue, str], ...]:
        """What a setting can be, each value with what the player reads."""
        return self._settings.setting(key).choices

    def value(self, key: str) -> SettingValue:
        """What a setting is."""
        return self._settings[key]

    def put(self, key: str, value: SettingValue) -> str:
        """Change a setting to one of its values; why it could not be kept, or ""."""
        return trouble_of(lambda: self._settings.change(key, value))

    def wish(self, variable: str) -> str:
        """What the settings would answer to a question of the setup; "" where they have nothing to say."""
        if variable == RESTRAINED and self._settings.is_on(RESTRAINED):
            return "true"
        return ""

    def with_wishes(self, program: Program, answers: Mapping[str, str]) -> dict[str, str]:
        """The answers, and what the settings say to questions that were not answered."""
        wishes = {one.variable: self.wish(one.variable) for one in program.setup}
        return {**{name: wish for name, wish in wishes.items() if wish}, **answers}


def trouble_of(action: Callable[[], object]) -> str:
    """Do something with a file; why it did not work, or ""."""
    try:
        action()
    except SaveError as error:
        return error.reason
    return ""
