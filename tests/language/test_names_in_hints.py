"""Mistakes in stories whose names are in scripts with marks and without capitals are told as those in Latin letters are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.program.load import load
from tests.language.marked import UNUSED
from tests.language.mistakes import Mistake, mistakes

NAMES = {
    "heat": "ताप", "met": "मिले", "side": "ऋतुएँ", "trust": "ไว้ใจ", "namra": "น้ำร้า", "cellar": "ห้องใต้ดิน", "camp": "ค่าย", "lamp": "โคม", "bag": "थैली", "rope": "रस्सी",
}  # fmt: skip
HANGUL = {
    "heat": "체온", "met": "만남", "side": "편", "trust": "믿음", "namra": "남라", "cellar": "지하실", "camp": "야영지", "lamp": "등불", "bag": "가방", "rope": "밧줄",
}  # fmt: skip
SPELT = {
    "a hyphen in a variable with nine uses", "a blank in a variable", "compare enum with quoted and capital", "care wrong", "a set without things",
    "learn unknown", "a thing in braces", "a misspelt thing", "a misspelt set", "goto with arrow", "goto with quotes and arrow", "a speaker with a slip",
    "a speaker in capitals", "a speaker in capitals on a line of her own", "a picture's file that is not there, with a name near it",
}  # fmt: skip
"""Those that are about how a name is spelt, or whose hint has a name of its own."""
ALL = [
    one
    for one in mistakes()
    if one.name not in SPELT and any(re.search(rf"\b(?:{'|'.join(NAMES)})\b", text) for text in one.files.values())
]


def other(text: str, names: dict[str, str]) -> str:
    return re.sub(rf"\b({'|'.join(names)})\b", lambda found: names[found[1]], text)


@pytest.mark.parametrize("names", [NAMES, HANGUL], ids=["marks", "no capitals"])
@pytest.mark.parametrize("mistake", ALL, ids=[one.name for one in ALL])
def test_a_mistake_is_told_in_any_script(mistake: Mistake, names: dict[str, str], tmp_path: Path) -> None:
    there = mistake._replace(files={other(file, names): other(text, names) for file, text in mistake.files.items()})
    found = [one for one in load(there.write(tmp_path), cache=False).diagnostics if one.code not in UNUSED]
    shown = "\n".join(f"{one.line} {one.code} {one.message} | {one.hint}" for one in found)
    if mistake.code == "none":
        assert not found, shown
        return
    assert [(one.code, one.line) for one in found] == [(mistake.code, mistake.place[1])], shown
    for words in mistake.words:
        assert other(words, names) in f"{found[0].message} | {found[0].hint}", shown
