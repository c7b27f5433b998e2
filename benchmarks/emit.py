"""Writes a story in the neutral form of the comparison (story.json) as a story folder of ours.

    python benchmarks/emit.py story.json OUTDIR

The neutral form: variables (int or bool, bounds optional), scenes with paragraphs of segments, choices with
tests and effects. Numbers without bounds get 0 to 20, which is where the generator keeps its tests.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PER_FILE = 50


def test(one: list[Any]) -> str:
    """A neutral test as a condition."""
    name, operator, value = one
    if operator == "is":
        return str(name) if value else f"not {name}"
    return f"{name} {operator} {value}"


def effect(one: list[Any]) -> str:
    """A neutral effect as an effect."""
    name, operator = one[0], one[1]
    if operator == "not":
        return f"{name} = not {name}"
    if operator == "=":
        return f"{name} = {json.dumps(one[2])}"
    return f"{name} {'-' if one[2] < 0 else '+'}= {abs(one[2])}"


def segment(one: Any) -> str:
    """A neutral piece of text with our markup."""
    if isinstance(one, str):
        return one
    if "var" in one:
        return "{" + str(one["var"]) + "}"
    return f"{{if {test(one['if'])}: {one['then']} | else: {one['else']}}}"


def scene_lines(scene: dict[str, Any]) -> list[str]:
    """A scene's YAML."""
    lines = [f"  {scene['id']}:", "    - |"]
    for number, paragraph in enumerate(scene["paragraphs"]):
        if number:
            lines.append("")
        lines.append("      " + "".join(segment(one) for one in paragraph))
    if scene["ending"]:
        lines.append(f"    - ending: {scene['id']}-end")
        return lines
    lines.append("    - choices:")
    for choice in scene["choices"]:
        lines.append(f"        - choice: {choice['label']}")
        if choice["when"]:
            lines.append("          if: " + " and ".join(test(one) for one in choice["when"]))
        lines.append(f"          do: [{', '.join(effect(one) for one in choice['do'])}]")
        lines.append(f"          goto: {choice['goto']}")
    return lines


def variable(one: dict[str, Any]) -> str:
    """A declaration."""
    if one["type"] == "bool":
        return f"  {one['name']}: {{type: bool, start: {json.dumps(one['init'])}}}"
    return f"  {one['name']}: {{type: int, min: {one.get('min', 0)}, max: {one.get('max', 20)}, start: {one['init']}}}"


def emit(story: dict[str, Any], folder: Path) -> None:
    """Write the story folder."""
    chapters = folder / "chapters"
    chapters.mkdir(parents=True, exist_ok=True)
    endings = [one["id"] for one in story["scenes"] if one["ending"]]
    head = [
        "story: synthetic",
        f"title: {story['title']}",
        f"start: {story['start']}",
        "include: [chapters/*.yaml]",
        "variables:",
    ]
    head += [variable(one) for one in story["variables"]]
    head += ["endings:", *(f"  {name}-end: The end of {name}" for name in endings)]
    (folder / "story.yaml").write_text("\n".join(head) + "\n", encoding="utf-8")
    scenes = story["scenes"]
    for start in range(0, len(scenes), PER_FILE):
        lines = ["scenes:"]
        for scene in scenes[start : start + PER_FILE]:
            lines += scene_lines(scene)
        (chapters / f"{start // PER_FILE:04d}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    emit(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
