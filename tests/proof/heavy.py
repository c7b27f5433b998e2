"""Stories that keep a proof busy: each is small, loads without an error, and costs far more than its size to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_HEAD: Final = "story: heavy\ntitle: Heavy\nstart: a\nendings: {done: Done}\n"
_LEAVE: Final = "        - choice: Leave\n          ending: done\n"


def counter(most: int = 10_000) -> str:
    """One number to a high bound, changed and read in a circle."""
    return (
        f"{_HEAD}variables: {{cold: {{type: int, min: 0, max: {most}}}}}\nscenes:\n  a:\n"
        '    - "It is {cold}. {if cold > 50: Brr. | else: Mild.}"\n    - choices:\n'
        "        - choice: Wait\n          do: cold += 1\n          goto: a\n"
        "        - choice: Run\n          do: cold += 7\n          goto: a\n"
        f"        - choice: Burn\n          if: cold > {most // 2}\n          do: cold = cold * 2 - 1\n          goto: a\n{_LEAVE}"
    )


def products(numbers: int = 12, most: int = 30) -> str:
    """Numbers that are multiplied with one another."""
    lines = [
        _HEAD + "variables:",
        *(f"  n{one}: {{type: int, min: 0, max: {most}, start: 1}}" for one in range(numbers)),
    ]
    lines += ["scenes:", "  a:", "    - Here.", "    - choices:"]
    for one in range(numbers):
        other, third = (one + 1) % numbers, (one + 5) % numbers
        lines += [f"        - choice: Mix {one}", f"          if: n{one} * n{other} + n{third} * n{one} != {most}"]
        lines += [f"          do: n{one} = n{other} * n{third} - n{one} * n{other} + n{third}", "          goto: a"]
    return "\n".join(lines) + "\n" + _LEAVE


def groups(members: int = 300, values: int = 300) -> str:
    """A group over many members, each with many values, that choices compare and change."""
    lines = [_HEAD + "cast:", *(f"  p{one}: {{name: P{one}}}" for one in range(members))]
    lines += [
        f"groups: {{trust: {{of: all, type: int, min: 0, max: {values}}}}}",
        "scenes:",
        "  a:",
        "    - Here.",
        "    - choices:",
    ]
    for one in range(40):
        mine, next_ = f"trust.p{one * members // 40}", f"trust.p{(one * members // 40 + 1) % members}"
        lines += [
            f"        - choice: Ask {one}",
            f"          if: {mine} <= {next_}",
            f"          do: {mine} = {next_} + 1",
            "          goto: a",
        ]
    return "\n".join(lines) + "\n" + _LEAVE


def forks(count: int = 100) -> str:
    """Many conditions in one line."""
    lines = [_HEAD + "variables:", *(f"  f{one}: bool" for one in range(count)), "scenes:", "  a:"]
    lines += [
        '    - "' + " ".join(f"{{if f{one}: w{one} | else: v{one}}}" for one in range(count)) + '"',
        "    - choices:",
    ]
    for one in range(count):
        lines += [f"        - choice: Turn {one}", f"          do: f{one} = not f{one}", "          goto: a"]
    return "\n".join(lines) + "\n" + _LEAVE


def turns(count: int = 60) -> str:
    """Many texts in one line that take turns, so that nothing else of it can be told apart."""
    lines = [_HEAD + "scenes:", "  a:"]
    lines += [
        '    - "' + " ".join(f"{{cycle: w{one} | v{one} | u{one} | }}" for one in range(count)) + '"',
        "    - choices:",
    ]
    lines += ["        - choice: Again", "          goto: a"]
    return "\n".join(lines) + "\n" + _LEAVE


def deck(storylets: int = 2000) -> str:
    """One deck with very many storylets."""
    lines = [
        _HEAD + "variables: {heat: {type: int, min: 0, max: 3}}",
        "scenes:",
        "  a:",
        "    - {draw: night, by: random}",
    ]
    lines += ["    - choices:", "        - choice: On", "          goto: a", _LEAVE.rstrip("\n")]
    for one in range(storylets):
        lines += [f"  n{one}: {{deck: night, when: heat >= {one % 4}, body: [Night {one}., {{do: heat = {one % 3}}}]}}"]
    return "\n".join(lines) + "\n"


def nested(decks: int = 6, storylets: int = 12) -> str:
    """Storylets that draw from the next deck, so that every stack of draws is a way of its own."""
    lines = [
        _HEAD + "variables: {heat: {type: int, min: 0, max: 3}}",
        "scenes:",
        "  a:",
        "    - {draw: d0, by: random}",
    ]
    lines += ["    - choices:", "        - choice: On", "          goto: a", _LEAVE.rstrip("\n")]
    for depth in range(decks):
        for one in range(storylets):
            onward = f", {{draw: d{depth + 1}, by: random}}" if depth + 1 < decks else ""
            lines += [
                f"  s{depth}x{one}: {{deck: d{depth}, when: heat >= {one % 3}, body: [N{depth}x{one}., {{do: heat += 1}}{onward}]}}"
            ]
    return "\n".join(lines) + "\n"


def flags(count: int = 540) -> str:
    """Flags by the hundred, each read by a guard."""
    lines = [_HEAD + "variables:", *(f"  f{one}: bool" for one in range(count)), "scenes:"]
    for one in range(count):
        name, onward = ("a" if not one else f"s{one}"), (f"s{one + 1}" if one + 1 < count else "last")
        lines += [f"  {name}:", f"    - Here is {one}.", "    - choices:"]
        lines += ["        - choice: Take it", f"          do: f{one} = true", f"          goto: {onward}"]
        lines += ["        - choice: Leave it", f"          goto: {onward}"]
    lines += ["  last:", "    - The end.", "    - choices:"]
    for one in range(count):
        lines += [f"        - choice: Use {one}", f"          if: f{one}", "          ending: done"]
    return "\n".join(lines) + "\n" + _LEAVE


def round_and_round(count: int = 14) -> str:
    """Flags that are turned to and fro, and ask for all of them, or for none: all states lead to one another."""
    lines = [_HEAD.replace("{done: Done}", "{done: Done, lost: Lost}") + "variables:"]
    lines += [*(f"  f{one}: bool" for one in range(count)), "scenes:", "  a:", "    - Here.", "    - choices:"]
    for one in range(count):
        lines += [f"        - choice: Turn {one}", f"          do: f{one} = not f{one}", "          goto: a"]
    every = " and ".join(f"f{one}" for one in range(count))
    lines += ["        - choice: Leave", f"          if: {every}", "          ending: done"]
    lines += ["        - choice: Stay", f"          if: {every.replace('f', 'not f')}", "          ending: lost"]
    return "\n".join(lines) + "\n"


HEAVY: Final[Mapping[str, Callable[[], str]]] = {
    "counter": counter,
    "products": products,
    "groups": groups,
    "forks": forks,
    "more forks": lambda: forks(300),
    "turns": turns,
    "deck": deck,
    "nested": nested,
    "flags": flags,
    "round and round": round_and_round,
}
