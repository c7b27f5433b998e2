"""Write the script by which a shell completes the commands and options of `hambies`, and the names of files. Put it where the shell looks for such scripts: for bash into ~/.local/share/bash-completion/completions/hambies, for zsh as _hambies into a folder of $fpath, for fish into ~/.config/fish/completions/hambies.fish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_SHELLS: Final = ("bash", "zsh", "fish")
_FILES: Final = ("FILE", "PATH", "POLICY", "STORY", "OLDSTORY")
_FOLDERS: Final = ("DIR",)


def add_arguments(parser: ArgumentParser) -> None:
    """`hambies completion SHELL`."""
    parser.add_argument("shell", metavar="SHELL", choices=_SHELLS, help=f"one of {', '.join(_SHELLS)}")


def run(args: Namespace) -> int:
    """Print the script; 0."""
    import shtab

    print(shtab.complete(_everything(), args.shell))
    return 0


def _everything() -> ArgumentParser:
    """One parser for all commands, told which of their arguments are files."""
    from argparse import ArgumentParser
    from importlib import import_module

    import shtab

    from game.commands.table import COMMANDS

    whole = ArgumentParser(prog="hambies")
    whole.add_argument("--version", action="store_true", help="show the version and stop")
    commands = whole.add_subparsers(dest="command")
    for command in COMMANDS:
        parser = commands.add_parser(command.name, help=command.line)
        import_module(command.module).add_arguments(parser)
        for action in parser._actions:  # noqa: SLF001 - argparse has no list of its own of what was added
            name = str(action.metavar or action.dest).upper()
            if name in _FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined] # where shtab looks
            elif name in _FOLDERS:
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined] # see above
    return whole
