"""The markup of other tools in prose, where it means nothing and the player would read it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from game.language.slips.signs import plain_signs
from game.language.text.identifiers import any_script
from game.language.text.patterns import later


class Foreign(NamedTuple):
    """Where it stands in a text, and what is written here instead."""

    at: int
    length: int
    hint: str
    name: str = ""
    """What it would show, where it is foreign only if the story has something of that name."""
    message: str = "this looks like the markup of another tool; here it is shown as it is"


#: By what each begins with, or has in it: all but a few patterns begin with that letter for letter, which is what makes them quick to look for.
_MARKS: Final = (
    ("[[", r"(?P<link>\[\[[^\]\n]{0,200}\]\])"),
    ("<<", r"(?P<macro><<[^>\n]{0,200}>>)"),
    ("<>", r"(?P<glue><>(?<!\\<>))"),
    ("<", r"(?P<tag></?(?:i|b|u|s|em|strong|br|hr|p|h[1-6]|span|div|a|img|font|small|sub|sup|center)(?:\s[^<>\n]{0,200})?/?>)"),
    ("<!--", r"(?P<comment><!--[^\n]{0,200})"),
    ("[", r"(?P<test>\[(?:else\s*)?if\b[^\]\n]{0,200}\])"),
    ("(", r"(?P<hook>\((?:if|set|else-if|unless):[^)\n]{0,200}\))"),
    ("_", r"(?P<under>_(?<![\w\\{(.]_)(?:_(?=[^\W_]))?(?=[^\W_])[^_\n{}]{1,200}?_(?<!\s_)_?(?!\w))"),
    ("{if", r"(?P<bar>\{\s*if\b[^{}|]*:[^{}|]*?[^\s{}|:]\s+(?:else|elif\s[^{}|:]*):)"),
    ("｛", r"(?P<wide>｛[^｝\n]{0,200}｝?)"),
    ("}", r"(?P<bent>\{[^{}\s]{1,60}\}(?:은/는|이/가|을/를|과/와|아/야|으로/로|은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|과\(와\)|와\(과\)|\(으\)로|\(은\)는|\(이\)가|\(을\)를))"),
    ("#", r"(?P<hash>#(?<!\S#)(?=[^\W\d])[^\s\"'#:]{1,40}(?=[ \t]*[\"']?:?[ \t]*(?:\n|\Z)))"),
    ("~~", r"(?P<struck>~~[^~\n]{1,200}~~)"),
)  # fmt: skip
_GATES: Final = {"<": r"<(?=[<>!/a-z])", "[": r"\[(?=[\[ei])"}
"""What comes behind a sign where any of the patterns with it can match: a file is searched for it once, and most have comparisons and lists alone."""
_ELSE = later(r"else:(?<=[^\s|] else:)|elif (?<=[^\s|] elif )")
"""What a line with an `else:` of its own does not have."""
_UNBENT: Final = "the particle does not bend round the name, and the player reads both of its forms"
_HASH: Final = "the player reads this tag, and nothing else does"
_NO_BAR: Final = "without a | before it this is shown as it is, with the text before it"
_GLUE: Final = "<> means nothing here, and is shown as it is"
_WIDE: Final = "these braces are not those of the keyboard, so that all of it is shown as it is"
_HINTS: Final = {
    "hook": "write {if condition: … | else: …} in prose, and  - do: name = value  as a step",
    "test": "write {if condition: … | else: …}",
    "comment": "a comment begins with # and stands on a line of its own, between the steps",
    "struck": "there is no struck-out text: leave the ~~ out",
}
_NAMED = any_script(r"(?<!\\)\[([^\W\d][\w.]*)\]|\$([^\W\d][\w.]*\w|[^\W\d])")
_TAG = later(r"<(i|em|b|strong)>([^<>\n]{1,200})</\1>")
_LINK = later(r"\[\[\s*(.+?)\s*(?:->|\|)\s*(.+?)\s*\]\]|\[\[\s*(?:(.+?)\s*<-\s*)?(.+?)\s*\]\]")
_MACRO = any_script(
    r"<<\s*(set|jump|detour|goto|return|stop)\b\s*(?:\"?\$?([\w.-]+)\"?)?(?:\s*(?:to|=)\s*\"?([\w.-]+)\"?)?"
)


def foreign_in(text: str) -> re.Pattern[str] | None:
    """What to look for in the texts of a file; None where nothing of the kind is in it."""
    there = {sign[0] for sign, _ in _MARKS if sign[0] in text}
    there.difference_update([sign for sign, gate in _GATES.items() if not re.search(gate, text)])
    if text.isascii():
        there.discard("}")  # no particles come behind it
    found = [
        pattern
        for sign, pattern in _MARKS
        if sign[0] in there and (sign != "{if" or _ELSE.search(text)) and re.search(pattern, text)
    ]
    return re.compile("|".join(found)) if found else None


def foreign_markup(text: str, pattern: re.Pattern[str]) -> list[Foreign]:
    """Another tool's marks in a text."""
    marks: list[Foreign] = []
    at = 0
    while (found := pattern.search(text, at)) is not None and found.lastgroup is not None:
        marks.append(_foreign(text, found, found.lastgroup))
        at = found.start() + marks[-1].length
    return marks


def _foreign(text: str, found: re.Match[str], kind: str) -> Foreign:
    words = found[0]
    if kind == "tag" and (pair := _TAG.match(text, found.start())):
        mark = "*" if pair[1] in ("i", "em") else "**"
        return Foreign(found.start(), len(pair[0]), f"write {mark}{pair[2]}{mark}")
    if kind == "under":
        mark = "**" if words.startswith("__") else "*"
        return Foreign(found.start(), len(words), f"write {mark}{words.strip('_')}{mark}")
    if kind == "bar":
        at = max(words.rfind("else"), words.rfind("elif"))
        return Foreign(found.start() + at, 4, f"write | before it: … | {words[at:]} …", message=_NO_BAR)
    if kind == "wide":
        return Foreign(found.start(), len(words), f"write {plain_signs(words)}", message=_WIDE)
    if kind == "bent":
        from game.language.bending import BENT

        name, _, form = words[1:].partition("}")
        letters = set(form) - set("/()")
        rule = next(rule for rule in BENT if letters == set(rule) - {"/"})
        return Foreign(found.start(), len(words), f"write {{{name}:{rule}}}", message=_UNBENT)
    if kind == "hash":
        word = words.strip()
        hint = f"a tag of a scene or a choice is a key:  tags: {word[1:]};  that of a text a step above it:  - tags: {word[1:]}"
        return Foreign(found.start(), len(word), hint, message=_HASH)
    if kind == "glue":
        return Foreign(found.start(), len(words), _glue(text, found), message=_GLUE)
    hint = _HINTS.get(kind) or {"tag": _tag, "link": _link, "macro": _macro}[kind](words)
    return Foreign(found.start(), len(words), hint)


def foreign_names(text: str) -> list[Foreign]:
    """`[name]` and `$name`, which show a variable elsewhere."""
    return [
        Foreign(found.start(), len(found[0]), f"write {{{name}}}", name)
        for found in _NAMED.finditer(text)
        if (name := found[1] or found[2])
    ]


def _glue(text: str, found: re.Match[str]) -> str:
    if not text[found.end() :].strip():
        return "leave the <> out here, and begin with it the prose that goes on"
    if not text[: found.start()].strip():
        return "leave the <> out: only prose goes on in the paragraph before it"
    return "leave the <> out: within a paragraph text joins up by itself"


def _tag(words: str) -> str:
    if re.match(r"<br\b", words):
        return r"a line breaks where \ stands at its end; a blank line begins a paragraph"
    if re.match(r"</?(?:i|em|b|strong)\b", words):
        return "write *emphasis* or **strong**"
    return "there is no such mark: leave it out"


def linked(words: str) -> str:
    """A link in double brackets as a choice; "" where text does not begin with one."""
    found = _LINK.match(words)
    if found is None:
        return ""
    return f"{found[1] or found[4]} -> {'-'.join((found[2] or found[3] or found[4]).lower().split())}"


def _link(words: str) -> str:
    return f"a link is a choice:  - choices: [{linked(words) or 'Go up -> roof'}]"


def _macro(words: str) -> str:
    found = _MACRO.match(words)
    if found and found[1] == "set" and found[2]:
        return f"write a step:  - do: {found[2]} = {found[3] or '…'}"
    if found and found[1] in ("jump", "goto", "detour") and found[2]:
        return f"write a step:  - {'call' if found[1] == 'detour' else 'goto'}: {found[2]}"
    if found and found[1] == "return":
        return "write a step:  - return:"
    return "write {if condition: … | else: …} in prose, and  - do: name = value  as a step"
