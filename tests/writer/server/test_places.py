"""What stands at a place is told from lines alone, and it is what the reader makes of the place where the text is YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.language.schema.shapes.shape import Keyed, Shape, Single
from game.language.yaml.locate import locate
from game.writer.keys.places import meaning, spot
from game.writer.server.reading import FileReading
from game.writer.server.texts import EditorText

ROOT = Path(__file__).resolve().parents[3]
FILES = [
    *(path for path in sorted((ROOT / "docs" / "examples").rglob("*.yaml")) if not path.name.endswith(".play.yaml")),
    *(ROOT / "story" / name for name in ("story.yaml", "values.yaml", "cast.yaml", "endings.yaml")),
]


def test_places_mean_what_the_reader_reads_there() -> None:
    looked_at = 0
    for path in FILES:
        text = EditorText(path, path.read_text(encoding="utf-8"))
        reading = FileReading(text, str(path))
        for scalar, form in reading.spelled:
            if not scalar.text.strip():
                continue
            line, column = locate(reading.document.reading, scalar, 0)
            around = spot(text.read_lines, line, column + 1)
            forms = meaning(around.path).forms
            named = not around.value and any(isinstance(one, Keyed) for one in forms)
            assert named or any(one == form for one in forms), (path, line, column, around)
            looked_at += 1
    assert looked_at > 1_500


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("scenes:\n  hall:\n    ", ["talk", "place"]),
        ("scenes:\n  hall:\n    choices:\n      - ", ["once", "fallback"]),
        ("scenes:\n  hall:\n    choices:\n    - choice: Go\n      ", ["needs", "goto"]),
        ("scenes:\n  hall:\n    body:\n      - if: cold\n        ", ["then", "else"]),
        ("scenes:\n  hall:\n    talk: |\n      ines: So.\n    ", ["goto"]),
        ("variables:\n  heat: {type: int,\n    ", ["label"]),
        ("setup:\n  - {ask: So?, ", ["set", "suggest"]),
        ("", ["scenes", "cast"]),
    ],
)
def test_half_a_text_is_enough(text: str, keys: list[str]) -> None:
    lines = text.split("\n")
    around = spot(lines, len(lines), len(lines[-1]) + 1)
    known = [key for form in meaning(around.path).forms if isinstance(form, Shape) for key in form.keys]
    assert set(keys) <= set(known)
    assert not around.block


def test_nothing_is_a_key_below_a_bar() -> None:
    lines = ["scenes:", "  hall:", "    talk: |", "      ines: So.", "        if: this", "        "]
    around = spot(lines, len(lines), 9)
    assert around.block
    assert [one.text for one in around.path] == ["scenes", "hall", "talk"]
    assert all(isinstance(one, Single) and one.kind == "block" for one in meaning(around.path).forms)
