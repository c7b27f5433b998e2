"""Run scripted playthroughs, and say which no longer hold."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final, TextIO

from game.language.text.cleaning import clean_line
from game.output import annotate, complain, for_machines, say
from game.replay.coverage.files import (
    BadInput,
    add_summary,
    check_names,
    percentage,
    too_little,
    write_all,
    write_junit,
    write_reports,
)
from game.replay.reports.results import (
    TimedOutcome,
    diagnostic_text,
    github_lines,
    place_of,
    status_lines,
    summary_line,
)
from game.replay.running.runner import RunOutcome, run_script
from game.replay.running.script_loader import ReadScript, ScriptLoader, ScriptPath, Unusable, find_scripts
from game.replay.scripts.parameters import runs
from game.replay.scripts.steps import File, Script
from game.replay.scripts.written import write_text
from game.system import files
from game.system.files import because

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from game.language.diagnostics.diagnostic import Diagnostic
    from game.replay.coverage.collecting import Coverages
    from game.replay.coverage.reached import Coverage
    from game.replay.reports.goldens import Golden
    from game.replay.running.runner import Failure

_MOST_OFFERED: Final = 20
"""Scripts for which another choice is looked for unasked: each open one is tried, and a run of thousands that fail is to take no ten times as long."""


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies replay [PATH...] [options]`; returns nothing, fills the parser."""
    add = parser.add_argument
    add(
        "paths",
        nargs="*",
        metavar="PATH",
        help="scripts, saves, or folders to look through for *.play.yaml (default: the story of the folder you are in)",
    )
    add("--story", metavar="STORY", help="what every script plays, whatever the scripts say")
    add(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="text for people (default), JSON, or annotations for GitHub",
    )
    add("-v", "--verbose", action="store_true", help="name the playthroughs that held, too")
    add("--junit", metavar="FILE", help="write the results as JUnit XML")
    add(
        "--coverage",
        metavar="FILE",
        action="append",
        default=[],
        help="write what was reached of the story: .txt, .json or .html; may be given again",
    )
    add("--summary", metavar="FILE", help="add a summary in Markdown to a file, such as $GITHUB_STEP_SUMMARY")
    add("--fail-under", metavar="N", type=percentage, help="fail when less than N percent of a story was reached")
    add("--transcript", metavar="DIR", help="hold each playthrough's text against its golden transcript in DIR")
    add(
        "--update",
        action="store_true",
        help="write what changed anew: golden transcripts, and choices that were renamed",
    )


def run(args: Namespace) -> int:
    """Run the scripts; 0 when all held, 1 when one did not, 2 when something could not be read."""
    try:
        return _Replay(args).run()
    except BadInput as stop:
        complain(stop)
        return 2


def _here() -> str:
    """The story of the folder one is in, or the one that ships, where no path was given. Raises BadInput."""
    from game.places import NoStory, chosen_story

    try:
        path, note, *_ = chosen_story()
    except NoStory as error:
        raise BadInput(str(error)) from None
    complain(note)
    return str(path)


class _Replay:
    """One call of the command."""

    def __init__(self, args: Namespace) -> None:
        self.args = args
        self.began = perf_counter()
        self.loader = ScriptLoader(Path(args.story) if args.story else None)
        self.results: list[TimedOutcome] = []
        self.written: list[Golden] = []
        self.changed: list[str] = []
        self.offers: list[str] = []
        self.unexplained = 0
        self.warnings: list[tuple[Diagnostic, ReadScript]] = []
        self.coverages: Coverages | None = None

    def run(self) -> int:
        args = self.args
        paths = args.paths or [_here()]
        check_names(args.coverage)
        if args.coverage or args.fail_under is not None:
            from game.replay.coverage.collecting import Coverages

            self.coverages = Coverages()
        found, wrong = find_scripts(paths)
        for sentence in wrong:
            complain(sentence)
        for each in found:
            self.results += self.replay(each)
        code = self.report()
        return 2 if wrong else code

    def replay(self, found: ScriptPath) -> list[TimedOutcome]:
        """All runs of one script, with what the options ask for beside it."""
        read = self.loader.read(found)
        if self.args.update and read.script is not None and not read.script.saved:
            read = self.reanchor(read)
        self.warnings += [(each, read) for each in read.diagnostics if each.severity == "warning"]
        results = self.runs_of(read)
        if not self.args.update and read.script is not None and not read.script.saved:
            self.offer(read, results)
        self.warnings += [(each, read) for each in _old_names(results)]
        if not self.args.transcript:
            return results
        several = len(results) > 1
        # What did not hold stopped somewhere, or went another way: its text is nothing to hold against another, or to keep.
        return [
            self.compared(result, read.found, number if several else 0) if result.held else result
            for number, result in enumerate(results, 1)
        ]

    def runs_of(self, read: ReadScript) -> list[TimedOutcome]:
        """Run a script once for each of its parameters."""
        if read.script is None:
            return [
                TimedOutcome(
                    RunOutcome(Script(source=File(read.found.name)), "", "error", (), read.diagnostics, None),
                    0.0,
                    read.source,
                )
            ]
        filled, wrong = runs(read.script)
        if wrong:
            return [TimedOutcome(RunOutcome(read.script, "", "error", (), wrong, None), 0.0, read.source)]
        return [self.run_one(each.script, each.label, read) for each in filled]

    def run_one(self, script: Script, label: str, read: ReadScript) -> TimedOutcome:
        began = perf_counter()
        try:
            program, start = self.loader.start(script, read.found)
        except Unusable as stop:
            outcome = RunOutcome(script, label, "error", (), stop.diagnostics, None)
            return TimedOutcome(outcome, perf_counter() - began, read.source)
        if self.coverages is None:
            return TimedOutcome(
                run_script(script, program, start=start, label=label), perf_counter() - began, read.source
            )
        from game.replay.coverage.collecting import Trail

        trail = Trail()
        outcome = run_script(script, program, start=start, label=label, observer=trail)
        seconds = perf_counter() - began
        self.coverages.of(program).play(trail.close())
        return TimedOutcome(outcome, seconds, read.source)

    def compared(self, result: TimedOutcome, script: ScriptPath, number: int) -> TimedOutcome:
        """The result with what is wrong with its golden transcript."""
        from game.replay.reports.goldens import compare, golden_folder, golden_path
        from game.replay.reports.transcript import golden

        session = result.outcome.session
        assert session is not None
        story = self.loader.folder_of(session.program)
        folder = golden_folder(self.args.transcript, story)
        path = golden_path(folder.path, script.path, story, number)
        try:
            found = compare(path, golden(session), root=folder.root, update=self.args.update)
        except OSError as error:
            raise BadInput(f"the golden transcript {path} cannot be used: {because(error)}") from None
        if found.state == "written":
            self.written.append(found)
        shown = clean_line(str(path))
        said = {
            "missing": f"there is no golden transcript of it yet; --update writes {shown}",
            "differs": f"it no longer reads like {shown}; --update accepts it",
        }.get(found.state, "")
        return result._replace(transcript="\n".join([said, *found.difference]) if said else "")

    def reanchor(self, read: ReadScript) -> ReadScript:
        """Rename, in the script's file, choices that are called otherwise now, one after the other."""
        from game.language.yaml.reader import LIMITS
        from game.replay.reports.goldens import diff
        from game.replay.running.rewriting import new_name, with_step, written_over

        before = read.source.text
        read = _with_new_names(read, self.runs_of(read))
        text = read.source.text
        for _ in range(len(read.script.steps) if read.script else 0):
            script = read.script
            failures = [each for result in self.runs_of(read) for each in result.outcome.failures[-1:]]
            assert script is not None
            names = {(each.step, new_name(script, each)) for each in failures if each.step >= 0}
            names = {each for each in names if each[1]}
            if len(names) > 1:
                break
            changed = None
            if names:
                changed = with_step(text, script, *names.pop())
            elif found := self.only_one_that_holds(read, failures):
                changed = found[1]
            if changed is None:
                break
            text = changed
            read = _read_again(read, text)
        if text != before:
            try:
                there = read.found.path
                raw = files.read(there, LIMITS.file_bytes)
                write_text(there, written_over(raw, before, text), root=read.found.root)
            except OSError as error:
                raise BadInput(f"{read.found.name} cannot be written: {because(error)}") from None
            self.loader.forget(read.found)
            self.changed += diff(before, text, read.found.name)
            return self.loader.read(read.found)
        return read

    def only_one_that_holds(self, read: ReadScript, failures: Sequence[Failure]) -> tuple[str, str] | None:
        """The one choice in the place of one that a script cannot find with which all of the script holds, and the script's text with it."""
        from game.replay.running.rewriting import rest_to_hold, with_step

        script = read.script
        steps = {each.step for each in failures}
        if script is None or len(steps) != 1:
            return None
        found = []
        for name in dict.fromkeys(name for each in failures for name in rest_to_hold(script, each)):
            text = with_step(read.source.text, script, failures[0].step, name)
            if text is not None and all(result.held for result in self.runs_of(_read_again(read, text))):
                found.append((name, text))
        return found[0] if len(found) == 1 else None

    def offer(self, read: ReadScript, results: Sequence[TimedOutcome]) -> None:
        """Note which choice lets the rest of a script hold, where one that it names is not there."""
        from game.replay.running.rewriting import new_name

        failures = [each for result in results if not result.held for each in result.outcome.failures[-1:]]
        if read.script is None or not failures or any(new_name(read.script, each) for each in failures):
            return
        self.unexplained += 1
        if self.unexplained > _MOST_OFFERED:
            return
        if found := self.only_one_that_holds(read, failures):
            line, column = place_of(failures[0])
            self.offers.append(
                f"{read.found.name}:{line}:{column}: with {found[0]!r} all of it holds; --update writes it."
            )

    def report(self) -> int:
        """Write and print everything that was asked for; the exit code, but for paths that were not there."""
        args, results = self.args, self.results
        seconds = perf_counter() - self.began
        every = self.coverages.all() if self.coverages is not None else []
        short = too_little(every, args.fail_under)
        written = write_all(
            lambda: write_reports(args.coverage, every),
            lambda: self.write_junit(short),
            lambda: self.write_summary(every, seconds),
        )
        for warning, read in self.warnings:
            print(diagnostic_text(warning, read.source), file=sys.stderr)
        if args.format == "json":
            from game.replay.reports.results import json_report

            for_machines().write(json_report(results, seconds))
        elif args.format == "github":
            annotate(github_lines(results))
        else:
            self.print_stories()
            for line in status_lines(results, verbose=args.verbose):
                print(line)
        out = sys.stdout if args.format == "text" else sys.stderr
        if self.offers and self.unexplained > _MOST_OFFERED:
            self.offers.append(f"Only the first {_MOST_OFFERED} playthroughs were tried so; --update tries all.")
        say(*self.changed, *self.transcripts_written(), *self.offers, out=out)
        self.print_coverage(every, out)
        say(*(text for _, text in short), out=out)
        if args.format != "json":
            print(summary_line(results, seconds), file=out)
        if not written or any(result.outcome.status == "error" for result in results):
            return 2
        return int(bool(short) or not all(result.held for result in results))

    def write_junit(self, extra: Sequence[tuple[str, str]]) -> None:
        """The results as JUnit XML, if a file was named; `extra` is what failed beside them. Raises BadInput."""
        if self.args.junit:
            from game.replay.reports.junit import junit

            write_junit(self.args.junit, junit(self.results, extra=extra))

    def write_summary(self, every: Sequence[Coverage], seconds: float) -> None:
        """The results in Markdown, if a file was named. Raises BadInput."""
        if self.args.summary:
            from game.replay.coverage.report import coverage_summary
            from game.replay.reports.summary import replay_summary

            add_summary(self.args.summary, replay_summary(self.results, seconds) + coverage_summary(every))

    def print_stories(self) -> None:
        """What is wrong with a story, once, and not for each script that plays it."""
        for loaded in self.loader.broken():
            from game.language.diagnostics.report import render

            for diagnostic in loaded.diagnostics:
                print(render(diagnostic, loaded.sources) + "\n")

    def transcripts_written(self) -> list[str]:
        """What to say of the golden transcripts that --update has written."""
        return [line for golden in self.written for line in (f"wrote {golden.path}", *golden.difference)]

    def print_coverage(self, every: Sequence[Coverage], out: TextIO) -> None:
        """How much of each story was reached."""
        if every:
            from game.replay.coverage.report import summary

            for coverage in every:
                say(f"Coverage of {coverage.program.id}:", *summary(coverage), out=out)


def _old_names(results: Sequence[TimedOutcome]) -> list[Diagnostic]:
    """What to say of names in a script that are others now, once for all of its runs."""
    from game.replay.running.following import warnings

    former = {one.text.pos: one for result in results for one in result.outcome.former}
    return warnings(results[0].outcome.script, list(former.values())) if former else []


def _with_new_names(read: ReadScript, results: Sequence[TimedOutcome]) -> ReadScript:
    """The script with the names of now in place of those that its runs have followed; as it is where that cannot be done."""
    from game.replay.running.rewriting import with_names

    former = {one.text.pos: one for result in results for one in result.outcome.former}
    text = with_names(read.source.text, list(former.values()))
    again = _read_again(read, text)
    return read if again.script is None else again


def _read_again(read: ReadScript, text: str) -> ReadScript:
    from game.language.yaml.reader import read_text
    from game.replay.running.script_loader import read_script

    return read_script(read_text(text, read.found.name), read.found)
