"""An editor that speaks with the server over its protocol, without a process."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Any, Self

from pygls.io_ import run_async

from game.commands.writing.lsp import kept_proof_with_values
from game.writer.server.features import make_server
from game.writer.server.server import Pace

HERE = "‸"
"""Where the cursor is in a text."""


class Editor:
    """Sends bytes and reads bytes; `told` are the notifications that came, in order."""

    def __init__(self, folder: Path, encodings: tuple[str, ...] = ("utf-16",)) -> None:
        self.folder = folder
        self.server = make_server(Pace(0, 0, 0), kept_proof_with_values)
        self.told: list[tuple[str, Any]] = []
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._encodings = encodings
        self._number = 0
        self._buffer = b""
        self._reader = asyncio.StreamReader()
        self._stopped = Event()
        self._versions: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        self.server.protocol.set_writer(self)
        self._task = asyncio.create_task(run_async(self._stopped, self._reader, self.server.protocol))
        asked = {
            "general": {"positionEncodings": list(self._encodings)},
            "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}},
        }
        folders = [{"uri": self.folder.as_uri(), "name": "here"}]
        self.capabilities = (
            await self.ask("initialize", processId=None, rootUri=None, capabilities=asked, workspaceFolders=folders)
        )["capabilities"]
        self.tell("initialized")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.ask("shutdown")
        self._stopped.set()
        self._reader.feed_eof()
        await self._task

    # what the server writes

    def write(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, rest = self._buffer.partition(b"\r\n\r\n")
            length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            self._take(json.loads(rest[:length]))

    def close(self) -> None:
        pass

    def _take(self, message: dict[str, Any]) -> None:
        if "method" in message:
            self.told.append((message["method"], message.get("params")))
        elif (waiting := self._answers.pop(message["id"], None)) is not None:
            waiting.set_result(message)

    # what an editor does

    def send(self, raw: bytes) -> None:
        self._reader.feed_data(raw)

    def tell(self, method: str, **params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        self.send(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def answer(self, method: str, params: Any) -> dict[str, Any]:
        """The whole answer to a request, which may be an error."""
        self._number += 1
        waiting = self._answers[self._number] = asyncio.get_running_loop().create_future()
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        found: dict[str, Any] = await asyncio.wait_for(waiting, 30)
        return found

    async def ask(self, method: str, **params: Any) -> Any:
        found = await self.answer(method, params or None)
        assert "error" not in found, found
        return found["result"]

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        """Open a file, or a text that is not saved."""
        text = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        version = self._versions[name] = self._versions.get(name, 0) + 1
        if version == 1:
            document = {"uri": self.uri(name), "languageId": "yaml", "version": version, "text": text}
            self.tell("textDocument/didOpen", textDocument=document)
            return
        document = {"uri": self.uri(name), "version": version}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    async def wait(self, name: str) -> list[dict[str, Any]]:
        """The diagnostics of a file, once the story has been loaded with the newest texts."""
        await self.answer("a/question/that/nobody/knows", None)  # what was said before it has been heard then
        await self.server.settled()
        return self.wrong(name)

    def wrong(self, name: str) -> list[dict[str, Any]]:
        """What was told last about a file."""
        uri = self.uri(name)
        for method, params in reversed(self.told):
            if method == "textDocument/publishDiagnostics" and params["uri"] == uri:
                found: list[dict[str, Any]] = params["diagnostics"]
                return found
        return []

    async def at(self, method: str, name: str, marked: str, **more: Any) -> Any:
        """Ask about the place that is marked in a text, which is opened so, without the mark."""
        line, column = place(marked)
        self.open(name, marked.replace(HERE, ""))
        await self.wait(name)
        return await self.ask(
            method, textDocument={"uri": self.uri(name)}, position={"line": line, "character": column}, **more
        )


def place(marked: str) -> tuple[int, int]:
    """The line and the column, in units of UTF-16, of the mark in a text."""
    before = marked[: marked.index(HERE)]
    return before.count("\n"), len(before[before.rfind("\n") + 1 :].encode("utf-16-le")) // 2
