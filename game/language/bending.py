"""Words that bend round a name: which of two particles or articles a word takes, by one rule for each language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from game.language.text.patterns import later

BendingRule: TypeAlias = Callable[[str], tuple[str, str]]
"""What stands before a word, and what behind it."""

_FIRST: Final = 0xAC00
_FINALS: Final = 28
_RIEUL: Final = 8
_DIGITS: Final = {"0": 21, "1": _RIEUL, "3": 16, "6": 1, "7": _RIEUL, "8": _RIEUL}
"""The final consonants of Korean numbers by their last digit."""
_LETTERS: Final = {"l": _RIEUL, "m": 16, "n": 4}
_AN: Final = later(r"(?i)[aeio]|u(?!ni|s[eiu]|t[ei]|r[aio]|k)|(?:hour|honest|honou?r|heir)|8|11(?!\d)|18(?!\d)")
_A: Final = later(r"(?i)eu|one(?![a-z]{2})|once\b")


def _final(word: str) -> int:
    """The final consonant that a word ends in, as Unicode counts them; 0 for none."""
    last = word.rstrip(" .!?…\"'”’)")[-2:].lower()
    if not last:
        return 0
    if last[-1:] >= "가" and last[-1] <= "힣":
        return (ord(last[-1]) - _FIRST) % _FINALS
    if last == "ng":
        return 21
    return _DIGITS.get(last[-1], _LETTERS.get(last[-1], 0))


def _behind(closed: str, open_: str, *, rieul: bool = True) -> BendingRule:
    """A particle that has two forms, behind a final consonant and behind none; `rieul` says whether ㄹ counts as one."""

    def rule(word: str) -> tuple[str, str]:
        final = _final(word)
        return "", closed if final and (rieul or final != _RIEUL) else open_

    return rule


def _article(word: str) -> tuple[str, str]:
    return ("an " if _AN.match(word) and not _A.match(word) else "a "), ""


BENT: Final[dict[str, BendingRule]] = {
    "은/는": _behind("은", "는"), "이/가": _behind("이", "가"), "을/를": _behind("을", "를"), "과/와": _behind("과", "와"),
    "아/야": _behind("아", "야"), "이/": _behind("이", ""), "으로/로": _behind("으로", "로", rieul=False), "a/an": _article,
}  # fmt: skip
"""Every rule, by how a story writes it behind a name: `{name:은/는}`."""
