"""The line under `renamed:` by which saves and scripts of an older version find what has another name now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.language.nodes import Mapping, Node, column_of, line_of
from game.language.yaml.reader import read_text

if TYPE_CHECKING:
    from game.program.sources import Thing

NOTED: Final[dict[Thing, str]] = {
    "scene": "scenes",
    "variable": "variables",
    "group": "variables",
    "set": "variables",
    "thing": "variables",
    "cast": "cast",
    "ending": "endings",
    "codex": "codex",
    "value": "values",
    "choice": "choices",
}
"""Under which word what is kept in saves stands; of the rest nothing is kept."""


def noted(text: str, thing: Thing, inside: str, old: str, new: str) -> str:
    """The main file's text with the line that `old` is called `new` now."""
    if thing == "thing":
        inside, old, new = "", f"{inside}.{old}", f"{inside}.{new}"
    path = ["renamed", NOTED[thing], *([inside] if inside else [])]
    node: Node | None = read_text(text, "").root
    assert isinstance(node, Mapping), "it has been loaded"
    around = node
    while path:
        node = next((value for key, value in around.entries if key.text == path[0]), None)
        if not isinstance(node, Mapping) or not node.entries:
            break
        around = node
        del path[0]
    entry = f"{old}: {new}"
    for word in reversed(path):
        if word == "renamed":
            return f"{text.rstrip()}\n\nrenamed:\n  {entry}\n"
        entry = f"{word}: {{{entry}}}"
    return _with_entry(text, around, entry)


def _with_entry(text: str, node: Mapping, entry: str) -> str:
    """The text with one more entry at the head of a mapping."""
    lines = text.split("\n")
    line, column = line_of(node.pos) - 1, column_of(node.pos) - 1
    if lines[line][column : column + 1] == "{":
        lines[line] = f"{lines[line][: column + 1]}{entry}, {lines[line][column + 1 :]}"
    else:
        lines.insert(line, " " * column + entry)
    return "\n".join(lines)
