"""Play a story at random, many times, and report what happens."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from game.language.diagnostics.safe_json import to_json
from game.output import complain, for_machines, say
from game.replay.coverage.files import BadInput, percentage
from game.replay.numbers import whole_number

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from game.program.model import Program
    from game.replay.coverage.reached import Coverage
    from game.replay.random_play.findings import Finding
    from game.replay.random_play.policy import Policy
    from game.replay.random_play.wandering import Habit, Journey, RandomSetting

_MOST_RUNS = 10_000_000


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies random [STORY] --runs N --seed S [options]`; returns nothing, fills the parser."""
    add = parser.add_argument
    add(
        "story",
        nargs="?",
        metavar="STORY",
        help="a story's folder or file (default: the story of the folder you are in, else the one that ships)",
    )
    add(
        "--runs", type=whole_number(_MOST_RUNS), default=1000, metavar="N", help="how many playthroughs (default: 1000)"
    )
    add("--seed", type=int, default=1, metavar="S", help="another seed plays other ways (default: 1)")
    add(
        "--max-turns",
        type=whole_number(_MOST_RUNS),
        default=1000,
        metavar="N",
        help="choices before a playthrough is given up (default: 1000)",
    )
    add(
        "--jobs",
        type=whole_number(_MOST_RUNS),
        metavar="N",
        help="processes that play (default: one for each core); changes nothing but the time",
    )
    add(
        "--policy",
        default="least",
        metavar="POLICY",
        help="least: what was chosen least so far (default); uniform: each open choice as often; or a file that says what a player prefers",
    )
    add("--scripts", metavar="DIR", help="write a script for each stuck place and broken promise into DIR")
    add("--log", metavar="FILE", help="write the playthroughs as a log, which hambies premise reads")
    add("--format", choices=("text", "json"), default="text", help="text for people (default) or JSON")
    add("--coverage", metavar="FILE", action="append", default=[], help="write what was reached: .txt, .json or .html")
    add("--fail-under", metavar="N", type=percentage, help="fail when less than N percent of the story was reached")


def run(args: Namespace) -> int:
    """Play; 0 when nothing was wrong, 1 when a place is stuck or a promise broken, 2 when there is no such story."""
    from game.places import NoStory, chosen_story
    from game.replay.coverage.files import check_names
    from game.replay.random_play.loading import story_to_play

    try:
        check_names(args.coverage)
        path, note, *_ = chosen_story(args.story)
        if note:
            complain(note)
        program, policy, _ = story_to_play(path, args.policy)
        return _play(args, program, policy, path)
    except (NoStory, BadInput) as stop:
        complain(stop)
        return 2


def _play(args: Namespace, program: Program, policy: Habit | Policy, path: Path) -> int:
    from game.replay.coverage.reached import coverage_of
    from game.replay.random_play.findings import findings_of
    from game.replay.random_play.wandering import LANES, RandomSetting, wander_alone

    setting = RandomSetting(args.seed, args.max_turns, policy)
    jobs = min(args.jobs or _cores(), LANES, args.runs)
    began = perf_counter()
    if jobs == 1:
        journeys, tally = wander_alone(program, setting, args.runs)
    else:
        from game.replay.random_play.crowd import WorkerLost, wander_together

        try:
            journeys, tally = wander_together(program, path, setting, args.runs, jobs)
        except WorkerLost as lost:
            raise BadInput(str(lost)) from None
    seconds = perf_counter() - began
    coverage = coverage_of(program, tally)
    found = findings_of(program, journeys)
    from game.replay.coverage.files import too_little, write_all, write_reports

    written = write_all(
        lambda: _write_scripts(args.scripts, path, program, found),
        lambda: write_reports(args.coverage, [coverage]),
        lambda: _write_log(args.log, program, journeys),
    )
    short = too_little([coverage], args.fail_under)
    if args.format == "json":
        for_machines().write(_json(setting, journeys, found, coverage))
    else:
        say(*_text(args, setting, journeys, found, coverage, seconds))
    for _, text in short:
        say(text, out=sys.stdout if args.format == "text" else sys.stderr)
    return int(bool(found or short)) if written else 2


def _cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux has it
        return os.cpu_count() or 1


def _write_scripts(into: str | None, story: Path, program: Program, found: Sequence[Finding]) -> None:
    """A script for each finding, into the folder that was named, if one was. Raises BadInput."""
    from game.replay.random_play.findings import script_text
    from game.replay.scripts.written import own_root, write_script
    from game.system.files import because, real

    if not into:
        return
    folder = Path(into)
    named = Path(os.path.relpath(real(story), real(folder))).as_posix()
    wrong: dict[str, None] = {}
    for finding in found:
        try:
            text = script_text(program, finding, named)
            write_script(folder / finding.file, text, root=own_root(folder) or folder)
        except OSError as error:
            wrong[because(error)] = None
    if wrong:
        raise BadInput(f"scripts cannot be written into {folder}: {'; '.join(wrong)}")


def _write_log(path: str | None, program: Program, journeys: Sequence[Journey]) -> None:
    """The playthroughs as a log, into the file that was named, if one was. Raises BadInput."""
    if not path:
        return
    from hashlib import blake2b

    from game.replay.coverage.files import write_file
    from game.saves.log import Log, Logged, encode

    picked = {question.variable for question in program.setup if question.options}
    plays = [
        Logged(
            blake2b(repr(one).encode(), digest_size=8).hexdigest(),
            one.seed,
            {name: answer for name, answer in one.setup if name in picked},
            one.choices,
            one.what if one.end == "ending" else "",
            one.scene,
        )
        for one in journeys
    ]
    write_file(path, encode(Log(program.id, program.digest, tuple(plays))), b'{\n "hambies_log"')


def _text(
    args: Namespace,
    setting: RandomSetting,
    journeys: Sequence[Journey],
    found: Sequence[Finding],
    coverage: Coverage,
    seconds: float,
) -> list[str]:
    from game.language.text.cleaning import clean, counted
    from game.language.text.columns import pad
    from game.replay.coverage.report import summary
    from game.replay.random_play.findings import shares

    program = coverage.program
    turns = sum(len(journey.choices) for journey in journeys)
    by = "" if isinstance(setting.policy, str) else f" by {clean(setting.policy.name)}"
    head = f"{len(journeys):,} random playthroughs of {program.id}{by} (seed {args.seed})"
    each = turns / len(journeys)
    lines = [f"{head}: {turns:,} choices, {each:.1f} each ({seconds:.2f} s)", "", "How they ended:"]
    lines += [
        f"  {pad(clean(name), 32)}{count:>9,}  {100 * count / len(journeys):5.1f}%"
        for name, count in shares(program, journeys)
    ]
    for finding in found:
        lines += ["", f"{finding.title}: {counted(finding.times, 'time')}"]
        if args.scripts:
            lines.append(f"  {Path(args.scripts) / finding.file} plays it")
        else:
            lines.append("  the shortest way there (--scripts DIR writes it as a file):")
            lines += [f"    {label}" for label in finding.labels[-20:]]
    return [*lines, "", "Reached:", *summary(coverage)]


def _json(setting: RandomSetting, journeys: Sequence[Journey], found: Sequence[Finding], coverage: Coverage) -> str:

    from game.replay.coverage.reached import KINDS
    from game.replay.random_play.findings import shares

    reached = {kind: coverage.share(kind) for kind in KINDS}
    report = {
        "version": 1,
        "story": coverage.program.id,
        "seed": setting.seed,
        "policy": setting.policy if isinstance(setting.policy, str) else setting.policy.name,
        "runs": len(journeys),
        "choices": sum(len(journey.choices) for journey in journeys),
        "ends": dict(shares(coverage.program, journeys)),
        "findings": [
            {
                "kind": each.kind,
                "what": each.what,
                "scene": each.scene,
                "times": each.times,
                "seed": each.journey.seed,
                "setup": dict(each.journey.setup),
                "choices": list(each.choices),
                "file": each.file,
            }
            for each in found
        ],
        "coverage": {kind: {"reached": share.reached, "total": share.total} for kind, share in reached.items()},
    }
    return to_json(report, indent=2) + "\n"
