"""What a player needs of the saves, as both players (screen and lines) use it: words in, words out, nothing raised.

Whatever goes wrong with a file comes back as one sentence for the player; "" means that all went well.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple
from weakref import WeakKeyDictionary

from game.language.text.cleaning import clean
from game.player.playthrough.current_place import scene_of, where
from game.player.playthrough.recap import AWAY
from game.player.playthrough.values import percent
from game.player.storage.beginnings import Beginnings
from game.player.storage.cards import Card, away, cards_of, duration
from game.player.storage.keepsakes import written
from game.player.storage.preferences import Preferences, trouble_of
from game.saves.errors import SaveError
from game.saves.home import Home, claim, home_of
from game.saves.slots import Slots, new_id
from game.system.calls import REAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.engine.sessions.session import Session
    from game.engine.turn import Turn
    from game.player.playthrough.ending_card import EndingCard
    from game.player.story_map.chart import Known
    from game.program.declared import Picture
    from game.program.model import Program
    from game.saves.format import Playthrough
    from game.saves.progress import Progress
    from game.saves.settings import Settings
    from game.saves.slots import LoadedSave


class Opened(NamedTuple):
    """A playthrough taken from the store: seconds played so far, what the player should be told first, and how long ago it was saved, where that is a day or more."""

    session: Session
    played: float
    notes: tuple[str, ...]
    away: str = ""


class Put(NamedTuple):
    """What came of a save: whether it is kept, and what the player should hear of it ("" when it went as always)."""

    kept: bool
    note: str

    def told(self, done: str) -> str:
        """The answer to the player who asked for the save; `done` is what to say when it is kept."""
        return f"{done} {self.note}".rstrip() if self.kept else f"Not saved: {self.note}"


class PlayerStore(Preferences):
    """The saves, the progress and the settings for one story."""

    def __init__(
        self,
        program: Program,
        *,
        slots: Slots | None = None,
        progress: Progress | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(settings)
        self.program = program
        self._home = home_of(program) if slots is None else Home(slots.folder, REAL)
        self._claimed = slots is not None
        """Whether the folder says whose it is."""
        self._slots = slots or Slots(self._home.folder, program.id, self._home.calls)
        self._beginnings = Beginnings(self._home, program.id)
        self._given_progress = progress
        self._ids: WeakKeyDictionary[Session, str] = WeakKeyDictionary()
        self._last: WeakKeyDictionary[Session, str] = WeakKeyDictionary()
        """The line read last in each playthrough that came from a save: its first turn may have no text."""
        self._notes: tuple[str, ...] = ()

    def notes(self) -> str:
        """What the player should know about the saves, the settings and the progress; "" when all is well."""
        home = "" if self._claimed else self._home.note
        return clean(" ".join(part for part in (home, *self._settings.notes, self._progress.trouble) if part))

    # Progress

    @cached_property
    def _progress(self) -> Progress:
        from game.saves.progress import Progress

        return self._given_progress or Progress(self._home.folder, self._home.calls, renames=self.program.renamed)

    def was_read(self, line: str) -> bool:
        """Whether a line was read before."""
        return self._progress.has("lines", line)

    def was_taken(self, choice: str) -> bool:
        """Whether a choice was taken before, in any playthrough."""
        return self._progress.has("choices", choice)

    def marked(self, turn: Turn) -> frozenset[str]:
        """The choices of a turn that are to say that they were taken before."""
        return frozenset(one.id for one in turn.options if self.was_taken(one.id)) if self.marks else frozenset()

    def picture(self) -> Picture | None:
        """The picture for the title screen: the first that waits for nothing, or for something that was seen in any playthrough."""
        for one in self.program.pictures:
            if not one.after or any(self._progress.has(kind, name) for kind, name in one.after):  # type: ignore[arg-type]  # a kind
                return one
        return None

    def take_note(self, turn: Turn, chapter: str, taken: str = "") -> str:
        """Remember what a turn has shown, and the choice that led to it; why that could not be kept, or ""."""
        return self._noted(
            lambda: self._progress.note(
                lines=[line for block in turn.blocks for line in block.lines],
                chapters=[chapter],
                endings=[turn.ending],
                scenes=dict.fromkeys([*(scene_of(block) for block in turn.blocks), turn.scene]),
                learned=turn.learned,
                choices=[taken],
                offered=[one.id for one in turn.options],
            )
        )

    def note_undone(self, choice: str) -> str:
        """Remember that a choice was taken back; why that could not be kept, or ""."""
        return self._noted(lambda: self._progress.note(undone=[choice]))

    def known(self) -> Known:
        """What was seen in any playthrough, for the map."""
        from game.player.story_map.chart import Known

        self._progress.refresh()
        seen = self._progress.all
        return Known.of(seen("lines"), seen("scenes"), seen("offered"), seen("choices"), seen("endings"))

    def chapters_reached(self) -> set[str]:
        """Ids of the chapters that were reached in any playthrough."""
        return set(self._progress.all("chapters"))

    def endings_found(self) -> set[str]:
        """Ids of the endings that were found in any playthrough."""
        return set(self._progress.all("endings"))

    def told(self, what: Literal["chapters", "endings", "codex"]) -> str:
        """How much of something the player has come to, in a few words: "3 of 19"."""
        program = self.program
        match what:
            case "chapters":
                count = f"{len(self.chapters_reached() & set(program.chapters))} of {len(program.chapters)}"
                share = self.share_read()
                return f"{count} · {percent(share)} % read" if share else count
            case "endings":
                return f"{len(self.endings_found() & set(program.endings))} of {len(program.endings)}"
            case "codex":
                return f"{len(self.codex())} of {len(program.codex)}"

    def share_read(self) -> float:
        """How much of the story's text was read, from 0 to 1."""
        return self._progress.share("lines", self.program.counts.lines)

    def codex(self, learned: Sequence[str] = ()) -> tuple[str, ...]:
        """The codex entries that can be read.

        Those `learned` in the playthrough, the last of them first; then, as the writer ordered them, those that came
        up in another playthrough and those that are open to everybody.
        """
        codex = self.program.codex
        here = [entry for entry in dict.fromkeys(reversed(learned)) if entry in codex]
        known = {*self._progress.all("learned"), *self._progress.all("codex")}
        return (*here, *(one.id for one in codex.values() if one.id not in here and (one.open or one.id in known)))

    def codex_was_read(self, entry: str) -> bool:
        """Whether a codex entry was opened since it came up."""
        return self._progress.has("codex", entry)

    def new_in_codex(self, learned: Sequence[str]) -> tuple[str, ...]:
        """The codex entries that came up in the playthrough and were never opened, the last of them first."""
        return tuple(entry for entry in self.codex(learned) if entry in learned and not self.codex_was_read(entry))

    def codex_read(self, *entries: str) -> None:
        """Codex entries were opened, or are to count as if they had been."""
        self._noted(lambda: self._progress.note(codex=entries))

    def explains(self, value: str) -> bool:
        """Whether players have still to be told what a value (or a group of them) is; from now on they have been."""
        mark = f"told:{value}"
        if self._progress.has("marks", mark):
            return False
        self._noted(lambda: self._progress.note(marks=[mark]))
        return True

    def warned(self) -> bool:
        """Whether the content warning was shown."""
        return self._progress.has("marks", "warned")

    def set_warned(self) -> None:
        """The content warning was shown."""
        self._noted(lambda: self._progress.note(marks=["warned"]))

    # Saves

    def latest(self) -> Card | None:
        """The save to continue from, or None."""
        try:
            loaded = self._slots.newest()
        except SaveError as error:
            self._notes += (error.reason,)
            return None
        if loaded is None:
            return None
        self._notes += tuple(note for note in loaded.notes if note not in self._notes)
        play = loaded.save.playthrough
        played = duration(play.seconds)
        return Card(loaded.slot, "", "", clean(play.chapter), clean(play.place or play.title), played, "", "")

    def cards(self) -> tuple[Card, ...]:
        """Every save, the newest first; damaged ones with what is wrong."""
        return cards_of(self._slots.list())

    def keep_going(self, session: Session, played: float) -> str:
        """Save where a playthrough stands, in its own slot; what the player should hear of it, or ""."""
        try:
            self._claim()
            return self._slots.autosave(self._playthrough(session, played)).note
        except SaveError as error:
            return f"This is not saved. {error.reason}"

    def keep(self, name: str, session: Session, played: float) -> Put:
        """Save under a name, or in the quick slot without one."""
        playthrough = self._playthrough(session, played)
        try:
            self._claim()
            kept = self._slots.save(name, playthrough) if name else self._slots.quick(playthrough)
        except SaveError as error:
            return Put(kept=False, note=error.reason)
        return Put(kept=True, note=clean(kept.note))

    def remove(self, slot: str) -> str:
        """Delete a save; why that did not work, or ""."""
        return trouble_of(lambda: self._slots.delete(slot))

    def open(self, slot: str) -> Opened | str:
        """A playthrough from a save; a sentence when it cannot be opened."""
        try:
            return self._restored(self._slots, self._slots.load(slot))
        except SaveError as error:
            return error.reason

    def open_latest(self) -> Opened | str:
        """The playthrough to continue with; a sentence when there is none."""
        try:
            loaded = self._slots.newest()
            if loaded is None:
                return " ".join(self._notes) or "Nothing is saved yet."
            return self._restored(self._slots, loaded)
        except SaveError as error:
            return error.reason

    def back_to(self, session: Session, made: int) -> Session:
        """Another playthrough that goes on from where one stood after so many choices; the one it comes from keeps its autosave.

        Raises ChoiceError where that one does not go back so far.
        """
        other = session.branch(made)
        self._ids[other] = self._slots.branch(self._ids.setdefault(session, new_id()))
        return other

    def keep_beginning(self, chapter: str, session: Session, played: float) -> str:
        """Keep where a chapter begins in a playthrough; why that did not work, or ""."""
        return self._noted(lambda: self._beginnings.keep(chapter, self._playthrough(session, played)))

    def beginnings(self, chapter: str) -> tuple[Card, ...]:
        """Where a chapter began in the playthroughs that came to it, the newest first."""
        return self._beginnings.of(chapter)

    def begin_again(self, chapter: str, slot: str) -> Opened | str:
        """A new playthrough from where a chapter began in an earlier one, which is left as it is; a sentence when it cannot be opened."""
        try:
            opened = self._restored(*self._beginnings.load(chapter, slot))
        except SaveError as error:
            return error.reason
        self._ids[opened.session] = self._slots.branch(self._ids[opened.session])
        return opened

    def last_answers(self) -> dict[str, str]:
        """What was answered before the newest playthrough began, where that still answers every question; else nothing."""
        try:
            loaded = self._slots.newest()
        except SaveError:
            return {}
        setup = loaded.save.playthrough.setup if loaded is not None else {}
        asked = [one for one in self.program.setup if not self.wish(one.variable)]
        answers = {
            one.variable: setup[one.variable]
            for one in asked
            if one.variable in setup and one.takes(setup[one.variable])
        }
        return answers if len(answers) == len(asked) else {}

    def last_read(self, session: Session) -> str:
        """The line read last before a playthrough was taken up from a save; "" for one that began here."""
        return clean(self._last.get(session, ""))

    def _restored(self, slots: Slots, loaded: LoadedSave) -> Opened:
        from game.saves.restore import going_on

        resumed = going_on(self.program, slots, loaded)
        self._ids[resumed.session] = resumed.id
        self._last[resumed.session] = resumed.last
        notes = dict.fromkeys((*self._notes, *resumed.notes))
        self._notes = ()
        since = away(loaded.save.when, AWAY) if resumed.session.made else ""
        return Opened(resumed.session, float(resumed.seconds), tuple(clean(note) for note in notes), since)

    def _playthrough(self, session: Session, played: float) -> Playthrough:
        from game.saves.restore import playthrough_of

        identity = self._ids.setdefault(session, new_id())
        found = playthrough_of(session, identity, seconds=played, last=self._last.get(session, ""))
        # A scene that names no place plays where the one before it did, and a save there is known by that place.
        return found if found.place or found.title else replace(found, place=where(session).spot)

    def _claim(self) -> None:
        """Say in the folder whose it is, before anything else is written there. Raises SaveError."""
        if not self._claimed:
            claim(self._home, self.program)
            self._claimed = True

    def _noted(self, action: Callable[[], object]) -> str:
        """Remember something in the folder of the saves; why that did not work, or ""."""

        def claimed() -> None:
            self._claim()
            action()

        return trouble_of(claimed)

    def export(self, text: str) -> str:
        """Write a text to a new file in the folder of the saves; what to tell the player about it."""
        return written(self._slots.folder / "transcripts", {".md": text})

    def keep_card(self, card: EndingCard) -> str:
        """Write the card of an ending as a picture and as text; what to tell the player about it."""
        from game.player.playthrough.ending_card import as_svg, as_text

        return written(self._slots.folder / "cards", {".svg": as_svg(card), ".txt": as_text(card)})
