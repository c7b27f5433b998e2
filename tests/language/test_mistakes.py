"""Mistakes that writers make: each is told once, at its place, in words that cure it; and what is right is let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.program.load import load
from tests.language.marked import UNUSED
from tests.language.mistakes import Mistake, mistakes

ALL = mistakes()


@pytest.mark.parametrize("mistake", ALL, ids=[one.name for one in ALL])
def test_a_mistake_is_told_where_it_is_in_words_that_help(mistake: Mistake, tmp_path: Path) -> None:
    found = [one for one in load(mistake.write(tmp_path), cache=False).diagnostics if one.code not in UNUSED]
    told = [(Path(one.file).relative_to(tmp_path).as_posix(), one.line, one.column, one.length) for one in found]
    shown = "\n".join(f"{where} {one.code} {one.message} | {one.hint}" for where, one in zip(told, found, strict=True))
    if mistake.code == "none":
        assert not found, shown
        return
    assert [(one.code, where) for one, where in zip(found, told, strict=True)] == [(mistake.code, mistake.place)], shown
    for words in mistake.words:
        assert words in f"{found[0].message} | {found[0].hint}", shown


def test_no_two_mistakes_have_one_name() -> None:
    assert len({one.name for one in ALL}) == len(ALL)
