"""Puts one text of a YAML file in the place of another, and leaves every other character as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

from game.language.nodes import column_of, line_of
from game.language.text.nearest import clearly
from game.language.yaml.reader import read_text
from game.replay.running.following import Former
from game.replay.running.runner import Failure
from game.replay.scripts.emitting import scalar
from game.replay.scripts.matching import folded, match
from game.replay.scripts.parsing import parse
from game.replay.scripts.steps import Script, ScriptStep, ScriptText

_MARK = b"\xef\xbb\xbf"


def new_name(script: Script, failure: Failure) -> str:
    """What the choice that a script cannot find is called now; "" when that is not plain.

    Only a choice that is not there at all is looked for: one that is closed, or two that fit, need a writer.
    """
    step = script.steps[failure.step] if 0 <= failure.step < len(script.steps) else ScriptStep()
    wanted = step.choose.text if step.choose else ""
    options = failure.turn.options
    if not wanted or wanted.isdecimal() or "$" in wanted or match(options, wanted).trouble != "none":
        return ""
    by_id = "/" in wanted
    names = [option.id if by_id else " ".join(option.label.split()) for option in options if option.open]
    found = clearly(folded(wanted), [folded(name) for name in names])
    return names[found] if found >= 0 and match(options, names[found]).trouble == "" else ""


def rest_to_hold(script: Script, failure: Failure) -> tuple[str, ...]:
    """The choices one of which may be what a script cannot find, where all that follows in it would show which; none where nothing follows.

    As with `new_name`, only a choice that is not there at all is looked for.
    """
    step = script.steps[failure.step] if 0 <= failure.step < len(script.steps) else ScriptStep()
    wanted = step.choose.text if step.choose else ""
    options = failure.turn.options
    if not wanted or wanted.isdecimal() or "$" in wanted or match(options, wanted).trouble != "none":
        return ()
    if failure.step == len(script.steps) - 1 and not step.expect and not script.expect:
        return ()
    names = (option.id if "/" in wanted else " ".join(option.label.split()) for option in options if option.open)
    return tuple(name for name in names if match(options, name).trouble == "")


def with_step(text: str, script: Script, index: int, name: str) -> str | None:
    """The script's file with the choice of one step renamed; None when that cannot be done by changing that text alone."""
    step = script.steps[index]
    if step.choose is None or not step.choose.pos:
        return None
    changed = replace_scalar(text, step.choose, name)
    if changed is None:
        return None
    again, _ = parse(read_text(changed, script.name))
    wanted = step._replace(choose=ScriptText(name))
    return (
        changed if again == script._replace(steps=(*script.steps[:index], wanted, *script.steps[index + 1 :])) else None
    )


def with_names(text: str, former: Iterable[Former]) -> str:
    """The script's file with the names of now; one that does not stand on one line stays."""
    for one in sorted(
        former, key=lambda one: one.text.pos, reverse=True
    ):  # from the end, so that all places stay right
        text = replace_scalar(text, one.text, one.now) or text
    return text


def replace_scalar(text: str, old: ScriptText, new: str) -> str | None:
    """The file's text with the scalar at `old`'s place written anew; None when it is not found there on one line."""
    lines = text.split("\n")
    line, column = line_of(old.pos) - 1, column_of(old.pos) - 1
    if not 0 <= line < len(lines):
        return None
    whole = lines[line]
    end = _end(whole, column, old.text)
    if end is None:
        return None
    flow = any(char in whole[:column] for char in "{[")
    lines[line] = whole[:column] + _like(whole[column : column + 1], new, flow=flow) + whole[end:]
    return "\n".join(lines)


def written_over(raw: bytes, before: str, after: str) -> str:
    """A text to be written over what a file holds: with its mark and line ends, and its own lines where nothing has changed.

    `before` is the file as it was read, line by line the same but for how its letters are composed.
    """
    old = raw.removeprefix(_MARK).decode(errors="replace")
    ends = re.findall(r"\r?\n", old)
    kept = dict(zip(before.split("\n"), re.split(r"\r?\n", old), strict=False))
    first, *lines = (kept.get(line, line) for line in after.split("\n"))
    last = ends[-1] if ends else "\n"
    pieces = [end + line for end, line in zip_longest(ends[: len(lines)], lines, fillvalue=last)]
    return _MARK.decode() * raw.startswith(_MARK) + first + "".join(pieces)


def _like(quote: str, new: str, *, flow: bool) -> str:
    """The new text in the quotes that the old one had, where it can be."""
    if quote == "'" and new.isprintable():
        return "'" + new.replace("'", "''") + "'"
    plain = scalar(new, flow=flow)
    return f'"{plain}"' if quote == '"' and plain[:1] != '"' else plain


def _end(line: str, start: int, text: str) -> int | None:
    """Where the scalar that starts at `start` ends, if it ends in this line."""
    quote = line[start : start + 1]
    if quote not in ("'", '"'):
        return start + len(text) if line.startswith(text, start) else None
    at = start + 1
    while at < len(line):
        if quote == '"' and line[at] == "\\":
            at += 2
        elif line[at] == quote:
            if quote == '"' or line[at + 1 : at + 2] != "'":
                return at + 1
            at += 2
        else:
            at += 1
    return None
