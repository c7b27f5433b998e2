"""What stands beside the text now: the values of the top line, and those in the player's care with theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from game.engine.sessions.session import Session
from game.program.declared import Shown, Variable
from game.program.forms.evaluate import evaluate

if TYPE_CHECKING:
    from game.program.forms.types import Plain


class ShownValue(NamedTuple):
    """A value that is shown: its variable with the title it has there, the value, and the word for it."""

    variable: Variable
    value: Plain
    word: str


def title_of(variable: Variable) -> str:
    """What players call a variable that is shown."""
    return variable.label or variable.name.partition(".")[0].replace("_", " ")


def status(session: Session) -> list[ShownValue]:
    """The values of the top line that show now."""
    return _standing(session, (one for one in session.program.status if not one.beside))


def gauges(session: Session) -> list[ShownValue]:
    """The values that stand beside the choices of the scene that the turn has come to."""
    scene = "" if session.turn.ending else session.turn.scene
    return _standing(session, (one for one in session.program.status if scene in one.beside))


def shown_now(session: Session) -> list[ShownValue]:
    """Every value that shows now: in the top line, beside the choices, and of those in the player's care."""
    return [*status(session), *gauges(session), *(one for _, values in in_care(session) for one in values)]


def in_care(session: Session) -> list[tuple[str, list[ShownValue]]]:
    """Those in the player's care now, by id, with what shows of them."""
    care = session.program.care
    if care is None:
        return []
    return [
        (who, _standing(session, show))
        for who, show in zip(care.who, care.show, strict=True)
        if not care.condition or is_in_care(session, who)
    ]


def away(session: Session) -> list[tuple[str, str]]:
    """Those who are not in the player's care, by id, with the story's word for where they are; nobody for whom it has none."""
    care = session.program.care
    if care is None or not care.away:
        return []
    found = []
    for who in care.who:
        words = () if care.condition and is_in_care(session, who) else _elsewhere(session, who)
        word = next((word for word in words if word.strip()), "")
        if word:
            found.append((who, word))
    return found


def _elsewhere(session: Session, who: str) -> Iterator[str]:
    """What each group that says where somebody is has to say of them."""
    care = session.program.care
    for group in care.away if care is not None else ():
        variable = session.program.variables.get(f"{group}.{who.replace('-', '_')}")
        if care is None or variable is None:
            continue
        if variable.kind != "bool" or (variable.words and session.value(variable.name)):
            yield session.telling.word(variable.name)
        elif session.value(variable.name):
            yield care.goes


def is_in_care(session: Session, who: str) -> bool:
    """Whether somebody of the panel is in the player's care now, where a group decides that."""
    name = decides(session, who)
    return not name or (name in session.program.variables and bool(session.value(name)))


def decides(session: Session, who: str) -> str:
    """The variable that decides whether somebody is in the player's care; "" where nothing does."""
    care = session.program.care
    return f"{care.condition}.{who.replace('-', '_')}" if care is not None and care.condition else ""


def standing(session: Session, shown: Shown) -> ShownValue:
    """A value as it stands, whether it shows now or not."""
    things = session.program.sets.get(shown.name)
    if things is not None:
        label = shown.title or things.label
        word = session.telling.told((("t", len(session.program.texts) + things.told, ""),))
        return ShownValue(Variable(shown.name, "enum", 0, 0, 0, (), (), label, "list", False), word, word)
    variable, value = session.program.variables[shown.name], session.value(shown.name)
    if shown.of:
        most = int(shown.of) if shown.of.isdigit() else int(session.value(shown.of))
        variable = variable._replace(low=0, high=max(1, most), show="bar", words=())
        return ShownValue(variable._replace(label=shown.title or variable.label), value, str(value))
    if not shown.title and not shown.words:
        return ShownValue(variable, value, session.telling.word(shown.name))
    words = shown.words or variable.words
    kind = "word" if shown.words and variable.show == "number" else variable.show
    variable = variable._replace(label=shown.title or variable.label, words=words, show=kind)
    return ShownValue(variable, value, word_of(session, variable, value))


def _standing(session: Session, values: Iterable[Shown]) -> list[ShownValue]:
    return [standing(session, one) for one in values if one.condition is None or session.holds(one.condition)]


def moved(session: Session, names: Iterable[str]) -> set[str]:
    """What shows another value after these variables were changed: they, the sets they are things of, and what had not shown before."""
    changed = set(names)
    sets = [one.name for one in session.program.sets.values() if not changed.isdisjoint(one.variables)]
    return changed.union(sets, appeared(session))


def appeared(session: Session) -> set[str]:
    """The variables that show now and did not before the last choice, because their condition did not hold."""
    program, before = session.program, session.before()
    if before is None:
        return set()
    shown = [*program.status, *(one for of_one in (program.care.show if program.care else ()) for one in of_one)]
    now = {one.name for one in shown if one.condition is None or session.holds(one.condition)}
    return now.difference([one.name for one in shown if one.condition is None or evaluate(one.condition, before)])


def word_of(session: Session, variable: Variable, value: Plain) -> str:
    """The word that a value has, where the variable is shown with the words it has here."""
    if not variable.words:
        return session.telling.word(variable.name, value)
    number = variable.values.index(value) if isinstance(value, str) else int(value)
    return session.telling.told(variable.words[number - variable.low])
