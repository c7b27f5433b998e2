"""Cases as JUnit XML, which every CI system reads. Written by hand: the XML modules cost more to import than we write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from game.language.text.cleaning import clean

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;"}


class Case(NamedTuple):
    """A case: `message` says in a line why it failed or was skipped, `text` is what there is to read of it.

    `group` is what CI systems gather cases by, `file` where it comes from ("" for none); `seconds` None where nobody has measured it.
    """

    group: str
    name: str
    status: Literal["passed", "failed", "error", "skipped"]
    message: str = ""
    text: str = ""
    file: str = ""
    seconds: float | None = None


def document(suite: str, cases: Sequence[Case], seconds: float) -> str:
    """A JUnit document of one suite. What could act on a terminal, and what XML cannot hold, is left out of it."""
    count = {status: sum(one.status == status for one in cases) for status in ("failed", "error", "skipped")}
    counts = (
        f'tests="{len(cases)}" failures="{count["failed"]}" errors="{count["error"]}" skipped="{count["skipped"]}"'
        f' time="{seconds:.3f}"'
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites name={_quoted(suite)} {counts}>",
            f"  <testsuite name={_quoted(suite)} {counts}>",
            *map(_case, cases),
            "  </testsuite>",
            "</testsuites>\n",
        ]
    )


def _case(case: Case) -> str:
    head = f"    <testcase classname={_quoted(case.group)} name={_quoted(case.name)}"
    if case.file:
        head += f" file={_quoted(case.file)}"
    if case.seconds is not None:
        head += f' time="{case.seconds:.3f}"'
    if case.status == "skipped":
        return f"{head}><skipped message={_quoted(case.message)}/></testcase>"
    if case.status == "passed":
        return f"{head}><system-out>{_escaped(case.text)}</system-out></testcase>" if case.text else f"{head}/>"
    kind = "failure" if case.status == "failed" else "error"
    return f"{head}><{kind} message={_quoted(case.message)}>{_escaped(case.text)}</{kind}></testcase>"


def _quoted(text: str) -> str:
    return '"' + "".join(_ENTITIES.get(char, char) for char in clean(text)) + '"'


def _escaped(text: str) -> str:
    return "".join(_ENTITIES[char] if char in "&<>" else char for char in clean(text))
