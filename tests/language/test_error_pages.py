"""The error pages are true: each wrong example raises exactly its code, each right one nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.language.diagnostics.diagnostic import Diagnostic
from tests.language import error_pages
from tests.language.error_pages import PAGES, ROOT, Page

RUNNABLE = [page for page in map(error_pages.read, error_pages.paths()) if page.runnable]
IDS = [page.code for page in RUNNABLE]


def diagnose(story: Path) -> tuple[Diagnostic, ...]:
    """Every diagnostic of the story in a folder."""
    load = pytest.importorskip("game.program.load").load
    return tuple(load(story, cache=False).diagnostics)


def said(found: tuple[Diagnostic, ...]) -> str:
    """The diagnostics in short, for a failing test."""
    return "\n".join(f"{d.file}:{d.line}:{d.column} {d.severity}[{d.code}] {d.message}" for d in found)


@pytest.mark.parametrize("path", error_pages.paths(), ids=lambda path: path.stem)
def test_page_is_whole(path: Path) -> None:
    page = error_pages.read(path)
    assert page.code == path.stem
    assert page.severity in ("error", "warning")
    assert page.title
    assert len(page.prose.split()) >= 8, "say what it means"
    if page.runnable:
        assert page.wrong, "no wrong example"
        assert page.right, "no right example"
    else:
        assert not page.wrong
        assert not page.right


@pytest.mark.parametrize("page", RUNNABLE, ids=IDS)
def test_wrong_example_raises_exactly_its_code(page: Page, tmp_path: Path) -> None:
    found = diagnose(page.write(page.wrong, tmp_path))
    assert {(d.code, d.severity) for d in found} == {(page.code, page.severity)}, said(found)
    for diagnostic in found:
        assert diagnostic.line >= 1
        assert diagnostic.column >= 1
        assert diagnostic.message


@pytest.mark.parametrize("page", RUNNABLE, ids=IDS)
def test_right_example_raises_nothing(page: Page, tmp_path: Path) -> None:
    found = diagnose(page.write(page.right, tmp_path))
    assert not found, said(found)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "game").rglob("*.py"))
    codes = set(re.findall(r"[\"']([EW]\d{3})[\"']", source))
    pages = {path.stem for path in error_pages.paths()}
    assert codes == pages


def test_index_lists_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    rows = [line for line in index.splitlines() if line.startswith("| [")]
    assert rows == error_pages.index_rows(), "write it again with: python -m tests.language.error_pages"
