"""Kinds of edits of a whole story: each is made in every scene, or for every name."""

from __future__ import annotations

import re
from collections.abc import Callable

from game.language.nodes import Mapping, Scalar, Sequence, column_of, line_of
from game.program.identities import choice_id
from tests.saves.edits.of_lists import sentence
from tests.saves.edits.written import Written

WHOLE: dict[str, Callable[[Written], None]] = {}


def of_all(name: str) -> Callable[[Callable[[Written], None]], Callable[[Written], None]]:
    """An edit of the whole story."""

    def named(edit: Callable[[Written], None]) -> Callable[[Written], None]:
        WHOLE[name] = edit
        return edit

    return named


def _scene_names(written: Written) -> list[str]:
    return [key.text for file in written.files for key, _ in written.scene_keys(file)]


def _rename_scenes(written: Written) -> dict[str, str]:
    names = {name: f"{name}-now" for name in _scene_names(written)}
    start = re.search(r"^start: (\S+)", written.files["story.yaml"], re.MULTILINE)
    assert start is not None
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    for file in list(written.files):
        for key, _ in written.scene_keys(file):
            line = line_of(key.pos) - 1
            text = written.files[file].split("\n")[line]
            written.lines(file, line, line + 1, [text.replace(f"{key.text}:", f"{key.text}-now:", 1)])
    written.everywhere(rf"(?m)(goto: |call: |return: |-> |^start: )({either})(?=[.,}}\]\s]|$)", r"\1\2-now")
    written.everywhere(rf"(seen|visits)\(({either})(?=[.)])", r"\1(\2-now")
    return names


@of_all("every scene under another name, and the story says so")
def _scenes_said(written: Written) -> None:
    names = _rename_scenes(written)
    pairs = "".join(f"    {old}: {new}\n" for old, new in names.items())
    written.files["story.yaml"] += f"\nrenamed:\n  scenes:\n{pairs}"
    written.scenes |= names


@of_all("every scene under another name, and the story says nothing")
def _scenes_unsaid(written: Written) -> None:
    written.recounted = True
    written.scenes |= _rename_scenes(written)


def _variable_names(written: Written, key: str) -> list[str]:
    return [
        name.strip()
        for text in written.files.values()
        if (block := re.search(rf"(?ms)^{key}:\n(.*?)(?=^\S|\Z)", text))
        for name in re.findall(r"(?m)^  ([\w.]+):", block[1])
    ]


def _rename_variables(written: Written, names: list[str]) -> None:
    for name in names:
        word = re.escape(name)
        written.everywhere(rf"(?m)^  {word}:", f"  {name}_now:")
        written.everywhere(
            rf"(?<![\w.’“”-])(?<!- ){word}(?=(\.\w+)? *(?:[=<>!+-]=|==|[<>]|= |in \[|not in))", f"{name}_now"
        )
        written.everywhere(
            rf"(?m)((?:if|elif|when|needs|that|and|or|not) \(?(?:not )?){word}(?=[\s.):,]|$)", rf"\1{name}_now"
        )
        written.everywhere(rf"(?m)((?:if|when|needs|that): \(?(?:not )?){word}(?=[\s.),]|$)", rf"\1{name}_now")
        written.everywhere(rf"([({{]){word}(?=[.}} ,])", rf"\1{name}_now")
        written.everywhere(
            rf"(?m)((?:set|status|care|show|if|who): *\[?(?:[\w, ]*, )?){word}(?=[\s,\]}}]|$)", rf"\1{name}_now"
        )
        written.variables[name] = f"{name}_now"


@of_all("a number under another name, and the story says so")
def _variable_said(written: Written) -> None:
    _rename_variables(written, ["heat"])
    written.files["story.yaml"] += "\nrenamed: {variables: {heat: heat_now}}\n"


@of_all("a number under another name, and the story says nothing")
def _variable_unsaid(written: Written) -> None:
    _rename_variables(written, ["heat"])
    written.variables["heat"] = ""


@of_all("a group under another name, and the story says so")
def _group_said(written: Written) -> None:
    written.everywhere(r"\btrust\.(?=\w)", "faith.")
    written.everywhere(r"(?m)^  trust:", "  faith:")
    written.everywhere(r"(show: \[[^\]]*)\btrust\b", r"\1faith")
    written.files["story.yaml"] += "\nrenamed: {variables: {trust: faith}}\n"
    written.variables["trust."] = "faith."


@of_all("a member of the cast under another name, and the story says so")
def _cast_said(written: Written) -> None:
    written.everywhere(r"(?m)^(\s*- )jiho:", r"\1jin:")
    for file, text in written.files.items():
        if re.search(r"(?m)^cast:", text):
            written.files[file] = re.sub(r"(?m)^  jiho:", "  jin:", text)
    written.everywhere(r"\.jiho\b", ".jin")
    written.everywhere(r"((?:of|who): \[[^\]]*)\bjiho\b", r"\1jin")
    written.files["story.yaml"] += "\nrenamed: {cast: {jiho: jin}}\n"
    written.variables[".jiho"] = ".jin"


@of_all("every label another, and the story says so")
def _labels_said(written: Written) -> None:
    pairs: dict[str, dict[str, str]] = {}
    for file in list(written.files):
        for choices in reversed(written.lists(file)):
            for item in reversed(choices.items):
                new = sentence()
                old = choices.id(item).partition("/")[2]
                if item.named is None and old not in pairs.get(choices.scene, {}):
                    pairs.setdefault(choices.scene, {})[old] = choice_id("", new)[1:]
                    written.relabel(choices, item, new)
    said = "".join(
        f"    {scene}:\n" + "".join(f"      {old}: {new}\n" for old, new in names.items())
        for scene, names in pairs.items()
    )
    written.files["story.yaml"] += f"\nrenamed:\n  choices:\n{said}"


@of_all("every start another")
def _starts(written: Written) -> None:
    written.everywhere(r"(?m)^(  \w+: \{type: int, min: 0, max: \d+), start: 2", r"\1, start: 1")


@of_all("bounds narrower by one")
def _bounds(written: Written) -> None:
    for file in list(written.files):
        for found in re.findall(
            r"(?m)^(  \w+: \{(?:of: \[[^\]]*\], )?type: int, min: 0, max: (\d+))", written.files[file]
        ):
            before = written.files[file]
            line, most = found
            written.files[file] = before.replace(line, f"{line.removesuffix(most)}{int(most) - 1}", 1)
            if int(most) < 2 or written.compiled() is None:
                written.files[file] = before


def _bodies_of(written: Written, file: str) -> list[tuple[Scalar, int, int]]:
    """The scenes of a file with the line of their body's first step and its column, the last one first."""
    found = []
    for key, node in written.scene_keys(file):
        body = node.get("body") if isinstance(node, Mapping) else node
        if isinstance(body, Sequence):
            line, column = line_of(body.items[0].pos) - 1, column_of(body.items[0].pos) - 1
            at = written.files[file].split("\n")[line][:column].rfind("-")
            if at >= 0:
                found.append((key, line, at))
    return sorted(found, key=lambda one: -one[1])


@of_all("a line at the beginning of every scene")
def _first_lines(written: Written) -> None:
    for file in list(written.files):
        for _, line, column in _bodies_of(written, file):
            written.lines(file, line, line, [f"{' ' * column}- It is cold."])


@of_all("a new variable that every scene changes")
def _counting(written: Written) -> None:
    for file in list(written.files):
        for _, line, column in _bodies_of(written, file):
            written.lines(file, line, line, [f"{' ' * column}- do: steps_taken += 1"])
    written.files["more.yaml"] = "variables:\n  steps_taken: {type: int, min: 0, max: 99}\n"
    written.files["story.yaml"] = re.sub(r"(?m)^include: \[", "include: [more.yaml, ", written.files["story.yaml"])
    _read_somewhere(written, "{steps_taken}")


@of_all("visits of every scene counted")
def _visited(written: Written) -> None:
    names = _scene_names(written)
    _read_somewhere(written, " ".join(f"{{visits({name})}}" for name in names))


def _read_somewhere(written: Written, text: str) -> None:
    file = next(file for file in written.files if written.scene_keys(file))
    _, line, column = _bodies_of(written, file)[0]
    written.lines(file, line, line, [f"{' ' * column}- |", f"{' ' * column}  {text}"])


@of_all("files and scenes in another order")
def _moved(written: Written) -> None:
    for file in list(written.files):
        keys = written.scene_keys(file)
        if len(keys) < 2:
            continue
        lines = written.files[file].split("\n")
        starts = [line_of(key.pos) - 1 for key, _ in keys]
        parts = [lines[one:end] for one, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
        written.files[file] = "\n".join(
            [*lines[: starts[0]], *(line for part in reversed(parts) for line in [*part, ""])]
        )


@of_all("a scene put before every other")
def _between_scenes(written: Written) -> None:
    names = _scene_names(written)
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    for file in list(written.files):
        text = re.sub(rf"(?m)(goto: )({either})(?=[,}}\]\s]|$)", r"\1before-\2", written.files[file])
        written.files[file] = text
    last = next(file for file in reversed(written.files) if written.scene_keys(file))
    gone_to = sorted({name for text in written.files.values() for name in re.findall(r"goto: before-([\w-]+)", text)})
    written.files[last] = (
        written.files[last].rstrip()
        + "\n"
        + "".join(f"  before-{name}: [A door., {{goto: {name}}}]\n" for name in gone_to)
    )
