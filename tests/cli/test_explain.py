"""`hambies explain`: each code has its page, which comes with the game, and reads well in a terminal."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from game.cli import main
from game.places import pages_folder
from game.writer.pages import guides, title_of
from tests.language import error_pages

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("path", error_pages.paths(), ids=lambda path: path.stem)
def test_every_page_reads_well(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All words are there, no link and no fence is, and the stories stand as they are."""
    assert main(["explain", path.stem]) == 0
    told = capsys.readouterr().out
    page = error_pages.read(path)
    assert told.startswith(f"{page.code} ({page.severity}): {page.title}\n")
    assert "```" not in told
    assert "](" not in told
    assert "---" not in told.split("\n\n")[0]
    for story in (page.wrong, page.right) if "escaped" not in path.read_text(encoding="utf-8")[:200] else ():
        for content in story.values():
            for line in content.decode().splitlines():
                assert f"    {line}".rstrip() in told


@pytest.mark.parametrize("code", ["E202", "e202", "202"])
def test_a_code_as_it_is_typed(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 0
    assert capsys.readouterr().out.startswith("E202 (error): ")


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    blank = lines.index("")
    assert len(lines[blank + 1 :]) == len(error_pages.paths())
    assert [line.split("  ")[0] for line in lines[:blank]] == list(guides())
    assert all(len(line) > 8 for line in lines if line)


@pytest.mark.parametrize("name", guides())
def test_every_other_page_reads_well_and_has_all_its_words(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    told = capsys.readouterr().out
    text = guides()[name].read_text(encoding="utf-8")
    assert told.splitlines()[:2] == [title_of(text), "=" * len(title_of(text))]
    prose = re.sub(r"(?ms)^(```+).*?^\1$", "", told)
    assert not re.search(r"\]\([\w./#-]+\)|^\|", prose, re.MULTILINE)
    words = Counter(re.findall(r"\w{3,}", re.sub(r"\]\([\w./#:-]+\)|<!--.*?-->|^```.*$", "", text, flags=re.MULTILINE)))
    assert not words - Counter(re.findall(r"\w{3,}", told))
    assert max(len(line) for line in told.splitlines() if not line.startswith("    ")) <= 88


def test_a_page_by_a_part_of_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "docs/format.md", "Saves"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("The story format\n")
    assert "\n\nSaves\n=====\n" in told


def test_a_folder_of_pages_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "cookbook"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in told] == [name for name in guides() if name.startswith("cookbook/")]


def test_what_is_typed_for_a_page_of_another_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "ink", "E360"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Coming from ink\n")
    assert "\nW360 (warning): " in told
    for typed, near in {
        "inky": "did you mean coming-from-ink?",
        "map": "hambies map --help tells of the command",
    }.items():
        assert main(["explain", typed]) == 2
        assert near in capsys.readouterr().err


@pytest.mark.parametrize("code", ["E999", "hello", "../E202", "formt", ""])
def test_no_such_code(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 2
    assert f"there is no page {code!r}" in capsys.readouterr().err


def test_findings_say_where_they_are_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = tmp_path / "story.yaml"
    story.write_text("story: x\ntitle: X\nstart: a\nscenes:\n  a: [Hello, {goto: b}]\n", encoding="utf-8")
    assert main(["check", "--no-proof", str(story)]) == 1
    assert "hambies explain E120 says more about the first of them" in capsys.readouterr().out
    assert main(["play", "--plain", str(story)]) == 2
    assert "cannot be played: 1 error. hambies explain E120 says more." in capsys.readouterr().err


def test_the_pages_come_with_the_game(tmp_path: Path) -> None:
    """In a checkout they are its documents; a wheel has them where the game looks for them."""
    assert pages_folder() == ROOT / "docs" / "errors"
    assert pages_folder(tmp_path / "game") == tmp_path / "game" / "docs" / "errors"
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert "docs" in wheel["only-include"]
    assert wheel["sources"]["docs"] == "game/docs"
