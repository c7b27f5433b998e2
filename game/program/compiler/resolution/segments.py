"""Text pieces to the Program's segments: names looked up, conditions resolved, counters given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from game.language.bending import BENT
from game.language.nodes import Scalar
from game.language.pieces import Alternative, Conditional, Literally, Piece, Style, Value
from game.language.schema.findings import Findings
from game.language.schema.story import Phrase, Story
from game.language.terms import ExpressionError
from game.language.text.blanks import BEHIND, LOOSE
from game.program.compiler.resolution.constant_conditions import MOST_ASSUMED
from game.program.compiler.resolution.resolve import MOST_VISITS
from game.program.compiler.resolution.scope import Scope
from game.program.declared import Told
from game.program.forms.types import Expr, Segment, Segments

_DEEPEST_PHRASE = 1
MOST_REPEATED = 500_000
"""Pieces of text that phrases may add to a story."""
MOST_COUNTERS = 300_000
"""Variables and counters a story may have."""


class SegmentCompiler:
    """Compiles the texts of a story."""

    def __init__(self, story: Story, scope: Scope, findings: Findings) -> None:
        self.story = story
        self.scope = scope
        self.findings = findings
        self.words = 0
        self.draws = False
        self.phrases: set[str] = set()
        self._spent = 0
        self._costs: dict[str, int] = {}
        self._alternatives: dict[str, int] = {}
        """How many alternatives each text has had so far."""
        self.told: list[Told] = []
        """What texts tell by an index after those of the text variables."""
        self.assumed: list[Expr] = []
        """What holds where the text stands, because of the conditions around it."""

    def segments(
        self,
        pieces: Sequence[Piece],
        file: int,
        scalar: Scalar,
        at: int,
        site: str,
        depth: int = 0,
        *,
        still: str = "",
    ) -> Segments:
        """Compile pieces that stand at offset `at` of a scalar.

        `site` is the identity of the text, after which the counters of its alternatives are named. `still` says what the text is where it may
        be shown any number of times, so that nothing in it can take turns.
        """
        if len(pieces) == 1 and (only := pieces[0]).__class__ is Literally and not only.style:
            self.words += only.text.count(" ") + 1
            return (only.text,)
        result: list[Segment] = []
        scope = self.scope
        for number, piece in enumerate(pieces):
            if piece.__class__ is Literally:
                text, style = piece
                if text[-1:] == " " and self._is_lost(pieces, number + 1):
                    text = text[:-1] + LOOSE
                self.words += text.count(" ") + 1
                result.append(("s", text, style) if style else text)
            elif isinstance(piece, Value):
                name, style, _ = piece
                if (slot := scope.named.get(name)) is not None:
                    scope.used.add(name)
                    result.append(("v", slot, style))
                    continue
                result += self._value(piece, file, scalar, at, site, depth, still)
            elif isinstance(piece, Alternative):
                if still:
                    self._turns_refused(file, scalar, at + piece.at + 1, len(piece.kind) + 1, still)
                result.append(self._alternative(piece, file, scalar, at, site, depth))
            elif isinstance(piece, Conditional):
                result += self._conditional(piece, file, scalar, at, site, depth, still)
        return tuple(result)

    def anew(self) -> None:
        """Scenes are compiled once more: their texts count their alternatives from the first again."""
        self._alternatives.clear()
        self.assumed.clear()

    def _is_lost(self, pieces: Sequence[Piece], number: int) -> bool:
        """Whether a blank before this piece may have nothing but a mark behind it: the piece is a value that can be no words at all."""
        if number + 1 >= len(pieces):
            return False
        value, mark = pieces[number], pieces[number + 1]
        if value.__class__ is not Value or mark.__class__ is not Literally:
            return False
        if mark.text[:1] == " " or not BEHIND.match(mark.text):
            return False
        if value.name in self.story.sets:
            return not self.story.sets[value.name].none[0]
        variable = self.story.variables.get(value.name)
        if variable is None:
            return False
        return not variable.text if variable.kind == "text" else not all(words for words, _ in variable.words)

    def _alternative(self, piece: Alternative, file: int, scalar: Scalar, at: int, site: str, depth: int) -> Segment:
        arms = tuple([self.segments(arm, file, scalar, at, site, depth) for arm in piece.arms])
        if len(self.scope.slots) > MOST_COUNTERS:
            self.findings.add(
                "E205",
                f"a story has at most {MOST_COUNTERS:,} texts that take turns",
                file,
                scalar,
                at=at + piece.at,
                hint="take some out",
            )
            return ("s", "", "")
        full = (1 << len(arms)) - 1
        self.draws |= piece.kind == "shuffle"
        number = self._alternatives[site] = self._alternatives.get(site, 0) + 1
        counter = f"{piece.kind}:{site}.{number}"
        slot = self.scope.hidden(counter, len(arms) - 1 if piece.kind != "shuffle" else full)
        segment: Segment = ("a", piece.kind, slot, arms)
        if piece.last is None:
            return segment
        last = self.segments(piece.last, file, scalar, at, site, depth)
        return ("?", ("!=", ("v", slot), ("c", full)), (segment,), last)

    def _turns_refused(self, file: int, scalar: Scalar, at: int, length: int, still: str) -> None:
        self.findings.add(
            "E213", f"{still} is shown again and again, so nothing in it can take turns", file, scalar, at=at, length=length,
            hint="write {if visits(scene.choice-id) > 0: … | else: …}, or take turns in the prose",
        )  # fmt: skip

    def _conditional(
        self, piece: Conditional, file: int, scalar: Scalar, at: int, site: str, depth: int, still: str
    ) -> Segments:
        arms: list[tuple[Expr | None, Segments]] = []
        around = len(self.assumed)
        last = len(piece.arms) - 1
        for number, (asked, place, inner, _) in enumerate(piece.arms):
            if not asked and number and number == last:
                arms.append((None, self.segments(inner, file, scalar, at, site, depth, still=still)))
                continue
            condition = self.condition(asked, file, scalar, at + place)
            if condition is None:
                self.segments(inner, file, scalar, at, site, depth, still=still)
                continue
            kept = len(self.assumed) < around + MOST_ASSUMED
            if kept:
                self.assumed.append(condition)
            arms.append((condition, self.segments(inner, file, scalar, at, site, depth, still=still)))
            if kept:
                self.assumed[-1] = ("not", condition)
        del self.assumed[around:]
        otherwise: Segments = ()
        for condition, then in reversed(arms):
            otherwise = then if condition is None else (("?", condition, then, otherwise),)
        return otherwise

    def condition(self, text: str, file: int, scalar: Scalar, at: int) -> Expr | None:
        """A condition, with a warning where it is decided already; None after a finding."""
        scope = self.scope
        expr = scope.known_conditions.get(text)
        if expr is None:
            try:
                expr = scope.condition(text)
            except ExpressionError as wrong:
                self.findings.wrong(wrong, file, scalar, at)
                return None
        constant = scope.constants[text] if text in scope.constants else scope.constant(text)
        where = "whatever the story does"
        if constant is None and self.assumed:
            constant = scope.constant(text, self.assumed)
            where = "because of the conditions and effects before it"
        if constant is not None:
            word = "always" if constant else "never"
            self.findings.add(
                "W303", f"this {word} holds here, {where}", file, scalar, at=at, length=len(text.split("\n", 1)[0]),
                hint="so the other case can never come" if constant else "so what depends on it can never come",
            )  # fmt: skip
        return expr

    def _value(self, piece: Value, file: int, scalar: Scalar, at: int, site: str, depth: int, still: str) -> Segments:
        name, style = piece.name, piece.style
        if (slot := self.scope.named.get(name)) is not None:
            self.scope.used.add(name)
            return (("v", slot, style),)
        if name in self.scope.texts:
            self.scope.used.add(name)
            return (("t", self.scope.texts[name], style),)
        if name in self.scope.told:
            self.scope.show_set(name)
            return (("t", self.scope.told[name], style),)
        if ":" in name:
            return self._bent(piece, file, scalar, at, site, depth, still)
        if name.startswith("count("):
            name = name[len("count(") : -1]
            self.findings.unknown(
                "E202",
                "set",
                name,
                self.scope.sets,
                file,
                scalar,
                at + piece.at + len("count("),
                otherwise="declare it below  sets:",
            )
            return ()
        if name.startswith("visits("):
            return self._count(name[len("visits(") : -1], style, file, scalar, at + piece.at)
        phrase = self.story.phrases.get(name)
        if phrase is not None and depth < _DEEPEST_PHRASE:
            self.phrases.add(name)
            self._spent += self._cost(name, phrase)
            if self._spent > MOST_REPEATED:
                self.findings.add(
                    "E205", "phrases are used so much that the story grows too long", file, scalar, at=at + piece.at, length=len(name),
                    hint="make the phrase shorter, or put its text in a scene and call that",
                )  # fmt: skip
                return ()
            if still and _takes_turns(phrase.pieces):
                self._turns_refused(file, scalar, at + piece.at, len(name), still)
            around, self.assumed = self.assumed, []  # a phrase stands in many places
            found = self.segments(phrase.pieces, phrase.file, phrase.scalar, 0, site, depth + 1)
            self.assumed = around
            return _restyled(found, style) if style else found
        if phrase is not None:
            self.findings.add(
                "E127",
                "a phrase cannot hold another phrase",
                file,
                scalar,
                at=at + piece.at,
                length=len(name),
                hint="write it out",
            )
            return ()
        if name not in self.scope.broken and not self.scope.unread:
            self.findings.unknown(
                "E202", "variable or phrase", name, self._sayable, file, scalar, at + piece.at,
                otherwise="declare it below  variables:  or  phrases:",
            )  # fmt: skip
        return ()

    def _bent(self, piece: Value, file: int, scalar: Scalar, at: int, site: str, depth: int, still: str) -> Segments:
        """A name with the particle or article that it takes."""
        name, _, rule = piece.name.partition(":")
        if rule not in BENT:
            self.findings.add(
                "E175", f"no words bend as {rule[:20]}", file, scalar, at=at + piece.at + len(name) + 1, length=len(rule),
                hint="there is " + ", ".join(BENT),
            )  # fmt: skip
            return ()
        shown = self._value(Value(name, "", piece.at), file, scalar, at, site, depth, still)
        if len(shown) != 1 or isinstance(shown[0], str) or (shown[0][0] != "v" and shown[0][0] != "t"):
            if shown:
                self.findings.add(
                    "E175", f"only a variable bends the words round it, and {name} is none", file, scalar, at=at + piece.at,
                    length=len(name), hint="write the particle out, or let the player name it:  type: text",
                )  # fmt: skip
            return ()
        if piece.name not in self.scope.bent:
            slots = [shown[0][1]] if shown[0][0] == "v" else []
            self.scope.bent[piece.name] = len(self.scope.texts) + len(self.told)
            self.told.append(Told(piece.name, slots, (shown,), (), "", "", rule))
        return (("t", self.scope.bent[piece.name], piece.style),)

    @cached_property
    def _sayable(self) -> Collection[str]:
        """What can stand in braces."""
        return dict.fromkeys((*self.scope.named, *self.scope.texts, *self.scope.sets, *self.story.phrases))

    def _cost(self, name: str, phrase: Phrase) -> int:
        """What a use of a phrase adds to the story, in pieces of text."""
        if name not in self._costs:
            self._costs[name] = _pieces_in(phrase.pieces) + len(phrase.scalar.text) // 64
        return self._costs[name]

    def _count(self, target: str, style: Style, file: int, scalar: Scalar, at: int) -> Segments:
        counter = self.scope.targets.get(target)
        if counter is None:
            at += len("visits(")
            self.findings.unknown("E120", "scene, label or choice", target, self.scope.targets, file, scalar, at)
            return ()
        return (("v", self.scope.hidden(counter, MOST_VISITS), style),)


def _pieces_in(pieces: Sequence[Piece]) -> int:
    count = len(pieces)
    for piece in pieces:
        if isinstance(piece, Alternative):
            count += sum(_pieces_in(arm) for arm in (*piece.arms, piece.last or ()))
        elif isinstance(piece, Conditional):
            count += sum(_pieces_in(arm.pieces) for arm in piece.arms)
    return count


def _takes_turns(pieces: Sequence[Piece]) -> bool:
    for piece in pieces:
        if isinstance(piece, Alternative):
            return True
        if isinstance(piece, Conditional) and any(_takes_turns(arm.pieces) for arm in piece.arms):
            return True
    return False


def _restyled(segments: Segments, style: Style) -> Segments:
    """A text with a style where it has none of its own."""
    result: list[Segment] = []
    for one in segments:
        if isinstance(one, str):
            result.append(("s", one, style))
        elif one[0] == "s":
            result.append(("s", one[1], one[2] or style))
        elif one[0] == "v" or one[0] == "t":
            result.append((one[0], one[1], one[2] or style))
        elif one[0] == "?":
            result.append(("?", one[1], _restyled(one[2], style), _restyled(one[3], style)))
        else:
            result.append(("a", one[1], one[2], tuple([_restyled(arm, style) for arm in one[3]])))
    return tuple(result)
