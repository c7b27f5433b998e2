"""The decks of a story: which storylets each holds, in which order, and when each can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import proxy

from game.language.nodes import Scalar
from game.language.schema.tree import Scene
from game.program import model

if TYPE_CHECKING:
    from game.program.compiler.resolution.names import Names
    from game.program.forms.types import Expr

MOST_DEALT: Final = 1_000_000
"""Storylets of all draws together."""


class Decks:
    """The decks of the story whose names are given. Each storylet's condition is resolved once."""

    def __init__(self, names: Names) -> None:
        self._names: Names = proxy(names)  # they hold the decks: no circle, which only the collector would find
        self._dealt = 0
        self._storylets: dict[str, list[model.Storylet]] = {}
        self.scenes: dict[str, list[Scene]] = {}
        """The storylets of each deck."""
        for scene in names.story.scenes.values():
            if scene.deck is not None:
                self.scenes.setdefault(scene.deck.text, []).append(scene)

    def drawn(self, deck: Scalar, file: int) -> list[model.Storylet]:
        """What a draw draws from, the highest priority first; a finding where there is no such deck."""
        names = self._names
        found = self.storylets(deck.text)
        self._dealt += len(found)
        if self._dealt > MOST_DEALT:
            names.findings.add(
                "E205", "the draws of this story hold too many storylets altogether", file, deck,
                hint="draw in one scene, and come to it with  call",
            )  # fmt: skip
            return []
        if found:
            if names.trace is not None:
                names.trace.name("deck", "called", file, deck)
        elif deck.text in ("random", "any", "all") and self.scenes:
            decks = " or ".join(sorted(self.scenes)[:3])
            hint = f"write  draw: {decks},  and below it  by: random"
            names.findings.add("E125", f"there is no deck {deck.text}", file, deck, hint=hint)
        else:
            names.findings.unknown(
                "E125", "deck", deck.text, sorted(self.scenes), file, deck,
                otherwise=f"give its scenes the line  deck: {deck.text}",
            )  # fmt: skip
        names.used.add(f"deck:{deck.text}")
        return found

    def storylets(self, deck: str) -> list[model.Storylet]:
        """The storylets of a deck by its name; findings for their conditions, once."""
        found = self._storylets.get(deck)
        if found is None:
            scenes = sorted(self.scenes.get(deck, ()), key=lambda scene: -scene.priority)
            index = self._names.index
            found = [model.Storylet((index[one.id], 0), self._when(one), one.weight) for one in scenes]
            self._storylets[deck] = found
        return found

    def _when(self, scene: Scene) -> Expr | None:
        segments = self._names.segments
        when: Expr | None = None
        if scene.when is not None:
            around, segments.assumed = segments.assumed, []
            when = segments.condition(scene.when.text, scene.file, scene.when.scalar, scene.when.at)
            segments.assumed = around
        if scene.once:
            fresh: Expr = ("==", ("v", self._names.scope.hidden(f"drawn:{scene.id}", 1)), ("c", 0))
            return fresh if when is None else ("and", fresh, when)
        return when
