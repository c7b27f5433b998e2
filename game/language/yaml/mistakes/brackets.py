"""Lists and mappings in brackets, read in the raw text up to their end or their first mistake."""

from __future__ import annotations

import re
from typing import Literal, NoReturn

from game.language.text.identifiers import any_script
from game.language.yaml.mistakes import faults, layout
from game.language.yaml.mistakes.faults import Fault
from game.language.yaml.mistakes.quotes import FaultFound, GiveUp, quoted_end

_PLAIN = re.compile(r"(?:[^\s,\[\]{}:#]|:(?=[^\s,\[\]{}])|(?<=\S)#| +(?=[^\s,\[\]{}:#])| +:(?=[^\s,\[\]{}]))++")
_MOST_STEPS = 200_000  # far more than anybody writes in brackets
_NO_START = "&*!@`%|>-:?"
_CLOSE = {"[": "]", "{": "}"}
_COLON_HINT = "write `key: value`, or put the text in quotes"
_DASH_HINT = "separate the items by commas, without dashes"
_COMMA_HINT = "put a comma between them, or quotes round the whole text"


class _Level:
    """One open bracket and what has been read since its last comma."""

    __slots__ = ("at", "begun", "first_line", "line", "offset", "pair", "sign", "state", "what")

    def __init__(self, sign: str, offset: int) -> None:
        self.sign = sign
        self.offset = offset
        self.state: Literal["empty", "entry", "colon", "value"] = "empty"
        self.what = ""  # plain, quoted or bracket: what was read last
        self.line = 0  # on which line that ended
        self.first_line = 0  # and on which it began
        self.at = offset  # where what has been read last begins
        self.begun = offset  # where what stands behind the last comma begins
        self.pair = False  # it is a key in a list: a mapping of its own


class _Brackets:
    def __init__(self, text: str, offset: int, column: int, depth: int, room: int) -> None:
        self.text = text
        self.column = column
        self.suspect: Fault | None = None  # a bracket that seems to have swallowed the lines below it
        self.depth = depth
        self.room = room  # how many more lists and mappings may be open
        self.at = offset
        self.line = 0
        self.levels: list[_Level] = []
        self._open(text[offset], offset)

    def run(self) -> int:
        text = self.text
        self.at += 1
        for _ in range(_MOST_STEPS):
            if not self.levels:
                return self.at
            if self.at >= len(text):
                level = self.levels[-1]
                self._fail(faults.open_bracket(level.offset, level.sign))
            sign = text[self.at]
            if sign == " ":
                self.at += 1
            elif sign == "\n":
                self._new_line()
            else:
                self._token(sign)
        raise GiveUp

    def _fail(self, fault: Fault) -> NoReturn:
        if self.suspect is not None and fault.code not in ("E018", "E019"):
            fault = self.suspect
        raise FaultFound(fault)

    def _open(self, sign: str, at: int) -> None:
        self._deeper(at)
        self.levels.append(_Level(sign, at))

    def _deeper(self, at: int) -> None:
        """One more list or mapping is open."""
        if self.room <= 0:
            self._fail(layout.too_deep(at, self.depth))
        self.room -= 1

    def _new_line(self) -> None:
        """Note when a line looks as if the bracket should have been closed before it."""
        self.at += 1
        self.line += 1
        rest = self.text[self.at : self.at + 200].split("\n", 1)[0]
        bare = rest.lstrip(" ")
        if re.match(r"(?:---|\.\.\.)(?:\s|$)", rest):
            level = self.levels[-1]
            self._fail(faults.open_bracket(level.offset, level.sign))
        if self.suspect is None and bare and bare[0] not in "]}#\t":
            out = len(rest) - len(bare) <= self.column
            if out or bare[:2] == "- " or (self.levels[-1].sign == "[" and any_script(r"[\w.-]+:(?:\s|$)").match(bare)):
                level = self.levels[-1]
                self.suspect = faults.open_bracket(level.offset, level.sign)

    def _token(self, sign: str) -> None:
        level = self.levels[-1]
        at = self.at
        text = self.text
        if sign == "\t":
            self._fail(layout.tab(at, indent=not text[text.rfind("\n", 0, at) + 1 : at].strip()))
        if sign == "#":
            end = text.find("\n", at)
            self.at = len(text) if end < 0 else end
            level.what = level.what and "comment"
        elif sign in "]}":
            if _CLOSE[level.sign] != sign:
                self._fail(
                    faults.in_bracket(at, f"this {sign} closes a {level.sign}", f"write {_CLOSE[level.sign]} here")
                )
            self.levels.pop()
            self.room += 1 + level.pair
            self.at += 1
            if self.levels:
                self.levels[-1].what = "bracket"
                self.levels[-1].line = self.line
        elif sign in "[{":
            if level.sign == "{" and level.state == "empty":
                self._fail(faults.bracket_key(at))
            self._read(level, "bracket", at)
            self._open(sign, at)
            self.at += 1
        elif sign == ",":
            if level.state == "empty":
                self._fail(
                    faults.in_bracket(at, "there is nothing before this comma", "delete it, or write what is missing")
                )
            level.state = "empty"
            level.what = ""
            self.room += level.pair
            level.pair = False
            self.at += 1
        elif sign in "\"'" and not self._goes_on(level):
            self._read(level, "quoted", at)
            end = quoted_end(text, at)
            if end < 0:
                self._fail(faults.open_quote(at, text[at:].split("\n", 1)[0]))
            self.line += text.count("\n", at, end)
            level.line = self.line
            self.at = end
        else:
            self._word(level, sign, at)

    def _word(self, level: _Level, sign: str, at: int) -> None:
        """A colon, plain text, or a character that text cannot begin with."""
        text = self.text
        behind = text[at + 1 : at + 2]
        if sign == ":" and (not behind or behind.isspace() or behind in ",[]{}" or level.what in ("quoted", "bracket")):
            self._colon(level, at)
            return
        goes_on = self._goes_on(level)
        if not goes_on and sign in _NO_START and (sign != "-" or not behind or behind in " \n"):
            self._refuse_start(sign, at)
        found = _PLAIN.match(text, at)
        if found is None:
            raise GiveUp
        if not goes_on:
            self._read(level, "plain", at)
        level.what = "plain"
        level.line = self.line
        self.at = found.end()
        stop = text[self.at : self.at + 2]
        if stop[:1] == ":" and stop[1:] in tuple(",?[]{}"):
            self._fail(faults.in_bracket(self.at, "there is no space behind this colon", _COLON_HINT))
        if stop[:1] == "\t":
            self._fail(layout.tab(self.at, indent=False))

    def _refuse_start(self, sign: str, at: int) -> None:
        """The characters that text in brackets cannot begin with."""
        item = _item(self.text[at : at + 200].split("\n", 1)[0])
        if sign in "&*!":
            self._fail(faults.PROPERTIES[sign](at, item))
        if sign in "@`":
            self._fail(faults.reserved(at, item))
        if sign == "%":
            self._fail(faults.percent(at, item))
        if sign in "|>":
            self._fail(faults.in_bracket(at, f"text in brackets cannot begin with {sign}", "put it in quotes"))
        if sign == "-":
            self._fail(faults.in_bracket(at, "a list with dashes cannot stand in brackets", _DASH_HINT))
        if sign == ":":
            self._fail(faults.bare_colon(at))
        if sign == "?":
            self._fail(faults.question(at, item))

    def _read(self, level: _Level, what: str, at: int) -> None:
        """Something has been read where an entry or a value may stand."""
        if level.state == "empty":
            level.state = "entry"
            level.begun = at
        elif level.state == "colon":
            level.state = "value"
        elif level.what == "quoted":
            rest = self.text[at : at + 200].split("\n", 1)[0]
            whole = self.text[level.at : at] + _item(rest)
            self._fail(faults.after_quote(at, _item(rest), whole, in_line=True))
        else:
            self._fail(faults.in_bracket(at, "there is no comma between this and what stands before it", _COMMA_HINT))
        level.what = what
        level.at = at
        level.line = level.first_line = self.line

    def _goes_on(self, level: _Level) -> bool:
        """Whether plain text from the line above goes on here, with whatever character."""
        return level.what == "plain" and level.line < self.line

    def _colon(self, level: _Level, at: int) -> None:
        if level.state == "empty":
            self._fail(faults.bare_colon(at))
        if level.state in ("colon", "value"):
            key = self.text[level.begun : level.at].rstrip().rstrip(":").rstrip()
            whole = re.split(r"[,\]}\n]", self.text[level.at : level.at + 200])[0]
            if level.sign == "[" or level.what != "plain":
                key, whole = "", re.split(r"[,\]}\n]", self.text[level.begun : level.begun + 200])[0]
            self._fail(faults.colon(at, whole, before=key))
        if level.state == "entry" and level.first_line != self.line:
            self._fail(
                faults.in_bracket(
                    at, "the key of this colon stands on the line above", "write the key and its colon on one line"
                )
            )
        if level.sign == "[":
            self._deeper(level.begun)
            level.pair = True
        level.state = "colon"
        level.what = ""
        self.at += 1


def _item(rest: str) -> str:
    """The line up to the end of what stands first in it."""
    return re.split(r"[,\]}]", rest)[0]


def end(text: str, offset: int, column: int, depth: int, room: int) -> int:
    """The offset behind the bracket that closes the one at `offset`.

    `column` is that of the entries around it, counted from 0, `depth` how many lists and mappings may
    lie in one another, and `room` how many of them are left. Raises `FaultFound` at a mistake and `GiveUp` at what it does not know.
    """
    return _Brackets(text, offset, column, depth, room).run()
