"""`hambies completion`: the shells that are there complete what can be typed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from game.cli import main
from game.commands.table import COMMANDS

ASKED = {
    "bash": "source {0}; COMP_WORDS=(hambies {1}); COMP_CWORD={2}; _shtab_hambies hambies '{3}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
    "fish": "source {0}; complete -C 'hambies {1}' | string split -f 1 \\t",
}


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_commands_options_and_files(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(command.name in script for command in COMMANDS)
    if shell not in ASKED or not shutil.which(shell):
        return
    there = tmp_path / "script"
    there.write_text(script, encoding="utf-8")
    (tmp_path / "home-story.yaml").write_text("", encoding="utf-8")

    def completed(typed: str) -> list[str]:
        words = typed.split(" ")
        line = ASKED[shell].format(there, typed, len(words), words[-1])
        done = subprocess.run([shell, "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
        return sorted(done.stdout.split())

    assert completed("wh") == ["where", "where-used"]
    assert {"--strict", "--format"} <= set(completed("check --"))
    assert completed("check home") == ["home-story.yaml"]
