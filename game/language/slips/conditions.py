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
