"""Text that is not saved yet is read as if it were: a story and its scripts through an overlay, and the same from the disk."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.program.load import Loaded, load
from game.replay.running.runner import run_script
from game.replay.running.script_loader import ScriptLoader, ScriptPath
from game.system.files import DISK, Refused
from game.system.overlay import Overlay

FILES = {
    "story.yaml": "story: o\ntitle: O\nstart: a\ninclude: [chapters/*.yaml, ends.yaml, 'd*/*/x.yaml']\nvariables: {met: bool}\n",
    "chapters/1.yaml": "scenes:\n  a:\n    - {if: met, then: [{goto: b}]}\n    - choices: [On -> b, Off -> c]\n",
    "chapters/2.yaml": "scenes:\n  b:\n    - do: met = true\n    - goto: c\n",
    "ends.yaml": "endings: {far: Far}\nscenes:\n  c:\n    - ending: far\n",
    "deep/er/x.yaml": "codex: {k: {title: K, text: K., open: true}}\n",
    "chapters/notes.play.yaml": "steps: [On]\n",
    "aside.yaml": "cast: {jin: Jin}\n",
}
BROKEN = {
    "chapters/1.yaml": "scenes:\n  a:\n    - do: mett = true\n    - jin: Hello.\n    - choices: [On -> bb]\n",
    "chapters/2.yaml": "scenes:\n  b:\n    - oh: no: more\n    - goto: c\n",
    "ends.yaml": "endings: {far: Far\n",
    "story.yaml": "story: o\ntitle: O\nstart: a\ninclude: [chapter/*.yaml, nds.yaml]\n",
}
Saved = Literal["saved", "stale", "missing"]


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def told(loaded: Loaded, folder: Path) -> object:
    """All that a load gives, with the name of its folder left out."""

    def plain(value: object) -> str:
        return repr(value).replace(str(folder), "")

    program = loaded.program
    scenes = [] if program is None else [program.scene(number) for number in range(len(program.scene_ids))]
    header = None if program is None else json.dumps(program.header)
    sources = {name: source.text for name, source in loaded.sources.items()}
    return plain(loaded.diagnostics), plain(sources), header, plain(scenes)


@settings(max_examples=40)
@given(
    st.dictionaries(st.sampled_from(sorted(FILES)), st.sampled_from(["saved", "stale", "missing"])),
    st.sets(st.sampled_from(sorted(BROKEN))),
)
def test_whatever_is_saved_it_is_read_as_if_all_were(
    tmp_path_factory: pytest.TempPathFactory, how: dict[str, Saved], broken: set[str]
) -> None:
    wanted = FILES | {name: BROKEN[name] for name in broken}
    there, here = tmp_path_factory.mktemp("saved"), tmp_path_factory.mktemp("open")
    write(there, wanted)
    write(here, {name: text for name, text in wanted.items() if how.get(name, "saved") == "saved"})
    write(here, {name: "scenes: {old: [Old.]}\n" for name in wanted if how.get(name) == "stale"})
    overlay = Overlay({here / name: wanted[name] for name in wanted if how.get(name, "saved") != "saved"})
    assert told(load(here, cache=None, disk=overlay), here) == told(load(there, cache=None), there)


def test_a_folder_that_is_only_in_an_editor_is_a_story(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "story"
    overlay = Overlay({folder / name: text for name, text in FILES.items()})
    assert load(folder, cache=None, disk=overlay).program is not None
    assert load(folder / "story.yaml", cache=None, disk=overlay).program is not None
    assert load(folder, cache=None).program is None
    assert not folder.parent.exists()


def test_what_is_not_saved_is_never_kept(tmp_path: Path) -> None:
    write(tmp_path / "story", FILES)
    cache = tmp_path / "cache"
    load(tmp_path / "story", cache=cache)
    before = {path.name: path.read_bytes() for path in cache.iterdir()}
    overlay = Overlay({tmp_path / "story" / "chapters" / "2.yaml": BROKEN["chapters/2.yaml"]})
    assert load(tmp_path / "story", cache=cache, disk=overlay, traced=True).program is None
    assert {path.name: path.read_bytes() for path in cache.iterdir()} == before


def test_a_script_begins_where_one_that_is_not_saved_ends(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    first, second = tmp_path / "first.play.yaml", tmp_path / "plays" / "second.play.yaml"
    write(tmp_path, {"first.play.yaml": "steps: []\n"})
    texts = {
        first: "steps: [Off]\nexpect: {ending: far}\n",
        second: "from: ../first.play.yaml\nstory: ..\nsteps: []\nexpect: {ending: nowhere}\n",
        tmp_path / "ends.yaml": FILES["ends.yaml"].replace("far", "nowhere"),
    }
    texts[first] = texts[first].replace("far", "nowhere")
    loader = ScriptLoader(disk=Overlay(texts))
    found = ScriptPath(second, str(second))
    script = loader.read(found).script
    assert script is not None
    program, start = loader.start(script, found)
    assert run_script(script, program, start=start).status == "passed"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_leads_no_further_than_on_the_disk(tmp_path: Path) -> None:
    story, outside = tmp_path / "story", tmp_path / "outside.yaml"
    write(story, FILES)
    outside.write_text("scenes: {x: [X.]}\n", encoding="utf-8")
    (story / "chapters" / "3.yaml").symlink_to(outside)
    (story / "chapters" / "4.yaml").symlink_to(story / "chapters" / "1.yaml")
    overlay = Overlay(
        {story / "chapters" / "3.yaml": "scenes: {y: [Y.]}\n", story / "chapters" / "1.yaml": "scenes: {}\n"}
    )
    said = load(story, cache=None, disk=overlay).diagnostics
    assert [one.code for one in said if "leads out" in one.message] == ["E110"]
    assert all("4.yaml" not in one.file for one in said)
    with pytest.raises(Refused):
        overlay.read(story / "chapters" / "3.yaml", 100, root=story)
    assert overlay.read(story / "chapters" / "4.yaml", 100) == b"scenes: {}\n"


def test_asked_as_the_disk_is(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "a", "in/b.yaml": "b"})
    overlay = Overlay(
        {tmp_path / "in" / "c.yaml": "longer", tmp_path / "new" / "er" / "d.yaml": "d", tmp_path / "a.yaml": "é"}
    )
    assert overlay.names(tmp_path) == ["a.yaml", "in", "new"]
    assert overlay.names(tmp_path, folders=True) == ["in", "new"]
    assert overlay.names(tmp_path / "in", folders=False) == ["b.yaml", "c.yaml"]
    assert overlay.names(tmp_path / "new") == ["er"]
    assert overlay.read(tmp_path / "a.yaml", 10) == "é".encode()
    assert overlay.read(tmp_path / "in" / ".." / "in" / "b.yaml", 10) == b"b"
    for asked in (tmp_path, tmp_path / "in", tmp_path / "new", tmp_path / "new" / "er"):
        assert overlay.has_folder(asked)
        assert overlay.has(str(asked))
        assert not overlay.has_file(asked)
    assert overlay.has_file(tmp_path / "new" / "er" / "d.yaml")
    assert not overlay.has_folder(tmp_path / "new" / "er" / "d.yaml")
    assert not overlay.has(tmp_path / "new" / "e.yaml")
    assert overlay.trouble(tmp_path / "new" / "er" / "d.yaml") == ""
    assert overlay.trouble("\0") != ""
    with pytest.raises(Refused):
        overlay.read(tmp_path / "in" / "c.yaml", 3)
    with pytest.raises(OSError, match="no such"):
        overlay.read(tmp_path / "new" / "e.yaml", 3)
    with pytest.raises(OSError, match=os.strerror(2)):
        overlay.names(tmp_path / "none")
    assert Overlay({}).names(tmp_path) == DISK.names(tmp_path)
