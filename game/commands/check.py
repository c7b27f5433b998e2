"""Look for everything wrong in a story without playing it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.program.load import Loaded


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies check [STORY...] [--strict] [--format text|json|github]`."""
    parser.add_argument("story", nargs="*", help="folders or files of stories (default: the story that ships)")
    parser.add_argument("--strict", action="store_true", help="let warnings fail the check too")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="findings as text (default), as JSON, or as annotations for GitHub",
    )


def run(args: Namespace) -> int:
    """Check every story named; 0 when all are sound, 1 when one is not, 2 when one is not there."""
    from game.commands.story import find_story, print_findings
    from game.program.load import load

    code = 0
    for given in args.story or [None]:
        path = find_story(given)
        if path is None:
            code = 2
            continue
        loaded = load(path, cache=False)
        print_findings(loaded, sys.stdout, form=args.format)
        failed = any(one.severity == "error" or args.strict for one in loaded.diagnostics)
        code = max(code, int(failed))
        if args.format == "text":
            print(_summary(str(path), loaded))
    return code


def _summary(name: str, loaded: Loaded) -> str:
    errors = sum(one.severity == "error" for one in loaded.diagnostics)
    warnings = len(loaded.diagnostics) - errors
    found = f"{_number(errors, 'error')}, {_number(warnings, 'warning')}"
    if loaded.program is None:
        return f"{name}: {found}."
    counts = loaded.program.counts
    size = f"{_number(counts.scenes, 'scene')}, {_number(counts.choices, 'choice')}, {_number(counts.words, 'word')}"
    return f"{name}: {size}; {found}."


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
