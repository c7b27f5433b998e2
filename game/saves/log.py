"""Playthroughs as a log that a tester can send: what was chosen, and nothing that was typed.

One JSON document: the story, and of each playthrough its seed, the answers that were picked from a list, the choices and where it stopped; beside
them the choices that were taken back in any of them. Written by `hambies export --log`, read by `hambies premise`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeGuard

from game.language.diagnostics.safe_json import to_json
from game.program.model import Program
from game.saves.errors import SaveError
from game.saves.format import Playthrough
from game.saves.home import home_of
from game.saves.progress import Progress
from game.saves.slots import Slots

LARGEST: Final = 32_000_000
"""Bytes of a log."""
_VERSION: Final = 1
_MOST: Final = 100_000
_LONGEST: Final = 1_000


class Logged(NamedTuple):
    """One playthrough: how it came about, and where it stands. `ending` is "" where it has not come to one; `seconds` were played."""

    playthrough: str
    seed: int
    setup: Mapping[str, str]
    steps: tuple[str, ...]
    ending: str = ""
    scene: str = ""
    seconds: int = 0


class Log(NamedTuple):
    """What one tester played of a story, and the choices that were taken back at least once."""

    story: str
    digest: str
    playthroughs: tuple[Logged, ...]
    undone: tuple[str, ...] = ()


class LogError(Exception):
    """A text is no log; the message says why."""


def logged(play: Playthrough, program: Program) -> Logged:
    """What a log keeps of a playthrough: the answers that were typed are left out."""
    picked = {question.variable for question in program.setup if question.options}
    setup = {name: answer for name, answer in play.setup.items() if name in picked}
    return Logged(play.id, play.seed, setup, play.steps, play.ending, play.scene, play.seconds)


def log_of(program: Program) -> tuple[Log, list[str]]:
    """What was played of a story on this machine: each playthrough as far as it went, and the choices that were taken back; and which saves are passed over, and why."""
    home = home_of(program)
    slots = Slots(home.folder, program.id, home.calls)
    played: list[Logged] = []
    notes: list[str] = []
    for slot in slots.list():
        if slot.trouble:
            notes.append(f"the save {slot.id} is passed over: {slot.trouble}")
            continue
        try:
            played.append(logged(slots.load(slot.id, fallback=False).save.playthrough, program))
        except SaveError as error:
            notes.append(f"the save {slot.id} is passed over: {error.reason}")
    undone = Progress(home.folder, home.calls, renames=program.renamed).all("undone")
    return merged([Log(program.id, program.digest, tuple(played), undone)])[0], notes


def encode(log: Log) -> str:
    """A log as text."""
    return (
        to_json(
            {"hambies_log": _VERSION, **log._asdict(), "playthroughs": [one._asdict() for one in log.playthroughs]},
            indent=1,
        )
        + "\n"
    )


def decode(content: bytes) -> Log:
    """The log in a file. Raises LogError."""
    try:
        found: object = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise LogError("it is no JSON") from None
    if not isinstance(found, dict) or "hambies_log" not in found:
        raise LogError("it is no log of hambies")
    if found["hambies_log"] != _VERSION:
        raise LogError("a newer version of hambies wrote it")
    plays = found.get("playthroughs")
    if not isinstance(plays, list) or len(plays) > _MOST:
        raise LogError("its playthroughs are no list")
    return Log(
        _text(found, "story"), _text(found, "digest"), tuple(_logged(one) for one in plays), _texts(found, "undone")
    )


def _logged(found: object) -> Logged:
    if not isinstance(found, dict):
        raise LogError("a playthrough in it is no mapping")
    setup = found.get("setup")
    seed, seconds = found.get("seed"), found.get("seconds")
    if not isinstance(setup, dict) or not all(map(_is_text, setup.values())):
        raise LogError("the setup of a playthrough in it is no mapping of texts")
    if type(seed) is not int or type(seconds) is not int or abs(seed) >= 2**63:
        raise LogError("a playthrough in it has no seed or no seconds")
    return Logged(
        _text(found, "playthrough"), seed, setup, _texts(found, "steps"), _text(found, "ending"), _text(found, "scene"), seconds
    )  # fmt: skip


def _text(found: Mapping[str, object], key: str) -> str:
    text = found.get(key)
    if not _is_text(text):
        raise LogError(f"{key!r} in it is no text")
    return text


def _texts(found: Mapping[str, object], key: str) -> tuple[str, ...]:
    texts = found.get(key)
    if not isinstance(texts, list) or len(texts) > _MOST or not all(map(_is_text, texts)):
        raise LogError(f"{key!r} in it is no list of texts")
    return tuple(texts)


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= _LONGEST


def merged(logs: Iterable[Log]) -> list[Log]:
    """The logs, each playthrough once: of one that is in several, as it goes furthest."""
    best: dict[tuple[str, str], int] = {}
    kept = list(logs)
    for log in kept:
        for one in log.playthroughs:
            key = (log.story, one.playthrough)
            best[key] = max(best.get(key, -1), len(one.steps))
    found: list[Log] = []
    for log in kept:
        plays = []
        for one in log.playthroughs:
            if best.get((log.story, one.playthrough)) == len(one.steps):
                del best[log.story, one.playthrough]
                plays.append(one)
        found.append(log._replace(playthroughs=tuple(plays)))
    return found
