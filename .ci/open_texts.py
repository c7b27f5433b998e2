#!/usr/bin/env python3
"""What a proof of the shipped story may leave open: so many texts of a scene as story/proved/open.txt says, and nothing else.

    hambies prove --format json --playthroughs story/proved story >report.json
    .ci/open_texts.py report.json            # 1 where anything is refuted, or open and not on the list
    .ci/open_texts.py --shrink report.json   # takes off the list what is decided by now, and adds nothing

Texts are counted and not named: an edit of words gives a text another id, and moves it. The list says how many there may be at most,
since a slower machine, or one with other work, may decide fewer of them than the one on which it was written.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

LIST = Path(__file__).resolve().parents[1] / "story" / "proved" / "open.txt"
HEAD = "# Of so many texts of a scene it may be open whether they can be read; this only shrinks: .ci/open_texts.py --shrink REPORT\n"


def listed(text: str) -> dict[str, int]:
    """How many texts of each scene may be open, as the list has it."""
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return {scene: int(count) for scene, count in filter(None, lines)}


def shrunk(allowed: dict[str, int], found: Counter[str]) -> str:
    """The list without what is decided by now."""
    left = {scene: min(most, found[scene]) for scene, most in allowed.items()}
    return HEAD + "".join(f"{scene} {count}\n" for scene, count in sorted(left.items()) if count)


def main(arguments: list[str], path: Path = LIST) -> int:
    """Hold a report against the list; 1 where it says more than may be."""
    said = Path(arguments[-1]).read_text(encoding="utf-8")
    answers = json.JSONDecoder().raw_decode(said[said.index("{\n") :])[0][
        "answers"
    ]  # what is said on stderr may stand around it
    counted = Counter((one["kind"], one["verdict"]) for one in answers)
    print(*(f"{count:>6} {kind}: {verdict}" for (kind, verdict), count in counted.items()), sep="\n")
    open_ = [one for one in answers if one["verdict"] == "not decided"]
    texts = [one for one in open_ if one["kind"] == "text"]
    scene_of = {one["name"]: one["scene"] or "codex" for one in texts}
    found = Counter(scene_of[one["name"]] for one in texts)
    allowed = listed(path.read_text(encoding="utf-8"))
    bad = [
        one
        for one in answers
        if one["verdict"] == "refuted" or (one["verdict"] == "not decided" and one["kind"] != "text")
    ]
    more = {scene: count for scene, count in found.items() if count > allowed.get(scene, 0)}
    bad += [one for one in texts if scene_of[one["name"]] in more]
    for one in bad:
        where = f"{one['file']}:{one['line']}: " if "file" in one else ""
        print(f"{where}{one['verdict']}: {one['kind']} {one['name']} {one['detail']}: {one['text']}")
    for scene, count in sorted(more.items()):
        print(f"{scene}: {count} of its texts are open, and {allowed.get(scene, 0)} may be")
    spare = sum(allowed.values()) - sum((Counter(allowed) & found).values())
    if arguments[0] == "--shrink":
        path.write_text(shrunk(allowed, found), encoding="utf-8")
        print(f"taken off the list: {spare}")
    elif spare:
        print(f"{spare} fewer are open than may be: .ci/open_texts.py --shrink takes them off the list")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
