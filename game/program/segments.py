"""Text pieces to the Program's segments: names looked up, conditions resolved, counters given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.language.expression import ExpressionError
from game.language.findings import Findings
from game.language.markup import Alternative, Literally, Piece, Style, Value
from game.language.nodes import Scalar
from game.language.story import Story
from game.program.model import Expr, Segment
from game.program.resolve import Scope

_DEEPEST_PHRASE = 1


class SegmentCompiler:
    """Compiles the texts of a story."""

    def __init__(self, story: Story, scope: Scope, findings: Findings) -> None:
        self.story = story
        self.scope = scope
        self.findings = findings
        self.words = 0
        self.draws = False
        self.phrases: set[str] = set()

    def segments(
        self, pieces: Sequence[Piece], file: int, scalar: Scalar, at: int, site: Callable[[], str], depth: int = 0
    ) -> list[Segment]:
        """Compile pieces that stand at offset `at` of a scalar.

        `site` gives the stable name of the next alternative's counter.
        """
        result: list[Segment] = []
        for piece in pieces:
            if piece.__class__ is Literally:
                text, style = piece
                self.words += text.count(" ") + 1
                result.append(("s", text, style) if style else text)
            elif isinstance(piece, Value):
                result += self._value(piece, file, scalar, at, site, depth)
            elif isinstance(piece, Alternative):
                arms = [self.segments(arm, file, scalar, at, site, depth) for arm in piece.arms]
                high = len(arms) - 1 if piece.kind != "shuffle" else (1 << len(arms)) - 1
                self.draws |= piece.kind == "shuffle"
                slot = self.scope.hidden(f"{piece.kind}:{site()}", high)
                result.append(("a", piece.kind, slot, arms))
            else:
                otherwise: list[Segment] = []
                for arm in reversed(piece.arms):  # type: ignore[union-attr]  # only Conditional is left
                    then = self.segments(arm.pieces, file, scalar, at, site, depth)
                    if not arm.condition and arm is piece.arms[-1] and len(piece.arms) > 1:  # type: ignore[union-attr]
                        otherwise = then
                        continue
                    condition = self.condition(arm.condition, file, scalar, at + arm.at)
                    if condition is not None:
                        otherwise = [("?", condition, then, otherwise)]
                result += otherwise
        return result

    def condition(self, text: str, file: int, scalar: Scalar, at: int) -> Expr | None:
        """A condition inside a text; None after a finding."""
        try:
            expr = self.scope.condition(text)
        except ExpressionError as wrong:
            self.findings.add(wrong.code, wrong.message, file, scalar, at=at + wrong.at, length=wrong.length, hint=wrong.hint)
            return None
        constant = self.scope.constant(text)
        if constant is not None:
            word = "always" if constant else "never"
            self.findings.add(
                "W303", f"this {word} holds, whatever the story does", file, scalar, at=at, length=len(text),
                hint="the text for the other case can never be shown",
            )  # fmt: skip
        return expr

    def _value(
        self, piece: Value, file: int, scalar: Scalar, at: int, site: Callable[[], str], depth: int
    ) -> list[Segment]:
        name, style = piece.name, piece.style
        slot = self.scope.slot.get(name)
        if slot is not None and not self.scope.slots[slot].hidden:
            self.scope.used.add(name)
            return [("v", slot, style)]
        if name in self.scope.texts:
            self.scope.used.add(name)
            return [("t", self.scope.texts[name], style)]
        phrase = self.story.phrases.get(name)
        if phrase is not None and depth < _DEEPEST_PHRASE:
            self.phrases.add(name)
            found = self.segments(phrase.pieces, phrase.file, phrase.scalar, 0, site, depth + 1)
            return [_restyled(one, style) for one in found] if style else found
        if phrase is not None:
            self.findings.add("E127", "a phrase cannot hold another phrase", file, scalar, at=at + piece.at, length=len(name))
            return []
        known = [one.name for one in self.scope.slots if not one.hidden] + [*self.scope.texts, *self.story.phrases]
        self.findings.unknown("E202", "variable or phrase", name, known, file, scalar, at + piece.at)
        return []


def _restyled(segment: Segment, style: Style) -> Segment:
    if isinstance(segment, str):
        return ("s", segment, style)
    if segment[0] in ("v", "t", "s"):
        return (segment[0], segment[1], segment[2] or style)
    if segment[0] == "?":
        return ("?", segment[1], [_restyled(one, style) for one in segment[2]], [_restyled(one, style) for one in segment[3]])
    return ("a", segment[1], segment[2], [[_restyled(one, style) for one in arm] for arm in segment[3]])
