"""Print the JSON Schema of a story's files, for editors with a YAML server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(_parser: ArgumentParser) -> None:
    """`hambies schema`."""


def run(_args: Namespace) -> int:
    """Print it; 0."""
    from game.language.diagnostics.safe_json import to_json
    from game.output import for_machines
    from game.writer.keys.json_schema import json_schema

    for_machines().write(to_json(json_schema(), indent=2) + "\n")
    return 0
