"""Values in the raw lines of a YAML file: where one ends, and the mistakes inside it.

The half of the walk that knows prose in its five styles; `game.language.yaml.mistakes.rescan` knows the lines.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, NoReturn

from game.language.text.identifiers import any_script
from game.language.yaml.mistakes import brackets, faults, layout
from game.language.yaml.mistakes.faults import Fault
from game.language.yaml.mistakes.quotes import FaultFound, quoted_end

COLON = re.compile(r":(?=[ \t\n]|\Z)")
COMMENT = re.compile(r"[ \t]#")
STRUCTURE = any_script(r" *(?:- |-$|[\w.-]+:(?:\s|$))")
_LABEL = re.compile(r"^[ -]*(once|choice): *\Z")
_CONDITION = re.compile(r"^[ -]*(?:if|elif|needs|when): *\Z")
_NEXT = re.compile(r"(?:\n *)*\n( *)(?=[^\s#])")
_BLOCK = re.compile(r"[|>](?:[+-]?([1-9])?[+-]?)")
_MARKUP = re.compile(r"\{\s*(?:if|first|then|cycle|shuffle)\b")

Last = Literal["", "plain", "quoted", "flow", "block"]


class Context(NamedTuple):
    """An open list or mapping and the column (from 0) its entries stand in."""

    column: int
    kind: Literal["list", "keys"]


class ValueReader:
    """What the walk remembers, and the reading of one value."""

    def __init__(self, text: str, depth: int) -> None:
        self.text = text
        self.depth = depth  # how many lists and mappings may lie in one another
        self.at = 0  # the start of the line to be read next
        self.contexts: list[Context] = []
        self.ends: dict[int, int] = {}  # of the quotation or bracket read last: where it begins and ends
        self.pending = True  # a value is still to come, on a line of its own
        self.last: Last = ""  # how the last value was written
        self.last_start = 0
        self.last_own_line = False  # it began on a line of its own
        self.comment = -1  # the ` #` behind the last plain value

    def _rest(self, offset: int) -> str:
        """The text from an offset to the end of its line."""
        end = self.text.find("\n", offset)
        return self.text[offset:] if end < 0 else self.text[offset:end]

    def _fail(self, fault: Fault) -> NoReturn:
        raise FaultFound(fault)

    def _open(self, offset: int, context: Context) -> None:
        """A list or mapping begins at an offset."""
        if len(self.contexts) >= self.depth:
            self._fail(layout.too_deep(offset, self.depth))
        self.contexts.append(context)

    def _value(self, offset: int, *, own_line: bool) -> None:
        """A value that is no list of items and no mapping of keys."""
        rest = self._rest(offset)
        sign = rest[0]
        self.pending = False
        self.last_start = offset
        self.last_own_line = own_line
        self.comment = -1
        if sign in "\"'":
            self._quoted(offset, rest)
        elif sign in "[{":
            self.last = "flow"
            self._after(self._bracket_end(offset), offset)
        elif sign in "|>":
            self._block(offset, rest)
        elif sign in "&*!":
            self._fail(faults.PROPERTIES[sign](offset, rest))
        elif sign in "@`":
            self._fail(faults.reserved(offset, rest))
        elif sign == "%":
            self._fail(faults.percent(offset, rest))
        elif sign == "?" and rest[1:2] in ("", " ", "\t"):
            self._fail(faults.question(offset, rest))
        elif sign in "]},":
            self._fail(
                faults.in_bracket(
                    offset, f"a text cannot begin with {sign}", f"delete the {sign}, or put the text in quotes"
                )
            )
        else:
            self._plain(offset, rest)

    def _plain(self, offset: int, rest: str) -> None:
        comment = COMMENT.search(rest)
        colon = COLON.search(rest)
        tab = rest.find("\t", 0, comment.start() + 1 if comment else None)
        if colon and (not comment or colon.start() < comment.start()):
            if (
                _CONDITION.search(self.text[self.text.rfind("\n", 0, offset) + 1 : offset])
                and not rest[colon.end() :].strip()
            ):
                self._fail(faults.condition_colon(offset + colon.start()))
            label = _LABEL.search(self.text[self.text.rfind("\n", 0, offset) + 1 : offset])
            if label and (behind := rest[colon.end() :].strip()) in ("", "|", ">"):
                self._fail(
                    faults.label_colon(offset + colon.start(), label[1], rest[: colon.start()], prose=behind != "")
                )
            whole = self._prose(offset) + rest
            self._fail(faults.colon(offset + colon.start(), whole, is_key=self._is_key(offset, rest)))
        if tab >= 0:
            self._fail(layout.tab(offset + tab, indent=False))
        self.last = "plain"
        self.comment = offset + comment.start() + 1 if comment else -1

    def _is_key(self, offset: int, rest: str) -> bool:
        """Whether a text ends in a colon that makes it the key of what stands below it, further in."""
        if not rest.rstrip().endswith(":"):
            return False
        start = self.text.rfind("\n", 0, offset) + 1
        line = self._rest(start)
        below = _NEXT.match(self.text, start + len(line))
        return below is not None and len(below[1]) > len(line) - len(line.lstrip(" "))

    def _prose(self, offset: int) -> str:
        """What stands before a value on its line, where that is no key: no field has a name with a space in it."""
        before = self.text[self.text.rfind("\n", 0, offset) + 1 : offset].lstrip(" -")
        return before if " " in before.rstrip() else ""

    def _quoted(self, offset: int, rest: str) -> None:
        """A quoted value; it must end where its line does."""
        self.last = "quoted"
        end = self._quote_end(offset)
        if end < 0:
            self._fail(faults.open_quote(offset, rest))
        top = self.contexts[-1].column if self.contexts else -1
        inside = self.text[offset:end].split("\n")[1:]
        swallowed = any(
            line.strip() and (len(line) - len(line.lstrip(" ")) <= top or STRUCTURE.match(line)) for line in inside
        )
        behind = self._rest(end)
        bare = behind.lstrip(" ")
        where = end + len(behind) - len(bare)
        if bare and bare[0] != "#":
            apostrophe = rest[0] == "'" and not behind[0].isspace()
            if bare[0] == "\t":
                self._fail(layout.tab(where, indent=False))
            if swallowed or apostrophe:
                self._fail(faults.open_quote(offset, rest))
            is_key = not inside and self._is_key(offset, rest)
            if bare[0] == ":" and not inside:
                self._fail(faults.colon(where, rest, is_key=is_key))
            self._fail(faults.after_quote(where, bare, rest, is_key=is_key))
        self.at = end + len(behind) + 1

    def _quote_end(self, offset: int) -> int:
        """Behind the mark that closes the quotation opened at `offset`, or -1."""
        if offset not in self.ends:
            self.ends = {offset: quoted_end(self.text, offset)}
        return self.ends[offset]

    def _bracket_end(self, offset: int) -> int:
        """Behind the bracket that closes the one at `offset`."""
        top = self.contexts[-1].column if self.contexts else -1
        if offset in self.ends:
            return self.ends[offset]
        try:
            self.ends = {offset: brackets.end(self.text, offset, top, self.depth, self.depth - len(self.contexts))}
            return self.ends[offset]
        except FaultFound as found:
            line = self._rest(offset)
            if _MARKUP.match(line) and found.fault.code not in ("E018", "E019"):
                self._fail(faults.bracket_text(offset, line))
            raise

    def _after(self, end: int, offset: int) -> None:
        """Nothing but a comment may follow a value in brackets."""
        behind = self._rest(end)
        bare = behind.lstrip(" ")
        if bare[:1] == "\t":
            self._fail(layout.tab(end + len(behind) - len(bare), indent=False))
        if bare and bare[0] in "]}":
            self._fail(
                faults.in_bracket(
                    end + len(behind) - len(bare), f"this {bare[0]} closes nothing", f"delete the {bare[0]}"
                )
            )
        if bare and bare[0] != "#":
            self._fail(faults.bracket_text(offset, self.text[offset:end] + behind))
        self.at = end + len(behind) + 1

    def _block(self, offset: int, rest: str) -> None:
        """Text under `|` or `>`: every line that is indented like the first."""
        self.last = "block"
        self.last_start = offset
        header = _BLOCK.match(rest)
        assert header
        behind = rest[header.end() :]
        bare = behind.lstrip(" ")
        if bare[:1] == "\t":
            self._fail(layout.tab(offset + len(rest) - len(bare), indent=False))
        if bare and (bare[0] != "#" or behind[0] != " "):
            self._fail(faults.bar(offset, rest))
        top = max(self.contexts[-1].column if self.contexts else 0, 0)
        if not self.contexts:
            top = -1
        wanted = max(top, 0) + int(header.group(1)) if header.group(1) else 0
        least = top + 1 if top >= 0 else 1
        widest = least
        text = self.text
        while self.at < len(text):
            line = self._rest(self.at)
            bare = line.lstrip(" ")
            column = len(line) - len(bare)
            if not wanted:
                widest = max(widest, column)
                if bare:
                    if bare[0] == "\t":  # of which one parser makes text
                        self._fail(layout.tab(self.at + column, indent=True))
                    wanted = widest
            if bare and column < (wanted or widest):
                if bare[0] == "\t":
                    self._fail(layout.tab(self.at + column, indent=True))
                return
            self.at += len(line) + 1
            if wanted:
                # The lines that are indented as far, and those of spaces alone, in one go.
                lines = re.compile(rf"(?:(?: {{{wanted}}}[^\n]*| *)\n)*+").match(text, self.at)
                self.at = lines.end() if lines else self.at
