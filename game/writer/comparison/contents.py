"""What one version of a story has that the other has not, by name, with what was renamed followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from game.program.model import Choose, Program
from game.writer.stats.written import lines_of


class NamesChanged(NamedTuple):
    """One kind of things: those that are gone, and those that are new."""

    kind: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]


class WordsChanged(NamedTuple):
    """How many texts of a chapter (its title, "" for none) are new, gone or written otherwise, and its words before and after."""

    chapter: str
    texts: int
    before: int
    after: int


def names_changed(old: Program, new: Program) -> Iterator[NamesChanged]:
    """Each kind of things in which something came or went."""
    renamed = new.renamed
    kinds: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("ending", map(renamed.ending, old.endings), new.endings),
        ("scene", map(renamed.scene, old.scene_ids), new.scene_ids),
        ("choice", map(renamed.identity, choices_of(old)), choices_of(new)),
        ("variable", map(renamed.variable, _variables(old)), _variables(new)),
        ("codex entry", map(renamed.entry, old.codex), new.codex),
    ]
    for kind, before, after in kinds:
        had, has = dict.fromkeys(before), dict.fromkeys(after)
        lost = tuple(one for one in had if one not in has)
        gained = tuple(one for one in has if one not in had)
        if lost or gained:
            yield NamesChanged(kind, lost, gained)


def words_changed(old: Program, new: Program) -> Iterator[WordsChanged]:
    """Each chapter in which a text is not what it was."""
    before, after = _texts(old), _texts(new)
    titles = {one.id: f"{one.number} {one.title}" for program in (old, new) for one in program.chapters.values()}
    for chapter in sorted({*before, *after}, key=lambda one: titles.get(one, "~")):
        had, has = before.get(chapter, Counter()), after.get(chapter, Counter())
        if had != has:
            changed = max((had - has).total(), (has - had).total())
            yield WordsChanged(titles.get(chapter, ""), changed, _words(had), _words(has))


def choices_of(program: Program) -> list[str]:
    """The choices of a story by their ids, in order."""
    return [
        choice.id
        for scene in program.scene_ids
        for block in program.scene(scene).blocks
        if isinstance(block.exit, Choose)
        for choice in block.exit.choices
    ]


def _variables(program: Program) -> list[str]:
    return [*program.variables, *(name for name, *_ in program.texts)]


def _texts(program: Program) -> dict[str, Counter[tuple[str, tuple[str, ...], int]]]:
    found: dict[str, Counter[tuple[str, tuple[str, ...], int]]] = {}
    for line in lines_of(program):
        found.setdefault(line.chapter, Counter())[line.speaker, line.strings, line.words] += 1
    return found


def _words(texts: Counter[tuple[str, tuple[str, ...], int]]) -> int:
    return sum(words * times for (_, _, words), times in texts.items())
