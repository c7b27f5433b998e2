"""Collects diagnostics while a story is read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as Mapping_
from typing import NamedTuple, TypeAlias

from game.language.diagnostics.diagnostic import Diagnostic, Location, Severity
from game.language.diagnostics.source import Source
from game.language.nodes import Mapping, Node, Scalar, column_of, line_of
from game.language.slips.quoting import in_quotes
from game.language.terms import ExpressionError
from game.language.text.identifiers import difference, looks, twin
from game.language.text.nearest import nearest
from game.language.yaml.locate import locate

MOST = 500
"""Errors that are kept, and warnings; past that a file is not a story and the rest would be noise."""

MOST_COMPARED = 300_000
"""Names that are compared with misspelt ones; enough for ten slips in the longest story."""


_OTHERWISE = {
    "E120": "write it below  scenes:",
    "E121": "declare them below  cast:",
    "E124": "declare it below  places:",
    "E126": "name the point there with  - label:",
    "E202": "declare it below  variables:",
}
"""What to do about a name that nothing is near to."""
Meant: TypeAlias = "Mapping_[str, str]"
"""Other words for keys, and the key that each means."""


class Doubt(NamedTuple):
    """A finding that waits until every file is read: it stands where `name` is one of the story's, as `kind` says."""

    kind: str
    name: str
    code: str
    message: str
    file: int
    where: Scalar
    at: int
    length: int
    hint: str


def too_many(file: str, line: int, column: int) -> Diagnostic:
    """What to say where more was found than is shown."""
    return Diagnostic(
        "W399", "warning", file, line, column, f"more than {MOST} things were found, and the rest is left out",
        "mend some of these, and check again",
    )  # fmt: skip


class Findings:
    """A list of diagnostics with the ways of adding to it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        self.diagnostics: list[Diagnostic] = []
        self.errors = 0
        """How many errors were added; warnings are counted apart, so that they never hide one."""
        self.warnings = 0
        self._compared = 0
        self._said: set[tuple[str, str, int, int]] = set()
        self.doubts: list[Doubt] = []
        self.capped = False
        """Whether there was more than is kept."""

    @property
    def failed(self) -> bool:
        """Whether anything found is an error."""
        return any(one.severity == "error" for one in self.diagnostics)

    def add(
        self,
        code: str,
        message: str,
        file: int,
        where: Node | int,
        *,
        at: int = 0,
        length: int = 0,
        hint: str = "",
        related: tuple[Location, ...] = (),
    ) -> None:
        """Add one finding at a node or packed position.

        With a scalar, `at` is the offset in its text; without `length` the caret
        underlines the scalar's first line.
        """
        warning = code.startswith("W")
        if (self.warnings if warning else self.errors) >= MOST:
            self._too_many(file, where)
            return
        source = self.sources[file]
        if isinstance(where, Scalar) and where.text and not where.text.isspace():
            at = at or len(where.text) - len(where.text.lstrip())
            line, column = locate(source, where, at)
            length = length or max(1, len(where.text[at:].split("\n", 1)[0].rstrip()))
        else:
            pos = where if isinstance(where, int) else where.pos
            line, column = line_of(pos), column_of(pos)
        mark = (code, source.name, line, column)
        if mark in self._said:  # a phrase that is used twice is wrong once
            return
        self._said.add(mark)
        self.errors += not warning
        self.warnings += warning
        severity: Severity = "warning" if warning else "error"
        self.diagnostics.append(
            Diagnostic(code, severity, source.name, line, column, message, hint, related, max(1, length))
        )

    def withdraw(self, code: str, file: int, where: Node) -> None:
        """Take back what was found at a place, because another finding says it better."""
        place = self.place(file, where)
        kept = [one for one in self.diagnostics if one.code != code or (one.file, one.line, one.column) != tuple(place)]
        self.warnings -= len(self.diagnostics) - len(kept)
        self.diagnostics[:] = kept

    def wrong(self, error: ExpressionError, file: int, where: Scalar, at: int) -> None:
        """Add what is wrong with an expression that stands at offset `at` of a scalar."""
        if error.code:
            self.add(error.code, error.message, file, where, at=at + error.at, length=error.length, hint=error.hint)

    def _too_many(self, file: int, where: Node | int) -> None:
        """Say once, at the first place that is left out, that there is more than is shown."""
        if self.capped:
            return
        self.capped = True
        place = self.place(file, where)
        self.diagnostics.append(too_many(place.file, place.line, place.column))

    def unknown(
        self,
        code: str,
        what: str,
        name: str,
        known: Collection[str],
        file: int,
        where: Scalar,
        at: int = 0,
        *,
        otherwise: str = "",
    ) -> None:
        """Add 'there is no …', with the nearest right name as hint, or all of a few, or `otherwise`."""
        if self.errors >= MOST:
            self._too_many(file, where)
            return
        near = self.near(name, known)
        hint = f"did you mean {near}?" if near else ""
        if near and looks(near) == looks(name):
            hint += f" {difference(name, near)}"
        if not near and 0 < len(known) <= 8:
            hint = "there is " + ", ".join(known)
        self.add(
            code,
            f"there is no {what} {name[:40]}",
            file,
            where,
            at=at,
            length=len(name),
            hint=hint or otherwise or _OTHERWISE.get(code, ""),
        )

    def near(self, name: str, known: Collection[str], prefix: str = "") -> str | None:
        """The nearest of the known names; None when none is near, and when a hostile file asks for too many.

        With a prefix only those that begin with it count, without it. Give what there is, not a copy: a long story has
        twenty thousand names, and a bad one as many slips.
        """
        self._compared += len(known)
        if self._compared > MOST_COMPARED or self.errors >= MOST:
            return None
        if same := twin(name, known):
            return same
        return nearest(name, [one.removeprefix(prefix) for one in known if one.startswith(prefix)] if prefix else known)

    def place(self, file: int, where: Node | int) -> Location:
        """The place of a node, for `related`."""
        pos = where if isinstance(where, int) else where.pos
        return Location(self.sources[file].name, line_of(pos), column_of(pos))


def entries(
    findings: Findings,
    file: int,
    node: Mapping,
    known: frozenset[str],
    what: str,
    *,
    hint: str | Callable[[], str] = "",
    meant: Meant | None = None,
) -> dict[str, tuple[Scalar, Node]]:
    """The mapping's known keys; each unknown one is a finding, with `hint` where no known one is near.

    `meant` are other words for known keys. What stands under a key that is probably another is taken for what stands there,
    so that nothing is said of its being missing.
    """
    result: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.entries:
        if key.text in known:
            result[key.text] = (key, value)
        elif (
            result
            and isinstance(value, Scalar)
            and not value.text
            and value.style == "plain"
            and cut_in_braces(findings, file, key)
        ):
            pass
        else:
            near = (meant or {}).get(key.text.lower()) or findings.near(key.text, sorted(known))
            otherwise = "" if near else hint if isinstance(hint, str) else hint()
            mend = f"did you mean {near}?" if near else otherwise or "allowed here: " + ", ".join(sorted(known))
            findings.add("E101", f"{what} has no key {key.text[:40]!r}", file, key, hint=mend)
            if near and near not in node.parts:
                result.setdefault(near, (key, value))
    return result


def cut_in_braces(findings: Findings, file: int, key: Scalar) -> bool:
    """Whether a key with nothing behind it is the rest of a text that a comma cuts in two, in braces; a finding where so."""
    line = findings.sources[file].line(line_of(key.pos))
    before = line[: column_of(key.pos) - 1].rstrip()
    behind = line[column_of(key.pos) - 1 + len(key.text) :].lstrip()
    if not before.endswith(",") or behind[:1] not in (",", "}", ""):
        return False
    whole = in_quotes(re.split(r"[{\[,]|: ", before[:-1])[-1].strip() + ", " + key.text)
    hint = "inside { } put a text with a comma in quotes" + (f": {whole}" if whole else "")
    findings.add("E114", "the comma before this ends the text, and the rest is lost", file, key, hint=hint)
    return True
