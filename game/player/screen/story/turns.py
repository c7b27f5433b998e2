"""The turns on the page of the play screen: what came before, the turn in view, its choices.

The page holds the last few turns only; the whole of it is in the session and on the history screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine.stuck import FAULT, STUCK
from game.player.playthrough.current_place import Standing, arrivals, chapter_start, scene_of, where
from game.player.playthrough.ending_card import ending_card
from game.player.playthrough.playing import made, told
from game.player.screen.look.drawing import (
    Para,
    block_para,
    echo_para,
    heading,
    name_of,
    option_para,
    said,
    scene_rule,
    spaced,
)
from game.player.screen.look.theme import palette
from game.player.screen.widgets.care import gauge_paras

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.engine.sessions.panels import ShownValue
    from game.engine.turn import Turn
    from game.player.playthrough.current_place import Arrival, CurrentPlace
    from game.player.playthrough.ending_card import EndingCard
    from game.player.playthrough.menus import ShownChoice
    from game.player.playthrough.playing import Playing
    from game.player.screen.widgets.page import Page
    from game.program.declared import Chapter
    from game.program.model import Program

KEPT = 60
"""Turns that stay on the page to scroll back to."""
RECALLED = 6
"""Turns shown before the one in view when a playthrough is taken up again."""


CARD = 60
"""Cells that the title of an ending may take in spaced capitals."""
HARMLESS = frozenset({"on", "map", "endings", "history", "card", "slots"})
"""The ways on from where the story stops that the cursor may come to stand on by itself: they neither end, begin nor take back anything."""


def text_paras(program: Program, turn: Turn, before: Standing) -> tuple[list[Para], Standing]:
    """The words of a turn as paragraphs, headed where a chapter begins and ruled where the place changes; and how the story stands after it."""
    reached, after = arrivals(program, turn, before)
    heads: dict[int, list[Para]] = {one.block: _heads(one) for one in reached}
    paras: list[Para] = []
    for number, block in enumerate(turn.blocks):
        paras += [*heads.get(number, ()), block_para(program, block)]
    return [*paras, *heads.get(len(turn.blocks), ())], after


def _heads(reached: Arrival) -> list[Para]:
    """The heading of a chapter, and the rule of a place."""
    return _chapter_paras(reached) + ([scene_rule(reached.place)] if reached.place else [])


def _chapter_paras(reached: Arrival) -> list[Para]:
    if reached.chapter is None:
        return []
    number = f"{reached.chapter.number}  " if reached.chapter.number else ""
    # A chapter that begins after the end of another stands off from it.
    line = [Para(said(reached.chapter.line, "quiet+em"), above=0)] if reached.chapter.line else []
    return [heading(f"{number}{reached.chapter.title}", above=2 if reached.block else 1), *line]


class TurnPages:
    """Puts the turns of a playthrough on a page and takes them off again."""

    def __init__(self, page: Page, playing: Playing) -> None:
        self.page = page
        page.follows = True
        self.playing = playing
        self.program = playing.session.program
        self._starts: list[int] = []
        self._leads: list[int] = []
        """Where each turn is opened: at the choice that led to it."""
        self._before: list[Standing] = []
        self._after = Standing()
        self._tail = 0
        self._offered: list[ShownChoice] = []
        """The choices that are on the page."""
        self.card: Chapter | None = None
        """The chapter that begins in the turn in view and has a card to be shown before it."""
        self.holds = False
        """Whether the words of that chapter wait until those before it are read."""
        self._folds: dict[int, list[Para]] = {}
        """By the number of the paragraph that stands for them: those that are folded."""
        self._carded = False
        """Whether the card of the chapter that begins in the turn in view has been shown."""
        self._heading: tuple[int, list[Para]] | None = None
        """What a card has said of the chapter that begins in the turn in view, and the paragraph above which it comes when that turn is left."""

    def begin(self, notes: Sequence[str] = (), *, fresh: bool = False, recalled: int = RECALLED) -> None:
        """Show where the playthrough stands, under the last few turns (so many are `recalled`); `notes` are told first. `fresh` is one that begins here."""
        session = self.playing.session
        first = max(0, made(session) - recalled)
        self._starts, self._leads, self._before = [], [], []
        self._folds = {}
        self._carded = False
        paras: list[Para] = []
        stands = Standing()
        for turn, taken in told(session, first):
            self._starts.append(len(paras))
            self._leads.append(max(0, len(paras) - 1))
            self._before.append(stands)
            if taken is not None:
                shown, stands = self.words(turn, stands)
                paras += [*shown, echo_para(taken)]
        paras += [Para(said(note, "quiet+em"), edge="│ ") for note in notes]
        self._starts[-1] = len(paras)
        self.page.show(paras)
        self._show_turn(fresh=fresh)

    @property
    def before(self) -> int:
        """How many turns stand on the page above the one in view."""
        return len(self._starts) - 1

    def words(self, turn: Turn, before: Standing) -> tuple[list[Para], Standing]:
        """The words of a turn, and how the story stands after it."""
        return text_paras(self.program, turn, before)

    def forward(self, label: str, *, fold: bool = False, fresh: bool = False) -> None:
        """The turn that a choice has led to; `fold` hides what of it was read before.

        Where it is `fresh` and a chapter with a card begins in it, only the words before that are shown until `release`.
        """
        self._put_heading()
        start = self._tail
        self.page.replace(start, [echo_para(label)])
        self._starts.append(start + 1)
        self._leads.append(start)
        self._before.append(self._after)
        self._carded = False
        self._show_turn(fold=fold, fresh=fresh and not (fold and self.playing.was_read))
        if len(self._starts) > KEPT:
            self._prune(len(self._starts) - KEPT * 3 // 4)

    @property
    def place(self) -> CurrentPlace:
        """Where the words in view play: while some are held, that is not yet where the playthrough stands."""
        return self._after.place if self.holds else where(self.playing.session)

    def release(self) -> None:
        """The words that were held, from where their chapter begins."""
        self._leads[-1] = self._tail
        self._carded = True
        self._show_turn()
        self.card = self._begins()[0]

    def _put_heading(self) -> None:
        """Let the heading of a chapter whose card was shown stand over its words, now that these are read."""
        if self._heading is not None:
            at, paras = self._heading
            more = len(paras)
            self.page.replace(at, [*paras, *self.page.paras[at:]])
            self._tail += more
            self._folds = {each + more if each >= at else each: folded for each, folded in self._folds.items()}
            self._heading = None

    def _begins(self) -> tuple[Chapter | None, int]:
        """The chapter with a card that begins in the turn in view, and the number of its first block."""
        begun, _ = chapter_start(self.program, self.playing.turn, self._before[-1].chapter)
        return (begun.chapter, begun.block) if begun is not None and begun.chapter.line else (None, 0)

    def back(self) -> None:
        """The turn before, as it was, at the choice that was taken back."""
        if len(self._starts) < 2:
            self.begin()
        else:
            for of_each_turn in (self._starts, self._leads, self._before):
                of_each_turn.pop()
            self._carded = False
            self._show_turn()
        self.to_choices()
        undone = self.playing.session.undone
        for number, option in enumerate(self.playing.turn.options):
            if option.id == undone and option.open:
                self.page.mark(f"option:{number}")

    def offer(self) -> None:
        """Show the choices that the settings want shown, where these have changed since the turn came up."""
        if self._offered != self.playing.menu():
            self._show_turn()

    def _prune(self, count: int) -> None:
        """Take the oldest turns off the page."""
        cut = self._starts[count]
        self.page.drop(cut)
        self._tail -= cut
        self._starts = [start - cut for start in self._starts[count:]]
        self._leads = [max(0, lead - cut) for lead in self._leads[count:]]
        self._folds = {number - cut: paras for number, paras in self._folds.items() if number >= cut}
        del self._before[:count]

    def _show_turn(self, *, fold: bool = False, fresh: bool = False) -> None:
        """Put the turn in view on the page, from where the last one starts."""
        turn, start = self.playing.turn, self._starts[-1]
        self.card, first = self._begins() if fresh else (None, 0)
        self.holds = first > 0
        if self.holds:
            turn = turn._replace(blocks=turn.blocks[:first], scene=scene_of(turn.blocks[first - 1]))
        words, self._after = self.words(turn, self._before[-1])
        self._carded |= self.card is not None and not self.holds
        self._heading = self._said_by_card(words, start) if self._carded else None
        if last := self.playing.recalled:
            words.append(Para(said(f"You read last: {last}", "quiet+em"), edge="│ "))
        if not self.holds:
            words += [_explained(one) for one in self.playing.explained]
        self._folds = {number: paras for number, paras in self._folds.items() if number < start}
        if fold and turn.options:
            words = self._folded(words, start)
        tail = _ways(("on", "Go on")) if self.holds else self._tail_paras(turn)
        self._tail = start + len(words)
        self.page.live = start
        self.page.barred = range(start, self._tail) if start else range(0)
        self.page.replace(start, [*words, *tail])
        ways = [
            way for way in self.page.entries() if not way.startswith("way:") or way.removeprefix("way:") in HARMLESS
        ]
        self.page.cursor = ways[0] if ways else ""
        self.page.open_at(self._leads[-1])

    def _said_by_card(self, words: list[Para], start: int) -> tuple[int, list[Para]] | None:
        """Take out of a turn's words what the card of its chapter has said: that, and where it stood."""
        reached, _ = arrivals(self.program, self.playing.turn, self._before[-1])
        at = 0
        for one in reached:
            head = _chapter_paras(one)
            if head:
                at += one.block
                del words[at : at + len(head)]
                return start + at, head
            at += len(_heads(one))
        return None

    def _tail_paras(self, turn: Turn) -> list[Para]:
        """What stands below the words: the choices, or the ways on from here."""
        paras = gauge_paras(self.playing.session, palette(self.page.app.theme).signs)
        taken = self.playing.store.marked(turn)
        self._offered = self.playing.menu()
        options = [
            option_para(
                number,
                (option := turn.options[index]),
                f"option:{index}",
                above=0 if at else 1,
                undone=option.id == self.playing.session.undone,
                taken=option.id in taken,
            )
            for at, (number, index) in enumerate(self._offered)
        ]
        if turn.ending:
            return paras + self._ending_paras()
        if turn.stuck:
            paras.append(Para(said(f"{STUCK[turn.stuck].told} {FAULT}", "alarm"), edge="│ "))
            back = (("undo", "Take the last choice back"),) if self.playing.session.can_undo else ()
            return [
                *paras,
                *options,
                *_ways(
                    *back,
                    ("slots", "Load a save"),
                    ("title", "Leave"),
                    first=max((one.number for one in self._offered), default=0) + 1,
                ),
            ]
        return paras + options

    def _ending_paras(self) -> list[Para]:
        """The card of the ending, and the ways on from there."""
        card = ending_card(self.playing.session, self.playing.store)
        return (card_paras(card) if card is not None else []) + _ways(
            ("map", "The map: where else it might have gone"),
            ("endings", "The endings you have found"),
            ("history", "Read the whole of it again"),
            ("card", "Keep this card, as a picture and as text"),
            ("new", "Begin again"),
            ("undo", "Take the last choice back"),
            ("title", "To the title screen"),
        )

    # Moving about

    def move(self, step: int) -> None:
        """Move the cursor among choices in view; scroll the text where there are none."""
        page = self.page
        entries = page.entries()
        at_edge = bool(entries) and page.cursor == entries[0 if step < 0 else -1]
        if not page.shows(page.cursor) or at_edge:
            page.go(page.bound_for + step)
        else:
            page.move(step)

    def to_choices(self) -> None:
        """Bring the end of the turn into view."""
        self.page.go(self.page.max_scroll_y)

    # Folding

    def _folded(self, words: list[Para], start: int) -> list[Para]:
        """The words of a turn with a line in place of each passage that was read before; what is new stays, and so do headings."""
        shown: list[Para] = []
        for para in words:
            if para.mark not in self.playing.read:
                shown.append(para)
                continue
            line = start + len(shown) - 1
            if line not in self._folds:
                shown.append(Para((("·  ·  ·", "quiet"), ("   read before; k shows it", "quiet+em"))))
                line += 1
                self._folds[line] = []
            self._folds[line].append(para)
        return shown

    def unfold(self) -> bool:
        """Show text that was skipped: that of the turn in view, else what is folded in the rows in view, the lowest
        first. Whether there was any.
        """
        page = self.page
        start = self._starts[-1]
        if any(number >= start for number in self._folds):
            self._show_turn()
            return True
        last = page.bound_for + page.size.height
        lines = [number for number in self._folds if page.bound_for <= page.row_of(number + 1) - 1 < last]
        if not lines:
            return False
        number = max(lines)
        words = self._folds.pop(number)
        more = len(words) - 1
        page.replace(number, [*words, *page.paras[number + 1 :]])
        page.live += more
        page.barred = range(page.live, page.barred.stop + more)
        self._tail += more
        self._starts = [each + more if each > number else each for each in self._starts]
        self._leads = [each + more if each > number else each for each in self._leads]
        self._folds = {each + more if each > number else each: paras for each, paras in self._folds.items()}
        page.go_to_row(page.row_of(number))
        return True


def _explained(one: ShownValue) -> Para:
    """What a value is, where it has changed for the first time."""
    return Para(((f"{name_of(one.variable)}  ", "quiet"), *said(one.variable.about, "quiet+em")), edge="│ ")


def card_paras(card: EndingCard) -> list[Para]:
    """The card of an ending, in the middle of the column."""
    paras = [
        Para((("─" * 9, "rule"),), above=2, centred=True),
        Para(spaced(card.title, CARD), centred=True),
    ]
    paras += [Para(((part, "text+em"),), centred=True) for part in card.text]
    for number, (word, names) in enumerate(card.people):
        pieces = ((f"{word}   ", "quiet"), (", ".join(names), "bright"))
        paras.append(Para(pieces, above=1 if number == 0 else 0, centred=True))
    if card.numbers:
        paras.append(Para(((" · ".join(card.numbers), "text"),), centred=True))
    return [*paras, Para(((card.found, "quiet"),), centred=True)]


def _ways(*ways: tuple[str, str], first: int = 1) -> list[Para]:
    """Ways on that are the game's and not the story's."""
    return [
        Para(
            ((f"{number:>2}  ", "accent+strong"), (label, "bright")),
            rest=4,
            above=1 if number == first else 0,
            entry=f"way:{way}",
            number=number,
        )
        for number, (way, label) in enumerate(ways, first)
    ]
