"""Scripts as pytest's items: one for each run, which fails with what the command line says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from game.language.text.cleaning import clean
from game.replay.reports.results import TimedOutcome, diagnostic_text, result_text
from game.replay.running.runner import RunOutcome, run_script
from game.replay.running.script_loader import ReadScript, ScriptLoader, ScriptPath, Unusable
from game.replay.scripts.parameters import runs
from game.replay.scripts.steps import Script

if TYPE_CHECKING:
    from game.language.diagnostics.diagnostic import Diagnostic

_LOADER = pytest.StashKey[ScriptLoader]()


class PlaythroughFailed(Exception):  # noqa: N818 - a test that failed, with the text for people
    """A script did not hold."""


class ScriptFile(pytest.File):
    """A `*.play.yaml` file."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each run of the script; one that fails when it cannot be read."""
        stash = self.session.stash
        loader = stash.setdefault(_LOADER, ScriptLoader())
        read = loader.read(ScriptPath(self.path, _named(self.path), self.config.rootpath))
        if read.script is None:
            yield ScriptItem.from_parent(self, name="script", read=read, script=None, label="", wrong=read.diagnostics)
            return
        filled, wrong = runs(read.script)
        if wrong:
            yield ScriptItem.from_parent(self, name="script", read=read, script=None, label="", wrong=wrong)
        for each in filled:
            name = clean(each.label) or "playthrough"
            yield ScriptItem.from_parent(self, name=name, read=read, script=each.script, label=each.label, wrong=())


def _named(path: Path) -> str:
    """The file as it is seen from where pytest runs, if it is below that."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near


class ScriptItem(pytest.Item):
    """One run of a script."""

    def __init__(
        self, *, read: ReadScript, script: Script | None, label: str, wrong: tuple[Diagnostic, ...], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.read = read
        self.script = script
        self.label = label
        self.wrong = wrong

    def runtest(self) -> None:
        """Play it; raises PlaythroughFailed."""
        if self.script is None:
            raise PlaythroughFailed("\n\n".join(diagnostic_text(each, self.read.source) for each in self.wrong))
        loader = self.session.stash[_LOADER]
        began = perf_counter()
        try:
            program, start = loader.start(self.script, self.read.found)
        except Unusable as stop:
            outcome = RunOutcome(self.script, self.label, "error", (), stop.diagnostics, None)
        else:
            outcome = run_script(self.script, program, start=start, label=self.label)
        result = TimedOutcome(outcome, perf_counter() - began, self.read.source)
        if outcome.status == "xfailed":
            pytest.xfail(outcome.script.xfail.text if outcome.script.xfail else "")
        if not result.held:
            stories = [
                diagnostic_text(each, loaded.sources.get(each.file))
                for loaded in loader.broken()
                for each in loaded.diagnostics
                if outcome.status == "error"
            ]
            raise PlaythroughFailed("\n\n".join([*stories, result_text(result)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The text for people where a script did not hold; a traceback only for a mistake of our own."""
        if isinstance(excinfo.value, PlaythroughFailed):
            from game.output import printable

            return printable(str(excinfo.value))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the script is, and which of its runs this is."""
        return self.path, 0, f"{self.read.found.name}{f' [{self.name}]' if self.label else ''}"
