"""A story of one file, of many, and what may be included."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from game.program.load import Loaded, load
from tests.program.telling import program_of

Form = Literal["NFC", "NFD"]
MAIN = "story: l\ntitle: L\nstart: a\ninclude: [{include}]\nendings: {{dark: Dark}}\n"
PART = "scenes: {a: [{ending: dark}]}\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def told(loaded: Loaded) -> list[tuple[str, str]]:
    return [(Path(one.file).name, one.code) for one in loaded.diagnostics]


def test_a_single_file_holds_a_whole_story(tmp_path: Path) -> None:
    path = tmp_path / "my-story.yaml"
    path.write_text("story: l\ntitle: L\nstart: a\nendings: {dark: Dark}\n" + PART, encoding="utf-8")
    loaded = load(path, cache=None)
    assert loaded.program is not None
    assert not loaded.diagnostics


def test_patterns_take_files_in_order_and_each_once() -> None:
    program = program_of(
        {
            "story.yaml": MAIN.format(include="chapters/*.yaml, chapters/1-a.yaml, more/x.yaml"),
            "chapters/2-b.yaml": "chapter: {id: two, title: Two, number: 2}\nscenes: {b: [{goto: c}]}\n",
            "chapters/1-a.yaml": "chapter: {id: one, title: One, number: 1}\n"
            + PART.replace("[{ending: dark}]", "[{goto: b}]"),
            "chapters/deeper/3.yaml": "scenes: {z: [{goto: z}]}\n",
            "more/x.yaml": "scenes: {c: [{ending: dark}]}\n",
        }
    )
    assert list(program.scene_ids) == ["a", "b", "c"]
    assert [program.meta(name).chapter for name in program.scene_ids] == ["one", "two", ""]
    assert list(program.chapters) == ["one", "two"]


def test_a_chapter_may_be_spread_over_files() -> None:
    program = program_of(
        {
            "story.yaml": MAIN.format(include="'*.yaml'"),
            "1.yaml": "chapter: {id: one, title: One, number: 1}\n" + PART.replace("[{ending: dark}]", "[{goto: b}]"),
            "2.yaml": "chapter: {id: one}\nscenes: {b: [{ending: dark}]}\n",
        }
    )
    assert [(one.id, one.title, one.number) for one in program.chapters.values()] == [("one", "One", 1)]


def test_names_of_one_kind_in_two_files_are_shown_with_both_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "story.yaml": MAIN.format(include="b.yaml"),
            "b.yaml": "endings: {dark: Darker}\nscenes: {a: [{ending: dark}]}\n",
        },
    )
    (found,) = load(tmp_path, cache=None).diagnostics
    assert (found.code, Path(found.file).name, found.line, found.column) == ("E104", "b.yaml", 1, 11)
    assert [(Path(one.file).name, one.line, one.column) for one in found.related] == [("story.yaml", 5, 11)]


@pytest.mark.parametrize(
    "include",
    [
        "../b.yaml",
        "/etc/passwd",
        "parts/../../b.yaml",
        "~/b.yaml",
        "C:/b.yaml",
        "'**/*.yaml'",
        "'[ab].yaml'",
        "''",
        "parts",
        "'b\\u0000.yaml'",
        "no-such.yaml",
    ],
)
def test_an_include_stays_in_the_storys_folder(include: str, tmp_path: Path) -> None:
    folder = tmp_path / "story"
    write(tmp_path, {"story/story.yaml": MAIN.format(include=include), "b.yaml": PART, "story/parts/x.txt": "x"})
    loaded = load(folder, cache=None)
    assert loaded.program is None
    assert [one for one in told(loaded) if one[1] in ("E110", "E002")]


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_read_once(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    write(tmp_path, {"story/story.yaml": MAIN.format(include="'*.yaml'"), "secret.yaml": PART, "story/a.yaml": PART})
    (folder / "b.yaml").symlink_to(folder / "a.yaml")
    assert load(folder, cache=None).program is not None
    (folder / "c.yaml").symlink_to(tmp_path / "secret.yaml")
    loaded = load(folder, cache=None)
    assert told(loaded) == [("story.yaml", "E110")]
    assert "leads out" in loaded.diagnostics[0].message


def test_a_linked_folder_out_of_the_story_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    write(tmp_path, {"story/story.yaml": MAIN.format(include="'parts/*.yaml'"), "elsewhere/a.yaml": PART})
    (folder / "parts").symlink_to(tmp_path / "elsewhere")
    assert ("story.yaml", "E110") in told(load(folder, cache=None))


def test_links_that_go_round_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, {"story.yaml": MAIN.format(include="'*.yaml', a.yaml")})
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    loaded = load(tmp_path, cache=None)
    assert loaded.program is None
    assert loaded.diagnostics


def test_a_missing_file_is_not_also_a_hundred_missing_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "story.yaml": MAIN.format(include="cats.yaml")
            + "scenes: {a: [{namra: Hello.}, {learn: cordon}, {ending: dark}]}\n"
        },
    )
    assert told(load(tmp_path, cache=None)) == [("story.yaml", "E110")]


def test_a_file_that_cannot_be_read_is_not_also_a_hundred_missing_names(tmp_path: Path) -> None:
    main = MAIN.format(include="cast.yaml") + "scenes: {a: [{namra: Hello.}, {ending: dark}]}\n"
    write(tmp_path, {"story.yaml": main, "cast.yaml": "cast:\n  namra: {name: Nam-ra\n"})
    found = told(load(tmp_path, cache=None))
    assert [name for name, _ in found] == ["cast.yaml"]


LEFT = [
    ".one.yaml", ".#one.yaml", "._one.yaml", "#one.yaml#", "one.yaml~", ".one.yaml.swp", "one.yaml.bak", "~$one.yaml",
    "one.yaml.orig",
]  # fmt: skip


@pytest.mark.parametrize("pattern", ["chapters/*.yaml", "chapters/*", "*/*", "ch*/*e.yaml*"])
@pytest.mark.parametrize("left", LEFT)
def test_what_an_editor_left_behind_fits_no_star(pattern: str, left: str, tmp_path: Path) -> None:
    write(tmp_path, {"story.yaml": MAIN.format(include=f"'{pattern}'"), "chapters/one.yaml": PART})
    (tmp_path / "chapters" / left).write_bytes(b"\0\5\26\7")
    write(tmp_path, {".hidden/x.yaml": "nonsense"})
    loaded = load(tmp_path, cache=None)
    assert loaded.program is not None, loaded.diagnostics
    assert [Path(name).name for name in loaded.sources] == ["story.yaml", "one.yaml"]


def test_the_lock_of_an_editor_is_a_link_to_nowhere_and_fits_no_star(tmp_path: Path) -> None:
    write(tmp_path, {"story.yaml": MAIN.format(include="chapters/*.yaml"), "chapters/one.yaml": PART})
    (tmp_path / "chapters/.#one.yaml").symlink_to("me@host.1:2")
    assert load(tmp_path, cache=None).program is not None


def test_a_hidden_file_can_be_named(tmp_path: Path) -> None:
    write(tmp_path, {"story.yaml": MAIN.format(include=".parts/.one.yaml"), ".parts/.one.yaml": PART})
    assert load(tmp_path, cache=None).program is not None


def test_a_playthrough_fits_no_star(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "story.yaml": MAIN.format(include="'*.yaml', '*/*.y*ml'"),
            "a.play.yaml": "steps: []",
            "b/one.yaml": PART,
            "b/b.play.yml": "steps: []",
        },
    )
    loaded = load(tmp_path, cache=None)
    assert loaded.program is not None, loaded.diagnostics
    write(tmp_path, {"story.yaml": MAIN.format(include="b/one.yaml, a.play.yaml")})
    (found,) = load(tmp_path, cache=None).diagnostics
    assert (found.code, found.line, found.column) == ("E110", 4, 23)
    assert "playthrough" in found.message


@pytest.mark.parametrize("include", ["김치/장.yaml", "김치/*.yaml", "'*/장.yaml'", "김*/장*"])
@pytest.mark.parametrize(("written", "stored"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_names_of_files_compare_composed(include: str, written: Form, stored: Form, tmp_path: Path) -> None:
    path = tmp_path / normalize(stored, "김치/장.yaml")
    path.parent.mkdir()
    path.write_text(PART, encoding="utf-8")
    write(tmp_path, {"story.yaml": MAIN.format(include=normalize(written, include))})
    loaded = load(tmp_path, cache=tmp_path / "cache")
    assert loaded.program is not None, loaded.diagnostics
    assert load(tmp_path, cache=tmp_path / "cache").program is not None


def test_what_belongs_in_the_main_file_is_refused_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, {"story.yaml": MAIN.format(include="b.yaml"), "b.yaml": "title: Another\n" + PART})
    assert told(load(tmp_path, cache=None)) == [("b.yaml", "E101")]


def test_an_empty_folder_and_a_missing_one_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "a\0b"):
        loaded = load(path, cache=None)
        assert [one.code for one in loaded.diagnostics] == ["E001"]
