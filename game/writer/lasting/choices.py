"""Writes beside each choice the id that it has by its label, so that the label can change and saves and playthroughs find it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from game.language.text.cleaning import clean_line
from game.program.load import Loaded, load
from game.program.model import Program
from game.program.sources import SourceSpan
from game.system.files import DISK, Disk
from game.system.overlay import Overlay

_KEYED: Final = re.compile(r"(\s*(?:- +)*)(?:choice|once): +")
"""How the line of a choice begins that stands under a key of its own."""
_ITEM: Final = re.compile(r"(\s*(?:- +)*- +)")
_WAY: Final = re.compile(r" +-> +([^\s#]+)")
_COMMENT: Final = re.compile(r"(?:\s+#.*)?\s*")


class LeftAlone(NamedTuple):
    """A choice whose id cannot be written beside it by adding lines: its id, and where it stands."""

    id: str
    place: str


class ChoiceIds(NamedTuple):
    """The texts of the files with ids in them, how many were added, and which choices are left to the writer."""

    texts: dict[str, str]
    added: int
    left: list[LeftAlone]


class _Wanted(NamedTuple):
    """A choice that has no id of its own: the id that it gets, and where its label stands."""

    id: str
    span: SourceSpan

    @property
    def scene(self) -> str:
        return self.id.partition("/")[0]


def choice_ids(path: Path, loaded: Loaded, disk: Disk = DISK) -> ChoiceIds:
    """A story in which every choice has its id written beside it. Nothing is written.

    The story is compiled as it would be and has to mean what it means now; a scene in which it would not is left as it is.
    """
    program, table = loaded.program, loaded.table
    assert program is not None
    assert table is not None
    given = {f"{one.inside}/{one.name}" for one in table.references if one.thing == "choice" and one.use == "defined"}
    wanted: list[_Wanted] = []
    for name in table.rows["choice"]:
        if name not in given:
            span = table.span("choice", name)
            assert span is not None
            wanted.append(_Wanted(name, span))
    refused: set[str] = set()
    while True:
        tried = [one for one in wanted if one.scene not in refused]
        texts, done = _texts(loaded, tried)
        later = Overlay({Path(file): text for file, text in texts.items()}, disk)
        after = load(path, cache=False, disk=later).program if done else program
        wrong = {one.scene for one in done} if after is None else set(_other(program, after)) - refused
        if not wrong:
            break
        refused |= wrong
    ids = {one.id for one in done}
    left = [
        LeftAlone(one.id, f"{clean_line(one.span.file)}:{one.span.line}:{one.span.column}")
        for one in wanted
        if one.id not in ids
    ]
    return ChoiceIds(texts, len(done), left)


def _texts(loaded: Loaded, wanted: list[_Wanted]) -> tuple[dict[str, str], list[_Wanted]]:
    """The texts of the files that change, and the choices whose ids are in them. From the end, so that all places above stay right."""
    files: dict[str, list[str]] = {}
    done = []
    for one in sorted(wanted, key=lambda each: each.span, reverse=True):
        if one.span.file not in files:
            files[one.span.file] = loaded.sources[one.span.file].text.split("\n")
        if _write(files[one.span.file], one.span, one.id.partition("/")[2]):
            done.append(one)
    changed = {one.span.file for one in done}
    return {file: "\n".join(lines) for file, lines in files.items() if file in changed}, done


def _other(before: Program, after: Program) -> Iterator[str]:
    """The scenes that are not what they were."""
    yield from (
        one for one in before.scene_ids if one not in after.scene_index or before.scene(one) != after.scene(one)
    )


def _write(lines: list[str], span: SourceSpan, name: str) -> bool:
    """Give a choice its id in these lines; whether that can be done by adding lines, and moving those below it to the left."""
    at = span.line - 1
    line = lines[at]
    before, label, rest = (
        line[: span.column - 1],
        line[span.column - 1 : span.end_column - 1],
        line[span.end_column - 1 :],
    )
    if span.end_line != span.line or any(sign in before for sign in "{["):
        return False
    if before.endswith(("'", '"')) and rest[:1] == before[-1]:
        before, label, rest = before[:-1], before[-1] + label + rest[0], rest[1:]
    if (keyed := _KEYED.fullmatch(before)) is not None:
        lines.insert(at + 1, f"{' ' * len(keyed[1])}id: {name}")
        return True
    if (item := _ITEM.fullmatch(before)) is None:
        return False
    column = len(item[1])
    head, own = f"{before}choice: {label}", f"{' ' * column}id: {name}"
    if _COMMENT.fullmatch(rest):
        lines[at : at + 1] = [head + rest, own]
        return True
    if (way := _WAY.match(rest)) is not None and _COMMENT.fullmatch(rest, way.end()):
        lines[at : at + 1] = [head + rest[way.end() :], own, f"{' ' * column}goto: {way[1]}"]
        return True
    body = _below(lines, at, column)
    made = _body(rest, body, column)
    if made is None:
        return False
    comment, steps = made
    lines[at : at + 1 + len(body)] = [head + comment, own, *steps]
    return True


def _below(lines: list[str], at: int, column: int) -> list[str]:
    """The lines that belong to a label at a column: those set in further, and items level with it."""
    end = at + 1
    while end < len(lines) and (
        not lines[end].strip()
        or _indent(lines[end]) > column
        or (_indent(lines[end]) == column and lines[end][column:].startswith("- "))
    ):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return lines[at + 1 : end]


def _body(rest: str, body: list[str], column: int) -> tuple[str, list[str]] | None:
    """What follows a label and its colon, as keys level with the label: what stays behind the label, and the lines; None where it is in braces."""
    if not rest.startswith(":"):
        return None
    blank, told = " " * column, rest[1:].strip()
    if told.startswith(("{", "[")):
        return None
    if told and not told.startswith("#"):
        return "", [f"{blank}text:{rest[1:]}", *body]
    first = next((one for one in body if one.strip() and not one.lstrip().startswith("#")), "")
    if first.lstrip().startswith("- "):
        return "", [f"{blank}then:{rest[1:]}", *body]
    out = _indent(first) - column
    return rest[1:], [one[out:] if not one[:out].strip() else one for one in body]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
