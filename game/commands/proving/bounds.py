"""What commands that prove something have in common: the options that bound a search, and whether there can be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.output import complain

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.proof.bounds import Bounds

EXIT_BAD_INPUT = 2


def add_bounds(parser: ArgumentParser) -> None:
    """The options that bound a search."""
    add = parser.add_argument
    add("--max-time", type=positive, default=600.0, metavar="S", help="seconds before it gives up (default: 600)")
    add("--max-memory", type=positive, default=4000.0, metavar="MB", help="memory before it gives up (default: 4000)")


def positive(text: str) -> float:
    """An argument above 0."""
    from argparse import ArgumentTypeError

    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"{text!r} is not a number above 0")
    return value


def can_prove() -> bool:
    """Whether the library for sets of states is there; if not, a sentence on stderr says how to get it."""
    try:
        import oxidd.bcdd  # noqa: F401 - only whether it is there
    except ImportError:
        complain("proofs need the package oxidd: pip install oxidd")
        return False
    return True


def bounds_of(args: Namespace) -> Bounds:
    """The bounds that the options ask for."""
    from game.proof.bounds import Bounds

    return Bounds(args.max_time, int(args.max_memory))
