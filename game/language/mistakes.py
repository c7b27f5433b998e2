"""What a writer may have meant by a condition or an effect that cannot be read: the words for it.

Only called on the way to an error; nothing here decides what is right.
"""

from __future__ import annotations

import re
from typing import Final

COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))
SEVERAL = "write several effects as a list: [heat += 1, food -= 1]"
WRONG_SIGNS: Final = {
    "=": ("a single = sets a value; a condition compares with ==", "write =="),
    ":=": ("a condition compares with ==", "write =="),
    "===": ("two signs are enough", "write =="),
    "!==": ("two signs are enough", "write !="),
    "=>": ("=> compares nothing", "write >= for 'at least'"),
    "=<": ("=< compares nothing", "write <= for 'at most'"),
    "<>": ("<> compares nothing", "write != for 'is not'"),
    "≥": ("this sign cannot be read here", "write >="),
    "≤": ("this sign cannot be read here", "write <="),
    "≠": ("this sign cannot be read here", "write !="),
    "!": ("! alone means nothing here", "write not, or !="),
    "&": ("& means nothing here", "write and"),
    "&&": ("&& means nothing here", "write and"),
    "|": ("| means nothing here", "write or"),
    "||": ("|| means nothing here", "write or"),
    "/": ("there is no division in a story", "use + - * min max"),
    "%": ("% means nothing here", "use + - * min max"),
    "^": ("there are no powers in a story", "use + - * min max"),
    "**": ("there are no powers in a story", "use + - * min max"),
    "×": ("this sign cannot be read here", "write *"),
    "−": ("this is a typographic minus", "write - from the keyboard"),
    "–": ("this is a dash", "write - from the keyboard"),
    "{": ("braces are for prose; here the names stand alone", "leave the braces out"),
    "}": ("braces are for prose; here the names stand alone", "leave the braces out"),
    "$": ("names have no $ in front", "leave the $ out"),
    "@": ("names have no @ in front", "leave the @ out"),
    ":": ("a colon does not fit here", "leave the colon out"),
    ";": ("only one thing can stand here", SEVERAL),
    "?": ("a question mark means nothing here", "write  if: the condition, with then: and else: below it"),
    ".": ("a dot stands only inside a name, like trust.namra", "leave the dot out"),
    '"': ("this quotation mark is never closed", "values need no quotation marks: leave it out"),
    "'": ("this quotation mark is never closed", "values need no quotation marks: leave it out"),
}
_OTHER_WORDS = {
    "is": "write == for 'is', != for 'is not'",
    "equals": "write ==",
    "isnt": "write !=",
    "AND": "write and, in small letters",
    "OR": "write or, in small letters",
    "And": "write and, in small letters",
    "Or": "write or, in small letters",
    "xor": "write (a or b) and not (a and b)",
    "then": "leave  then  out; what happens then stands under  then:",
    "else": "what happens otherwise stands under  else:",
    "mod": "use + - * min max",
}


def mended_effect(text: str) -> str:
    """One fix for what a writer may have meant as an effect."""
    if found := re.fullmatch(r"([A-Za-z_][\w.]*)\s*(\+\+|--)", text):
        return f"write {found[1]} {found[2][0]}= 1"
    if found := re.fullmatch(r"(?:set|let)\s+([A-Za-z_][\w.]*)\s*(?:=|to)\s*(\S+)", text):
        return f"write {found[1]} = {found[2]}"
    if found := re.fullmatch(r"not\s+([A-Za-z_][\w.]*)", text):
        return f"write {found[1]} = false"
    if found := re.fullmatch(r"[A-Za-z_][\w.]*", text):
        return f"write {text} = true, or {text} += 1"
    if found := re.match(r"([A-Za-z_][\w.]*)\s*([-+])\s*(\w+)\Z", text):
        return f"write {found[1]} {found[2]}= {found[3]}"
    if found := re.match(r"([A-Za-z_][\w.]*)\s*([*/])=", text):
        return f"write {found[1]} = {found[1]} * …" if found[2] == "*" else "there is no division in a story"
    if found := re.match(r"([A-Za-z_][\w.]*)\s*:\s*(\w+)\Z", text):
        return f"write {found[1]} = {found[2]}"
    if found := re.match(r"[A-Za-z_]\w*(?:[.-]\w+)*-\w+\s*[-+]?=", text):
        return "names are of letters, digits and _: write _ for each hyphen"
    if "==" in text:
        return "== compares; a single = sets"
    return "write it as  name = value,  name += 1  or  name -= 1"


def mended_target(text: str, word: str, at: int) -> str:
    """One fix for visits(…) or seen(…), at `at` in the text, without one name in the brackets."""
    if found := re.match(r"\s*\(\s*[\"'“‘]\s*([\w.-]+)", text[at + len(word) :]):
        return f"no quotation marks: write {word}({found[1]})"
    return f"write {word}(the-scene), with no space before the bracket"


def mended_token(word: str, kind: str, before: str, *, first: bool) -> str:
    """One fix for a word or sign that stands where none of its kind can; `before` is the one before it."""
    if word in _OTHER_WORDS:
        return _OTHER_WORDS[word]
    if word in ("if", "elif") and first:
        return f"leave {word} out"
    if before in ("if", "elif"):
        return f"leave {before} out"
    if before == "unless":
        return "write  not (…)  for unless"
    if kind == "name":
        return "join two conditions with and / or"
    if word in COMPARISONS:
        return "each comparison needs something on both sides: heat > 3 and heat < 6"
    if word == ",":
        return SEVERAL
    if word == ")" and before == "(":
        return "something is missing between the brackets"
    if word in (")", "]"):
        return "its other half is missing"
    return ""


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


_FOREIGN = re.compile(
    r"(?P<link>\[\[[^\]\n]{0,200}\]\])|(?P<macro><<[^>\n]{0,200}>>)|(?P<glue><>)|(?P<test>\[(?:else\s*)?if\b[^\]\n]{0,200}\])"
    r"|(?P<hook>\((?:if|set|else-if|unless):[^)\n]{0,200}\))|(?P<star>\A\*(?:goto|choice|if|set|label|finish|page_break)\b[^*\n]{0,200}\Z)"
)
_FOREIGN_HINTS: Final = {
    "link": "a link is a choice:  - choices: [Go up -> roof]",
    "macro": "write {if condition: … | else: …} in prose, and  - do: heat += 1  as a step",
    "test": "write {if condition: … | else: …}",
    "hook": "write {if condition: … | else: …} in prose, and  - do: heat += 1  as a step",
    "glue": "text joins up by itself within a paragraph: write both parts in one",
    "star": "commands are steps:  - goto: scene,  - choices: [ … ],  - do: heat += 1",
}


def foreign_markup(text: str) -> tuple[int, int, str] | None:
    """Where another tool's markup stands in a text: offset, length, and what is written here instead."""
    found = _FOREIGN.search(text)
    if found is None or found.lastgroup is None:
        return None
    return found.start(), found.end() - found.start(), _FOREIGN_HINTS[found.lastgroup]


_NAMED_COMMAND = re.compile(r"(goto|go to|jump|divert|call|draw|learn|label|ending|end)\s*(?::|->)?\s*([\w.-]+)\Z")
_BARE_COMMAND = re.compile(r"(return|choices|fallback|ending|end|goto|draw)\s*:?\Z")
_EFFECT = re.compile(r"(?:do\b|set\b)?\s*:?\s*([A-Za-z_][\w.]*)\s*(\+=|-=|=|\+\+|--)\s*([\w.]*)\Z")
_ARROW = re.compile(r"(?:.*\s)?->\s*([\w.-]+)\Z", re.DOTALL)
_IF = re.compile(r"if\b\s*:?\s*([A-Za-z_][\w.]*(?:\s*(?:==|!=|<=?|>=?)\s*[\w.]+)?)\s*:?\Z")
_LONGEST_COMMAND: Final = 60
_SAME_COMMAND: Final = {"go to": "goto", "jump": "goto", "divert": "goto", "end": "ending"}


def mistaken_command(text: str) -> str:
    """What to write where a line of prose looks like a command without its colon; "" where it looks like prose."""
    if "->" in text[-_LONGEST_COMMAND:] and (found := _ARROW.match(text[-_LONGEST_COMMAND:])):
        return f"going on is a step of its own:  - goto: {found[1]}"
    if len(text) > _LONGEST_COMMAND or not (text[0].islower() or text[0] == "_"):
        return ""
    if found := _NAMED_COMMAND.match(text):
        word = _SAME_COMMAND.get(found[1], found[1])
        return f"write  - {word}: {found[2]}"
    if found := _BARE_COMMAND.match(text):
        word = _SAME_COMMAND.get(found[1], found[1])
        return {"return": "write  - return:", "choices": "write  - choices:  with the choices below it"}.get(
            word,
            f"write  - {word}:  and a name"
            if word != "fallback"
            else "a fallback stands among the choices:  - fallback:",
        )
    if found := _IF.match(text):
        return f"write  - if: {found[1]}  with  then:  below it"
    if found := _EFFECT.match(text):
        value = found[3] or "1"
        sign = {"++": "+=", "--": "-="}.get(found[2], found[2])
        return f"write  - do: {found[1]} {sign} {value}"
    return ""


def mistaken_step(key: str, words: frozenset[str]) -> str:
    """What to write for the key of a step that is no command and nobody's line; "" where nothing is known."""
    if key in _OTHER_STEPS:
        return _OTHER_STEPS[key]
    first = key.split(" ", 1)[0]
    if first in words and " " in key:
        rest = key.split(" ", 1)[1]
        if first == "if":
            return f"write  - if: {rest}  with  then:  below it"
        return f"write  - {first}: {rest}"
    return ""


_OTHER_STEPS: Final = {
    "else": "else: belongs to the if above it: no dash, and level with  if:",
    "then": "then: belongs to the if above it: no dash, and level with  if:",
    "elif": "put another  - if:  below  else:",
    "choice": "a choice stands in a list:  - choices:  with the choices below it",
    "option": "a choice stands in a list:  - choices:  with the choices below it",
    "options": "write  - choices:",
    "set": "write  - do: heat = 1",
    "jump": "write  - goto: scene",
    "go": "write  - goto: scene",
    "divert": "write  - goto: scene",
    "end": "write  - ending: id",
    "text": "prose needs no key:  - The text itself.",
    "prose": "prose needs no key:  - The text itself.",
    "narrator": "prose needs no key:  - The text itself.",
    "say": "a line of dialogue is  - cast-id: what they say",
    "include": "include: stands at the top of the story's main file",
    "fallback": "a fallback stands in a list of choices",
}
