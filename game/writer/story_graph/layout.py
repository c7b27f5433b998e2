"""Where each scene stands in a drawing: layer by layer below what leads to it (Sugiyama, Tagawa and Toda 1981, by igraph), a block for each chapter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import igraph

from game.writer.story_graph.graph import ChapterNodes, StoryGraph

WIDE: Final = 190
HIGH: Final = 40
"""A node, in units of the drawing."""
_ACROSS: Final = 26
_DOWN: Final = 46
"""Between two nodes."""
_MOST: Final = 10
"""Nodes of one layer in a row."""
_ROW: Final = 2400
"""How wide parts of a chapter that have no way between them may stand side by side; and the chapters of a story, four times as wide."""
_MOST_ROUNDS: Final = 200
_FEWEST_ROUNDS: Final = 5
_STEPS: Final = 40_000
"""Rounds in which ways are untangled, and how many of them times nodes and ways: in a chapter of thousands of scenes one takes a tenth of a second."""
_TITLE: Final = 84
_APART: Final = 90


class NodePlace(NamedTuple):
    """The middle of a node."""

    x: float
    y: float


class ChapterBox(NamedTuple):
    """A chapter's block: its left upper corner and its size."""

    title: str
    x: float
    y: float
    width: float
    height: float


class Layout(NamedTuple):
    """Where all nodes are, by their numbers, the blocks of the chapters, and the size of the whole."""

    spots: tuple[NodePlace, ...]
    boxes: tuple[ChapterBox, ...]
    width: float
    height: float


class _Part(NamedTuple):
    """Nodes with their places from 0, 0 on, and how much room they take."""

    spots: dict[int, NodePlace]
    width: float
    height: float

    def moved(self, x: float, y: float) -> dict[int, NodePlace]:
        return {number: NodePlace(spot.x + x, spot.y + y) for number, spot in self.spots.items()}


def laid_out(graph: StoryGraph) -> Layout:
    """Every chapter by itself, and the chapters in rows, as one reads."""
    parts = [_chapter(graph, chapter) for chapter in graph.chapters]
    framed = [
        _Part(part.moved(_ACROSS, _TITLE), part.width + 2 * _ACROSS, part.height + _TITLE + _ACROSS) for part in parts
    ]
    places, width, height = _in_rows(framed, 4 * _ROW, _APART)
    spots: dict[int, NodePlace] = {}
    boxes = []
    for chapter, part, (x, y) in zip(graph.chapters, framed, places, strict=True):
        spots |= part.moved(x, y)
        boxes.append(ChapterBox(chapter.title, x, y, part.width, part.height))
    return Layout(tuple(spots[number] for number in range(len(graph.nodes))), tuple(boxes), width, height)


def _chapter(graph: StoryGraph, chapter: ChapterNodes) -> _Part:
    """The parts of a chapter that hang together, the largest first, side by side."""
    index = {number: at for at, number in enumerate(chapter.nodes)}
    edges = [
        (index[link.source], index[link.target]) for link in graph.links if {link.source, link.target} <= index.keys()
    ]
    whole = igraph.Graph(len(index), edges, directed=True)
    parts = sorted(
        (
            _part(whole.induced_subgraph(group), [chapter.nodes[at] for at in group])
            for group in whole.connected_components(mode="weak")
        ),
        key=lambda part: -len(part.spots),
    )
    places, width, height = _in_rows(parts, _ROW, _ACROSS)
    spots: dict[int, NodePlace] = {}
    for part, (x, y) in zip(parts, places, strict=True):
        spots |= part.moved(x, y)
    return _Part(spots, width, height)


def _part(graph: igraph.Graph, numbers: list[int]) -> _Part:
    """One part in layers; ways back up are turned round for it, so that circles have layers, too."""
    rounds = max(_FEWEST_ROUNDS, min(_MOST_ROUNDS, _STEPS // (graph.vcount() + graph.ecount())))
    found = graph.layout_sugiyama(hgap=1, vgap=1, maxiter=rounds).coords[: len(numbers)]
    layers: dict[int, list[tuple[float, int]]] = {}
    for number, (x, y) in zip(numbers, found, strict=True):
        layers.setdefault(round(y), []).append((x, number))
    rows = [row for _, layer in sorted(layers.items()) for row in _apart(sorted(layer))]
    left = min(row[0][0] for row in rows)
    spots = {
        number: NodePlace((x - left) * (WIDE + _ACROSS) + WIDE / 2, at * (HIGH + _DOWN) + HIGH / 2)
        for at, row in enumerate(rows)
        for x, number in row
    }
    width = max(spot.x for spot in spots.values()) + WIDE / 2
    return _Part(spots, width, len(rows) * (HIGH + _DOWN) - _DOWN)


def _apart(layer: list[tuple[float, int]]) -> Iterator[list[tuple[float, int]]]:
    """A layer in which nodes stand at least one place apart; a very wide one in several rows, below its middle."""
    if len(layer) > _MOST:
        middle = layer[len(layer) // 2][0]
        for first in range(0, len(layer), _MOST):
            row = layer[first : first + _MOST]
            yield [(middle + at - (len(row) - 1) / 2, number) for at, (_, number) in enumerate(row)]
        return
    placed: list[tuple[float, int]] = []
    for x, number in layer:
        placed.append((max(x, placed[-1][0] + 1) if placed else x, number))
    yield placed


def _in_rows(parts: list[_Part], most: float, gap: float) -> tuple[list[tuple[float, float]], float, float]:
    """The left upper corners of parts that stand in rows no wider than `most`, and what all of them take."""
    places: list[tuple[float, float]] = []
    x = y = high = width = 0.0
    for part in parts:
        if x and x + part.width > most:
            x, y, high = 0.0, y + high + gap, 0.0
        places.append((x, y))
        x += part.width + gap
        high = max(high, part.height)
        width = max(width, x - gap)
    return places, width, y + high
