"""The server: textual-serve's, with a game and a folder for each visitor, and closed to pages of other sites."""

from __future__ import annotations

import asyncio
import logging
import shlex
import subprocess
import sys
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

if TYPE_CHECKING:
    from game.player.browser.visitors import Visitors

COOKIE = "hambies-visitor"
_YEAR = 365 * 24 * 3600
_GUEST = (
    "import os, sys; os.environ['HAMBIES_HOME'] = sys.argv.pop(1); from game.cli import process; sys.exit(process())"
)
"""What runs the game of a visitor: with their folder, then as `hambies` with what follows."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_home: ContextVar[Path] = ContextVar("_home")


class BrowserServer(Server):
    """Serves one story."""

    def __init__(
        self, story: Path, title: str, visitors: Visitors, *, host: str, port: int, url: str, at_once: int
    ) -> None:
        """`url` is where browsers find the server, if that is not where it listens; `at_once` the most games open at a time."""
        self._story = story
        self._visitors = visitors
        self._at_once = at_once
        self._url = url.rstrip("/")
        super().__init__("", host, port, title, self._url or None, templates_path=Path(__file__).parent)

    @property
    def command(self) -> str:
        """What is run for the visitor who has just come."""
        arguments = [sys.executable, "-c", _GUEST, str(_home.get()), "play", str(self._story)]
        return subprocess.list2cmdline(arguments) if sys.platform == "win32" else shlex.join(arguments)

    @command.setter
    def command(self, command: str) -> None:
        """The server's own base sets one command for all."""

    def serve(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002  the base's signature
        """Serve until Ctrl+C, in a loop of its own."""
        asyncio.set_event_loop(asyncio.new_event_loop())
        super().serve(debug)

    def initialize_logging(self) -> None:
        """Only what goes wrong is worth a line."""
        logging.basicConfig(level="ERROR", format="%(message)s")

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002  the base's signature
        """Say where the game is."""
        print(f"The game is at {self.public_url} until you press Ctrl+C.", flush=True)

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page with the game in it; whoever comes to it is known from then on."""
        self._refuse_strangers(request)
        if self._visitors.playing >= self._at_once:
            raise web.HTTPServiceUnavailable(text="All places are taken just now. Please come again later.\n")
        if not self._url:  # as the browser knows us, which is not always as we listen
            self.public_url = f"{request.scheme}://{request.host}"
        response = await super().handle_index(request)
        word = self._visitors.known_by(request.cookies.get(COOKIE, ""))
        response.set_cookie(COOKIE, word, max_age=_YEAR, httponly=True, samesite="Strict")
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        return response

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """The line between a browser and its game."""
        self._refuse_strangers(request)
        word = request.cookies.get(COOKIE, "")
        if word != self._visitors.known_by(word):
            raise web.HTTPForbidden(text="The page comes first.\n")
        if self._visitors.playing >= self._at_once:
            raise web.HTTPServiceUnavailable
        _home.set(self._visitors.come(word))
        try:
            return await super().handle_websocket(request)
        finally:
            self._visitors.go(word)

    def _refuse_strangers(self, request: web.Request) -> None:
        """Refuse pages of other sites, which browsers let speak to this machine, too, and names that were made to point to it."""
        here = {request.host, urlsplit(self._url).netloc}
        origin = request.headers.get("Origin", "")
        if origin and urlsplit(origin).netloc not in here:
            raise web.HTTPForbidden(text="Not from another page.\n")
        name = urlsplit(f"//{request.host}").hostname or ""
        if self.host in _LOOPBACK and name not in _LOOPBACK and request.host != urlsplit(self._url).netloc:
            raise web.HTTPForbidden(text="Not by this name.\n")
