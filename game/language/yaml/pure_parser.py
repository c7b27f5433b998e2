"""PyYAML's parser in Python, made to read brackets as its C parser does.

libyaml 0.2.5 takes a question mark in a list in brackets for text (yaml/libyaml#105), PyYAML's
own scanner does not (yaml/pyyaml#228): without this, `[Stay?, Go]` would be a different story on
a machine without libyaml.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import ScalarEvent
from yaml.scanner import ScannerError
from yaml.tokens import ScalarToken

from game.language.diagnostics.source import Source
from game.language.yaml.document import LIMITS, TooLong

#: What may stand between the end of one event and the beginning of a text.
_BETWEEN = re.compile(r"(?:[\s,\[\]{}]|[-?:](?=\s)|(?<=\s)#[^\n]*)*+")
_SPACE = "\0 \t\r\n\x85\u2028\u2029"


class PureLoader(yaml.SafeLoader):
    """The parser in Python. Only its events are ever asked for."""

    def check_plain(self) -> bool:
        """What a plain text can begin with."""
        sign = self.peek()
        if sign not in _SPACE + "-?:,[]{}#&*!|>'\"%@`":
            return True
        if self.peek(1) in _SPACE:
            return False
        return sign in "-?" or (sign == ":" and not self.flow_level)

    def fetch_flow_collection_start(self, TokenClass: Any) -> None:  # noqa: N803 - PyYAML's name for it
        """A bracket. Each costs the time of all that are open, so no more than a file may have are."""
        if self.flow_level > LIMITS.depth:
            raise ScannerError(None, None, "too many open brackets", self.get_mark())
        super().fetch_flow_collection_start(TokenClass)

    def parse_flow_mapping_value(self) -> Any:
        """A value in braces; where there is none, its place is that of the token behind it, as in libyaml."""
        return self._placed(super().parse_flow_mapping_value())  # type: ignore[no-untyped-call]

    def parse_flow_sequence_entry_mapping_value(self) -> Any:
        """The same for a single pair in a list."""
        return self._placed(super().parse_flow_sequence_entry_mapping_value())  # type: ignore[no-untyped-call]

    def _placed(self, event: Any) -> Any:
        if type(event) is ScalarEvent and not event.value and not event.style:
            token = self.peek_token()  # type: ignore[no-untyped-call]
            event.start_mark = event.end_mark = token.start_mark
        return event

    def scan_plain(self) -> ScalarToken:
        """A plain text, as yaml.scanner reads it but for `?` in brackets."""
        chunks: list[str] = []
        start = end = self.get_mark()
        indent = self.indent + 1
        stop = _SPACE + ",[]{}" if self.flow_level else _SPACE
        spaces: list[str] = []
        while self.peek() != "#":
            length = 0
            while True:
                sign = self.peek(length)
                if sign == ":":
                    behind = self.peek(length + 1)
                    if behind in _SPACE:
                        break
                    if self.flow_level and behind in ",?[]{}":
                        raise ScannerError(
                            "while scanning a plain scalar", start, "found unexpected ':'", self.get_mark()
                        )
                elif sign in stop:
                    break
                length += 1
            if not length:
                break
            self.allow_simple_key = False
            chunks.extend(spaces)
            chunks.append(self.prefix(length))
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start) or []
            if not spaces or self.peek() == "#" or (not self.flow_level and self.column < indent):
                break
        return ScalarToken("".join(chunks), True, start, end)


class Feed:
    """Gives a long text to the parser piece by piece, and stops when it goes on too long without an event.

    The parser in Python takes a second for each megabyte of one text; it must not be asked to
    read one to its end only to be told that it is too long.
    """

    def __init__(self, text: str, most: int) -> None:
        self.text = text
        self.most = most
        self.given = 0
        self.begun = 0  # how much was given when the last event came
        self.line = self.column = 0  # where that event ended
        self.parser = PureLoader(self)  # type: ignore[arg-type]  # what it calls is read(size), and text will do
        self.begun = self.given

    def read(self, size: int) -> str:
        """The next piece of the text; for the parser."""
        # The parser asks for a little more than it has read.
        if self.given - self.begun > self.most + 4 * size:
            raise TooLong(self._start())
        piece = self.text[self.given : self.given + size]
        self.given += len(piece)
        return piece

    def get_event(self) -> Any:
        """The next event."""
        event: Any = self.parser.get_event()  # type: ignore[no-untyped-call]
        mark = event.end_mark
        self.line, self.column = mark.line, mark.column
        self.begun = self.given
        return event

    def _start(self) -> int:
        """Where the text after the last event begins."""
        offset = Source("", self.text).offset(self.line + 1, self.column + 1)
        found = _BETWEEN.match(self.text, offset)
        return found.end() if found else offset
