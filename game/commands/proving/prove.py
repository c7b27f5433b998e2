"""Find out what a story can and cannot do, over every playthrough there can be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from game.commands.proving.bounds import EXIT_BAD_INPUT, add_bounds, bounds_of, can_prove
from game.commands.proving.watching import keeping
from game.commands.story import STORY_HELP
from game.output import annotate, complain, for_machines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable
    from pathlib import Path

    from game.program.model import Program
    from game.proof.bounds import Bounds
    from game.proof.incremental.store import ProofCache
    from game.proof.report.positions import Positions
    from game.proof.results import Report

EXIT_NOT_DECIDED = 3


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies prove [STORY] [options]`; returns nothing, fills the parser."""
    add = parser.add_argument
    add("story", nargs="?", metavar="STORY", help=STORY_HELP)
    add(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="text for people (default), JSON, or annotations for GitHub",
    )
    add("--junit", metavar="FILE", help="write a case for each question as JUnit XML")
    add("--summary", metavar="FILE", help="add a summary in Markdown to a file, such as $GITHUB_STEP_SUMMARY")
    add(
        "--scripts",
        metavar="DIR",
        help="write few playthroughs that together take every choice, show every text and reach every ending",
    )
    add(
        "--playthroughs",
        metavar="PATH",
        action="append",
        default=[],
        help="begin with these playthroughs: what they show needs no search (scripts, or folders of them)",
    )
    add("--no-cache", action="store_true", help="prove anew what was proved before and has not changed")
    add("--clamps", action="store_true", help="say, too, where a value is held at its bound")
    add(
        "--ranges",
        action="store_true",
        help="say, too, which values each variable has in each scene",
    )
    add(
        "--lengths", action="store_true", help="the fewest and most choices and words to each ending, whatever it takes"
    )
    add("--odds", action="store_true", help="how often each ending comes by chance, exactly, whatever it takes")
    add(
        "--saves-from",
        metavar="OLDSTORY",
        help="say only what becomes of the saves of an older version of the story: a folder or file",
    )
    add_bounds(parser)


def run(args: Namespace) -> int:
    """Prove; 0 when all is proved, 1 when something is refuted, 3 when something is not decided, 2 for bad input."""
    from game.commands.story import find_story, load_story, table_of

    if not can_prove():
        return EXIT_BAD_INPUT
    path = find_story(args.story)
    loaded = None if path is None else load_story(path)
    program = None if loaded is None else loaded.program
    if path is None or loaded is None or program is None:
        return EXIT_BAD_INPUT
    if args.saves_from is not None:
        return _saves(args, program)
    from game.proof.report.positions import Positions
    from game.proof.report.report import exit_code, github_report, json_report, text_report

    positions = Positions(program, partial(table_of, path, cache=not args.no_cache))
    bounds = bounds_of(args)
    report = proved(args, path, program, bounds)
    written = _write(args, path, report, positions, bounds)
    if args.format == "json":
        for_machines().write(json_report(program, report, positions))
    elif args.format == "github":
        annotate(github_report(program, report, positions))
    else:
        print(text_report(program, report, positions))
    return written if written == EXIT_BAD_INPUT else exit_code(report) or written


def _write(args: Namespace, path: Path, report: Report, positions: Positions, bounds: Bounds) -> int:
    """Write the files that the options ask for; 2 where one cannot be written, 3 where there was no time for all the scripts."""
    from game.commands.proving.watching import watching
    from game.proof.report.report import junit_report
    from game.proof.report.summary import proof_summary
    from game.replay.coverage.files import add_summary, write_all, write_junit

    program = positions.program
    whole = True

    def suite() -> None:
        from pathlib import Path

        from game.commands.proving.suite import write_suite

        nonlocal whole
        with watching(bounds):
            whole = write_suite(Path(args.scripts), path, program, report, bounds)

    writers: list[Callable[[], object]] = []
    if args.junit:
        writers.append(lambda: write_junit(args.junit, junit_report(program, report)))
    if args.summary:
        writers.append(lambda: add_summary(args.summary, proof_summary(program, report, positions)))
    if args.scripts:
        writers.append(suite)
    if not write_all(*writers):
        return EXIT_BAD_INPUT
    return 0 if whole else EXIT_NOT_DECIDED


def proof_kept_of(story: Path, program: Program, *options: str) -> ProofCache | None:
    """Where a proof with these options and no others is kept; None where no folder can be had."""
    from argparse import ArgumentParser

    from game.commands.proving.kept import kept_proof

    usual = ArgumentParser()
    add_arguments(usual)
    return kept_proof(usual.parse_args(options), story, program)


@keeping()
def proved(args: Namespace, path: Path, program: Program, bounds: Bounds, *, quietly: bool = False) -> Report:
    """The report on a story: what was kept of an earlier proof where nothing that counts has changed, else a new one.

    `quietly` where the command that asks has no `--no-cache` to speak of.
    """
    from game.commands.proving.given import digest_of, given_scripts, playthroughs
    from game.commands.proving.kept import kept_proof
    from game.commands.proving.watching import watching
    from game.proof.whole import prove

    cache = None if args.no_cache else kept_proof(args, path, program)
    scripts = given_scripts(args.playthroughs)
    begun = digest_of(map(str.encode, scripts)) if scripts else ""
    report = None if cache is None else cache.fetch(bounds, begun)
    if report is not None:
        if not quietly:
            complain("nothing but words has changed since the last proof; --no-cache proves it anew.")
        return report._replace(effort=report.effort._replace(seconds=bounds.spent))
    memory = None if cache is None else cache.memory()
    given = playthroughs(scripts, path, {} if memory is None else memory.given)
    with watching(bounds):
        report = prove(
            program,
            bounds,
            clamps=args.clamps,
            ranges=args.ranges,
            lengths=args.lengths,
            odds=args.odds,
            memory=memory,
            given=[way for ways in given.values() for way in ways],
        )
    if cache is not None and memory is not None:
        memory.given = given
        cache.keep(report, memory, begun)
    return report


def _saves(args: Namespace, program: Program) -> int:
    """What becomes of the saves of an older version; exit codes as in `run`."""
    from game.commands.proving.watching import watching
    from game.commands.story import read_story
    from game.proof.report.report import VERDICT_CODES
    from game.proof.report.saves import github_report, json_report, text_report
    from game.proof.saved import OtherStoryError, prove_saves

    if args.junit or args.scripts:
        complain("--saves-from goes without --junit and --scripts.")
        return EXIT_BAD_INPUT
    old = read_story(args.saves_from)
    if old is None:
        return EXIT_BAD_INPUT
    bounds = bounds_of(args)
    try:
        with watching(bounds):
            report = prove_saves(old, program, bounds)
    except OtherStoryError as other:
        complain(other)
        return EXIT_BAD_INPUT
    if args.format == "json":
        for_machines().write(json_report(report))
    elif args.format == "github":
        annotate(github_report(old, report))
    else:
        print(text_report(old, report))
    return VERDICT_CODES[report.verdict]
