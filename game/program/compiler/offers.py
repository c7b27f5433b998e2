"""What a list of choices offers: whether it can be empty, and whether two choices read the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.language.markup import Literally, Piece, plain
from game.language.schema.tree import Choice, Choices
from game.program import declared, model
from game.program.compiler.resolution.names import Names
from game.program.forms.evaluate import evaluate
from game.program.forms.expressions import every, some
from game.program.forms.types import Expr

_FRESH = "once:"


class _Offer(NamedTuple):
    choice: Choice
    shown: Expr | None
    needs: Expr | None

    @property
    def open(self) -> Expr | None:
        """The condition for taking it; None where it can always be taken or the condition is wrong."""
        if self.shown is not None and self.needs is not None:
            return ("and", self.shown, self.needs)
        return self.shown if self.needs is None else self.needs


def check_offers(
    names: Names,
    file: int,
    step: Choices,
    found: Sequence[model.Choice],
    assumed: Sequence[Expr],
    *,
    has_fallback: bool,
) -> None:
    """Findings about a whole list of choices; `found` are those that are none for the end, compiled, `assumed` what is known to hold there."""
    written = [one for one in step.choices if not one.fallback]
    labels = {_read(one[0]) for one in written}
    always_one = has_fallback or not found or _one_is_open(found)
    if always_one and len(labels) == len(written) > 1:  # as most are
        return
    offers = _Offers(names, file, step, found, assumed)
    if len(labels) < len(written):
        offers.twins()
    if len(written) == 1 and written[0].hint:
        names.findings.add(
            "W346", "the only choice of a list is no fork on the map, so this hint is never shown", file, written[0].scalar,
            hint="take the hint out, or give it to a choice that has others beside it",
        )  # fmt: skip
    if not always_one:
        offers.can_be_empty()


def _one_is_open(found: Sequence[model.Choice]) -> bool:
    """Whether one of them can always be taken."""
    for _, _, shown, needs, _, _ in found:  # noqa: SIM110 - three times as fast
        if shown is None and needs is None:
            return True
    return False


class _Offers:
    """The choices of one list, and what is known to hold where it stands."""

    def __init__(
        self, names: Names, file: int, step: Choices, found: Sequence[model.Choice], assumed: Sequence[Expr]
    ) -> None:
        self.names = names
        self.file = file
        self.step = step
        self.assumed = assumed
        written = [one for one in step.choices if not one.fallback]
        self.offers = [
            _Offer(one, compiled.shown, compiled.needs) for one, compiled in zip(written, found, strict=True)
        ]

    def can_be_empty(self) -> None:
        """The cheap case of a list with nothing open: try the values of the variables its conditions read."""
        known = [gate for one in self.offers if (gate := one.open) is not None]
        constancy = self.names.scope.constancy
        every: Expr = known[0] if len(known) == 1 else some(known)
        for values in constancy.worlds(known, constancy.related(every, self.assumed), fresh=_FRESH) or ():
            if evaluate(every, values):
                continue
            slots = self.names.scope.slots
            when = " and ".join(
                f"{slots[slot].name} is {_shown(slots[slot], value)}"
                for slot, value in values.items()
                if not slots[slot].hidden
            )
            self.names.findings.add(
                "E303", f"no choice is open here when {when}" if when else "no choice of this list is ever open",
                self.file, self.step.pos, length=len("choices"), hint="add  - fallback:  with what happens then",
            )  # fmt: skip
            return

    def twins(self) -> None:
        """Two choices that the player cannot tell apart."""
        first: dict[str, _Offer] = {}
        for offer in self.offers:
            label = _read(offer.choice.label)
            other = first.setdefault(label, offer)
            if other is not offer and label and self._both(other, offer):
                findings = self.names.findings
                findings.add(
                    "W309", "another choice of this list reads the same, and both can be shown at once", self.file, offer.choice.scalar,
                    hint="let them differ in a word, or in their conditions", related=(findings.place(self.file, other.choice.scalar),),
                )  # fmt: skip

    def _both(self, one: _Offer, other: _Offer) -> bool:
        """Whether both can be shown at once, as far as that is certain."""
        conditions = [offer.shown for offer in (one, other) if offer.shown is not None]
        wrong = [offer for offer in (one, other) if offer.choice.condition is not None and offer.shown is None]
        if wrong:
            return False
        if not conditions:
            return True
        constancy = self.names.scope.constancy
        both: Expr = conditions[0] if len(conditions) == 1 else every(conditions)
        found = constancy.worlds(conditions, constancy.related(both, self.assumed), fresh=_FRESH)
        return any(evaluate(both, values) for values in found or ())


def _read(label: tuple[Piece, ...]) -> str:
    """How a label reads, with nothing told apart that a reader does not."""
    if len(label) == 1 and label[0].__class__ is Literally:
        return label[0].text.lower()  # its blanks are folded already
    return " ".join(plain(label).split()).lower()


def _shown(variable: declared.Variable, value: int) -> str:
    if variable.kind == "enum":
        return variable.values[value]
    if variable.kind == "bool":
        return "true" if value else "false"
    return str(value)
