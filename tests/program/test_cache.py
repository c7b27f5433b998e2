"""The cache gives the same play or nothing: whatever happens to it, the story is right."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game.engine.sessions.session import Session
from game.program.load import load

STORY = """\
story: cached
title: Cached
start: a
include: [more/*.yaml]
variables:
  heat: {type: int, min: 0, max: 3}
  lost: bool
endings: {far: Far away}
scenes:
  a:
    - |
      The stove is at {heat}. Größe, 화톳불.
    - choices:
        - Feed it:
            - do: heat += 1
            - goto: a
        - Go -> b
"""
MORE = """\
scenes:
  b:
    - |
      Outside {if heat > 1: you are warm | else: you are cold}.
    - choices:
        - Back -> a
        - On -> c
  c:
    - The end of the road.
    - ending: far
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    (folder / "more").mkdir(parents=True)
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    (folder / "more" / "b.yaml").write_text(MORE, encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def played(story: Path, cache: Path | None) -> list[object]:
    """All that a playthrough of every scene shows."""
    loaded = load(story, cache=cache)
    assert loaded.program is not None
    session = Session(loaded.program)
    shown: list[object] = [loaded.diagnostics, loaded.program.counts, session.turn]
    for choice in (0, 0, 1, 0, 1, 1):
        shown += [session.choose(choice), session.values()]
    return shown


def kept(cache: Path, ending: str) -> Path:
    (found,) = cache.glob(f"*.{ending}")
    return found


def from_cache(story: Path, cache: Path) -> bool:
    """Whether loading now uses the cache: then no source is read."""
    return not load(story, cache=cache).sources


def age(story: Path) -> None:
    """Files that were written a minute ago, which stamps are trusted for."""
    for path in story.rglob("*.yaml"):
        status = path.stat()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 60 * 10**9))


def test_a_second_start_comes_from_the_cache_and_plays_the_same(story: Path, cache: Path) -> None:
    first = played(story, cache)
    assert from_cache(story, cache)
    assert played(story, cache) == first == played(story, None)


@pytest.mark.parametrize("name", ["story", "docs/examples/sets.yaml", "docs/examples/beside.yaml"])
def test_each_scene_comes_from_the_cache_as_it_was_compiled(cache: Path, name: str) -> None:
    shipped = Path(__file__).parents[2] / name
    compiled, again = load(shipped, cache=cache).program, load(shipped, cache=cache).program
    assert compiled is not None
    assert again is not None
    assert from_cache(shipped, cache)
    for number in range(len(compiled.scene_ids)):
        assert repr(compiled.scene(number).blocks) == repr(
            again.scene(number).blocks
        )  # which tells a tuple from a list
    assert json.dumps(compiled.header) == json.dumps(again.header)
    assert repr([one.words for one in compiled.slots]) == repr([one.words for one in again.slots])
    assert repr([compiled.codex, compiled.always]) == repr([again.codex, again.always])
    assert repr([[*one.words, one.none] for one in compiled.told]) == repr(
        [[*one.words, one.none] for one in again.told]
    )
    assert repr([(one.condition, one.words) for one in compiled.status]) == repr(
        [(one.condition, one.words) for one in again.status]
    )


def test_a_start_from_the_cache_imports_no_yaml(story: Path, cache: Path) -> None:
    played(story, cache)
    code = (
        "import sys; from pathlib import Path; from game.program.load import load; from game.engine.sessions.session import Session;"
        "Session(load(sys.argv[1], cache=Path(sys.argv[2])).program); print('yaml' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", code, str(story), str(cache)], cwd=root, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "False\n"


@pytest.mark.parametrize("name", ["story.yaml", "more/b.yaml"])
def test_any_changed_byte_of_the_story_is_noticed(story: Path, cache: Path, name: str) -> None:
    age(story)
    played(story, cache)
    path = story / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("stove", "stave").replace("Outside", "Outsize"), encoding="utf-8")
    assert not from_cache(story, cache)
    assert played(story, cache) == played(story, None)


def test_a_change_that_keeps_size_and_time_is_noticed(story: Path, cache: Path) -> None:
    age(story)
    played(story, cache)
    path = story / "story.yaml"
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b"stove", b"stave"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not from_cache(story, cache)


def test_a_new_or_lost_file_is_noticed(story: Path, cache: Path) -> None:
    played(story, cache)
    (story / "more" / "c.yaml").write_text("cast: {x: X}\n", encoding="utf-8")
    assert not from_cache(story, cache)
    (story / "more" / "c.yaml").unlink()
    assert not from_cache(story, cache)
    assert from_cache(story, cache)


def test_files_with_other_times_and_the_same_bytes_need_no_compiling(story: Path, cache: Path) -> None:
    played(story, cache)
    age(story)
    assert from_cache(story, cache)
    assert from_cache(story, cache)


def test_stamps_may_be_lost_or_damaged(story: Path, cache: Path) -> None:
    age(story)
    right = played(story, cache)
    seen = kept(cache, "seen")
    for content in (b"", b"x", b"00000000 []", seen.read_bytes()[:-3], b"\xff" * 50):
        seen.write_bytes(content)
        assert played(story, cache) == right
    seen.unlink()
    assert from_cache(story, cache)


def test_damage_at_any_byte_never_shows(story: Path, cache: Path) -> None:
    right = played(story, cache)
    path = kept(cache, "story")
    whole = path.read_bytes()
    for at in (*range(0, 120, 7), *range(120, len(whole), 23)):
        for damaged in (whole[:at] + bytes([whole[at] ^ 0x21]) + whole[at + 1 :], whole[:at]):
            path.write_bytes(damaged)
            assert played(story, cache) == right, at


def test_damage_while_the_game_runs_never_shows(story: Path, cache: Path) -> None:
    right = played(story, cache)
    path = kept(cache, "story")
    program = load(story, cache=cache).program
    assert program is not None
    content = path.read_bytes()
    with path.open("r+b") as file:  # the very file the program reads from
        file.seek(content.rindex(b'["b"'))
        file.write(b'["c"')
    session = Session(program)
    assert [session.choose(choice) for choice in (0, 0, 1, 0, 1, 1)] == right[3::2]


def test_a_cache_that_cannot_be_written_is_no_trouble(story: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert played(story, blocked) == played(story, None)


def test_a_story_that_moved_is_compiled_under_its_new_name(story: Path, cache: Path, tmp_path: Path) -> None:
    played(story, cache)
    shutil.move(story, tmp_path / "elsewhere")
    assert not from_cache(tmp_path / "elsewhere", cache)
