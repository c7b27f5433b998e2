"""Serve editors: diagnostics while typing, completion, definitions and more, by the Language Server Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.output import complain

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path
    from typing import BinaryIO

    from game.program.model import Program
    from game.proof.incremental.store import ProofCache

NEEDS = (
    "the language server needs the package pygls: pip install 'hambies[lsp]' (in a checkout: pip install -e '.[lsp]')"
)


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies lsp`: an editor starts it, and speaks with it over its input and output."""
    parser.add_argument(
        "--stdio", action="store_true", help="speak over input and output (some editors say so; it is always so)"
    )


def run(_args: Namespace) -> int:
    """Serve until the editor goes; 2 where the package is missing."""
    import gc
    import sys
    from typing import cast

    try:
        from game.writer.server.features import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "game":
            raise
        complain(NEEDS)
        return 2
    gc.disable()  # a look through two versions of a long story would keep an answer waiting; the server does that when all is quiet
    out = cast("BinaryIO", _StaysOpen(sys.stdout.buffer))
    make_server(kept=kept_proof_with_values).start_io(sys.stdin.buffer, out)
    return 0


class _StaysOpen:
    """The standard output, which is still there for whoever ends the process when the server closes it."""

    def __init__(self, below: BinaryIO) -> None:
        self.write = below.write
        self.flush = below.flush
        self.close = below.flush


def kept_proof_with_values(story: Path, program: Program) -> ProofCache | None:
    """Where the proof of a story is kept that has the values of its variables."""
    from game.commands.proving.prove import proof_kept_of

    return proof_kept_of(story, program, "--ranges")
