"""Ids for the lines of a story that survive a corrected word: kept in a file beside the story, so that translations and recordings can rest on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, NamedTuple

from game.language.diagnostics.safe_json import to_json
from game.language.schema import tree
from game.language.schema.story import Story
from game.places import MAIN
from game.system.files import is_folder

_FILE: Final = "lines.json"
MARK: Final = '{\n "hambies_lines": 1,'
"""How it begins."""
_ALIKE: Final = 0.6
"""From which share of letters in common on a line is the same, corrected."""
_MOST_COMPARED: Final = 6
"""Lines before that one line is held against, letter by letter: those of its scene that share most with it."""
_RAREST: Final = 40
"""Parts of a line, those that the fewest have, by which these are found."""
_MOST_SHARING: Final = 200
"""Lines that are looked at for one part; what more of them have says little."""
_DIGITS: Final = 9
_SHORT: Final = 30
_LONG: Final = 600
"""Letters up to which lines are compared by letters, and beyond it by words."""
_LONGEST: Final = 4_000
"""Letters of a line whose parts are looked at."""


class StoryLine(NamedTuple):
    """A line as it is written: its scene, who speaks ("" for prose, `choice` for a label), and its text with all markup."""

    scene: str
    who: str
    text: str


class KeptLines(NamedTuple):
    """What the file holds: the lines by their ids, and the highest number that was ever given in each scene, so that none is given twice."""

    lines: Mapping[str, StoryLine] = {}
    numbers: Mapping[str, int] = {}


class LineIds(NamedTuple):
    """The lines of a story as they are to be kept, in its order; which are new, corrected (with the text before) and gone."""

    kept: KeptLines
    new: tuple[str, ...]
    corrected: dict[str, str]
    gone: tuple[str, ...]


class NoLineIds(Exception):  # noqa: N818 - a sentence for whoever called the command
    """A file with ids of lines cannot be used; the message says why."""


def lines_file(story: Path) -> Path:
    """Where the ids of a story's lines are kept: in its folder, or beside its single file with the name of that, since others may stand there."""
    if is_folder(story):
        return story / _FILE
    return story.with_name(_FILE if story.name == MAIN else f"{story.stem}.{_FILE}")


def line_ids(story: Story, before: KeptLines) -> LineIds:
    """The ids of a story's lines, where `before` is what was kept of it: a line keeps its id where its text is the same, or nearly so in its scene."""
    return ids_of(list(written_lines(story)), before)


def ids_of(written: Sequence[StoryLine], before: KeptLines) -> LineIds:
    """The same for lines in their order."""
    ids: list[str] = [""] * len(written)
    left = dict(before.lines)
    _take_same(written, ids, left, lambda line: line)
    corrected = _take_alike(written, ids, left)
    _take_same(written, ids, left, lambda line: (line.who, line.text))  # moved to another scene
    numbers = _highest(before)
    new = []
    for at, line in enumerate(written):
        if not ids[at]:
            numbers[line.scene] = numbers.get(line.scene, 0) + 1
            ids[at] = f"{line.scene}:{numbers[line.scene]}"
            new.append(ids[at])
    return LineIds(KeptLines(dict(zip(ids, written, strict=True)), numbers), tuple(new), corrected, tuple(left))


def _highest(kept: KeptLines) -> dict[str, int]:
    """The highest number that was given in each scene, as it is kept, and as the ids say: a file that was put together from two branches has both."""
    numbers = dict(kept.numbers)
    for name in kept.lines:
        scene, _, number = name.rpartition(":")
        if number.isascii() and number.isdecimal() and len(number) <= _DIGITS:
            numbers[scene] = max(numbers.get(scene, 0), int(number))
    return numbers


def written_lines(story: Story) -> Iterator[StoryLine]:
    """Every line of a story's scenes and codex, as it is written."""
    people = tree.People(frozenset((*story.cast, "aside")), {}, set(), known=True)
    for scene in story.scenes.values():
        yield from _in_body(scene.body, scene.id, people)
    for entry in story.codex.values():
        yield from (StoryLine(f"codex {entry.id}", "", one.raw) for one in entry.paragraphs)


def as_json(kept: KeptLines) -> str:
    """The file: a line of it for each line of the story."""
    rows = [f"  {to_json(name)}: {to_json(list(line))}" for name, line in kept.lines.items()]
    numbers = to_json(dict(sorted(kept.numbers.items())))
    return f'{MARK}\n "numbers": {numbers},\n "lines": {{\n' + ",\n".join(rows) + "\n }\n}\n"


def read_json(text: str) -> KeptLines:
    """What such a file holds. Raises NoLineIds."""
    try:
        found = json.loads(text)
        lines = {str(name): StoryLine(*map(str, line)) for name, line in found["lines"].items()}
        numbers = {str(scene): int(number) for scene, number in found["numbers"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise NoLineIds("it does not hold ids of lines") from None
    return KeptLines(lines, numbers)


def _in_body(body: tree.Body, scene: str, people: tree.People) -> Iterator[StoryLine]:
    for step in body:
        if isinstance(step, tree.Say):
            yield from _said(step, scene)
        elif isinstance(step, tree.Talk):
            for one in step.lines(people):
                yield from _said(one, scene)
        elif isinstance(step, tree.Choices):
            for choice in step.choices:
                if not choice.fallback:
                    yield StoryLine(scene, "choice", choice.raw)
                yield from _in_body(choice.body, scene, people)
        elif isinstance(step, tree.If):
            yield from _in_body(step.then, scene, people)
            yield from _in_body(step.otherwise, scene, people)
        elif isinstance(step, tree.Draw):
            yield from _in_body(step.otherwise, scene, people)


def _said(say: tree.Say, scene: str) -> Iterator[StoryLine]:
    who = say.speaker.text if say.speaker is not None else "" if say.role == "prose" else say.role
    yield from (StoryLine(scene, who, one.raw) for one in say.paragraphs)


def _take_same(
    written: Sequence[StoryLine], ids: list[str], left: dict[str, StoryLine], key: Callable[[StoryLine], Hashable]
) -> None:
    """Give each line without an id that of a line before with the same key; of several, each one once, in order."""
    waiting: dict[Hashable, list[str]] = {}
    for name, line in left.items():
        waiting.setdefault(key(line), []).append(name)
    for at, line in enumerate(written):
        if not ids[at] and (names := waiting.get(key(line))):
            ids[at] = names.pop(0)
            del left[ids[at]]


def _take_alike(written: Sequence[StoryLine], ids: list[str], left: dict[str, StoryLine]) -> dict[str, str]:
    """Give lines that are nearly what a line of their scene was its id, the most alike first; the texts before, by id."""
    scenes: dict[tuple[str, str], tuple[list[int], list[str]]] = {}
    for at, line in enumerate(written):
        if not ids[at]:
            scenes.setdefault((line.scene, line.who), ([], []))[0].append(at)
    for name, line in left.items():
        if (line.scene, line.who) in scenes:
            scenes[line.scene, line.who][1].append(name)
    corrected = {}
    for places, names in scenes.values():
        for _, at, name in sorted(_pairs(written, places, names, left), key=lambda one: -one[0]):
            if not ids[at] and name in left:
                ids[at] = name
                corrected[name] = left.pop(name).text
    return corrected


def _pairs(
    written: Sequence[StoryLine], places: Iterable[int], names: Sequence[str], left: Mapping[str, StoryLine]
) -> Iterator[tuple[float, int, str]]:
    """Lines that are alike enough: how much, the place of the one and the id of the other. Of each, only those that share most with it are compared."""
    having: dict[str, list[str]] = {}
    for name in names:
        for part in _parts(left[name].text):
            having.setdefault(part, []).append(name)
    for at in places:
        text = written[at].text
        shared: Counter[str] = Counter()
        for part in sorted(_parts(text), key=lambda part: len(having.get(part, ())))[:_RAREST]:
            shared.update(having.get(part, ())[:_MOST_SHARING])
        nearest = shared.most_common(_MOST_COMPARED)
        for name, count in nearest:
            if 2 * count >= nearest[0][1] and (ratio := _likeness(text, left[name].text)) >= _ALIKE:
                yield ratio, at, name


def _parts(text: str) -> set[str]:
    """All that stands beside one another in a text: three letters, in a short one two; what two texts share of it is found without comparing them."""
    text = f" {text[:_LONGEST]} "
    sizes = (2, 3) if len(text) < _SHORT else (3,)
    return {text[at : at + size] for size in sizes for at in range(len(text) + 1 - size)}


def _likeness(one: str, other: str) -> float:
    """The share of letters that two texts have in common, in order; of long ones, that of words."""
    matcher: SequenceMatcher[str] = SequenceMatcher(None, autojunk=False)
    if max(len(one), len(other)) > _LONG:
        matcher.set_seqs(one.split(), other.split())
    else:
        matcher.set_seqs(one, other)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()
