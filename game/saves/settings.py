"""The player's settings: one list says what there is, and drives defaults, checks and the settings screen.

settings = Settings.of_player()
settings["theme"]
settings.change("theme", "frost")
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeGuard

from game.places import NoHome, config_folder
from game.saves import disk
from game.saves.errors import SaveError
from game.saves.fields import LINE, clean
from game.system.calls import NOWHERE, REAL, Nowhere, SystemCalls

FILE = "settings.json"
_LARGEST = 100_000  # bytes

SettingValue: TypeAlias = bool | int | str


class Setting(NamedTuple):
    """One setting: `choices` are its values, each with what the player reads; the first one is the default."""

    key: str
    title: str
    help: str
    choices: tuple[tuple[SettingValue, str], ...]

    @property
    def default(self) -> SettingValue:
        """The value until the player changes it."""
        return self.choices[0][0]

    @property
    def is_switch(self) -> bool:
        """Whether it is just off or on."""
        return isinstance(self.default, bool)

    def shown(self, value: SettingValue) -> str:
        """A value as the player reads it."""
        return next((title for one, title in self.choices if _same(one, value)), "")


_OFF_ON: tuple[tuple[SettingValue, str], ...] = ((False, "off"), (True, "on"))
_ON_OFF: tuple[tuple[SettingValue, str], ...] = ((True, "on"), (False, "off"))

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme",
        "Colours",
        "Dark or light, two of high contrast, or dark or light as the terminal's ground is.",
        (
            ("auto", "as the terminal is"),
            ("ember", "Ember (dark)"),
            ("frost", "Frost (light)"),
            ("hospital", "Hospital green (dark)"),
            ("contrast", "High contrast (dark)"),
            ("paper", "High contrast (light)"),
        ),
    ),
    Setting(
        "width",
        "Width of the text",
        "How long a line may get, in characters.",
        ((72, "72"), (64, "64"), (56, "56")),
    ),
    Setting(
        "spacing",
        "Line spacing",
        "Double leaves a line empty between two lines of the story.",
        (("single", "single"), ("double", "double")),
    ),
    Setting(
        "paragraphs",
        "Paragraphs",
        "Parted by an empty line, or, as in a book, by a first line that begins further in.",
        (("gap", "an empty line"), ("indent", "an indent")),
    ),
    Setting(
        "centred",
        "In the middle",
        "On a tall screen, what is new stands in the middle and not at the foot.",
        _OFF_ON,
    ),
    Setting(
        "panel",
        "Panel",
        "Those in your care stand beside the text, or in a line above it. The key v shows and hides it; p lists them anyway.",
        _ON_OFF,
    ),
    Setting("closed", "Closed choices", "Choices that are not open now are shown, with why.", _ON_OFF),
    Setting("reduced_motion", "Reduced motion", "Nothing slides, fades or blinks.", _OFF_ON),
    Setting(
        "restrained",
        "Restrained content",
        "Stories that offer it tell violence and injury in fewer words. Counts from the next new game.",
        _OFF_ON,
    ),
    Setting(
        "skip_read",
        "Skip what was read",
        "Paragraphs that you have read in an earlier playthrough are folded; what is new among them shows.",
        _OFF_ON,
    ),
    Setting(
        "marks",
        "Mark what was chosen",
        "Choices that you have taken before, in this playthrough or another, say so.",
        _ON_OFF,
    ),
    Setting(
        "quick",
        "Choose at once",
        "Clicks and keys choose from the first moment of a new turn on. Usually its first quarter of a second is guarded against slips.",
        _OFF_ON,
    ),
    Setting("plain", "Line mode", "Start line by line, as with --plain: for screen readers.", _OFF_ON),
)


class Settings(Mapping[str, SettingValue]):
    """The settings in a folder. `notes` says, in words for the player, what in the file could not be used."""

    def __init__(self, folder: Path, calls: SystemCalls = REAL, schema: tuple[Setting, ...] = SETTINGS) -> None:
        self._path = folder / FILE
        self._calls = calls
        self.schema = schema
        self.notes: tuple[str, ...] = ()
        self._values: dict[str, SettingValue] = {}
        self._others: dict[str, SettingValue] = {}
        self._strange = False
        """Whether the file holds what cannot be written back: then it is kept aside before it is written anew."""
        try:
            self._take(self._read())
        except SaveError as error:
            if error.kind != "missing":
                self.notes = (f"Your settings could not be read, so the usual ones are in use. {error.reason}",)
                self._set_aside(error)

    @classmethod
    def of_player(cls) -> Settings:
        """The settings in the place where they live on this machine."""
        try:
            return cls(config_folder())
        except NoHome as error:
            return cls(NOWHERE, Nowhere(str(error)))

    def __getitem__(self, key: str) -> SettingValue:
        return self._values.get(key, self.setting(key).default)

    def __iter__(self) -> Iterator[str]:
        return (setting.key for setting in self.schema)

    def __len__(self) -> int:
        return len(self.schema)

    def setting(self, key: str) -> Setting:
        """What there is to say of a setting. Raises KeyError for one that there is not."""
        for setting in self.schema:
            if setting.key == key:
                return setting
        raise KeyError(key)

    def shown(self, key: str) -> str:
        """The value of a setting as the player reads it."""
        return self.setting(key).shown(self[key])

    def is_on(self, key: str) -> bool:
        """Whether a switch is on."""
        return self[key] is True

    def step(self, key: str, by: int = 1) -> None:
        """Change a setting to the next of its choices, or back with `by=-1`; after the last comes the first.

        Raises:
            SaveError: it is changed, and could not be kept.
        """
        values = [value for value, _ in self.setting(key).choices]
        self.change(key, values[(values.index(self[key]) + by) % len(values)])

    def change(self, key: str, value: SettingValue) -> None:
        """Change a setting and keep it; what another game has changed meanwhile is taken over.

        Raises:
            SaveError: "name" when the setting has no such value; "disk" when it is changed but could not be kept.
        """
        setting = self.setting(key)
        if not setting.shown(value):
            known = ", ".join(str(one) for one, _ in setting.choices)
            raise SaveError(f"{setting.title} is one of {known}, not {clean(str(value), 40)}.", "name")
        self._values[key] = value
        with disk.locked(self._path.parent, self._calls):
            try:
                self._take(self._read())
                if self._strange:
                    self._aside(SaveError("It holds what no version has written.", "foreign"))
                    self._strange = False
            except SaveError as error:
                if error.kind == "disk":
                    raise
                self._aside(error)
            self._values[key] = value
            text = json.dumps({**self._others, **self._values}, indent=2, ensure_ascii=False) + "\n"
            disk.replace(self._path, text.encode(), self._calls, backup=False)

    def _read(self) -> dict[str, object]:
        content, _ = disk.read(self._path, _LARGEST, self._calls)
        try:
            found = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise SaveError("The file is damaged.") from error
        if not isinstance(found, dict):
            raise SaveError("The file holds no settings.", "foreign")
        return found

    def _take(self, found: Mapping[str, object]) -> None:
        notes = []
        settings = {setting.key: setting for setting in self.schema}
        for key, value in found.items():
            setting = settings.get(key)
            if setting is None:
                # Of a newer version, perhaps: kept for it when the file is written again.
                if _is_plain(key) and _is_plain(value):
                    self._others[key] = value
                    notes.append(f"This version has no setting {clean(key, 40)!r}; it is left alone.")
                else:
                    self._strange = True
                    notes.append("Your settings hold something that no version of the game has written.")
            elif isinstance(value, bool | int | str) and setting.shown(value):
                self._values[key] = value
            else:
                was = f" {clean(value, 40)!r}" if isinstance(value, str) else " that"
                notes.append(f"{setting.title} cannot be{was}; it is {setting.shown(self[key])}.")
        self.notes = tuple(dict.fromkeys(notes))[:10]

    def _set_aside(self, error: SaveError) -> None:
        if error.kind in ("damaged", "foreign"):
            try:
                with disk.locked(self._path.parent, self._calls):
                    self._aside(error)
            except SaveError:
                pass  # it stays where it is, and is set aside before anything is written over it

    def _aside(self, error: SaveError) -> None:
        """Move the file out of the way if it cannot be read. The folder is `locked` by the caller."""
        if error.kind not in ("damaged", "foreign"):
            return
        number = 1
        while disk.mark(path := self._path.with_name(f"{FILE}.damaged-{number}"), self._calls):
            number += 1
        if disk.mark(self._path, self._calls):
            disk.move(self._path, path, self._calls)
            self.notes = (*self.notes, f"The file is kept as {path.name}.")


def _is_plain(value: object) -> TypeGuard[SettingValue]:
    """Whether a newer version could have written it: one value, and of a text one that can be shown."""
    return isinstance(value, bool | int) or (isinstance(value, str) and len(value) <= LINE and clean(value) == value)


def _same(one: SettingValue, other: SettingValue) -> bool:
    return type(one) is type(other) and one == other
