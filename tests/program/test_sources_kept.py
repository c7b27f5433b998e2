"""The source table beside a story's kept Program: made for those who ask, and made anew where it is damaged or old."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from game.program.load import load
from tests.program.placed import MORE


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(cache: Path) -> Iterator[Path]:
    return cache.glob("*.sources")


def test_the_table_is_kept_only_for_those_who_ask(story: Path, cache: Path) -> None:
    load(story, cache=cache)
    load(story, cache=cache)
    assert list(kept(cache)) == []
    first = load(story, cache=cache, traced=True)
    assert list(kept(cache))
    again = load(story, cache=cache, traced=True)
    assert first.sources
    assert not again.sources, "the second time nothing is read but the cache"
    assert first.table is not None
    assert again.table is not None
    assert first.table.references == again.table.references
    assert first.table.files == again.table.files
    for kind, rows in first.table.rows.items():
        assert {name: first.table.span(kind, name) for name in rows} == {
            name: again.table.span(kind, name) for name in again.table.rows[kind]
        }


@pytest.mark.parametrize("damage", [b"", b"nonsense", None], ids=["empty", "nonsense", "cut"])
def test_a_damaged_table_is_made_anew(story: Path, cache: Path, damage: bytes | None) -> None:
    first = load(story, cache=cache, traced=True)
    (path,) = kept(cache)
    path.write_bytes(path.read_bytes()[:-9] if damage is None else damage)
    again = load(story, cache=cache, traced=True)
    assert again.table is not None
    assert first.table is not None
    assert again.table.references == first.table.references
    assert load(story, cache=cache).program is not None


def test_every_byte_of_a_table_may_be_wrong(story: Path, cache: Path) -> None:
    first = load(story, cache=cache, traced=True)
    (path,) = kept(cache)
    raw = path.read_bytes()
    for at in range(0, len(raw), max(1, len(raw) // 60)):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 0x41]) + raw[at + 1 :])
        again = load(story, cache=cache, traced=True)
        assert again.table is not None
        assert first.table is not None
        assert again.table.references == first.table.references


def test_a_story_that_was_changed_has_another_table(story: Path, cache: Path) -> None:
    load(story, cache=cache, traced=True)
    (story / "more" / "one.yaml").write_text("# pushed down\n" + MORE, encoding="utf-8")
    load(story, cache=cache)  # what is beside the new story is the table of the old one
    loaded = load(story, cache=cache, traced=True)
    assert loaded.table is not None
    span = loaded.table.span("scene", "cellar")
    assert span is not None
    assert span.line == 3
