"""What proofs of earlier versions of a story have settled, and what this one settles.

A question is known by the digest of all that its answer depends on (see `fingerprints`), so what was settled about it holds
wherever that is the same, whatever else has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from game.program.forms.expressions import reads
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.fingerprints import Fingerprints
from game.proof.model.goals import Spot
from game.proof.model.slicing import cone, control
from game.proof.results import Witness

NEVER: Final = -1
"""Play cannot come to a question's spots."""
THERE: Final = -2
"""Play can come there, and how soon was not asked."""
SOUGHT: Final = -3
"""Play can come there, and no search within the bounds told how soon. Any other number is the choices of a shortest playthrough."""


class KnownResults:
    """`settled` is what is known by digest, `ways` are playthroughs that show it; `named` as for `Fingerprints`."""

    def __init__(
        self,
        named: Callable[[str], str],
        settled: Mapping[str, int] | None = None,
        ways: Sequence[Witness] = (),
        patience: float = 0.0,
    ) -> None:
        """`patience` is how many seconds the earlier proof was given at most."""
        self.patience = patience
        self.seconds = 0.0
        self.ways = ways
        self.now: dict[str, int] = {}
        """What is known of this version."""
        self._named = named
        self.before = settled or {}
        self._cones: Fingerprints | None = None
        self._deciding: frozenset[int] = frozenset()
        """The variables that decide where play can go."""
        self._ways: Fingerprints | None = None
        """The cones with those variables alone."""

    def open(self, graph: Graph, seconds: float) -> None:
        """Begin with a story's graph, and so many seconds for it. Of one that could not be laid out nothing is known."""
        self.seconds = seconds
        self._deciding = cone(graph, control(graph))
        self._cones = None if graph.cut else Fingerprints(graph, self._named)
        self._ways = None if graph.cut else Fingerprints(graph, self._named, slots=self._deciding)

    def about(self, spots: Sequence[Spot]) -> tuple[str, int | None]:
        """The digest of a question, and what an earlier proof has settled of it."""
        read = {slot for spot in spots if spot.when is not None for slot in reads(spot.when)}
        cones = self._ways if read <= self._deciding else self._cones
        return self._known("" if cones is None else cones.of_spots(spots))

    def about_all(self, question: str) -> tuple[str, int | None]:
        """The same of a question about all the ways through the story."""
        return self._known("" if self._ways is None else f"{question} {self._ways.whole}")

    def about_values(self, scene: int, slot: int) -> tuple[str, int | None]:
        """The same of the question which values a variable has in a scene; what is settled is a mask of them."""
        return self._known("" if self._cones is None else self._cones.of_values(scene, slot))

    def _known(self, digest: str) -> tuple[str, int | None]:
        return digest, self.before.get(digest)

    def settle(self, digest: str, value: int) -> None:
        """Note what is so."""
        if digest:
            self.now[digest] = value
