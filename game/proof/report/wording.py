"""What a proof found, in a writer's words: the line that is meant, the choices that lead there by their labels."""

from __future__ import annotations

from game.engine.sessions.session import Session
from game.language.text.cleaning import counted
from game.program.lines import Lines, variant
from game.program.model import Program
from game.program.spelling import quoted
from game.proof.model.value_sets.causes import by_cause
from game.proof.results import Answer, Report, Witness

_LONGEST = 60
KINDS = {
    "ending": ("ending", "endings"),
    "scene": ("scene", "scenes"),
    "choice": ("choice", "choices"),
    "closed": ("closed choice", "closed choices"),
    "text": ("text", "texts"),
    "codex": ("codex entry", "codex entries"),
    "clamp": ("bound", "bounds"),
    "promise": ("promise", "promises"),
}


class Words:
    """Looks up the words that belong to an answer."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._lines = Lines(program)

    def what(self, answer: Answer) -> str:
        """What an answer is about, such as `the choice “Say nothing” (roof/say_nothing)`."""
        kind, name = answer.kind, answer.name
        if kind == "no soft-lock":
            return "the story"
        if kind == "promise":
            return f"the promise “{name}”"
        if kind in ("choice", "closed"):
            shut = ", shown closed" if kind == "closed" else ""
            return f"the choice “{self.label(name)}” ({name}){shut}"
        if kind == "text":
            where = "codex " if name in self._lines.codex else ""
            return f"the {where}text “{self.text(name, answer.detail)}” ({name})"
        if kind == "ending" and name in self.program.endings:
            return f"the ending “{self.program.endings[name].title}” ({name})"
        if kind == "clamp":
            way = "its upper bound" if answer.detail.startswith("above") else "its lower bound"
            return f"{name} in {answer.scene}, held at {way}"
        return f"the {KINDS.get(kind, (kind,))[0]} {name}"

    def label(self, choice: str) -> str:
        """A choice's label."""
        return self.text(choice, "")

    def entry(self, line: str) -> str:
        """The codex entry that a line is of, or empty."""
        return self._lines.codex.get(line, "")

    def text(self, identity: str, arm: str) -> str:
        """The first words of a line or label, or of one of its variants."""
        said = quoted(self.program, variant(self._lines.segments(identity), arm)[0])
        return _shortened(" ".join(said.split())) or identity

    def way(self, witness: Witness) -> list[str]:
        """The answers before the story and the labels of the choices, in order."""
        session = Session(self.program, seed=witness.seed, setup=witness.setup)
        said = [f"{name}: {value}" for name, value in witness.setup.items()]
        if witness.seed is not None:
            said.append(f"seed: {witness.seed}")
        for choice in witness.choices:
            said.append(next(one.label for one in session.turn.options if one.id == choice))
            session.choose(choice)
        return said


def verdict_sentence(program: Program, report: Report) -> str:
    """The verdict in a sentence."""
    refuted = [one for one in report.answers if one.verdict == "refuted"]
    left = sum(one.verdict == "not decided" for one in report.answers)
    if refuted:
        causes = len(by_cause(refuted))
        why = f", for {counted(causes, 'reason')}" if causes < len(refuted) else ""
        rest = f"{left:,} could not be decided" if left else "everything else was proved"
        return f"{program.title}: {counted(len(refuted), 'thing')} went wrong or can never happen{why}; {rest}."
    if left:
        return f"{program.title}: nothing is wrong as far as was searched; {left:,} of {len(report.answers):,} questions could not be decided."
    return f"{program.title}: nobody can get stuck, and everything that is written can be reached."


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
