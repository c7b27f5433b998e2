"""How long an editor waits for `hambies lsp`: the answer to each question, median and worst, while all is quiet and while the story is being loaded anew.

    python benchmarks/editor.py [--story FOLDER] [--scenes 2000] [--rounds 200]

The story that ships, and one that is made up (2,000 scenes have 200,000 words), are opened at their longest file. Questions are asked over pipes at places
all over that file: one at a time, and what is timed is from the first byte sent to the last byte read. Then a letter is typed again and again, and asked
behind each, before the story has been read anew. Beside it, in the same run: PyYAML's C event parse of all files.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml
from emit import emit
from generate import generate

ROOT = Path(__file__).resolve().parents[1]
AT_A_PLACE = ("completion", "hover", "definition", "references", "documentHighlight", "prepareRename")
OF_A_TEXT = ("documentSymbol", "foldingRange", "semanticTokens/full", "codeAction")


class Server:
    """`hambies lsp`, spoken to as an editor does."""

    def __init__(self, folder: Path, home: Path) -> None:
        around = {**os.environ, "HAMBIES_HOME": str(home)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "game", "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=around, cwd=ROOT
        )
        self.number = 0
        self.told = 0
        folders = [{"uri": folder.as_uri(), "name": "story"}]
        self.ask("initialize", processId=None, rootUri=None, capabilities={}, workspaceFolders=folders)
        self.tell("initialized")

    def tell(self, method: str, **params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        self._send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        while True:
            found = self.message()
            if found.get("id") == self.number:
                assert "error" not in found, found
                return found["result"]

    def message(self) -> dict[str, Any]:
        """The next message that the server sends."""
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if line.startswith(b"Content-Length:"):
                length = int(line.split(b":")[1])
        found: dict[str, Any] = json.loads(self.process.stdout.read(length))
        self.told += found.get("method") == "textDocument/publishDiagnostics"
        return found

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()


def row(name: str, seconds: list[float]) -> None:
    print(
        f"{name:<36}{statistics.median(seconds) * 1000:>10.1f}{max(seconds) * 1000:>10.1f}{len(seconds):>8}", flush=True
    )


def timed(server: Server, method: str, **params: Any) -> float:
    began = time.perf_counter()
    server.ask(f"textDocument/{method}", **params)
    return time.perf_counter() - began


def measure(story: Path, home: Path, rounds: int) -> None:
    files = sorted(one for one in story.rglob("*.yaml") if not one.name.endswith(".play.yaml"))
    file = max(files, key=lambda one: one.stat().st_size)
    began = time.process_time()
    for one in files:
        list(yaml.parse(one.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    words = sum(len(one.read_text(encoding="utf-8").split()) for one in files)
    print(
        f"{words:,} words in {len(files)} files; {file.name} has {file.stat().st_size:,} bytes; PyYAML's parse of all takes {(time.process_time() - began) * 1000:.0f} ms"
    )
    text = file.read_text(encoding="utf-8")
    lines = text.split("\n")
    server = Server(story, home)
    uri = {"uri": file.as_uri()}
    began = time.perf_counter()
    server.tell(
        "textDocument/didOpen",
        textDocument={**uri, "languageId": "yaml", "version": 1, "text": text + "\nnonsense: 1\n"},
    )
    while not server.told:
        server.message()
    print(f"{'':<36}{'median ms':>10}{'worst ms':>10}{'of':>8}")
    row("whole story read", [time.perf_counter() - began])
    places = random.Random(7)
    somewhere = []
    for _ in range(rounds):
        line = places.randrange(len(lines))
        somewhere.append({"line": line, "character": places.randrange(len(lines[line]) + 1)})

    def asked(method: str, position: dict[str, int]) -> float:
        more = {"references": {"context": {"includeDeclaration": True}}}.get(method, {})
        return timed(server, method, textDocument=uri, position=position, **more)

    for method in AT_A_PLACE:
        row(method, [asked(method, one) for one in somewhere])
    whole = {
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}},
        "context": {"diagnostics": []},
    }
    for method in OF_A_TEXT:
        row(
            method,
            [timed(server, method, textDocument=uri, **(whole if method == "codeAction" else {})) for _ in range(20)],
        )
    typed: dict[str, list[float]] = {}
    for number in range(rounds // 10):
        for letters in ("a", "ab"):  # the second keeps the first from being read
            version = {**uri, "version": 2 * number + len(letters) + 1}
            server.tell(
                "textDocument/didChange", textDocument=version, contentChanges=[{"text": f"{text}\n# {letters}\n"}]
            )
            for one in AT_A_PLACE:
                typed.setdefault(one, []).append(asked(one, somewhere[number]))
        time.sleep(0.4)  # the story is being loaded now
        for one in AT_A_PLACE:
            typed.setdefault(f"{one}, loading", []).append(asked(one, somewhere[number]))
    for name, seconds in sorted(typed.items()):
        row(f"typing: {name}", seconds)
    server.ask("shutdown")
    server.process.kill()
    server.process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--story", type=Path, default=ROOT / "story")
    parser.add_argument("--scenes", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(given.story, Path(folder) / "story")
        measure(Path(folder) / "story", home, given.rounds)
        if given.scenes:
            emit(generate(given.scenes), Path(folder) / "made")
            measure(Path(folder) / "made", home, given.rounds)


if __name__ == "__main__":
    main()
