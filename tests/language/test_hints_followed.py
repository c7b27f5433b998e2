"""Every hint of every page in docs/errors, and of every mistake of writers, is followed: then there is no error, or one fewer."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.language.diagnostics.diagnostic import Diagnostic
from game.program.load import load
from game.writer.fixes.rules import ADVICE
from tests.language import error_pages
from tests.language.following import follow
from tests.language.marked import UNUSED
from tests.language.mistakes import mistakes

PAGES = {
    page.path.stem: {name: raw.decode("utf-8", "surrogateescape") for name, raw in page.wrong.items()}
    for page in map(error_pages.read, error_pages.paths())
    if page.runnable
}
STORIES = {**PAGES, **{one.name: one.files for one in mistakes() if one.code != "none"}}


def found_in(files: dict[str, str], folder: Path) -> list[Diagnostic]:
    """What is said about a story of these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return [one for one in load(folder, cache=False).diagnostics if one.code not in UNUSED]


@pytest.mark.parametrize("name", STORIES)
def test_a_hint_that_is_followed_mends(name: str, tmp_path: Path) -> None:
    files = STORIES[name]
    before = found_in(files, tmp_path / "before")
    for number, one in enumerate(before):
        assert one.hint, "one fix is shown"
        file = Path(one.file).relative_to(tmp_path / "before").as_posix()
        if any(words in one.hint for words in ADVICE):
            continue
        text = follow(files[file].replace("\r\n", "\n"), one)
        assert text not in (None, files[file]), f"no rule follows: {one.code} {one.hint}"
        assert text is not None
        after = found_in({**files, file: text}, tmp_path / f"after-{number}")
        shown = "\n".join(f"{each.line}:{each.column} {each.code} {each.message} | {each.hint}" for each in after)
        shown = f"{one.code} {one.hint}\n\n{text}\n\n{shown}"
        errors = [sum(each.severity == "error" for each in found) for found in (before, after)]
        assert errors[1] == 0 or errors[1] < errors[0], shown
        if one.severity == "warning":
            assert len(after) < len(before), shown
