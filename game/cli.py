"""The door of `hambies`: finds the command, and sees that no traceback ever reaches a user.

A command's module is imported when the command runs, so that `hambies --help` reads nothing but this file and the table of commands.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from game.commands.table import COMMANDS, Subcommand

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_OK = 0
EXIT_BAD_INPUT = 2  # the arguments or the files cannot be read
EXIT_BUG = 70  # EX_SOFTWARE of sysexits.h: our own mistake
EXIT_INTERRUPTED = 130  # as shells report Ctrl-C
EXIT_BROKEN_PIPE = 141  # as shells report a reader that went away


USAGE = """\
usage: hambies [--plain] [STORY]
       hambies COMMAND [...]

Starts the game: the story in the folder or file STORY, else that of the folder you are in, else The Winter After.

options:
  --plain      line by line, for screen readers and pipes
  --version    show the version and stop
  -h, --help   show this and stop
  (and all options of `hambies play`)

commands:
"""


def process() -> int:
    """`hambies` as a process of its own, which ends with it; returns the exit code."""
    gc.set_threshold(100_000)  # modules, scripts and turns are many small values with few cycles
    code = main()
    gc.freeze()  # all that is left goes now: the interpreter need not look through it for cycles, which it would do twice
    return code


def main(argv: Sequence[str] | None = None) -> int:
    """Run `hambies` with these arguments (those of the process by default) and return the exit code."""
    from game import output

    arguments = list(sys.argv[1:] if argv is None else argv)
    with output.walls():
        try:
            code = _dispatch(arguments)
            sys.stdout.flush()
        except KeyboardInterrupt:
            output.last_words("")
            code = EXIT_INTERRUPTED
        except BrokenPipeError:
            code = EXIT_BROKEN_PIPE
        except output.StreamError as error:
            output.last_words(f"hambies: {error}")
            code = EXIT_BAD_INPUT
        except Exception as error:  # the last resort: a user gets a sentence and a file, not a traceback
            if os.environ.get("HAMBIES_DEBUG") == "1":
                raise
            output.last_words(_told(error, arguments))
            code = EXIT_BUG
        output.silence()
    return code


def _told(error: Exception, arguments: list[str]) -> str:
    """What to say of a mistake of our own, which may have left us without files or memory."""
    try:
        from game.commands.crash import report_crash

        return report_crash(error, arguments)
    except Exception:  # noqa: BLE001 - where nothing can be opened, nothing can be imported
        words = type(error).__name__
        return f"hambies: this is a bug in hambies, not in your story ({words}). It could not be saved."


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help", "help"):
        return _help(arguments[1:] if first == "help" else [])
    if first in ("-V", "--version"):
        from game import __version__

        print(f"hambies {__version__}")
        return EXIT_OK
    from game.commands.terminal import prepare_streams

    prepare_streams()
    for command in COMMANDS:
        if command.name == first:
            return _run(command, arguments[1:])
    if first and not first.startswith("-") and not _is_there(first):
        return _unknown(first)
    return _run(COMMANDS[0], arguments, top=True)


def _is_there(name: str) -> bool:
    from game.system.files import is_there

    if is_there(name) or name.isascii():
        return is_there(name)
    from pathlib import Path

    from game.system.names import on_disk

    return is_there(on_disk(Path(name)))


def _run(command: Subcommand, arguments: list[str], *, top: bool = False) -> int:
    from argparse import ArgumentParser, HelpFormatter
    from importlib import import_module

    from game.language.text.cleaning import clean_line

    class Parser(ArgumentParser):
        def error(self, message: str) -> NoReturn:
            super().error(clean_line(message) + self._meant(message))

        def _meant(self, message: str) -> str:
            """What an option that there is not may have been meant for: what another one takes, or one with nearly that name."""
            from difflib import get_close_matches

            word = message.partition("unrecognized arguments: --")[2].partition(" ")[0].partition("=")[0]
            takes = [one.option_strings for one in self._actions if word in (one.choices or ())]
            taken = [" ".join([*names[:1], word]) for names in takes]  # an argument by its place has no name
            names = [name for one in self._actions for name in one.option_strings]
            near = taken or (get_close_matches(f"--{word}", names, 1, 0.7) if word else [])
            return f" (did you mean {near[0]}?)" if near else ""

    module = import_module(command.module)
    parser = Parser(
        # A width of its own: argparse would import shutil, and that the archive formats, to ask the terminal.
        formatter_class=lambda prog: HelpFormatter(prog, width=_columns()),
        prog="hambies" if top else f"hambies {command.name}",
        description=module.__doc__,
        allow_abbrev=False,  # a script that says --see must not change meaning when an option is added
    )
    module.add_arguments(parser)
    try:
        args = parser.parse_intermixed_args(arguments)
    except SystemExit as stop:  # argparse has printed its help or its complaint
        return stop.code if isinstance(stop.code, int) else EXIT_BAD_INPUT
    code: int = module.run(args)
    return code


def _columns() -> int:
    """The width of the help text: that of the terminal, within reason."""
    try:
        columns = int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns
        except (OSError, ValueError):
            columns = 80
    return max(40, min(columns, 120)) - 2


def _help(arguments: list[str]) -> int:
    for command in COMMANDS:
        if arguments[:1] == [command.name]:
            return _run(command, ["--help"])
    if arguments:
        return _unknown(arguments[0])
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.line}" for command in COMMANDS]
    print(
        USAGE
        + "\n".join(lines)
        + "\n\n`hambies COMMAND --help` shows the options of one command,\n`hambies explain` lists the documents: `hambies explain tutorial` is where writers begin."
    )
    return EXIT_OK


def _unknown(name: str) -> int:
    from difflib import get_close_matches

    from game.output import complain

    near = get_close_matches(name, [command.name for command in COMMANDS], 1)
    hint = f" Did you mean `{near[0]}`?" if near else " `hambies --help` lists the commands."
    complain(f"{name!r} is neither a command nor a story's folder or file.{hint}")
    return EXIT_BAD_INPUT
