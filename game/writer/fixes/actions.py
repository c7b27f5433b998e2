"""What hints ask for, done to the lines of a file: each action takes the place that a diagnostic points at, and what was found in its hint."""

from __future__ import annotations

import re
from typing import NamedTuple


class Pointed(NamedTuple):
    """Where a diagnostic points in a file."""

    lines: list[str]
    at: int
    """The index of its line."""
    column: int
    length: int

    @property
    def line(self) -> str:
        """Its line."""
        return self.lines[self.at]

    @property
    def span(self) -> str:
        """What the caret stands under."""
        return self.line[self.column : self.column + self.length]

    def with_span(self, text: str) -> list[str]:
        """The lines with something else under the caret."""
        return self.with_line(self.line[: self.column] + text + self.line[self.column + self.length :])

    def with_line(self, *new: str) -> list[str]:
        """The lines with others in place of this one."""
        return [*self.lines[: self.at], *new, *self.lines[self.at + 1 :]]

    def above(self, *new: str) -> list[str]:
        """The lines with more above this one."""
        return [*self.lines[: self.at], *new, *self.lines[self.at :]]

    def end(self) -> int:
        """The index behind the lines that belong to this one: those set in further."""
        width = indent(self.line)
        last = self.at + 1
        while last < len(self.lines) and (not self.lines[last].strip() or indent(self.lines[last]) > width):
            last += 1
        return last


def indent(line: str) -> int:
    """How far a line is set in."""
    return len(line) - len(line.lstrip(" "))


def key_column(line: str) -> int:
    """Where a line's first key or text begins, behind its dash."""
    return len(line) - len(re.sub(r"^ *(?:- +)*", "", line))


def quoted(place: Pointed, found: re.Match[str]) -> list[str] | None:
    """Put the text that the hint shows in quotes into those quotes, where it stands."""
    shown = found[1]
    text = shown[1:-1].replace("''", "'") if shown[0] == "'" else shown[1:-1]
    pattern = r"\s+".join(map(re.escape, text.split()))
    rest = "\n".join(place.lines[place.at :])
    start = 0 if place.line.find(text.split()[0]) >= 0 else -1
    if start < 0:
        return None
    where = re.search(pattern, rest)
    if where is None:
        return None
    mended = rest[: where.start()] + shown + rest[where.end() :]
    return [*place.lines[: place.at], *mended.split("\n")]


def step(place: Pointed, found: re.Match[str]) -> list[str]:
    """Write the step anew that begins on this line, with what stands below it."""
    words = re.sub(r"  (?:with|and) .*$", "", found[1]).rstrip()
    width = place.line.find("- ", 0, place.column + 1)
    flow = re.match(r"(.*?\[)(.*)(\].*)$", place.line)
    if width < 0 or (flow and not place.line.lstrip().startswith("- ")):
        return place.with_span(f"{{{words}}}" if ": " in words else words)
    new = [" " * width + "- " + words]
    if "then:  below" in found[0]:
        new.append(" " * (width + 2) + "then:")
    last = place.at + 1
    while (
        last < len(place.lines)
        and place.lines[last].strip()
        and indent(place.lines[last]) > width
        and not words.endswith(":")
        and "then:" not in found[0]
        and place.span == place.line[place.column :]
    ):
        last += 1  # a text that goes on
    return [*place.lines[: place.at], *new, *place.lines[last:]]


def insert(place: Pointed, found: re.Match[str]) -> list[str]:
    """A key on a line of its own above this one."""
    key = found[1]
    if key == "scenes:":
        return place.above(key)
    at = place.at
    if (
        not place.line.lstrip().startswith("- ")
        or "above the list" in found.string
        or "above what happens" in found.string
    ):
        at += 1  # the key, whose list stands below it
    column = indent(place.lines[at])
    above = next(line for line in reversed(place.lines[:at]) if line.strip())
    column = min(column, key_column(above))
    lines = list(place.lines)
    if "leave the colon out" in found.string:
        lines[place.at] = place.line[: place.column] + place.line[place.column + 1 :]
    return [*lines[:at], " " * column + key, *lines[at:]]


def whole_line(place: Pointed, found: re.Match[str]) -> list[str]:
    """The line as the hint shows it, as far in as it stands."""
    return line_as(place, found[1])


def line_as(place: Pointed, shown: str) -> list[str]:
    """The same with what is shown."""
    inside = place.line.lstrip()
    dash = "" if shown.startswith("- ") else inside[: len(inside) - len(re.sub(r"^(?:- )*", "", inside))]
    return place.with_line(" " * indent(place.line) + dash + shown)


def line_above(place: Pointed, found: re.Match[str]) -> list[str]:
    """The line above it as the hint shows it."""
    above = place._replace(at=place.at - 1)
    return whole_line(above, found)


def condition(place: Pointed, found: re.Match[str]) -> list[str] | None:
    """A whole condition or effect in place of the one that stands here."""
    before, here = place.line[: place.column], place.line[place.column :]
    start = max(before.rfind(sign) + len(sign) for sign in ("if: ", "do: ", "needs: ", "when: ", "{if "))
    inside = before[:start].count("{") > before[:start].count("}")
    end = re.search(r"[,:}]" if inside else r"$", here)
    if start < 5 or end is None:
        return None
    return place.with_line(place.line[:start] + found[1] + here[end.start() :])


def moved(place: Pointed, found: re.Match[str]) -> list[str]:
    """The line, with what belongs to it, in another column."""
    return _set_in(place, int(found[1]) - 1)


def _set_in(place: Pointed, width: int) -> list[str]:
    shift = width - indent(place.line)
    last = place.end()
    moved = [
        line if not line.strip() else " " * (indent(line) + shift) + line.lstrip(" ")
        for line in place.lines[place.at : last]
    ]
    return [*place.lines[: place.at], *moved, *place.lines[last:]]


def under_bar(place: Pointed, found: re.Match[str]) -> list[str]:
    """A text under a bar, on lines of its own."""
    if key_column(place.line) == indent(place.line) and not re.match(r" *[\w-]+: ", place.line):
        return under_bar(place._replace(at=place.at - 1), found)  # it begins on a line above
    before = re.match(r" *(?:- +)*(?:[\w-]+: +)?", place.line)
    assert before is not None
    text = place.line[before.end() :]
    last = place.at + 1
    while last < len(place.lines) and place.lines[last].strip() and indent(place.lines[last]) > indent(place.line):
        text += "\n" + place.lines[last].strip()
        last += 1
    deeper = " " * (key_column(place.line) + 2)
    return [
        *place.lines[: place.at],
        before[0] + "|",
        *(deeper + line for line in text.split("\n")),
        *place.lines[last:],
    ]


def behind_bar(place: Pointed, found: re.Match[str]) -> list[str]:
    """A bar at the end of the line, and what stood there on the next."""
    rest = place.line[place.column + 1 :].strip()
    return place.with_line(place.line[: place.column] + found[1], " " * (key_column(place.line) + 2) + rest)


def alike(place: Pointed, _: re.Match[str]) -> list[str]:
    """The lines of a block all as far in as the one that is set in least."""
    first = place.at
    while not re.search(r"[|>]\s*$", place.lines[first]):
        first -= 1
    last = first + 1
    while last < len(place.lines) and (not place.lines[last].strip() or indent(place.lines[last]) >= place.column):
        last += 1
    lines = [" " * place.column + line.strip() if line.strip() else line for line in place.lines[first + 1 : last]]
    return [*place.lines[: first + 1], *lines, *place.lines[last:]]


def as_block(place: Pointed, _: re.Match[str]) -> list[str]:
    """The line as far in as the text under the bar above it."""
    bar = place.at - 1
    while not re.search(r"[|>]\s*$", place.lines[bar]):
        bar -= 1
    width = indent(place.lines[bar + 1]) if bar + 1 < place.at else key_column(place.lines[bar]) + 2
    return place.with_line(" " * width + place.line.strip())


def under_if(place: Pointed, _: re.Match[str]) -> list[str]:
    """`then:` or `else:` in the column of the `if:` above it."""
    above = next(line for line in reversed(place.lines[: place.at]) if re.search(r"(?:^| )if: ", line))
    return _set_in(place, above.index("if: "))


def other_if(place: Pointed, _: re.Match[str]) -> list[str]:
    """An elif as another if, below else:."""
    dash = place.line.lstrip().startswith("- ")
    width = indent(place.line) + 2 if dash else indent(place.line)
    last = place.end() if dash else place.at + 1
    while not dash and last < len(place.lines) and indent(place.lines[last]) >= width and place.lines[last].strip():
        last += 1
    inside = [re.sub(r"^ *(?:- )?(?:elif|else if)", " " * width + "  - if", place.line)]
    inside += [" " * 4 + line for line in place.lines[place.at + 1 : last]]
    if len(inside) == 1:
        inside.append(" " * (width + 4) + "then: [Told.]")
    return [*place.lines[: place.at], " " * width + "else:", *inside, *place.lines[last:]]


def below(place: Pointed, found: re.Match[str]) -> list[str]:
    """A list that begins on the line of its key, on the next."""
    return place.with_line(place.line[: place.column].rstrip(), " " * (indent(place.line) + 4) + found[1])


def with_dashes(place: Pointed, _: re.Match[str]) -> list[str]:
    """Each line of what stands here with a dash."""
    width = indent(place.line)
    last = place.at
    lines = []
    while last < len(place.lines) and indent(place.lines[last]) >= width and place.lines[last].strip():
        lines.append(" " * width + ("- " if indent(place.lines[last]) == width else "  ") + place.lines[last][width:])
        last += 1
    return [*place.lines[: place.at], *lines, *place.lines[last:]]


def below_body(place: Pointed, _: re.Match[str]) -> list[str]:
    """The steps of a scene in a list below body:."""
    width, last = indent(place.line), place.end()
    while last < len(place.lines) and place.lines[last].strip() and indent(place.lines[last]) == width:
        last += 1
    while not place.lines[last - 1].strip():
        last -= 1
    steps = [" " * width + "  - " + line.strip() for line in place.lines[place.at : last]]
    return [*place.lines[: place.at], " " * width + "body:", *steps, *place.lines[last:]]


def add_key(place: Pointed, found: re.Match[str]) -> list[str]:
    """One more key in braces, or below the ones that are there."""
    braces = place.line.find("{", place.column)
    if braces >= 0:
        return place.with_line(place.line[: braces + 1] + found[1] + ", " + place.line[braces + 1 :])
    return [*place.lines[: place.at + 1], " " * key_column(place.line) + found[1], *place.lines[place.at + 1 :]]


def top(place: Pointed, found: re.Match[str]) -> list[str]:
    """A line at the top of the story, where the named things of its kind are, or new."""
    kind, line = found[1], found[2]
    for number, one in enumerate(place.lines):
        if one.startswith(f"{kind}:"):
            if one.strip() == f"{kind}:":
                return [*place.lines[: number + 1], "  " + line, *place.lines[number + 1 :]]
            return [*place.lines[:number], one.replace("{", "{" + line + ", ", 1), *place.lines[number + 1 :]]
    before = next(number for number, one in enumerate(place.lines) if one.startswith("scenes:"))
    return [*place.lines[:before], f"{kind}:", "  " + line, *place.lines[before:]]


def then_gone(place: Pointed, found: re.Match[str]) -> list[str]:
    """The same, and the line that stood for it is gone."""
    lines = top(place, found)
    lines.remove(place.line)
    return lines


def stray_scenes(place: Pointed, _: re.Match[str]) -> list[str]:
    """All from here on two columns further in."""
    return [*place.lines[: place.at], *("  " + line if line.strip() else line for line in place.lines[place.at :])]


def include(place: Pointed, found: re.Match[str]) -> list[str]:
    """A file more among those that the story includes."""
    if found[2]:
        return place.with_line(place.line.replace("]", f", {found[2]}]", 1))
    below = next((number for number, line in enumerate(place.lines, 1) if line.startswith("start:")), 1)
    return [*place.lines[:below], f"include: [{found[1]}]", *place.lines[below:]]


def value(place: Pointed, found: re.Match[str]) -> list[str]:
    """A list or an entry as the hint shows it, in place of the value that stands here."""
    return with_value(place, next(filter(None, found.groups())))


def with_value(place: Pointed, shown: str) -> list[str]:
    """The same with what is shown."""
    start = place.column
    if shown.startswith("[") and place.line[:start].count("[") > place.line[:start].count("]"):
        return place.with_line(re.sub(r"\[.*\]", shown, place.line))
    if (name := re.match(r"([\w-]+): ", shown)) and (at := place.line.rfind(name[0], 0, place.column + 1)) >= 0:
        start = at
    end = len(place.line)
    if "{" in place.line[:start]:
        depth = 0
        for end in range(start, len(place.line)):
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(place.line[end], 0)
            if depth < 0 or (place.line[end] == "," and not depth and place.line[start] in "[{\"'"):
                break
    if place.line[start - 1] in "\"'":
        start, end = start - 1, place.line.index(place.line[start - 1], start) + 1
    return place.with_line(place.line[:start] + shown + place.line[end:])


def bar(place: Pointed, found: re.Match[str]) -> list[str]:
    """A talk below its bar, with neither dashes nor quotes."""
    if "for prose" in found.string:
        return place.with_span("text")
    key, _, behind = place.line.partition(":")
    width, last = indent(place.line), place.end()
    inside = [re.sub(r"^( *)- ", r"\1", line) for line in place.lines[place.at + 1 : last]]
    if behind.strip(" >"):
        inside.insert(0, " " * (width + 2) + behind.strip(' "'))
    return [*place.lines[: place.at], key + ": |", *inside, *place.lines[last:]]


def level(place: Pointed, found: re.Match[str]) -> list[str]:
    """A line as far in as the last one above it that begins like this."""
    above = next(line for line in reversed(place.lines[: place.at]) if line.lstrip().startswith(found[1]))
    return _set_in(place, indent(above))


def higher(place: Pointed, found: re.Match[str]) -> list[str]:
    """The line above the one that begins with another key, as far in."""
    lines = place.with_line()
    at = next(
        number
        for number in range(place.at - 1, -1, -1)
        if lines[number].startswith(" " * indent(place.line) + found[1])
    )
    return [*lines[:at], place.line, *lines[at:]]


def above_things(place: Pointed, _: re.Match[str]) -> list[str]:
    """`things:` between a set and what stands below or behind its name."""
    _key, _colon, behind = place.line.partition(f"{place.span}: ")
    if behind:
        return place.with_line(re.sub(r"(\[.*?\])", r"{things: \1}", place.line))
    width, last = indent(place.line), place.end()
    return [
        *place.lines[: place.at + 1],
        " " * width + "  things:",
        *("  " + line for line in place.lines[place.at + 1 : last]),
        *place.lines[last:],
    ]
