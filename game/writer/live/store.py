"""What a story that is being written keeps of its playing: nothing on the disk. A writer's playing is none of the player's saves."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from game.player.storage.store import PlayerStore, Put
from game.saves.errors import SaveError
from game.saves.progress import Progress
from game.saves.slots import Slots
from game.system.calls import NOWHERE, Nowhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.engine.sessions.session import Session
    from game.program.model import Program
    from game.saves.settings import Settings

UNKEPT: Final = "Nothing is saved while a story is watched."


class LiveStore(PlayerStore):
    """Settings are the player's own; saves there are none, and what was read and reached is known for as long as the program runs."""

    def __init__(self, program: Program, *, progress: Progress | None = None, settings: Settings | None = None) -> None:
        super().__init__(
            program,
            slots=Slots(NOWHERE, program.id, Nowhere(UNKEPT)),
            progress=progress or Progress(NOWHERE, Nowhere(UNKEPT)),
            settings=settings,
        )

    def of(self, program: Program) -> LiveStore:
        """The same for the story as it is now."""
        return LiveStore(program, progress=self._progress, settings=self._settings)

    def keep_going(self, session: Session, played: float) -> str:  # noqa: ARG002  as a player's
        """Nothing is kept, and nobody need hear of it at each turn."""
        return ""

    def keep(self, name: str, session: Session, played: float) -> Put:  # noqa: ARG002  as a player's
        """Nothing is kept."""
        return Put(kept=False, note=UNKEPT)

    def keep_beginning(self, chapter: str, session: Session, played: float) -> str:  # noqa: ARG002  as a player's
        """Nothing is kept."""
        return ""

    def _noted(self, action: Callable[[], object]) -> str:
        """What was noted is remembered; that it is not written down is as it should be."""
        with suppress(SaveError):
            action()
        return ""


def store_for(session: Session) -> LiveStore:
    """What is kept while a playthrough is followed; nobody is warned of what is in the story."""
    store = LiveStore(session.program)
    store.set_warned()
    return store
