"""Scenes to JSON and back: how a compiled story is kept, in memory and in the cache."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
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

VERSION: Final = 1
"""Raised whenever the form or the meaning of a compiled story changes; older caches are then left alone."""

_OPS: Final[dict[str, Callable[..., Op]]] = {"p": Text, "=": Set, "l": Learn}
_OP_TAGS: Final = {kind: tag for tag, kind in _OPS.items()}
_EXITS: Final[dict[str, Callable[..., Exit]]] = {
    "choose": Choose, "jump": Jump, "branch": Branch, "call": Call, "return": Return, "draw": Draw, "end": End,
}  # fmt: skip
_EXIT_TAGS: Final = {kind: tag for tag, kind in _EXITS.items()}

_load = json.JSONDecoder().decode
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def encode(scene: Scene) -> bytes:
    """A scene as one line of JSON, in UTF-8."""
    blocks = [
        [[[_OP_TAGS[type(op)], *op] for op in block.ops], [_EXIT_TAGS[type(block.exit)], *block.exit]]
        for block in scene.blocks
    ]
    return _dump([scene.id, scene.entries, scene.labels, blocks]).encode()


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


class EncodedScenes:
    """Scenes kept as text and decoded one at a time."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __getitem__(self, index: int, /) -> Scene:
        return decode(self._lines[index])
