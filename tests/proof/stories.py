"""Small random stories as YAML text. Each text that can show holds a marker of its own, so that what was read tells what was shown."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import NamedTuple, TypeVar

import pytest

from game.program.model import Program
from tests.proof.brute import TooLargeError

Whole = TypeVar("Whole")

_CONDITIONS = (
    "met", "not met", "seal", "heat > {n}", "heat == {n}", "heat <= {n}", "side == camp", "side != nobody", "side in [camp, school]",
    "met and heat >= {n}", "met or seal", "not (met and seal)", "heat + food > {n}", "heat == food", "min(heat, food) >= 1",
    "visits({s}) > 1", "seen({s})", "not seen({s})", "{m} <= heat < 3", "heat * 2 > food",
)  # fmt: skip
_EFFECTS = (
    "met = true", "met = not met", "seal = true", "seal = met and heat > 1", "heat += 1", "heat -= 1", "heat = {n}", "side = camp", "side = school",
    "side = nobody", "food += heat", "food = max(heat - 1, 0)", "heat = 3 - heat", "food -= 2", "quiet += 1",
)  # fmt: skip


class Made(NamedTuple):
    """A story that was made, and that loads."""

    seed: int
    text: str
    program: Program

    def problem(self, *wrong: str) -> str:
        """What is wrong with it, and all of it to look at."""
        return "\n".join([f"story {self.seed}:", self.text, *wrong])


def few_and_rest(few: int, most: int, *, first: int = 0, ask: int = 1) -> pytest.MarkDecorator:
    """Gives a test `seeds` twice: of a few made stories, and of the rest under the mark `slow`.

    `most` in all, or, where HAMBIES_PROOF_STORIES asks for more, as many; of dear stories the `ask`th part of that.
    """
    most = max(most, int(os.environ.get("HAMBIES_PROOF_STORIES", "0")) // ask)
    rest = pytest.param(range(first + few, first + most), marks=pytest.mark.slow, id="rest")
    return pytest.mark.parametrize("seeds", [pytest.param(range(first, first + few), id="few"), rest])


def made_stories(
    load_text: Callable[[str], Program | None],
    seeds: Iterable[int],
    whole: Callable[[Program], Whole],
    *,
    draws: bool,
    changed: Callable[[str, int], str] = lambda text, _seed: text,
) -> Iterator[tuple[Made, Whole]]:
    """The stories of some seeds with all there is to see in them; without those that do not load or are too large.

    `changed` makes another text of each.
    """
    for seed in seeds:
        text = changed(Maker(seed, draws=draws).text(), seed)
        program = load_text(text)
        if program is not None:
            try:
                found = whole(program)
            except TooLargeError:
                continue
            yield Made(seed, text, program), found


def with_a_rule(text: str, seed: int) -> str:
    """The story with something that happens at every choice of some of its scenes."""
    random = Random(f"rule {seed}")
    where = random.choice(["all", "s0", "[s0, s1]", "{deck: night, scene: s1}" if "deck: night" in text else "s1"])
    do = random.choice(["quiet += 1", "heat += 1", "[quiet += 1, met = not met]", "food -= 1"])
    when = random.choice(["quiet == 2", "heat > 2", "food == 0 and met", "visits(s0) > 2"])
    way = random.choice(["goto: s0", "goto: s1", "ending: two"])
    rule = random.choice([f"do: {do}, when: {when}, {way}", f"do: {do}", f"when: {when}, {way}"])
    return text.replace("scenes:\n", f"each-choice: {{in: {where}, {rule}}}\nscenes:\n", 1)


def with_things(text: str, seed: int) -> str:
    """The story with a set of things in place of two of its bools, how many there are, and words for them that may be none."""
    random = Random(f"things {seed}")
    none = random.choice(["nothing", '""'])
    text = text.replace("  met: bool\n  seal: bool\n", "")
    top, _, rest = text.partition("scenes:\n")
    for old, new in (
        ("met = true", "bag += met"), ("met = not met", "bag -= met"), ("seal = true", "bag += seal"),
        ("seal = met and heat > 1", "bag -= seal"), ("heat == food", "count(bag) == food"), ("heat + food >", "count(bag) * 2 + food >"),
    ):  # fmt: skip
        top, rest = top.replace(old, new), rest.replace(old, new)
    top, rest = (re.sub(r"(?<!= )(?<!in )\b(met|seal)\b", r"(\1 in bag)", part) for part in (top, rest))
    rest = re.sub(r"(bag [-+]=) \((met|seal) in bag\)", r"\1 \2", rest)
    rest = re.sub(r"^(    - Enter s\d\.)$", r'\1\n    - "{bag}"', rest, flags=re.MULTILINE)
    start = random.choice(["", ", start: [seal]"])
    things = f"sets:\n  bag: {{things: {{met: a meeting, seal: the seal}}, none: {none}{start}}}\n"
    return f"{top}{things}scenes:\n{rest}"


def with_joints(text: str, seed: int) -> str:
    """The story with some of its texts run on in the paragraph before them, with a blank or without."""
    random = Random(f"joints {seed}")

    def joined(found: re.Match[str]) -> str:
        return found[1] + random.choice(['"', '"', '"<> ', '"<>']) + found[2]

    return re.sub(r'^( *- )"(\{|m\d)', joined, text, flags=re.MULTILINE)


def with_promises(text: str, seed: int) -> str:
    """The story with promises about endings, and about single scenes."""
    random = Random(f"promises {seed}")
    every = [
        "not ending(one) or met", "ending(two) or heat < 3", "not (ending(one) or ending(two)) or quiet > 0", "{at: s0, that: not seal}",
        "{at: s1, that: heat > 0 or ending(one)}", "ending(one) == met", "{at: s0, that: not ending(two)}", "not ending(one)", "ending(two)",
    ]  # fmt: skip
    lines = "".join(f"  - {one}\n" for one in random.sample(every, 3))
    if "always:\n" in text:
        return text.replace("always:\n", f"always:\n{lines}", 1)
    return text.replace("scenes:\n", f"always:\n{lines}scenes:\n", 1)


class Maker:
    """Makes one story from a seed. `draws` lets some of it be drawn at random."""

    def __init__(self, seed: int, *, draws: bool = False) -> None:
        self.random = Random(f"story {seed}")
        self.draws = draws
        self.scenes = [f"s{number}" for number in range(self.random.randint(2, 5))]
        self.marks = 0
        self.subroutine = self.random.random() < 0.4
        self.storylets = self.random.randint(1, 3) if self.random.random() < 0.4 else 0

    def text(self) -> str:
        """The whole story."""
        random = self.random
        asked = random.random() < 0.3
        lines = ["story: made", "title: Made", "start: s0", "variables:"]
        lines += ["  met: bool", "  seal: bool", "  heat: {type: int, min: 0, max: 3, start: 1}"]
        lines += ["  food: {type: int, min: 0, max: 2}", "  quiet: {type: int, min: 0, max: 2}"]
        lines += ["  side: {type: enum, values: [nobody, camp, school]}"]
        if asked:
            lines += ["  memory: {type: enum, values: [all, some]}", "setup:"]
            lines += ["  - {ask: What, set: memory, options: {all: All, some: Some}}"]
        self.conditions = [*_CONDITIONS, "memory == some", "memory == all and met"] if asked else list(_CONDITIONS)
        lines += [
            "endings: {one: {title: One}, two: {title: Two}}",
            "codex: {k0: {title: K, text: t}, k1: {title: L, text: t}}",
        ]
        promises = [self.condition() for _ in range(random.randint(0, 2))]
        lines += ["always:", *(f"  - {one}" for one in promises)] if promises else []
        lines.append("scenes:")
        for scene in self.scenes:
            lines += [f"  {scene}:", f"    - Enter {scene}.", *self.body(4, 0), *self.leave(4)]
        if self.subroutine:
            lines += ["  sub:", "    - Enter sub.", *self.body(4, 2), "    - return:"]
        for number in range(self.storylets):
            once = random.random() < 0.5
            lines += [f"  let{number}:", "    deck: night", f"    when: {self.condition()}"]
            lines += [f"    priority: {random.randint(0, 2)}", *(["    once: true"] if once else [])]
            lines += ["    body:", f"      - Enter let{number}.", *self.body(6, 2)]
        return "\n".join(lines) + "\n"

    def mark(self) -> str:
        self.marks += 1
        return f"m{self.marks}m"

    def condition(self) -> str:
        random = self.random
        one = random.choice(self.conditions)
        return one.format(n=random.randint(0, 2), m=random.randint(0, 1), s=random.choice(self.scenes))

    def words(self) -> str:
        """A text with its markers, quoted."""
        random = self.random
        if random.random() < 0.4:
            return f'"{self.mark()}"'
        kinds = ["if", "elif", "first", "cycle", "nested"]
        kinds += ["shuffle", "spent", "turns", "apart"] if self.draws else []
        kind = random.choice(kinds)
        a, b, c = self.mark(), self.mark(), self.mark()
        if kind in ("turns", "apart"):
            return f'"{self.mark()} {self.in_shuffle(kind, a, b, c)}"'
        inside = {
            "if": f"{{if {self.condition()}: {a} | else: {b}}}",
            "elif": f"{{if {self.condition()}: {a} | elif {self.condition()}: {b} | else: {c}}}",
            "first": f"{{first: {a} | then: {b} | then: }}",
            "cycle": f"{{cycle: {a} | {b}}}",
            "shuffle": f"{{shuffle: {a} | {b}}}",
            "spent": f"{{shuffle: {a} | {b} | then: {c}}}",
            "nested": f"{{if {self.condition()}: {a} {{first: {b} | then: {c}}}}}",
        }[kind]
        bare = random.random() < 0.3  # nothing of it shows where no way of it does
        return f'"{inside}"' if bare else f'"{self.mark()} {inside}"'

    def in_shuffle(self, kind: str, a: str, b: str, c: str) -> str:
        """Texts that take turns inside a shuffle: only the one that is shown does."""
        if kind == "turns":
            return f"{{shuffle: {a} {{first: {b} | then: {c}}} | {self.mark()}}}"
        return f"{{shuffle: {a} {{cycle: {b} {{if {self.condition()}: {c}}} | {self.mark()}}} | then: }}"

    def effect(self) -> str:
        return self.random.choice(_EFFECTS).format(n=self.random.randint(0, 3))

    def body(self, indent: int, depth: int) -> list[str]:
        """Some steps; deeper ones are simpler."""
        lines: list[str] = []
        random = self.random
        for _ in range(random.randint(1, 3) if depth < 2 else 1):
            lines += self.step(indent, depth)
        return lines

    def step(self, indent: int, depth: int) -> list[str]:
        random, pad = self.random, " " * indent
        kinds = ["text", "do", "do", "learn"]
        if depth < 2:
            kinds += ["choices", "if"]
        if depth == 0 and self.subroutine:
            kinds.append("call")
        if depth == 0 and self.storylets:
            kinds.append("draw")
        kind = random.choice(kinds)
        if kind == "text":
            return [f"{pad}- {self.words()}"]
        if kind == "do":
            return [f"{pad}- do: {self.effect()}"]
        if kind == "learn":
            return [f"{pad}- learn: k{random.randint(0, 1)}"]
        if kind == "call":
            return [f"{pad}- call: sub"]
        if kind == "draw":
            by = ", by: random" if self.draws and random.random() < 0.7 else ""
            return [f"{pad}- {{draw: night{by}}}"]
        if kind == "if":
            lines = [f"{pad}- if: {self.condition()}", f"{pad}  then:", *self.body(indent + 4, depth + 1)]
            return [*lines, f"{pad}  else:", *self.body(indent + 4, depth + 1)] if random.random() < 0.5 else lines
        return self.choices(indent, depth)

    def choices(self, indent: int, depth: int) -> list[str]:
        random, pad = self.random, " " * indent
        lines = [f"{pad}- choices:"]
        sure = False
        for _ in range(random.randint(1, 3)):
            fork = f" {{if {self.condition()}: {self.mark()} | else: {self.mark()}}}" if random.random() < 0.2 else ""
            lines.append(f'{pad}    - choice: "{self.mark()}{fork}"')
            free = True
            if random.random() < 0.4:
                lines.append(f"{pad}      if: {self.condition()}")
                free = False
            if random.random() < 0.25:
                lines += [f"{pad}      needs: {self.condition()}", f"{pad}      reason: no"]
                free = False
            if random.random() < 0.25:
                lines.append(f"{pad}      once: true")
                free = False
            if random.random() < 0.5:
                lines.append(f"{pad}      do: {self.effect()}")
            if random.random() < 0.3:
                lines += [f"{pad}      then:", *self.body(indent + 8, depth + 1)]
            if random.random() < 0.5:
                lines.append(f"{pad}      goto: {random.choice(self.scenes)}")
            sure = sure or free
        if not sure and random.random() < 0.95:
            lines += [f"{pad}    - fallback:", f"{pad}        - {self.words()}"]
        return lines

    def leave(self, indent: int) -> list[str]:
        """The end of a scene: an ending, or a choice of where to go."""
        random, pad = self.random, " " * indent
        if random.random() < 0.4:
            return [f"{pad}- ending: {random.choice(['one', 'two'])}"]
        if random.random() < 0.2:
            return [f"{pad}- goto: {random.choice(self.scenes)}"]
        target = random.choice(self.scenes)
        lines = [f"{pad}- choices:"]
        for _ in range(random.randint(1, 2)):
            lines += [
                f"{pad}    - choice: {self.mark()}",
                f"{pad}      if: {self.condition()}",
                f"{pad}      goto: {random.choice(self.scenes)}",
            ]
        return [*lines, f"{pad}    - fallback:", f"{pad}        - goto: {target}"]
