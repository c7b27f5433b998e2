"""Bodies of scenes made at random, in short forms and in the longer ones that mean the same, as trees and as YAML."""

from __future__ import annotations

import json
import textwrap
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from game.program.model import Program

TOP = """\
story: lamp
title: The Lamp
start: cellar
cast: {ines: Inês, na-ra: Choi Na-ra, tam: Tam}
codex:
  one: {title: One, text: One.}
endings:
  dark: The dark
variables:
  heat: {type: int, min: 0, max: 9}
  met: bool
scenes:
"""


class Block(NamedTuple):
    """Text below a bar."""

    text: str


Tree: TypeAlias = "str | Block | list[Any] | dict[str, Any]"


def written(node: Tree, indent: int = 0) -> str:
    """A tree as YAML, behind a key or a dash."""
    blanks = " " * indent
    if isinstance(node, str):
        return f" {json.dumps(node, ensure_ascii=False)}\n"
    if isinstance(node, Block):
        return " |\n" + textwrap.indent(node.text, blanks)
    if isinstance(node, list):
        return "\n" + "".join(f"{blanks}-{written(one, indent + 2)}" for one in node)
    return "\n" + "".join(
        f"{blanks}{json.dumps(key, ensure_ascii=False)}:{written(value, indent + 2)}" for key, value in node.items()
    )


def meaning(program: Program) -> tuple[Any, ...]:
    """What a Program says, without what stands for the text that it was made of."""
    header = {key: value for key, value in program.header.items() if key != "digest"}
    return header, list(program.records)  # type: ignore[call-overload]  # in memory it is a list


WORDS = st.lists(
    st.sampled_from(
        ["Run", "the lamp", "one: two", "{heat}", "{if met: A | else: B}", "*so*", "#5", '"no"', "é.", "-"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


class Spoken(NamedTuple):
    """A line of a play: the paragraphs of one speaker, "" for prose; each paragraph as the words of its lines."""

    speaker: str
    paragraphs: list[list[str]]


SPOKEN = st.builds(
    Spoken,
    st.sampled_from(["", "ines", "na-ra", "tam", "aside"]),
    st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=2),
)
CONDITION = st.sampled_from(["heat > 3", "met", "not met and heat == 2"])
EFFECT = st.sampled_from(["heat += 1", "met = true", "heat = 2"])


@st.composite
def talks(draw: st.DrawFn) -> tuple[Block, list[Tree]]:
    """A talk, and the same in steps."""
    short, long = "", list[Tree]()
    for number, (speaker, paragraphs) in enumerate(draw(st.lists(SPOKEN, min_size=1, max_size=4))):
        if (not speaker and number) or draw(st.booleans()):
            short += draw(st.sampled_from(["\n", "\n  \n", "\n\n"]))
        told = "\n\n".join("\n".join(one) for one in paragraphs)
        if not speaker:
            short += told + "\n"
            long.append(Block(told + "\n"))
            continue
        set_in = draw(st.sampled_from(["  ", "      "]))
        first, *rest = told.split("\n")
        if draw(st.booleans()):
            first, rest = "", [first, *rest]
        short += f"{speaker}: {first}".rstrip() + "\n" + "".join(set_in + one + "\n" if one else "\n" for one in rest)
        long.append({speaker: Block(told + "\n")})
    return Block(short.lstrip("\n ")), long


@st.composite
def bodies(draw: st.DrawFn, depth: int = 2, *, leaves: bool = True) -> tuple[dict[str, Any], list[Tree]]:
    """Steps as keys, and the same as a list."""
    short, long = dict[str, Any](), list[Tree]()
    if draw(st.booleans()):
        short["text"] = Block(draw(WORDS) + "\n")
        long.append(short["text"])
    if draw(st.booleans()):
        short["talk"], steps = draw(talks())
        long += steps
    if draw(st.booleans()):
        short["do"] = draw(st.one_of(EFFECT, st.lists(EFFECT, min_size=1, max_size=2)))
        long.append({"do": short["do"]})
    if draw(st.booleans()):
        short["learn"] = "one"
        long.append({"learn": "one"})
    if depth and draw(st.booleans()):
        short["cases"], step = draw(cases(depth))
        long.append(step)
    if depth and draw(st.booleans()):
        short["choices"], step = draw(lists(depth))
        long.append(step)
    if not short or (leaves and draw(st.integers(0, 3)) == 3):
        key, value = draw(st.sampled_from([("goto", "cellar"), ("ending", "dark"), ("return", "")]))
        short[key] = value
        long.append({key: value})
    return short, long


@st.composite
def cases(draw: st.DrawFn, depth: int) -> tuple[list[Tree], Tree]:
    """Cases, and the same as an if in the else of another."""
    short, otherwise = list[Tree](), list[Tree]()
    if draw(st.booleans()):
        body, otherwise = draw(bodies(depth - 1))
        short.append({"else": body})
    for number in range(draw(st.integers(1, 3))):
        body, long = draw(bodies(depth - 1))
        condition = f"heat == {number}"
        short.insert(0, {condition: body})
        step: dict[str, Any] = {"if": condition, "then": long}
        if otherwise:
            step["else"] = otherwise
        otherwise = [step]
    return short, otherwise[0]


@st.composite
def lists(draw: st.DrawFn, depth: int) -> tuple[list[Tree], Tree]:
    """Choices, and the same in the longest form."""
    short, long = list[Tree](), list[Tree]()
    for number in range(draw(st.integers(1, 3))):
        label = f"{draw(WORDS)} {number}"
        body, steps = draw(bodies(depth - 1))
        once = draw(st.booleans())
        whole: dict[str, Any] = {"choice": label}
        if once:
            whole["once"] = "true"
        key: dict[str, Any] = {"once" if once else "choice": label}
        if draw(st.booleans()):
            before, inside, after = (draw(WORDS) for _ in range(3))
            blanks = [" "] if "*" in before + inside + after else ["", " "]
            gaps = [draw(st.sampled_from(blanks)) for _ in range(2)]
            shown = f"{before}{gaps[0]}{inside} {number}"
            whole["choice"] = shown
            steps.insert(0, f"{before}{gaps[0]}{gaps[1]}{after}")
            label = f"{before}{gaps[0]}[{inside} {number}]{gaps[1]}{after}"
            key = {next(iter(key)): label}
        if draw(st.booleans()):
            whole["if"] = key["if"] = draw(CONDITION)
        if steps:
            whole["then"] = steps
        form = draw(st.sampled_from(["keys", "below"])) if key.keys() == {"choice"} else "keys"
        short.append(key | body if form == "keys" else {label: body})
        long.append(whole)
    short.append({"fallback": "", "text": "No."})
    long.append({"fallback": ["No."]})
    return short, {"choices": long}
