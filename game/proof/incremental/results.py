"""What proofs of earlier versions of a story have settled, and what this one settles.

A question is known by the digest of all that its answer depends on (see `fingerprints`), so what was settled about it holds
wherever that is the same, whatever else has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from game.program.forms.expressions import reads
from game.proof.bounds import Bounds
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.fingerprints import Fingerprints
from game.proof.model.goals import Spot
from game.proof.model.slicing import cone, control
from game.proof.results import STOPPED, Answer, Report, Witness

NEVER: Final = -1
"""Play cannot come to a question's spots."""
THERE: Final = -2
"""Play can come there, and how soon was not asked."""
SOUGHT: Final = -3
"""Play can come there, and no search within the bounds told how soon. Any other number is the choices of a shortest playthrough."""


EARLIER: Final = ", in an earlier proof"
"""What is said after a bound that was not hit this time, but when a question was asked last."""


def earlier(answer: Answer) -> Answer:
    """An answer that was left open, and is so still without having been looked at again."""
    return answer if answer.text.endswith(EARLIER) else answer._replace(text=answer.text + EARLIER)


class Tried(NamedTuple):
    """What a proof had to go by, and what it left open: by digest of the question the bound that was hit, in words."""

    seconds: float = 0.0
    megabytes: int = 0
    left: Mapping[str, str] = {}

    def covers(self, bounds: Bounds) -> bool:
        """Whether there is no more now than there was then: then the same questions would be left open."""
        return self.seconds >= bounds.seconds and self.megabytes >= bounds.megabytes


class KnownResults:
    """`settled` is what is known by digest, `ways` are playthroughs that show it; `named` as for `Fingerprints`."""

    def __init__(
        self,
        named: Callable[[str], str],
        settled: Mapping[str, int] | None = None,
        ways: Sequence[Witness] = (),
        tried: Tried = Tried(),  # noqa: B008 - a value that nothing changes
    ) -> None:
        self._tried = tried
        self._bounds = Bounds()
        self._left: dict[str, str] = {}
        self.ways = ways
        self.given: Mapping[str, Sequence[Witness]] = {}
        """What each script was seen to play that a proof was given, by its digest."""
        self.now: dict[str, int] = {}
        """What is known of this version."""
        self._named = named
        self.before = settled or {}
        self._cones: Fingerprints | None = None
        self._deciding: frozenset[int] = frozenset()
        """The variables that decide where play can go."""
        self._ways: Fingerprints | None = None
        """The cones with those variables alone."""

    def open(self, graph: Graph, bounds: Bounds) -> None:
        """Begin with a story's graph, and what there is of time and memory. Of one that could not be laid out nothing is known."""
        self._bounds = bounds
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

    def _known(self, digest: str) -> tuple[str, int | None]:
        return digest, self.before.get(digest)

    def settle(self, digest: str, value: int) -> None:
        """Note what is so."""
        if digest:
            self.now[digest] = value

    @property
    def covers(self) -> bool:
        """Whether the earlier proof had as much time and memory as there is now."""
        return self._tried.covers(self._bounds)

    def left_open(self, digest: str) -> str:
        """The bound at which an earlier proof left a question open, where it is not worth asking again; or nothing."""
        return self._tried.left.get(digest, "") if self.covers else ""

    def leave_open(self, digest: str, bound: str) -> None:
        """Note that a question stays open; not where all the time was over, since then it was not what it takes that was too much."""
        if digest and bound not in (STOPPED, self._bounds.said):
            self._left[digest] = bound.removesuffix(EARLIER)

    def tried_now(self, *, stopped: bool) -> Tried:
        """What this proof has to say to the next one; where it was stopped, what was said to it counts, too."""
        seconds, megabytes = self._bounds.seconds, self._bounds.megabytes
        left, before = self._left, self._tried
        if not stopped:
            return Tried(seconds, megabytes, left)
        least = min(seconds, before.seconds), min(megabytes, before.megabytes)
        return Tried(*least, {**before.left, **left})

    def cut_short(self, report: Report) -> bool:
        """Whether a proof ended before it came to all that it would have asked."""
        return report.effort.bound == STOPPED or self._bounds.left < 0
