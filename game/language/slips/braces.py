"""What a writer may have meant by braces that hold no markup: the words for it."""

from __future__ import annotations

import re
from typing import Final

from game.language.slips.conditions import CHANCE, translated
from game.language.slips.sets import asked, only_asks
from game.language.slips.signs import COLONS, plain_signs
from game.language.text.identifiers import any_script
from game.language.text.patterns import later

_SHOWN: Final = 80
_BRACES: Final = {
    "else": "else belongs inside: {if …: … | else: …}",
    "elif": "elif belongs inside: {if …: … | elif …: …}",
    "then": "then belongs inside: {first: … | then: …}",
    "once": "write {first: … | then: } to show something once",
    "if": "write {if condition: text}",
}
_TURNS: Final = {
    "&": "cycle", "!": "once", "~": "shuffle", "": "first", "sequence": "first", "stopping": "first", "once": "once", "random": "shuffle",
    "shuffle once": "shuffle once", "one of": "shuffle", "pick": "shuffle", "either": "shuffle", "switch": "shuffle", "alternate": "cycle",
}  # fmt: skip
"""What other tools write before texts that take turns, and what that is here."""
_LISTED = later(
    r"(?:([&!~])|(sequence|stopping|shuffle once|once|random|one of|pick|either|switch|alternate)\s*:)?\s*(.*)",
    re.DOTALL,
)
_QUESTION = later(r"([^?:|]+)\?([^:|]*)[:|](.*)", re.DOTALL)
_CONDITION = any_script(r"[<>=!≥≤]|^[^\W\d][\w.]*\s*$|\b(?:and|or|not)\b")
_ONE_FORM = any_script(
    r"([^\W\d][\w.]*)\s*[: ]\s*(은/?는?|는/?은?|이/?가?|가/?이?|을/?를?|를|과/?와?|와|아/?야?|야|(?:으로/?)?로|으로|an?|a/an)\Z|(an?|a/an)\s*[: ]\s*([^\W\d][\w.]*)\Z"
)
_WORD = any_script(r"[^\W\d][\w.]{0,40}\Z")
_TAG = later(r"/?(?:i|b|u|s|em|strong|w|p|nw|fast|cps|size|color|colour|font|image)(?:=[^{}]*)?$")
_FORMAT = any_script(r"([^\W\d][\w.]*?)\s*(?::\s*[-+<>^,.\d]*[dfsxneg%]?|![rsa]|(?:\.\w+)?\(\s*\))$")


def mended_braces(inside: str, word: str) -> str:
    """One fix for braces whose content is no markup; `word` is the markup word they begin with, or ""."""
    inside = _on_one_line(plain_signs(inside[:200]))
    if bent := _bent(inside):
        return f"write {{{bent}}}"
    if word in _BRACES:
        return _BRACES[word]
    if word:
        return f"write {{{word}: one | another}}"
    if inside.startswith("{") and any_script(r"\{\s*[\w.]+\s*").fullmatch(inside):
        return f"one brace is enough: {{{inside.strip('{ ')}}}"
    if found := any_script(r"%-?\s*(?:if\s+(.*?)|\w+.*?)\s*-?%$").match(inside):
        return f"write {{if {found[1] or 'condition'}: … | else: …}}"
    if found := re.match(r"(else\s*if|elseif|elsif|unless|when)\b", inside):
        return "write {if not (…): … | else: …}" if found[1] == "unless" else "write {if …: … | elif …: …}"
    if _TAG.match(inside):
        return "write *emphasis* or **strong**"
    return _listed(inside, signed=True) or _held(inside) or _conditional(inside) or _listed(inside) or _other(inside)


def _on_one_line(inside: str) -> str:
    """A block of ink, with a dash before each text, as texts behind one another."""
    if "\n" not in inside:
        return inside
    inside = re.sub(r"\s*\n\s*-\s*else\s*:", " |", inside)
    inside = re.sub(r":\s*\n\s*-\s+", ": ", inside, count=1)
    return " ".join(re.sub(r"\s*\n\s*-\s+", " | ", inside).split())


def _bent(inside: str) -> str:
    """For a name with one of two particles or articles, or on the other side of both: how the two stand behind it."""
    found = _ONE_FORM.match(inside)
    if found is None:
        return ""
    from game.language.bending import BENT

    name, form = (found[1], found[2]) if found[1] else (found[4], found[3])
    rule = next((rule for rule in BENT if form == rule or form in rule.split("/")), "")
    return f"{name}:{rule}" if rule and name else ""


def _held(inside: str) -> str:
    """For ink's question whether a list has something; one that may be a choice between two texts is left to others."""
    condition, colon, rest = inside.partition(":")
    if asked(condition) == condition or (colon and "|" not in rest and only_asks(condition)):
        return ""
    meant = asked(translated(re.sub(r"\bhas\b", "?", condition.replace("!?", " hasnt "))))
    arms = [arm.strip() for arm in rest.split("|")] if rest.strip() else ["…"]
    whole = f"write {{if {meant}: {' | else: '.join(arms)}}}"
    return _short(whole if len(arms) <= 2 else "", f"write {{if {meant[:60]}: … | else: …}}")


def _conditional(inside: str) -> str:
    """For what asks a question without its `if`."""
    if found := _QUESTION.match(inside):
        return _short(
            f"write {{if {translated(found[1])}: {found[2].strip()} | else: {found[3].strip()}}}",
            f"write {{if {translated(found[1])[:30]}: {name if _WORD.match(name := found[2].strip()) else '…'} | else: …}}",
        )
    if found := _FORMAT.match(inside):
        return f"write {{{found[1]}}}"
    condition, colon, rest = inside.partition(":")
    if not colon or not _CONDITION.search(condition):
        return ""
    arms = [arm.strip() for arm in rest.split("|")]
    whole = f"write {{if {translated(condition)}: {' | else: '.join(arms)}}}"
    return _short(whole if len(arms) <= 2 else "", f"write {{if {translated(condition)[:30]}: … | else: …}}")


def _listed(inside: str, *, signed: bool = False) -> str:
    """For texts that take turns; `signed` for those alone that another tool's word or sign stands before."""
    found = _LISTED.match(inside)
    assert found is not None
    sign = found[1] or found[2] or ""
    if not sign and (signed or "|" not in inside):
        return ""
    kind = _TURNS[sign]
    arms = [arm.strip() for arm in found[3].split("|")]
    if kind == "once":
        return _short(
            "write {first: " + " | then: ".join([*arms, "}"]),
            "write {first: one | then: another | then: } with nothing at the end",
        )
    if kind == "shuffle once":
        return _short(f"write {{shuffle: {' | '.join(arms)} | then: }}", "write {shuffle: one | another | then: }")
    if len(arms) < 2 and kind != "shuffle":
        return ""
    between = " | then: " if kind == "first" else " | "
    return _short(f"write {{{kind}: {between.join(arms)}}}", f"write {{{kind}: one{between}another}}") + (
        ", or cycle or shuffle in place of first" if not sign else ""
    )


def _other(inside: str) -> str:
    if inside[:1] in ("$", "@"):
        return f"names have no {inside[0]} in front: {{{inside[1:]}}}"
    if (found := any_script(r"(\w+)\s*\(").match(inside)) and found[1].lower() in CHANCE:
        return "write {shuffle: one | another}; a number by chance is a step:  - draw: its-deck  with  by: random  below it"
    if found := any_script(r"(?:LIST_COUNT|list_count|len|size)\s*\(\s*(\w+)\s*\)\Z").match(inside):
        return f"write {{count({found[1]})}}"
    if found := any_script(r"not\s+([\w.]+)\Z").match(inside):
        return (
            f"a condition is {{if not {found[1]}: …}} in prose, and  if: not {found[1]}  beside the label of a choice"
        )
    if re.search(r"[-+*/<>=]", inside):
        return "braces show one variable; reckon in an effect before:  - do: sum = one + other"
    if " " in inside:
        return r"a variable's name is one word; write \{ for the sign itself"
    return r"braces hold a variable's name, or if / first / cycle / shuffle; write \{ for the sign itself"


def _short(whole: str, otherwise: str) -> str:
    return whole if 0 < len(whole) <= _SHOWN else otherwise


def missing_colon(text: str, position: int) -> str:
    """One fix for a condition in braces, which begins at `position`, without a colon behind it."""
    rest = text[position : position + 200]
    found = re.match(rf"([^{{}}|]*?)\s*([{COLONS}])", rest)
    if found is not None:
        return f"{found[2]} is not the colon of the keyboard: {{if {found[1].strip()}: …"
    found = re.match(r"([^{}|]+)\}([^{}|]*)\{\s*(?:endif|/if|end|fi)\s*\}", rest)
    if found is not None:
        return _short(f"write {{if {found[1].strip()}: {found[2].strip()}}}", "write {if condition: text | else: text}")
    return "write {if condition: text | else: text}"
