"""Look for everything wrong in a story without playing it through."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.language.diagnostics.diagnostic import Diagnostic
    from game.program.load import Loaded
    from game.program.model import Program
    from game.proof.portfolio.quick import Quick


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies check [STORY...] [--strict] [--no-proof] [--format text|json|github|sarif]`."""
    parser.add_argument(
        "story",
        nargs="*",
        help="folders or files of stories (default: the story of the folder you are in, else the one that ships)",
    )
    parser.add_argument("--strict", action="store_true", help="let warnings fail the check too")
    parser.add_argument(
        "--no-proof", action="store_true", help="leave out the quick look at what play can and cannot reach"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="findings as text (default), as JSON, as annotations for GitHub, or as SARIF",
    )


def run(args: Namespace) -> int:
    """Check every story named; 0 when all are sound, 1 when one is not, 2 when one is not there."""
    from functools import partial

    from game.commands.story import find_story, leaves_out, print_findings, table_of
    from game.output import for_machines, say
    from game.program.load import load

    code = 0
    found: list[Diagnostic] = []
    for given in args.story or [None]:
        path = find_story(given)
        if path is None:
            code = 2
            continue
        loaded = load(path, cache=False)
        looked = None
        if loaded.program is not None and not args.no_proof:
            from game.proof.report.quick_findings import with_findings

            looked = _looked(loaded.program)
            if looked is not None:
                loaded = with_findings(loaded, looked, partial(table_of, path, cache=False))
        if args.format == "sarif":  # one document, however many stories
            found += loaded.diagnostics
        else:
            print_findings(loaded, sys.stdout if args.format == "text" else for_machines(), form=args.format)
        if given is not None and leaves_out(loaded, path, given):
            code = 2
        failed = any(one.severity == "error" or args.strict for one in loaded.diagnostics)
        code = max(code, int(failed))
        if args.format == "text":
            say(_summary(str(path), loaded), *_more_about(loaded))
            if loaded.program is not None and not args.no_proof:
                say(f"  hambies prove would add: {_more(looked)}.")
                if args.strict and (looked is None or not looked.whole):
                    say("  --strict counts what a quick look of so many steps finds, the same on every machine.")
    if args.format == "sarif":
        for_machines().write(_sarif(found))
    return code


def _sarif(found: list[Diagnostic]) -> str:
    from game import __version__
    from game.language.diagnostics.sarif import sarif
    from game.writer.pages import codes, page

    known = codes()
    titles = {one.code: page(known[one.code]).title for one in found if one.code in known}
    return sarif(found, titles, __version__)


def _looked(program: Program) -> Quick | None:
    """A quick look at a story; where it goes wrong, that is a mistake of ours, and what else is known of the story is said all the same."""
    from game.proof.portfolio.quick import quick

    try:
        return quick(program)
    except Exception as mistake:  # noqa: BLE001 - whatever it is
        from game.commands.crash import report_crash
        from game.output import last_words

        last_words(report_crash(mistake, sys.argv[1:]))
        return None


def _summary(name: str, loaded: Loaded) -> str:
    from game.language.text.cleaning import counted

    errors = sum(one.severity == "error" for one in loaded.diagnostics)
    warnings = len(loaded.diagnostics) - errors
    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    if loaded.program is None:
        return f"{name}: {found}."
    counts = loaded.program.counts
    size = f"{counted(counts.scenes, 'scene')}, {counted(counts.choices, 'choice')}, {counted(counts.words, 'word')}"
    return f"{name}: {size}; {found}."


def _more_about(loaded: Loaded) -> list[str]:
    """Where the first finding is explained."""
    if not loaded.diagnostics:
        return []
    return [f"  hambies explain {loaded.diagnostics[0].code} says more about the first of them, with an example."]


def _more(looked: Quick | None) -> str:
    """What the full proof would say that this check does not."""
    from game.language.text.cleaning import counted

    if looked is None:
        return "what can and cannot be reached; a quick look is not enough to lay this story out"
    shortest = "a shortest playthrough to everything"
    if looked.whole:
        return f"whether an ending can be reached from everywhere, and {shortest}"
    unseen = f"whether {looked.unseen:,} of {counted(looked.asked, 'thing')} can be reached, " if looked.unseen else ""
    return f"{unseen}whether anybody can get stuck, whether promises always hold, and {shortest}"
