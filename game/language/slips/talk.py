"""Lines of talk that look like something else: somebody's line whose name is not quite right, a command, a comment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from game.language.slips.prose import mistaken_command
from game.language.slips.signs import COLONS
from game.language.text.identifiers import any_script, is_small
from game.language.text.patterns import later

_LONGEST_HEAD: Final = 40
_KEYS: Final = frozenset(
    ("choices", "do", "if", "goto", "call", "return", "draw", "learn", "label", "ending", "cases", "talk", "text", "then", "else", "body")
)  # fmt: skip
_HEAD = later(rf"(-?\s*)([^\s:{COLONS}{{}}][^:{COLONS}{{}}\n]{{0,{_LONGEST_HEAD}}}?)\s*([:{COLONS}])(.?)")
_BARE = any_script(r"([\w-]+)\s*[(\[]")
_AND = later(r"\s*(?:,|&|\band\b|/)\s*")
_CAPITAL = any_script(r"([^\W\d_][\w-]{0,30}):\s+(\S)")
_QUOTED = any_script(r"([^\W\d][\w-]*)\s+[\"“«]")


class Slip(NamedTuple):
    """A slip at the beginning of a line: its code, what is said, how long the wrong part is, and whose name it is (said once)."""

    code: str
    message: str
    hint: str
    at: int
    length: int
    name: str = ""


def mistaken_line(
    line: str, commands: frozenset[str], people: Mapping[str, str], near: Callable[[str], str | None]
) -> Slip | None:
    """What a bare line of talk may be that is told as prose.

    `people` are the names of the cast in small letters, and whose they are; `near` gives the cast member that a word is a slip of.
    """
    if line.startswith(("#", "//")):
        return Slip("W308", "below  |  everything is text, so the player reads this comment",
                    "comments stand outside of the talk", 0, 0)  # fmt: skip
    if (hint := mistaken_command(line)) != "":
        return Slip("W308", "the player reads this command as prose: commands are no part of talk",
                    f"put it below the talk: {hint}", 0, 0)  # fmt: skip
    found = _HEAD.match(line)
    if found is None:
        return _alone(line, people)
    dash, head, colon, behind = found.groups()
    at = found.start(2)
    said = line[found.end(3) :].strip()
    head = head.strip()
    if dash and (head in people.values() or head == "aside"):
        return Slip("W360", f"the dash makes prose of this line, and {head} does not speak",
                    "in talk a line has no dash: leave it out", 0, len(dash) + len(head) + 1)  # fmt: skip
    if dash:
        return None
    if head in people.values() and colon != ":":
        return Slip("W360", f"{colon} is not the colon of the keyboard, so this is told as prose",
                    f"write  {head}: {_cut(said)}", found.start(3), 1)  # fmt: skip
    if colon == ":" and behind and not behind.isspace():
        if head in people.values():
            return Slip("W360", "without a space behind the colon this is told as prose",
                        f"write  {head}: {_cut(said)}", found.start(3), 1)  # fmt: skip
        return None
    if head in _KEYS or head in commands:
        return Slip("W308", "the player reads this command as prose: commands are no part of talk",
                    f"end the talk above it:  {head}:  is a key beside  talk:,  or a step below it", at, len(head) + 1)  # fmt: skip
    return _speaker(head, at, people, near)


def _speaker(head: str, at: int, people: Mapping[str, str], near: Callable[[str], str | None]) -> Slip | None:
    """For what stands before a colon and is nobody's id."""
    bare = head.strip("*_ ")
    meant = people.get(bare.lower())
    prose = "if it is prose, put it in a text of its own, without  talk:"
    wrong = f"nobody in the cast is called {head!r}, so this is told as prose"
    if meant is None and (found := _BARE.match(head)) and found[1].lower() in people:
        name = people[found[1].lower()]
        return Slip("W360", wrong, f"write  {name}:  how it is said is prose of its own", at, len(head), head)
    if meant is None and len(parts := _AND.split(head)) > 1 and all(one.lower() in people for one in parts):
        names = " and ".join(f"{people[one.lower()]}:" for one in parts)
        return Slip("W360", wrong, f"one speaks in each line: write one for  {names}", at, len(head), head)
    if meant is None and " " not in bare:
        meant = near(bare)
    if meant is not None:
        return Slip("W360", wrong, f"did you mean {meant}? {prose}", at, len(head), head)
    if " " not in head and is_small(head[0]) and any_script(r"[\w-]+").fullmatch(head):
        return Slip("W360", wrong, f"add them under  cast:;  {prose}", at, len(head), head)
    return None


def doubted_speaker(line: str, heads: set[str]) -> Slip | None:
    """A name with a capital letter that nobody has, where it can only be a speaker's: the second time in a talk, or before quotation marks.

    `heads` are those that the talk had so far; this one is added.
    """
    found = _CAPITAL.match(line)
    if found is None or not found[1][0].isupper():
        return None
    name = found[1]
    again = name in heads
    heads.add(name)
    if not again and found[2] not in '"“«„':
        return None
    hint = f"add them under  cast:  as  {name.lower()}: {name},  and write  {name.lower()}:  here; if it is prose, put it in a text of its own"
    return Slip("W360", f"nobody in the cast is called {name!r}, so this is told as prose", hint, 0, len(name), name)


def _alone(line: str, people: Mapping[str, str]) -> Slip | None:
    """For a line without a colon: a name by itself, or before words in quotation marks."""
    first = line.split("\n", 1)[0].rstrip()
    name = people.get(first.strip("*_ ").lower()) or ""
    if name:
        return Slip(
            "W360",
            "a name alone is told as prose",
            f"write  {name}: and the words behind it, or below it and set in",
            0,
            len(first),
        )
    if (found := _QUOTED.match(line)) and found[1] in people.values():
        return Slip("W360", f"without a colon this is told as prose, and {found[1]} does not speak",
                    f"write  {found[1]}:  and the words behind it", 0, len(found[1]))  # fmt: skip
    return None


def breaks_off(text: str) -> bool:
    """Whether a text ends in the middle of a sentence."""
    last = "" if text.startswith("#") else text.rstrip()[-1:]
    return last.isalnum() or last in (",", ";", "-") or (last != "" and last in "，、")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_HEAD else text[:_LONGEST_HEAD] + "…"
