"""Playing in a browser: who may come in, whose saves are whose, and how many there may be. Nothing here leaves this machine."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from game import cli
from game.language.text.characters import FORBIDDEN
from game.player.browser.visitors import Visitors
from tests.door import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

STORY = ROOT / "tests" / "player" / "screen" / "stories" / "boiler.yaml"


def test_folders_of_visitors_are_bounded_and_nobody_loses_one_while_playing(tmp_path: Path) -> None:
    visitors = Visitors(tmp_path / "all", 3)
    words = [visitors.known_by(f"../{number}") for number in range(5)]
    assert len(set(words)) == 5
    assert visitors.known_by(words[0]) == words[0]
    homes = []
    for number, word in enumerate(words):
        homes.append(visitors.come(word))
        os.utime(homes[-1], (number, number))
        if number:
            visitors.go(word)
    assert [home.is_dir() for home in homes] == [True, False, False, True, True], "the first has not closed their game"
    assert visitors.playing == 1
    assert visitors.come(words[4]) == homes[4]
    assert all(home.parent == tmp_path / "all" for home in homes)


def test_without_the_extra_it_is_said_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    monkeypatch.delitem(sys.modules, "game.player.browser.server", raising=False)
    assert cli.main(["serve", str(STORY)]) == 2
    assert "pip install 'hambies[serve]'" in capsys.readouterr().err


def test_an_address_that_cannot_be_listened_at_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pytest.importorskip("textual_serve")
    monkeypatch.setenv("HAMBIES_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert cli.main(["serve", str(STORY), "--port", port]) == 2
    assert re.search(rf"port {port} at 127.0.0.1 cannot be listened at: .*in use", capsys.readouterr().err)
    bad = "a\x1b[2J\x9b31m..b"
    assert cli.main(["serve", str(STORY), "--host", bad]) == 2
    said = capsys.readouterr().err
    assert "whoever reaches a" in said
    assert not re.search(FORBIDDEN, said.replace("\n", ""))


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[tuple[Any, Any]]:
    """A server at a free port of this machine, and a client that speaks to it by its address."""
    pytest.importorskip("textual_serve")
    from aiohttp.test_utils import TestClient, TestServer

    from game.player.browser.server import BrowserServer

    visitors = Visitors(tmp_path / "visitors", 2)
    server = BrowserServer(STORY, "A <b>Room</b>", visitors, host="127.0.0.1", port=8000, url="", at_once=1)
    async with TestClient(TestServer(await server._make_app())) as client:
        yield client, visitors


class Started:
    """Stands for the process of a game: what it was started with."""

    commands: ClassVar[list[str]] = []

    def __init__(self, command: str, **_: object) -> None:
        self.commands.append(command)

    async def start(self, width: int, height: int) -> None:
        assert (width, height) == (100, 30)

    async def stop(self) -> None:
        pass


async def test_each_visitor_has_a_game_and_saves_of_their_own(
    served: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, visitors = served
    monkeypatch.setattr("textual_serve.server.AppService", Started)
    assert (await client.get("/ws")).status == 403, "the page comes first"
    page = await client.get("/")
    text = await page.text()
    assert "A &lt;b&gt;Room" in text
    assert not re.findall(r"https?://(?!127\.0\.0\.1)", text), "nothing comes from elsewhere"
    word = page.cookies["hambies-visitor"].value
    assert page.cookies["hambies-visitor"]["httponly"]
    async with client.ws_connect("/ws?width=100&height=30"):
        assert visitors.playing == 1
        assert (await client.get("/")).status == 503, "there is one place, and it is taken"
    while visitors.playing:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert (await client.get("/")).status == 200
    home = tmp_path / "visitors" / word
    assert home.is_dir()
    (home / "config").mkdir()
    (home / "config" / "settings.json").write_text('{"quick": true, "reduced_motion": true, "plain": true}')
    seen = b""
    with subprocess.Popen(  # noqa: ASYNC220
        Started.commands.pop(),
        shell=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "COLUMNS": "100", "ROWS": "30"},
    ) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        for words, keys in (("New game", b"1"), ("Hunger", b"1"), ("short night", b"\x11")):
            while words.encode() not in seen:
                piece = os.read(game.stdout.fileno(), 65536)
                assert piece, seen
                seen += piece
            game.stdin.write(b"D" + len(keys).to_bytes(4, "big") + keys)
            game.stdin.flush()
        game.stdout.read()
    assert game.returncode == 0
    assert list((home / "saves").rglob("progress.log")), "that the warning was read is theirs"


async def test_other_pages_and_names_are_refused(served: tuple[Any, Any]) -> None:
    client, _ = served
    for path in ("/", "/ws"):
        assert (await client.get(path, headers={"Origin": "http://elsewhere.example"})).status == 403
        assert (await client.get(path, headers={"Host": "elsewhere.example"})).status == 403
