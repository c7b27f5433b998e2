"""That there is one door to the disk: no other module opens, reads, writes or asks about a file by itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

GAME = Path(__file__).parents[2] / "game"
DOORS = {
    "system/calls.py",
    "system/files.py",
    "system/writing.py",
    "saves/disk.py",  # the same for saves: no link is followed there at all, and each call can be made to fail
    "output.py",  # the standard streams, and the file that nothing is in
    "commands/crash.py",  # the last resort, which leans on nothing that may have broken
}
NAMES = {
    *("read_text", "read_bytes", "write_text", "write_bytes", "touch", "mkdir", "unlink", "rename", "rmdir"),
    *("is_file", "is_dir", "exists", "is_symlink", "is_fifo", "resolve", "samefile", "stat", "lstat", "readlink"),
    *("iterdir", "glob", "rglob", "symlink_to", "hardlink_to", "chmod"),
}
"""What values of pathlib can be asked for. Functions of ours that are called so are imported by name, and seen as such."""
MODULES = {
    "os": {"open", "stat", "lstat", "scandir", "listdir", "mkdir", "makedirs", "remove", "unlink", "rename", "replace"}
    | {"link", "symlink", "readlink", "access", "chmod", "truncate"},
    "os.path": {"exists", "lexists", "isfile", "isdir", "islink", "realpath", "getsize", "getmtime", "samefile"},
    "io": {"open", "FileIO"},
    "tempfile": {"mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory"},
    "shutil": {"copy", "copyfile", "copy2", "copytree", "move", "rmtree"},
}


def openings(source: str) -> list[tuple[int, str]]:
    """Where a module goes to the disk by itself: the line, and the name it calls."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == "open":
            found.append((node.lineno, "open"))
        elif isinstance(called, ast.Attribute):
            owner = ast.unparse(called.value)
            if called.attr == "exists" and node.args and owner not in MODULES:
                continue  # a path is asked for nothing more: this is the quantifier of sets of states
            if called.attr in MODULES.get(owner, ()) or (owner not in MODULES and called.attr in NAMES):
                found.append((node.lineno, called.attr))
            elif called.attr == "open" and _opens_a_path(node):
                found.append((node.lineno, "open"))
    return found


def _opens_a_path(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    mode = first.value if isinstance(first, ast.Constant) else None
    return any(word.arg in ("encoding", "mode", "buffering") for word in call.keywords) or (
        isinstance(mode, str) and re.fullmatch(r"[rwxabt+]+", mode) is not None
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Path('a').read_text()", "read_text"),
        ("(folder / 'a').is_file()", "is_file"),
        ("open('a')", "open"),
        ("path.open('rb')", "open"),
        ("path.open(encoding='utf-8')", "open"),
        ("os.path.isfile('a')", "isfile"),
        ("os.scandir('a')", "scandir"),
        ("tempfile.mkstemp()", "mkstemp"),
    ],
)
def test_the_test_sees_what_it_looks_for(line: str, name: str) -> None:
    assert openings(line) == [(1, name)]


def test_nobody_goes_past_the_doors() -> None:
    past = []
    for path in sorted(GAME.rglob("*.py")):
        name = path.relative_to(GAME).as_posix()
        if name in DOORS:
            continue
        source = path.read_text(encoding="utf-8")
        past += [f"{name}:{line}: {called}" for line, called in openings(source)]
    assert past == [], "\n".join(["use game.system.files and game.system.writing:", *past])
