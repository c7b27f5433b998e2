"""Between an editor's columns and the reader's: emoji, Hangul in parts, marks on letters, a byte order mark, all three units."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from game.writer.server.texts import EditorText, Encoding, Shift

LETTERS = st.sampled_from("ab🐹👩\u200d🚒한\u1112\u1161\u11abe\u0301\u0323é̈क\u0958\ufeff \n\r\n")
TEXTS = st.lists(LETTERS, max_size=30).map("".join)
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
UNIT = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_there_and_back(text: str, encoding: Encoding) -> None:
    one = EditorText(Path("story.yaml"), text, 1, encoding)
    codec, size = UNIT[encoding]
    for number, written in enumerate(one.lines, 1):
        last = 0
        for column in range(1, len(one.line(number)) + 2):
            position = one.position(number, column)
            raw = written.encode(codec)[: size * position.character].decode(codec)
            before = EditorText(Path("x"), raw).read if number == 1 else EditorText(Path("x"), "\n" + raw).line(2)
            assert len(before) <= column - 1, "no letter is parted from its marks"
            assert position.character >= last
            last = position.character
            line, back = one.place(position)
            assert (line, back) <= (number, column)
        assert one.position(number, len(one.line(number)) + 1).character * size == len(written.encode(codec))


@given(TEXTS, st.integers(0, 50), st.integers(0, 200))
def test_any_position_is_a_place(text: str, line: int, character: int) -> None:
    one = EditorText(Path("story.yaml"), text)
    number, column = one.place(Position(line, character))
    assert 1 <= number <= len(one.lines)
    assert 1 <= column <= len(one.line(number)) + 1


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_a_line_that_is_found_again_is_the_same(before: list[str], after: list[str]) -> None:
    shift = Shift(before, after)
    for number, written in enumerate(before, 1):
        now = shift.later(number)
        if now is not None:
            assert after[now - 1] == written
            assert shift.earlier(now) == number
    assert shift.same == (before == after)
