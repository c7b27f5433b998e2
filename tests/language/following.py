"""Follows a hint, as somebody would who does what it says and no more: from its own words, in the text of the story."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic

QUOTED = r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')"


class Place(NamedTuple):
    """Where a diagnostic points in a file."""

    lines: list[str]
    at: int
    """The index of its line."""
    column: int
    length: int

    @property
    def line(self) -> str:
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


def follow(text: str, one: Diagnostic) -> str | None:
    """The text of the file with what the hint says done; None where a hint leaves it to the writer what to do."""
    lines = text.split("\n")
    place = Place(lines, one.line - 1, one.column - 1, one.length)
    for pattern, action in RULES:
        if found := re.search(pattern, one.hint):
            done = action(place, found)
            if done is not None:
                return "\n".join(done)
    return None


Action = Callable[[Place, re.Match[str]], "list[str] | None"]


def _quoted(place: Place, found: re.Match[str]) -> list[str] | None:
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


def _step(place: Place, found: re.Match[str]) -> list[str]:
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


def _insert(place: Place, found: re.Match[str]) -> list[str]:
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


def _whole_line(place: Place, found: re.Match[str]) -> list[str]:
    """The line as the hint shows it, as far in as it stands."""
    shown = found[1].replace("…", "")
    dash = "" if shown.startswith("- ") else re.match(r"(?:- )*", place.line.lstrip())[0]  # type: ignore[index]
    return place.with_line(" " * indent(place.line) + dash + shown)


def _line_above(place: Place, found: re.Match[str]) -> list[str]:
    above = place._replace(at=place.at - 1)
    return _whole_line(above, found)


def _condition(place: Place, found: re.Match[str]) -> list[str] | None:
    """A whole condition or effect in place of the one that stands here."""
    before, here = place.line[: place.column], place.line[place.column :]
    start = max(before.rfind(sign) + len(sign) for sign in ("if: ", "do: ", "needs: ", "when: ", "{if "))
    inside = before[:start].count("{") > before[:start].count("}")
    end = re.search(r"[,:}]" if inside else r"$", here)
    if start < 5 or end is None:
        return None
    return place.with_line(place.line[:start] + found[1] + here[end.start() :])


def _moved(place: Place, found: re.Match[str]) -> list[str]:
    """This line, with what belongs to it, in another column."""
    shift = int(found[1]) - 1 - indent(place.line)
    last = place.end()
    moved = [
        line if not line.strip() else " " * (indent(line) + shift) + line.lstrip(" ")
        for line in place.lines[place.at : last]
    ]
    return [*place.lines[: place.at], *moved, *place.lines[last:]]


def _under_bar(place: Place, found: re.Match[str]) -> list[str]:
    """A text under a bar, on lines of its own."""
    if key_column(place.line) == indent(place.line) and not re.match(r" *[\w-]+: ", place.line):
        return _under_bar(place._replace(at=place.at - 1), found)  # it begins on a line above
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


def _behind_bar(place: Place, found: re.Match[str]) -> list[str]:
    rest = place.line[place.column + 1 :].strip()
    return place.with_line(place.line[: place.column] + found[1], " " * (key_column(place.line) + 2) + rest)


def _alike(place: Place, _: re.Match[str]) -> list[str]:
    """The lines of a block all as far in as the one that is set in least."""
    first = place.at
    while not re.search(r"[|>]\s*$", place.lines[first]):
        first -= 1
    last = first + 1
    while last < len(place.lines) and (not place.lines[last].strip() or indent(place.lines[last]) >= place.column):
        last += 1
    lines = [" " * place.column + line.strip() if line.strip() else line for line in place.lines[first + 1 : last]]
    return [*place.lines[: first + 1], *lines, *place.lines[last:]]


def _as_block(place: Place, _: re.Match[str]) -> list[str]:
    """This line as far in as the text under the bar above it."""
    bar = place.at - 1
    while not re.search(r"[|>]\s*$", place.lines[bar]):
        bar -= 1
    width = indent(place.lines[bar + 1]) if bar + 1 < place.at else key_column(place.lines[bar]) + 2
    return place.with_line(" " * width + place.line.strip())


def _under_if(place: Place, found: re.Match[str]) -> list[str]:
    """`then:` or `else:` in the column of the `if:` above it."""
    above = next(line for line in reversed(place.lines[: place.at]) if re.search(r"(?:^| )if: ", line))
    return _moved(place, re.match(r"(\d+)", str(above.index("if: ") + 1)))  # type: ignore[arg-type]


def _other_if(place: Place, _: re.Match[str]) -> list[str]:
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


def _below(place: Place, found: re.Match[str]) -> list[str]:
    """A list that begins on the line of its key, on the next."""
    return place.with_line(place.line[: place.column].rstrip(), " " * (indent(place.line) + 4) + found[1])


def _with_dashes(place: Place, _: re.Match[str]) -> list[str]:
    """Each line of what stands here with a dash."""
    width = indent(place.line)
    last = place.at
    lines = []
    while last < len(place.lines) and indent(place.lines[last]) >= width and place.lines[last].strip():
        lines.append(" " * width + ("- " if indent(place.lines[last]) == width else "  ") + place.lines[last][width:])
        last += 1
    return [*place.lines[: place.at], *lines, *place.lines[last:]]


def _below_body(place: Place, _: re.Match[str]) -> list[str]:
    """The steps of a scene in a list below body:."""
    width, last = indent(place.line), place.end()
    while last < len(place.lines) and place.lines[last].strip() and indent(place.lines[last]) == width:
        last += 1
    while not place.lines[last - 1].strip():
        last -= 1
    steps = [" " * width + "  - " + line.strip() for line in place.lines[place.at : last]]
    return [*place.lines[: place.at], " " * width + "body:", *steps, *place.lines[last:]]


def _add_key(place: Place, found: re.Match[str]) -> list[str]:
    """One more key in braces, or below the ones that are there."""
    braces = place.line.find("{", place.column)
    if braces >= 0:
        return place.with_line(place.line[: braces + 1] + found[1] + ", " + place.line[braces + 1 :])
    return [*place.lines[: place.at + 1], " " * key_column(place.line) + found[1], *place.lines[place.at + 1 :]]


def _add_choice(place: Place, _: re.Match[str]) -> list[str]:
    """A fallback at the end of a list of choices."""
    last = place.end()
    inner = next((line for line in place.lines[place.at + 1 : last] if line.lstrip().startswith("- ")), None)
    if inner is None:
        return place.with_line(re.sub(r"\](?=[^\]]*$)", ", {fallback: [Told.]}]", place.line))
    return [*place.lines[:last], " " * indent(inner) + "- fallback: [{ending: dark}]", *place.lines[last:]]


def _top(place: Place, found: re.Match[str]) -> list[str]:
    """A line at the top of the story, where the named things of its kind are, or new."""
    kind, line = found[1], found[2]
    for number, one in enumerate(place.lines):
        if one.startswith(f"{kind}:"):
            if one.strip() == f"{kind}:":
                return [*place.lines[: number + 1], "  " + line, *place.lines[number + 1 :]]
            return [*place.lines[:number], one.replace("{", "{" + line + ", ", 1), *place.lines[number + 1 :]]
    before = next(number for number, one in enumerate(place.lines) if one.startswith("scenes:"))
    return [*place.lines[:before], f"{kind}:", "  " + line, *place.lines[before:]]


def _then_gone(place: Place, found: re.Match[str]) -> list[str]:
    """The same, and the line that stood for it is gone."""
    lines = _top(place, found)
    lines.remove(place.line)
    return lines


def _stray_scenes(place: Place, _: re.Match[str]) -> list[str]:
    return [*place.lines[: place.at], *("  " + line if line.strip() else line for line in place.lines[place.at :])]


def _include(place: Place, found: re.Match[str]) -> list[str]:
    if found[0].startswith("add"):
        return place.with_line(place.line.replace("]", f", {found[1]}]", 1))
    return [*place.lines[:3], f"include: [{found[1]}]", *place.lines[3:]]


def _value(place: Place, found: re.Match[str]) -> list[str]:
    """A list or an entry as the hint shows it, in place of the value that stands here."""
    start = place.column
    if found[1].startswith("[") and place.line[:start].count("[") > place.line[:start].count("]"):
        return place.with_line(re.sub(r"\[.*\]", found[1], place.line))
    if (name := re.match(r"([\w-]+): ", found[1])) and (at := place.line.rfind(name[0], 0, place.column + 1)) >= 0:
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
    return place.with_line(place.line[:start] + found[1] + place.line[end:])


def _bar(place: Place, found: re.Match[str]) -> list[str]:
    """A talk below its bar, with neither dashes nor quotes."""
    if "for prose" in found.string:
        return place.with_span("text")
    key, _, behind = place.line.partition(":")
    width, last = indent(place.line), place.end()
    inside = [re.sub(r"^( *)- ", r"\1", line) for line in place.lines[place.at + 1 : last]]
    if behind.strip(" >"):
        inside.insert(0, " " * (width + 2) + behind.strip(' "'))
    return [*place.lines[: place.at], key + ": |", *inside, *place.lines[last:]]


def _level(place: Place, found: re.Match[str]) -> list[str]:
    """A line as far in as the last one above it that begins like this."""
    above = next(line for line in reversed(place.lines[: place.at]) if line.lstrip().startswith(found[1]))
    return _moved(place, re.match(r"(\d+)", str(indent(above) + 1)))  # type: ignore[arg-type]


def _higher(place: Place, found: re.Match[str]) -> list[str]:
    """This line above the one that begins with another key, as far in."""
    lines = place.with_line()
    at = next(
        number
        for number in range(place.at - 1, -1, -1)
        if lines[number].startswith(" " * indent(place.line) + found[1])
    )
    return [*lines[:at], place.line, *lines[at:]]


def _above_things(place: Place, _: re.Match[str]) -> list[str]:
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


RULES: list[tuple[str, Action]] = [
    (r"^in line (\d+) write `(.*?)` in place of `(.*?)`", lambda place, found: [line.replace(found[3], found[2]) if number == int(found[1]) else line for number, line in enumerate(place.lines, 1)]),
    (r"^put  things:  above them", _above_things),
    (r"^write (seen\([^)]*\)|count\([^)]*\) > 0)$", lambda place, found: place.with_line(re.sub(r"(?:visits|count)\(.*?\)", found[1], place.line))),
    (rf", with the text in quotes: {QUOTED}$", lambda place, found: place.with_line(place.line[: key_column(place.line)] + found[1])),
    (r"^did you mean ([^?]+)\?$", lambda place, found: place.with_span(found[1])),
    (r"^did you mean ([^?]+)\? if it is prose", lambda place, found: [line.replace(f"{place.span}:", f"{found[1]}:") for line in place.lines]),
    (r"needs a bar: write `\w+: \|` on line (\d+)", lambda place, found: _bar(place._replace(at=int(found[1]) - 1), found)),
    (r"(?:talk|text): \||^write  text:  for prose", _bar),
    (r"^in talk a line has no dash", lambda place, _: place.with_line(place.line.replace("- ", "", 1))),
    (r"^set it in if", lambda place, _: place.with_line("  " + place.line)),
    (r"^if so, put a blank line between them", lambda place, _: place.above("")),
    (r"^begin the line level with  (\S+)", _level),
    (r"^write  \w+:  above  (\w+:)", _higher),
    (r"^a name is one word: (\S+)$|^a variable's name is one word.*: (\S+)$", lambda place, found: [line.replace(place.span, found[1] or found[2]) for line in place.lines]),
    (rf"(?:in quotes|them out; for marks that show, write|round it all|it is the choice, write  -|double quotes|behind them):? (?:[\w-]+: )?{QUOTED}", _quoted),
    (r"^put the whole text on its own lines under `\|`|^use single quotes, or put the text under|^put the whole text in quotes, or on its own lines", _under_bar),
    (r"^put `([|>])` at the end of this line", _behind_bar),
    (r"`(scenes:|body:|then:)` on a line of its own above", _insert),
    (r"^if that is a choice, write `([^`]+)`", _line_above),
    (r"^set all lines of the text in alike", _alike),
    (r"^indent it as far as the first line", _as_block),
    (r"^if it belongs to the if above it, put (?:else|then): in the column", _under_if),
    (r"^put another  - if:  below  else:", _other_if),
    (r"^put `(- [^`]+)` on the next line", _below),
    (r"^begin it with a dash: `([^`]+)`", _whole_line),
    (r"begin it with a dash, as each step below it", _with_dashes),
    (r"^delete the line `", lambda place, _: place.with_line()),
    (r"^delete the line of ---", lambda place, _: place.with_line()),
    (r"^write `([^`]+)`", _whole_line),
    (r"^write a colon behind the key \(`([^`]+)`\)", lambda place, found: place.with_span(found[1])),
    (r"^write a space in its place", lambda place, _: place.with_line(re.sub(r"[^\S ]", " ", place.line))),
    (r"^use spaces", lambda place, _: place.with_line(" " * (indent(place.lines[place.at - 1]) + 2 * place.lines[place.at - 1].endswith(":")) + place.line.strip())),
    (r"^move it to column (\d+)", _moved),
    (r"^delete it", lambda place, _: place.with_span("")),
    (r"^close it with (\]|\})(?:; | or |,|$)", lambda place, found: place.with_line(re.sub(r"(\"?)$", found[1] + r"\1", place.line, count=1))),
    (r"^close it at the end of the text", lambda place, _: place.with_line(place.line + place.span)),
    (r"^close it with (\*+),", lambda place, found: place.with_line(re.sub(rf"^(.{{{place.column}}}\*+\w+)", lambda to: to[0] + found[1], place.line))),
    (r"^start each (?:step|choice|case) with a dash", _with_dashes),
    (r"^steps stand in a list below  body:", _below_body),
    (r"^one dash is enough", lambda place, _: place.with_line(place.line.replace("- - ", "- "))),
    (r"^scenes stand below  scenes:", _stray_scenes),
    (r"^if this is a scene, write  (scenes:)  above it", lambda place, found: [*place.lines[: place.at - 1], found[1], *place.lines[place.at - 1 :]]),
    (r"^(?:every number has bounds: )?add  ((?:min|max|type|reason|title|set|ask|of|values|start): ?[^,;]*)", _add_key),
    (r"^give (\S+)  (once: true)", lambda place, found: [each for line in place.lines for each in ((line, "    " + found[2]) if line.strip() == f"{found[1]}:" else (line,))]),
    (r"^add  - fallback:", _add_choice),
    (r"^(?:write|add)  include: \[(.+?)\]|^add (\S+) to the files", lambda place, found: _include(place, re.match(r"(?:add )?(.*)", ("add " if found[2] else "") + (found[2] or found[1])))),  # type: ignore[arg-type]
    (r"^declare it below  (\w+):  as  (.+)$", _top),
    (r"^declare it below  (variables):  write  (.+)$", _then_gone),
    (r"^write  - return:  in place of the goto", lambda place, _: place.with_line(re.sub(r"goto: .*", "return:", place.line))),
    (r"^write  - return:  with nothing behind it", lambda place, _: place.with_span("")),
    (r"^write  - choice: (.+)  and the rest below it, with  then:", lambda place, found: place.with_line(place.line.replace(f"- {found[1]}:", f"- choice: {found[1]}"), " " * key_column(place.line) + "then:")),
    (r"^write  draw: (\S+),  and below it  by: random", lambda place, found: place.with_line(re.sub(r"draw: .*", f"draw: {found[1]}", place.line), " " * key_column(place.line) + "by: random")),
    (r"^write  - (ending|goto|draw|label|learn|call): and its name", lambda place, _: place.with_line(place.line + " dark")),
    (r"^(?:write  |a choice stands in a list:  |a link is a choice:  |going on is a step of its own:  |prose needs no key:  |leave the .* out:  )- (.+)$", _step),
    (r"^write  (Go up -> cellar)$", lambda place, found: place.with_line(re.sub(r"- .*", f"- {found[1]}", place.line))),
    (r"^write (\w+\(.*?\)), with no space|^(?:a scene's name is one word|a choice by its id is behind a dot): write (.+)$", lambda place, found: place.with_line(re.sub(r"(?:seen|visits) ?\(.*?\)", found[1] or found[2], place.line))),
    (r"^write  ([\w-]+: [^{\[…]+)$", _whole_line),
    (r"(?:^write|[\w'$&!=<>≥.,]:|:)  ((?:not |[\w(])[\w.() <>=!+*-]*)$", _condition),
    (r"^(?:give each a value|leave the dashes out|write them like this):  (.+)$", lambda place, found: _value(place, found) if place.span[:1] != "-" else [re.sub(r"^(\s*)- ", r"\1", line) if number >= place.at else line for number, line in enumerate(place.lines)]),
    (r"^write  (\[.*\]|[\w-]+: \{.*\})$|begins as this:  (.+)$|^like this:  (lamp: .*)$", lambda place, found: _value(place, re.match(r"(.*)", (found[1] or found[2] or found[3]).replace("…", "A lamp.")))),  # type: ignore[arg-type]
    (r"^write once: (\w+)", lambda place, found: place.with_span(found[1])),
    (r"^write (\w+) alone$|^write (true|false|bool|int|text|and|or|not)\b|^write (\d+)(?:,| or less)", lambda place, found: place.with_span(next(filter(None, found.groups())))),
    (r"^compare it: (.+)$|^write ([\w.]+ [-+]?= .+)$|^write (\*+[^* ]+\*+)$|^write (\{[^…]*\})(?:, or cycle .*)?$|^one brace is enough: (\{.*\})", lambda place, found: _replaced(place, next(filter(None, found.groups())))),
    (r"^\w+ is a (?:thing|set): write  (\w+ (?:in|[-+]=) \w+)", lambda place, found: _condition(place, found) if "=" in found[1] else place.with_span(found[1])),
    (r"^one thing at a time: write  (\[.*\])$", lambda place, found: place.with_line(re.sub(r"do: .*", f"do: {found[1]}", place.line))),
    (r"^say which is meant: (\{.*\})$", lambda place, found: place.with_span(found[1])),
    (r"^write \| before it", lambda place, _: place.with_line(place.line[: place.column] + "| " + place.line[place.column :])),
    (r"^write \| else: for the other case", lambda place, _: place.with_span("| else:")),
    (r"^(.) is not the colon of the keyboard", lambda place, found: place.with_line(place.line.replace(found[1], ":"))),
    (r"^a comment begins with #", lambda place, _: place.with_line(re.sub(r"- (//)?.*", "# a comment", place.line) if place.span.startswith("//") else place.line[: place.column].rstrip())),
    (r"^leave the brackets out", lambda place, _: place.with_span(place.span.strip("[]"))),
    (r"^leave the colon out", lambda place, _: place.with_line(place.line.rstrip(":"))),
    (r"^leave the (\S+) out", lambda place, found: place.with_line(place.line.replace(found[1], ""))),
    (r"^write\s+Label -> scene,  with a blank", lambda place, _: place.with_span(" -> ")),
    (r"^a line breaks where", lambda place, _: place.with_span("")),
]  # fmt: skip


def _replaced(place: Place, new: str) -> list[str]:
    """What stands under the caret, or all of the braces that it stands in, as the hint shows it."""
    if new.startswith("{") and not place.span.startswith(("{", "[", "$", "｛")):
        start = place.line.rfind("{", 0, place.column + 1)
        end = place.line.rfind("}") + 1
        return place.with_line(place.line[:start] + new + place.line[end:])
    if new.startswith("{") and place.line[place.column + place.length - 1 : place.column + place.length + 1] == "}}":
        return place.with_line(place.line[: place.column] + new + place.line[place.column + place.length + 1 :])
    if place.span.startswith("{") and "}" not in place.line[place.column :]:
        last = next(number for number, line in enumerate(place.lines) if number > place.at and "}" in line)
        return [*place.lines[: place.at], place.line[: place.column] + new, *place.lines[last + 1 :]]
    return place.with_span(new)
