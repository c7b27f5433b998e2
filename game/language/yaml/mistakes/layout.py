"""The mistakes a writer makes in where a line stands and how it begins, each with its code and its words."""

from __future__ import annotations

from game.language.slips.lines import meant_declaration, meant_item, meant_key
from game.language.slips.signs import COLONS, called, plain_sign
from game.language.text.characters import describe
from game.language.yaml.mistakes.faults import Fault, shown


def tab(offset: int, *, indent: bool) -> Fault:
    """A tab where only spaces can stand."""
    where = "the line is indented with a tab" if indent else "there is a tab between the words here"
    return Fault("E018", offset, where, "use spaces; most editors can turn tabs into spaces for .yaml files")


def indent(
    offset: int, column: int, expected: list[int], above: str = "", *, scene: str = "", begins: int = 0
) -> Fault:
    """A line that begins at a column where none can. Columns count from 1.

    `scene` is its key where it looks like a scene that nothing stands above, and `begins` the line where the lines further in begin.
    """
    if scene and expected == [1]:
        hint = f"if {scene} is a scene, write `scenes:` on a line of its own above it, at the beginning of the line"
        return Fault(
            "E036", offset, f"this line begins at column {column}, and belongs to nothing above it", hint, len(scene)
        )
    wanted = " or ".join(str(number) for number in expected)
    reason = f"; the line above it is complete: `{shown(above)}`" if above else ""
    return Fault(
        "E036",
        offset,
        f"this line begins at column {column}, but should begin at column {wanted}{reason}",
        f"move it to column {wanted}, under the lines it belongs with"
        + (f"; or, if those from line {begins} on are wrong, move them to column {column}" if begins else ""),
    )


def no_dash(offset: int, value: str, length: int) -> Fault:
    """A line in a list without its dash."""
    if plain_sign(value[0]) == "-" and value[1:2] == " ":
        return other_sign(offset, value[0], "a dash", "-" + value[1:])
    key = value.partition(":")[0]
    hint = f"begin it with a dash: `{meant_item(value) or f'- {shown(value)}'}`"
    if key in ("then", "else"):
        hint = f"if it belongs to the if above it, put {key}: in the column of that if:"
    return Fault("E037", offset, "this line stands in a list, but has no dash", hint, length)


def glued_dash(offset: int, value: str) -> Fault:
    """`-text`; `-> scene` is an arrow."""
    if value.startswith("->"):
        return no_colon(offset, value, len(value.rstrip()))
    return Fault(
        "E038",
        offset,
        "there is no space behind this dash",
        f"write `- {shown(value[1:])}`; a dash that is part of the text needs quotes",
    )


def stray_item(offset: int, dash: int = 0, missing: str = "") -> Fault:
    """A dash in the column of keys; `dash` is the column of the dash that these keys stand behind, 0 when there is none.

    `missing` is the key that the list was probably meant to stand below.
    """
    if missing:
        where = (
            "the steps of a scene with a title stand below body:"
            if missing == "body"
            else "what happens stands below then:"
        )
        return Fault(
            "E039",
            offset,
            "a list begins here among keys",
            f"{where}; write `{missing}:` on a line of its own above it",
        )
    hint = "indent it under the key it belongs to; that key ends in a colon and has nothing behind it"
    if dash:
        hint = f"if it is the next in the list, put its dash in column {dash}; if it belongs to a key such as then:, write that above it"
    return Fault("E039", offset, "a list begins here among keys", hint)


def beside_choice(offset: int, label: str, key: str) -> Fault:
    """A key below a choice, or a step, that is only its words."""
    return Fault(
        "E036",
        offset,
        f"{key}: cannot stand below a text: `{shown(label)}`",
        f"if that is a choice, write `- choice: {label.strip()}`; a step of its own has its own dash",
        len(key),
    )


def block_less(offset: int, written: str, line: int, blanks: int) -> Fault:
    """A line of a block that is set in less than its first; `blanks` is how far it is set in from what the block belongs to.

    `written` is the block's sign, with the number that may stand behind it already.
    """
    sign = written[0]
    number = f"in line {line} write `{sign}{blanks}` in place of `{written}`"
    return Fault(
        "E044",
        offset,
        f"this line is set in less than the first line of the text under `{sign}`",
        number
        if written[1:].strip("+-")
        else f"set all lines of the text in alike; or, where the first is meant to stand further in, {number}",
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


def no_colon(offset: int, value: str, length: int, *, prose: bool = False) -> Fault:
    """A line among keys that is none; `prose` where it is a text that lacks its key alone."""
    message = f"a `key: value` should stand here, and there is no colon: “{shown(value)}”"
    if meant := meant_key(value):
        return Fault("E045", offset, message, f"write `{meant}`", length)
    if declared := meant_declaration(value):
        return Fault("E045", offset, message, declared, length)
    if value[0] == "-" and value[1:2] != ">" and value[1:2] not in ("", " ", "-"):
        return glued_dash(offset, value)
    if plain_sign(value[0]) == "-" and value[1:2] == " ":
        return other_sign(offset, value[0], "a dash", "-" + value[1:])
    for at, char in enumerate(value):
        if char in COLONS:
            whole = value[:at].rstrip() + ": " + value[at + 1 :].lstrip()
            return other_sign(offset + at, char, "a colon", whole.rstrip())
    if prose and " " in value.strip():
        return Fault("E045", offset, message, f"prose stands behind its key: write `text: {value.strip()}`", length)
    if " " in value.strip():
        hint = f"if it is a step of its own, begin it with a dash, as each step below it: `- {value.strip()}`; if it goes on with the text above, indent it further"
        return Fault("E045", offset, message, hint, length)
    return Fault(
        "E045",
        offset,
        message,
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


def other_blank(offset: int, char: str) -> Fault:
    """A blank that is no space, where only spaces can stand."""
    return Fault("E050", offset, f"this blank is no space: {describe(char)}", "write a space in its place")


def other_sign(offset: int, char: str, sign: str, whole: str) -> Fault:
    """A character that looks like a sign of YAML, where that sign is needed; `whole` is the line with the sign in its place."""
    return Fault("E051", offset, f"{called(char)} only looks like {sign}", f"write `{whole}`")


def too_deep(offset: int, most: int) -> Fault:
    """A list or mapping that lies in too many others."""
    return Fault(
        "E019",
        offset,
        f"this is nested more than {most} levels deep",
        "give the inner part a scene of its own and go there with goto",
    )


def second_document(offset: int) -> Fault:
    """`---` or `...` with more behind it."""
    return Fault(
        "E014",
        offset,
        "a second document begins here; a file holds one",
        "delete the line of --- or ...; if it is part of the text, indent it under `|`",
        3,
    )
