"""How long and how large a proof may get, and whoever watches it."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from typing import Final, TypeAlias

from game.system.files import read

Work: TypeAlias = Callable[[int], None]
"""Told how much was done since it was told last, in steps of about a value that is looked at; raises Expired where that is enough.

Every loop over values, places or states tells it, so that whoever began the work can end it.
"""
AT_LEAST: Final = 1.0
"""Seconds for playing what was found, where the searches have taken all there was."""
NODES_A_SECOND: Final = 1 << 20
"""Nodes of sets for each second: fewer than are made in one."""
MOST_NODES: Final = 1 << 23
_NODE_BYTES: Final = 36
OFTEN: Final = 500
"""Steps of work after which the clock is looked at."""


class Expired(Exception):  # noqa: N818 - a bound that was met, said upwards
    """A bound was hit; the message says which."""


LIMITS: Final = (Expired, MemoryError, RecursionError)
"""What is raised where something grows too large or takes too long; anything else is a mistake."""


def named(bound: BaseException) -> str:
    """A bound that was hit, in words."""
    if isinstance(bound, RecursionError):
        return "more variables than are followed at once"
    return "too many sets of states in memory" if isinstance(bound, MemoryError) else str(bound)


class Quota:
    """An amount of work: so many steps, however long they take. What is found within it does not depend on the machine."""

    def __init__(self, most: int, said: str) -> None:
        """`said` is the bound in words."""
        self.most = most
        self.done = 0
        self._said = said

    def __call__(self, steps: int) -> None:
        """Some were done.

        Raises:
            Expired: there are no more.
        """
        self.done += steps
        if self.done > self.most:
            raise Expired(self._said)

    def spend(self) -> bool:
        """Take one more step, if there is one; whether there was none."""
        self.done += 1
        return self.done > self.most


def unbounded(steps: int) -> None:
    """No bound on any work."""


class Bounds:
    """How long and how large a proof may get; `progress` is told the stage, how far it is, and how wide it is there.

    Where `stop` is set, the search ends with a KeyboardInterrupt at the next place where it can be left.
    """

    def __init__(
        self,
        seconds: float = 600.0,
        megabytes: int = 4000,
        progress: Callable[[str, int, int], None] | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """`clock` tells the seconds; without it that of the machine does."""
        self.seconds = seconds
        self.megabytes = megabytes
        self.progress = progress
        self.clock = clock or time.monotonic
        self.began = self.clock()
        self.stop = False
        self.size: Callable[[], int] | None = None
        """How many nodes the sets of states have, for whoever watches."""
        self.kept = 0.0
        """Seconds that are kept for what comes after the searches: what they have found is played by the engine."""
        self._next = 0.0
        self._done = 0

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return self.clock() - self.began

    @property
    def latest(self) -> float:
        """When the searches end, in seconds since the beginning."""
        return max(self.seconds - self.kept, self.seconds / 4)

    @property
    def left(self) -> float:
        """Seconds that are left for searches; below 0 there are none."""
        return self.latest - self.spent

    @property
    def nodes(self) -> int:
        """How many nodes all sets may have together.

        An operation of the library for sets looks at no clock, and ends where there is no room for more nodes: so that room is what bounds
        it, in time to what was given, and in memory to half of it. It depends on the bounds alone, and not on the machine.
        """
        most = min(self.seconds * NODES_A_SECOND, self.megabytes * (1 << 20) / 2 / _NODE_BYTES)
        return max(1 << 12, min(MOST_NODES, int(most)))

    def over(self) -> bool:
        """Whether there is no time left to play what was found, either."""
        return self.spent > self.seconds + AT_LEAST

    def check(self) -> None:
        """Raise Expired when a bound is met, or KeyboardInterrupt when somebody has asked to stop."""
        self.look()

    def work(self, steps: int) -> None:
        """As `check`, for whoever has done so many steps; it looks now and again."""
        self._done += steps
        if self._done >= OFTEN:
            self._done = 0
            self.look()

    def met(self) -> bool:
        """As `check`, but says whether a bound is met."""
        try:
            self.look()
        except Expired:
            return True
        return False

    def look(self) -> bool:
        """As `check`; whether it looked at time and memory, which it does where some time has passed since it last did."""
        self._left()
        now = self.clock()
        if now < self._next:
            return False
        self._next = now + 0.01
        if self.left < 0:
            raise Expired(self.said)
        if self.too_large():
            raise Expired(self.said_memory)
        return True

    def too_large(self) -> bool:
        """Whether there is more in memory than there may be."""
        if memory_used() <= self.megabytes or memory_now() <= self.megabytes:
            return False
        gc.collect()  # what earlier proofs in this process have left may still be there
        return memory_now() > self.megabytes

    @property
    def said(self) -> str:
        """The bound on time, in words."""
        return f"{self.seconds:g} seconds"

    @property
    def said_memory(self) -> str:
        """The bound on memory, in words."""
        return f"{self.megabytes} MB"

    def say(self, stage: str, count: int, frontier: int = 0) -> None:
        """Tell whoever watches how far it is; raises KeyboardInterrupt when somebody has asked to stop."""
        self._left()
        if self.progress is not None:
            self.progress(stage, count, frontier)

    def _left(self) -> None:
        if self.stop:
            self.stop = False  # so that what is known can be told
            raise KeyboardInterrupt


class Deadline:
    """When something that has begun is to end: with the bounds of the whole, and after so many seconds at the latest."""

    def __init__(self, bounds: Bounds, seconds: float) -> None:
        self._bounds = bounds
        self._latest = bounds.spent + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; below 0 there are none."""
        return min(self._latest - self._bounds.spent, self._bounds.left)

    def over(self) -> bool:
        """Whether there are none, or another bound is met."""
        return self.left < 0 or self._bounds.met()

    def check(self) -> None:
        """Raise Expired when it is over."""
        if self._bounds.look() and self._latest < self._bounds.spent:
            raise Expired("its share of the time")


def memory_used() -> int:
    """The most memory this program ever had, in MB; 0 where the system does not tell."""
    try:
        # What `getrusage` tells counts what the process had before this program was started in it, by a large one perhaps.
        return int(read("/proc/self/status", 10_000).partition(b"VmHWM:")[2].split(None, 1)[0]) >> 10
    except (OSError, IndexError, ValueError):  # on Linux only
        pass
    try:
        import resource
    except ImportError:  # not on Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> 20 if sys.platform == "darwin" else most >> 10


def memory_now() -> int:
    """The memory this process has, in MB; the most it ever had where the system tells no more."""
    try:
        pages = int(read("/proc/self/statm", 1000).split()[1])
    except OSError:  # on Linux only
        return memory_used()
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20
