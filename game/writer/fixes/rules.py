"""Which action each hint asks for, by its own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from game.language.diagnostics.diagnostic import Diagnostic
from game.writer.fixes import actions
from game.writer.fixes.actions import Pointed, indent, key_column

QUOTED = r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')"


Action: TypeAlias = "Callable[[Pointed, re.Match[str]], list[str] | None]"


def fixed(text: str, one: Diagnostic) -> str | None:
    """The text of a file with what the hint of a diagnostic says done; None where it leaves to the writer what to write."""
    if "…" in one.hint or any(words in one.hint for words in (*ADVICE, *_WANTS_WORDS)):
        return None
    return follow(text, one, RULES)


def follow(text: str, one: Diagnostic, rules: Sequence[tuple[str, Action]]) -> str | None:
    """The same by the first of some rules that does anything."""
    lines = text.split("\n")
    if not 0 < one.line <= len(lines):
        return None
    place = Pointed(lines, one.line - 1, one.column - 1, one.length)
    for pattern, action in rules:
        if found := re.search(pattern, one.hint):
            try:
                done = action(place, found)
            except (LookupError, StopIteration, ValueError):  # the text is another than the hint speaks of
                continue
            if done is not None and (after := "\n".join(done)) != text:
                return after
    return None


RULES: Final[list[tuple[str, Action]]] = [
    (r"^in line (\d+) write `(.*?)` in place of `(.*?)`", lambda place, found: [line.replace(found[3], found[2]) if number == int(found[1]) else line for number, line in enumerate(place.lines, 1)]),
    (r"^put  things:  above them", actions.above_things),
    (r"^write (seen\([^)]*\)|count\([^)]*\) > 0)$", lambda place, found: place.with_line(re.sub(r"(?:visits|count)\(.*?\)", found[1], place.line))),
    (rf", with the text in quotes: {QUOTED}$", lambda place, found: place.with_line(place.line[: key_column(place.line)] + found[1])),
    (r"^did you mean ([^?]+)\?$", lambda place, found: place.with_span(found[1])),
    (r"^did you mean ([^?]+)\? if it is prose", lambda place, found: [line.replace(f"{place.span}:", f"{found[1]}:") for line in place.lines]),
    (r"needs a bar: write `\w+: \|` on line (\d+)", lambda place, found: actions.bar(place._replace(at=int(found[1]) - 1), found)),
    (r"(?:talk|text): \||^write  text:  for prose", actions.bar),
    (r"^in talk a line has no dash", lambda place, _: place.with_line(place.line.replace("- ", "", 1))),
    (r"^set it in if", lambda place, _: place.with_line("  " + place.line)),
    (r"^if so, put a blank line between them", lambda place, _: place.above("")),
    (r"^begin the line level with  (\S+)", actions.level),
    (r"^write  \w+:  above  (\w+:)", actions.higher),
    (r"^a name is one word: (\S+)$|^a variable's name is one word.*: (\S+)$", lambda place, found: [line.replace(place.span, found[1] or found[2]) for line in place.lines]),
    (rf"(?:in quotes|them out; for marks that show, write|round it all|it is the choice, write  -|double quotes|behind them):? (?:[\w-]+: )?{QUOTED}", actions.quoted),
    (r"^put the whole text on its own lines under `\|`|^use single quotes, or put the text under|^put the whole text in quotes, or on its own lines", actions.under_bar),
    (r"^put `([|>])` at the end of this line", actions.behind_bar),
    (r"`(scenes:|body:|then:)` on a line of its own above", actions.insert),
    (r"^if that is a choice, write `([^`]+)`", actions.line_above),
    (r"^set all lines of the text in alike", actions.alike),
    (r"^indent it as far as the first line", actions.as_block),
    (r"^if it belongs to the if above it, put (?:else|then): in the column", actions.under_if),
    (r"^put another  - if:  below  else:", actions.other_if),
    (r"^put `(- [^`]+)` on the next line", actions.below),
    (r"^begin it with a dash: `([^`]+)`", actions.whole_line),
    (r"begin it with a dash, as each step below it", actions.with_dashes),
    (r"^delete the line `", lambda place, _: place.with_line()),
    (r"^delete the line of ---", lambda place, _: place.with_line()),
    (r"^(?:prose stands behind its key: )?write `([^`]+)`", actions.whole_line),
    (r"^write a colon behind the key \(`([^`]+)`\)", lambda place, found: place.with_span(found[1])),
    (r"^write a space in its place", lambda place, _: place.with_line(re.sub(r"[^\S ]", " ", place.line))),
    (r"^use spaces", lambda place, _: place.with_line(" " * (indent(place.lines[place.at - 1]) + 2 * place.lines[place.at - 1].endswith(":")) + place.line.strip())),
    (r"^move it to column (\d+)", actions.moved),
    (r"^put blanks in its place", lambda place, _: place.with_span("    ")),
    (r"^delete it", lambda place, _: place.with_span("")),
    (r"^close it with (\]|\})(?:; | or |,|$)", lambda place, found: place.with_line(re.sub(r"(\"?)$", found[1] + r"\1", place.line, count=1))),
    (r"^close it at the end of the text", lambda place, _: place.with_line(place.line + place.span)),
    (r"^close it with (\*+),", lambda place, found: place.with_line(re.sub(rf"^(.{{{place.column}}}\*+\w+)", lambda to: to[0] + found[1], place.line))),
    (r"^start each (?:step|choice|case) with a dash", actions.with_dashes),
    (r"^steps stand in a list below  body:", actions.below_body),
    (r"^one dash is enough", lambda place, _: place.with_line(place.line.replace("- - ", "- "))),
    (r"^scenes stand below  scenes:", actions.stray_scenes),
    (r"^if this is a scene, write  (scenes:)  above it", lambda place, found: [*place.lines[: place.at - 1], found[1], *place.lines[place.at - 1 :]]),
    (r"^(?:every number has bounds: )?add  ((?:min|max): ?[^,;]*)", actions.add_key),
    (r"^give (\S+)  (once: true)", lambda place, found: [each for line in place.lines for each in ((line, "    " + found[2]) if line.strip() == f"{found[1]}:" else (line,))]),
    (r"^(?:write|add)  include: \[(.+?)\]|^add (\S+) to the files", actions.include),
    (r"^declare it below  (\w+):  as  (.+)$", actions.top),
    (r"^declare it below  (variables|cast):  write  (.+?)(?:;  where .+)?$", actions.then_gone),
    (r"^write  - return:  in place of the goto", lambda place, _: place.with_line(re.sub(r"goto: .*", "return:", place.line))),
    (r"^write  - return:  with nothing behind it", lambda place, _: place.with_span("")),
    (r"^write  - choice: (.+)  and the rest below it, with  then:", lambda place, found: place.with_line(place.line.replace(f"- {found[1]}:", f"- choice: {found[1]}"), " " * key_column(place.line) + "then:")),
    (r"^write  draw: (\S+),  and below it  by: random", lambda place, found: place.with_line(re.sub(r"draw: .*", f"draw: {found[1]}", place.line), " " * key_column(place.line) + "by: random")),
    (r"^(?:write  |a choice stands in a list:  |a link is a choice:  |going on is a step of its own:  |prose needs no key:  |an arrow leads on:  |leave the .* out:  )- (.+)$", actions.step),
    (r"^write  ([^\[{]+ -> [\w.-]+)$", lambda place, found: place.with_line(re.sub(r"- .*", f"- {found[1]}", place.line))),
    (r"^write (\w+\(.*?\)), with no space|^(?:a scene's name is one word|a choice by its id is behind a dot): write (.+)$", lambda place, found: place.with_line(re.sub(r"(?:seen|visits) ?\(.*?\)", found[1] or found[2], place.line))),
    (r"^write  ([\w-]+: [^{\[…]+)$", actions.whole_line),
    (r"(?:^write|[\w'$&!=<>≥.,]:|:)  ((?:not |[\w(])[\w.() <>=!+*-]*)$", actions.condition),
    (r"^(?:give each a value|leave the dashes out|write them like this):  (.+)$", lambda place, found: actions.value(place, found) if place.span[:1] != "-" else [re.sub(r"^(\s*)- ", r"\1", line) if number >= place.at else line for number, line in enumerate(place.lines)]),
    (r"^write  (\[.*\]|[\w-]+: \{.*\})$|begins as this:  (.+)$", actions.value),
    (r"^write once: (\w+)", lambda place, found: place.with_span(found[1])),
    (r"^write (\w+) alone$|^write (true|false|bool|int|text|and|or|not)\b|^write (\d+),", lambda place, found: place.with_span(next(filter(None, found.groups())))),
    (r"^compare it: (.+)$|^write ([\w.]+ [-+]?= .+)$|^write (\*+[^* ]+\*+)$|^write (\{[^…]*\})(?:, or cycle .*)?$|^one brace is enough: (\{.*\})", lambda place, found: _replaced(place, next(filter(None, found.groups())))),
    (r"^\w+ is a (?:thing|set): write  (\w+ (?:in|[-+]=) \w+)", lambda place, found: actions.condition(place, found) if "=" in found[1] else place.with_span(found[1])),
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


def _replaced(place: Pointed, new: str) -> list[str]:
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


ADVICE: Final = (
    "rename one of them", "give one of them another name", "give one another name", "change the number, or the bounds", "save the file again",
    "write the keys out", "take it out", "take the line out", "keep one", "put a choice on the way", "put what happens then", "let them differ",
    "lead it on", "write it out", "write it without braces", "write the condition in the prose", "show it with", "a text is what the player typed",
    "so what depends on it", "so the other case", "give the inner part a scene", "a story begins with", "begin with  story:", "write them below  scenes:",
    "come here with", "add  - learn:", "add  - ending:", "add  - do:", "write what is said", "compare it with the examples", "there is ", "use + - * min max",
    "chance is a step", "visits(scene) tells how often", "write *emphasis*", "write {shuffle: one", "write {if …", "effects are steps",
    "a condition cannot ask for an ending", "like this:  care", "a fallback stands in the list", "a condition stands without braces",
    "how it is said is prose", "a name is one word of letters", "put text that begins with a bracket", "or take turns in the prose", "write {if visits(",
    "write  stairs:  there", "write {if met: …", "write {lamp} in a text", "write the name of now", "use it", "only one of them can keep", "write 1000000 or less",
    "write what is told", "in it  - once: Its label", "and the words behind it", "one speaks in each line", "add them under  cast:", "comments stand outside", "below the talk",
    "the condition of a choice stands below it", "a condition that a scene asks stands", "end the talk above it", "a line of dialogue stands below", "if: stands beside", "tags: stands beside", "write the label behind it", "the condition itself is the key",
    "move it below the other cases", "a case for each value", "let it set an enum", "end it with  ", "lead each of them on", "with what is told below it",
    "write  - {show:", "write  words: [now", "write one word for each value", "a group that decides is", "a condition stands at a value",
    "or  in: all", "add  when: tide", "add  goto: the-scene", "write  in: all", "give the choice there an id", "allowed here: do, ending, except", "one name at a time", "write the particle out", "write it below  as-is", "draw it in", "put  |  behind", "write  ending(", "is an ending: write", "move them above the text", "write  tags: [", "tags stand in a step",
    "the second for what stands before", "ending: its-id", "put it below the text:", "with  if: met  below it", "a condition is {if not", "is named by its id", "an entry is hidden until", "join conditions with", "is a thing of",
    "count(its-name)", "stands at the top of the file", "a tag of a scene or a choice is a key", "as:  stands with the variable",
    "draw with blocks", "say it in two short lines", "is a text file in the story's own folder", "names stand here, and no condition", "or say what it comes  after:", "or one whose values have  words:", "name a variable that is an int", "or  better: more", "allowed here: if, show, title, words",
)  # fmt: skip
"""What is in hints that leave to the writer what to write: what is meant is not in the story. How one may be followed is the right example of its page."""
_WANTS_WORDS: Final = (
    "give it a title, or move",
    "take the hint out, or",
    "add  - fallback:",
    "and its name behind it",
    "add  reason:",
    "add  title:",
)
"""What is in hints that can be followed with any words, which only the writer has."""
