"""A story's files as its writer sees them: where its scenes and its lists of choices stand, so that they can be edited."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from game.language.nodes import Mapping, Node, Scalar, Sequence, column_of, line_of
from game.language.yaml.reader import read_text
from game.program.identities import choice_id
from game.program.load import load
from game.program.model import Program
from game.replay.running.rewriting import replace_scalar
from game.replay.scripts.steps import ScriptText

_ARROW = re.compile(r"\s+->\s+\S+\s*\Z")


@dataclass(frozen=True)
class Item:
    """A choice: its lines (the first, and the one behind the last, counted from 0), its label, its id if it has one."""

    first: int
    end: int
    label: Scalar
    named: Scalar | None
    leaves: bool

    @property
    def words(self) -> str:
        """The label without its arrow."""
        return _ARROW.sub("", self.label.text).strip()


@dataclass(frozen=True)
class Choices:
    """A list of choices in block style; `column` is that of its dashes, counted from 0."""

    file: str
    scene: str
    items: tuple[Item, ...]
    first: int
    end: int
    column: int
    fallback: bool

    def id(self, item: Item) -> str:
        """The identity of one of its choices, but for what tells the second of that name from the first."""
        return f"{self.scene}/{item.named.text}" if item.named else choice_id(self.scene, item.words)


@dataclass
class Written:
    """The files of a story by name, and what was done to them that saves must outlive.

    `ids` are choices that are called otherwise now ("" for one that was taken out), `scenes` and `variables` names that
    are others, `dropped` scenes whose lists may be gone.
    """

    files: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    scenes: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    taken_out: set[str] = field(default_factory=set)
    """Scenes that are gone."""
    recounted: bool = False
    """Whether what was counted under old names (choices made once) is not known any more, so that others may be offered."""

    @classmethod
    def read(cls, folder: Path, names: list[str]) -> Written:
        """The files of these names in a folder."""
        return cls({name: (folder / name).read_text(encoding="utf-8") for name in names})

    def copy(self) -> Written:
        """One to edit."""
        return Written(
            dict(self.files), dict(self.ids), dict(self.scenes), dict(self.variables), set(self.dropped), set(self.taken_out), self.recounted
        )  # fmt: skip

    def write(self, folder: Path) -> None:
        """Write all of it into a folder."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def compiled(self) -> Program | None:
        """The story that the files make; None where they make none."""
        with tempfile.TemporaryDirectory() as folder:
            self.write(Path(folder))
            return load(Path(folder), cache=False).program

    def lists(self, file: str) -> list[Choices]:
        """The lists of choices in a file that have a line of their own for each choice, in the order of the file."""
        root = read_text(self.files[file], file).root
        found: list[Choices] = []
        scenes = root.get("scenes") if isinstance(root, Mapping) else None
        if isinstance(scenes, Mapping):
            for key, node in scenes.entries:
                self._within(node, file, key.text, found)
        return sorted(found, key=lambda one: one.first)

    def all_lists(self) -> list[Choices]:
        """Those of all files."""
        return [one for file in self.files for one in self.lists(file)]

    def scene_keys(self, file: str) -> list[tuple[Scalar, Node]]:
        """The scenes of a file, as keys and what stands under them."""
        root = read_text(self.files[file], file).root
        scenes = root.get("scenes") if isinstance(root, Mapping) else None
        return scenes.entries if isinstance(scenes, Mapping) else []

    def _within(self, node: Node, file: str, scene: str, found: list[Choices]) -> None:
        if isinstance(node, Sequence):
            for one in node.items:
                self._within(one, file, scene, found)
        elif isinstance(node, Mapping):
            for key, value in node.entries:
                if key.text == "choices" and isinstance(value, Sequence):
                    made = self._list(value, file, scene)
                    found += [made] if made else []
                self._within(value, file, scene, found)

    def _list(self, node: Sequence, file: str, scene: str) -> Choices | None:
        lines = self.files[file].split("\n")
        places = [(line_of(one.pos) - 1, column_of(one.pos) - 1) for one in node.items]
        if any(lines[line][:column].strip() != "-" for line, column in places):
            return None
        column = lines[places[0][0]].index("-")
        ends = [line for line, _ in places[1:]] + [_end(lines, places[-1][0], column)]
        items, fallback = [], False
        for one, (line, _), end in zip(node.items, places, ends, strict=True):
            item = _item(one, line, end)
            fallback |= item is None
            items += [item] if item else []
        return Choices(file, scene, tuple(items), places[0][0], ends[-1], column, fallback)

    # edits

    def relabel(self, choices: Choices, item: Item, words: str) -> None:
        """Give a choice another label."""
        before = choices.id(item)
        arrow = item.label.text[len(_ARROW.sub("", item.label.text)) :].strip()
        text = f"{words} {arrow}".strip()
        changed = replace_scalar(self.files[choices.file], ScriptText(item.label.text, item.label.pos), text)
        if changed is not None:
            self.files[choices.file] = changed
            if item.named is None:
                self.ids[before] = choice_id(choices.scene, words)

    def lines(self, file: str, first: int, end: int, new: list[str]) -> None:
        """Put lines in the place of those from `first` up to `end`."""
        lines = self.files[file].split("\n")
        lines[first:end] = new
        self.files[file] = "\n".join(lines)

    def item_lines(self, choices: Choices, item: Item) -> list[str]:
        """The lines of a choice."""
        return self.files[choices.file].split("\n")[item.first : item.end]

    def everywhere(self, pattern: str, new: str) -> None:
        """Replace a pattern in all files."""
        self.files = {name: re.sub(pattern, new, text) for name, text in self.files.items()}


def _item(node: Node, line: int, end: int) -> Item | None:
    """A choice as written; None for a fallback."""
    if isinstance(node, Scalar):
        return Item(line, end, node, None, bool(_ARROW.search(node.text)))
    assert isinstance(node, Mapping)
    key, _ = node.entries[0]
    if key.text == "fallback":
        return None
    whole = node.get("choice")
    label = whole if isinstance(whole, Scalar) else key
    named = node.get("id")
    leaves = node.get("goto") is not None or node.get("ending") is not None or bool(_ARROW.search(label.text))
    return Item(line, end, label, named if isinstance(named, Scalar) else None, leaves or _goes(node))


def _goes(node: Node) -> bool:
    """Whether there is a step in it that leads elsewhere."""
    if isinstance(node, Sequence):
        return any(_goes(one) for one in node.items)
    if isinstance(node, Mapping):
        return any(key.text in ("goto", "ending", "return") or _goes(value) for key, value in node.entries)
    return False


def _end(lines: list[str], first: int, column: int) -> int:
    """The line behind an item whose dash stands in `column`."""
    for number in range(first + 1, len(lines)):
        text = lines[number]
        if text.strip() and len(text) - len(text.lstrip()) <= column and not text.lstrip().startswith("#"):
            return number
    return len(lines)
