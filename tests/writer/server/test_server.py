"""What editors ask of a story while it is written, over the protocol: stories with real text, the cursor where ‸ stands."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.door import HAMBIES, environment, run_here
from tests.writer.server.editor import HERE, Editor

STORY = """\
story: door
title: The Door
start: hall
include: [chapters/*.yaml]
variables:
  cold: {type: int, min: 0, max: 3}
  side: {type: enum, values: [nobody, camp]}
groups:
  trust: {of: all, type: int, min: 0, max: 5}
sets:
  bag: {things: {rope: a rope, key: the key}}
phrases:
  boiler: the boiler room
cast:
  ines: Inês
codex:
  lamp: {title: The lamp, text: It burns.}
scenes:
  hall:
    title: The hall
    body:
      - "🐹🐹 한글 It is {if cold > 0: cold | else: warm} here, {side}, {boiler}, {bag}."
      - do: [bag += rope, bag += key, trust.ines += 1, side = camp]
      - learn: lamp
      - ines: Well? {trust.ines}
      - label: again
      - choices:
          - Wait:
              - do: cold += 1
              - goto: hall
          - Leave -> out
"""
PART = """\
scenes:
  out:
    text: Out.
    ending: gone
endings: {gone: Gone}
"""


@pytest.fixture
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    folder = tmp_path / "story"
    (folder / "chapters").mkdir(parents=True)
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    (folder / "chapters" / "out.yaml").write_text(PART, encoding="utf-8")
    async with Editor(folder) as editor:
        editor.open("story.yaml")
        assert [one["code"] for one in await editor.wait("story.yaml")] == []
        yield editor


def written(text: str, found: Any) -> str:
    """What stands in a range of one line."""
    line: bytes = text.split("\n")[found["start"]["line"]].encode("utf-16-le")
    start, end = found["start"]["character"], found["end"]["character"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    return line[2 * start : 2 * end].decode("utf-16-le")


async def test_what_is_wrong_is_told_while_typing(editor: Editor) -> None:
    slip = STORY.replace("{if cold > 0", "{if colt > 0")
    editor.open("story.yaml", slip)
    (one,) = await editor.wait("story.yaml")
    assert (one["code"], one["severity"], one["source"]) == ("E202", 1, "hambies")
    assert written(slip, one["range"]) == "colt", "in units of UTF-16, behind emoji and Hangul"
    assert "did you mean cold?" in one["message"]
    assert one["codeDescription"]["href"].endswith("docs/errors/E202.md")

    editor.open("story.yaml", STORY + "  hall: Again.\n")
    (one,) = await editor.wait("story.yaml")
    (place,) = one["relatedInformation"]
    assert place["location"]["range"]["start"] == {"line": 18, "character": 2}

    editor.open("story.yaml", STORY.replace("-> out", "-> street").replace("start: hall", "strat: hall"))
    assert {one["code"] for one in await editor.wait("story.yaml")} >= {"E101"}
    editor.open("story.yaml", STORY)
    assert await editor.wait("story.yaml") == [], "it is mended, and the editor is told"


async def test_a_slip_in_one_file_is_told_in_the_other(editor: Editor) -> None:
    editor.open("chapters/out.yaml", PART.replace("  out:", "  away:"))
    (one,) = await editor.wait("story.yaml")
    assert one["code"] == "E120"
    editor.tell("textDocument/didClose", textDocument={"uri": editor.uri("chapters/out.yaml")})
    assert await editor.wait("story.yaml") == [], "the file counts again as it is on the disk"


async def test_what_others_change_on_the_disk_is_seen(editor: Editor) -> None:
    (registered,) = [params for method, params in editor.told if method == "client/registerCapability"]
    assert registered["registrations"][0]["registerOptions"]["watchers"][0]["globPattern"] == "**/*.yaml"
    (editor.folder / "chapters" / "out.yaml").write_text(PART.replace("  out:", "  away:"), encoding="utf-8")
    editor.tell("workspace/didChangeWatchedFiles", changes=[{"uri": editor.uri("chapters/out.yaml"), "type": 2}])
    (one,) = await editor.wait("story.yaml")
    assert one["code"] == "E120"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
async def test_a_file_that_is_a_link_is_answered_for(editor: Editor) -> None:
    part = editor.folder / "chapters" / "out.yaml"
    part.rename(editor.folder / "elsewhere.txt")
    part.symlink_to(editor.folder / "elsewhere.txt")
    editor.open("chapters/out.yaml", PART.replace("ending: gone", "ending: gon"))
    (one,) = await editor.wait("chapters/out.yaml")
    assert one["code"] == "E123"
    (found,) = await editor.at("textDocument/definition", "story.yaml", STORY.replace("-> out", "-> o‸ut"))
    assert found["uri"] == editor.uri("chapters/out.yaml")


async def test_a_file_is_read_by_itself_before_its_story(editor: Editor) -> None:
    """What was found further down is shown where it stands now, and what stands on lines that have changed is told anew."""
    slip = STORY.replace("-> out", "-> street")
    editor.open("story.yaml", slip)
    (before,) = await editor.wait("story.yaml")
    story = editor.server.desk.story_of(editor.folder / "story.yaml")
    assert story is not None
    newer = "# a line\n" + slip.replace("title: The hall", "titel: The hall")
    editor.server.desk.open(editor.folder / "story.yaml", newer, 99)
    codes = {one.code: one.line for one in editor.server.desk.found(story)[str(editor.folder / "story.yaml")]}
    assert codes == {"E120": before["range"]["start"]["line"] + 2, "E101": 21}


async def test_names_are_looked_up_before_the_story_is_loaded(editor: Editor) -> None:
    """A scene that has changed is compiled with the names that were there; where names have changed, nobody knows yet."""
    path = editor.folder / "story.yaml"
    story = editor.server.desk.story_of(path)
    assert story is not None

    def told(text: str) -> dict[str, int]:
        editor.server.desk.open(path, text, 99)
        return {one.code: one.line for one in editor.server.desk.found(story)[str(path)]}

    assert told("# a line\n" + STORY.replace("-> out", "-> street")) == {"E120": 32}
    assert told(STORY.replace("-> out", "-> out").replace("{if cold > 0", "{if colt > 0")) == {"E202": 22}
    assert told(STORY.replace("  cold:", "  colt:").replace("cold += 1", "colt += 1")) == {}
    assert told(STORY.replace("label: again", "label: anew").replace("goto: hall", "goto: .anew")) == {}


COMPLETED = [
    ("-> out", "-> ‸", {"hall", "out", ".again"}, {"cold", "goto"}),
    ("goto: hall", "goto: ou‸", {"out"}, {"hall"}),
    ("do: cold += 1", "do: [cold += 1, side = ‸]", {"camp", "nobody"}, {"cold", "hall"}),
    ("do: cold += 1", "do: bag += ‸", {"rope", "key"}, {"cold", "camp"}),
    ("- learn: lamp", "- learn: ‸", {"lamp"}, {"hall"}),
    ("- learn: lamp", "- l‸", {"learn", "label"}, {"priority"}),
    ("- learn: lamp", "- in‸", {"ines"}, {"hall"}),
    ("- learn: lamp", "- talk: |\n          in‸", {"ines", "aside"} - {"aside"}, {"learn"}),
    ("- learn: lamp", "- if: seen(‸", {"hall", "out"}, {"cold"}),
    ("- learn: lamp", "- if: cold > 0 and trust‸", {"trust.ines"}, {"hall"}),
    ("- learn: lamp", "- if: rope in ‸", {"bag"}, {"cold"}),
    ("- learn: lamp", "- Now {b‸", {"boiler", "bag"}, {"hall"}),
    ("- learn: lamp", "- Now {if ‸", {"cold", "seen("}, {"boiler"}),
    ("- learn: lamp", "- talk: |\n          Now {if\n          co‸", {"cold"}, {"boiler", "hall"}),
    ("max: 3}", "max: 3, as: ‸}", {"dots", "bar"}, {"cold"}),
    ("max: 3}", "max: 3, ‸}", {"label", "about"}, {"goto"}),
    ("title: The Door", "‸", {"author", "scenes"}, {"goto"}),
    ("    title: The hall", "    ‸", {"place", "talk"}, {"author"}),
]


async def test_completion(editor: Editor) -> None:
    for old, new, wanted, unwanted in COMPLETED:
        assert STORY.count(old) == 1, old
        found = await editor.at("textDocument/completion", "story.yaml", STORY.replace(old, new))
        labels = {one["label"] for one in found["items"]}
        assert wanted <= labels, (new, labels)
        assert not unwanted & labels, (new, labels)
    found = await editor.at("textDocument/completion", "story.yaml", STORY.replace("- learn: lamp", "- 🐹 {ca‸"))
    assert found["items"] == [] or all("ca" in one["label"] for one in found["items"])
    found = await editor.at("textDocument/completion", "story.yaml", STORY.replace("- learn: lamp", "- lear‸"))
    (one,) = found["items"]
    assert (one["textEdit"]["newText"], "codex" in one["documentation"]) == ("learn: ", True)


async def test_names_are_known_while_a_text_is_in_pieces(editor: Editor) -> None:
    broken = STORY.replace("cast:", "cast: {").replace("-> out", "-> ‸").replace("  cold:", "\tcold:")
    labels = {one["label"] for one in (await editor.at("textDocument/completion", "story.yaml", broken))["items"]}
    assert {"hall", "out"} <= labels
    assert {one["code"] for one in editor.wrong("story.yaml")} & {"E018", "E044", "E042"}
    broken = STORY.replace("cast:", "cast: {").replace("{if cold", "{if co‸ld")
    (found,) = await editor.at("textDocument/definition", "story.yaml", broken)
    assert written(STORY, found["range"]) == "cold"


async def test_hover(editor: Editor) -> None:
    async def said(old: str, new: str) -> str:
        found = await editor.at("textDocument/hover", "story.yaml", STORY.replace(old, new, 1))
        return "" if found is None else str(found["contents"]["value"])

    assert "can be read from here on" in await said("learn:", "le‸arn:")
    assert "int from 0 to 3" in await said("{if cold", "{if co‸ld")
    scene = await said("goto: hall", "goto: ha‸ll")
    assert "The hall" in scene
    assert "2 gone to, 1 defined" in scene
    assert "title: The hall" in scene
    assert "Inês" in await said("- ines", "- in‸es")
    assert "true or false" not in await said("It is", "It i‸s")
    assert "one of a few" in await said("type: enum", "type: en‸um")


async def test_hover_says_what_a_proof_has_found(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    ran = run_here("prove", "--ranges", str(editor.folder), folder=tmp_path, home=home)
    assert ran.code == 0, ran
    monkeypatch.setenv("HAMBIES_HOME", str(home))
    marked = "# a line of words changes no values\n" + STORY.replace("{if cold", "{if co‸ld")
    found = await editor.at("textDocument/hover", "story.yaml", marked)
    assert "In hall: 0 to 3 (from the last proof)" in found["contents"]["value"]
    found = await editor.at("textDocument/hover", "story.yaml", marked.replace("max: 3", "max: 2"))
    assert "from the last proof" not in found["contents"]["value"]


async def test_definition_and_references(editor: Editor) -> None:
    (found,) = await editor.at("textDocument/definition", "story.yaml", STORY.replace("-> out", "-> o‸ut"))
    assert found["uri"] == editor.uri("chapters/out.yaml")
    assert found["range"]["start"] == {"line": 1, "character": 2}
    (found,) = await editor.at("textDocument/definition", "story.yaml", STORY.replace("side = camp", "side = ca‸mp"))
    assert written(STORY, found["range"]) == "camp"
    found = await editor.at(
        "textDocument/references",
        "story.yaml",
        STORY.replace("  cold:", "  co‸ld:"),
        context={"includeDeclaration": False},
    )
    assert [written(STORY, one["range"]) for one in found] == ["cold", "cold"]
    found = await editor.at("textDocument/documentHighlight", "story.yaml", STORY.replace("goto: hall", "goto: ha‸ll"))
    assert [one["kind"] for one in found] == [2, 3, 2] or len(found) == 3


async def test_nothing_that_comes_ends_the_server(editor: Editor) -> None:
    """Messages that are none, questions with nonsense in them, texts that are no YAML, and files elsewhere."""
    editor.send(b'Content-Length: 9\r\n\r\n{"nonsens')
    editor.send(b"Content-Length: 30\r\n\r\n" + b"[" * 30)
    position = {"line": 10**9, "character": 10**9}
    for text in (
        "",
        "\ufeff",
        "[{[{",
        "a: &b *b",
        "scenes:\n\t- ",
        "\ud800",
        "\x00",
        "scenes: {hall: {choices: [" * 50,
        "- " * 5000,
    ):
        editor.open("story.yaml", text)
        await editor.wait("story.yaml")
        for method in ("completion", "hover", "definition", "documentHighlight"):
            where = {"textDocument": {"uri": editor.uri("story.yaml")}}
            await editor.ask(f"textDocument/{method}", **where, position=position)
            await editor.ask(f"textDocument/{method}", **where, position={"line": 0, "character": 3})
            editor.tell(f"textDocument/{method}", position="here")
            other = {"textDocument": {"uri": "untitled:1"}, "position": {"line": 0, "character": 0}}
            assert not await editor.ask(f"textDocument/{method}", **other)
    editor.open("story.yaml", STORY)
    assert await editor.wait("story.yaml") == []


async def test_nothing_outside_of_the_workspace_is_read(editor: Editor) -> None:
    (editor.folder.parent / "story.yaml").write_text(STORY, encoding="utf-8")
    (editor.folder / "story.yaml").unlink()
    editor.tell("textDocument/didClose", textDocument={"uri": editor.uri("story.yaml")})
    editor.open("chapters/out.yaml", PART.replace("text:", "txet:"))
    assert await editor.wait("chapters/out.yaml") == []
    assert editor.server.desk.story_of(editor.folder / "chapters" / "out.yaml") is None


def test_it_ends_as_it_is_told_to(tmp_path: Path) -> None:
    messages: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]
    bodies = [json.dumps({"jsonrpc": "2.0", **one}).encode() for one in messages]
    sent = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body in bodies)
    ran = subprocess.run(
        [*HAMBIES, "lsp", "--stdio"],
        input=sent,
        capture_output=True,
        env=environment(tmp_path),
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b'"renameProvider"' in ran.stdout


def test_without_its_package_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.startswith(("pygls", "lsprotocol", "game.writer.server"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    ran = run_here("lsp", folder=tmp_path, home=tmp_path)
    assert ran.code == 2
    assert "pip install 'hambies[lsp]'" in ran.err


def test_the_mark_is_no_letter_of_these_stories() -> None:
    assert HERE not in STORY + PART
