"""Reads talk: a block of text in which each line of speech begins with its speaker's name, and the rest is prose.

Who may speak is known when every file has been read, so the lines are told apart only then.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from game.language.nodes import Mapping, Node, Scalar, Sequence, pack
from game.language.schema.bodies.prose import ProseReader
from game.language.schema.bodies.scalars import COMMANDS
from game.language.schema.tree import People, Say, Talk
from game.language.slips.prose import doubtful_arrow
from game.language.slips.talk import breaks_off, doubted_speaker, mistaken_line
from game.language.yaml.locate import locate


class PlayLine(NamedTuple):
    """A line of the play: who speaks ("" in prose, "aside" in an aside), where it begins, and where its words begin and end.

    `above` is where the line above it begins, -1 where a blank line or nothing is there.
    """

    speaker: str
    at: int
    start: int
    end: int
    above: int


def lines(text: str, speakers: frozenset[str]) -> Iterator[PlayLine]:
    """The lines of a talk, in their order.

    A line that begins with the name of one of the `speakers` and a colon is speech, with all that is set in below it. Other lines
    are prose, up to a blank line or the next speech. No line begins within braces that are still open.
    """
    speaker, at, start, end, above = "", 0, 0, -1, -1
    before = -1
    depth = position = 0
    while position < len(text):
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        first = text[position : position + 1]
        words = stop
        while words > position and text[words - 1] in " \t":
            words -= 1
        if words == position:
            depth, before = 0, -1
        else:
            said = -1 if depth or first in " \t" else _speech(text, position, stop, speakers)
            if said >= 0:
                if end >= 0:
                    yield PlayLine(speaker, at, start, end, above)
                speaker, at, start, above = text[position : said - 1].rstrip(), position, said, before
            elif end < 0 or not (depth or (speaker and first in " \t") or (not speaker and before >= 0)):
                if end >= 0:
                    yield PlayLine(speaker, at, start, end, above)
                speaker, at, start, above = "", position, position, before
            end, before = words, position
            if "{" in text[position:words] or depth:
                depth = _depth(text, position, words, depth)
        position = stop + 1
    if end >= 0:
        yield PlayLine(speaker, at, start, end, above)


def _speech(text: str, position: int, stop: int, speakers: frozenset[str]) -> int:
    """Where the words of a line of speech begin, behind its colon; -1 for another line."""
    colon = text.find(":", position, stop)
    if (
        colon < 0
        or text[position:colon].rstrip() not in speakers
        or text[colon + 1 : colon + 2] not in (" ", "\t", "\n", "")
    ):
        return -1
    return colon + 1


def _depth(text: str, position: int, stop: int, depth: int) -> int:
    """How many braces are open behind a line."""
    while position < stop:
        sign = text[position]
        if sign == "\\":
            position += 1
        elif sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        position += 1
    return depth


class TalkReader(ProseReader):
    """Turns the talk of one file into lines."""

    def talk(self, node: Node, key: Scalar) -> Talk | None:
        """A block of talk; None after a finding."""
        if isinstance(node, Scalar) and node.style == "literal":
            if node.text and not node.text.isspace():
                return Talk(node, partial(self._lines, node))
            self.findings.add(
                "E109",
                "nobody says anything here",
                self.file,
                key,
                hint="write what is told below  talk: |,  further in",
            )
            return None
        hint = "write  talk: |  and the lines below it, further in"
        if isinstance(node, Sequence):
            hint += ", without dashes"
        elif isinstance(node, Mapping):
            hint = "the | is missing: write  talk: |"
        elif node.style == "folded":
            hint = "write  talk: |;  with > YAML makes one line of all"
        elif self.blank(node):
            hint = "write  talk: |  and the lines below it, further in"
        elif ": " not in node.text:
            hint = "write  text:  for prose;  the lines of talk stand below  talk: |"
        self.findings.add("E150", "talk is a block of lines below a |", self.file, key, hint=hint)
        return None

    def _lines(self, scalar: Scalar, people: People) -> list[Say]:
        """What is told in a talk, by these people."""
        text = scalar.text
        row = column = behind = 0
        found: list[Say] = []
        last: PlayLine | None = None
        heads: set[str] = set()
        for line in lines(text, people.speakers):
            start, end = line.start, line.end
            speaker: Scalar | None = None
            if line.speaker:
                if not row:
                    row, column = locate(self.findings.sources[self.file], scalar, line.at)
                else:
                    row += text.count("\n", behind, line.at)
                behind = line.at
                speaker = Scalar(line.speaker, pack(row, column))
            self._slips(scalar, line, last, people, heads)
            last = line
            if not text[start:end].strip():
                assert speaker is not None
                self.findings.add(
                    "E109", f"{line.speaker} says nothing here", self.file, speaker,
                    hint="write what is said behind the colon, or below it and set in",
                )  # fmt: skip
                continue
            role = "prose" if speaker is None else "aside" if line.speaker == "aside" else "speech"
            paragraphs = self.paragraphs(scalar, start, end, runs_on=role == "prose")
            found.append(Say(role, speaker if role == "speech" else None, paragraphs, scalar))  # type: ignore[arg-type]  # a Role
        return found

    def _slips(self, scalar: Scalar, line: PlayLine, last: PlayLine | None, people: People, heads: set[str]) -> None:
        """Warn of a line that is told as something else than it looks like."""
        text = scalar.text
        joined = last is not None and line.above >= 0
        broken = joined and breaks_off(text[line.above : line.at])
        if line.speaker:
            if broken and last is not None and not last.speaker:
                self.findings.add(
                    "W361", f"the line above breaks off, and here {line.speaker} speaks", self.file, scalar, at=line.at,
                    length=len(line.speaker) + 1,
                    hint="if so, put a blank line between them; if this is prose, break the line elsewhere",
                )  # fmt: skip
            self._set_in(scalar, line, people)
            return
        words = text[line.start : line.end]
        wrong = False
        for at, each in self._starts(words, line.start) if people.known else ():
            slip = mistaken_line(each, COMMANDS, people.named, lambda word: self.findings.near(word, people.speakers))
            slip = slip or doubted_speaker(each, heads)
            if slip is None:
                continue
            wrong = True
            if not slip.name or slip.name not in people.unspoken:
                people.unspoken.add(slip.name)
                self.findings.add(
                    slip.code, slip.message, self.file, scalar, at=at + slip.at, length=slip.length, hint=slip.hint
                )
        if not wrong and last is not None and last.speaker and joined and (broken or words[0].islower()):
            self.findings.add(
                "W362", f"this is told as prose, and not as what {last.speaker} says", self.file, scalar, at=line.start,
                hint=f"set it in if {last.speaker} goes on; if not, put a blank line between them",
            )  # fmt: skip
        if (doubtful := doubtful_arrow(words, "going on is no part of talk: write  goto: {}  below it")) is not None:
            self.doubt(doubtful._replace(at=doubtful.at + line.start), scalar)

    def _starts(self, words: str, start: int) -> Iterator[tuple[int, str]]:
        """The lines of a paragraph that begin neither in a sentence nor in braces, and where they stand."""
        at = depth = 0
        before = ""
        for each in words.split("\n"):
            if not depth and not breaks_off(before) and each.strip():
                yield start + at, each
            at += len(each) + 1
            depth = _depth(each, 0, len(each), depth)
            before = each

    def _set_in(self, scalar: Scalar, line: PlayLine, people: People) -> None:
        """Warn of somebody's line that is set in, and so a part of what another says."""
        below = scalar.text.find("\n", line.start, line.end)
        while below >= 0:
            stop = scalar.text.find("\n", below + 1, line.end)
            each = scalar.text[below + 1 : stop if stop >= 0 else line.end]
            head, colon, _ = each.partition(":")
            if colon and head.strip() in people.speakers:
                self.findings.add(
                    "W363", f"this is set in, and so a part of what {line.speaker} says", self.file, scalar,
                    at=below + 1 + len(head) - len(head.lstrip()), length=len(head.strip()) + 1,
                    hint=f"begin the line level with  {line.speaker}:",
                )  # fmt: skip
            below = stop
