"""Collects diagnostics while a story is read and checked."""

from __future__ import annotations

from collections.abc import Sequence

from game.language.diagnostic import Diagnostic, Place
from game.language.locate import locate
from game.language.nodes import Mapping, Node, Scalar, column_of, line_of
from game.language.source import Source
from game.language.text import nearest

MOST = 500
"""Findings that are kept; past that a file is not a story and the rest would be noise."""


class Findings:
    """A list of diagnostics with the ways of adding to it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        self.diagnostics: list[Diagnostic] = []

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
        related: tuple[Place, ...] = (),
    ) -> None:
        """Add one finding at a node or packed position.

        With a scalar, `at` is the offset in its text; without `length` the caret
        underlines the scalar's first line.
        """
        if len(self.diagnostics) >= MOST:
            return
        source = self.sources[file]
        if isinstance(where, Scalar):
            line, column = locate(source, where, at)
            length = length or max(1, len(where.text[at:].split("\n", 1)[0].rstrip()))
        else:
            pos = where if isinstance(where, int) else where.pos
            line, column = line_of(pos), column_of(pos)
        severity = "warning" if code.startswith("W") else "error"
        self.diagnostics.append(
            Diagnostic(code, severity, source.name, line, column, message, hint, related, max(1, length))
        )

    def unknown(self, code: str, what: str, name: str, known: Sequence[str], file: int, where: Scalar, at: int = 0) -> None:
        """Add 'there is no …', with the nearest right name as hint."""
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else ""
        if not near and 0 < len(known) <= 8:
            hint = "there is " + ", ".join(known)
        self.add(code, f"there is no {what} {name}", file, where, at=at, length=len(name), hint=hint)

    def place(self, file: int, where: Node | int) -> Place:
        """The place of a node, for `related`."""
        pos = where if isinstance(where, int) else where.pos
        return Place(self.sources[file].name, line_of(pos), column_of(pos))


def entries(
    findings: Findings, file: int, node: Mapping, known: frozenset[str], what: str
) -> dict[str, tuple[Scalar, Node]]:
    """The mapping's known keys; each unknown one is a finding."""
    result: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.entries:
        if key.text in known:
            result[key.text] = (key, value)
        else:
            near = nearest(key.text, sorted(known))
            hint = f"did you mean {near}?" if near else "allowed here: " + ", ".join(sorted(known))
            findings.add("E101", f"{what} has no key {key.text!r}", file, key, hint=hint)
    return result
