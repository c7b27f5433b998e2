"""The first files of a new story: small, commented, without a mistake, and with the name of the folder that they stand in."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from game.language.diagnostics.safe_json import to_json
from game.language.text.cleaning import clean_line
from game.language.text.identifiers import is_word
from game.system.files import is_there, read, real, trouble
from game.system.names import composed
from game.system.writing import write
from game.writer.format.quoting import can_stand
from game.writer.keys.json_schema import json_schema

_TEMPLATES: Final = Path(__file__).parent / "templates"
_LARGEST: Final = 100_000
_FILE: Final = ("story.yaml",)
_FOLDER: Final = (
    "story.yaml",
    "chapters/1-the-platform.yaml",
    "chapters/2-the-train.yaml",
    "playthroughs/aboard.play.yaml",
    "playthroughs/left-behind.play.yaml",
    "playthroughs/not-asked.play.yaml",
    ".github/workflows/story.yml",
    ".pre-commit-config.yaml",
    ".editorconfig",
    ".vscode/settings.json",
)
"""What is written, by its name there. In the templates no name begins with a dot, so that nothing takes them for its own."""
_SCHEMA: Final = ".vscode/hambies.schema.json"
"""Made, and not written beforehand: the keys of stories, for editors with a YAML server."""
_ID: Final = "story: the-last-train "
_TITLE: Final = "title: The Last Train\n"


class NewFile(NamedTuple):
    """A file of a new story: its path in the story's folder, and what it holds."""

    name: str
    text: str


class CannotBegin(Exception):  # noqa: N818 - a sentence for whoever called the command
    """No story can begin in this folder; the message says why."""


def first_files(folder: Path, *, parted: bool) -> list[NewFile]:
    """The files of a new story in `folder`, which need not be there: one, or with `parted` chapters, playthroughs and all around them."""
    files = []
    for name in _FOLDER if parted else _FILE:
        template = _TEMPLATES / ("folder" if parted else "file") / name.removeprefix(".")
        files.append(NewFile(name, read(template, _LARGEST).decode("utf-8")))
    if parted:
        files.append(NewFile(_SCHEMA, to_json(json_schema(), indent=2) + "\n"))
    first = files[0]
    return [NewFile(first.name, _named(first.text, Path(real(folder)).name)), *files[1:]]


def begin(folder: Path, files: list[NewFile]) -> None:
    """Write the files. Raises CannotBegin where one of them is there already (and then none is written), and OSError."""
    if reason := trouble(folder):
        raise CannotBegin(f"{clean_line(str(folder))} cannot be used: {reason}")
    for file in files:
        if is_there(folder / file.name):
            raise CannotBegin(f"{clean_line(str(folder / file.name))} is there already; name a folder without one")
    for file in files:
        write(folder / file.name, file.text.encode("utf-8"), root=folder, ours=lambda _: False)


def _named(text: str, folder: str) -> str:
    """The story called after its folder, where that can be a story's id; saves are kept by it, so no two new stories should share one."""
    name = "-".join("".join(char if is_word(f"a{char}") else " " for char in composed(folder)).split()).strip("-")
    if not is_word(name):
        return text
    story_id = f"story: {name.lower()} "
    title = " ".join(name.replace("_", "-").split("-"))
    title = title[:1].upper() + title[1:]
    shown = title if can_stand(title, flow=False) else f'"{title}"'
    return text.replace(_ID, story_id.ljust(len(_ID)), 1).replace(_TITLE, f"title: {shown}\n", 1)
