"""Names of things: words of any script's letters, digits and marks (Unicode's identifiers, UAX #31), in composed form.

No invisible characters, and no letters that are another's form (the wide `ｎａｍｅ`): what looks the same is the same name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, cast

from game.language.text.characters import describe
from game.language.text.patterns import later

MARKS: Final = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u07f3\u07fd"
    "\u0816-\u082d\u0859-\u085b\u0898-\u08e1\u08e3-\u0963\u0981-\u09e3\u09fe-\u0a75\u0a81-\u0ae3"
    "\u0afa-\u0b63\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d\u0d57\u0d62-\u0d63\u0d81-\u0df3"
    "\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc"
    "\u0fc6\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u1773\u17b6-\u17d3\u17dd"
    "\u1885-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1abd\u1abf-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3"
    "\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0\u2cef-\u2cf1\u2d7f-\u2dff"
    "\u302a-\u302f\u3099-\u309a\ua66f\ua674-\ua67d\ua69e-\ua6f1\ua802-\ua827\ua82c\ua880-\ua8c5"
    "\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0\ua9e5-\uaa4d\uaa7b-\uaac1\uaaeb-\uaaef"
    "\uaaf5-\uaaf6\uabe3-\uabea\uabec-\uabed\ufb1e\ufe20-\ufe2f\U000101fd-\U000102e0\U00010376-\U0001037a"
    "\U00010a01-\U00010a3f\U00010ae5-\U00010ae6\U00010d24-\U00010d27\U00010eab-\U00010eac"
    "\U00010f46-\U00010f50\U00010f82-\U00010f85\U00011000-\U00011046\U00011070-\U000110ba\U000110c2"
    "\U00011100-\U00011134\U00011145-\U00011173\U00011180-\U000111c0\U000111c9-\U000111cc"
    "\U000111ce-\U000111cf\U0001122c-\U00011237\U0001123e\U000112df-\U00011446\U0001145e-\U000114c3"
    "\U000115af-\U000115c0\U000115dc-\U00011640\U000116ab-\U000116b7\U0001171d-\U0001172b"
    "\U0001182c-\U0001183a\U00011930-\U00011943\U000119d1-\U000119e0\U000119e4-\U00011a3e"
    "\U00011a47-\U00011a99\U00011c2f-\U00011c3f\U00011c92-\U00011ef6\U00016af0-\U00016af4"
    "\U00016b30-\U00016b36\U00016f4f-\U00016f92\U00016fe4-\U00016ff1\U0001bc9d-\U0001bc9e"
    "\U0001cf00-\U0001cf46\U0001d165-\U0001d169\U0001d16d-\U0001d172\U0001d17b-\U0001d182"
    "\U0001d185-\U0001d18b\U0001d1aa-\U0001d1ad\U0001d242-\U0001d244\U0001da00-\U0001da36"
    "\U0001da3b-\U0001da6c\U0001da75\U0001da84\U0001da9b-\U0001e136\U0001e2ae-\U0001e2ef"
    "\U0001e8d0-\U0001e94a"
)
"""The signs that belong to a letter before them and are no letters themselves; most Indic and Thai words have some."""
MORE: Final = rf"[\w{MARKS}]"
"""What a name goes on with."""
VARIABLE: Final = rf"[^\W\d]{MORE}*(?:\.{MORE}+)*"
"""The pattern of a variable's name, as far as a pattern can say it; whether each letter may be in one, `is_variable` does."""
WORD: Final = rf"\w[\w{MARKS}-]*"
"""The same for the name of a scene and its like."""

_BEYOND = re.compile(
    "[^\x00-\u02ff\u2000-\u20cf]"
)  # the marks lie there; named by what they are not, it is sooner compiled


class Naming:
    """A pattern with names in it. Of most scripts none of the marks is looked for, and so many ranges take their time to compile."""

    def __init__(self, pattern: str) -> None:
        """`pattern` is made of VARIABLE, WORD or MORE."""
        self._plain = later(pattern.replace(MARKS, ""))
        self._whole = later(pattern)

    def of(self, text: str) -> re.Pattern[str]:
        """The pattern for what is looked for in this text."""
        return self._whole if not text.isascii() and _BEYOND.search(text) else self._plain


def any_script(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""A pattern in which `\w` and `\b` take the marks of any script for parts of words; compiled when it is first used."""
    return cast("re.Pattern[str]", _Words(pattern, flags))


class _Words:
    """What `any_script` gives. As with `Naming`, the marks are looked for only in a text of a script that has some."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._plain = later(pattern, flags)
        self._given = pattern, flags
        self._whole: re.Pattern[str] | None = None

    def _of(self, text: str) -> re.Pattern[str]:
        if text.isascii() or not _BEYOND.search(text):
            return self._plain
        if self._whole is None:
            pattern, flags = self._given
            self._whole = re.compile(_with_marks(pattern), flags)
        return self._whole

    def match(self, text: str, *at: int) -> re.Match[str] | None:
        return self._of(text).match(text, *at)

    def fullmatch(self, text: str, *at: int) -> re.Match[str] | None:
        return self._of(text).fullmatch(text, *at)

    def search(self, text: str, *at: int) -> re.Match[str] | None:
        return self._of(text).search(text, *at)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._of(text).finditer(text)

    def findall(self, text: str) -> list[str]:
        return self._of(text).findall(text)

    def sub(self, instead: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._of(text).sub(instead, text)


def _with_marks(pattern: str) -> str:
    r"""The pattern with the marks beside the letters wherever it says `\w`, and `\b` where a word with its marks begins or ends."""
    done, inside, at = "", False, 0
    while at < len(pattern):
        sign = pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
        at += len(sign)
        inside = sign == "[" or (inside and sign != "]")
        if sign == r"\w":
            sign = sign + MARKS if inside else MORE
        elif sign == r"\b" and not inside:
            sign = f"(?:(?<={MORE})(?!{MORE})|(?<!{MORE})(?={MORE}))"
        done += sign
    return done


def is_small(letter: str) -> bool:
    """Whether a name can begin with this letter where names of places and people in prose begin with a capital: any but a capital."""
    return letter.isalpha() and not (letter.isupper() or letter.istitle())


_INVISIBLE: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
_ASCII_VARIABLE = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*", re.ASCII)
_ASCII_WORD = re.compile(r"[A-Za-z0-9_][\w-]*", re.ASCII)
_SAME: Final = str.maketrans(
    "аеорсухѕіјһԁԛԝѵӏкмтАВЕКМНОРСТУХІЈЅԚԜҮӀοανρικυτΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսհոɑɡıℓ",
    "aeopcyxsijhdqwvlkmtABEKMHOPCTYXIJSQWYIoavpikutABEZHIKMNOPTYXouhnagil",
)
"""Cyrillic, Greek and Armenian letters, and some others, that look like a Latin one."""


def is_variable(name: str) -> bool:
    """Whether this can be a variable's name: parts of letters, marks, digits and `_`, with dots between them."""
    if name.isascii():
        return _ASCII_VARIABLE.fullmatch(name) is not None
    first, *others = name.split(".")
    return _fits(first, "") and all(_fits(one, "_") for one in others)


def is_value(name: str) -> bool:
    """The same without dots."""
    return "." not in name and is_variable(name)


def is_word(name: str) -> bool:
    """Whether this can be the name of a scene and its like: letters, marks, digits, `-` and `_`, not a hyphen first."""
    if name.isascii():
        return _ASCII_WORD.fullmatch(name) is not None
    return name[:1] != "-" and _fits(name.replace("-", "_"), "_")


def _fits(part: str, before: str) -> bool:
    return (
        re.fullmatch(f"{MORE}+", part) is not None  # Unicode allows few signs more, such as the dot in l·l
        and (before + part).isidentifier()
        and not re.search(f"[{_INVISIBLE}]", part)
        and plain_form(part) in ("", part)
    )


def plain_form(name: str) -> str:
    """The name in ordinary letters, where some of its letters are another form of those; "" where none is."""
    from unicodedata import normalize

    if name.isascii():
        return ""
    plain = "".join(
        other if not char.isascii() and (other := normalize("NFKC", char)).isascii() and other.isalnum() else char
        for char in name
    )
    return plain if plain != name else ""


def invisible_in(name: str) -> str:
    """The first character of a name that cannot be seen; "" where there is none."""
    found = re.search(f"[{_INVISIBLE}\u200c\u200d]", name)
    return found.group() if found else ""


def mended(name: str) -> str:
    """One fix for a name that only looks as if it could be one; "" where it is not that."""
    if found := invisible_in(name):
        return f"take out the character that cannot be seen: {describe(found)}"
    plain = plain_form(name)
    return f"write {plain[:40]}, in letters of the usual form" if plain else ""


def looks(name: str) -> str:
    """What a name looks like: names that give the same are hard to tell apart."""
    return name if name.isascii() else name.translate(_SAME)


def twin(name: str, known: Iterable[str]) -> str:
    """The known name that looks the same and is another; "" where there is none."""
    if name.isascii():
        return next((one for one in known if not one.isascii() and looks(one) == name), "")
    seen = looks(name)
    return next((one for one in known if one != name and looks(one) == seen), "")


def difference(name: str, other: str) -> str:
    """Which letter of a name is another one in its twin, in words."""
    from unicodedata import name as called

    for here, there in zip(name, other, strict=False):
        if here != there:
            script, foreign = (called(char, "").split(" ", 1)[0].capitalize() for char in (here, there))
            return f"the {here} of {name} is a {script} letter, that of {other} a {foreign} one"
    return f"{name} and {other} only look the same"
