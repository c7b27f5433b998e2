"""No circle goes through the modules and rooms of any folder: each can be read, and tested, before those that stand on it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from game.program.graph.components import components

GAME = Path(__file__).parents[2] / "game"


def imported(path: Path) -> Iterator[str]:
    """The modules and names that a file imports of the house, late ones too, but for those that are for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None and id(node) not in for_types:
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_no_folder_has_a_circle() -> None:
    arrows: dict[str, dict[str, set[str]]] = {}
    """By folder: for each of what is in it, what of the same folder it imports from."""
    for path in sorted(GAME.rglob("*.py")):
        here = path.relative_to(GAME.parent).with_suffix("").parts
        for name in imported(path):
            there = tuple(name.split("."))
            shared = next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
            if shared:
                inside = arrows.setdefault("/".join(here[:shared]), {})
                inside.setdefault(here[shared], set()).add(there[shared])
    assert len(arrows) > 30
    for folder, leads in arrows.items():
        names = sorted(leads.keys() | set().union(*leads.values()))
        numbered = [[names.index(one) for one in leads.get(name, ())] for name in names]
        circles = [[names[one] for one in group] for group in components(numbered) if len(group) > 1]
        assert circles == [], folder
