"""Serve editors: diagnostics while typing, completion, definitions and more, by the Language Server Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.output import complain

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

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

    try:
        from game.writer.server.features import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "game":
            raise
        complain(NEEDS)
        return 2
    gc.disable()  # a look through two versions of a long story would keep an answer waiting; the server does that when all is quiet
    make_server().start_io()
    return 0
