"""Reads the pages in docs/errors: the one place that knows how a page is written.

Run as a program (`python -m tests.language.error_pages`) it writes the table in their index.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "errors"

_FENCE = re.compile(r"^```yaml[ ]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})(!?)|u([0-9a-f]{4})|U([0-9a-f]{8})|([\\tr]))")
_LETTERS = {"\\": b"\\", "t": b"\t", "r": b"\r"}


@dataclass(frozen=True)
class Page:
    """One page: what it declares, and its two stories as file name -> bytes."""

    path: Path
    code: str
    severity: str
    title: str
    runnable: bool
    prose: str
    wrong: dict[str, bytes]
    right: dict[str, bytes]

    def write(self, story: dict[str, bytes], folder: Path) -> Path:
        """Write one of the page's stories into `folder` and return what to load."""
        for name, content in story.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return folder


def paths() -> list[Path]:
    """Every page but the index."""
    return sorted(path for path in PAGES.glob("*.md") if path.name != "README.md")


def read(path: Path) -> Page:
    """Read one page; a page that breaks the format fails with what is missing."""
    text = path.read_text(encoding="utf-8")
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    assert front, f"{path.name} has no front matter"
    fields = dict(line.split(": ", 1) for line in front.group(1).splitlines())
    unknown = fields.keys() - {"code", "severity", "title", "encoding", "example"}
    assert not unknown, f"{path.name}: unknown fields {sorted(unknown)}"
    escaped = fields.get("encoding") == "escaped"
    head, *parts = re.split(r"^## (Wrong|Right)$", text[front.end() :], flags=re.MULTILINE)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    return Page(
        path=path,
        code=fields["code"],
        severity=fields["severity"],
        title=fields["title"],
        runnable=fields.get("example") != "none",
        prose=head.strip(),
        wrong=_story(sections.get("Wrong", ""), escaped),
        right=_story(sections.get("Right", ""), escaped),
    )


def _story(section: str, escaped: bool) -> dict[str, bytes]:
    story: dict[str, bytes] = {}
    for name, block in _FENCE.findall(section):
        story[name.strip() or "story.yaml"] = _unescape(block) if escaped else block.encode()
    return story


def _unescape(block: str) -> bytes:
    """Replace the escapes of an `encoding: escaped` page; bytes, because some are not UTF-8."""
    out: list[bytes] = []
    end = 0
    for match in _ESCAPE.finditer(block):
        out.append(block[end : match.start()].encode())
        end = match.end()
        byte, raw, four, eight, letter = match.groups()
        if letter:
            out.append(_LETTERS[letter])
        elif raw:
            out.append(bytes([int(byte, 16)]))
        else:
            out.append(chr(int(byte or four or eight, 16)).encode())
    out.append(block[end:].encode())
    return b"".join(out)


def index_rows() -> list[str]:
    """The rows of the index's table."""
    return [f"| [{page.code}]({page.code}.md) | {page.severity} | {page.title} |" for page in map(read, paths())]


def write_index() -> None:
    """Replace the table at the end of the index."""
    index = PAGES / "README.md"
    head = index.read_text(encoding="utf-8").split("| code |")[0]
    table = ["| code | severity | what is wrong |", "|---|---|---|", *index_rows()]
    index.write_text(head + "\n".join(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_index()
