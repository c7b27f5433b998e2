"""What a writer may have meant by braces that hold no markup: the words for it."""

from __future__ import annotations

import re
from typing import Final


def mended_braces(inside: str, word: str) -> str:
    """One fix for braces whose content is no markup; `word` is the markup word they begin with, or ""."""
    inside = inside[:200]
    if word in _BRACES:
        return _BRACES[word]
    if word:
        return f"write {{{word}: one | another}}"
    if found := re.match(r"(else\s*if|elseif|elsif|unless|when)\b", inside):
        return "write {if not (…): … | else: …}" if found[1] == "unless" else "write {if …: … | elif …: …}"
    if found := re.match(r"(sequence|stopping|once|random|shuffle once|one of)\s*:", inside):
        return (
            _BRACES["once"]
            if found[1] == "once"
            else "the words are first, cycle and shuffle: {first: one | then: another}"
        )
    condition, colon, _ = inside.partition(":")
    if colon and re.search(r"[<>=!]|^[A-Za-z_][\w.]*\s*$|\b(and|or|not)\b", condition):
        return (
            f"write {{if {condition.strip()}: … | else: …}}"
            if len(condition) < _SHOWN
            else "write {if condition: … | else: …}"
        )
    if inside[:1] in _INK:
        return _INK[inside[0]]
    if "|" in inside:
        return "write {first: one | then: another}, or cycle or shuffle in place of first"
    if re.search(r"[-+*/<>=]", inside):
        return "braces show one variable; reckon in an effect before:  - do: sum = heat + 1"
    if " " in inside:
        return r"a variable's name is one word; write \{ for the sign itself"
    return r"braces hold a variable's name, or if / first / cycle / shuffle; write \{ for the sign itself"


_SHOWN: Final = 30
_BRACES: Final = {
    "else": "else belongs inside: {if …: … | else: …}",
    "elif": "elif belongs inside: {if …: … | elif …: …}",
    "then": "then belongs inside: {first: … | then: …}",
    "once": "write {first: … | then: } to show something once",
    "if": "write {if condition: text}",
}
_INK: Final = {
    "&": "write {cycle: one | another}",
    "!": "write {first: one | then: another | then: } with nothing at the end",
    "~": "write {shuffle: one | another}",
    "$": "names have no $ in front",
    "@": "names have no @ in front",
}
