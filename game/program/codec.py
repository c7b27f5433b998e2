"""Scenes to JSON and back: how a compiled story is kept in the cache."""

from __future__ import annotations

import json.encoder
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

from game.program.model import (
    Block,
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
    Text,
)

VERSION: Final = 3
"""Raised whenever the form or the meaning of a compiled story changes; older caches are then left alone."""

_OPS: Final[dict[str, Callable[..., Op]]] = {"p": Text, "=": Set, "l": Learn}
_OP_TAGS: Final = {kind: tag for tag, kind in _OPS.items()}
_EXITS: Final[dict[str, Callable[..., Exit]]] = {
    "choose": Choose, "jump": Jump, "branch": Branch, "call": Call, "return": Return, "draw": Draw, "end": End,
}  # fmt: skip
_EXIT_TAGS: Final = {kind: tag for tag, kind in _EXITS.items()}

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


def _block(block: Block) -> str:
    ops, exit_ = block
    if exit_.__class__ is Jump and all([op.__class__ is Set for op in ops]):  # noqa: C419 - a list is faster for so few
        # What a choice does: few different effects, each many times in a long story.
        with suppress(TypeError):  # an expression that was decoded is made of lists, and those are not remembered
            changes = ",".join([_change(op) for op in ops])
            return f'[[{changes}],["jump",{_dump(exit_[0])}]]'
    return _dump([[[_OP_TAGS[type(op)], *op] for op in ops], [_EXIT_TAGS[type(exit_)], *exit_]])


@lru_cache(4096)
def _change(op: Set) -> str:
    return _dump(["=", *op])


def decode(line: bytes) -> Scene:
    """A scene from `encode`'s line.

    Raises:
        ValueError, TypeError, LookupError: the text is not such a line.
    """
    identity, entries, labels, rows = _load(line.decode())
    blocks = []
    for ops, ending in rows:
        decoded = [_OPS[op[0]](*op[1:]) for op in ops]
        blocks.append(Block(decoded, _exit(ending)))
    return Scene(identity, entries, labels, blocks)


def _exit(row: Sequence[Any]) -> Exit:
    tag = row[0]
    if tag == "choose":
        return Choose(row[1], [Choice(*choice) for choice in row[2]], row[3])
    if tag == "draw":
        return Draw(row[1], row[2], [Storylet(*one) for one in row[3]], row[4], row[5])
    return _EXITS[tag](*row[1:])
