"""Finds scripts and the stories they play, and keeps both while a command runs, so that each is read once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.source import Source
from game.language.yaml.reader import Document, read_file
from game.places import story_above
from game.program.load import Loaded, load
from game.program.model import Program
from game.replay.running.expecting import unknown_names
from game.replay.running.following import ScriptRenamer
from game.replay.running.runner import CannotStart, ScriptStart, begin, run_script
from game.replay.scripts.parsing import ScriptFindings, parse
from game.replay.scripts.steps import SUFFIX, Script, ScriptText
from game.system.files import DISK, Disk, because, is_folder, is_there, real, trouble
from game.system.names import is_leftover, is_playthrough, on_disk

_MOST_LINKS = 50
_SKIPPED = frozenset({"__pycache__", "node_modules"})


class ScriptPath(NamedTuple):
    """A script's file, how people see it called, and the folder it was found in, which a link may not lead out of."""

    path: Path
    name: str
    root: Path | None = None


class ReadScript(NamedTuple):
    """A script as read; `script` is None when there is an error among the diagnostics."""

    found: ScriptPath
    script: Script | None
    diagnostics: tuple[Diagnostic, ...]
    source: Source


class Unusable(Exception):  # noqa: N818 - carries diagnostics to whoever asked, and is shown as those
    """A script that cannot be run, with why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics[0].message if diagnostics else "")
        self.diagnostics = diagnostics


def find_scripts(paths: Sequence[str]) -> tuple[list[ScriptPath], list[str]]:
    """The scripts at the paths, each once: files as given, of folders every *.play.yaml. And what is wrong, in words."""
    found: dict[str, ScriptPath] = {}
    wrong: list[str] = []
    for typed in paths:
        there = on_disk(Path(typed))
        given = typed if there == Path(typed) else str(there)
        if is_folder(there):
            closed: list[str] = []
            names = _walk(given, closed)
            inside = [ScriptPath(Path(name), name, there) for name in names if name.endswith(SUFFIX)]
            wrong += closed
            wrong += [
                f"{name} is passed over: the name of a playthrough ends in {SUFFIX}"
                for name in names
                if not name.endswith(SUFFIX)
            ]
            if not names and not closed:
                wrong.append(f"there is no *{SUFFIX} in the folder {given}")
        elif is_there(given):
            inside = [ScriptPath(Path(given), given)]
        else:
            inside = []
            reason = trouble(given)
            wrong.append(f"{given} cannot be read: {reason}" if reason else f"there is no file or folder {given}")
        for each in inside:
            found.setdefault(_key(each.name), each)
    return list(found.values()), wrong


def _walk(folder: str, closed: list[str]) -> list[str]:
    """The scripts in a folder and below it; those folders that cannot be looked into are told in `closed`."""

    def tell(error: OSError) -> None:
        closed.append(f"the folder {error.filename} cannot be read: {because(error)}")

    names: list[str] = []
    for base, folders, files in os.walk(folder, onerror=tell):
        folders[:] = sorted(name for name in folders if name[:1] != "." and name not in _SKIPPED)
        names += [str(Path(base, name)) for name in sorted(files) if is_playthrough(name) and not is_leftover(name)]
    return names


def _key(path: str | Path) -> str:
    """What tells one script from another. Links are not followed: that asks the disk about every folder on the way."""
    return os.path.abspath(path)  # noqa: PTH100 - see above


class ScriptLoader:
    """What was read so far: scripts by file, stories by path.

    `story`, when given, is what every script plays; `disk` is where scripts and stories are.
    """

    def __init__(self, story: Path | None = None, disk: Disk = DISK) -> None:
        self.story = story
        self.disk = disk
        self._scripts: dict[str, ReadScript] = {}
        self._stories: dict[str, Loaded] = {}
        self._played: dict[tuple[str, ScriptText | None] | None, Program] = {}
        self._folders: dict[int, Path] = {}
        self._ships: tuple[Program | None] | None = None

    def read(self, found: ScriptPath) -> ReadScript:
        """The script in a file."""
        key = _key(found.path)
        read = self._scripts.get(key)
        if read is None:
            read = self._scripts[key] = read_script(
                read_file(found.path, name=found.name, root=found.root, disk=self.disk), found
            )
        return read

    def forget(self, found: ScriptPath) -> None:
        """Read the file again next time: it was changed."""
        self._scripts.pop(_key(found.path), None)

    def load(self, path: Path) -> Loaded:
        """The story at a path."""
        key = real(path)
        loaded = self._stories.get(key)
        if loaded is None:
            loaded = self._stories[key] = load(_shown(path), disk=self.disk)
        return loaded

    def folder_of(self, program: Program) -> Path:
        """The folder of a story that a script was found to play, as people see it called."""
        return self._folders[id(program)]

    def broken(self) -> list[Loaded]:
        """The stories that were asked for and could not be loaded."""
        return [loaded for loaded in self._stories.values() if loaded.program is None]

    def program(self, script: Script, found: ScriptPath) -> Program:
        """The story that a script plays. Raises Unusable."""
        key = None if self.story is not None else (os.path.dirname(found.name), script.story)  # noqa: PTH120
        program = self._played.get(key)
        if program is None:
            program = self._played[key] = self._find(script, found)
        return program

    def _find(self, script: Script, found: ScriptPath) -> Program:
        if self.story is not None:
            return self._usable(self.story, script)
        folder = Path(real(found.path)).parent
        if script.story is None:
            near = story_above(folder, self.disk)
            if near is not None:
                return self._usable(Path(near), script)
            raise _unusable(script, None, "this script is in no story's folder", "name its story: story: path/to/story")
        named = script.story.text
        if "/" in named or named.endswith((".yaml", ".yml")) or named in (".", ".."):
            path = on_disk(folder / named, self.disk)
            if not self.disk.has(path):
                raise _unusable(
                    script, script.story, f"there is no story at {named!r}", "paths start at the script's folder"
                )
            return self._usable(path, script)
        return self._by_id(script, script.story, folder)

    def _by_id(self, script: Script, named: ScriptText, folder: Path) -> Program:
        seen: list[str] = []
        near = story_above(folder, self.disk)
        while near is not None:
            program = self._usable(Path(near), script)
            if program.id == named.text:
                return program
            seen.append(program.id)
            near = None if near == os.path.dirname(near) else story_above(os.path.dirname(near), self.disk)  # noqa: PTH120
        shipped = self._shipped()
        if shipped is not None and shipped.id == named.text:
            return shipped
        there = f"there is {', '.join(dict.fromkeys(seen))}" if seen else "name its path: story: path/to/story"
        raise _unusable(script, named, f"no story around this script has the id {named.text!r}", there)

    def _shipped(self) -> Program | None:
        """The story that ships, if there is one in order; it is looked for once, and never complained about."""
        if self._ships is None:
            from game.places import NoStory, shipped_story

            self._ships = (None,)
            with suppress(NoStory):
                where = shipped_story()
                program = load(where).program
                self._ships = (program,)
                if program is not None:
                    self._folders[id(program)] = where
        return self._ships[0]

    def _usable(self, path: Path, script: Script) -> Program:
        loaded = self.load(path)
        if loaded.program is None:
            errors = sum(one.severity == "error" for one in loaded.diagnostics)
            count = "an error" if errors == 1 else f"{errors} errors"
            message = f"the story at {_shown(path)} has {count}"
            raise _unusable(script, script.story, message, "hambies check shows them")
        self._folders.setdefault(id(loaded.program), _shown(path if self.disk.has_folder(path) else path.parent))
        return loaded.program

    def start(self, script: Script, found: ScriptPath, chain: tuple[str, ...] = ()) -> tuple[Program, ScriptStart]:
        """Where a script starts: the beginning of its story, or the end of the script it names. Raises Unusable."""
        origin = script.origin
        if origin is None:
            program = self.program(script, found)
            try:
                return program, begin(script, program)
            except CannotStart as stop:
                wrong = unknown_names(ScriptRenamer(program).script(script), program)
                raise Unusable(*(wrong or (stop.diagnostic,))) from None
        chain = (*chain, _key(found.path))
        there = on_disk(found.path.parent / origin.text, self.disk)
        if _key(there) in chain or len(chain) > _MOST_LINKS:
            raise _unusable(script, origin, "this script starts, through others, from its own end", "", "E405")
        name = os.path.normpath(Path(found.name).parent / origin.text)
        read = self.read(ScriptPath(there, name, found.root or found.path.parent))
        before = read.script
        if before is None:
            first = read.diagnostics[0]
            raise Unusable(
                _diagnostic(script, origin, f"{origin.text} cannot be read: {first.message}", "", "E405"),
                *read.diagnostics,
            )
        if before.parameters:
            raise _unusable(script, origin, f"{origin.text} has parameters, so it has several ends", "", "E405")
        program, start = self.start(before, read.found, chain)
        if script.story is not None and self.program(script, found) is not program:
            raise _unusable(script, origin, f"{origin.text} plays another story", "", "E405")
        outcome = run_script(before, program, start=start)
        if outcome.session is None or outcome.status != "passed":
            why = outcome.failures[0].message if outcome.failures else outcome.diagnostics[0].message
            raise _unusable(
                script, origin, f"{origin.text} does not hold itself: {why}", "replay that one first", "E405"
            )
        return program, ScriptStart(outcome.session, start.seeded)


def _shown(path: Path) -> Path:
    """A path as people would write it: from where they are, if it is below that."""
    there = real(path)
    near = os.path.relpath(there)
    return Path(there if near.startswith("..") else near)


def read_script(document: Document, found: ScriptPath) -> ReadScript:
    """The script in a document."""
    script, diagnostics = parse(document)
    return ReadScript(found, script, diagnostics, document.source)


def _unusable(script: Script, place: ScriptText | None, message: str, hint: str, code: str = "E404") -> Unusable:
    return Unusable(_diagnostic(script, place, message, hint, code))


def _diagnostic(script: Script, place: ScriptText | None, message: str, hint: str, code: str) -> Diagnostic:
    findings = ScriptFindings(script.name)
    findings.error(code, place.pos if place else 0, message, hint, len(place.text) if place else 1)
    return findings.found[0]
