"""All that is printed, and what is read from the standard input: the walls of both streams, and what is said when one of them fails.

While a command runs, `sys.stdout` and `sys.stderr` let nothing through that could act on a terminal, wherever it came from. What
draws, with colours or a line that is written anew, cleans its words by itself and says so by `draw`.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO, cast

_PIECE: Final = 65_536
"""Bytes that are asked for at once."""
_LONGEST: Final = 4 * 65_536 + 4
"""Bytes of a line from which on it is given in parts: more than any line for machines may have in letters."""


class StreamError(Exception):
    """A standard stream cannot be written to, or read; the message says which and why."""


def complain(sentence: str | Exception) -> None:
    """Say what is wrong, or what somebody should know, in one line beside the output."""
    from game.language.text.cleaning import clean_line

    print(f"hambies: {clean_line(str(sentence))}", file=sys.stderr)


def say(*lines: str, out: TextIO | None = None) -> None:
    """Print lines, each of which stays one whatever names are in it, on the standard output or another stream."""
    from game.language.text.cleaning import clean_line

    for line in lines:
        print(clean_line(line), file=out or sys.stdout)


def draw(out: TextIO, text: str) -> None:
    """Write text with escapes of our own in it; all else in it has been cleaned."""
    write = out.draw if isinstance(out, _Mouth) else out.write
    write(text)


def sender(out: TextIO) -> Callable[[bytes], None]:
    """What draws a text in UTF-8 and hands it over at once, for whoever does that very often."""
    if isinstance(out, _Wire):
        return out.send

    def send(text: bytes) -> None:
        draw(out, text.decode())
        out.flush()

    return send


def annotate(lines: Iterable[str], out: TextIO | None = None) -> None:
    """Print annotations for GitHub: the only commands that its runner is given, see `game.language.diagnostics.workflow`."""
    out = out or for_machines()
    for line in lines:
        draw(out, f"{line}\n")


def listener(lines: TextIO) -> Callable[[], bytes]:
    """What gives the next line in UTF-8 with its end, of a very long one a part, and nothing at the end."""
    if isinstance(lines, _Wire):
        return lines.hear
    return lambda: lines.readline(_LONGEST).encode("utf-8", "backslashreplace")


def for_machines() -> TextIO:
    """The standard output in UTF-8, whatever the terminal has: for JSON, and for what a CI system reads."""
    if hasattr(sys.stdout, "reconfigure"):  # tests and embedders put other objects there
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout


def last_words(sentence: str) -> None:
    """Say something when all else has failed; never raises."""
    with suppress(Exception):
        sys.stdout.flush()
    with suppress(Exception):
        print(sentence, file=sys.stderr)
        sys.stderr.flush()


@contextmanager
def walls() -> Iterator[None]:
    """The standard streams for one command: a missing one is an empty one, and what cannot be written or read is a StreamError."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # The number of a closed stream would be given to the next file, so it is taken at once.
            empty = open(os.devnull, "w" if number else "r", encoding="utf-8")  # noqa: SIM115 - until the process ends
            setattr(sys, name, empty)
            if getattr(sys, f"__{name}__") is None:
                setattr(sys, f"__{name}__", empty)
    given = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = cast(TextIO, _Ear(sys.stdin))
    sys.stdout = cast(TextIO, _Mouth(sys.stdout, "output"))
    sys.stderr = cast(TextIO, _Mouth(sys.stderr, "error output"))
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = given


def silence() -> None:
    """Give what waits in a stream that fails somewhere to go: the interpreter would complain of it at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # noqa: BLE001 - whatever it is, there is nobody left to tell
            with suppress(OSError, ValueError):  # closed, or not a file at all
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def harmless(text: str) -> str:
    """The text with a question mark for each character that could act on a terminal, but for line breaks and tabs."""
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return text
    import re

    from game.language.text.characters import FORBIDDEN

    return re.sub(FORBIDDEN, "?", text)


def printable(text: str) -> str:
    """The text harmless for a terminal, and for the runner of GitHub's where one reads what is printed."""
    text = harmless(text)
    if ("::" in text or "##[" in text) and os.environ.get("GITHUB_ACTIONS") == "true":
        from game.language.diagnostics.workflow import defused

        return defused(text)
    return text


def wire() -> tuple[TextIO, TextIO]:
    """The standard input and output for a machine that is answered line by line: UTF-8, and no more on the way than there must be."""
    given = sys.stdin, sys.stdout
    if all(_below(one) is not None for one in given):
        return cast(TextIO, _Wire(sys.stdin)), cast(TextIO, _Wire(sys.stdout))
    return sys.stdin, for_machines()


def _below(stream: TextIO) -> io.RawIOBase | None:
    """What a standard stream writes to in the end, or reads from; None where tests and embedders put something else there."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # an unbuffered one is its own
    return raw if isinstance(raw, io.RawIOBase) else None


class _Stream:
    """A standard stream of which each failure is a StreamError; all else is asked of the stream itself."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Mouth(_Stream):
    """A stream for text that lets nothing through that could act on a terminal, or on the runner that reads it."""

    def write(self, text: str) -> int:
        """Write the text, harmless."""
        return self.draw(printable(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write the lines, harmless."""
        for line in lines:
            self.write(line)

    def draw(self, text: str) -> int:
        """Write the text as it is."""
        try:
            return self._stream.write(text)
        except OSError as error:
            raise self.failed(error) from None

    def flush(self) -> None:
        """Hand over what waits."""
        try:
            self._stream.flush()
        except OSError as error:
            raise self.failed(error) from None

    def failed(self, error: OSError) -> Exception:
        """What to raise: a reader that went away is no failure of the stream."""
        if isinstance(error, BrokenPipeError):
            return error
        from game.system.files import because

        return StreamError(f"the {self._name} cannot be written to: {because(error)}.")


class _Ear(_Stream):
    """The standard input; a terminal that has gone is one that says nothing more."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream, "input")

    def read(self, size: int = -1) -> str:
        """Up to `size` characters, "" at the end."""
        try:
            return self._stream.read(size)
        except OSError as error:
            return self.failed(error)

    def readline(self, size: int = -1) -> str:
        """The next line with its end, or `size` characters of it; "" at the end."""
        try:
            return self._stream.readline(size)
        except OSError as error:
            return self.failed(error)

    def __iter__(self) -> Iterator[str]:
        while line := self.readline():
            yield line

    def failed(self, error: OSError) -> str:
        """What was heard instead; raises StreamError where that is not the end."""
        if error.errno == errno.EIO:
            return ""
        from game.system.files import because

        raise StreamError(f"the {self._name} cannot be read: {because(error)}.") from error


class _Wire(_Stream):
    """A standard stream below its text and its buffer, one call of the system for each line where that is all there is.

    What is written to it has been made harmless already.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream, "")
        stream.flush()
        raw = _below(stream)
        assert raw is not None
        self._read: Callable[[int], bytes | None] = raw.read
        self._write = raw.write
        self._rest = b""

    def hear(self) -> bytes:
        """The next line with its end, of a very long one a part; nothing at the end."""
        if not self._rest:
            try:
                heard = self._read(_PIECE) or b""
            except OSError as error:
                heard = self._failed(error)
            if heard.find(b"\n") == len(heard) - 1:  # a line, or nothing
                return heard
            self._rest = heard
        while (end := self._rest.find(b"\n") + 1) == 0 and len(self._rest) < _LONGEST and (heard := self._more()):
            self._rest += heard
        end = end or len(self._rest)
        line, self._rest = self._rest[:end], self._rest[end:]
        return line

    def _more(self) -> bytes:
        try:
            return self._read(_PIECE) or b""
        except OSError as error:
            return self._failed(error)

    def _failed(self, error: OSError) -> bytes:
        return cast(_Ear, self._stream).failed(error).encode()

    def send(self, text: bytes) -> None:
        """Write the text and hand it over."""
        try:
            written = self._write(text)
            while written != len(text):  # a signal came, or there is no more room just now
                if written is None:
                    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
                text = text[written:]
                written = self._write(text)
        except OSError as error:
            raise cast(_Mouth, self._stream).failed(error) from None
