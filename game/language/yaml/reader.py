"""Files, bytes and text to documents: strings with places, nothing typed, nothing constructed.

Here stand the first walls: regular files only, of a bounded size, in UTF-8, without characters
that act on a terminal. Past them, `game.language.yaml.build` reads the YAML. What is wrong comes back
as diagnostics, never as an exception.
"""

from __future__ import annotations

from pathlib import Path

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.source import Source
from game.language.text import characters
from game.language.text.cleaning import composed
from game.language.yaml.document import LIMITS, Document, Limits
from game.language.yaml.locate import locate
from game.language.yaml.mistakes.comments import eaten_words
from game.system.files import DISK, Disk, Refused, because

__all__ = [
    "LIMITS",
    "Document",
    "Limits",
    "Source",
    "eaten_words",
    "locate",
    "read_bytes",
    "read_file",
    "read_raw",
    "read_text",
]


def read_file(
    path: Path,
    *,
    name: str | None = None,
    root: Path | None = None,
    limits: Limits = LIMITS,
    pure: bool = False,
    disk: Disk = DISK,
) -> Document:
    """Read a file; whatever is wrong with it, from missing to hostile, is in the diagnostics.

    `name` is the file's name in diagnostics (the path when None). A `root` is the folder that a link may not lead out
    of. `pure` asks for PyYAML's parser in Python even where the C one is present. `disk` is asked for the file.
    """
    return read_raw(path, name=name, root=root, limits=limits, pure=pure, disk=disk)[0]


def read_raw(
    path: Path,
    *,
    name: str | None = None,
    root: Path | None = None,
    limits: Limits = LIMITS,
    pure: bool = False,
    plain: bool = False,
    disk: Disk = DISK,
) -> tuple[Document, bytes]:
    """As `read_file`, with the bytes that were read, of which there are none where the file cannot be.

    A `plain` file is no YAML: it stands behind the same walls, and its text is left as it is.
    """
    shown = str(path) if name is None else name
    try:
        raw = disk.read(path, limits.file_bytes, root=root)
    except OSError as problem:
        return _unreadable(problem, shown, limits), b""
    return read_bytes(raw, shown, limits=limits, pure=pure, plain=plain), raw


def read_bytes(raw: bytes, name: str, *, limits: Limits = LIMITS, pure: bool = False, plain: bool = False) -> Document:
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
    return _read(text, raw, name, limits, pure=pure, plain=plain)


def read_text(text: str, name: str, *, limits: Limits = LIMITS, pure: bool = False) -> Document:
    """Read text that is in memory already."""
    text = text.removeprefix("\ufeff")
    return _read(text, text.encode("utf-8", "surrogatepass"), name, limits, pure=pure)


def _unreadable(problem: OSError, name: str, limits: Limits) -> Document:
    """A document with nothing in it but why its file cannot be read."""
    kind = problem.kind if isinstance(problem, Refused) else ""
    code, message, hint = "E001", f"the file cannot be read: {because(problem).lower()}", "check its permissions"
    if kind == "missing":
        message, hint = because(problem), "check the name, capital letters too"
    elif kind in ("folder", "special"):
        code, message, hint = "E002", because(problem), "name a text file"
    elif kind == "link":
        code, message, hint = "E056", because(problem), "put the file itself there, or name the file that it leads to"
    elif kind == "large":
        code, message = "E003", f"the file is larger than {limits.file_bytes // 1_000_000} MB, the most that is read"
        hint = "split the story into several files and name them under include"
    document = Document(Source(name, ""))
    document.diagnostics.append(Diagnostic(code, "error", name, 1, 1, message, hint))
    return document


def _forbidden(document: Document, limits: Limits) -> bool:
    """Report the forbidden characters, and take them out of what is read on; whether there are few enough for that."""
    text = document.source.text
    at = characters.all_forbidden(text, limits.removed + 1)
    for number, each in enumerate(at[: limits.diagnostics], 1):
        line, column = document.source.place(each)
        more = len(at) - number if number == limits.diagnostics else 0
        document.diagnostics.append(
            Diagnostic(
                "E005",
                "error",
                document.source.name,
                line,
                column,
                f"there is a character here that cannot be seen: {characters.describe(text[each])}"
                + (
                    f", and {'more than ' * (len(at) > limits.removed)}{min(more, limits.removed)} more" if more else ""
                ),
                "delete it; it often comes with text pasted from elsewhere",
            )
        )
    if len(at) > limits.removed or "\r" in text:  # what has other line ends than ours is one long line
        return False
    document.removed = [document.source.place(each) for each in at]
    document.reading = Source(document.source.name, characters.without_forbidden(text))
    return True


def _read_rest(document: Document, limits: Limits, *, pure: bool) -> None:
    """Read what is left without the characters that were taken out."""
    from game.language.yaml.build import build

    inner = Document(document.reading)
    build(inner, limits, pure=pure)
    _go_on(inner, limits, pure=pure)
    document.rest, document.eaten, document.reading = inner.root or inner.rest, inner.eaten, inner.reading
    document.lost, document.mended = inner.lost, inner.mended
    document.diagnostics += [one._replace(column=document.shown(one.line, one.column)) for one in inner.diagnostics]


def _go_on(document: Document, limits: Limits, *, pure: bool) -> None:
    if document.root is None and document.diagnostics:
        from game.language.yaml.recovery import go_on

        go_on(document, limits, pure=pure)


def _read(text: str, raw: bytes, name: str, limits: Limits, *, pure: bool, plain: bool = False) -> Document:
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        raw = raw.replace(b"\r\n", b"\n")
    document = Document(Source(name, composed(text)))
    if len(raw) > limits.file_bytes:
        document.diagnostics.append(
            Diagnostic("E003", "error", name, 1, 1, f"the text is larger than {limits.file_bytes // 1_000_000} MB")
        )
        return document
    if characters.any_forbidden(raw):
        if _forbidden(document, limits) and not plain:
            _read_rest(document, limits, pure=pure)
        return document
    if plain:
        return document
    del raw
    from game.language.yaml.build import build  # PyYAML is slow to import, and a game from the cache reads no YAML

    build(document, limits, pure=pure)
    _go_on(document, limits, pure=pure)
    return document
