"""One word for one thing: no two classes or types of the house have one name, whichever rooms they stand in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

GAME = Path(__file__).parents[2] / "game"
TREES = {
    "language/schema/story.py",
    "language/schema/tree.py",
    "language/terms.py",
    "program/model.py",
    "program/declared.py",
    "program/forms/types.py",
}
"""The tree of a story as it is written, and as it is compiled: what both have is one thing, by one name."""


def named(source: str) -> Iterator[str]:
    """The classes and types that a module makes for others."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            yield ast.unparse(node.target)


def test_no_name_stands_for_two_things() -> None:
    places: dict[str, set[str]] = {}
    for path in sorted(GAME.rglob("*.py")):
        where = path.relative_to(GAME).as_posix()
        for name in named(path.read_text(encoding="utf-8")):
            if not name.startswith("_"):
                places.setdefault(name, set()).add(where)
    assert len(places) > 500
    assert {name: sorted(found) for name, found in places.items() if len(found) > 1 and not found <= TREES} == {}
