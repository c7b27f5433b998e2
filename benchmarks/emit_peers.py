"""Writes a story in the neutral form (see generate.py) for the tools that hambies is compared with: ink and Bardic.

    python benchmarks/emit_peers.py story.json OUTDIR        (writes OUTDIR/story.ink and OUTDIR/story.bard)

Neither has bounds on numbers, so they leave them out; what is played is otherwise the same.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any


def name(identity: str) -> str:
    """An id both can use: letters, digits and underscores."""
    return re.sub(r"\W", "_", identity)


def test(one: list[Any]) -> str:
    variable, operator, value = one
    if operator == "is":
        return str(variable) if value else f"not {variable}"
    return f"{variable} {operator} {value}"


def change(one: list[Any], true: str, false: str) -> str:
    variable, operator = one[0], one[1]
    if operator == "not":
        return f"{variable} = not {variable}"
    if operator == "+=":
        return f"{variable} = {variable} {'-' if one[2] < 0 else '+'} {abs(one[2])}"
    return f"{variable} = {value(one[2], true, false)}"


def value(one: Any, true: str, false: str) -> str:
    return (true if one else false) if isinstance(one, bool) else str(one)


def prose(segments: list[Any], fork: str) -> str:
    parts = []
    for one in segments:
        if isinstance(one, str):
            parts.append(one)
        elif "var" in one:
            parts.append("{" + one["var"] + "}")
        else:
            parts.append(fork.format(test(one["if"]), one["then"], one["else"]))
    return "".join(parts)


def ink(story: dict[str, Any]) -> str:
    lines = [f"VAR {one['name']} = {value(one['init'], 'true', 'false')}" for one in story["variables"]]
    lines.append(f"-> {name(story['start'])}")
    for scene in story["scenes"]:
        lines.append(f"=== {name(scene['id'])} ===")
        lines += [prose(paragraph, "{{{}:{}|{}}}") for paragraph in scene["paragraphs"]]
        for choice in scene["choices"]:
            gate = "{" + " && ".join(map(test, choice["when"])) + "} " if choice["when"] else ""
            lines.append(f"+ {gate}[{choice['label']}]")
            lines += [f"  ~ {change(one, 'true', 'false')}" for one in choice["do"]]
            lines.append(f"  -> {name(choice['goto'])}")
        if scene["ending"]:
            lines.append("-> END")
    return "\n".join(lines) + "\n"


def bard(story: dict[str, Any]) -> str:
    """Bardic changes variables in passages only, so each choice leads through one of its own."""
    lines = [":: Start"]
    lines += [f"~ {one['name']} = {value(one['init'], 'True', 'False')}" for one in story["variables"]]
    lines += [f"-> {name(story['start'])}", ""]
    for scene in story["scenes"]:
        here = name(scene["id"])
        lines.append(f":: {here}")
        for paragraph in scene["paragraphs"]:
            lines += [prose(paragraph, "{{{} ? {} | {}}}"), ""]
        for number, choice in enumerate(scene["choices"]):
            gate = "{" + " and ".join(map(test, choice["when"])) + "} " if choice["when"] else ""
            lines.append(f"+ {gate}[{choice['label']}] -> {here}_{number}")
        lines.append("")
        for number, choice in enumerate(scene["choices"]):
            lines.append(f":: {here}_{number}")
            lines += [f"~ {change(one, 'True', 'False')}" for one in choice["do"]]
            lines += [f"-> {name(choice['goto'])}", ""]
    return "\n".join(lines) + "\n"


def emit(story: dict[str, Any], folder: Path) -> None:
    """Write both."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.ink").write_text(ink(story), encoding="utf-8")
    (folder / "story.bard").write_text(bard(story), encoding="utf-8")


if __name__ == "__main__":
    emit(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
