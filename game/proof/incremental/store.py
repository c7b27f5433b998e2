"""Proofs on disk: what has not changed is not proved again.

A report is kept with the digest of the story's files and with that of its shape. Where the files are the same, all of it
counts; where only the shape is, what a change of words can change must not be in it. Where more has changed, what was settled
about each question by itself counts as long as nothing has changed that it depends on. What was left open counts as long as there is
no more time or memory for it than there was. Nothing in such a file runs, whatever is
wrong with it means only that the story is proved again, and its playthroughs are played again before they are shown.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from game import __version__
from game.program.model import Program
from game.proof.bounds import Bounds
from game.proof.incremental.encoding import Decoder, Encoder
from game.proof.incremental.results import KnownResults, Tried, earlier
from game.proof.incremental.shape import StoryShape
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.longest_turn import overfull
from game.proof.model.goals import Goal
from game.proof.results import STOPPED, Answer, Report, Witness
from game.proof.witness.validation import Validator
from game.system.files import read, real
from game.system.sources import checksum as of_sources
from game.system.writing import write

_WORDLESS: Final = frozenset(
    {"story", "answers", "effort", "conditions", "draws", "starts", "ranges", "odds", "unmeasured"}
)
"""Fields of a report that a change of words cannot change."""
_MOST_BYTES: Final = 256_000_000
_WRONG: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What is raised over what no proof has written."""


class ProofCache:
    """The report of one story and one set of options; `options` is whatever else changes what is found."""

    def __init__(self, folder: Path, story: Path, program: Program, options: str) -> None:
        self.program = program
        where = f"{real(story)}\0{options}".encode("utf-8", "surrogateescape")
        self._path = folder / f"{blake2b(where, digest_size=8).hexdigest()}.proof"
        self._options = options

    @cached_property
    def _shape(self) -> StoryShape:
        """What of the story counts; not looked at where nothing is kept."""
        return StoryShape(self.program)

    def named(self, text: str) -> str:
        """A text with the ids in it as numbers, as it is kept."""
        return self._shape.numbered(text)

    def memory(self) -> KnownResults:
        """What was settled before, and the playthroughs that show it, also where the story has changed since."""
        kept = self._read()
        if kept is not None:
            with contextlib.suppress(*_WRONG):
                decoder = Decoder(kept["playthroughs"], self._shape.named)
                memory = KnownResults(
                    self.named,
                    decoder.value(dict[str, int], kept["settled"]),
                    [decoder.way(one) for one in kept["ways"]],
                    decoder.value(Tried, kept["tried"]),
                )
                memory.given = self._given(*kept["scripts"])
                return memory
        return KnownResults(self.named)

    @cached_property
    def _asked(self) -> str:
        """What is asked before the story, and what counts without an answer."""
        program, asked = self.program, {one.variable for one in self.program.setup}
        return json.dumps([program.setup, program.texts, [one.start for one in program.slots if one.name in asked]])

    def _given(self, plain: dict[str, list[Any]], ways: Any, asked: str) -> dict[str, list[Witness]]:
        """What scripts play where the same is asked before the story, of those all of whose choices are still there: by their ids, since a new choice may have the number of another."""
        if asked != self._asked:
            return {}
        decoder, there = Decoder(ways, str), self._shape.there
        given = {digest: [decoder.way(one) for one in several] for digest, several in plain.items()}
        return {name: several for name, several in given.items() if all(there(one.choices) for one in several)}

    def _read(self) -> dict[str, Any] | None:
        """What is in the file, if it is whole, and of this story and this prover."""
        try:
            checksum, _, text = read(self._path, _MOST_BYTES).partition(b" ")
            kept = json.loads(text) if int(checksum, 16) == crc32(text) else None
            whole = kept is not None and kept["magic"] == _magic() and kept["options"] == self._options
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        return kept if whole else None

    def fetch(self, bounds: Bounds | None = None, given: str = "") -> Report | None:
        """The report that was kept, if it is of this story, and the engine follows its playthroughs.

        One in which something is open must have had as much time and memory as there is now, where that is said, and the same playthroughs to begin
        with: `given` tells them.
        """
        kept = self._read()
        if kept is None or kept.get("report") is None or kept.get("shape") != self._shape.digest:
            return None
        try:
            if kept["files"] != self.program.digest and not kept["wordless"]:
                return None
            if kept["files"] != self.program.digest and overfull(Graph(self.program)):
                return None  # how much a turn holds is a matter of words
            decoder = Decoder(kept["playthroughs"], self._shape.named)
            tried = decoder.value(Tried, kept["tried"])
            if kept["open"] and bounds is not None and not (kept["given"] == given and tried.covers(bounds)):
                return None
            report = decoder.value(Report, kept["report"])
        except _WRONG:
            return None
        assert isinstance(report, Report)
        validator = Validator(self.program)
        if not all(_followed(validator, one) for one in sorted(_witnesses(report), key=_alike)):
            return None
        return report._replace(
            answers=tuple(earlier(one) if one.verdict == "not decided" else one for one in report.answers)
        )

    def keep(self, report: Report, memory: KnownResults, given: str = "") -> None:
        """Keep what was settled, and the report where no end of its time has cut it short; a folder that cannot be written is no trouble."""
        stopped = report.effort.bound == STOPPED  # before it came to all that was known
        ways = [*(one for _, one in _witnesses(report)), *(memory.ways if stopped else ())]
        defaults = Report._field_defaults
        words = report._replace(lengths=tuple(one for one in report.lengths if one.unit == "words"))
        wordless = all(name in _WORDLESS or getattr(words, name) == defaults.get(name) for name in Report._fields)
        encoder, scripted = Encoder(self._shape.numbered), Encoder(str)
        kept = {
            "magic": _magic(),
            "options": self._options,
            "files": self.program.digest,
            "shape": self._shape.digest,
            "wordless": wordless,
            "tried": encoder.plain(memory.tried_now(stopped=stopped)),
            "settled": {**memory.before, **memory.now} if stopped else memory.now,
            "ways": encoder.plain(_longest(ways)),
            "report": None if report.mistakes or memory.cut_short(report) else encoder.plain(report),
            "given": given,
            "scripts": [scripted.plain(memory.given), scripted.ways(), self._asked],
            "open": report.verdict == "not decided" or bool(report.effort.bound),
            "playthroughs": encoder.ways(),
        }
        text = json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
        with contextlib.suppress(OSError):
            write(self._path, b"%08x " % crc32(text) + text, private=True, sync=False)


@cache
def _magic() -> str:
    """Whoever proved it: the version, and the files of the prover and of what it stands on, so that no older proof is shown."""
    return f"hambies-proof {__version__} {of_sources('proof', 'engine', 'program', 'language')}"


def _witnesses(report: Report) -> list[tuple[Answer | None, Witness]]:
    """Every playthrough in a report, those of answers with the answer."""
    found: list[tuple[Answer | None, Witness]] = [
        (answer, answer.witness) for answer in report.answers if answer.witness is not None
    ]
    queue: list[Any] = [getattr(report, name) for name in Report._fields if name != "answers"]
    while queue:
        value = queue.pop()
        if isinstance(value, Witness):
            found.append((None, value))
        elif isinstance(value, tuple):
            queue += value
        elif isinstance(value, dict):
            queue += value.values()
    return found


def _alike(shown: tuple[Answer | None, Witness]) -> tuple[object, ...]:
    """An order in which those playthroughs come together that begin alike."""
    way = shown[1]
    return sorted(way.setup.items()), way.seed or 0, way.choices


def _longest(witnesses: Iterable[Witness]) -> list[Witness]:
    """Those playthroughs that are not the beginning of another."""
    found = sorted({(tuple(one.setup.items()), one.choices): one for one in witnesses}.items())
    return [
        one
        for number, ((setup, choices), one) in enumerate(found)
        if number + 1 == len(found)
        or found[number + 1][0][0] != setup
        or found[number + 1][0][1][: len(choices)] != choices
    ]


def _followed(validator: Validator, shown: tuple[Answer | None, Witness]) -> bool:
    """Whether the engine follows a playthrough, and shows what it is for, as far as a turn tells."""
    answer, witness = shown
    if answer is None:
        return validator.follows(witness, None)
    if answer.kind == "promise":
        return validator.follows(witness, lambda played: answer.name in played.broken_promises())
    if answer.kind == "no soft-lock":
        return validator.follows(witness, lambda played: not played.turn.ending)
    return validator.follows(witness, Goal(answer.kind, answer.name, answer.scene, answer.detail, ()))  # type: ignore[arg-type]  # a kind of goal
