"""What a writer may have meant by a condition or an effect that cannot be read: the words for it.

Only called on the way to an error; nothing here decides what is right.
"""

from __future__ import annotations

import re
from typing import Final

from game.language.slips.signs import called, plain_sign, plain_signs
from game.language.text.identifiers import any_script

COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))
SEVERAL = "write several effects as a list, each an item of its own"
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
    "?": ("a question mark means nothing here", "leave it out"),
    ".": ("a dot stands only inside a name, like trust.namra", "leave the dot out"),
    '"': ("this quotation mark is never closed", "values need no quotation marks: leave it out"),
    "'": ("this quotation mark is never closed", "values need no quotation marks: leave it out"),
}
_OTHER_WORDS = {
    "is": "write == for 'is', != for 'is not'",
    "equals": "write ==",
    "isnt": "write !=",
    "AND": "write and, in small letters",
    "NOT": "write not, in small letters",
    "OR": "write or, in small letters",
    "And": "write and, in small letters",
    "Or": "write or, in small letters",
    "xor": "write (a or b) and not (a and b)",
    "then": "leave  then  out; what happens then stands under  then:",
    "else": "what happens otherwise stands under  else:",
    "mod": "use + - * min max",
}


#: What is written otherwise elsewhere, and how it is written here. In this order, each everywhere in the text.
_TRANSLATED: Final = tuple(
    (any_script(pattern), instead)
    for pattern, instead in (
        (r"[\"']([^\W\d][\w.]*)[\"']", r"\1"),
        (r"\{\s*([\w.]+)\s*\}", r"\1"),
        (r"[$@](?=[^\W\d])", ""),
        (r"\b([^\W\d]\w*)\[([^\W\d]\w*)\](?!\s*(?:in|not)\b)", r"\1.\2"),
        (r"&&?", " and "),
        (r"\|\|?", " or "),
        (r"≥|=>|＝>", ">="),
        (r"≤|=<", "<="),
        (r"≠|<>|!==", "!="),
        (r"===|:=", "=="),
        (r"×", "*"),
        (r"\b(?:is|isn't|does)\s+not\s+(?:equal(?:\s+to)?\s+)?|\bisn't\s+|\bisnt\s+", "!= "),
        (r"\b(?:is|equals?)\s+(?:equal\s+to\s+)?(?=[\w(])", "== "),
        (r"\b(?:is\s+)?(?:at\s+least)\s+", ">= "),
        (r"\b(?:is\s+)?(?:at\s+most)\s+", "<= "),
        (r"\b(?:more|greater|higher)\s+than\s+", "> "),
        (r"\b(?:less|fewer|lower)\s+than\s+", "< "),
        (r"==\s*(>=|<=|>|<)", r"\1"),
        (r"(?<![<>=!])=(?!=)", "=="),
        (r"!(?!=)", " not "),
        (r"\b(AND|OR|NOT|And|Or|Not|True|False|TRUE|FALSE)\b", lambda found: found[0].lower()),
        (r"\b(?:has|have|having|got|holds?|carr(?:y|ies))\s+(?:no|not)\s+(?=[^\W\d])", "not "),
        (r"\b(?:has|have|having|got|holds?|carr(?:y|ies))\s+(?:(?:the|an?)\s+)?(?!(?:and|or|not|in)\b)(?=[^\W\d])", ""),
        (r"\b(?:not\s+visited|unseen)\s*\(", "not seen("),
        (r"\b(?:visited|has_seen|hasSeen|been|played)\s*\(", "seen("),
        (r"\b(?:count|times|visit_count|visited_count)\s*\(", "visits("),
        (r"\b(seen|visits)\s+(?!\()([\w.-]+)", r"\1(\2)"),
        (r"\b(seen|visits)\s+\(", r"\1("),
        (r"([\w.]+)\s+(?:is\s+)?between\s+(\w+)\s+and\s+(\w+)", r"\2 <= \1 <= \3"),
        (r"\bnot\s+in\s+(?=[^\W\d])", "!= "),
        (r"\bin\s+(?=[^\W\d])", "== "),
        (r"([\w.]+)\s*(<=?|>=?|==|!=)\s*(\w+)\s+(and|or)\s+(?=[<>=!])", r"\1 \2 \3 \4 \1 "),
        (r"^\s*(?:if|elif|when)\b", ""),
        (r"\bthen\s*$", ""),
        (r"[:;?]\s*$", ""),
    )
)
_MOST_TRANSLATED: Final = 200


def translated(text: str) -> str:
    """A condition with what other languages write in place of what is written here; whether it can be read is for others to say."""
    if len(text) > _MOST_TRANSLATED:
        return text
    text = plain_signs(text)
    for pattern, instead in _TRANSLATED:
        text = pattern.sub(instead, text)
    return " ".join(text.split())


CHANCE: Final = frozenset(("random", "rand", "roll", "dice", "d6", "randint", "rnd", "random_range", "choice"))


def mended_call(word: str) -> str:
    """One fix for a function that is none."""
    if word.lower() in CHANCE:
        return "chance is a step:  - draw: its-deck  with  by: random  below it; in prose, {shuffle: one | another}"
    if word.upper() in ("TURNS_SINCE", "TURNS", "TIMES_SINCE"):
        return "visits(scene) tells how often; for how long ago, let an effect set a variable"
    if word.lower() in ("len", "length", "size", "list_count"):
        return "how many things are in a set is  count(its-name)"
    return "there are min, max, visits, seen and count"


def mended_effect(text: str) -> str:
    """One fix for what a writer may have meant as an effect."""
    if found := any_script(r"([^\W\d][\w.]*)\s*(\+\+|--)").fullmatch(text):
        return f"write {found[1]} {found[2][0]}= 1"
    text = plain_signs(text)
    if found := any_script(r"[$@~]\s*([^\W\d][\w.]*\s*[-+]=\s*\w+)").fullmatch(text):
        return f"write {found[1]}"
    if found := any_script(
        r"(?:\*|~\s*)?(?:set|let)?\s*\$?([^\W\d][\w.]*)\s*(?:=|to|\s)\s*[\"']?(\w+)[\"']?;?"
    ).fullmatch(text):
        return f"write {found[1]} = {found[2]}"
    if found := any_script(r"(?:add|give)\s+(\d+)\s+(?:to\s+)?([^\W\d][\w.]*)").fullmatch(text):
        return f"write {found[2]} += {found[1]}"
    if found := any_script(r"not\s+([^\W\d][\w.]*)").fullmatch(text):
        return f"write {found[1]} = false"
    if found := any_script(r"[^\W\d][\w.]*").fullmatch(text):
        return f"write {text} = true, or {text} += 1"
    if found := any_script(r"([^\W\d][\w.]*)\s*([-+])\s*(\w+)\Z").match(text):
        return f"write {found[1]} {found[2]}= {found[3]}"
    if found := any_script(r"([^\W\d][\w.]*)\s*([*/])=\s*(\w*)\Z").match(text):
        return f"write {found[1]} = {found[1]} * {found[3]}" if found[2] == "*" else "there is no division in a story"
    if found := any_script(r"([^\W\d][\w.]*)\s*:\s*(\w+)\Z").match(text):
        return f"write {found[1]} = {found[2]}"
    if found := any_script(r"([^\W\d]\w*(?:[.-]\w+)*-\w+)(\s*[-+]?=.*)").match(text):
        return f"names are of letters, digits and _: write {found[1].replace('-', '_')}{found[2]}"
    if "==" in text:
        return "== compares; a single = sets"
    return "write it as  name = value,  name += 1  or  name -= 1"


_NAMES: Final = any_script(r"[\w-]*\w")


def mended_target(text: str, word: str, at: int) -> str:
    """One fix for visits(…) or seen(…), at `at` in the text, without one name in the brackets."""
    if found := any_script(r"\s*\(\s*[\"'“‘]\s*([\w.-]+)").match(text[at + len(word) :]):
        return f"no quotation marks: write {word}({found[1]})"
    if found := re.match(r"\(\s*([^()]*[^()\s])\s*\)", text[at + len(word) :]):
        said = found[1].lower()
        parts = [name for part in said.split("/") if (name := "-".join(_NAMES.findall(part)))]
        if len(parts) == 2:
            return f"a choice by its id is behind a dot: write {word}({'.'.join(parts)})"
        if parts:
            return f"a scene's name is one word: write {word}({'-'.join(parts)})"
    return f"write {word}(the-scene), with no space before the bracket"


def wrong_sign(sign: str) -> tuple[str, str]:
    """What is wrong with a sign that no condition has, and one fix."""
    if sign in WRONG_SIGNS:
        return WRONG_SIGNS[sign]
    if plain := plain_sign(sign):
        return f"{called(sign)} only looks like {plain}", f"write {plain} from the keyboard"
    return f"{sign!r} means nothing here", "take it out"


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
    if kind == "name" and before in ("seen", "visits", "ending", "count"):
        return f"write  {before}({word})"
    if kind == "name":
        return "join two conditions with and / or; a name has no blank in it"
    if word == "[":
        return "a member of a group is written with a dot, like  trust.namra"
    if word in COMPARISONS:
        return "each comparison needs something on both sides, as in  2 <= x and x < 6"
    if word == ",":
        return "join conditions with  and  or  or;  several effects are a list, each an item of its own"
    if word == ")" and before == "(":
        return "something is missing between the brackets"
    if word in (")", "]"):
        return "its other half is missing"
    return "something is missing before it, or it is one too many"
