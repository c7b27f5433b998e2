"""Files made to hurt: few located errors each, in bounded time and memory, by both parsers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from game.language.yaml.reader import LIMITS, Document, Limits, read_bytes, read_file, read_text

PARSERS = [pytest.param(False, id="c"), pytest.param(True, id="pure")]
MOST_SECONDS = 2.0


def only(document: Document) -> tuple[str, int, int]:
    """The one error there is."""
    (found,) = document.diagnostics
    assert found.severity == "error"
    assert document.root is None
    return found.code, found.line, found.column


# Text that both parsers must refuse quickly; built when asked for, so that collecting the tests costs nothing.
REFUSED: dict[str, tuple[Callable[[], str], tuple[str, int, int]]] = {
    "deep lists in brackets": (lambda: "[" * 100_000, ("E019", 1, 65)),
    "deep lists in brackets, closed": (lambda: "[" * 50_000 + "]" * 50_000, ("E019", 1, 65)),
    "deep lists behind a key": (lambda: "a: " + "[" * 100_000, ("E019", 1, 67)),
    "deep lists behind a key, closed": (lambda: "a: " + "[" * 50_000 + "]" * 50_000, ("E019", 1, 67)),
    "deep lists inside a list": (lambda: "a:\n  - b:\n      - " + "[" * 50_000, ("E019", 3, 69)),
    "deep lists on the next line": (lambda: "a: [\n " + "[" * 50_000, ("E019", 2, 64)),
    "deep pairs in brackets": (lambda: "x: " + "[a: " * 50_000, ("E019", 1, 129)),
    "deep brackets and a quotation": (lambda: "a: " + "[" * 100 + '"x', ("E019", 1, 67)),
    "deep lists and a tab": (lambda: "- " * 60_000 + "\tx", ("E019", 1, 129)),
    "deep mappings in brackets": (lambda: "{a: " * 100_000, ("E019", 1, 257)),
    "deep lists on one line": (lambda: "- " * 100_000, ("E019", 1, 129)),
    "deep keys": (lambda: "".join(" " * depth + "a:\n" for depth in range(2000)), ("E019", 65, 65)),
    "alias bomb": (lambda: "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9)), ("E010", 1, 4)),
    "merge bomb": (lambda: "a: 1\nb:\n  <<: [{c: 1}, {d: 2}]\n", ("E013", 3, 3)),
    "a list that holds itself": (lambda: "&a [*a]", ("E010", 1, 1)),
    "an object": (lambda: "a: !!python/object/apply:os.system ['id']\n", ("E012", 1, 4)),
    "many tags": (lambda: "- !a b\n" * 300_000, ("E012", 1, 3)),
    "many documents": (lambda: "---\n" * 300_000, ("E014", 2, 1)),
    "many directives": (lambda: "%A\n" * 300_000, ("E015", 1, 1)),
    "a huge quoted text": (lambda: 'a: "' + "x" * 4_000_000 + '"', ("E021", 1, 4)),
    "a huge block of text": (lambda: "a: |\n" + "  xxxxxxxxx\n" * 400_000, ("E021", 1, 4)),
    "a huge plain text": (lambda: "a: " + "x " * 2_000_000, ("E021", 1, 4)),
    "a huge key": (lambda: "x" * 2_000_000 + ": a", ("E021", 1, 1)),
    "many quotes never closed": (lambda: '- "a\n' * 300_000 + '- "b" c', ("E035", 1, 3)),
    "nothing but line ends": (lambda: "\n" * 200_000, ("E007", 1, 1)),
    "a stack of marks on a letter": (lambda: "- a" + "\u0301" * 1_000_000, ("E021", 1, 3)),
    "NUL at the end": (lambda: "a: b\n" * 300_000 + "\0", ("E005", 300_001, 1)),
    "escapes": (lambda: '- "' + "\\x41" * 1_000_000 + '"', ("E021", 1, 3)),
    "a bad escape": (lambda: 'a: "\\U00110000"', ("E043", 1, 5)),
}


@pytest.mark.parametrize("pure", PARSERS)
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_time(name: str, pure: bool) -> None:
    make, expected = REFUSED[name]
    text = make()
    began = time.process_time()
    document = read_text(text, "s", pure=pure)
    assert time.process_time() - began < MOST_SECONDS
    first = document.diagnostics[0]
    assert (first.code, first.line, first.column) == expected
    assert len(document.diagnostics) <= LIMITS.diagnostics + 1
    assert document.root is None


@pytest.mark.parametrize(
    "char", ["\0", "\x07", "\x0b", "\r", "\x1b", "\x7f", "\x85", "\x9b", "\u061c", "\u200e", "\u202e"]
)
@pytest.mark.parametrize("pure", PARSERS)
def test_characters_that_act_are_refused_where_they_stand(char: str, pure: bool) -> None:
    assert only(read_text(f"a: b\nc: 한{char}d\n", "s", pure=pure)) == ("E005", 2, 5)


@pytest.mark.parametrize(
    "char",
    ["\u2028", "\u2066", "\u2069", "\ufff9", "\ufeff", "\ufffe", "\U000e0001", "\U000e007f", chr(0xD800), chr(0xDFFF)],
)
def test_characters_that_cannot_be_seen_are_refused_where_they_stand(char: str) -> None:
    assert only(read_text(f"a: b\nc: d{char}\n", "s")) == ("E005", 2, 5)


def test_joiners_and_emoji_are_let_be() -> None:
    text = "a: می\u200cخواهم 👩\u200d🚀 ❤\ufe0f नमस्ते\n"
    assert read_text(text, "s").diagnostics == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"a: b\nc: caf\xe9\n", ("E004", 2, 7)),
        (b"\xff\xfea\x00", ("E004", 1, 1)),
        (b"a: \xed\xa0\x80", ("E004", 1, 4)),
        (b"a: \xc0\x80", ("E004", 1, 4)),
        ("한: ".encode() + b"\xf0\x9f", ("E004", 1, 4)),
        (b"", ("E007", 1, 1)),
    ],
)
def test_what_is_not_utf_8_is_refused_at_its_first_byte(raw: bytes, expected: tuple[str, int, int]) -> None:
    assert only(read_bytes(raw, "s")) == expected


def test_a_missing_file_and_a_name_that_is_none(tmp_path: Path) -> None:
    assert only(read_file(tmp_path / "none.yaml")) == ("E001", 1, 1)
    assert only(read_file(tmp_path / "a\0b")) == ("E001", 1, 1)
    assert only(read_file(tmp_path / ("x" * 5000))) == ("E001", 1, 1)


def test_a_loop_of_links_and_a_link_to_nothing(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    dangling = tmp_path / "dangling.yaml"
    dangling.symlink_to(tmp_path / "none")
    assert only(read_file(loop)) == ("E001", 1, 1)
    assert only(read_file(dangling)) == ("E001", 1, 1)


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a: b\n", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    assert read_file(tmp_path / "link.yaml").root is not None


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names")
def test_folders_pipes_sockets_and_devices_are_never_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert only(read_file(tmp_path)) == ("E002", 1, 1)
    assert only(read_file(pipe)) == ("E002", 1, 1)
    assert only(read_file(Path("/dev/zero"))) == ("E002", 1, 1)
    with socket.socket(socket.AF_UNIX) as listening:
        name = os.path.relpath(tmp_path / "s")  # the name of a socket may have 100 letters only
        listening.bind(name if len(name) < 100 else str(tmp_path / "s"))
        assert only(read_file(tmp_path / "s")) == ("E002", 1, 1)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is kept from this user")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("a: b\n", encoding="utf-8")
    path.chmod(0)
    assert only(read_file(path)) == ("E001", 1, 1)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"a: b\n" * 30)
    assert only(read_file(path, limits=Limits(file_bytes=149))) == ("E003", 1, 1)
    assert only(read_bytes(path.read_bytes(), "s", limits=Limits(file_bytes=149))) == ("E003", 1, 1)
    assert read_file(path, limits=Limits(file_bytes=150, diagnostics=100)).root is not None


@pytest.mark.parametrize("pure", PARSERS)
def test_limits_hold_at_their_number(pure: bool) -> None:
    assert read_text("[" * 64 + "]" * 64, "s", pure=pure).root is not None
    assert only(read_text("[" * 65 + "]" * 65, "s", pure=pure)) == ("E019", 1, 65)
    limits = Limits(scalar_chars=10)
    assert read_text("- 0123456789\n", "s", pure=pure, limits=limits).root is not None
    assert only(read_text("- a\n- 0123456789x\n", "s", pure=pure, limits=limits)) == ("E021", 2, 3)
    assert only(read_text("- a\n" * 20, "s", pure=pure, limits=Limits(events=10))) == ("E020", 1, 1)
    assert read_text("- '{{'\n", "s", pure=pure, limits=Limits(braces=2)).root is not None
    assert only(read_text("- '{{{'\n", "s", pure=pure, limits=Limits(braces=2))) == ("E020", 1, 1)


@pytest.mark.parametrize("pure", PARSERS)
def test_long_lines_keep_their_places(pure: bool) -> None:
    words = ", ".join(["word"] * 15_000)
    document = read_text(f"[{words}, a: b: c]\n", "s", pure=pure)
    assert only(document) == ("E030", 1, len(words) + 8)
    assert read_text(f"[{words}]\n", "s", pure=pure).root is not None


def test_the_largest_tree_stays_within_the_memory_of_a_game() -> None:
    """The worst tree that a file can be, in a process of its own, because memory is seldom given back."""
    script = textwrap.dedent("""
        import gc, sys
        from game.language.yaml.reader import read_bytes
        from game.proof.bounds import memory_used
        gc.disable()
        raw = eval(sys.argv[1])
        document = read_bytes(raw, "s")
        print([found.code for found in document.diagnostics], memory_used())
    """)
    made = 'b"".join(b"w%d: v\\n" % n for n in range(400_000))'
    run = subprocess.run([sys.executable, "-c", script, made], capture_output=True, text=True, check=True)
    codes, megabytes = run.stdout.rsplit(" ", 1)
    assert codes == "['E020']"
    assert int(megabytes) < 350  # 300 for the reader; the rest is the making of the text
