"""What a drawing of a story can show of each scene: how much is written in it, how far away it is, how much of it was read."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from game.language.text.cleaning import counted
from game.writer.story_graph.graph import StoryGraph

if TYPE_CHECKING:
    from game.replay.coverage.reached import Coverage

NodeMeasure: TypeAlias = Literal["words", "distance", "coverage"]


class Shading(NamedTuple):
    """For each node how dark it is, from 0 to 1, and what that means in words ("" where nothing is known of it); and which nodes nobody can reach."""

    shown: NodeMeasure
    depths: tuple[float, ...]
    words: tuple[str, ...]
    never: frozenset[int] = frozenset()


def shading(
    graph: StoryGraph, shown: NodeMeasure, never: Collection[tuple[str, str]], coverage: Coverage | None = None
) -> Shading:
    """The shading by one measure; `never` has the scenes and endings that a proof has ruled out, each as `scene` or `ending` and its id; `coverage` is
    needed for that of the playthroughs.
    """
    found = {"words": _by_words, "distance": _by_distance}.get(shown, _by_words)(graph)
    if shown == "coverage" and coverage is not None:
        found = _by_coverage(graph, coverage)
    depths, words = zip(*found, strict=True) if found else ((), ())
    out = frozenset(
        number for number, node in enumerate(graph.nodes) if ("ending" if node.ending else "scene", node.id) in never
    )
    return Shading(shown, depths, words, out)


def _by_words(graph: StoryGraph) -> list[tuple[float, str]]:
    most = max((node.words for node in graph.nodes), default=0) or 1
    return [(node.words / most, "" if node.ending else counted(node.words, "word")) for node in graph.nodes]


def _by_distance(graph: StoryGraph) -> list[tuple[float, str]]:
    most = max((node.distance or 0 for node in graph.nodes), default=0) or 1
    return [
        (1.0, "no way leads here")
        if node.distance is None
        else (node.distance / most, f"after {counted(node.distance, 'scene')}" if node.distance else "the beginning")
        for node in graph.nodes
    ]


def _by_coverage(graph: StoryGraph, coverage: Coverage) -> list[tuple[float, str]]:
    from game.replay.coverage.reached import scene_share

    scenes = {scene.id: scene_share(coverage, scene).percent for scene in coverage.scenes}
    found = []
    for node in graph.nodes:
        percent = (100.0 if node.id in coverage.tally.endings else 0.0) if node.ending else scenes[node.id]
        found.append(
            (percent / 100, f"{percent:.0f}% read" if not node.ending else "reached" if percent else "not reached")
        )
    return found
