"""A story as a graph of its scenes and endings, by chapters."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from game.program import model
from game.program.graph.exits import targets
from game.program.model import Program
from game.writer.stats.written import lines_of

How: TypeAlias = Literal["goes", "calls", "draws"]
"""How one scene leads to another: play goes on there, or comes back from there."""


class SceneNode(NamedTuple):
    """A scene or, where `ending` is true, an ending: its id, what it is called, its chapter ("" for none), its words and choices, and how many
    scenes a player passes before it, at the fewest (None where no way leads there, whatever the variables are).
    """

    id: str
    title: str
    chapter: str
    words: int
    choices: int
    distance: int | None
    ending: bool = False


class Link(NamedTuple):
    """A way from one node to another; both by their numbers."""

    source: int
    target: int
    how: How


class ChapterNodes(NamedTuple):
    """A chapter (or what is in none): its id, its title, and the numbers of its nodes in the order of the story."""

    id: str
    title: str
    nodes: tuple[int, ...]


class StoryGraph(NamedTuple):
    """All of it; a link stands once, however many choices lead there."""

    title: str
    nodes: tuple[SceneNode, ...]
    links: tuple[Link, ...]
    chapters: tuple[ChapterNodes, ...]

    def onward(self) -> list[list[Link]]:
        """The links that leave each node, in order."""
        found: list[list[Link]] = [[] for _ in self.nodes]
        for link in self.links:
            found[link.source].append(link)
        return found


def story_graph(program: Program) -> StoryGraph:
    """The graph of a story. An ending belongs to the chapter of the first scene that comes to it."""
    scenes = len(program.scene_ids)
    endings = {name: scenes + number for number, name in enumerate(program.endings)}
    found: dict[Link, None] = {}
    homes: dict[str, str] = {}
    for index, scene in enumerate(program.scene_ids):
        for how, target in _ways(program, index):
            if isinstance(target, str):
                homes.setdefault(target, _chapter(program, scene))
                found[Link(index, endings[target], how)] = None
            else:
                found[Link(index, target, how)] = None
    links = tuple(found)
    distances = _distances(program.scene_index[program.start], links, scenes + len(endings))
    words, choices = _written(program)
    nodes = [
        SceneNode(
            scene, meta.title or scene, _chapter(program, scene), words.get(scene, 0), choices.get(scene, 0), distance
        )
        for scene, distance in zip(program.scene_ids, distances, strict=False)
        for meta in [program.meta(scene)]
    ]
    nodes += [
        SceneNode(name, ending.title, homes.get(name, ""), 0, 0, distances[endings[name]], ending=True)
        for name, ending in program.endings.items()
    ]
    return StoryGraph(program.title, tuple(nodes), links, tuple(_chapters(program, nodes)))


def _ways(program: Program, index: int) -> Iterator[tuple[How, int | str]]:
    """Where a scene leads to: scenes by their numbers, endings by their names. A way round to itself is none."""
    for block in program.scene(index).blocks:
        exit_ = block.exit
        if isinstance(exit_, model.End):
            yield "goes", exit_.ending
            continue
        for target in targets(exit_):
            if isinstance(target, int):
                continue
            if target[0] != index:
                yield _how(exit_, target), target[0]


def _how(exit_: model.Exit, target: model.Target) -> How:
    if isinstance(exit_, model.Call) and target == exit_.target:
        return "calls"
    if isinstance(exit_, model.Draw) and any(target == one.target for one in exit_.storylets):
        return "draws"
    return "goes"


def _chapter(program: Program, scene: str) -> str:
    chapter = program.meta(scene).chapter
    return chapter if chapter in program.chapters else ""


def _chapters(program: Program, nodes: Sequence[SceneNode]) -> Iterator[ChapterNodes]:
    for chapter in sorted(program.chapters.values(), key=lambda one: one.number):
        members = tuple(number for number, node in enumerate(nodes) if node.chapter == chapter.id)
        if members:
            yield ChapterNodes(chapter.id, f"{chapter.number} {chapter.title}", members)
    rest = tuple(number for number, node in enumerate(nodes) if not node.chapter)
    if rest:
        yield ChapterNodes("", "outside of chapters" if program.chapters else program.title, rest)


def _distances(start: int, links: Sequence[Link], size: int) -> list[int | None]:
    """The fewest scenes before each node, over all ways whatever the variables are."""
    onward: list[list[int]] = [[] for _ in range(size)]
    for link in links:
        onward[link.source].append(link.target)
    found: list[int | None] = [None] * size
    found[start] = 0
    queue = deque([start])
    while queue:
        at = queue.popleft()
        before = found[at]
        assert before is not None
        for target in onward[at]:
            if found[target] is None:
                found[target] = before + 1
                queue.append(target)
    return found


def _written(program: Program) -> tuple[dict[str, int], dict[str, int]]:
    words: dict[str, int] = {}
    choices: dict[str, int] = {}
    for line in lines_of(program):
        words[line.scene] = words.get(line.scene, 0) + line.words
        choices[line.scene] = choices.get(line.scene, 0) + (line.role == "label")
    return words, choices
