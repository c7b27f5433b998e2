"""The mistakes a writer makes in YAML, each with its code and its words.

No parser's word stands here: what is said is what a person wrote, and one way to put it right.
"""

from __future__ import annotations

from typing import NamedTuple

from game.language.characters import describe
from game.language.diagnostic import Diagnostic
from game.language.slips.signs import COLONS, called, plain_sign
from game.language.source import Source

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
        return Diagnostic(
            self.code, "error", source.name, line, column, self.message, self.hint, (), max(self.length, 1)
        )


def shown(text: str) -> str:
    """Enough of a text to recognise it by."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def in_quotes(text: str, most: int = 60) -> str:
    """How a line of prose is written so that YAML leaves it alone; "" when it is too long to show."""
    text = " ".join(text.split())
    if len(text) > most:
        return ""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _quote_hint(text: str) -> str:
    quoted = in_quotes(text)
    return f"put the whole text in quotes: {quoted}" if quoted else "put the whole text on its own lines under `|`"


def _block_hint(text: str) -> str:
    quoted = in_quotes(text)
    return f"put the text in quotes: {quoted}; or on its own lines under `|`" if quoted else _quote_hint(text)


def tab(offset: int, *, indent: bool) -> Fault:
    """A tab where only spaces can stand."""
    where = "the line is indented with a tab" if indent else "there is a tab between the words here"
    return Fault("E018", offset, where, "use spaces; most editors can turn tabs into spaces for .yaml files")


def colon(offset: int, value: str, *, before: str = "", is_key: bool = False) -> Fault:
    """A colon inside a sentence; `before` is the key of the sentence, and `is_key` says that it ends in the colon of a key itself."""
    message = "a colon with a space behind it ends a key, but this one is in a sentence"
    if is_key:
        return Fault("E030", offset, message, _key_hint(value))
    quoted = in_quotes(value)
    if before and quoted:
        return Fault("E030", offset, message, f"put the text in quotes: {before}: {quoted}")
    return Fault("E030", offset, message, _quote_hint(value))


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


def second_document(offset: int) -> Fault:
    """`---` or `...` with more behind it."""
    return Fault(
        "E014",
        offset,
        "a second document begins here; a file holds one",
        "delete the line of --- or ...; if it is part of the text, indent it under `|`",
        3,
    )


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
    return Fault(
        "E034",
        offset,
        f"the quotation marks end before the text does: “{shown(rest)}” is left over",
        _key_hint(whole) if is_key else _speech_hint(whole, in_line=in_line),
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


def indent(offset: int, column: int, expected: list[int], above: str = "") -> Fault:
    """A line that begins at a column where none can. Columns count from 1."""
    wanted = " or ".join(str(number) for number in expected)
    reason = f"; the line above it is complete: `{shown(above)}`" if above else ""
    return Fault(
        "E036",
        offset,
        f"this line begins at column {column}, but should begin at column {wanted}{reason}",
        f"move it to column {wanted}, under the lines it belongs with"
        + ("; or write the part of the story that it belongs to above it, such as scenes:" if expected == [1] else ""),
    )


def no_dash(offset: int, value: str, length: int) -> Fault:
    """A line in a list without its dash."""
    if plain_sign(value[0]) == "-" and value[1:2] == " ":
        return other_sign(offset, value[0], "a dash", "-" + value[1:])
    key = value.partition(":")[0]
    hint = f"begin it with a dash: `- {shown(value)}`"
    if key in ("then", "else"):
        hint = f"if it belongs to the if above it, put {key}: in the column of that if:"
    return Fault("E037", offset, "this line stands in a list, but has no dash", hint, length)


def glued_dash(offset: int, value: str) -> Fault:
    """`-text`."""
    return Fault(
        "E038",
        offset,
        "there is no space behind this dash",
        f"write `- {shown(value[1:])}`; a dash that is part of the text needs quotes",
    )


def stray_item(offset: int, dash: int = 0) -> Fault:
    """A dash in the column of keys; `dash` is the column of the dash that these keys stand behind, 0 when there is none."""
    hint = "indent it under the key it belongs to; that key ends in a colon and has nothing behind it"
    if dash:
        hint = f"if it is the next in the list, put its dash in column {dash}; if it belongs to a key such as then:, write that above it"
    return Fault("E039", offset, "a list begins here among keys", hint)


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
    return Fault(
        "E041",
        offset,
        f"text cannot begin with {value[:1]}, which opens a {'list' if value[:1] == '[' else 'mapping'} in YAML",
        _block_hint(value),
    )


def in_bracket(offset: int, message: str, hint: str) -> Fault:
    """A mistake between brackets."""
    return Fault("E042", offset, message, hint)


def backslash(offset: int, sequence: str) -> Fault:
    """A backslash that means nothing between double quotes."""
    return Fault(
        "E043",
        offset,
        f"{sequence} means nothing between double quotes",
        "use single quotes, or put the text under `|`; there a backslash is a backslash",
        len(sequence),
    )


def block_less(offset: int, sign: str, line: int, blanks: int) -> Fault:
    """A line of a block that is set in less than its first; `blanks` is how far it is set in from what the block belongs to."""
    number = f"`{sign}{blanks}` in place of `{sign}` in line {line}"
    return Fault(
        "E044",
        offset,
        f"this line is set in less than the first line of the text under `{sign}`",
        f"set all lines of the text in alike; or, where the first is meant to stand further in, write {number}",
    )


def block_text(offset: int, length: int) -> Fault:
    """Text under `|` that is not indented."""
    return Fault(
        "E044",
        offset,
        "this line looks like text under `|`, but is not indented like it",
        "indent it as far as the first line of the text",
        length,
    )


def other_blank(offset: int, char: str) -> Fault:
    """A blank that is no space, where only spaces can stand."""
    return Fault("E050", offset, f"this blank is no space: {describe(char)}", "write a space in its place")


def other_sign(offset: int, char: str, sign: str, whole: str) -> Fault:
    """A character that looks like a sign of YAML, where that sign is needed; `whole` is the line with the sign in its place."""
    return Fault("E051", offset, f"{called(char)} only looks like {sign}", f"write `{whole}`")


def no_colon(offset: int, value: str, length: int) -> Fault:
    """A line among keys that is none."""
    for at, char in enumerate(value):
        if char in COLONS:
            whole = value[:at].rstrip() + ": " + value[at + 1 :].lstrip()
            return other_sign(offset + at, char, "a colon", whole.rstrip())
    return Fault(
        "E045",
        offset,
        f"a `key: value` should stand here, and there is no colon: “{shown(value)}”",
        f"write a colon behind the key (`{shown(value)}:`); or, if the line goes on with the text above, indent it further",
        length,
    )


def glued_colon(offset: int, key: str, rest: str) -> Fault:
    """`key:value`."""
    return Fault(
        "E022",
        offset,
        f"there is no space behind the colon after `{shown(key)}`",
        f"write `{shown(key)}: {shown(rest)}`",
    )


def list_on_line(offset: int, value: str) -> Fault:
    """A list that begins on the line of its key."""
    return Fault(
        "E046",
        offset,
        "a list begins on a line of its own, under its key",
        f"put `{shown(value)}` on the next line, indented; text that begins with a dash needs quotes",
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


def too_deep(offset: int, most: int) -> Fault:
    """A list or mapping that lies in too many others."""
    return Fault(
        "E019",
        offset,
        f"this is nested more than {most} levels deep",
        "give the inner part a scene of its own and go there with goto",
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
    return Fault(
        "E011", offset, "text cannot begin with *, which would repeat another part of the file", _block_hint(value)
    )


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
        "E006", offset, f"{sequence} stands for a character that cannot be seen: {name}", "delete it", len(sequence)
    )
