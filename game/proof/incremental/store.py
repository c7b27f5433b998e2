"""Proofs on disk: what has not changed is not proved again.

A report is kept with the digest of the story's files and with that of its shape. Where the files are the same, all of it
counts; where only the shape is, what a change of words can change must not be in it. Where more has changed, what was settled
about each question by itself counts as long as nothing has changed that it depends on. Nothing in such a file runs, whatever is
wrong with it means only that the story is proved again, and its playthroughs are played again before they are shown.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from zlib import crc32

from game import __version__
from game.program.model import Program
from game.proof.incremental.results import KnownResults
from game.proof.incremental.shape import StoryShape, translated
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


class ProofCache:
    """The report of one story and one set of options; `options` is whatever else changes what is found."""

    def __init__(self, folder: Path, story: Path, program: Program, options: str) -> None:
        self.program = program
        self._shape = StoryShape(program)
        self.named = self._shape.numbered
        where = f"{real(story)}\0{options}".encode("utf-8", "surrogateescape")
        self._path = folder / f"{blake2b(where, digest_size=8).hexdigest()}.proof"
        self._options = options

    def memory(self) -> KnownResults:
        """What was settled before, and the playthroughs that show it, also where the story has changed since."""
        kept = self._read()
        try:
            if kept is not None:
                settled = _value(dict[str, int], kept["settled"])
                ways = [self._way(_value(Witness, one)) for one in kept["ways"]]
                return KnownResults(self.named, settled, ways, _value(float, kept["seconds"]))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            pass
        return KnownResults(self.named)

    def _way(self, kept: Witness) -> Witness:
        """A playthrough as far as its choices are still there."""
        choices = []
        with contextlib.suppress(LookupError):
            for one in kept.choices:
                choices.append(self._shape.named(one))  # noqa: PERF401 - those before one that is gone stay
        return kept._replace(choices=tuple(choices))

    def _read(self) -> dict[str, Any] | None:
        """What is in the file, if it is whole, and of this story and this prover."""
        try:
            checksum, _, text = read(self._path, _MOST_BYTES).partition(b" ")
            kept = json.loads(text) if int(checksum, 16) == crc32(text) else None
            whole = kept is not None and kept["magic"] == _magic() and kept["options"] == self._options
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        return kept if whole else None

    def fetch(self) -> Report | None:
        """The report that was kept, if it is of this story, and the engine follows its playthroughs."""
        kept = self._read()
        try:
            if kept is None or kept["report"] is None or kept["shape"] != self._shape.digest:
                return None
            if kept["files"] != self.program.digest and not kept["wordless"]:
                return None
            if kept["files"] != self.program.digest and overfull(Graph(self.program)):
                return None  # how much a turn holds is a matter of words
            report = _value(Report, translated(kept["report"], self._shape.named))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None
        assert isinstance(report, Report)
        validator = Validator(self.program)
        return report if all(_followed(validator, one) for one in _witnesses(report)) else None

    def keep(self, report: Report, memory: KnownResults) -> None:
        """Keep what was settled, and the report where nothing was left open; a folder that cannot be written is no trouble."""
        whole = report.verdict != "not decided" and not report.effort.bound
        stopped = report.effort.bound == STOPPED  # before it came to all that was known
        ways = [*(one for _, one in _witnesses(report)), *(memory.ways if stopped else ())]
        defaults = Report._field_defaults
        words = report._replace(lengths=tuple(one for one in report.lengths if one.unit == "words"))
        wordless = all(name in _WORDLESS or getattr(words, name) == defaults.get(name) for name in Report._fields)
        kept = {
            "magic": _magic(),
            "options": self._options,
            "files": self.program.digest,
            "shape": self._shape.digest,
            "wordless": wordless,
            "seconds": min(memory.seconds, memory.patience) if stopped else memory.seconds,
            "settled": {**memory.before, **memory.now} if stopped else memory.now,
            "ways": translated([_plain(one) for one in _longest(ways)], self._shape.numbered),
            "report": translated(_plain(report), self._shape.numbered) if whole else None,
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


def _plain(value: Any) -> Any:
    """A value as JSON has it: named tuples as objects, fractions as text."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: _plain(getattr(value, name)) for name in value._fields}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Fraction):
        return str(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a report holds no {type(value).__name__}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns={"Witness": Witness})  # which some name for type checkers only


def _value(kind: Any, plain: Any) -> Any:
    """The value of a type that was written by `_plain`.

    Raises:
        TypeError, ValueError, LookupError, AttributeError: it was not.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        hints = _hints(kind)
        if plain.keys() != hints.keys():
            raise ValueError(f"not a {kind.__name__}")
        return kind(**{name: _value(hints[name], plain[name]) for name in hints})
    if origin is tuple:
        if not isinstance(plain, list):
            raise TypeError("not a list")
        if arguments[-1:] == (Ellipsis,):
            return tuple(_value(arguments[0], one) for one in plain)
        return tuple(_value(one, part) for one, part in zip(arguments, plain, strict=True))
    if origin in (dict, Mapping):
        return {str(key): _value(arguments[1], one) for key, one in plain.items()}
    if origin in (Union, UnionType):
        others = [one for one in arguments if one is not type(None)]
        return None if plain is None else _value(others[0], plain)
    if origin is Literal:
        if plain not in arguments:
            raise ValueError(f"not one of {arguments}")
        return plain
    if kind is Fraction:
        return Fraction(plain)
    if kind is float and type(plain) is int:
        return float(plain)
    if type(plain) is not kind:
        raise TypeError(f"not of type {kind}")
    return plain
