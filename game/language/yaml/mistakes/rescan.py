"""A lenient walk over the raw lines of a YAML file, to its first mistake.

It reads what writers write: block lists and mappings, prose in its five styles, short lists
in brackets (`game.language.yaml.mistakes.brackets`). What it does not know it lets pass; the parser has
already refused the file, or the file has a tab in it and the walk says whether that matters.
It builds nothing and decides nothing about a file that YAML can read.
"""

from __future__ import annotations

import re
from typing import NoReturn

from game.language.slips.lines import meant_item, meant_key
from game.language.slips.signs import BLANKS, COLONS, OTHER_BLANKS
from game.language.text.identifiers import WORD, Naming, any_script
from game.language.yaml.document import LIMITS
from game.language.yaml.mistakes import faults, layout
from game.language.yaml.mistakes.faults import Fault
from game.language.yaml.mistakes.keys import BESIDE, BODIES, FOLLOWS, missing_key, scene_key
from game.language.yaml.mistakes.quotes import FaultFound, GiveUp
from game.language.yaml.mistakes.values import COLON, COMMENT, STRUCTURE, Context, ValueReader

_KEY = re.compile(r"[^\s:#\"'\[\]{}][^\s:]*:(?=\s|$)")
_ARROW = re.compile(r"\S -> ?\S")
_BLANK_BEHIND = Naming(rf"(?:-|{WORD}(?:\.{WORD})*:)(?=[{BLANKS}])")
_LOOKS_LIKE_KEY = any_script(rf"[\w.-]+\s*[{COLONS}]")
_GLUED = any_script(r"([^\W\d_][\w.-]*):(?=[^\s:/])")


def first_fault(text: str, depth: int = LIMITS.depth) -> Fault | None:
    """The first mistake in the text, or None when the walk finds none; `depth` is how far lists and mappings may nest."""
    try:
        _Walk(text, depth).run()
    except FaultFound as found:
        return found.fault
    except GiveUp:
        return None
    return None


class _Walk(ValueReader):
    def __init__(self, text: str, depth: int) -> None:
        super().__init__(text, depth)
        self.begun = False  # a document has begun
        self.ended = False  # `...` has been read

    def run(self) -> None:
        """Read line by line until the end or a mistake."""
        text = self.text
        while self.at < len(text):
            start = self.at
            line = self._rest(start)
            self.at = start + len(line) + 1
            bare = line.lstrip(" ")
            column = len(line) - len(bare)
            if bare[:1] == "\t":
                self._fail(layout.tab(start + column, indent=True))
            if not bare:
                continue
            if bare[0] in OTHER_BLANKS and self._is_structure(bare.lstrip(OTHER_BLANKS + " ")):
                self._fail(layout.other_blank(start + column, bare[0]))
            if bare[0] == "#":
                if self.last == "plain" and self.comment < 0:
                    self.comment = start + column
                continue
            if column == 0 and self._document_line(start, line):
                continue
            self._line(start + column, column, bare)

    def _keys_above(self, offset: int, column: int) -> list[str]:
        """The keys in a column, from the line above an offset upwards as far as nothing stands further left."""
        keys: list[str] = []
        for line in reversed(self.text[:offset].split("\n")[:-1]):
            bare = line.lstrip(" ").removeprefix("- ")
            if line.strip() and len(line) - len(bare) < column:
                break
            if len(line) - len(bare) == column and (found := _KEY.match(bare)):
                keys.append(found[0].rstrip(":"))
            if line.strip() and len(line) - len(line.lstrip(" ")) < column:
                break
        return keys

    def _key_before(self, offset: int) -> str:
        """The key on whose line a value begins; "" where it begins behind a dash, or on a line of its own."""
        before = self.text[self.text.rfind("\n", 0, offset) + 1 : offset].strip().removeprefix("- ")
        return before.removesuffix(":") if before.endswith(":") and " " not in before else ""

    def _list_begins(self, offset: int, column: int) -> int:
        """The line where the lines in a column begin that go on up to an offset."""
        number = self.text.count("\n", 0, offset)
        first = 0
        for line in reversed(self.text[:offset].split("\n")[:-1]):
            width = len(line) - len(line.lstrip(" "))
            if line.strip() and width < column:
                break
            if line.strip() and width == column:
                first = number
            number -= 1
        return first

    def _told_alone(self, offset: int, bare: str) -> bool:
        """Whether the line above one with a key is all the prose of a scene or a choice, and lacks its key alone."""
        above = self.text[: self.last_start].rstrip().rpartition("\n")[2].strip().removeprefix("- ")
        one_line = "\n" not in self.text[self.last_start : offset].rstrip()
        return one_line and above.endswith(":") and above not in BODIES and bare.partition(":")[0] in FOLLOWS

    def _is_structure(self, bare: str) -> bool:
        """Whether a line, without the blanks it begins with, belongs to no text above it."""
        return self.last != "plain" or STRUCTURE.match(bare) is not None

    def _document_line(self, start: int, line: str) -> bool:
        """`---`, `...` and `%` at the very start of a line."""
        if line[0] == "%":
            directive = re.match(r"%[A-Z]+(\s|$)", line)
            self._fail(faults.directive(start, line) if directive else faults.percent(start, line))
        if line[:3] not in ("---", "...") or line[3:4] not in ("", " ", "\t"):
            return False
        if line[0] == "-" and self.begun:
            self._fail(layout.second_document(start))
        rest = line[3:].strip()
        if rest and rest[0] != "#":
            raise GiveUp
        self.begun = True
        self.ended = line[0] == "."
        self.contexts.clear()
        self.pending = True
        self.last = ""
        return True

    def _line(self, offset: int, column: int, bare: str) -> None:
        """A line with something on it."""
        if self.ended:
            self._fail(layout.second_document(offset))
        self.begun = True
        top = self.contexts[-1].column if self.contexts else -1
        if self.pending:
            indentless = column == top and self.contexts[-1].kind == "keys" and (_is_item(bare) or bare[0] in "|>")
            if column > top or indentless:
                self._node(offset, column, own_line=True)
                return
            self.pending = False
            self.last = ""
        elif column > top:
            self._deeper(offset, column, bare)
            return
        self._sibling(offset, column, bare)

    def _deeper(self, offset: int, column: int, bare: str) -> None:
        """A line further right than the entries around it, where no value is awaited."""
        start = self.last_start
        if self.last == "plain":
            self._plain_goes_on(offset, column, bare)
            return
        value = self._rest(start)
        if self.last == "block":
            around = self.contexts[-1].column if self.contexts else 0  # nothing is around a file that is one text
            if not STRUCTURE.match(bare) and column == around:
                self._fail(layout.block_text(offset, len(bare.rstrip())))
            if not STRUCTURE.match(bare) and column - around < 10:
                line = self.text.count("\n", 0, start) + 1
                self._fail(layout.block_less(offset, value.split()[0], line, column - around))
            self._fail(layout.indent(offset, column + 1, self._columns()))
        if self.last == "quoted" and self.last_own_line and _KEY.match(bare) and meant_key(value):
            self._fail(layout.no_colon(start, value, len(value.rstrip())))
        if not _KEY.match(bare) and not _is_item(bare):
            if self.last == "quoted":
                self._fail(faults.after_quote(offset, bare, value))
            if self.last == "flow":
                self._fail(faults.bracket_text(start, value))
        self._fail(layout.indent(offset, column + 1, self._columns(), value, scene=scene_key(bare)))

    def _plain_goes_on(self, offset: int, column: int, bare: str) -> None:
        """The next line of a plain value, which may not have a colon or come after a comment."""
        if self.comment >= 0:
            self._fail(faults.comment_inside(self.comment))
        comment = COMMENT.search(bare)
        tab = bare.find("\t", 0, comment.start() + 1 if comment else None)
        colon = COLON.search(bare)
        if colon and (not comment or colon.start() < comment.start()):
            start = self.last_start
            value = self._rest(start)
            key = self._key_before(start)
            if _is_item(bare) and (missing := missing_key([key])):
                first = start + len(value) + 1  # the items above this one have become a part of the text
                self._fail(
                    layout.stray_item(
                        first + len(self._rest(first)) - len(self._rest(first).lstrip(" ")), missing=missing
                    )
                )
            if _is_item(bare) or (_KEY.match(bare) and self.last_own_line):
                self._refuse_glued_colon(start, value)
                self._fail(layout.no_colon(start, value, len(value.rstrip()), prose=self._told_alone(offset, bare)))
            if _KEY.match(bare):
                if _LOOKS_LIKE_KEY.match(value):
                    self._fail(layout.no_colon(start, value, len(value.rstrip())))
                beside = bare.partition(":")[0]
                if not key and not self.last_own_line and beside in BESIDE:
                    self._fail(layout.beside_choice(offset, value, beside))
                self._fail(layout.indent(offset, column + 1, self._columns(), value))
            self._fail(faults.colon(offset + colon.start(), self.text[start : offset + len(bare)]))
        if tab >= 0:
            self._fail(layout.tab(offset + tab, indent=False))
        if comment:
            self.comment = offset + comment.start() + 1

    def _columns(self) -> list[int]:
        """The column where the next entry can begin, counted from 1."""
        return [self.contexts[-1].column + 1] if self.contexts else [1]

    def _sibling(self, offset: int, column: int, bare: str) -> None:
        """A line at or left of the entries before it: the next entry of one of the open lists or mappings."""
        contexts = self.contexts
        wanted = "list" if _is_item(bare) else "keys"
        fitting = [one.column for one in contexts if one.kind == wanted]
        lowest = -1
        while contexts and contexts[-1].column > column:
            lowest = contexts.pop().column
        if contexts and contexts[-1].kind == "list" and not _is_item(bare):
            under = contexts[-2] if len(contexts) > 1 else None
            if under and under.column == contexts[-1].column == column:
                contexts.pop()
        if not contexts:
            if self.last == "block" and not STRUCTURE.match(bare):
                self._fail(layout.block_text(offset, len(bare)))
            expected = [lowest + 1] if lowest >= 0 else [1]
            self._fail(layout.indent(offset, column + 1, expected, scene=scene_key(bare)))
        top = contexts[-1]
        if top.column < column:
            if self.last == "block" and not STRUCTURE.match(bare):
                self._fail(layout.block_text(offset, len(bare)))
            begins = self._list_begins(offset, lowest) if _is_item(bare) else 0
            near = [one + 1 for one in fitting if one in (top.column, lowest)] or [top.column + 1, lowest + 1]
            if scene_key(bare):
                near.reverse()  # a scene stands below scenes:, further in than the keys of the file
            self._fail(layout.indent(offset, column + 1, near, begins=begins))
        if top.kind == "list":
            self._item(offset, column, bare)
        else:
            self._entry(offset, column, bare)

    def _item(self, offset: int, column: int, bare: str) -> None:
        """The next item of a list."""
        if _is_item(bare):
            self._node(offset, column, own_line=True)
            return
        if bare[0] == "-" and len(bare) > 1:
            if bare[1] == "\t":
                self._fail(layout.tab(offset + 1, indent=False))
            if bare[1] in OTHER_BLANKS:
                self._fail(layout.other_blank(offset + 1, bare[1]))
            if bare[1] != ">":
                self._fail(layout.glued_dash(offset, bare))
        if self.last == "block" and not meant_item(bare) and not _ARROW.search(bare):
            self._fail(layout.block_text(offset, len(bare.rstrip())))
        self._fail(layout.no_dash(offset, bare, len(bare.rstrip())))

    def _entry(self, offset: int, column: int, bare: str) -> None:
        """The next key of a mapping."""
        if _is_item(bare):
            around = self.contexts[-2] if len(self.contexts) > 1 else None
            in_list = around is not None and around.kind == "list"
            missing = missing_key(self._keys_above(offset, column))
            self._fail(layout.stray_item(offset, around.column + 1 if around is not None and in_list else 0, missing))
        self._node(offset, column, own_line=True, key_wanted=True)

    def _node(self, offset: int, column: int, *, own_line: bool, key_wanted: bool = False) -> None:
        """What begins at an offset: items, keys, and at the end of the line a value or nothing."""
        while True:
            rest = self._rest(offset)
            if _is_item(rest):
                if not (self.contexts and self.contexts[-1] == (column, "list")):
                    self._open(offset, Context(column, "list"))
                behind = self._skip(offset + 1)
                if behind < 0:
                    return
                column += behind - offset
                offset = behind
                own_line = False
                continue
            end = self._key_end(offset, rest)
            if end < 0:
                break
            if not (self.contexts and self.contexts[-1] == (column, "keys")):
                self._open(offset, Context(column, "keys"))
            behind = self._skip(end + 1)
            if behind < 0:
                return
            value = self._rest(behind)
            if _is_item(value):
                self._fail(layout.list_on_line(behind, value))
            self._behind_key(end, behind, value)
            return
        self._refuse_blank(offset, rest)
        if key_wanted:
            self._missing_key(offset, rest)
        if self.contexts and self.contexts[-1] == (column, "keys") and rest[0] not in "|>":
            raise GiveUp
        self._value(offset, own_line=own_line)

    def _behind_key(self, colon: int, offset: int, value: str) -> None:
        """A value on the line of its key; where the key is the beginning of markup, the colon ends none."""
        try:
            self._value(offset, own_line=False)
        except FaultFound as found:
            before = self._prose(offset)
            if found.fault.offset >= offset + len(value) or before.count("{") <= before.count("}"):
                raise
            self._fail(faults.colon(colon, before + value, is_key=self._is_key(offset, value)))

    def _refuse_blank(self, offset: int, rest: str) -> None:
        """A dash or a key's colon with a blank behind it that is no space."""
        if not rest.isascii() and (found := _BLANK_BEHIND.of(rest).match(rest)) is not None:
            self._fail(layout.other_blank(offset + found.end(), rest[found.end()]))

    def _skip(self, offset: int) -> int:
        """The offset of what follows on the line after `-` or `:`, or -1 when nothing does (a value is then awaited)."""
        rest = self._rest(offset)
        bare = rest.lstrip(" ")
        if bare[:1] == "\t":
            self._fail(layout.tab(offset + len(rest) - len(bare), indent=False))
        if not bare or bare[0] == "#":
            self.pending = True
            self.last = ""
            return -1
        return offset + len(rest) - len(bare)

    def _key_end(self, offset: int, rest: str) -> int:
        """The offset of the colon that ends a key beginning here, or -1 when none does."""
        sign = rest[:1]
        if rest.startswith("::"):
            return -1
        if sign in "?:" and rest[1:2] in ("", " ", "\t"):
            self._fail(faults.question(offset, rest) if sign == "?" else faults.bare_colon(offset))
        if sign in "\"'":
            end = self._quote_end(offset)
            if end < 0 or "\n" in self.text[offset:end]:
                return -1
        elif sign in "[{":
            end = self._bracket_end(offset)
            if "\n" in self.text[offset:end]:
                return -1
        elif sign in "&*!|>@`%]},":
            return -1
        else:
            comment = COMMENT.search(rest)
            colon = COLON.search(rest)
            if not colon or (comment and comment.start() < colon.start()):
                return -1
            tab = rest.find("\t", 0, colon.start())
            if tab >= 0:
                self._fail(layout.tab(offset + tab, indent=False))
            return offset + colon.start()
        behind = self._rest(end)
        bare = behind.lstrip(" ")
        if bare[:1] == ":" and bare[1:2] in ("", " ", "\t"):
            return end + len(behind) - len(bare)
        return -1

    def _missing_key(self, offset: int, rest: str) -> NoReturn:
        """A line in the column of keys that has none."""
        if self.last == "block" and not meant_key(rest):
            self._fail(layout.block_text(offset, len(rest.rstrip())))
        self._refuse_glued_colon(offset, rest)
        if rest[0] in "&*!":
            self._fail(faults.PROPERTIES[rest[0]](offset, rest))
        if rest[0] in "\"'" and self._quote_end(offset) < 0:
            self._fail(faults.open_quote(offset, rest))
        self._fail(layout.no_colon(offset, rest, len(rest.rstrip())))

    def _refuse_glued_colon(self, offset: int, rest: str) -> None:
        glued = _GLUED.match(rest)
        if glued:
            self._fail(layout.glued_colon(offset + glued.end() - 1, glued.group(1), rest[glued.end() :]))


def _is_item(bare: str) -> bool:
    """Whether a line begins with a dash that makes a list item."""
    return bare[:1] == "-" and bare[1:2] in ("", " ")
