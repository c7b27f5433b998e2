"""Where files live: saves, settings, compiled stories, and the story that ships.

In order: the folder named by HAMBIES_HOME; in a checkout, its own `saves/`; for an installed game, the platform's folders.
Nothing is created here; whoever writes first makes the folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from game.system.files import DISK, Disk, is_file, read, real, start, within
from game.system.names import on_disk

HOME = "HAMBIES_HOME"
MAIN = "story.yaml"
_NAMES_A_STORY = rb"(?m)^(?:\xef\xbb\xbf)?\{?[ \t]*[\"']?story[\"']?[ \t]*:"
_MOST_LOOKED_AT = 5_000_000
_PACKAGE = Path(real(__file__)).parent
_OURS = r'(?m)^name\s*=\s*"hambies"'


class Where(NamedTuple):
    """One line of `hambies where`."""

    name: str
    path: Path


class Chosen(NamedTuple):
    """A story that was looked for: where it is, what to say of that (or nothing), and whether it is that of the folder
    one is in, or was found by a part of it.
    """

    path: Path
    note: str
    here: bool = False
    part: bool = False


class NoHome(OSError):  # noqa: N818  # said as a sentence
    """There is no folder to keep anything in."""


class NoStory(FileNotFoundError):  # noqa: N818  # said as a sentence, and a FileNotFoundError by name already
    """There is no story at any of the places where the one that ships could be."""


def checkout(package: Path = _PACKAGE) -> Path | None:
    """The folder of the checkout that this game runs from, or None for an installed one."""
    root = package.parent
    try:
        ours = re.search(_OURS, read(root / "pyproject.toml", 100_000).decode())
    except (OSError, UnicodeDecodeError):
        return None
    return root if ours else None


def docs_folder(package: Path = _PACKAGE) -> Path:
    """Where the documents are: in a checkout its own, else those that came with the game."""
    return (checkout(package) or package) / "docs"


def pages_folder(package: Path = _PACKAGE) -> Path:
    """Where the pages about errors are."""
    return docs_folder(package) / "errors"


def data_folder() -> Path:
    """Where saves live; each story has a folder of its own in it, see `saves_folder`. Raises NoHome."""
    if home := _home():
        return home / "saves"
    if root := checkout():
        return root / "saves"
    from platformdirs import user_data_path

    return _rooted(lambda: user_data_path("hambies", appauthor=False))


def config_folder() -> Path:
    """Where `settings.json` lives. Raises NoHome."""
    if home := _home():
        return home / "config"
    if root := checkout():
        return root / "saves"
    from platformdirs import user_config_path

    return _rooted(lambda: user_config_path("hambies", appauthor=False))


def cache_folder() -> Path:
    """Where compiled stories live: safe to delete at any time. Raises NoHome."""
    if home := _home():
        return home / "cache"
    if root := checkout():
        return root / "saves" / ".cache"
    from platformdirs import user_cache_path

    return _rooted(lambda: user_cache_path("hambies", appauthor=False))


def saves_folder(story: str) -> Path:
    """Where the saves of the story with this id live, by a name that is safe on every system. Raises NoHome."""
    return data_folder() / safe_name(story)


def story_folder(given: str | Path | None = None) -> Path:
    """The story that a command is about: see `chosen_story`. Raises NoStory."""
    return chosen_story(given).path


def chosen_story(given: str | Path | None = None) -> Chosen:
    """The story that a command is about, and what to say of it where it is not the one that was named.

    A path given is it, but for a file that is only a part of a story: then that story. Without a path it is the nearest
    story.yaml in the folder one is in or above it, and where there is none the one that ships.

    Raises:
        NoStory: none was given or is near, and none ships with this game.
    """
    if given is not None:
        path = on_disk(Path(given))
        whole = story_of_part(path)
        if whole is None:
            return Chosen(path, "")
        near = Path(whole) if os.path.isabs(given) else _seen_from_here(whole)  # noqa: PTH117
        return Chosen(near, f"{given} is a part of the story {near / MAIN}.", part=True)
    try:
        above = story_above(os.getcwd())  # noqa: PTH109 - the string is wanted
    except OSError:  # the folder one is in was deleted
        above = None
    if above is not None:
        near = _seen_from_here(above)
        return Chosen(near, f"the story here is {near / MAIN}.", here=True)
    ships = shipped_story()
    return Chosen(ships, f"no {MAIN} is here or above, so this is the story that ships: {ships}")


def _seen_from_here(folder: str) -> Path:
    """A path from the root as people would write it, where they are."""
    try:
        near = os.path.relpath(folder)
    except (OSError, ValueError):
        return Path(folder)
    return Path(near)


def shipped_story() -> Path:
    """The story packaged with the game, else the checkout's. Raises NoStory."""
    packaged = _PACKAGE / "story"
    if is_file(packaged / "story.yaml"):
        return packaged
    if (root := checkout()) and is_file(root / "story" / "story.yaml"):
        return root / "story"
    raise NoStory("No story ships with this game. Name one: hambies play path/to/story")


def story_above(folder: Path | str, disk: Disk = DISK) -> str | None:
    """The nearest folder that has a story.yaml, whatever that is: this one or one above it, as a path from the root; None when there is none."""
    above = real(folder)
    while True:
        if disk.has(os.path.join(above, MAIN)):  # noqa: PTH118 - if it is no file, whoever reads it says what it is
            return above
        above, below = os.path.dirname(above), above  # noqa: PTH120
        if above == below:
            return None


def names_a_story(text: bytes) -> bool:
    """Whether a file with this text is the main one of a story."""
    return re.search(_NAMES_A_STORY, text) is not None


def story_of_part(path: Path) -> str | None:
    """The folder of the story around a file that is none itself, such as a chapter; None for a story's own main file."""
    try:
        if path.name == MAIN or names_a_story(start(path, _MOST_LOOKED_AT)):
            return None
    except (OSError, ValueError):
        return None
    return story_above(path.parent)


def all_paths() -> tuple[Where, ...]:
    """Every place this game reads or writes, for `hambies where`. Raises NoHome."""
    try:
        story: tuple[Where, ...] = (Where("story", Path(os.path.abspath(story_folder()))),)  # noqa: PTH100 - without the ..
    except NoStory:
        story = ()
    return (
        *story,
        Where("saves", data_folder()),
        Where("settings", config_folder() / "settings.json"),
        Where("cache", cache_folder()),
    )


# Names that Windows keeps for devices, whatever comes after a dot; those with other characters are never plain.
_RESERVED = r"con|prn|aux|nul|(com|lpt)[0-9]"
_PLAIN = r"[a-z0-9]+(-[a-z0-9]+)*"


def safe_name(name: str, prefix: str = "") -> str:
    """A file name for `name` that is the same on every file system and never a path.

    Lower-case letters, digits and single hyphens stay as they are, up to 40 of them. Anything else
    becomes what is left of it and a part of its hash; names that only differ in case or in how their
    accents are composed are one name, as they would be on many disks.
    """
    from unicodedata import normalize

    folded = normalize("NFC", normalize("NFC", name).casefold())
    if len(folded) <= 40 and re.fullmatch(_PLAIN, folded) and (prefix or not re.fullmatch(_RESERVED, folded)):
        return prefix + folded
    from hashlib import sha256

    slug = re.sub(r"[^a-z0-9]+", "-", folded)[:24].strip("-")
    return f"{prefix}{slug or 'x'}-{sha256(folded.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _home() -> Path | None:
    home = os.environ.get(HOME)
    if not home:
        return None
    try:
        return Path(real(Path(home).expanduser()))
    except RuntimeError:
        raise NoHome(f"{HOME} names the home folder of somebody who has none") from None


def _rooted(ask: Callable[[], Path]) -> Path:
    """A folder of the platform's, which without a home folder there is not, or which would be one called ~ wherever one is."""
    try:
        folder = ask()
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute() or "~" in folder.parts:
        raise NoHome(f"there is no home folder to keep it in ({HOME} can name one)")
    return folder


def is_packaged(path: Path | str) -> bool:
    """Whether a file came with the installed game."""
    return within(_PACKAGE, path)
