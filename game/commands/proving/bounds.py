"""What commands that prove something have in common: the options that bound a search, and whether there can be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.output import complain

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from game.proof.bounds import Bounds
    from game.proof.reductions import Reductions

EXIT_BAD_INPUT = 2


def add_bounds(parser: ArgumentParser) -> None:
    """The options that bound a search, and those that switch its reductions off."""
    add = parser.add_argument
    add("--max-time", type=positive, default=600.0, metavar="S", help="seconds before it gives up (default: 600)")
    add("--max-memory", type=positive, default=4000.0, metavar="MB", help="memory before it gives up (default: 4000)")
    add("--no-slicing", action="store_true", help="follow variables that no condition reads, too (slower)")
    add("--no-liveness", action="store_true", help="tell values apart that nothing reads any more (slower)")
    add("--no-lower-bounds", action="store_true", help="search without knowing how soon a place can come up (slower)")
    add("--no-grouping", action="store_true", help="answer the same question as often as it is asked (slower)")
    add("--no-symbolic", action="store_true", help="play first and search back, instead of sweeping (slower)")


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


def reductions_of(args: Namespace) -> Reductions:
    """The reductions that the options leave on."""
    from game.proof.reductions import Reductions

    return Reductions(
        symbolic=not args.no_symbolic,
        slicing=not args.no_slicing,
        liveness=not args.no_liveness,
        lower_bounds=not args.no_lower_bounds,
        grouping=not args.no_grouping,
    )


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
