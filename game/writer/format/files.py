"""The files of a story, each as it is and as it should be written; and the way back to the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.source import Source
from game.language.yaml.reader import read_raw
from game.replay.running.rewriting import written_over
from game.system.files import DISK, Disk, Refused, because
from game.system.writing import write
from game.writer.format.layout import bytes_of, laid_out, text_of
from game.writer.format.tree import Unusual


class Formatted(NamedTuple):
    """A file: what it holds, its text, and the text that it should have; `wrong` is why it cannot be read, `unusual` that it is left alone."""

    path: Path
    name: str
    raw: bytes
    before: str
    after: str
    source: Source
    wrong: tuple[Diagnostic, ...] = ()
    unusual: bool = False

    @property
    def changed(self) -> bool:
        """Whether it is to be written anew."""
        return not self.wrong and bytes_of(self.after, self.raw) != self.raw

    def turned_back(self) -> Formatted:
        """The way back, once it has been written."""
        return self._replace(raw=bytes_of(self.after, self.raw), before=self.after, after=self.before)

    def diff(self) -> list[str]:
        """What changes, as the lines of a diff."""
        names = f"{self.name} (as it is)", f"{self.name} (written anew)"
        return list(unified_diff(self.before.split("\n"), self.after.split("\n"), *names, lineterm=""))


def sheet(path: Path, root: Path, disk: Disk = DISK) -> Formatted:
    """A file of a story or a playthrough, in the one layout; no link may lead out of the folder `root`."""
    name = str(path)
    document, raw = read_raw(path, name=name, root=root, disk=disk)
    source = document.source
    if document.root is None:
        return Formatted(path, name, raw, "", "", source, tuple(document.diagnostics))
    text = text_of(raw)
    try:
        return Formatted(path, name, raw, text, laid_out(text), source)
    except Unusual:
        return Formatted(path, name, raw, text, text, source, unusual=True)


def with_text(name: str, root: Path, read: str, text: str, disk: Disk = DISK) -> Formatted:
    """A file whose text was `read` and is to be `text`: as it stands on the disk, with its own line ends and letters where nothing changes."""
    now = sheet(Path(name), root, disk)
    return now._replace(after=text_of(written_over(now.raw, read, text).encode()), unusual=False)


def put(one: Formatted, root: Path) -> str:
    """Write a file anew, in the folder `root`; why that cannot be done, in words, "" where it is done."""
    try:
        write(one.path, bytes_of(one.after, one.raw), root=root, ours=lambda found: found == one.raw[: len(found)])
    except Refused as refused:
        return "it has changed in the meantime" if refused.kind == "foreign" else because(refused)
    except OSError as error:
        return because(error)
    return ""


def put_all(files: Sequence[Formatted], root: Path, last: Callable[[], str] = lambda: "") -> list[str]:
    """Write all files anew, and do the `last` thing, which tells why it could not be done; or none: what was written by then is put back. What went wrong, in sentences."""
    for number, file in enumerate(files):
        if reason := put(file, root):
            return [f"{file.name} cannot be written: {reason}.", *_put_back(files[:number], root)]
    reason = last()
    return [f"{reason}.", *_put_back(files, root)] if reason else []


def _put_back(done: Sequence[Formatted], root: Path) -> list[str]:
    """Write files as they were; what is told then."""
    left = [one.name for one in reversed(done) if put(one.turned_back(), root)]
    return [*(f"{name} is written already, and cannot be put back." for name in left), "Nothing else is changed."]
