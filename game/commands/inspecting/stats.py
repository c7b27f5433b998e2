"""Measure a story: what is written, what is read, which choices do nothing, and which words come too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_MOST_RUNS = 10_000
_MOST_WORDS = 10_000
_LONGEST = 1000
"""Choices before a playthrough is given up."""


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies stats [STORY] [options]`; returns nothing, fills the parser."""
    from game.commands.story import STORY_HELP
    from game.replay.numbers import whole_number

    add = parser.add_argument
    add("story", nargs="?", metavar="STORY", help=STORY_HELP)
    add(
        "--runs",
        type=whole_number(_MOST_RUNS),
        default=100,
        metavar="N",
        help="playthroughs that are read (default: 100)",
    )
    add("--seed", type=int, default=1, metavar="S", help="another seed reads others (default: 1)")
    add("--policy", default="uniform", metavar="POLICY", help="who plays, as for hambies random (default: uniform)")
    add("--scenes", action="store_true", help="the words of each scene, too")
    add(
        "--paragraph",
        type=whole_number(_MOST_WORDS),
        default=90,
        metavar="N",
        help="list the paragraphs of more than N words (default: 90)",
    )
    add(
        "--watch",
        action="append",
        default=[],
        metavar="WORDS",
        help="say how often these come in a thousand words; several for one with | between them",
    )
    add("--format", choices=("text", "json"), default="text", help="text for people (default) or JSON")


def run(args: Namespace) -> int:
    """Measure; 0, or 2 when the story or the policy cannot be used."""
    from game.commands.story import find_story
    from game.output import complain, for_machines, say
    from game.replay.coverage.files import BadInput
    from game.replay.random_play.loading import story_to_play
    from game.replay.random_play.wandering import RandomSetting, wander_alone
    from game.writer.stats import report
    from game.writer.stats.measured import measure

    path = find_story(args.story)
    if path is None:
        return 2
    try:
        program, policy, table = story_to_play(path, args.policy, traced=True)
    except BadInput as stop:
        complain(stop)
        return 2
    assert table is not None, "it was asked for"
    journeys, _ = wander_alone(program, RandomSetting(args.seed, _LONGEST, policy), args.runs)
    by = policy.name if not isinstance(policy, str) else "" if policy == "uniform" else policy
    stats = measure(program, table, journeys, by=by, paragraph=args.paragraph, watch=args.watch)
    if args.format == "json":
        for_machines().write(report.json(stats))
    else:
        say(*report.text(stats, scenes=args.scenes))
    return 0
