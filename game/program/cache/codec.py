"""Scenes to JSON and back: how a compiled story is kept in the cache."""

from __future__ import annotations

import json.encoder
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from game.program.declared import Variable
from game.program.model import (
    BasicBlock,
    Branch,
    Call,
    Choice,
    Choose,
    Draw,
    End,
    Exit,
    Jump,
    Learn,
    Op,
    Return,
    Scene,
    Set,
    Storylet,
    Target,
    Text,
)

if TYPE_CHECKING:
    from game.program.forms.types import Expr, Segment, Segments
    from game.program.header import Header

VERSION: Final = 4
"""Raised whenever the form or the meaning of a compiled story changes; older caches are then left alone."""

_EXIT_TAGS: Final[dict[type[Exit], str]] = {Jump: "jump", Call: "call", Return: "return", End: "end"}
_new: Final = tuple.__new__

_WORDS: Final = Variable._fields.index("words")

_load = json.JSONDecoder().decode
_slow_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_make_encoder = getattr(json.encoder, "c_make_encoder", None)
_chunks = _make_encoder and _make_encoder(
    None, None, json.encoder.encode_basestring, None, ":", ",", False, False, True
)
"""The C encoder that `json` makes anew for each value; where there is none, `json` itself does."""


def _dump(value: Any) -> str:
    return _slow_dump(value) if _chunks is None else "".join(_chunks(value, 0))


def encode(scene: Scene) -> bytes:
    """A scene as one line of JSON, in UTF-8."""
    blocks = ",".join([_block(block) for block in scene.blocks])
    return f"[{_dump(scene.id)},{_dump(scene.entries)},{_dump(scene.labels)},[{blocks}]]".encode()


def _block(block: BasicBlock) -> str:
    ops, exit_ = block
    if exit_.__class__ is Jump and all([op.__class__ is Set for op in ops]):  # noqa: C419 - a list is faster for so few
        # What a choice does: few different effects, each many times in a long story.
        changes = ",".join([_change(op) for op in ops])
        return f'[[{changes}],["jump",{_dump(exit_[0])}]]'
    return _dump([list(map(_op_row, ops)), _exit_row(exit_)])


@lru_cache(4096)
def _change(op: Set) -> str:
    return _dump(_op_row(op))


def _op_row(op: Op) -> tuple[object, ...]:
    if isinstance(op, Set):
        return ("=", op.slot, _spelled(op.value))
    return ("p", op.id, op.role, op.speaker, _written(op.segments)) if isinstance(op, Text) else ("l", op.entry)


def _exit_row(exit_: Exit) -> tuple[object, ...]:
    if isinstance(exit_, Choose):
        rows: list[object] = [
            (one.id, _written(one.label), _spelled(one.shown), _spelled(one.needs), _written(one.reason), one.target)
            for one in exit_.choices
        ]
        return ("choose", exit_.id, rows, exit_.fallback)
    if isinstance(exit_, Branch):
        return ("branch", _spelled(exit_.condition), exit_.then, exit_.otherwise)
    if isinstance(exit_, Draw):
        rows = [(one.target, _spelled(one.when), one.weight) for one in exit_.storylets]
        return ("draw", exit_.id, exit_.random, rows, exit_.back, exit_.otherwise)
    return (_EXIT_TAGS[type(exit_)], *exit_)


def _written(segments: Segments) -> tuple[object, ...]:
    return segments if len(segments) == 1 and isinstance(segments[0], str) else tuple(map(_segment_row, segments))


def _segment_row(segment: Segment) -> object:
    if isinstance(segment, str):
        return segment
    if segment[0] == "?":
        return ("?", _spelled(segment[1]), _written(segment[2]), _written(segment[3]))
    return ("a", segment[1], segment[2], tuple(map(_written, segment[3]))) if segment[0] == "a" else segment


# An expression stands in a scene as a text of its own: there are few different ones in a story, each many times, and so each is read once.


@lru_cache(4096)
def _spelled(expr: Expr | None) -> str | None:
    return None if expr is None else _dump(expr).replace('"', "'")


@lru_cache(16384)
def _read(text: str | None) -> Any:
    return None if text is None else tuples(_load(text.replace("'", '"')))


def decode(line: bytes) -> Scene:
    """A scene from `encode`'s line.

    Raises:
        ValueError, TypeError, LookupError: the text is not such a line.
    """
    identity, entries, labels, rows = _load(line.decode())
    blocks = [_new(BasicBlock, (_ops(ops), _exit(*ending))) for ops, ending in rows]
    return Scene(identity, entries, labels, blocks)


def decoded_header(header: dict[str, Any]) -> Header:
    """A program's header as JSON gives it, with the tuples of its expressions and texts in it again."""
    for variable in header["variables"]:
        variable[_WORDS] = tuples(variable[_WORDS]) if variable[_WORDS] else ()
    for key in ("codex", "always", "status", "care", "told"):
        header[key] = header[key] and tuples(header[key])
    return cast("Header", header)


def tuples(value: list[Any]) -> Any:
    """A list as JSON gives it, as the tuple that it was; and so every list in it."""
    return tuple([tuples(one) if one.__class__ is list else one for one in value])


# Rows are taken apart as they were put together. What is wrong with one raises, and the story is compiled again.


def _ops(rows: list[Any]) -> list[Op]:
    ops: list[Op] = []
    for row in rows:
        tag = row[0]
        if tag == "p":
            _, identity, role, speaker, text = row
            ops.append(_new(Text, (identity, role, speaker, _segments(text))))
        elif tag == "=":
            _, slot, value = row
            ops.append(_set(slot, value))
        elif tag == "l":
            ops.append(Learn(*row[1:]))
        else:
            raise ValueError(tag)
    return ops


@lru_cache(4096)
def _set(slot: int, value: str) -> Set:
    """An effect; the same value for the same row, since there are few and each stands in many places."""
    return _new(Set, (slot, _read(value)))


def _exit(tag: str, *row: Any) -> Exit:
    if tag == "choose":
        identity, choices, fallback = row
        built = [
            _new(
                Choice,
                (
                    name,
                    _segments(label),
                    _read(shown),
                    _read(needs),
                    _segments(reason) if reason else (),
                    _target(target),
                ),
            )
            for name, label, shown, needs, reason, target in choices
        ]
        return Choose(identity, built, fallback and _target(fallback))
    if tag == "jump":
        (target,) = row
        return _new(Jump, (_target(target),))
    if tag == "branch":
        condition, *ways = row
        return Branch(_read(condition), *map(_target, ways))
    if tag == "call":
        identity, *ways = row
        return Call(identity, *map(_target, ways))
    if tag == "return":
        (target,) = row
        return Return(target and _target(target))
    if tag == "draw":
        identity, random, storylets, *ways = row
        dealt = [Storylet(_target(target), _read(when), weight) for target, when, weight in storylets]
        return Draw(identity, random, dealt, *map(_target, ways))
    if tag == "end":
        return End(*row)
    raise ValueError(tag)


def _segments(row: list[Any]) -> Segments:
    if len(row) == 1 and row[0].__class__ is str:  # as most are
        return (row[0],)
    return tuple([one if one.__class__ is str else _segment(*one) for one in row])


def _segment(tag: str, first: Any, *more: Any) -> Segment:
    if tag == "?":
        then, otherwise = more
        return ("?", _read(first), _segments(then), _segments(otherwise))
    if tag == "a":
        slot, arms = more
        return ("a", first, slot, tuple(map(_segments, arms)))
    return (tag, first, *more)


def _target(row: Any) -> Target:
    return tuple(row) if row.__class__ is list else row
