"""Between a session and a save: what to write down of one, and how to stand there again in a story that may have changed.

A changed story is entered by identity: the scene, the choice and the variables are found by their names. Where that
fails, the choices are made again as far as they go. Either way the player is told what is different.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from game.engine.session import ChoiceError, ResumeError, Session, SetupError
from game.program.model import Program
from game.saves.errors import SaveError
from game.saves.fields import TEXT, clean
from game.saves.format import Playthrough, Save
from game.saves.slots import Loaded, Slots

_MOST_NAMED = 5
_DECLARED = re.compile(r"\w+(\.\w+)*")  # the engine's own counters have a colon or brackets in their names


class Restored(NamedTuple):
    """A session that stands where a save was made, or as near as the story allows.

    `notes` are sentences for the player; empty when nothing is different. `exact` says that scene and choices are
    those of the save; after a replay that ended early it is False.
    """

    session: Session
    notes: tuple[str, ...]
    exact: bool


class Resumed(NamedTuple):
    """A playthrough to go on with: its session, the id and the seconds played to save it with, and what to tell.

    `last` is the last line that was read: a session that stands in a changed story shows none until the next choice.
    """

    session: Session
    id: str
    seconds: int
    notes: tuple[str, ...]
    last: str


def playthrough_of(session: Session, id: str, *, seconds: float = 0, last: str = "") -> Playthrough:  # noqa: A002
    """What a save keeps of a session. `last` is the last line read, where the turn in view has none."""
    program, turn = session.program, session.turn
    scene = turn.scene if turn.scene in program.scene_index else ""
    meta = program.meta(scene) if scene else None
    chapter = program.chapters.get(meta.chapter) if meta else None
    lines = [block.text for block in turn.blocks if block.text.strip()]
    snapshot: dict[str, Any] = session.snapshot()
    snapshot["texts"] = {name: clean(text, TEXT) for name, text in snapshot["texts"].items()}
    return Playthrough(
        story=program.id,
        digest=program.digest,
        seed=session.seed or 0,
        setup=session.setup,
        steps=tuple(session.choices),
        snapshot=snapshot,
        starts=session.starts(),
        learned=session.learned,
        id=id,
        scene=scene,
        ending=turn.ending,
        title=meta.title if meta else "",
        chapter=chapter.title if chapter else "",
        place=meta.place if meta else "",
        seconds=int(seconds),
        last=lines[-1] if lines else last,
    )


def restore(program: Program, save: Save | Playthrough) -> Restored:
    """Stand where the save was made: exactly in the same story, as near as can be in another version of it.

    Raises:
        SaveError: "foreign" when it is a save of another story, or not even the beginning can be played.
    """
    play = save.playthrough if isinstance(save, Save) else save
    if play.story != program.id:
        raise SaveError(f"It is a save of another story, {clean(play.story, 60)}.", "foreign")
    changed = play.digest != program.digest
    try:
        session = Session.resume(
            program,
            seed=play.seed,
            setup=play.setup,
            choices=play.steps,
            snapshot=play.snapshot,
            starts=play.starts,
            learned=play.learned,
        )
    except (ResumeError, SetupError) as gone:
        return _replayed(program, play, clean(str(gone), 300), changed=changed)
    if not changed:
        return Restored(session, (), True)
    notes = [_CHANGED]
    notes += _variables(session, play)
    if session.turn.scene != play.scene and play.scene:
        notes.append(f"You are in {_scene(session)} now.")
    elif len(notes) == 1:
        notes.append("You are where you were.")
    return Restored(session, tuple(notes), True)


def resume(program: Program, slots: Slots, slot: str | None = None) -> Resumed | None:
    """Load a slot, or the newest save of all, and go on from it; None when there is no save at all.

    A save of another version of the story is copied aside first, since the next autosave is of this one.

    Raises:
        SaveError: nothing could be loaded, and why.
    """
    loaded = slots.newest() if slot is None else slots.load(slot)
    if loaded is None:
        return None
    return going_on(program, slots, loaded)


def going_on(program: Program, slots: Slots, loaded: Loaded) -> Resumed:
    """What `resume` does with a save once it is loaded.

    Raises:
        SaveError: it cannot be played in this story.
    """
    play = loaded.save.playthrough
    restored = restore(program, loaded.save)
    notes = [*loaded.notes, *restored.notes]
    if play.digest != program.digest:
        try:
            notes.append(f"The save as it was is kept as {slots.keep_older(loaded)}.")
        except SaveError as trouble:
            notes.append(f"The save as it was could not be copied aside. {trouble.reason}")
    return Resumed(restored.session, play.id, play.seconds, tuple(notes), play.last)


_CHANGED = "The story has changed since this was saved."


def _replayed(program: Program, play: Playthrough, gone: str, *, changed: bool) -> Restored:
    """The choices made again from the beginning, until one is not there any more."""
    notes = [_CHANGED if changed else "The place where this was saved cannot be found."]
    notes.append(_gone(program, play, gone))
    session = _begun(program, play, notes)
    made = 0
    try:
        for step in play.steps:
            session.choose(step)
            made += 1
    except ChoiceError:
        pass
    count = len(play.steps)
    if not count:
        notes.append(f"You are back at the beginning, {_scene(session)}.")
    elif made == count:
        notes.append(f"Your {_choices(count)} can still be made, and have led to {_scene(session)}.")
    elif made:
        notes.append(
            f"Of your {_choices(count)}, the first {made} can still be made: you are back at {_scene(session)}."
        )
    else:
        notes.append(f"Your choices cannot be made any more: you are back at the beginning, {_scene(session)}.")
    return Restored(session, tuple(notes), made == count)


def _begun(program: Program, play: Playthrough, notes: list[str]) -> Session:
    """The opening, with those answers of the player that the story still asks for."""
    setup: dict[str, str] = {}
    session = Session(program, seed=play.seed)
    for name, answer in play.setup.items():
        try:
            session = Session(program, seed=play.seed, setup={**setup, name: answer})
            setup[name] = answer
        except SetupError:
            notes.append(f"What you answered before the story began, {clean(answer, 60)!r}, is no longer asked for.")
    return session


def _gone(program: Program, play: Playthrough, reason: str) -> str:
    if play.scene and play.scene not in program.scene_index:
        return f"The scene you were in, {clean(play.title or play.place or play.scene, 80)}, is gone."
    return f"{reason[:1].upper()}{reason[1:]}."


def _variables(session: Session, play: Playthrough) -> list[str]:
    """What the story no longer remembers, or remembers differently, because its variables have changed."""
    program = session.program
    saved = play.snapshot.get("values")
    if not isinstance(saved, dict):
        return []
    notes = []
    removed = [name for name in saved if name not in program.slot and _DECLARED.fullmatch(name)]
    if removed:
        notes.append(f"The story no longer keeps count of {_listed(removed)}.")
    now = session.values()
    different = [
        f"{program.variables[name].label or name} ({clean(_said(value), 40)}, now {_said(now[name])})"
        for name, value in {**play.starts, **saved}.items()
        if name in program.variables and now[name] != value
    ]
    if different:
        notes.append(f"Some things can no longer be as they were: {_listed(different)}.")
    return notes


def _said(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    shown = ", ".join(clean(name, 80) for name in names[:_MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


def _choices(count: int) -> str:
    return f"{count} choice" if count == 1 else f"{count} choices"


def _scene(session: Session) -> str:
    scene = session.turn.scene
    if not scene:
        return "the beginning"
    meta = session.program.meta(scene)
    return clean(meta.title or meta.place or scene, 80)
