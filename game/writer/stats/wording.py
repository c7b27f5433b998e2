"""Words and turns of phrase that come too often, and how often some come that a writer watches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from game.writer.stats.written import Line, words_in

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LENGTHS = (6, 5, 4, 3)
_FEWEST = {6: 3, 5: 3, 4: 4, 3: 6}
"""How often a turn of phrase of so many words comes before it is told."""
_LEAST = 12
_MANY_TIMES = 4
_MOST = 12


class Often(NamedTuple):
    """Words that come again and again, and how often."""

    words: str
    times: int


class Leaning(NamedTuple):
    """A word that one chapter has far more often than the others: how often, and how many times as often as elsewhere."""

    chapter: str
    word: str
    times: int
    ratio: float


class Watched(NamedTuple):
    """How often words come that a writer watches, and how many times in a thousand words."""

    words: str
    times: int
    rate: float


def prose(lines: Iterable[Line]) -> list[Line]:
    """What is told and said: all but the labels of choices."""
    return [line for line in lines if line.role != "label"]


def phrases(lines: Sequence[Line]) -> list[Often]:
    """The turns of phrase that come most often, counted with their length; what mostly stands inside of another, or beside it, is left out."""
    texts = [[word.lower() for word in _WORD.findall(one)] for line in prose(lines) for one in line.strings]
    found: list[Often] = []
    covered: Counter[tuple[str, ...]] = Counter()
    for length in _LENGTHS:
        counts: Counter[tuple[str, ...]] = Counter(
            tuple(words[at : at + length]) for words in texts for at in range(len(words) - length + 1)
        )
        for words, times in counts.most_common():
            if times < _FEWEST[length]:
                break
            inside = max(covered[words], covered[words[1:]], covered[words[:-1]])
            if times < 2 * inside or len(set(words)) == 1:
                continue
            found.append(Often(" ".join(words), times))
            for shorter in range(2, length):
                for at in range(length - shorter + 1):
                    piece = words[at : at + shorter]
                    covered[piece] = max(covered[piece], times)
    found.sort(key=lambda one: (-one.times * len(one.words.split()), one.words))
    return found[:_MOST]


def leanings(lines: Sequence[Line]) -> list[Leaning]:
    """Words that a chapter leans on. Names are left out: words that are hardly ever written small."""
    by_chapter: dict[str, Counter[str]] = {}
    small: Counter[str] = Counter()
    for line in prose(lines):
        counts = by_chapter.setdefault(line.chapter, Counter())
        for one in line.strings:
            for word in _WORD.findall(one):
                counts[word.lower()] += 1
                small[word.lower()] += word[0].islower()
    whole: Counter[str] = Counter()
    for counts in by_chapter.values():
        whole.update(counts)
    total = whole.total()
    found: list[Leaning] = []
    for chapter, counts in by_chapter.items():
        here, rest = counts.total(), total - counts.total()
        if not chapter or not rest or here < total / 50:
            continue
        for word, times in counts.items():
            ratio = (times / here) / ((whole[word] - times + 1) / rest)
            if times >= _LEAST and ratio >= _MANY_TIMES and small[word] > whole[word] / 2:
                found.append(Leaning(chapter, word, times, ratio))
    found.sort(key=lambda one: (-one.times * one.ratio, one.word))
    return found[:_MOST]


def watched(lines: Sequence[Line], wanted: Sequence[str]) -> list[Watched]:
    """How often each of `wanted` comes: words, or several for one with `|` between them."""
    texts = [one for line in prose(lines) for one in line.strings]
    total = sum(map(words_in, texts))
    found: list[Watched] = []
    for words in wanted:
        either = "|".join(re.escape(one.strip()) for one in words.split("|") if one.strip())
        pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
        times = sum(len(pattern.findall(one)) for one in texts) if either else 0
        found.append(Watched(words, times, 1000 * times / total if total else 0.0))
    return found
