"""The writer's own editor, opened at a line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from game.writer.desk import editor
from game.writer.desk.editor import Opening


@pytest.mark.parametrize(
    ("named", "placed", "in_terminal"),
    [
        ("vim", ["vim", "+7", "FILE"], True),
        ("/usr/bin/nano -l", ["/usr/bin/nano", "-l", "+7", "FILE"], True),
        ("emacsclient -t", ["emacsclient", "-t", "+7:3", "FILE"], True),
        ("hx", ["hx", "FILE:7:3"], True),
        ("code -w", ["code", "-w", "--goto", "FILE:7:3"], False),
        ("'/opt/my editor/ed' --new", ["/opt/my editor/ed", "--new", "FILE"], True),
        ("vim; rm -rf $HOME", ["vim;", "rm", "-rf", "$HOME", "FILE"], True),
    ],
)
def test_each_editor_is_told_the_place_in_its_own_way(named: str, placed: list[str], in_terminal: bool) -> None:
    file = str(Path("a {line}", "-$(b).yaml"))
    found = editor.opening({"EDITOR": named}, file, 7, 3)
    assert found == Opening([one.replace("FILE", str(Path(file).absolute())) for one in placed], in_terminal)


def test_visual_comes_before_editor_and_both_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = editor.opening({"VISUAL": "kak", "EDITOR": "vi"}, "-x.yaml", 1, 1)
    assert isinstance(found, Opening)
    assert found.command == ["kak", "+1:1", str(Path("-x.yaml").absolute())]
    assert "not closed" in str(editor.opening({"EDITOR": "vi '"}, "x", 1, 1))
    monkeypatch.setenv("PATH", "")
    assert "set VISUAL or EDITOR" in str(editor.opening({}, "x", 1, 1))


def test_an_editor_is_run_and_one_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    made = tmp_path / "made $(x)"
    code = "import sys, pathlib; pathlib.Path(sys.argv[-1]).write_text('edited')"
    assert editor.run(Opening([sys.executable, "-c", code, str(made)], True)) == ""
    assert made.read_text(encoding="utf-8") == "edited"
    assert editor.run(Opening([str(tmp_path / "none")], True)).endswith("cannot be started: No such file or directory")
