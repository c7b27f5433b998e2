"""The bytes of a file in the one layout; what it says, to a reader and to the story, is the same."""

from __future__ import annotations

import re
from typing import Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.yaml.reader import read_text
from game.writer.format.parsing import parsed
from game.writer.format.tree import Unusual, printed

_MARK: Final = b"\xef\xbb\xbf"
_NO_INK = re.compile(r"[\s\"'\\]")
_BARS = re.compile(r"([|>][-+]?)\d+")


def text_of(raw: bytes) -> str:
    """The text of a file that is known to be UTF-8, with our line ends."""
    return raw.removeprefix(_MARK).decode().replace("\r\n", "\n")


def bytes_of(text: str, raw: bytes) -> bytes:
    """A text as it is to be written in the place of `raw`: with its byte order mark and its line ends."""
    first = raw.find(b"\n")
    if first > 0 and raw[first - 1 : first] == b"\r":
        text = text.replace("\n", "\r\n")
    return _MARK * raw.startswith(_MARK) + text.encode()


def laid_out(text: str) -> str:
    """A text in the one layout. Raises Unusual where that cannot be had without changing what it says."""
    after = printed(parsed(text))
    if after != text and not says_the_same(text, after):
        raise Unusual
    return after


def says_the_same(before: str, after: str) -> bool:
    """Whether two texts have the same keys, values and comments."""
    one, other = read_text(before, "before"), read_text(after, "after")
    return (
        one.root is not None and other.root is not None and same(one.root, other.root) and _ink(before) == _ink(after)
    )


def _ink(text: str) -> str:
    """All that is written, comments and all, but for blanks and quotes, and the numbers behind bars."""
    return _NO_INK.sub("", _BARS.sub(r"\1", text))


def same(one: Node, other: Node) -> bool:
    """Whether two trees say the same: all their texts, and how their lines are told apart."""
    if isinstance(one, Scalar):
        return isinstance(other, Scalar) and _meant(one) == _meant(other)
    if isinstance(one, Sequence):
        return (
            isinstance(other, Sequence)
            and len(one.items) == len(other.items)
            and all(map(same, one.items, other.items))
        )
    return (
        isinstance(other, Mapping)
        and len(one.entries) == len(other.entries)
        and all(
            key.text == name.text and same(value, there)
            for (key, value), (name, there) in zip(one.entries, other.entries, strict=True)
        )
    )


def _meant(one: Scalar) -> tuple[str, str]:
    if one.style in ("literal", "folded"):
        return one.style, one.text.rstrip("\n")  # the last line of a file may have had no end
    return "", one.text
