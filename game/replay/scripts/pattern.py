r"""Patterns that take time in proportion to the text, whatever a script's author writes.

The `re` module has no time-out and goes back over the text, so one line in a stranger's script could hang CI. These
patterns are a subset of its syntax, run as sets of places in the pattern (Thompson 1968): no back references, no look-around.

No library does this. `google-re2` is linear too, but takes letters, digits, blanks and the edges of words for ASCII, so that `^\w+$` does not
find Größe, tells no place of an error, and has no wheels for musl. `regex` has a time-out, and so a verdict that hangs on the machine; it
looks at the clock so seldom that it ran 33 seconds where 5 were allowed (`(a|b|ab)*[cd]` in 10,000 letters), and costs 75 ms to import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias, cast

MAX_PATTERN = 200  # characters
MAX_NODES = 600  # places in the pattern after {2,5} is written out
MAX_TEXT = 50_000  # characters of one turn that are looked at
_MAX_REMEMBERED = 4_000

Accepts: TypeAlias = Callable[[str], bool]


class PatternError(ValueError):
    """A pattern that is not allowed or not well formed; `offset` counts characters from its start."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class _Node(NamedTuple):
    """One place: `accepts` a character and go to `to`; or, without it, go to all of `to` if `at` allows."""

    accepts: Accepts | None
    to: list[int]
    at: str


def _word(char: str) -> bool:
    return char.isalnum() or char == "_"


_CLASSES: dict[str, Accepts] = {
    "d": str.isdecimal,
    "D": lambda char: not char.isdecimal(),
    "s": str.isspace,
    "S": lambda char: not char.isspace(),
    "w": _word,
    "W": lambda char: not _word(char),
}
_CONTROL = {"n": "\n", "t": "\t"}
_REFUSED_GROUPS = {
    "?=": "looking ahead",
    "?!": "looking ahead",
    "?<": "looking behind and named groups",
    "?P": "named groups",
    "?(": "conditions",
    "?>": "atomic groups",
}

PatternTree: TypeAlias = tuple[str, tuple["PatternTree", ...], object]


class _Reader:
    """Pattern text to a small tree of (kind, parts, detail)."""

    def __init__(self, text: str, *, ignore_case: bool, start: int) -> None:
        self.text = text
        self.at = start
        self.ignore_case = ignore_case
        self.depth = 0

    def peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def fail(self, message: str, offset: int | None = None) -> PatternError:
        return PatternError(message, self.at if offset is None else offset)

    def either(self) -> PatternTree:
        arms = [self.run()]
        while self.peek() == "|":
            self.at += 1
            arms.append(self.run())
        return arms[0] if len(arms) == 1 else ("either", tuple(arms), None)

    def run(self) -> PatternTree:
        parts: list[PatternTree] = []
        while (char := self.peek()) and char not in "|)":
            parts.append(self.repeated(self.atom()))
        return ("run", tuple(parts), None)

    def atom(self) -> PatternTree:
        start = self.at
        char = self.text[start]
        self.at += 1
        if char == "(":
            return self.group(start)
        if char == "[":
            return ("char", (), self.char_class(start))
        if char == ".":
            return ("char", (), lambda c: c != "\n")
        if char in "^$":
            return ("at", (), char)
        if char in "*+?":
            raise self.fail(f"nothing to repeat before {char!r}", start)
        if char == "\\":
            return self.escape(start)
        return ("char", (), self.literal(char))

    def group(self, start: int) -> PatternTree:
        two = self.text[self.at : self.at + 2]
        if two == "?:":
            self.at += 2
        elif two[:1] == "?":
            raise self.fail(f"{_REFUSED_GROUPS.get(two, 'this kind of group')} cannot be used here", start)
        self.depth += 1
        if self.depth > 20:
            raise self.fail("groups are nested too deeply", start)
        inside = self.either()
        if self.peek() != ")":
            raise self.fail("this bracket is never closed", start)
        self.at += 1
        self.depth -= 1
        return inside

    def escape(self, start: int) -> PatternTree:
        char = self.peek()
        self.at += 1
        if char in _CLASSES and char:
            return ("char", (), _CLASSES[char])
        if char == "b":
            return ("at", (), "b")
        return ("char", (), self.literal(self.escaped(char, start)))

    def escaped(self, char: str, start: int) -> str:
        if not char:
            raise self.fail("a backslash at the end", start)
        if char in _CONTROL:
            return _CONTROL[char]
        if char.isdecimal():
            raise self.fail("references to an earlier group cannot be used here", start)
        if char.isalpha():
            raise self.fail(f"\\{char} means nothing here", start)
        return char

    def literal(self, char: str) -> Accepts:
        if self.ignore_case:
            small = char.lower()
            return lambda c: c.lower() == small
        return lambda c: c == char

    def char_class(self, start: int) -> Accepts:
        negated = self.peek() == "^"
        self.at += negated
        tests: list[Accepts] = []
        first = True
        while (char := self.peek()) != "]" or first:
            if not char:
                raise self.fail("this [ is never closed", start)
            first = False
            self.at += 1
            if char == "\\" and self.peek() in _CLASSES and self.peek():
                tests.append(_CLASSES[self.peek()])
                self.at += 1
                continue
            tests.append(self.class_range(self.class_char(char)))
        self.at += 1
        kept = tuple(tests)
        return lambda c: any(test(c) for test in kept) != negated

    def class_char(self, char: str) -> str:
        if char != "\\":
            return char
        escaped = self.escaped(self.peek(), self.at - 1)
        self.at += 1
        return escaped

    def class_range(self, low: str) -> Accepts:
        if self.peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", ""):
            return self.literal(low)
        self.at += 1
        char = self.peek()
        self.at += 1
        high = self.class_char(char)
        if high < low:
            raise self.fail(f"{low}-{high} goes backwards")
        if self.ignore_case:
            return lambda c: low <= c <= high or low <= c.lower() <= high or low <= c.upper() <= high
        return lambda c: low <= c <= high

    def repeated(self, atom: PatternTree) -> PatternTree:
        start = self.at
        least, most = self.times()
        if least is None:
            return atom
        if self.peek() == "?":  # lazy or not makes no difference to whether it is found
            self.at += 1
        if self.peek() and self.peek() in "*+?":
            raise self.fail("two repeats in a row", start)
        if atom[0] == "at":
            raise self.fail("this cannot be repeated", start)
        return ("repeat", (atom,), (least, most))

    def times(self) -> tuple[int | None, int | None]:
        char = self.peek()
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if char in simple:
            self.at += 1
            return simple[char]
        end = self.text.find("}", self.at)
        if char != "{" or end < 0:
            return None, None
        low, comma, high = self.text[self.at + 1 : end].partition(",")
        if not (low or "0").isdecimal() or not (high or "0").isdecimal() or not (low or high):
            return None, None  # a brace that means itself
        least = int(low or 0) if len(low) < 4 else 1000
        most = (int(high) if len(high) < 4 else 1000) if high else (None if comma else least)
        if least > 100 or (most or 0) > 100 or (most is not None and most < least):
            raise self.fail("repeats go up to 100, the smaller number first")
        self.at = end + 1
        return least, most


class _Builder:
    """The tree to places. A fragment is its first place; what follows it is built before it."""

    def __init__(self) -> None:
        self.nodes: list[_Node] = [_Node(None, [], "")]  # 0: found

    def add(self, accepts: Accepts | None, to: Iterable[int], at: str = "") -> int:
        if len(self.nodes) >= MAX_NODES:
            raise PatternError("the pattern is too large once its repeats are written out", 0)
        self.nodes.append(_Node(accepts, list(to), at))
        return len(self.nodes) - 1

    def build(self, tree: PatternTree, then: int) -> int:
        kind, parts, detail = tree
        if kind == "char":
            return self.add(cast("Accepts", detail), [then])
        if kind == "at":
            return self.add(None, [then], str(detail))
        if kind == "run":
            for part in reversed(parts):
                then = self.build(part, then)
            return then
        if kind == "either":
            return self.add(None, [self.build(part, then) for part in parts])
        least, most = cast("tuple[int, int | None]", detail)
        if most is None:
            again = self.add(None, [then])
            self.nodes[again].to.insert(0, self.build(parts[0], again))
            then = again
        else:
            end = then
            for _ in range(most - least):
                then = self.add(None, [self.build(parts[0], then), end])
        for _ in range(least):
            then = self.build(parts[0], then)
        return then


class TextPattern:
    """A pattern ready to look for: `TextPattern("gives? it back").found_in(text)`.

    Takes letters as they are unless the pattern begins with `(?i)`; `^` and `$` are the beginning and end of a
    line. Raises PatternError when the pattern is too long, not well formed, or uses what is not offered.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        if len(text) > MAX_PATTERN:
            raise PatternError(f"the pattern is longer than {MAX_PATTERN} characters", MAX_PATTERN)
        ignore_case = text.startswith("(?i)")
        reader = _Reader(text, ignore_case=ignore_case, start=4 if ignore_case else 0)
        tree = reader.either()
        if reader.at < len(text):
            raise PatternError("this bracket closes nothing", reader.at)
        builder = _Builder()
        self._first = builder.build(tree, 0)
        self._nodes = builder.nodes
        self._memory: dict[tuple[frozenset[int], str, str], frozenset[int] | None] = {}

    def found_in(self, text: str) -> bool:
        """Whether the pattern matches somewhere in the first MAX_TEXT characters of `text`."""
        kernel: frozenset[int] = frozenset()
        before = "\n"
        memory = self._memory
        for char in text[:MAX_TEXT]:
            key = (kernel, before, char)
            if key in memory:
                after = memory[key]
            else:
                if len(memory) >= _MAX_REMEMBERED:
                    memory.clear()
                after = memory[key] = self._step(kernel, before, char)
            if after is None:
                return True
            kernel = after
            before = char if char == "\n" else "a" if _word(char) else " "
        return self._step(kernel, before, "\n") is None

    def _step(self, kernel: frozenset[int], before: str, char: str) -> frozenset[int] | None:
        """Where the places in `kernel` (and a fresh start) are after `char`; None once the pattern is found."""
        waiting = [*kernel, self._first]
        seen = set(waiting)
        after: set[int] = set()
        while waiting:
            index = waiting.pop()
            if index == 0:
                return None
            node = self._nodes[index]
            if node.accepts is not None:
                if node.accepts(char):
                    after.add(node.to[0])
                continue
            if node.at and not _holds(node.at, before, char):
                continue
            for to in node.to:
                if to not in seen:
                    seen.add(to)
                    waiting.append(to)
        return frozenset(after)


def _holds(at: str, before: str, char: str) -> bool:
    if at == "^":
        return before == "\n"
    if at == "$":
        return char == "\n"
    return _word(before) != _word(char)
