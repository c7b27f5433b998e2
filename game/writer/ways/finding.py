"""A way to any place of a story, in a state that can really occur: the proof's shortest one, or that of a playthrough that passes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from game.engine.sessions.session import Session
from game.language.text.cleaning import counted
from game.program import model
from game.program.forms.types import Expr
from game.writer.ways.trodden import Destination, Trodden, WayThere, follow

if TYPE_CHECKING:
    from game.program.model import Program
    from game.program.sources import SourceTable
    from game.proof.model.control_flow.cfg import Graph
    from game.proof.model.goals import Spot

SECONDS: Final = 3.0
"""For which a shortest way is looked for, when somebody waits."""
_MEGABYTES: Final = 1500


def way_to(
    program: Program, wanted: Destination, trodden: Trodden, walked: Iterable[Session] = (), *, seconds: float = SECONDS
) -> WayThere | str:
    """The way with the fewest choices that is found in so many seconds, and how it is known; a sentence where there is none.

    `walked` are playthroughs of this sitting, `trodden` what the committed ones come to.
    """
    found = [way for one in walked if (way := _by_walking(program, wanted, one)) is not None]
    way = trodden.to(wanted)
    if way is not None and (session := follow(program, way)) is not None and wanted.shown_in(session.turn):
        found.append(way._replace(said=f"as {way.said} plays it"))
    shortest = min(found, key=lambda one: len(one.choices), default=None)
    if shortest is not None and not shortest.choices:
        return shortest._replace(said="at the story's beginning")
    proved = by_proof(program, wanted, seconds)
    if isinstance(proved, WayThere):
        if shortest is None or len(proved.choices) <= len(shortest.choices):
            return proved
        return shortest._replace(said=f"{shortest.said}, {counted(len(shortest.choices), 'choice')}")
    if shortest is not None:
        count = counted(len(shortest.choices), "choice")
        return shortest._replace(said=f"{shortest.said}, {count}; whether it can be had sooner: {proved}")
    more = "" if trodden.whole else f", of which {trodden.played:,} of {trodden.there:,} were looked at"
    passing = f"no playthrough passes there{more}" if trodden.there else "there are no playthroughs to go by"
    return f"No way to {wanted.told} was found: {proved}, and {passing}."


def by_proof(program: Program, wanted: Destination, seconds: float) -> WayThere | str:
    """The proof's way, which is a shortest one where it says so; else why there is none: what it has proved, or the bound that it met."""
    try:
        import oxidd  # noqa: F401
    except ImportError:
        return "the proof needs the package oxidd"
    from game.proof.bounds import Bounds
    from game.proof.portfolio.context import Proof
    from game.proof.portfolio.question import comes

    proof = Proof(program, Bounds(seconds, _MEGABYTES))
    spots = () if proof.graph.cut else _spots(proof.graph, wanted)
    answer = comes(proof, wanted.told, spots, lambda end: wanted.kind == "scene" or wanted.shown_in(end.turn))
    if answer.witness is None:
        return "it is proved that play can never come there" if answer.verdict == "refuted" else answer.text
    setup, seed, choices, is_shortest = answer.witness
    count = counted(len(choices), "choice")
    return WayThere(seed, setup, choices, f"by the shortest way, {count}" if is_shortest else f"by a way of {count}")


def _by_walking(program: Program, wanted: Destination, session: Session) -> WayThere | None:
    """As far as a playthrough of this sitting goes until it comes there; not with values that were set by hand."""
    again = follow(program, WayThere(session.seed, session.setup, session.choices))
    if again is None:
        return None
    for number, turn in enumerate(again.turns()):
        if wanted.shown_in(turn):
            return WayThere(session.seed, session.setup, session.choices[:number], "as you came there before")
    return None


def _spots(graph: Graph, wanted: Destination) -> Sequence[Spot]:
    """Where it would be, for the proof."""
    from game.proof.model.goals import Spot

    program, found = graph.program, []

    def add(place: int, after: int, when: Expr | None) -> None:
        found.append(Spot(place, after, when))

    for place in graph.places:
        exit_ = graph.exit(place)
        if wanted.kind == "scene":
            if program.scene_ids[place.scene] == wanted.name and place.block == program.scene(place.scene).entries[0]:
                add(place.number, 0, None)
        elif wanted.kind == "ending":
            if place.ending == wanted.name:
                add(place.number, 0, None)
        elif wanted.kind == "choice":
            if isinstance(exit_, model.Choose):
                for choice in exit_.choices:
                    if choice.id == wanted.name:
                        add(place.number, -1, choice.shown)
        else:
            for shown in place.shown:
                if shown.line == wanted.name:
                    add(place.number, 0 if shown.when is None else shown.after, shown.when)
    return found


def at_line(table: SourceTable, line: int) -> Destination | None:
    """What stands at a line of a file: the line of text or the choice that is there, or the last that begins above it, or the scene."""
    best: tuple[tuple[int, int], Destination] | None = None
    kinds: tuple[tuple[str, Callable[[str], Destination]], ...] = (
        ("scene", lambda name: Destination("scene", name)),
        ("choice", lambda name: Destination("choice", name)),
        ("line", lambda name: Destination("line", name)),
    )
    for kind, made in kinds:
        for name in table.rows[kind]:  # type: ignore[index]  # they are three of its kinds
            span = table.span(kind, name)  # type: ignore[arg-type]
            if span is None or span.line > line or name.endswith("!"):
                continue
            if best is None or (span.line, span.column) >= best[0]:
                best = (span.line, span.column), made(name)
    return None if best is None else best[1]


def committed(program: Program, story: Path, over: Callable[[], bool] = lambda: False) -> Trodden:
    """What the playthroughs in a story's folder, or beside its file, come to."""
    trodden = Trodden()
    trodden.tread(program, story, over)
    return trodden
