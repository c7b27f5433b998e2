"""PyYAML's parser in Python, made to read brackets as its C parser does.

libyaml 0.2.5 takes a question mark in a list in brackets for text (yaml/libyaml#105), PyYAML's
own scanner does not (yaml/pyyaml#228): without this, `[Stay?, Go]` would be a different story on
a machine without libyaml.
"""

from __future__ import annotations

import yaml
from yaml.scanner import ScannerError
from yaml.tokens import ScalarToken

_SPACE = "\0 \t\r\n\x85\u2028\u2029"


class PureLoader(yaml.SafeLoader):
    """The parser in Python. Only its events are ever asked for."""

    def check_key(self) -> bool:
        """A `?` begins a key only with a space behind it, in brackets too."""
        return self.peek(1) in _SPACE

    def check_plain(self) -> bool:
        """What a plain text can begin with."""
        sign = self.peek()
        if sign not in _SPACE + "-?:,[]{}#&*!|>'\"%@`":
            return True
        if self.peek(1) in _SPACE:
            return False
        return sign in "-?" or (sign == ":" and not self.flow_level)

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
            spaces = self.scan_plain_spaces(indent, start)
            if not spaces or self.peek() == "#" or (not self.flow_level and self.column < indent):
                break
        return ScalarToken("".join(chunks), True, start, end)
