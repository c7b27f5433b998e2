"""Outcomes as JUnit XML, which every CI system reads. Written by hand: the XML modules cost more to import than we write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.replay.results import Result, failure_title, result_text

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;"}


def junit(results: Sequence[Result], *, extra: Iterable[tuple[str, str]] = ()) -> str:
    """A JUnit document: one suite, one case for each run of a script, and a case for each of `extra` (name, what failed)."""
    cases = [_case(result) for result in results]
    cases += [
        f'    <testcase classname="replay" name={_quoted(name)} time="0">{_failure(text, text)}</testcase>'
        for name, text in extra
    ]
    failed = sum(result.status in ("failed", "xpassed") for result in results) + len(cases) - len(results)
    errors = sum(result.status == "error" for result in results)
    skipped = sum(result.status == "xfailed" for result in results)
    seconds = sum(result.seconds for result in results)
    counts = f'tests="{len(cases)}" failures="{failed}" errors="{errors}" skipped="{skipped}" time="{seconds:.3f}"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="hambies replay" {counts}>',
            f'  <testsuite name="hambies replay" {counts}>',
            *cases,
            "  </testsuite>",
            "</testsuites>\n",
        ]
    )


def _case(result: Result) -> str:
    outcome = result.outcome
    name = f"{outcome.script.name}[{outcome.label}]" if outcome.label else outcome.script.name
    head = f'    <testcase classname={_quoted(_class(outcome.script.name))} name={_quoted(name)} file={_quoted(outcome.script.name)} time="{result.seconds:.3f}"'
    if result.status == "passed":
        return head + "/>"
    if result.status == "xfailed":
        reason = outcome.script.xfail.text if outcome.script.xfail else ""
        return f"{head}><skipped message={_quoted('xfail: ' + reason)}/></testcase>"
    kind = "error" if result.status == "error" else "failure"
    return f"{head}>{_failure(failure_title(result), result_text(result), kind)}</testcase>"


def _class(name: str) -> str:
    """The folder of a script, in the dotted form that CI systems group by."""
    folder = name.replace("\\", "/").rpartition("/")[0]
    return ".".join(part for part in folder.split("/") if part not in ("", ".", "..")) or "replay"


def _failure(message: str, text: str, kind: str = "failure") -> str:
    return f"<{kind} message={_quoted(message)}>{_escaped(text)}</{kind}>"


def _quoted(text: str) -> str:
    return '"' + "".join(_ENTITIES.get(char, char) for char in visible(text)) + '"'


def _escaped(text: str) -> str:
    return "".join(_ENTITIES[char] if char in "&<>" else char for char in visible(text))


def visible(text: str) -> str:
    """`text` without what XML 1.0 cannot hold: control characters, surrogates, and the two non-characters."""
    return "".join(char for char in text if char in "\n\t" or (ord(char) >= 0x20 and not _unfit(ord(char))))


def _unfit(point: int) -> bool:
    return 0x7F <= point <= 0x9F or 0xD800 <= point <= 0xDFFF or point in (0xFFFE, 0xFFFF)
