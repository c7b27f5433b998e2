"""The mistakes a writer makes in YAML, each with its code and its words.

No parser's word stands here: what is said is what a person wrote, and one way to put it right.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.source import Source
from game.language.slips.lines import conditional
from game.language.slips.prose import mistaken_command
from game.language.slips.quoting import in_quotes
from game.language.yaml.mistakes.bars import CODES, missing_bar

_SHOWN = 40


class Fault(NamedTuple):
    """One mistake at an offset of the text."""

    code: str
    offset: int
    message: str
    hint: str = ""
    length: int = 1

    def diagnostic(self, source: Source) -> Diagnostic:
        """The same with lines and columns."""
        line, column = source.place(self.offset)
        hint = (missing_bar(source, line) if self.code in CODES else "") or self.hint
        return Diagnostic(self.code, "error", source.name, line, column, self.message, hint, (), max(self.length, 1))


def shown(text: str) -> str:
    """Enough of a text to recognise it by."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _quote_hint(text: str) -> str:
    quoted = in_quotes(text)
    return f"put the whole text in quotes: {quoted}" if quoted else "put the whole text on its own lines under `|`"


def _block_hint(text: str) -> str:
    quoted = in_quotes(text)
    return f"put the text in quotes: {quoted}; or on its own lines under `|`" if quoted else _quote_hint(text)


def colon(offset: int, value: str, *, before: str = "", is_key: bool = False) -> Fault:
    """A colon inside a sentence; `before` is the key of the sentence, and `is_key` says that it ends in the colon of a key itself."""
    message = "a colon with a space behind it ends a key, but this one is in a sentence"
    if is_key:
        return Fault("E030", offset, message, _key_hint(value))
    quoted = in_quotes(value)
    if before and quoted:
        return Fault("E030", offset, message, f"put the text in quotes: {before}: {quoted}")
    return Fault("E030", offset, message, _quote_hint(value))


def label_colon(offset: int, key: str, label: str, *, prose: bool) -> Fault:
    """A colon behind the label of a `once:` or `choice:`, as it stands behind a label that is a key itself."""
    below = (
        "write what is told below it, level with it, as  text: |"
        if prose
        else "the steps stand below it as  then:, level with it"
    )
    return Fault(
        "E030", offset, f"no colon stands behind the label of  {key}:", f"write  {key}: {shown(label)}  alone; {below}"
    )


def _key_hint(value: str) -> str:
    """For a text that is a key: the colon at its end is no part of it."""
    quoted = in_quotes(value.rstrip().removesuffix(":"), 200)
    if not quoted:
        return "put the text in quotes, and its last colon behind them"
    return f"put the text in quotes, and its last colon behind them: {quoted}:"


def bare_colon(offset: int) -> Fault:
    """A colon with nothing before it."""
    return Fault("E030", offset, "there is no key before this colon", "write the key, or put the text in quotes")


def question(offset: int, value: str) -> Fault:
    """Text that begins with `?`."""
    return Fault("E023", offset, "text cannot begin with ?", _quote_hint(value))


def reserved(offset: int, value: str) -> Fault:
    """Text that begins with `@` or a backtick."""
    return Fault("E031", offset, f"text cannot begin with {value[:1]}", _quote_hint(value))


def percent(offset: int, value: str) -> Fault:
    """Text that begins with `%`."""
    return Fault("E032", offset, "text cannot begin with %", _quote_hint(value))


def directive(offset: int, line: str) -> Fault:
    """A `%YAML` line."""
    return Fault("E015", offset, "a story has no % lines", f"delete the line `{shown(line)}`", len(line.rstrip()))


def bar(offset: int, value: str) -> Fault:
    """Text on the same line as the `|` or `>` over it."""
    sign = value[:1]
    rest = value[1:].strip()
    return Fault(
        "E033",
        offset,
        f"text that begins with `{sign}` goes on the next line, indented",
        f"put `{sign}` at the end of this line and “{shown(rest)}” under it; or, if `{sign}` is part of the text, use quotes",
    )


def after_quote(offset: int, rest: str, whole: str, *, is_key: bool = False, in_line: bool = False) -> Fault:
    """More text behind the closing quotation mark.

    `is_key` says that the whole ends in the colon of a key, `in_line` that it cannot be moved to lines of its own.
    """
    rest = rest.strip()
    if rest.startswith("if ") and not in_line and (before := whole.strip()[1:].partition(whole.strip()[0])[0]):
        hint = conditional(before, rest.removeprefix("if ").rstrip(": "))
    else:
        hint = _key_hint(whole) if is_key else _speech_hint(whole, in_line=in_line)
    return Fault(
        "E034",
        offset,
        f"the quotation marks end before the text does: “{shown(rest)}” is left over",
        hint,
        len(shown(rest)),
    )


def _speech_hint(whole: str, *, in_line: bool) -> str:
    text = " ".join(whole.split())
    if in_line and (quoted := in_quotes(text, 200)):
        return f"put other quotes round it all: {quoted}"
    if text.startswith('"') and len(text) <= 60 and "'" not in text:
        return f"put single quotes round it all: '{text}'"
    return "put the whole text on its own lines under `|`, where quotation marks are just text"


def open_quote(offset: int, line: str) -> Fault:
    """A quotation mark that is never closed, or only by one that belongs to other text."""
    mark = line[:1]
    if mark == "'":
        hint = "an apostrophe at the start of a text opens a quotation; put the text in double quotes: " + (
            in_quotes(line) or '"…"'
        )
    else:
        hint = "close it at the end of the text; or put the text on its own lines under `|`, where quotation marks are just text"
    return Fault("E035", offset, f"the quotation that {mark} opens here is never closed", hint)


def condition_colon(offset: int) -> Fault:
    """A colon behind a condition, as other languages have one."""
    return Fault(
        "E030",
        offset,
        "no colon stands behind a condition",
        "leave the colon out, and write `then:` on a line of its own above what happens",
    )


def open_bracket(offset: int, sign: str) -> Fault:
    """A bracket that is never closed."""
    close = "]" if sign == "[" else "}"
    return Fault(
        "E040",
        offset,
        f"this {sign} is never closed",
        f"close it with {close}; text that begins with {sign} needs quotes",
    )


def bracket_text(offset: int, value: str) -> Fault:
    """Prose that begins with a bracket."""
    if found := re.match(r"\{\s*([^{}|:]*(?:[<>=]|\bnot\b)[^{}|:]*?)\s*\}\s+(\S.*)", value):
        hint = f"{conditional(found[2].strip(), found[1])}; in prose it is {{if {found[1]}: …}}"
        return Fault("E041", offset, "a condition in braces cannot stand before a text", hint)
    return Fault(
        "E041",
        offset,
        f"text cannot begin with {value[:1]}, which opens a {'list' if value[:1] == '[' else 'mapping'} in YAML",
        _block_hint(value),
    )


def in_bracket(offset: int, message: str, hint: str) -> Fault:
    """A mistake between brackets."""
    return Fault("E042", offset, message, hint)


def bracket_key(offset: int) -> Fault:
    """A list or a mapping in the place of a key."""
    return Fault(
        "E017",
        offset,
        "a key must be a plain word, not a list or a mapping",
        "put text that begins with a bracket in quotes, or write it under `|`",
    )


def backslash(offset: int, sequence: str) -> Fault:
    """A backslash that means nothing between double quotes."""
    return Fault(
        "E043",
        offset,
        f"{sequence} means nothing between double quotes",
        "use single quotes, or put the text under `|`; there a backslash is a backslash",
        len(sequence),
    )


def comment_inside(offset: int) -> Fault:
    """Text that goes on after a comment."""
    return Fault(
        "E048",
        offset,
        "everything after ` #` is a comment to YAML, but the text goes on in the next line",
        "put the whole text in quotes, or on its own lines under `|`, where # is just text",
    )


def unreadable(offset: int) -> Fault:
    """What none of the others found."""
    return Fault(
        "E049",
        offset,
        "this cannot be read from here on",
        "compare it with the examples in docs/format.md; prose is safest under `|`",
    )


def anchor(offset: int, value: str) -> Fault:
    """Text that begins with `&`."""
    return Fault(
        "E010",
        offset,
        "text cannot begin with &, which would give it a YAML name; stories have none",
        _quote_hint(value),
    )


def alias(offset: int, value: str) -> Fault:
    """Text that begins with `*`."""
    message = "text cannot begin with *, which would repeat another part of the file"
    return Fault("E011", offset, message, mistaken_command(value.strip()) or _block_hint(value))


def tag(offset: int, value: str) -> Fault:
    """Text that begins with `!`."""
    return Fault(
        "E012",
        offset,
        "text cannot begin with !, which would give it a YAML type; stories have none",
        _quote_hint(value),
    )


PROPERTIES = {"&": anchor, "*": alias, "!": tag}


def invisible(offset: int, sequence: str, name: str) -> Fault:
    """An escape that stands for a forbidden character."""
    return Fault(
        "E006",
        offset,
        f"{sequence} stands for a character that cannot be seen: {name}",
        "delete it; a backslash that is part of the text stands between single quotes",
        len(sequence),
    )
