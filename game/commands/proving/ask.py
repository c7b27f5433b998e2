"""Ask whether something can ever be so in a story; the answer is a playthrough, or that there is none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from game.commands.proving.bounds import EXIT_BAD_INPUT, add_bounds, bounds_of, can_prove
from game.commands.story import STORY_HELP
from game.output import complain, for_machines, say
from game.system.files import is_there

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.program.declared import Promise
    from game.program.model import Program
    from game.proof.portfolio.context import Proof
    from game.proof.results import Answer


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies ask [STORY] CONDITION [--at SCENE] [--never | --can]`; returns nothing, fills the parser."""
    add = parser.add_argument
    add("story", nargs="?", metavar="STORY", help=STORY_HELP)
    add("condition", metavar="CONDITION", help="a condition as in a story: 'heat > 5 and not met'")
    add("--at", metavar="SCENE", default="", help="look only at the choices and endings of this scene")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--can", action="store_true", help="it should be so somewhere (default)")
    group.add_argument("--never", action="store_true", help="it should never be so")
    add("--format", choices=("text", "json"), default="text", help="text for people (default) or JSON")
    add_bounds(parser)


def run(args: Namespace) -> int:
    """Answer; 0 when it is as it should be, 1 when not, 3 when not decided, 2 for bad input."""
    from game.commands.story import find_story, print_findings

    if args.story is None and is_there(args.condition):
        complain(f"what is asked of {args.condition!r}? A condition is missing.")
        return EXIT_BAD_INPUT
    if args.story is not None and not is_there(args.story) and is_there(args.condition):
        complain("the story stands before what is asked of it: hambies ask STORY CONDITION.")
        return EXIT_BAD_INPUT
    path = find_story(args.story) if can_prove() else None
    if path is None:
        return EXIT_BAD_INPUT
    from game.program.load import load, question

    loaded = load(path, extra=question(args.condition))
    program, condition = loaded.program, next(iter(loaded.asked), None)
    if program is None or condition is None:
        errors = tuple(one for one in loaded.diagnostics if one.severity == "error")
        print_findings(loaded._replace(diagnostics=errors), sys.stderr)
        return EXIT_BAD_INPUT
    from game.language.text.cleaning import composed

    args.at = composed(args.at)
    if args.at and args.at not in program.scene_index:
        from difflib import get_close_matches

        near = get_close_matches(args.at, program.scene_ids, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        complain(f"there is no scene {args.at}{hint}")
        return EXIT_BAD_INPUT
    from game.commands.proving.watching import watching
    from game.proof.portfolio.context import Proof
    from game.proof.report.report import exit_code

    bounds = bounds_of(args)
    proof = Proof(program, bounds)
    with watching(bounds):
        answer = _answer(args, proof, condition)
    report = proof.report([answer])
    if args.format == "json":
        from game.proof.report.report import json_report

        for_machines().write(json_report(program, report))
    else:
        from game.proof.report.common import effort_line

        say(*_text(args, program, answer), effort_line(report.effort))
    return exit_code(report)


def _answer(args: Namespace, proof: Proof, condition: Promise) -> Answer:
    from game.proof.portfolio.question import can, never
    from game.proof.results import STOPPED, Answer

    ask = never if args.never else can
    try:
        return ask(proof, args.condition, condition, scene=args.at)
    except KeyboardInterrupt:
        proof.bound = STOPPED
        return Answer("never" if args.never else "can", args.condition, args.at, "", "not decided", "stopped", None)


def _text(args: Namespace, program: Program, answer: Answer) -> list[str]:
    from game.language.text.cleaning import counted
    from game.proof.report.wording import Words

    where = f" in {args.at}" if args.at else ""
    if answer.verdict == "not decided":
        return [f"Not decided: {answer.text}."]
    if answer.witness is None:
        return [f"Never{where}: {args.condition}"]
    count = len(answer.witness.choices)
    fewest = f"after {counted(count, 'choice')}"
    return [f"Yes, in {answer.scene} {fewest}:", *(f"  {label}" for label in Words(program).way(answer.witness))]
