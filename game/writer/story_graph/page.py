"""A story's graph as one HTML page: it zooms, finds scenes by their words, and opens what is written in each. No request to anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

from game.language.text.cleaning import clean_line
from game.replay.coverage.page import STYLE as PROSE
from game.replay.coverage.page import scene_section
from game.replay.coverage.reached import Coverage
from game.system.files import read
from game.writer.story_graph.drawing import drawing
from game.writer.story_graph.graph import How, StoryGraph
from game.writer.story_graph.layout import Layout
from game.writer.story_graph.shading import Shading
from game.writer.story_graph.written import NEVER

_SCRIPT: Final = Path(__file__).parent / "page.js"
_LARGEST: Final = 100_000
_STYLE: Final = """
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--paper); color: var(--ink); }
header.bar { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; padding: .5rem .9rem; border-bottom: 1px solid var(--line);
  font: .9rem/1.4 system-ui, sans-serif; height: auto; border-radius: 0; outline: none; background: none; overflow: visible; }
header.bar h1 { font: 600 1.1rem Georgia, serif; margin: 0; }
header.bar button, header.bar input, aside button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .3rem; padding: .2rem .6rem; }
.below { flex: 1; display: flex; min-height: 0; }
main { flex: 1; max-width: none; margin: 0; padding: 0; min-width: 0; }
main svg { width: 100%; height: 100%; display: block; cursor: grab; touch-action: none; }
aside { width: min(34rem, 45vw); overflow: auto; border-left: 1px solid var(--line); padding: .8rem 1.1rem; }
aside section.scene { margin: .5rem 0; }
.node { cursor: pointer; outline: none; }
.node.found rect { stroke-width: 4; }
.node.chosen rect, .node:focus-visible rect { stroke-width: 5; }
.way.lit { opacity: 1; stroke-width: 3.5; stroke: var(--ink); }
aside.unread header > .bar, aside.unread header > .id + .id { display: none; }
.never-word { color: var(--gap); font-weight: 600; }
"""
_SHOWN: Final = {
    "words": "The darker a scene, the more words are in it.",
    "distance": "The darker a scene, the more scenes come before it.",
    "coverage": "The darker a scene, the more of it the playthroughs have read.",
}
_HOW: Final[dict[How, str]] = {"goes": "Leads to", "calls": "Calls", "draws": "Draws"}


def as_page(graph: StoryGraph, shade: Shading, layout: Layout, coverage: Coverage) -> Iterator[str]:
    """The page, a part at a time. `coverage` has every scene's text, and what is reached of it: all of it, where nothing was played."""
    script = read(_SCRIPT, _LARGEST).decode("utf-8")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    csp = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = _text(graph.title)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{csp}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Map: {title}</title>\n<style>{PROSE}{_STYLE}</style>\n</head>\n<body>"
    yield f'<header class="bar"><h1>{title}</h1>'
    yield '<label>Find <input type="search" placeholder="a scene, or words in it"></label> <output></output>'
    yield '<button id="in">Larger</button><button id="out">Smaller</button><button id="all">All of it</button>'
    never = f" Red and dashed: {NEVER}." if shade.never else ""
    yield f'<span class="quiet">{_SHOWN[shade.shown]}{never} Dashed ways call and come back, dotted ones draw.</span></header>'
    yield '<div class="below"><main>'
    yield from drawing(graph, shade, layout, 'tabindex="0"')
    unread = "" if shade.shown == "coverage" else ' class="unread"'
    yield f'</main><aside{unread} hidden aria-label="What is written there"><button id="close">Close</button>'
    yield from _texts(graph, shade, coverage)
    yield f"</aside></div>\n<script>{script}</script>\n</body>\n</html>"


def _texts(graph: StoryGraph, shade: Shading, coverage: Coverage) -> Iterator[str]:
    onward = graph.onward()
    before: list[list[int]] = [[] for _ in graph.nodes]
    for link in graph.links:
        before[link.target].append(link.source)
    for number, node in enumerate(graph.nodes):
        yield f'<div data-scene="{number}" hidden>'
        if number in shade.never:
            yield f'<p class="never-word">{NEVER}</p>'
        yield f'<p class="quiet">{_text(shade.words[number])}</p>'
        yield _ways("From", graph, list(dict.fromkeys(before[number])))
        if node.ending:
            ending = coverage.program.endings[node.id]
            yield f"<h2>{_text(ending.title)}</h2><p>{_text(ending.text)}</p>"
        else:
            yield from scene_section(coverage, coverage.scenes[number], f"s{number}")
        for how, words in _HOW.items():
            yield _ways(words, graph, [link.target for link in onward[number] if link.how == how])
        yield "</div>"


def _ways(words: str, graph: StoryGraph, to: list[int]) -> str:
    if not to:
        return ""
    links = (f'<a href="#n{number}" data-to="{number}">{_text(graph.nodes[number].title)}</a>' for number in to)
    return f'<p class="quiet">{words}: {", ".join(links)}</p>'


def _text(text: str) -> str:
    return escape(clean_line(text))
