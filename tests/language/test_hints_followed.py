"""Every hint of every page in docs/errors, and of every mistake of writers, is followed: then there is no error, or one fewer."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.language.diagnostics.diagnostic import Diagnostic
from game.program.load import load
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

ADVICE = (
    "rename one of them", "give one of them another name", "give one another name", "change the number, or the bounds", "save the file again",
    "write the keys out", "take it out", "take the line out", "keep one", "put a choice on the way", "put what happens then", "let them differ",
    "lead it on", "write it out", "write it without braces", "write the condition in the prose", "show it with", "a text is what the player typed",
    "so what depends on it", "so the other case", "give the inner part a scene", "a story begins with", "begin with  story:", "write them below  scenes:",
    "come here with", "add  - learn:", "add  - ending:", "add  - do:", "write what is said", "compare it with the examples", "there is ", "use + - * min max",
    "chance is a step", "visits(scene) tells how often", "write *emphasis*", "write {shuffle: one", "write {if …", "effects are steps",
    "a condition cannot ask for an ending", "like this:  care", "a fallback stands in the list", "a condition stands without braces",
    "how it is said is prose", "a name is one word of letters", "put text that begins with a bracket", "or take turns in the prose", "write {if visits(",
    "write  stairs:  there", "write {if met: …", "write {lamp} in a text", "write the name of now", "use it", "only one of them can keep", "write 1000000 or less",
    "write what is told", "in it  - once: Its label", "and the words behind it", "one speaks in each line", "add them under  cast:", "comments stand outside", "below the talk",
    "end the talk above it", "a line of dialogue stands below", "if: stands beside", "tags: stands beside", "write the label behind it", "the condition itself is the key",
    "move it below the other cases", "a case for each value", "let it set an enum", "end it with  ", "lead each of them on", "with what is told below it",
    "write  - {show:", "write  words: [now", "write one word for each value", "a group that decides is", "a condition stands at a value",
    "or  in: all", "add  when: tide", "add  goto: the-scene", "write  in: all", "give the choice there an id", "allowed here: do, ending, except", "one name at a time", "write the particle out", "write it below  as-is", "draw it in", "put  |  behind", "write  ending(", "is an ending: write", "move them above the text", "write  tags: [", "tags stand in a step",
    "the second for what stands before", "ending: its-id", "put it below the text:", "with  if: met  below it", "a condition is {if not", "is named by its id", "an entry is hidden until", "join conditions with", "is a thing of",
    "count(its-name)", "stands at the top of the file", "a tag of a scene or a choice is a key", "as:  stands with the variable",
    "draw with blocks", "say it in two short lines", "is a text file in the story's own folder", "names stand here, and no condition", "or say what it comes  after:", "or one whose values have  words:", "name a variable that is an int", "or  better: more", "allowed here: if, show, title, words",
)  # fmt: skip
"""Hints that leave to the writer what to write: what is meant is not in the story. How one may be followed is the page's right example."""


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
