"""A story's graph in words, and in the languages of two programs that draw graphs: Mermaid and Graphviz's DOT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from game.language.text.cleaning import clean_line, counted
from game.language.text.columns import pad
from game.writer.story_graph.graph import How, SceneNode, StoryGraph
from game.writer.story_graph.shading import Shading

_BAR: Final = 10
_ARROWS: Final[dict[How, str]] = {"goes": "-->", "calls": "-.->", "draws": "==>"}
_STYLES: Final[dict[How, str]] = {"goes": "solid", "calls": "dashed", "draws": "bold"}
NEVER: Final = "nobody can come here"


def as_text(graph: StoryGraph, shade: Shading) -> Iterator[str]:
    """Chapters, and in each its scenes in order: how much of what is shown, and where they lead. Lines may have names of the story in them."""
    onward = graph.onward()
    scenes = sum(not node.ending for node in graph.nodes)
    yield f"{graph.title}: {counted(scenes, 'scene')}, {counted(len(graph.nodes) - scenes, 'ending')}"
    width = max((len(node.id) for node in graph.nodes if not node.ending), default=0)
    home = {number: chapter.title for chapter in graph.chapters for number in chapter.nodes}
    for chapter in graph.chapters:
        yield ""
        members = [number for number in chapter.nodes if not graph.nodes[number].ending]
        others = dict.fromkeys(
            home[link.target] for number in members for link in onward[number] if home[link.target] != chapter.title
        )
        leads = f", on to {', '.join(others)}" if others else ""
        yield f"{chapter.title}: {counted(len(members), 'scene')}{leads}"
        for number in members:
            node = graph.nodes[number]
            bar = pad("#" * round(_BAR * shade.depths[number]), _BAR)
            ways = {how: [graph.nodes[link.target] for link in onward[number] if link.how == how] for how in _ARROWS}
            said = [f"{how_word} {_names(found)}".strip() for how, how_word in _WORDS.items() if (found := ways[how])]
            mark = f"  {NEVER.upper()}" if number in shade.never else ""
            yield f"  {pad(node.id, width)}  {bar} {pad(shade.words[number], 16)}{mark}  {'; '.join(said)}".rstrip()


_WORDS: Final[dict[How, str]] = {"goes": "->", "calls": "calls", "draws": "draws"}


def _names(nodes: list[SceneNode]) -> str:
    return ", ".join(f"the ending {node.id}" if node.ending else node.id for node in nodes)


def as_mermaid(graph: StoryGraph, shade: Shading) -> Iterator[str]:
    """A flowchart for Mermaid, with a subgraph for each chapter."""
    yield "flowchart TD"
    for number, chapter in enumerate(graph.chapters):
        yield f'  subgraph c{number}["{_mermaid(chapter.title)}"]'
        for at in chapter.nodes:
            node = graph.nodes[at]
            before, after = ('(["', '"])') if node.ending else ('["', '"]')
            said = f"<br>{_mermaid(shade.words[at])}" if shade.words[at] else ""
            yield f"    n{at}{before}{_mermaid(node.title)}{said}{after}"
        yield "  end"
    yield from (f"  n{link.source} {_ARROWS[link.how]} n{link.target}" for link in graph.links)
    if shade.never:
        yield "  classDef never stroke:#c0392b,stroke-width:3px,stroke-dasharray:5 4"
        yield f"  class {','.join(f'n{number}' for number in sorted(shade.never))} never"


def _mermaid(text: str) -> str:
    """Words that are nothing but words to Mermaid, nor to the page that it makes."""
    return "".join(char if char.isalnum() or char in " .,'’()-" else f"#{ord(char)};" for char in clean_line(text))


def as_dot(graph: StoryGraph, shade: Shading) -> Iterator[str]:
    """A digraph for Graphviz, with a cluster for each chapter; the darker a node, the more it has of what is shown."""
    yield "digraph story {"
    yield f"  label={_dot(graph.title)} labelloc=t fontname=sans rankdir=TB"
    yield "  node [shape=box style=filled fontname=sans fontsize=11] edge [color=gray40]"
    for number, chapter in enumerate(graph.chapters):
        yield f"  subgraph cluster{number} {{"
        yield f"    label={_dot(chapter.title)} color=gray"
        for at in chapter.nodes:
            node = graph.nodes[at]
            grey = 100 - round(40 * shade.depths[at])
            words = [node.title, *([shade.words[at]] if shade.words[at] else [])]
            more = [f"label={_dot(*words)}", f"fillcolor=gray{grey}"]
            more += ["shape=oval"] if node.ending else []
            more += ["color=red", "penwidth=3"] if at in shade.never else []
            yield f"    n{at} [{' '.join(more)}]"
        yield "  }"
    yield from (f"  n{link.source} -> n{link.target} [style={_STYLES[link.how]}]" for link in graph.links)
    yield "}"


def _dot(*lines: str) -> str:
    escaped = (clean_line(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'
