"""A picture from a stranger: whatever is in the file, what comes of it is cells that can do nothing but be seen."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as some

from game.language.picture import LETTERS, TALLEST, WIDEST
from game.language.text.cleaning import clean
from game.language.text.columns import width
from game.program.load import load

STORY = "story: t\ntitle: T\nstart: a\npicture: p.txt\nendings: {e: E}\nscenes: {a: [Text., {ending: e}]}\n"
LINES = some.lists(
    some.one_of(
        some.text("█▀▄░ no-.#", max_size=130),
        some.text(max_size=12),
        some.sampled_from(["colours:", "", "\x1b[31m▄", "한", "▄\t▄", "e\u0301", "\u202e▄"]),
    ),
    max_size=30,
)


@given(LINES)
@example(["\xad"])
def test_a_picture_is_told_at_its_place_or_is_cells(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "story.yaml").write_text(STORY, encoding="utf-8")
        raw = "\n".join(lines).encode("utf-8", "surrogatepass")
        Path(folder, "p.txt").write_bytes(raw)
        loaded = load(Path(folder), cache=False)
    if loaded.program is None:
        assert loaded.diagnostics
        for one in loaded.diagnostics:
            assert one.file.endswith("p.txt")
            assert one.line <= raw.count(b"\n") + 1
            assert one.hint
        return
    (picture,) = loaded.program.pictures
    assert 1 <= len(picture.rows) == len(picture.colours) <= TALLEST
    for row, letters in zip(picture.rows, picture.colours, strict=True):
        assert len(row) == len(letters) == width(row) <= WIDEST
        assert clean(row) == row
        assert set(letters) <= {*LETTERS, " ", "."}
