"""Between a session and a save: what to write down of one, and how to stand there again in a story that may have changed.

A changed story is entered by identity: the scene, the choices and the variables are found by their names and by what stands
around them. Where the choices are gone, the scene begins again with the values kept; where the scene is gone, the choices
are made again as far as they go. In each case the player is told what is different.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from game.engine.machine import Machine, linked_of
from game.engine.sessions import resuming
from game.engine.sessions.resuming import MOST_REPLAYED
from game.engine.sessions.saved_place import kept_of
from game.engine.sessions.session import ResumeError, SavedPlace, Session, SetupError
from game.language.text.cleaning import counted
from game.language.text.identifiers import VARIABLE, Naming
from game.language.text.nearest import clearly
from game.program.model import Program
from game.saves.errors import SaveError
from game.saves.fields import STEPS, TEXT, clean
from game.saves.format import LARGEST, Playthrough, Save
from game.saves.renaming import followed, name_now, value_now
from game.saves.slots import LoadedSave, Slots

_MOST_NAMED = 5
_ROOM = LARGEST * 3 // 4  # bytes for the choices made
_LINE = 8  # bytes of a choice's line in the file, besides its id
_DECLARED = Naming(VARIABLE)  # the engine's own counters have a colon or brackets in their names


class Restored(NamedTuple):
    """A session that stands where a save was made, or as near as the story allows.

    `notes` are sentences for the player; empty when nothing is different. `exact` says that the choices are those of the
    save; where its scene began again, and after a replay that ended early, it is False. `again` says that it was the former.
    """

    session: Session
    notes: tuple[str, ...]
    exact: bool
    again: bool = False


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
    snapshot = session.snapshot()
    place = kept_of(program, Machine.at(linked_of(program), session.state))
    snapshot["texts"] = {name: clean(text, TEXT) for name, text in snapshot["texts"].items()}
    return Playthrough(
        story=program.id,
        digest=program.digest,
        seed=session.seed or 0,
        setup=session.setup,
        steps=_fitting(session.choices),
        snapshot=snapshot,
        starts=place.starts,
        around=tuple(place.near),
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
    kept = SavedPlace(play.snapshot, play.starts, play.around, play.seed, play.setup, play.steps, play.learned)
    notes = [_CHANGED] if changed else []
    if changed and program.renamed.any:
        notes += _renamed(program, play)
        kept = followed(program, kept)
        play = _as_kept(program, play, kept)
    told = len(notes)
    try:
        session = resuming.resume(program, kept)
    except (ResumeError, SetupError) as gone:
        if not changed:
            notes.append("The place where this was saved cannot be found.")
        try:
            return _begun_again(resuming.beginning(program, kept), play, notes)
        except (ResumeError, SetupError):
            return _replayed(program, play, clean(str(gone), 300), notes)
    if not changed:
        return Restored(session, (_TOO_LONG,) if session.given_up else (), True)
    notes += _variables(session, play)
    if session.turn.scene != play.scene and play.scene:
        notes.append(f"You are in {_scene(session)} now.")
    elif len(notes) == told:
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


def going_on(program: Program, slots: Slots, loaded: LoadedSave) -> Resumed:
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


_TOO_LONG = "The way here is too long to be played again, so taking back ends here."
_CHANGED = "The story has changed since this was saved."


def _as_kept(program: Program, play: Playthrough, kept: SavedPlace) -> Playthrough:
    """The playthrough by the names of now."""
    return replace(
        play, snapshot=kept.snapshot, starts=kept.starts, around=tuple(kept.near), setup=kept.setup or {},
        steps=tuple(kept.choices), scene=program.renamed.scene(play.scene), ending=program.renamed.ending(play.ending),
        learned=tuple(kept.learned),
    )  # fmt: skip


def _renamed(program: Program, play: Playthrough) -> list[str]:
    """Which names that matter to a player are others now: of the scene, and of what is kept count of."""
    names = {}
    scene = program.renamed.scene(play.scene)
    if scene != play.scene and scene in program.scene_index:
        title = program.meta(scene).title or scene
        if title != play.title:
            names[play.title or play.scene] = title
    values = play.snapshot.get("values")
    for name, value in {**(values if isinstance(values, dict) else {}), **play.starts}.items():
        now = name_now(program, name)
        variable = program.variables.get(now)
        if variable is None:
            continue
        group, _, thing = now.rpartition(".")
        if group in program.sets:
            before = name.rpartition(".")[2]
            names[before] = before if before == thing else variable.label or thing
        elif now != name:
            names[name] = variable.label or now
        if (called := value_now(program, value, name, now)) != value and not variable.words:
            names[str(value)] = str(called)
    told = [f"{clean(old, 60)} is {clean(now, 60)}" for old, now in names.items() if old != now]
    return [f"Some things have other names now: {_listed(told)}."] if told else []


def _begun_again(session: Session, play: Playthrough, notes: list[str]) -> Restored:
    """The scene from its beginning, since the choices where this was saved are not in it any more."""
    program = session.program
    if play.scene in program.scene_index:
        notes.append("What you could choose here has changed, so the scene begins again, with all that you had.")
    else:
        notes.append(_gone(program, play, ""))
        notes.append("What led there begins again, with all that you had.")
    notes += _variables(session, play)
    if session.turn.scene != play.scene:
        notes.append(f"You are in {_scene(session)} now.")
    return Restored(session, tuple(notes), exact=False, again=True)


def _fitting(choices: Sequence[str]) -> tuple[str, ...]:
    """The choices that a save keeps: all, or of more than it holds the newest. Loading it goes by its snapshot then."""
    if len(choices) <= STEPS and 4 * sum(map(len, choices)) + _LINE * len(choices) <= _ROOM:
        return tuple(choices)
    room, kept = _ROOM, 0
    while kept < min(len(choices), STEPS) and room >= 0:
        kept += 1
        room -= len(choices[-kept].encode()) + _LINE
    return tuple(choices[len(choices) - kept + (room < 0) :])


def _replayed(program: Program, play: Playthrough, gone: str, notes: list[str]) -> Restored:
    """The choices made again from the beginning, until one is not there any more."""
    notes.append(_gone(program, play, gone))
    session = _begun(program, play, notes)
    made = reworded = 0
    left = MOST_REPLAYED
    for step in play.steps:
        taken = option_for(session, step)
        if taken is None or left < 0:
            break
        reworded += taken != step
        session.choose(taken)
        left -= session.spent
        made += 1
    count = len(play.steps)
    if not count:
        notes.append(f"You are back at the beginning, {_scene(session)}.")
    elif made == count:
        notes.append(f"Your {counted(count, 'choice')} can still be made, and have led to {_scene(session)}.")
    elif made:
        notes.append(
            f"Of your {counted(count, 'choice')}, the first {made} can still be made: you are back at {_scene(session)}."
        )
    else:
        notes.append(f"Your choices cannot be made any more: you are back at the beginning, {_scene(session)}.")
    if reworded:
        notes.append(f"{counted(reworded, 'choice')} among them {'has' if reworded == 1 else 'have'} other words now.")
    if made == count:
        notes += _variables(session, play)
    return Restored(session, tuple(notes), made == count)


def option_for(session: Session, step: str) -> str | None:
    """The open choice that a step means: the one with its id, or one that clearly is the same in other words."""
    opened = [one.id for one in session.turn.options if one.open]
    if step in opened:
        return step
    scene, _, words = step.partition("/")
    same = [one for one in opened if one.partition("/")[2] == words]
    if len(same) == 1:  # its scene has another name, or the choice has moved to one
        return same[0]
    here = [one for one in opened if one.partition("/")[0] == scene]
    found = clearly(words, [one.partition("/")[2] for one in here])
    return here[found] if found >= 0 else None


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
    removed = [name for name in saved if name not in program.slot and _DECLARED.of(name).fullmatch(name)]
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


def _scene(session: Session) -> str:
    scene = session.turn.scene
    if not scene:
        return "the beginning"
    meta = session.program.meta(scene)
    return clean(meta.title or meta.place or scene, 80)
