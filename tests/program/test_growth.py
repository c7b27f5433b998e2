"""Ten times as much of anything costs ten times the work: counted in steps of the interpreter, so that no clock decides."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from game.engine.sessions.session import Session
from game.program.load import load

FEW: Final = 12
TENFOLD: Final = 12.5
"""How much more work ten times as much may be."""

TOP = "story: s\ntitle: T\nstart: a\nendings: {e: E}\n"
END = "    - ending: e\n"


def body(lines: str) -> str:
    return f"{TOP}variables: {{v: bool, h: {{type: int, min: 0, max: 9}}}}\nscenes:\n  a:\n    - do: [v = true, h = 1]\n{lines}{END}"


def each(count: int, line: str) -> str:
    return "".join(line.replace("#", str(number)) for number in range(count))


def in_a_line(count: int, piece: str) -> str:
    return body(f'    - "{" ".join(piece.replace("#", str(number)) for number in range(count))}"\n')


GROWING: Final[dict[str, Callable[[int], str]]] = {
    "lines": lambda n: body(each(n, "    - Line #.\n")),
    "a long line": lambda n: in_a_line(n, "word# and some more of them"),
    "conditions in a line": lambda n: in_a_line(n, "{if h > #: x}").replace("> 1", "> 0"),
    "the same condition in a line": lambda n: in_a_line(n, "{if v: x# | else: y}"),
    "conditions in different lines": lambda n: body(each(n, '    - "{if h > 3: x# | else: y}"\n')),
    "arms of a condition": lambda n: body('    - "{if h > 3: x' + each(n, " | elif h > 3: y#") + '}"\n'),
    "values in a line": lambda n: in_a_line(n, "{h} {v}"),
    "texts that take turns, in a line": lambda n: in_a_line(n, "{cycle: a# | b}"),
    "texts that take turns": lambda n: body(each(n, '    - "{first: a# | then: b}"\n')),
    "shuffles in a line": lambda n: in_a_line(n, "{shuffle: a# | b | c}"),
    "shuffles": lambda n: body(each(n, '    - "{shuffle: a# | b | c}"\n')),
    "emphasis": lambda n: in_a_line(n, "*a#* **b**"),
    "uses of a phrase": lambda n: body(each(n, "    - Line # {p}.\n")) + "phrases: {p: '{if v: a | else: b}'}\n",
    "uses of a phrase that takes turns": lambda n: body(each(n, "    - Line # {p}.\n")) + "phrases: {p: '{cycle: a | b}'}\n",
    "uses of it in a line": lambda n: in_a_line(n, "{p}") + "phrases: {p: '{cycle: a | b}'}\n",
    "phrases": lambda n: body(each(n, "    - Line {p#}.\n")) + "phrases:\n" + each(n, "  p#: 'phrase {h}'\n"),
    "effects": lambda n: body(each(n, "    - do: h += 1\n")),
    "effects in one step": lambda n: body(f"    - do: [{', '.join(['h += 1'] * n)}]\n"),
    "steps under conditions": lambda n: body(each(n, "    - if: h > 3\n      then: [Text #.]\n      else: [Other #.]\n")),
    "choices": lambda n: body("    - choices:\n" + each(n, "        - Choice #\n")),
    "choices under conditions": lambda n: body(
        "    - choices:\n" + each(n, "        - {choice: 'C# {h}', if: h > 0, needs: v, reason: no}\n")
    ),
    "choices that go somewhere": lambda n: body("    - choices:\n" + each(n, "        - Choice # -> b#\n"))
    + each(n, "  b#: [{ending: e}]\n"),
    "lists of choices": lambda n: body(each(n, "    - choices: [Yes #, No #]\n")),
    "scenes": lambda n: body("    - goto: s0\n").replace(END, "") + each(n, "  s#: [Text., {goto: t}]\n") + "  t: [{ending: e}]\n",
    "labels": lambda n: body(each(n, "    - label: l#\n    - Text #.\n")),
    "labels that are counted": lambda n: body(each(n, "    - label: l#\n    - '{if visits(a.l#) > 1: x}'\n")),
    "calls": lambda n: body(each(n, "    - call: c\n")) + "  c: [Called., {return: }]\n",
    "storylets": lambda n: body("    - draw: d\n") + each(n, "  d#: {deck: d, when: h > 0, body: [Drawn., {return: }]}\n"),
    "variables": lambda n: TOP + "variables:\n" + each(n, "  b#: bool\n") + "scenes:\n  a:\n" + each(n, "    - do: b# = true\n") + END,
    "values of an enum": lambda n: TOP + f"variables: {{m: {{type: enum, values: [{each(n, 'v#, ')}w]}}}}\nscenes:\n  a:\n    - do: m = w\n{END}",
    "words": lambda n: TOP
    + f"variables: {{m: {{type: int, min: 1, max: {n}, words: [{each(n, 'w#, ')}]}}}}\nscenes:\n  a:\n    - do: m += 1\n    - '{{m}}'\n{END}",
    "members of a group": lambda n: TOP
    + "cast:\n" + each(n, "  m#: M\n") + "groups: {g: {of: all, type: enum, values: [x, y, z]}}\nscenes:\n  a:\n    - do: g.m0 = y\n" + END,
    "groups": lambda n: TOP
    + "cast: {m: M}\ngroups:\n" + each(n, "  g#: {of: all, type: bool}\n") + "scenes:\n  a:\n" + each(n, "    - do: g#.m = true\n") + END,
    "lines of dialogue": lambda n: body(each(n, "    - m: Line #.\n")) + "cast: {m: M}\n",
    "people": lambda n: body(each(n, "    - m#: Line.\n")) + "cast:\n" + each(n, "  m#: M#\n"),
    "codex entries": lambda n: body(each(n, "    - learn: c#\n")) + "codex:\n" + each(n, "  c#: {title: C#, text: 'Text {h}.'}\n"),
    "endings": lambda n: body("    - choices:\n" + each(n, "        - C#: [{ending: e#}]\n")).replace(
        "endings: {e: E}\n", "endings:\n  e: E\n" + each(n, "  e#: E#\n")
    ),
    "promises": lambda n: body("") + "always:\n" + each(n, "  - h < 9\n"),
    "questions": lambda n: TOP
    + "variables:\n" + each(n, "  t#: {type: text, start: x}\n") + "setup:\n" + each(n, "  - {ask: 'Q#', set: t#}\n")
    + "scenes:\n  a:\n" + each(n, "    - '{t#}'\n") + END,
    "places": lambda n: body("").replace("scenes:", "places:\n" + each(n, "  p#: P#\n") + "scenes:"),
    "conditions nested": lambda n: body(
        "".join("    " + "  " * at * 2 + "- if: v\n    " + "  " * at * 2 + "  then:\n" for at in range(n // 12 + 1))
        + "    " + "  " * (n // 12 + 1) * 2 + "- Text.\n"
    ),
    "slips": lambda n: body(each(n, "    - '{nope#}'\n")),
    "unknown scenes": lambda n: body("    - choices:\n" + each(n, "        - C# -> nope#\n")),
    "slips of YAML": lambda n: body(each(n, '    - "Go," she said #.\n')),
    "forbidden characters": lambda n: body(each(n, "    - a\u2028b\n")),
    "the same key again": lambda n: body("") + each(n, "title: T\n"),
}  # fmt: skip


ENOUGH: Final = {"variables": 80, "groups": 80}
"""More to begin with, where what is remembered of the steps before grows up to a bound."""


def steps(work: Callable[[], Any]) -> int:
    """How many instructions of the interpreter something takes."""
    taken = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal taken
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        taken += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return taken


def cost(path: Path, text: str) -> tuple[int, int]:
    """The steps that it takes to load a story, and to play its first turns."""
    path.write_text(text, encoding="utf-8")
    load(path, cache=False)  # what is imported and remembered once is no part of it
    loading = steps(lambda: load(path, cache=False))
    program = load(path, cache=False).program
    if program is None:
        return loading, 0

    def play() -> None:
        session = Session(program, seed=1)
        for _ in range(3):
            if session.turn.options:
                session.choose(0)

    return loading, steps(play)


@pytest.mark.parametrize("construct", GROWING)
def test_ten_times_as_much_is_ten_times_the_work(construct: str, tmp_path: Path) -> None:
    make = GROWING[construct]
    least = ENOUGH.get(construct, FEW)
    few, many = cost(tmp_path / "s.yaml", make(least)), cost(tmp_path / "s.yaml", make(10 * least))
    for what, less, more in zip(("loading", "playing"), few, many, strict=True):
        assert more <= TENFOLD * less, f"{what}: {less:,} steps, and {more:,} for ten times as much"
