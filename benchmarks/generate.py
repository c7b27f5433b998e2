"""Makes up a long story in the neutral form that the benchmarks share, the same one for the same numbers.

    python benchmarks/generate.py story.json [--scenes 2000] [--seed 7]

The neutral form is one JSON object: `title`, `start`, `variables` (name, type int or bool, init, and min and max where it has
bounds) and `scenes`. A scene has an id, `ending` (true or false), `paragraphs` (lists of segments: words, {"var": name}, or
{"if": test, "then": words, "else": words}) and `choices` (label, `when` with tests that must all hold, `do` with effects, goto).
A test is [name, ">=" "<=" "==" or "!=", number] or [name, "is", true or false]; an effect [name, "+=" or "=", value] or
[name, "not"]. Anything else that writes this form will do as well. A scene here has about a hundred words, one choice
that is always open, and mostly leads to scenes near it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random
from typing import Any

SYLLABLES = [
    "ba",
    "den",
    "fol",
    "gar",
    "hin",
    "jo",
    "kel",
    "lum",
    "mor",
    "nas",
    "pel",
    "qui",
    "ras",
    "sto",
    "tev",
    "und",
    "vor",
    "wil",
    "yar",
    "zen",
]
HIGHEST = 20


class Writer:
    """Makes up the parts of one story."""

    def __init__(self, scenes: int, seed: int) -> None:
        self.random = Random(f"{scenes} scenes, seed {seed}")
        self.count = scenes
        number = 20 if scenes <= 200 else 60 if scenes <= 2000 else 200
        self.numbers = [f"count_{index}" for index in range(number * 3 // 5)]
        self.flags = [f"flag_{index}" for index in range(number * 2 // 5)]
        self.vocabulary = [
            "".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3)))) for _ in range(400)
        ]
        self.ids = [f"scene-{index:05d}" for index in range(scenes)]
        self.endings = set(self.random.sample(range(scenes // 10, scenes), max(1, scenes // 100)))

    def words(self, count: int) -> str:
        return " ".join(self.random.choices(self.vocabulary, k=count))

    def sentence(self, count: int) -> str:
        return self.words(count).capitalize()

    def test(self) -> list[Any]:
        if self.random.random() < 1 / 3:
            return [self.random.choice(self.flags), "is", self.random.random() < 0.5]
        operator = self.random.choice((">=", ">=", "<=", "<=", "==", "!="))
        return [self.random.choice(self.numbers), operator, self.random.randint(5, 15)]

    def effect(self) -> list[Any]:
        kind = self.random.random()
        if kind < 0.06:
            return [self.random.choice(self.flags), "not"]
        if kind < 0.2:
            return [self.random.choice(self.flags), "=", self.random.random() < 0.5]
        if kind < 0.45:
            return [self.random.choice(self.numbers), "=", self.random.randint(0, HIGHEST)]
        return [self.random.choice(self.numbers), "+=", self.random.choice((-3, -2, -1, 1, 2, 3))]

    def paragraphs(self) -> list[list[Any]]:
        value = [self.sentence(16) + " ", {"var": self.random.choice(self.numbers)}, " " + self.words(15) + "."]
        arm = {"if": self.test(), "then": self.words(8), "else": self.words(8)}
        result = [value, [self.sentence(14) + " ", arm, "."]]
        if self.random.random() < 0.5:
            result.append([self.sentence(20) + "."])
        return result

    def goal(self, index: int) -> str:
        """Where a choice leads: often on, mostly near, now and then anywhere."""
        if self.random.random() < 0.7:
            return self.ids[min(max(index + self.random.randint(-15, 30), 0), self.count - 1)]
        return self.random.choice(self.ids)

    def choices(self, index: int) -> list[dict[str, Any]]:
        onward = next(one for one in range(index + 1, index + self.count) if one % self.count not in self.endings)
        labels: list[str] = []
        while len(labels) < self.random.choice((3, 4)):
            label = self.sentence(self.random.randint(4, 7))
            labels += [label] if label not in labels else []
        result = []
        for number, label in enumerate(labels):
            gated = number and self.random.random() < 0.65
            result.append({
                "label": label,
                "when": [self.test() for _ in range(self.random.choice((1, 1, 2)))] if gated else [],
                "do": [self.effect() for _ in range(self.random.choice((1, 2, 2, 3)))],
                "goto": self.goal(index) if number else self.ids[onward % self.count],
            })  # fmt: skip
        return result

    def story(self) -> dict[str, Any]:
        numbers = [
            {"name": name, "type": "int", "init": self.random.randint(0, HIGHEST), "min": 0, "max": HIGHEST}
            for name in self.numbers
        ]
        flags = [{"name": name, "type": "bool", "init": self.random.random() < 0.5} for name in self.flags]
        scenes = [
            {
                "id": identity,
                "ending": index in self.endings,
                "paragraphs": self.paragraphs(),
                "choices": [] if index in self.endings else self.choices(index),
            }
            for index, identity in enumerate(self.ids)
        ]
        return {"title": f"{self.count} scenes", "start": self.ids[0], "variables": numbers + flags, "scenes": scenes}


def generate(scenes: int, seed: int = 7) -> dict[str, Any]:
    """A story of this many scenes."""
    return Writer(scenes, seed).story()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--scenes", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    given.out.write_text(json.dumps(generate(given.scenes, given.seed)), encoding="utf-8")
