"""Another name for something in a story: in all its files and playthroughs, and in a note for saves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from game.language.text.identifiers import is_variable, is_word
from game.program.load import Loaded, load
from game.system.files import DISK, Disk, is_folder
from game.system.overlay import Overlay
from game.writer.format.files import Formatted, with_text
from game.writer.names.note import NOTED, noted
from game.writer.names.scripts import followed

if TYPE_CHECKING:
    from game.program.sources import Reference, SourceSpan
    from game.writer.names.uses import NamedThing


class CannotRename(Exception):  # noqa: N818 - a refusal, told as it is
    """Why something cannot be called so; `loaded` is the story as it would be, where that says more."""

    def __init__(self, message: str, loaded: Loaded | None = None) -> None:
        super().__init__(message)
        self.loaded = loaded


class Renamed(NamedTuple):
    """What would be written: files of the story, and playthroughs; and how many places of the story have another name then."""

    story: list[Formatted]
    scripts: list[Formatted]
    places: int


_IN_CONDITIONS: Final = ("variable", "group", "set", "thing", "value")
"""Things whose names stand in conditions, where a hyphen is a minus."""
_Key = tuple[str, str, str, str, str]
"""What a reference says, but for where it stands."""


def renamed(path: Path, loaded: Loaded, one: NamedThing, new: str, disk: Disk = DISK) -> Renamed:
    """A story in which `one` is called `new`. Nothing is written. `disk` is where it was loaded from.

    The story is compiled as it would be, and every place that named something has to name the same then.

    Raises:
        CannotRename: the name cannot be had, or what stands in the files is not the name that is looked for.
    """
    assert loaded.table is not None
    if one.name == new:
        raise CannotRename(f"the {one.thing} is called {new} already")
    if one.thing == "variable" and "." in one.name:
        group, _, member = one.name.rpartition(".")
        raise CannotRename(f"{one.name} has its name from {group} and from {member}: rename one of these")
    if not (is_variable(new) if one.thing in _IN_CONDITIONS else is_word(new)):
        raise CannotRename(f"{new!r} cannot be a name: one word of letters, digits and _ is")
    if loaded.table.named(one.thing, new, one.inside):
        raise CannotRename(f"there is a {one.thing} {new} already")
    root = path if is_folder(path) else path.parent
    texts = _edited(one, new, loaded)
    main = loaded.table.files[0]
    if one.thing in NOTED:
        texts[main] = noted(texts.get(main, loaded.sources[main].text), one.thing, one.inside, one.name, new)
    files = [with_text(name, root, loaded.sources[name].text, text, disk) for name, text in texts.items()]
    later = Overlay({file.path: file.after for file in files}, disk)
    after = load(path, cache=False, traced=True, disk=later)
    if after.program is None or after.table is None:
        raise CannotRename(f"{one.called} cannot be called {new}", after)
    _same_meaning(loaded.table.references, after.table.references, one, new)
    places = len({use.span for use in one.places})
    return Renamed(files, list(followed(root, after.program, later, one.name)), places)


def _edited(one: NamedThing, new: str, loaded: Loaded) -> dict[str, str]:
    """The texts of the files that name it, with the new name."""
    assert loaded.table is not None
    spans: dict[str, set[SourceSpan]] = {}
    for use in one.places:
        spans.setdefault(use.span.file, set()).add(use.span)
    texts = {}
    for file, found in spans.items():
        lines = loaded.sources[file].text.split("\n")
        for span in sorted(found, reverse=True):
            line = lines[span.line - 1]
            written = line[span.column - 1 : span.end_column - 1]
            if span.end_line != span.line or written not in (one.name, one.name.replace("-", "_")):
                raise CannotRename(
                    f"{file}:{span.line}:{span.column} names the {one.thing} {one.called} in a way that cannot be changed by itself: "
                    "write its name there as it is declared"
                )
            around = loaded.table.at(file, span.line, span.column)
            in_variable = one.thing == "cast" and any(each.thing == "variable" for each in around)
            here = new.replace("-", "_") if in_variable else new
            lines[span.line - 1] = line[: span.column - 1] + here + line[span.end_column - 1 :]
        texts[file] = "\n".join(lines)
    return texts


def _same_meaning(before: list[Reference], after: list[Reference], one: NamedThing, new: str) -> None:
    """Look whether each place names what it named. Raises CannotRename."""
    wanted = Counter(_keys(before, one, new))
    found = Counter(_keys(after, None, ""))
    if lost := next(iter(wanted - found), None):
        thing, name, inside, use, scene = lost
        where = f" in {scene}" if scene else ""
        raise CannotRename(
            f"with this name, a place{where} would not mean the {thing} {inside or name} any more ({use})"
        )


def _keys(references: list[Reference], one: NamedThing | None, new: str) -> Iterator[_Key]:
    for use in references:
        thing, name, inside, scene = use.thing, use.name, use.inside, use.scene
        if one is not None:
            name, inside, scene = _now(one, new, thing, name, inside, scene)
        yield thing, name, inside, use.use, scene


def _now(one: NamedThing, new: str, thing: str, name: str, inside: str, scene: str) -> tuple[str, str, str]:
    """What a reference says once `one` is called `new`."""
    if (thing, name, inside) == (one.thing, one.name, one.inside):
        name = new
    elif one.thing == "scene":
        inside = new if thing in ("label", "choice") and inside == one.name else inside
    elif one.thing in ("variable", "group", "set"):
        inside = new if thing in ("value", "thing") and inside == one.name else inside
        group, dot, member = name.partition(".")
        name = new + dot + member if thing == "variable" and group == one.name else name
    elif one.thing in ("cast", "thing") and thing == "variable":
        group, dot, member = name.rpartition(".")
        here = member == one.name.replace("-", "_") and (one.thing == "cast" or group == one.inside)
        name = group + dot + (new.replace("-", "_") if one.thing == "cast" else new) if dot and here else name
    return name, inside, new if one.thing == "scene" and scene == one.name else scene
