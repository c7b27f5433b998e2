"""Each room lists what others may use of it, and nobody uses anything else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

GAME = Path(__file__).parents[2] / "game"


def is_module(name: str) -> bool:
    path = GAME.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def imported(source: str) -> Iterator[str]:
    """The modules that a text imports from."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for one in node.names:
                name = f"{node.module}.{one.name}"
                yield name if is_module(name) else node.module


def test_the_test_sees_what_it_looks_for() -> None:
    source = "from game.program import model\nfrom game.program.load import load\nimport game.engine.turn as t\n"
    assert list(imported(source)) == ["game.program.model", "game.program.load", "game.engine.turn"]


@pytest.mark.parametrize("room", ["language", "program", "engine"])
def test_others_use_what_a_room_lists_and_all_of_it(room: str) -> None:
    face = import_module(f"game.{room}").FACE
    used: dict[str, list[str]] = {}
    for path in sorted(GAME.rglob("*.py")):
        where = path.relative_to(GAME)
        if where.parts[0] != room:
            for name in imported(path.read_text(encoding="utf-8")):
                if name.startswith(f"game.{room}."):
                    used.setdefault(name.removeprefix(f"game.{room}."), []).append(str(where))
    past = {name: files for name, files in used.items() if name not in face}
    assert past == {}, f"not in FACE of game/{room}/__init__.py"
    assert sorted(face) == sorted(used), f"listed in game/{room}/__init__.py, and used by nobody else"
