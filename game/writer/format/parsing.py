"""YAML text to the tree of all that is written in it, by the scanner of PyYAML, which says where each sign stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml
from yaml import tokens as of_yaml

from game.language.nodes import ScalarStyle
from game.writer.format.quoting import rewritten
from game.writer.format.tree import Bracketed, Comment, FileTree, Item, Leaf, Listing, Tree, Unusual

if TYPE_CHECKING:
    from yaml.error import Mark

_STYLES: Final[dict[str | None, ScalarStyle]] = {
    "": "plain", None: "plain", "'": "single", '"': "double", "|": "literal", ">": "folded",
}  # fmt: skip
_BAR = re.compile(r"([|>])([-+0-9]*)([ \t]*)(#.*)?")
_ONE_WORD = re.compile(r"[\w.-]+")
_OPEN: Final = (of_yaml.FlowSequenceStartToken, of_yaml.FlowMappingStartToken)
_CLOSE: Final = (of_yaml.FlowSequenceEndToken, of_yaml.FlowMappingEndToken)


class _Token(NamedTuple):
    kind: type
    start: int
    end: int
    column: int
    value: str
    style: ScalarStyle


def parsed(text: str) -> FileTree:
    """The tree of a file which is known to be sound. Raises Unusual."""
    return _Parser(text).file()


def _scanned(text: str) -> Iterator[_Token]:
    starts = [0]
    starts += [found.end() for found in re.finditer("\n", text)]
    starts.append(len(text))

    def offset(mark: Mark) -> int:
        return len(text) if mark.line >= len(starts) else min(starts[mark.line] + mark.column, len(text))

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for one in yaml.scan(text, Loader=loader):
        start = offset(one.start_mark)
        style = _STYLES[one.style] if isinstance(one, of_yaml.ScalarToken) else "plain"
        value = one.value if isinstance(one, of_yaml.ScalarToken) else ""
        yield _Token(type(one), start, offset(one.end_mark), one.start_mark.column, value, style)


class _Parser:
    """Reads one file, token by token; `pending` are the lines of comments and the blank lines that belong to nothing yet."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_scanned(text))
        self.at = 0
        self.pending: list[tuple[int, str]] = []
        self.behind = Comment()

    def file(self) -> FileTree:
        """The whole of it."""
        self._next()
        top = None
        if self._is(of_yaml.DocumentStartToken):
            top = self._above()
            self._next()
            if self.behind.text:
                raise Unusual
        if not self._is(of_yaml.BlockMappingStartToken):
            raise Unusual
        root = self._block(-1)
        assert isinstance(root, Listing)
        if not self._is(of_yaml.StreamEndToken):
            raise Unusual
        root.tail += self._above()
        return FileTree(root, top)

    # tokens, and what is between them

    def _is(self, *kinds: type) -> bool:
        return self.tokens[self.at].kind in kinds

    def _next(self, end: int | None = None) -> _Token:
        """Go past a token, and remember what stands between it and the next."""
        token = self.tokens[self.at]
        self.at += 1
        if self.at < len(self.tokens):
            after = self.tokens[self.at]
            gap = self.text[token.end if end is None else end : after.start]
            self._gap("\n" + gap if token.kind is of_yaml.StreamStartToken else gap)
        return token

    def _gap(self, gap: str) -> None:
        first, *lines = gap.split("\n")
        if first.strip():
            words = first.lstrip(" \t")
            self.behind = Comment(words.rstrip(), first[: len(first) - len(words)])
        if lines and not lines[-1].strip(" \t"):
            del lines[-1]  # what the next token is set in
        for one in lines:
            words = one.strip(" \t")
            self.pending.append((len(one) - len(one.lstrip(" \t")), words))

    def _comment(self) -> Comment:
        """The comment behind the token that was read last."""
        found, self.behind = self.behind, Comment()
        return Comment(found.text, found.gap.expandtabs(1))

    def _above(self, lines: int | None = None) -> list[str]:
        lines = len(self.pending) if lines is None else lines
        found = [words for _, words in self.pending[:lines]]
        del self.pending[:lines]
        return found

    # blocks

    def _block(self, outer: int) -> Tree | None:
        token = self.tokens[self.at]
        if token.kind is of_yaml.BlockMappingStartToken:
            return self._keys()
        if token.kind is of_yaml.BlockSequenceStartToken:
            self._next()
            return self._list(token.column)
        if token.kind is of_yaml.ScalarToken:
            return self._leaf(outer)
        if token.kind in _OPEN:
            return self._flow(outer)
        return None

    def _keys(self) -> Listing:
        column = self._next().column
        entries: list[Item] = []
        while not self._is(of_yaml.BlockEndToken):
            above = self._above()
            key = self._next()
            if key.kind is not of_yaml.KeyToken or not self._is(of_yaml.ScalarToken) or key.start != self._peek().start:
                raise Unusual
            name = rewritten(self._leaf(column), flow=False)
            if len(name.lines) > 1 or name.bar or not self._is(of_yaml.ValueToken):
                raise Unusual
            self._next()
            entries.append(self._valued(Item(name, None, above), column))
        return self._ended(Listing("keys", entries), column)

    def _list(self, column: int, *, level: bool = False) -> Listing:
        """A list; a `level` one is set in no further than its key."""
        entries: list[Item] = []
        while self._is(of_yaml.BlockEntryToken):
            above = self._above()
            self._next()
            entries.append(self._valued(Item(None, None, above), column))
        found = Listing("list", entries)
        return found if level else self._ended(found, column)

    def _valued(self, one: Item, column: int) -> Item:
        """An entry with the value that follows."""
        one.behind = self._comment()
        token = self._peek()
        if token.kind is of_yaml.BlockEntryToken and one.key is not None:
            one.value = self._list(token.column, level=True)
            return one
        if token.kind is of_yaml.ScalarToken or token.kind in _OPEN:
            one.between = [words for words in self._above() if words]
            bar = token.style in ("literal", "folded")
            one.below = not bar and "\n" in self.text[self.tokens[self.at - 1].end : token.start]
        one.value = self._block(column)
        if isinstance(one.value, Leaf) and (one.key is None or _ONE_WORD.fullmatch(one.key.text)):
            one.value = rewritten(one.value, flow=False)  # behind a label, what is told may look like a part of it
        return one

    def _ended(self, found: Listing, column: int) -> Listing:
        """A block at whose end we are, with the comments that belong to it: those set in as far as it is."""
        self._end(found, column)
        self._next()
        return found

    def _end(self, found: Listing, column: int) -> None:
        at = self.at
        while self.tokens[at].kind is of_yaml.BlockEndToken:
            at += 1
        after = self.tokens[at]
        beyond = -1 if after.kind is of_yaml.StreamEndToken else after.column
        mine = 0
        for number, (at, words) in enumerate(self.pending, 1):
            if words and (at < column or at <= beyond):
                break
            if words:
                mine = number
        found.tail = self._above(mine)

    def _peek(self) -> _Token:
        return self.tokens[self.at]

    # values

    def _leaf(self, outer: int) -> Leaf:
        token = self._peek()
        if token.style in ("literal", "folded"):
            return self._below_bar(token, outer)
        self._next()
        lines = [one.strip(" \t") for one in self.text[token.start : token.end].split("\n")]
        found = Leaf(token.style, token.value, lines)
        if not self._is(of_yaml.ValueToken):
            found.behind = self._comment()
        return found

    def _below_bar(self, token: _Token, outer: int) -> Leaf:
        text = self.text
        stop = text.find("\n", token.start)
        stop = len(text) if stop < 0 else stop
        found = _BAR.match(text, token.start, stop)
        assert found is not None
        digits = re.sub(r"\D", "", found[2])
        indent = max(outer, 0) + int(digits) if digits else 0
        lines: list[str] = []
        kept, end, at = 0, stop, stop + 1
        while at < len(text):
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            line = text[at:stop]
            if blank := not line.strip(" "):
                if indent and len(line) > indent:
                    kept, end = len(lines) + 1, stop
            else:
                column = len(line) - len(line.lstrip(" "))
                indent = indent or column
                if column <= outer or column < indent:
                    break
                kept, end = len(lines) + 1, stop
            lines.append(line[indent:] if indent else line if not blank else "")
            at = stop + 1
        if "+" in found[2]:
            kept, end = len(lines), min(at - 1, len(text))
        self._next(end)
        bar = found[1] + re.sub(r"\d", "", found[2])
        return Leaf(
            token.style, token.value, lines[:kept], bar, Comment((found[4] or "").rstrip(), found[3].expandtabs(1))
        )

    def _flow(self, outer: int) -> Bracketed:
        """What stands in brackets, with one blank behind commas and colons, and none within the brackets."""
        base = max(outer, 0)
        lines: list[tuple[int, str]] = [(0, "")]
        said: list[str] = []
        before: _Token | None = None
        depth = 0
        while before is None or depth:
            token = self._peek()
            if token.kind is of_yaml.KeyToken:
                if token.start != self.tokens[self.at + 1].start:
                    raise Unusual
                self.at += 1
                continue
            gap = "" if before is None else self.text[before.end : token.start]
            if before is not None and ("\n" in gap or "#" in gap):
                _broken(gap, base, lines, said)
                lines.append((token.column - base, ""))
            else:
                column, words = lines[-1]
                lines[-1] = (column, words + _between(before, token, gap))
            first, *rest = self.text[token.start : token.end].split("\n")
            if (
                token.kind is of_yaml.ScalarToken
                and not rest
                and before is not None
                and before.kind is of_yaml.ValueToken
            ):
                first = rewritten(Leaf(token.style, token.value, [first]), flow=True).lines[0]
            column, words = lines[-1]
            lines[-1] = (column, words + (first.rstrip(" \t") if rest else first))
            lines += [(len(one) - len(one.lstrip(" \t")) - base, one.strip(" \t")) for one in rest]
            depth += (token.kind in _OPEN) - (token.kind in _CLOSE)
            before = token
            if depth:
                self.at += 1
            else:
                self._next()
        return Bracketed(lines, self._comment(), tuple(said))


def _broken(gap: str, base: int, lines: list[tuple[int, str]], said: list[str]) -> None:
    """The line breaks between two signs in brackets, with the comments in them."""
    first, *rest = gap.split("\n")
    if words := first.strip(" \t"):
        at, before = lines[-1]
        lines[-1] = (at, before + first.rstrip(" \t").expandtabs(1))
        said.append(words)
    for one in rest[:-1]:
        if words := one.strip(" \t"):
            lines.append((len(one) - len(one.lstrip(" \t")) - base, words))
            said.append(words)


def _between(before: _Token | None, token: _Token, gap: str) -> str:
    """The blanks between two signs in brackets."""
    if before is None or before.kind in _OPEN:
        return ""
    if token.kind in _CLOSE or token.kind is of_yaml.FlowEntryToken:
        return " " if gap and before.kind is of_yaml.ValueToken else ""
    if token.kind is of_yaml.ValueToken:
        return ""
    return " "
