"""Writes the systems that the proof is measured on, as stories: long branching stories, hubs, and a resource game.

python benchmarks/systems.py long|longer|chapters|many-chapters|hubs|resources|five-nights|fishing FILE
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

HEAD = "story: {name}\ntitle: {name}\nstart: {start}\n"


def long_story(
    chapters: int = 12, scenes: int = 40, flags: int = 60, numbers: int = 12, seed: int = 7, near: int | None = None
) -> str:
    """Chapters of scenes that branch and meet again, with guarded choices over flags and numbers.

    Any scene may read and change any of them; with `near`, only those of its chapter and of so many chapters before it.
    """
    random = Random(seed)
    lines = [HEAD.format(name="long", start="c0s0"), "variables:"]
    lines += [f"  f{one}: bool" for one in range(flags)]
    lines += [f"  n{one}: {{type: int, min: 0, max: 10, start: 5}}" for one in range(numbers)]
    lines += ["endings: {" + ", ".join(f"e{one}: {{title: E{one}}}" for one in range(5)) + "}", "scenes:"]

    def one_of(count: int) -> int:
        if near is None:
            return random.randrange(count)
        first = max(0, (chapter - near) * count // chapters)
        return random.randrange(first, max((chapter + 1) * count // chapters, first + 1))

    def guard() -> str:
        if random.random() < 0.5:
            flag = f"f{one_of(flags)}"
            return flag if random.random() < 0.4 else f"not {flag}"
        sign = random.choice((">=", "<="))
        return f"n{one_of(numbers)} {sign} {random.randint(3, 7)}"

    def effect() -> str:
        if random.random() < 0.5:
            return f"f{one_of(flags)} = true"
        return f"n{one_of(numbers)} {random.choice(('+=', '-='))} {random.randint(1, 2)}"

    for chapter in range(chapters):
        for scene in range(scenes):
            lines += [f"  c{chapter}s{scene}:", f'    - "Here {{if {guard()}: it is so | else: it is not}}."']
            if chapter == chapters - 1 and scene >= scenes - 5:
                lines.append(f"    - ending: e{scenes - 1 - scene}")
                continue
            last = scene == scenes - 1
            lines.append("    - choices:")
            for way in range(random.choice((2, 3, 3))):
                ahead = min(scene + random.randint(1, 4), scenes - 1)
                target = f"c{chapter + 1}s0" if last else f"c{chapter}s{scene + 1 if way == 0 else ahead}"
                lines.append(f"        - choice: Way {way}")
                if way:
                    lines.append(f"          if: {guard()}")
                lines += [f"          do: {effect()}", f"          goto: {target}"]
    return "\n".join(lines) + "\n"


def hubs(count: int = 6, options: int = 12) -> str:
    """Hubs, each with options to be taken once, in any order, before it can be left."""
    lines = [HEAD.format(name="hubs", start="h0"), "variables:"]
    lines += [f"  a{hub}: {{type: int, min: 0, max: {options}}}" for hub in range(count)]
    lines += ["endings: {out: {title: Out}}", "scenes:"]
    for hub in range(count):
        lines += [f"  h{hub}:", "    - Here.", "    - choices:"]
        for option in range(options):
            lines += [
                f"        - choice: Ask {option}",
                "          once: true",
                f"          do: a{hub} += 1",
                f"          goto: h{hub}",
            ]
        onward = f"h{hub + 1}" if hub + 1 < count else "out"
        lines += [
            "        - choice: Go on",
            f"          if: a{hub} >= 3",
            f"          goto: {onward}",
            "        - choice: Wait",
            f"          goto: h{hub}",
        ]
    return "\n".join([*lines, "  out:", "    - ending: out"]) + "\n"


def resources(nights: int = 14, actions: int = 5, creatures: int = 6) -> str:
    """Nights of actions that share food and heat among creatures with trust, hunger and a whereabout; random events."""
    names = [f"k{one}" for one in range(creatures)]
    lines = [HEAD.format(name="resources", start="night"), "variables:"]
    lines += ["  food: {type: int, min: 0, max: 20, start: 10}", "  heat: {type: int, min: 0, max: 20, start: 10}"]
    lines += [f"  nights: {{type: int, min: 0, max: {nights}}}", f"  left: {{type: int, min: 0, max: {actions}}}"]
    for name in names:
        lines += [
            f"  trust.{name}: {{type: int, min: 0, max: 5, start: 1}}",
            f"  hunger.{name}: {{type: int, min: 0, max: 3}}",
        ]
        lines.append(f"  at.{name}: {{type: enum, values: [out, door, home, gone]}}")
    lines += ["endings:", "  all: {title: All}", "  some: {title: Some}", "  nobody: {title: Nobody}"]
    lines += [f"  safe-{name}: {{title: {name}}}" for name in names]
    every = " and ".join(f"at.{name} == home" for name in names)
    lines += ["scenes:", "  night:", f"    - do: [nights += 1, left = {actions}, heat -= 2]"]
    lines += ["    - {draw: events, by: random}", "    - goto: acting"]
    lines += [
        "  wind: {deck: events, body: [{do: heat -= 1}]}",
        "  fish: {deck: events, body: [{do: food += 2}]}",
        "  quiet: {deck: events, body: [The night is still.]}",
    ]
    lines += ["  acting:", "    - Here.", "    - choices:"]
    for number, name in enumerate(names):
        lines += [f"        - choice: Feed {name}", f"          if: food >= 1 and at.{name} != gone and left > 0"]
        lines += [
            f"          do: [food -= 1, hunger.{name} -= 2, trust.{name} += 1, left -= 1]",
            "          goto: acting",
        ]
        lines += [
            f"        - choice: Call {name}",
            f"          if: trust.{name} >= {3 + number % 2} and at.{name} in [out, door] and heat >= 2 and left > 0",
        ]
        lines += [
            "          do: [heat -= 1, left -= 1]",
            "          then:",
            f"            - if: at.{name} == out",
            f"              then: [{{do: at.{name} = door}}]",
            f"              else: [{{do: at.{name} = home}}]",
            "          goto: acting",
        ]
    lines += [
        "        - choice: Gather wood",
        "          if: left > 0",
        "          do: [heat += 2, left -= 1]",
        "          goto: acting",
    ]
    lines += ["        - choice: Sleep", "          goto: dawn", "  dawn:"]
    for name in names:
        lines += [
            f"    - do: hunger.{name} += 1",
            f"    - if: hunger.{name} == 3 and at.{name} != home",
            f"      then: [{{do: [at.{name} = gone, trust.{name} = 0, hunger.{name} = 0]}}]",
        ]
    lines += [
        f"    - if: nights == {nights}",
        "      then:",
        f"        - if: {every}",
        "          then: [{ending: all}]",
        "    - if: " + f"nights < {nights}",
        "      then: [{goto: night}]",
    ]
    lines += ["    - choices:"]
    for name in names:
        lines += [
            f"        - choice: Look for {name}",
            f"          if: at.{name} == home",
            "          then:",
            f"            - ending: safe-{name}",
        ]
    lines += [
        "        - choice: Go",
        f"          if: not ({' or '.join(f'at.{name} == home' for name in names)})",
        "          then: [{ending: nobody}]",
    ]
    lines += [
        "        - choice: Count",
        f"          if: {' or '.join(f'at.{name} == home' for name in names)}",
        "          then: [{ending: some}]",
    ]
    return "\n".join(lines) + "\n"


FISHING = """\
story: fishing
title: Fishing
start: day
variables:
  fish: {type: int, min: 0, max: 14}
  wind: {type: enum, values: [calm, breeze, storm]}
  hours: {type: int, min: 0, max: 60}
endings: {fed: {title: Fed}, late: {title: Late}}
scenes:
  day:
    - do: hours += 1
    - {draw: winds, by: random}
    - choices:
        - choice: Cast
          if: wind == calm
          do: fish += 1
          goto: day
        - {choice: Wait, goto: day}
        - choice: Go home
          then:
            - if: fish == 14
              then: [{ending: fed}]
              else: [{ending: late}]
  calm: {deck: winds, body: [{do: wind = calm}]}
  breeze: {deck: winds, body: [{do: wind = breeze}]}
  storm: {deck: winds, body: [{do: wind = storm}]}
"""
"""Fourteen calm days one after the other come once in five million seeds; who waits for the wind needs no luck."""

SYSTEMS = {
    "long": long_story,
    "longer": lambda: long_story(chapters=30, scenes=40, flags=150, numbers=25),
    "chapters": lambda: long_story(near=1),
    "many-chapters": lambda: long_story(chapters=30, scenes=40, flags=150, numbers=25, near=1),
    "hubs": hubs,
    "resources": resources,
    "five-nights": lambda: resources(nights=5),
    "fishing": lambda: FISHING,
}

if __name__ == "__main__":
    Path(sys.argv[2]).write_text(SYSTEMS[sys.argv[1]](), encoding="utf-8")
