"""What an editor changes with the server's help: quick fixes and new names; and how it shows a text: outline, folds, colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from game.language.yaml.reader import read_text
from game.program.load import load
from game.writer.server.answers.colouring import KINDS
from tests.language import error_pages
from tests.writer.server.editor import HERE, Editor
from tests.writer.server.test_server import STORY, editor, written

__all__ = ["editor"]


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text with the edits of an editor, which never touch one another; columns in units of UTF-16."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]

    def offset(position: dict[str, int]) -> int:
        before = sum(len(line) + 2 for line in lines[: position["line"]])
        assert (
            0 <= 2 * position["character"] <= len(lines[position["line"]])
            if position["line"] < len(lines)
            else not position["character"]
        )
        return before + 2 * position["character"]

    raw = text.encode("utf-16-le")
    for one in sorted(edits, key=lambda one: offset(one["range"]["start"]), reverse=True):
        start, end = offset(one["range"]["start"]), offset(one["range"]["end"])
        raw = raw[:start] + str(one["newText"]).encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


async def actions(editor: Editor, text: str, line: int) -> list[dict[str, Any]]:
    editor.open("story.yaml", text)
    await editor.wait("story.yaml")
    where = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}}
    found: list[dict[str, Any]] = await editor.ask(
        "textDocument/codeAction",
        textDocument={"uri": editor.uri("story.yaml")},
        range=where,
        context={"diagnostics": []},
    )
    return found


async def test_a_hint_is_followed_by_a_key(editor: Editor) -> None:
    slip = STORY.replace("한글 It is {if cold > 0", "한글 It is {if colt > 0")
    line = slip[: slip.index("colt")].count("\n")
    (found,) = await actions(editor, slip, line)
    assert (found["title"], found["kind"]) == ("did you mean cold?", "quickfix")
    assert found["diagnostics"][0]["code"] == "E202"
    assert applied(slip, found["edit"]["changes"][editor.uri("story.yaml")]) == STORY
    assert await actions(editor, slip, line + 1) == []


PAGES = [
    page for page in map(error_pages.read, error_pages.paths()) if page.runnable and list(page.wrong) == ["story.yaml"]
]


@pytest.mark.parametrize("pages", [PAGES[::5], pytest.param(PAGES, marks=pytest.mark.slow)], ids=["some", "all"])
async def test_every_fix_that_is_offered_mends(pages: list[error_pages.Page], tmp_path: Path) -> None:
    """The wrong examples of all pages about errors: what an editor does by a fix leaves fewer errors, or warnings."""
    mended = 0
    async with Editor(tmp_path) as one:
        for page in pages:
            text = page.wrong["story.yaml"].decode("utf-8", "replace")
            if "\r" in text:
                continue
            before = await wrong(one, text)
            for number in {each["range"]["start"]["line"] for each in before}:
                for found in await actions(one, text, number):
                    after = await wrong(one, applied(text, found["edit"]["changes"][one.uri("story.yaml")]))
                    assert count(after) < count(before), (page.code, found["title"], after)
                    mended += 1
    assert mended > len(pages) / 3


async def wrong(editor: Editor, text: str) -> list[dict[str, Any]]:
    (editor.folder / "story.yaml").write_text(text, encoding="utf-8")
    editor.open("story.yaml", text)
    return await editor.wait("story.yaml")


def count(found: list[dict[str, Any]]) -> tuple[int, int]:
    return sum(one["severity"] == 1 for one in found), len(found)


SCRIPT = "story: door\nsteps:\n- Wait\n- expect: {scene: hall}\n- Leave\nexpect: {ending: gone}\n"


async def test_a_new_name_is_written_everywhere(editor: Editor) -> None:
    """In unsaved texts and saved ones, in playthroughs, and in the note for saves; what cannot be is refused in words."""
    (editor.folder / "one.play.yaml").write_text(SCRIPT, encoding="utf-8")
    unsaved = "# not saved: 🐹\n" + STORY
    marked = unsaved.replace("goto: hall", "goto: ha‸ll")
    assert (await editor.at("textDocument/prepareRename", "story.yaml", marked))["placeholder"] == "hall"
    found = (await editor.at("textDocument/rename", "story.yaml", marked, newName="porch"))["changes"]
    assert set(found) == {editor.uri("story.yaml"), editor.uri("one.play.yaml")}
    after = applied(unsaved, found[editor.uri("story.yaml")])
    assert after.startswith("# not saved: 🐹\nstory: door")
    assert "start: porch" in after
    assert "renamed:\n  scenes: {hall: porch}" in after
    script = applied(SCRIPT, found[editor.uri("one.play.yaml")])
    assert "scene: porch" in script
    for name in ("story.yaml", "one.play.yaml"):
        (editor.folder / name).write_text(after if name == "story.yaml" else script, encoding="utf-8")
    assert load(editor.folder, cache=False).program is not None

    for name, words in (("out", "there is a scene out already"), ("a b", "cannot be a name")):
        line, column = marked[: marked.index(HERE)].count("\n"), len("              - goto: ha")
        refused = await editor.answer(
            "textDocument/rename",
            {
                "textDocument": {"uri": editor.uri("story.yaml")},
                "position": {"line": line, "character": column},
                "newName": name,
            },
        )
        assert words in refused["error"]["message"]


async def test_outline_folds_and_search(editor: Editor) -> None:
    document = {"textDocument": {"uri": editor.uri("story.yaml")}}
    found = await editor.ask("textDocument/documentSymbol", **document)
    scenes = next(one for one in found if one["name"] == "scenes")
    (hall,) = scenes["children"]
    assert [one["name"] for one in hall["children"]] == ["Wait", "Leave -> out"]
    for one in (scenes, hall, *hall["children"]):
        assert written(STORY, one["selectionRange"]).startswith(one["name"])
    assert hall["range"]["end"]["line"] == STORY.rstrip("\n").count("\n")
    folds = await editor.ask("textDocument/foldingRange", **document)
    assert {"startLine": hall["range"]["start"]["line"], "endLine": hall["range"]["end"]["line"]} in folds
    (gone,) = await editor.ask("workspace/symbol", query="gon")
    assert gone["location"]["uri"] == editor.uri("chapters/out.yaml")


async def test_colours(editor: Editor) -> None:
    data = (await editor.ask("textDocument/semanticTokens/full", textDocument={"uri": editor.uri("story.yaml")}))[
        "data"
    ]
    found: list[tuple[str, str]] = []
    line = character = 0
    for at in range(0, len(data), 5):
        lines, step, length, kind, _ = data[at : at + 5]
        line, character = line + lines, step if lines else character + step
        where = {
            "start": {"line": line, "character": character},
            "end": {"line": line, "character": character + length},
        }
        found.append((written(STORY, where), KINDS[kind]))
    for one in [
        ("if", "keyword"),
        ("cold", "variable"),
        (">", "operator"),
        ("0", "number"),
        ("camp", "enumMember"),
        ("hall", "class"),
        ("boiler", "variable"),
        ("{", "macro"),
    ]:
        assert one in found, (one, found)


@pytest.mark.parametrize(
    "text", ["", "- " * 5000, "\ud800", "scenes: {hall: {choices: [" * 30, "a: *{if b: c | d\n\tx"]
)
async def test_nothing_is_too_broken(editor: Editor, text: str) -> None:
    assert read_text(text, "x") is not None
    editor.open("story.yaml", text)
    await editor.wait("story.yaml")
    document = {"textDocument": {"uri": editor.uri("story.yaml")}}
    for method in ("documentSymbol", "foldingRange", "semanticTokens/full"):
        await editor.ask(f"textDocument/{method}", **document)
    await actions(editor, text, 0)
    assert "error" in await editor.answer(
        "textDocument/rename", {**document, "position": {"line": 0, "character": 0}, "newName": "x"}
    )
