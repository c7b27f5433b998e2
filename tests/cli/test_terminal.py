"""When the screen cannot be used, and why."""

from __future__ import annotations

import io
import sys
from typing import TextIO, cast

import pytest

from game.commands import terminal


class Stream(io.TextIOWrapper):
    def __init__(self, *, tty: bool = True, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def why(
    environment: dict[str, str] | None = None,
    *,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
    size: tuple[int, int] | None = (80, 24),
    asked: bool = False,
    preferred: bool = False,
) -> str:
    streams = (stdin or Stream(), stdout or Stream(), stderr or Stream())
    return terminal.why_line_mode(
        {"TERM": "xterm-256color", **(environment or {})}, streams, size, asked=asked, preferred=preferred
    )


def test_a_good_terminal_gets_the_screen() -> None:
    assert why() == ""
    assert why(size=None) == ""
    assert why(size=(40, 12)) == ""


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_any_stream_that_is_no_terminal_means_the_line_mode(name: str) -> None:
    streams: dict[str, TextIO] = {name: Stream(tty=False)}
    reason = why(**streams)  # type: ignore[arg-type]
    assert reason.endswith("is not a terminal")


def test_a_closed_stream_means_the_line_mode() -> None:
    streams = (None, Stream(), Stream())
    assert terminal.why_line_mode({"TERM": "xterm"}, streams, (80, 24)) == "the input is not a terminal"


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_place_text_means_the_line_mode(term: str) -> None:
    assert "TERM" in why({"TERM": term})


def test_other_encodings_mean_the_line_mode() -> None:
    assert "iso8859-1" in why(stdout=Stream(encoding="iso8859-1"))
    assert "ascii" in why(stderr=Stream(encoding="ascii"))
    assert why(stdout=Stream(encoding="UTF8")) == ""


@pytest.mark.parametrize("size", [(39, 24), (80, 11)])
def test_too_small_a_terminal_means_the_line_mode(size: tuple[int, int]) -> None:
    assert why(size=size) == "the terminal is smaller than 40 by 12"


def test_flag_environment_and_setting_are_obeyed_in_this_order() -> None:
    assert why(asked=True) == "asked for"
    assert why({"HAMBIES_PLAIN": "1"}) == "HAMBIES_PLAIN is set"
    assert why(preferred=True) == "chosen in the settings"
    assert why({"HAMBIES_PLAIN": "0"}, preferred=True) == ""
    assert why({"HAMBIES_PLAIN": "0"}, asked=True) == "asked for"


def test_characters_that_a_terminal_lacks_become_the_nearest_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Stream(encoding="iso8859-1")
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, out)
    terminal.prepare_streams()
    out.write("\u201cDon\u2019t\u201d \u2014 caf\u00e9, \ub098\u2026")
    out.flush()
    assert cast("io.BytesIO", out.buffer).getvalue() == '"Don\'t" -- caf\u00e9, ?...'.encode("latin-1")


def test_half_a_character_cannot_stop_an_utf8_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Stream()
    monkeypatch.setattr(sys, "stdout", out)
    terminal.prepare_streams()
    out.write("a\ud800b\u2019")
    out.flush()
    assert cast("io.BytesIO", out.buffer).getvalue() == b"a?b\xe2\x80\x99"
