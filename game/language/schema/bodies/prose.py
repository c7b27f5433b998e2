"""Reads what the player will read: paragraphs, labels and lines, and what looks like a slip in them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from game.language.markup import Literally, MarkupError, Piece, parse_markup
from game.language.nodes import Node, Scalar, column_of, line_of
from game.language.pieces import RUNS_ON, Role
from game.language.schema.bodies.scalars import COMMANDS, ScalarReader
from game.language.schema.findings import Doubt, Findings
from game.language.schema.tree import Paragraph, Say
from game.language.slips.choices import cut_by_comma
from game.language.slips.foreign import foreign_in, foreign_markup, foreign_names
from game.language.slips.prose import Doubtful, doubtful_line, mistaken_command
from game.language.slips.quoting import in_quotes, written
from game.language.yaml.mistakes.comments import eaten_words

TAB: Final = 4
"""Blanks up to which a tab reaches in a text that is shown as it is."""
WIDEST: Final = 72
"""Columns of the text on the screen."""
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_BREAKS = re.compile(r"\s*\n\s*")
_QUOTED_FOR_YAML = re.compile(r"[\[\]{}&*!|>%@`\"'#,]|[-?:](?:\s|\Z)|---|\s")
"""How a text begins that YAML could not read without quotes."""
_new = tuple.__new__  # see game.language.schema.bodies.scalars


class ProseReader(ScalarReader):
    """Turns the texts of one file into paragraphs."""

    def __init__(self, findings: Findings, file: int, eaten: dict[int, int]) -> None:
        super().__init__(findings, file)
        self.eaten = eaten
        """Scalars (by identity) with a comment behind them, and where it starts."""
        text = findings.sources[file].text
        self._cursor = (1, 0)
        self._torn: Scalar | None = None
        """A text whose braces reach over a blank line."""
        self.foreign = foreign_in(text)
        """What of other tools' markup can be in the file; looked at once, because a story is long."""

    def say(self, role: Role, speaker: Scalar | None, scalar: Scalar) -> Say | None:
        """Prose, a line of dialogue or an aside; None after a finding."""
        text = scalar.text
        if not text or text.isspace():
            what = f"{speaker.text} says nothing here" if speaker is not None else "this text is empty"
            hint = "write what is said after the colon" if speaker is not None else "take it out, or write something"
            behind = self._line(line_of(scalar.pos))[column_of(scalar.pos) - 1 :].strip()
            if behind.startswith("#") and not text:
                whole = in_quotes(behind)
                hint = f"what begins with # is a comment to YAML; put the text in quotes{f': {whole}' if whole else ''}"
            self.findings.add("E109", what, self.file, speaker or scalar, hint=hint)
            return None
        self.slips(scalar)
        if role == "prose":
            if scalar.style == "plain":
                if (hint := mistaken_command(text)) != "":
                    self.findings.add(
                        "W308",
                        "this is shown to the player as prose; is it meant as a command?",
                        self.file,
                        scalar,
                        hint=hint,
                    )
                elif (doubtful := doubtful_line(text, COMMANDS)) is not None:
                    self.doubt(doubtful, scalar)
            elif scalar.style in ("single", "double"):
                self._quoted(scalar)
            elif "->" in text or "~" in text:
                self._commands_in(scalar)
        return _new(Say, (role, speaker, self.paragraphs(scalar, runs_on=role == "prose"), scalar))

    def _commands_in(self, scalar: Scalar) -> None:
        """Warn of the lines of a block that lead on or change something in ink, and are prose here."""
        at = 0
        for line in scalar.text.split("\n"):
            words = line.strip()
            if (words.startswith("~ ") or "->" in words) and (hint := mistaken_command(words)) != "":
                self.findings.add(
                    "W308", "the player reads this command as prose", self.file, scalar,
                    at=at + len(line) - len(line.lstrip()), length=len(words), hint=f"put it below the text: {hint}",
                )  # fmt: skip
            at += len(line) + 1

    def as_is(self, value: Node, key: Scalar) -> Say | None:
        """A text in which every character stands for itself, and every line and blank stays; None after a finding."""
        from game.language.text.columns import width  # only such texts are measured

        scalar = self.scalar(value, "'as-is'")
        if scalar is None:
            return None
        text = scalar.text.rstrip("\n").expandtabs(TAB)
        if not text.strip():
            self.findings.add("E109", "nothing stands here as it is", self.file, key, hint="write it below  as-is: |")
            return None
        if scalar.style != "literal":
            self.findings.add(
                "E174", "YAML joins the lines of this text, and drops its blanks", self.file, key,
                hint="put  |  behind  as-is:  and the text below it, further in",
            )  # fmt: skip
            return None
        start = 0
        for line in scalar.text.split("\n"):
            if len(line) > WIDEST // 2 and width(line.expandtabs(TAB)) > WIDEST:
                self.findings.add(
                    "W372", f"this line is wider than the {WIDEST} columns of the text, and will be broken", self.file, scalar,
                    at=start, length=len(line), hint=f"draw it in {WIDEST} columns, or better in 50",
                )  # fmt: skip
                break
            start += len(line) + 1
        return Say("as-is", None, (Paragraph((Literally(text, ""),), text, 0),), scalar)

    def doubt(self, doubtful: Doubtful, scalar: Scalar) -> None:
        """Warn of what is a slip, now or as soon as it is known that its name is one of the story's."""
        kind, name, message, hint, at, length = doubtful
        if not kind:
            self.findings.add("W308", message, self.file, scalar, at=at, length=length, hint=hint)
        else:
            self.findings.doubts.append(Doubt(kind, name, "W308", message, self.file, scalar, at, length, hint))

    def cut_in_brackets(self, items: list[Node], what: str) -> None:
        """Warn of texts in a list in brackets that are parts of one, cut in two by its comma."""
        for one, text in pairwise(items):
            if (
                isinstance(one, Scalar)
                and isinstance(text, Scalar)
                and one.style == text.style == "plain"
                and cut_by_comma(one.text, text.text)
            ):
                whole = in_quotes(f"{one.text}, {text.text}")
                self.findings.add(
                    "W331", f"the comma before this begins another {what}", self.file, text,
                    hint=f"if both are one, put it in quotes: {whole}" if whole else "if both are one, put it in quotes",
                )  # fmt: skip

    def slips(self, scalar: Scalar) -> None:
        """Warn of what YAML does to a text in silence: comments, and lists that it folds into the text."""
        if self.eaten:
            self.comment_behind(scalar)
        if scalar.style == "plain" and " - " in scalar.text:
            self._folded_list(scalar)

    def swallowed(self, scalar: Scalar) -> bool:
        """Whether YAML has made the list below a plain text a part of it."""
        if scalar.style != "plain" or " - " not in scalar.text:
            return False
        below = self.findings.sources[self.file].line(line_of(scalar.pos) + 1).lstrip(" ")
        return below.startswith("- ") and below[2:].strip()[:20] in scalar.text

    def _folded_list(self, scalar: Scalar) -> None:
        line = line_of(scalar.pos)
        below = self.findings.sources[self.file].line(line + 1)
        if below.lstrip().startswith("- ") and len(below) - len(below.lstrip()) >= column_of(scalar.pos):
            self.findings.add(
                "W311",
                "the list below belongs to this line only if the line ends in a colon; now YAML makes one text of both",
                self.file,
                scalar,
                length=len(self.findings.sources[self.file].line(line).rstrip()) + 1 - column_of(scalar.pos),
                hint=f"write  {self.findings.sources[self.file].line(line).strip()}:",
            )

    def comment_behind(self, scalar: Scalar) -> None:
        """Warn of prose that YAML takes for a comment."""
        if self.eaten and id(scalar) in self.eaten:
            source = self.findings.sources[self.file]
            self.findings.diagnostics.append(eaten_words(source, scalar, self.eaten[id(scalar)]))

    def _quoted(self, scalar: Scalar) -> None:
        """Warn of quotation marks that YAML drops, where it did not need them."""
        text = scalar.text
        if _QUOTED_FOR_YAML.match(text) or ": " in text or " #" in text or text[-1] in ": \n":
            return
        sign = '"' if scalar.style == "double" else "'"
        column = column_of(scalar.pos)
        line = self._line(line_of(scalar.pos))
        if line[: column - 1].strip(" -") or line[column - 1 :].rstrip() != f"{sign}{text}{sign}":
            return  # in a list in brackets, over several lines, or with escapes: quotes may be needed
        other = "'" if sign == '"' else '"'
        shown = text if len(text) <= 30 else "…"
        hint = f"leave them out; for marks that show, write {other}{sign}{shown}{sign}{other}"
        self.findings.add(
            "W307",
            "YAML takes these quotation marks away: the player sees none",
            self.file,
            scalar.pos,
            length=len(text) + 2,
            hint=hint,
        )

    def _line(self, number: int) -> str:
        """A line of the file; found from the one asked for last, because a long story asks for all of them."""
        text = self.findings.sources[self.file].text
        at, start = self._cursor if self._cursor[0] <= number else (1, 0)
        while at < number:
            start = text.find("\n", start) + 1
            at += 1
        self._cursor = (number, start)
        end = text.find("\n", start)
        return text[start:] if end < 0 else text[start:end]

    def paragraphs(
        self, scalar: Scalar, start: int = 0, end: int | None = None, *, runs_on: bool = False
    ) -> tuple[Paragraph, ...]:
        """Split at blank lines, and read each paragraph's markup; of a part of the text where `start` and `end` say so.

        `runs_on` where they can go on in the paragraph before them.
        """
        text = scalar.text
        end = len(text) if end is None else end
        raw = text[start:end]
        if "\n" not in raw.rstrip("\n"):
            return (_new(Paragraph, (self.pieces(raw, scalar, start, runs_on=runs_on), raw.strip(), start)),)
        result: list[Paragraph] = []
        # A line break that YAML left in a folded, quoted or plain text was a blank line in the file.
        for match in (_PARAGRAPHS if scalar.style == "literal" else _BREAKS).finditer(text, start, end):
            if raw := text[start : match.start()]:
                inner = match.end() < end
                pieces = self.pieces(raw, scalar, start, inner=inner, runs_on=runs_on)
                result.append(_new(Paragraph, (pieces, raw.strip(), start)))
            start = match.end()
        if (raw := text[start:end]) and not raw.isspace():
            result.append(_new(Paragraph, (self.pieces(raw, scalar, start, runs_on=runs_on), raw.strip(), start)))
        return tuple(result)

    def pieces(
        self, text: str, scalar: Scalar, at: int, *, inner: bool = False, runs_on: bool = False
    ) -> tuple[Piece, ...]:
        """The markup of a text that stands at offset `at` of a scalar; `inner` when a blank line follows it, `runs_on` if it can begin with `<>`."""
        marks = foreign_markup(text, self.foreign) if self.foreign is not None else []
        if marks and runs_on and text.lstrip().startswith(RUNS_ON):
            del marks[0]
        for one in marks:
            hint = self._rewritten(one.hint, text, one.at, one.at + one.length, scalar)
            self.findings.add("W310", one.message, self.file, scalar, at=at + one.at, length=one.length, hint=hint)
        if "[" in text or "$" in text:
            self.findings.doubts += [
                Doubt(
                    "shown",
                    one.name,
                    "W310",
                    one.message,
                    self.file,
                    scalar,
                    at + one.at,
                    one.length,
                    self._rewritten(one.hint, text, one.at, one.at + one.length, scalar),
                )
                for one in foreign_names(text)
                if not any(mark.at <= one.at < mark.at + mark.length for mark in marks)
            ]
        try:
            return parse_markup(text)
        except MarkupError as wrong:
            hint = wrong.hint
            if wrong.code == "E212":
                hint = self._rewritten(hint, text, wrong.at, text.find("}", wrong.at) + 1, scalar)
            if self._torn is scalar and "without its" in wrong.message:
                return ()  # the other half of what was said in a paragraph before
            if inner and "never closed" in wrong.message:
                self._torn = scalar
                hint = "markup ends with its paragraph: close it before the blank line, and open it again after"
            self.findings.add(
                wrong.code, wrong.message, self.file, scalar, at=at + wrong.at, length=wrong.length, hint=hint
            )
            return ()

    def _rewritten(self, hint: str, text: str, start: int, end: int, scalar: Scalar) -> str:
        """A hint that says what to write from `start` to `end`, with all of the text where that then needs quotes to be read."""
        found = re.match(r"write (\{[^…]*\}|\*.*\*)(?=\Z|, or )", hint)
        if found is None or scalar.style != "plain":
            return hint
        mended = text[:start] + found[1] + text[end:]
        quoted = written(mended)
        return f"{hint}, with the text in quotes: {quoted}" if quoted != " ".join(mended.split()) else hint

    def still(self, text: str, scalar: Scalar, what: str) -> None:
        """A finding where a text that is shown as it stands holds braces."""
        if "{" not in text:
            return
        at = text.index("{")
        self.findings.add(
            "E214", f"{what} is shown as it stands, and braces mean nothing in it", self.file, scalar,
            at=at, length=max(1, text.find("}", at) + 1 - at), hint="write it without braces, or move it into a scene's prose",
        )  # fmt: skip
