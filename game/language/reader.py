"""Files, bytes and text to documents: strings with places, nothing typed, nothing constructed.

Here stand the first walls: regular files only, of a bounded size, in UTF-8, without characters
that act on a terminal. Past them, `game.language.build` reads the YAML. What is wrong comes back
as diagnostics, never as an exception.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from game.language import characters
from game.language.comments import eaten_words
from game.language.diagnostic import Diagnostic
from game.language.document import LIMITS, Document, Limits
from game.language.locate import locate
from game.language.source import Source

__all__ = ["LIMITS", "Document", "Limits", "Source", "eaten_words", "locate", "read_bytes", "read_file", "read_text"]


def read_file(path: Path, *, name: str | None = None, limits: Limits = LIMITS, pure: bool = False) -> Document:
    """Read a file; whatever is wrong with it, from missing to hostile, is in the diagnostics.

    `name` is the file's name in diagnostics (the path when None). `pure` asks for PyYAML's
    parser in Python even where the C one is present.
    """
    shown = str(path) if name is None else name
    try:
        raw = _content(path, limits)
    except _Unreadable as problem:
        document = Document(Source(shown, ""))
        document.diagnostics.append(Diagnostic(problem.code, "error", shown, 1, 1, problem.message, problem.hint))
        return document
    return read_bytes(raw, shown, limits=limits, pure=pure)


def read_bytes(raw: bytes, name: str, *, limits: Limits = LIMITS, pure: bool = False) -> Document:
    """Read the content of a file: UTF-8, with or without a byte order mark."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8")
        document = Document(Source(name, raw.decode("utf-8", "replace").replace("\r\n", "\n")))
        line, column = Source(name, before).place(len(before))
        utf16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        what = "it looks like UTF-16" if utf16 else f"the byte 0x{raw[problem.start]:02X} here belongs to no character"
        document.diagnostics.append(
            Diagnostic(
                "E004",
                "error",
                name,
                line,
                column,
                f"this file is not UTF-8: {what}",
                "save the file again with the encoding UTF-8",
            )
        )
        return document
    return _read(text, raw, name, limits, pure=pure)


def read_text(text: str, name: str, *, limits: Limits = LIMITS, pure: bool = False) -> Document:
    """Read text that is in memory already."""
    text = text.removeprefix("\ufeff")
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as problem:
        document = Document(Source(name, text.replace("\r\n", "\n")))
        _forbidden(document, text, problem.start)
        return document
    return _read(text, raw, name, limits, pure=pure)


class _Unreadable(Exception):  # noqa: N818 - becomes a diagnostic at once
    """A file that cannot be read, with the words for it."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def _content(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file; never waits for a pipe, and reads once, so that nothing changes in between."""
    try:
        _refuse_special(os.stat(path))  # noqa: PTH116 - a third of the time, for a hundred scripts
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        with open(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            _refuse_special(status)
            # One byte more than the file says it has: a buffer of the limit's size would be cleared for every file.
            raw = file.read(min(status.st_size, limits.file_bytes) + 1)
            if len(raw) > status.st_size:  # it grew, or does not know its size
                raw += file.read(max(0, limits.file_bytes + 1 - len(raw)))
    except FileNotFoundError:
        raise _Unreadable("E001", "there is no such file", "check the name, capital letters too") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "this is no name for a file"
        raise _Unreadable("E001", f"the file cannot be read: {reason.lower()}", "check its permissions") from None
    if len(raw) > limits.file_bytes:
        raise _Unreadable(
            "E003",
            f"the file is larger than {limits.file_bytes // 1_000_000} MB, the most that is read",
            "split the story into several files and name them under include",
        )
    return raw


def _refuse_special(status: os.stat_result) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    what = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or a device"
    raise _Unreadable("E002", f"this is {what}, not a file", "name a text file")


def _forbidden(document: Document, text: str, at: int) -> None:
    """Report the forbidden character at `at`."""
    line, column = Source("", text).place(at)
    document.diagnostics.append(
        Diagnostic(
            "E005",
            "error",
            document.source.name,
            line,
            column,
            f"there is a character here that cannot be seen: {characters.describe(text[at])}",
            "delete it; it often comes with text pasted from elsewhere",
        )
    )


def _read(text: str, raw: bytes, name: str, limits: Limits, *, pure: bool) -> Document:
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        raw = raw.replace(b"\r\n", b"\n")
    document = Document(Source(name, text))
    if len(raw) > limits.file_bytes:
        document.diagnostics.append(
            Diagnostic("E003", "error", name, 1, 1, f"the text is larger than {limits.file_bytes // 1_000_000} MB")
        )
        return document
    bad = characters.first_forbidden(raw, text)
    if bad >= 0:
        _forbidden(document, text, bad)
        return document
    del raw
    from game.language.build import build  # PyYAML is slow to import, and a game from the cache reads no YAML

    build(document, limits, pure=pure)
    return document
