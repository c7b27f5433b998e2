"""Say what an edit of a story means: what came and went, what opens more or less often, which playthroughs and saves it breaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.program.model import Program
    from game.writer.comparison.report import EditFault, Proofs

EXIT_BAD_INPUT = 2
EXIT_NOT_DECIDED = 3


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies diff OLD [NEW] [--fail-on FAULTS] [--playthroughs PATH] [--no-proof] [--max-time S]`."""
    from game.commands.proving.bounds import positive
    from game.commands.story import STORY_HELP

    add = parser.add_argument
    add("old", metavar="OLD", help="the older version: a story's folder or file, or a revision in git, such as HEAD~1")
    add("story", nargs="?", metavar="STORY", help=f"the newer version: {STORY_HELP}")
    add(
        "--fail-on",
        metavar="FAULTS",
        type=_fault_list,
        default=(),
        help="end with 1 where the edit has one of these: lost-endings, softlocks, broken-playthroughs, lost-saves",
    )
    add(
        "--playthroughs",
        metavar="PATH",
        action="append",
        default=[],
        help="begin the proofs with these playthroughs, as hambies prove does (scripts, or folders of them)",
    )
    add("--no-proof", action="store_true", help="leave out what has to be proved: what can be reached, and saves")
    add(
        "--max-time",
        type=positive,
        default=120.0,
        metavar="S",
        help="seconds for each of the three proofs (default: 120)",
    )


def _fault_list(text: str) -> tuple[EditFault, ...]:
    from argparse import ArgumentTypeError

    from game.writer.comparison.report import FAULTS

    asked = [one.strip() for one in text.split(",")]
    for one in asked:
        if one not in FAULTS:
            raise ArgumentTypeError(f"{one!r} is none of {', '.join(FAULTS)}")
    return tuple(fault for fault in FAULTS if fault in asked)


def run(args: Namespace) -> int:
    """Print the comparison; 0, 1 where it has a fault that was asked about, 3 where that is not decided, 2 for bad input."""
    from game.commands.story import find_story
    from game.output import complain
    from game.system.files import because, is_there
    from game.writer.comparison.revision import NoRevision, at_revision

    new = find_story(args.story)
    if new is None:
        return EXIT_BAD_INPUT
    if is_there(args.old):
        old = find_story(args.old)
        return EXIT_BAD_INPUT if old is None else _compare(args, old, new)
    try:
        with at_revision(args.old, new) as there:
            return _compare(args, there, new)
    except NoRevision as stop:
        complain(f"{stop}.")
    except OSError as error:
        complain(f"the older version cannot be laid out beside the newer one: {because(error)}.")
    return EXIT_BAD_INPUT


def _compare(args: Namespace, old_path: Path, new_path: Path) -> int:
    from game.commands.proving.bounds import can_prove
    from game.commands.story import load_story
    from game.output import for_machines
    from game.writer.comparison.conditions import conditions_changed
    from game.writer.comparison.contents import names_changed, words_changed
    from game.writer.comparison.replays import playthroughs_changed
    from game.writer.comparison.report import VersionsCompared, as_markdown, faults

    old, new = load_story(old_path).program, load_story(new_path).program
    if old is None or new is None or (not args.no_proof and not can_prove()):
        return EXIT_BAD_INPUT
    held, changed = playthroughs_changed(old_path, new_path)
    found = VersionsCompared(
        old,
        new,
        tuple(names_changed(old, new)),
        tuple(words_changed(old, new)),
        tuple(conditions_changed(old, new)),
        held,
        tuple(changed),
        None if args.no_proof else _proofs(args, old_path, old, new_path, new),
    )
    for_machines().write(as_markdown(found))
    asked = [faults(found)[one] for one in args.fail_on]
    return 1 if "refuted" in asked else EXIT_NOT_DECIDED if "not decided" in asked else 0


def _proofs(args: Namespace, old_path: Path, old: Program, new_path: Path, new: Program) -> Proofs:
    """What proofs of both say. What was proved of the newer one is kept, as `hambies prove` keeps it, and counts for the older one, too."""
    from argparse import ArgumentParser

    from game.commands.proving.given import given_scripts, playthroughs
    from game.commands.proving.kept import kept_proof
    from game.commands.proving.prove import add_arguments as of_prove
    from game.commands.proving.prove import proved
    from game.commands.proving.watching import watching
    from game.proof.bounds import Bounds
    from game.proof.saved import OtherStoryError, prove_saves
    from game.proof.whole import prove
    from game.writer.comparison.playable import verdicts_changed, ways_changed
    from game.writer.comparison.report import Proofs

    usual = ArgumentParser()
    of_prove(usual)
    options = usual.parse_args([])
    options.playthroughs = args.playthroughs
    after = proved(options, new_path, new, Bounds(args.max_time), quietly=True)
    cache = kept_proof(options, new_path, old)
    memory = None if cache is None else cache.memory()
    played = playthroughs(given_scripts(args.playthroughs), old_path, {} if memory is None else memory.given)
    bounds = Bounds(args.max_time)
    with watching(bounds):
        before = prove(old, bounds, memory=memory, given=[way for ways in played.values() for way in ways])
    bounds = Bounds(args.max_time)
    try:
        with watching(bounds):
            saves = prove_saves(old, new, bounds)
    except OtherStoryError:
        saves = None
    softlock = next(one.verdict for one in after.answers if one.kind == "no soft-lock")
    return Proofs(
        tuple(verdicts_changed(before, after, new.renamed)),
        tuple(ways_changed(before, after, new.renamed)),
        softlock,
        saves,
    )
