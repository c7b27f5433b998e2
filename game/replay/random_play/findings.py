"""What random playthroughs came upon: stuck places and broken promises, each with its shortest playthrough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from game.engine.sessions.session import Session
from game.engine.stuck import STUCK
from game.language.text.cleaning import clean_line
from game.program.model import Program
from game.replay.random_play.wandering import Journey
from game.replay.scripts.emitting import emit
from game.replay.scripts.recording import script_of
from game.replay.scripts.steps import SUFFIX, ScriptText
from game.replay.scripts.written import marked

FindingKind: TypeAlias = Literal["stuck", "promise"]


class Finding(NamedTuple):
    """One thing that is wrong: how often it came up, and the shortest playthrough that shows it.

    `what` is the reason for being stuck or the promise, `choices` are as far as the playthrough must go, `labels`
    the same in words, and `file` is a name for its script.
    """

    kind: FindingKind
    what: str
    scene: str
    times: int
    journey: Journey
    choices: tuple[str, ...]
    labels: tuple[str, ...]
    title: str
    file: str


def findings_of(program: Program, journeys: Sequence[Journey]) -> list[Finding]:
    """Everything wrong, stuck places first, in the order in which they came up."""
    times: Counter[tuple[FindingKind, str, str]] = Counter()
    best: dict[tuple[FindingKind, str, str], tuple[int, Journey]] = {}
    for journey in journeys:
        seen: list[tuple[tuple[FindingKind, str, str], int]] = []
        if journey.end == "stuck":
            seen.append((("stuck", journey.what, journey.scene), len(journey.choices)))
        seen += [(("promise", broken.promise, ""), broken.choices) for broken in journey.broken]
        for key, length in seen:
            times[key] += 1
            if key not in best or length < best[key][0]:
                best[key] = (length, journey)
    keys = sorted(best, key=lambda key: key[0] != "stuck")
    return [
        _finding(program, key, times[key], best[key][1], best[key][0], number) for number, key in enumerate(keys, 1)
    ]


def _finding(
    program: Program, key: tuple[FindingKind, str, str], times: int, journey: Journey, length: int, number: int
) -> Finding:
    kind, what, scene = key
    choices = journey.choices[:length]
    session = Session(program, seed=journey.seed, setup=dict(journey.setup))
    labels = []
    for choice in choices:
        labels.append(next(option.label for option in session.turn.options if option.id == choice))
        session.choose(choice)
    reason = next((one.named for why, one in STUCK.items() if why == what), what)
    title = f"Stuck in {scene}: {reason}" if kind == "stuck" else f"Broken promise: {what}"
    name = "".join(char if char.isascii() and char.isalnum() else "-" for char in scene or session.turn.scene)[:40]
    file = f"{kind}-{number}-{name.lower().strip('-')}{SUFFIX}"
    return Finding(kind, what, session.turn.scene, times, journey, choices, tuple(labels), title, file)


def script_text(program: Program, finding: Finding, story: str) -> str:
    """A script that plays a finding; `story` is the path of the story from where the script will be.

    `hambies replay` fails it for as long as the story has the fault: a stuck place and a broken promise need no
    expectation of their own.
    """
    journey = finding.journey
    script = script_of(program, seed=journey.seed, setup=dict(journey.setup), choices=finding.choices)
    path = story if "/" in story or story.endswith((".yaml", ".yml")) or story in (".", "..") else f"./{story}"
    about = f"# {clean_line(finding.title)}\n# ScriptPath by hambies random; replaying this fails until it is mended."
    return marked(about, emit(script._replace(story=ScriptText(path))))


def shares(program: Program, journeys: Sequence[Journey]) -> list[tuple[str, int]]:
    """How often each ending was reached, never included, and how often none was."""
    ends = Counter(journey.what for journey in journeys if journey.end == "ending")
    found = [(name, ends[name]) for name in program.endings]
    found.sort(key=lambda pair: -pair[1])
    for end, words in (("stuck", "(stuck)"), ("unfinished", "(not finished)")):
        count = sum(journey.end == end for journey in journeys)
        if count:
            found.append((words, count))
    return found
