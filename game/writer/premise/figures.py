"""Answers in figures: by whom, by night and by what testers said of themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from game.writer.premise.answers import Answers, Played, Vigil


class Bar(NamedTuple):
    """One bar: how many answers were `for`, and how many `because`."""

    name: str
    in_favour: int
    because: int

    @property
    def total(self) -> int:
        """All answers."""
        return self.in_favour + self.because

    @property
    def share(self) -> float:
        """Which share was `for`, from 0 to 1."""
        return self.in_favour / self.total if self.total else 0.0


class BarChart(NamedTuple):
    """Some bars under one heading."""

    title: str
    rows: tuple[Bar, ...]


class Sign(NamedTuple):
    """One sign of whether the premise holds: what was looked for, whether it was found (None: too little was played to say), and the figures."""

    what: str
    found: bool | None
    figures: str


class Figures(NamedTuple):
    """Everything that is told of the answers. Pairs are names with how often they came, the most frequent first."""

    asks: str
    testers: int
    playthroughs: int
    finished: int
    changed: int
    """Playthroughs of which not every choice can be made in the story as it is now."""
    tables: tuple[BarChart, ...]
    turned: tuple[tuple[str, int], ...]
    signs: tuple[Sign, ...]
    endings: tuple[tuple[str, int], ...]
    names: tuple[tuple[str, str, int], ...]
    """An ending, the names on its last page, and how often it came with those."""
    stopped: tuple[tuple[str, int], ...]
    undone: tuple[tuple[str, int], ...]
    forks: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


def figures_of(answers: Answers) -> Figures:
    """Count."""
    program, question, played = answers.program, answers.question, answers.played
    vigils = [(one, vigil) for one in played for vigil in one.vigils]

    def table(title: str, key: Callable[[Played, Vigil], str]) -> BarChart:
        rows: dict[str, list[int]] = {}
        for one, vigil in vigils:
            rows.setdefault(key(one, vigil), [0, 0])[vigil.why == "because"] += 1
        return BarChart(title, tuple(Bar(name, *rows[name]) for name in sorted(rows, key=_in_order)))

    def by(name: str) -> Callable[[Played, Vigil], str]:
        return lambda one, _: dict(one.setup).get(name, "not asked")

    def called(whom: str) -> str:
        member = program.cast.get(whom)
        return (member.short or member.name) if member else whom

    def level(whom: str, value: int) -> str:
        """A value and its word, which is that of how it looks: there one more stands for the same."""
        variable = program.variables.get(f"{question.looked}.{whom}")
        at = value + 1 - variable.low if variable else 0
        words = variable.words[at] if variable and at < len(variable.words) else ()
        plain = [one if isinstance(one, str) else one[1] for one in words if isinstance(one, str) or one[0] == "s"]
        return f"{value} {''.join(map(str, plain))}".strip()

    def seen(_: Played, vigil: Vigil) -> str:
        return "nobody had looked" if vigil.looked is None else level(vigil.whom, vigil.looked)

    tables = [
        table("Whom", lambda _, vigil: called(vigil.whom)),
        table("By night", lambda _, vigil: str(vigil.night)),
        table("As it was", lambda _, vigil: level(vigil.whom, vigil.was)),
        table("As it looked", seen),
        *(table(f"By {name}", by(name)) for name in question.by),
    ]
    endings = Counter(one.ending for one in played if one.ending)
    names = Counter((one.ending, ", ".join(one.names)) for one in played if one.ending)
    return Figures(
        question.asks,
        answers.testers,
        len(played),
        sum(bool(one.ending) for one in played),
        sum(not one.whole for one in played),
        tuple(tables),
        tuple(Counter(map(_turn, filter(_both, played))).most_common()),
        tuple(_signs(played)),
        tuple((program.endings[name].title, times) for name, times in endings.most_common()),
        tuple((program.endings[ending].title, who, times) for (ending, who), times in names.most_common()),
        tuple(Counter(program.meta(one.scene).title or one.scene for one in played if not one.ending).most_common()),
        answers.undone,
        tuple((fork.scene, fork.taken) for fork in answers.forks if len(fork.taken) > 1),
    )


def _in_order(name: str) -> tuple[int, str]:
    """Names that begin with a number by that."""
    number = name.split(" ", maxsplit=1)[0]
    return (int(number) if number.isdecimal() else 10**9, name)


def _both(one: Played) -> bool:
    return len({vigil.why for vigil in one.vigils}) == 2


def _turn(one: Played) -> str:
    """How somebody who gave both answers went over from one to the other."""
    whys = [vigil.why for vigil in one.vigils]
    if "because" not in whys[whys.index("for") :]:
        night = next(vigil.night for vigil in one.vigils if vigil.why == "for")
        return f"from because to for, on night {night}"
    if "for" not in whys[whys.index("because") :]:
        night = next(vigil.night for vigil in one.vigils if vigil.why == "because")
        return f"from for to because, on night {night}"
    return "to and fro"


def _signs(played: Sequence[Played]) -> Iterable[Sign]:
    finished = [one for one in played if one.ending and one.vigils]
    early: list[Vigil] = []
    late: list[Vigil] = []
    nights = sorted({vigil.night for one in finished for vigil in one.vigils})
    middle = nights[len(nights) // 2] if nights else 0
    for one in finished:
        for vigil in one.vigils:
            (late if vigil.night >= middle else early).append(vigil)
    what = "among those who finish, for grows over the nights"
    if early and late:
        first, then = _share(early), _share(late)
        yield Sign(
            what,
            then > first,
            f"{first:.0%} of {len(early)} before night {middle}, {then:.0%} of {len(late)} from then on",
        )
    else:
        yield Sign(what, None, "too few nights were finished")
    feared = [vigil for one in played for vigil in one.vigils if vigil.why == "because"]
    worst = sum(vigil.was == vigil.most for vigil in feared)
    yield Sign(
        "some because falls on somebody who would have bitten",
        bool(worst) if feared else None,
        f"{worst} of {len(feared)}",
    )
    last = {one.names for one in finished}
    yield Sign(
        "the names on the last page differ between playthroughs",
        len(last) > 1 if len(finished) > 1 else None,
        f"{len(last)} different in {len(finished)} that finished",
    )


def _share(vigils: Sequence[Vigil]) -> float:
    return sum(vigil.why == "for" for vigil in vigils) / len(vigils)
