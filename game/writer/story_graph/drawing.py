"""A story's graph as a drawing in SVG: boxes for scenes, round ones for endings, and the ways between them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from game.language.text.cleaning import clean_line
from game.language.text.columns import shorten
from game.writer.story_graph.graph import Link, StoryGraph
from game.writer.story_graph.layout import HIGH, WIDE, Layout, NodePlace
from game.writer.story_graph.shading import Shading
from game.writer.story_graph.written import NEVER

_MARGIN: Final = 30
_LETTERS: Final = 25
STYLE: Final = """
svg { --ink: #23201c; --paper: #faf8f4; --quiet: #6d665d; --fill: 51, 83, 107; --never: #b3261e; }
@media (prefers-color-scheme: dark) { svg { --ink: #e6e1d8; --paper: #171614; --quiet: #a09789; --fill: 120, 170, 205; --never: #ff8a75; } }
.chapter rect { fill: none; stroke: var(--quiet); stroke-dasharray: 2 5; }
.chapter text { font: 600 46px system-ui, sans-serif; fill: var(--ink); }
.node rect { stroke: var(--ink); stroke-width: 1; }
.node text { font: 13px system-ui, sans-serif; fill: var(--ink); text-anchor: middle; }
.node .said { font-size: 11px; fill: var(--quiet); }
.node.never rect { stroke: var(--never); stroke-width: 3.5; stroke-dasharray: 8 5; }
.node.never .said { fill: var(--never); font-weight: 600; }
.way { fill: none; stroke: var(--quiet); stroke-width: 1.2; opacity: .75; marker-end: url(#arrow); }
.way.calls { stroke-dasharray: 7 4; }
.way.draws { stroke-dasharray: 2 4; }
.way.far { opacity: .25; }
"""


def as_svg(graph: StoryGraph, shade: Shading, layout: Layout) -> Iterator[str]:
    """The drawing as a file of its own."""
    yield from drawing(graph, shade, layout, f'xmlns="http://www.w3.org/2000/svg" width="{layout.width:.0f}"')


def drawing(graph: StoryGraph, shade: Shading, layout: Layout, attributes: str) -> Iterator[str]:
    """The drawing; each node is named by its number (`n7`), each way by those of its ends."""
    left = -_MARGIN
    yield (
        f'<svg {attributes} viewBox="{left} {left} {layout.width + 2 * _MARGIN:.0f} {layout.height + 2 * _MARGIN:.0f}"'
        f' role="group" aria-label="{_text(graph.title)}">'
    )
    yield f"<style>{STYLE}</style>"
    yield (
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="context-stroke"/></marker></defs>'
    )
    for box in layout.boxes:
        yield (
            f'<g class="chapter"><rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}" rx="12"/>'
            f'<text x="{box.x + 16:.0f}" y="{box.y + 54:.0f}">{_text(box.title)}</text></g>'
        )
    home = {number: at for at, chapter in enumerate(graph.chapters) for number in chapter.nodes}
    for link in graph.links:
        far = "" if home[link.source] == home[link.target] else " far"
        yield _way(link, layout, far)
    for number in range(len(graph.nodes)):
        yield _node(graph, shade, layout.spots[number], number)
    yield "</svg>"


def _way(link: Link, layout: Layout, far: str) -> str:
    """A curve from below one node to above another; a way back up leaves and comes at the sides."""
    one, other = layout.spots[link.source], layout.spots[link.target]
    if other.y > one.y:
        start, end = one._replace(y=one.y + HIGH / 2), other._replace(y=other.y - HIGH / 2)
        bend = max(24.0, (end.y - start.y) / 2)
        curve = f"M{start.x:.0f} {start.y:.0f}C{start.x:.0f} {start.y + bend:.0f} {end.x:.0f} {end.y - bend:.0f} {end.x:.0f} {end.y:.0f}"
    else:
        side = 1 if other.x >= one.x else -1
        start, end = NodePlace(one.x + WIDE / 2, one.y), NodePlace(other.x + side * -WIDE / 2, other.y)
        if one.x == other.x:
            end = NodePlace(other.x + WIDE / 2, other.y)
        out = 60 + abs(end.y - start.y) / 6
        into = end.x + out if one.x == other.x else end.x - side * out
        curve = f"M{start.x:.0f} {start.y:.0f}C{start.x + out:.0f} {start.y:.0f} {into:.0f} {end.y:.0f} {end.x:.0f} {end.y:.0f}"
    return f'<path class="way {link.how}{far}" data-from="{link.source}" data-to="{link.target}" d="{curve}"/>'


def _node(graph: StoryGraph, shade: Shading, spot: NodePlace, number: int) -> str:
    node = graph.nodes[number]
    never = number in shade.never
    said = NEVER if never else shade.words[number]
    kind = "ending" if node.ending else "scene"
    corner = HIGH / 2 if node.ending else 5
    middle = spot.y - (2 if said else -4)
    name = shorten(clean_line(node.title), _LETTERS)
    second = f'<text class="said" x="{spot.x:.0f}" y="{spot.y + 13:.0f}">{_text(said)}</text>' if said else ""
    label = ", ".join(part for part in (f"the {kind} {node.title}", said) if part)
    return (
        f'<g class="node {kind}{" never" if never else ""}" id="n{number}" data-node="{number}" role="img" aria-label="{_text(label)}">'
        f"<title>{_text(f'{node.title} ({node.id})')}</title>"
        f'<rect x="{spot.x - WIDE / 2:.0f}" y="{spot.y - HIGH / 2:.0f}" width="{WIDE}" height="{HIGH}" rx="{corner:.0f}"'
        f' style="fill:rgba(var(--fill),{0.06 + 0.5 * shade.depths[number]:.2f})"/>'
        f'<text x="{spot.x:.0f}" y="{middle:.0f}">{_text(name)}</text>{second}</g>'
    )


def _text(text: str) -> str:
    return escape(clean_line(text))
