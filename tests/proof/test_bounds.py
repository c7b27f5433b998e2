"""The bound on memory: what counts is what a process has, and not what it once had."""

from __future__ import annotations

import sys

import pytest

from game.proof.bounds import Bounds, Expired, memory_now, memory_used

LARGE = 200 << 20


def test_a_proof_ends_where_there_is_more_than_it_may_have() -> None:
    with pytest.raises(Expired, match="1 MB"):
        Bounds(megabytes=1).check()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems only tell the most memory there ever was")
def test_what_was_given_back_does_not_count() -> None:
    most = memory_now() + 100
    taken = b"x" * LARGE
    del taken
    assert memory_used() > most
    Bounds(megabytes=most).check()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems only tell the most memory there ever was")
def test_what_nobody_uses_any_more_is_given_back_first() -> None:
    most = memory_now() + 100
    ring: list[object] = [b"x" * LARGE]
    ring.append(ring)
    del ring
    Bounds(megabytes=most).check()
