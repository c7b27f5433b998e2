"""Show the scenes of a story and the ways between them: as text, for Mermaid or Graphviz, as a drawing, or as a page to look around in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from game.program.model import Program
    from game.replay.coverage.reached import Coverage
    from game.writer.story_graph.graph import StoryGraph
    from game.writer.story_graph.shading import Shading


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies map [STORY] [--format F] [--colour C]`."""
    from game.commands.story import STORY_HELP

    add = parser.add_argument
    add("story", nargs="?", metavar="STORY", help=STORY_HELP)
    add(
        "--format",
        choices=("text", "mermaid", "dot", "svg", "html"),
        default="text",
        help="text (default), a graph for Mermaid or Graphviz, or laid out, as an SVG file or an HTML page",
    )
    add(
        "--colour",
        choices=("words", "distance", "coverage"),
        default="words",
        help="what makes a scene darker: its words (default), the scenes before it, or what the story's playthroughs read of it",
    )


def run(args: Namespace) -> int:
    """Print the map; 0, or 2 when the story cannot be used or the layout is not installed."""
    from game.commands.story import find_story, load_story
    from game.output import complain, draw, for_machines, say
    from game.writer.story_graph.graph import story_graph
    from game.writer.story_graph.shading import shading

    path = find_story(args.story)
    program = None if path is None else load_story(path).program
    if path is None or program is None:
        return 2
    never = _never_reached(path, program)
    if never is None:
        complain("no proof of this story is kept, so nothing is marked as never reached: hambies prove makes one.")
    coverage = _coverage(path, program) if args.colour == "coverage" else None
    graph = story_graph(program)
    shade = shading(graph, args.colour, never or (), coverage)
    if args.format == "text":
        from game.writer.story_graph.written import as_text

        say(*as_text(graph, shade))
        return 0
    lines = _drawn(args.format, program, graph, shade, coverage)
    if lines is None:
        complain("a layout needs the package igraph: pip install 'hambies[map]', or take --format mermaid or dot.")
        return 2
    out = for_machines()
    for line in lines:
        draw(out, f"{line}\n")
    return 0


def _drawn(
    form: str, program: Program, graph: StoryGraph, shade: Shading, coverage: Coverage | None
) -> Iterator[str] | None:
    """The lines of a graph in another form than text; None where what lays it out is not installed."""
    from game.writer.story_graph.written import as_dot, as_mermaid

    if form == "mermaid":
        return as_mermaid(graph, shade)
    if form == "dot":
        return as_dot(graph, shade)
    try:
        from game.writer.story_graph.layout import laid_out
    except ImportError:
        return None
    layout = laid_out(graph)
    if form == "svg":
        from game.writer.story_graph.drawing import as_svg

        return as_svg(graph, shade, layout)
    from game.replay.coverage.reached import everything_reached
    from game.writer.story_graph.page import as_page

    return as_page(graph, shade, layout, coverage or everything_reached(program))


def _coverage(path: Path, program: Program) -> Coverage:
    """What the playthroughs in the story's folder reach; those that cannot be run are passed over, and told."""
    from game.commands.proving.given import given_playthroughs
    from game.replay.coverage.collecting import CollectedWay, Collector
    from game.system.files import is_folder

    collector = Collector(program)
    for way in given_playthroughs([str(path if is_folder(path) else path.parent)], path):
        collector.play([CollectedWay(way.seed, tuple(way.setup.items()), way.choices)])
    return collector.coverage()


def _never_reached(story: Path, program: Program) -> frozenset[tuple[str, str]] | None:
    """The scenes and endings that `hambies prove` has ruled out; None where no proof of the story as it is now is kept."""
    from game.commands.proving.prove import proof_kept_of

    cache = proof_kept_of(story, program)
    report = None if cache is None else cache.fetch()
    if report is None:
        return None
    return frozenset(
        (one.kind, one.name) for one in report.answers if one.kind in ("scene", "ending") and one.verdict == "refuted"
    )
