"""Plays a script through the engine and says what held and what did not."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol, TypeAlias

from game.engine.sessions.session import ChoiceError, Session, SetupError
from game.engine.stuck import STUCK
from game.engine.turn import Turn
from game.language.diagnostics.diagnostic import Diagnostic
from game.program.model import Program
from game.replay.running.expecting import misses, unknown_names
from game.replay.running.following import Former, ScriptRenamer
from game.replay.scripts.matching import Match, nearest_option
from game.replay.scripts.parsing import ScriptFindings
from game.replay.scripts.steps import Expectation, Script, ScriptStep

Status: TypeAlias = Literal["passed", "failed", "xfailed", "xpassed", "error"]


class Failure(NamedTuple):
    """One thing that did not hold, with all a writer needs to see why.

    `pos` and `length` are where it stands in the script, `turn` the last turn as the player saw it, `choices` how
    many choices had been made, `step` the index of the step (-1 for the end), `nearest` the label or line most
    like what was wanted, or "".
    """

    pos: int
    length: int
    message: str
    expected: str
    was: str
    nearest: str
    turn: Turn
    choices: int
    step: int


class RunOutcome(NamedTuple):
    """What came of one run.

    With `diagnostics` the script could not be run as it stands; `session` is where it got; `former` are the names in the
    script that the story says are others now, and that were followed.
    """

    script: Script
    label: str
    status: Status
    failures: tuple[Failure, ...]
    diagnostics: tuple[Diagnostic, ...]
    session: Session | None
    former: tuple[Former, ...] = ()


class Observer(Protocol):
    """Told of every turn of a run, the opening included, before it is looked at."""

    def saw(self, session: Session) -> None:
        """The session has come to a new turn."""


class ScriptStart(NamedTuple):
    """Where a script starts; `seeded` says whether the playthrough has a seed of its own."""

    session: Session
    seeded: bool


class CannotStart(Exception):  # noqa: N818 - carries a diagnostic, and is shown as that
    """The answers of a script's setup do not fit the story."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def begin(script: Script, program: Program) -> ScriptStart:
    """The beginning of the story with the script's seed and setup. Raises CannotStart."""
    answers = {name.text: answer.text for name, answer in ScriptRenamer(program).script(script).setup}
    try:
        return ScriptStart(Session(program, seed=script.seed or 0, setup=answers), script.seed is not None)
    except SetupError as error:
        raise CannotStart(_setup_diagnostic(script, error)) from None


def run_script(
    script: Script,
    program: Program,
    *,
    start: ScriptStart | None = None,
    label: str = "",
    observer: Observer | None = None,
) -> RunOutcome:
    """Run one script (its parameters already filled in, see `parameters.runs`) on the story it was written for.

    `start` is the end of the script named in `from`; without it the story begins anew. `observer` sees every turn.
    """
    follower = ScriptRenamer(program)
    script = follower.script(script)
    wrong = unknown_names(script, program)
    if wrong:
        return RunOutcome(script, label, "error", (), wrong, None)
    if start is None:
        try:
            start = begin(script, program)
        except CannotStart as stop:
            return RunOutcome(script, label, "error", (), (stop.diagnostic,), None)
    run = _Run(script, start, observer, follower)
    run.play()
    status: Status = "error" if run.findings.found else "failed" if run.failures else "passed"
    if script.xfail is not None and status != "error":
        status = "xfailed" if run.failures else "xpassed"
        if status == "xpassed":
            message = f"it held, though it is marked xfail: {script.xfail.text}"
            run.fail(script.xfail.pos, len(script.xfail.text), message, "a failure", "none", -1)
    found = tuple(run.findings.found)
    return RunOutcome(script, label, status, tuple(run.failures), found, run.session, tuple(follower.former))


def _setup_diagnostic(script: Script, error: Exception) -> Diagnostic:
    findings = ScriptFindings(script.name)
    named = next((answer for name, answer in script.setup if name.text in str(error)), None)
    place = named or (script.setup[0][1] if script.setup else None)
    findings.error("E409", place.pos if place else 0, str(error))
    return findings.found[0]


class _Run:
    """One script under way."""

    def __init__(self, script: Script, start: ScriptStart, observer: Observer | None, follower: ScriptRenamer) -> None:
        self.script = script
        self.follower = follower
        self.session = start.session
        self.seeded = start.seeded
        self.observer = observer
        self.failures: list[Failure] = []
        self.findings = ScriptFindings(script.name)
        self.promises: tuple[str, ...] = ()

    def play(self) -> None:
        """Take every step, until one cannot be taken."""
        steps = self.script.steps
        if not self.arrive(steps[0].pos if steps else 0, 0):
            return
        for index, step in enumerate(steps):
            if step.choose is not None or step.undo:
                if not (self.choose(step, index) if step.choose is not None else self.undo(step, index)):
                    return
                if not self.arrive(step.pos, index):
                    return
            self.look(step.expect, index)
        self.look(self.script.expect, -1)

    def choose(self, step: ScriptStep, index: int) -> bool:
        assert step.choose is not None
        wanted = step.choose
        turn = self.session.turn
        found = self.follower.match(turn.options, wanted)
        if found.trouble:
            message, near = _explain(found, wanted.text, turn)
            self.fail(wanted.pos, len(wanted.text), message, f'a choice "{wanted.text}"', _have(turn), index, near)
            return False
        try:
            self.session.choose(found.at)
        except ChoiceError as error:
            self.fail(wanted.pos, len(wanted.text), str(error), f'a choice "{wanted.text}"', _have(turn), index)
            return False
        return True

    def undo(self, step: ScriptStep, index: int) -> bool:
        for done in range(step.undo):
            if not self.session.can_undo:
                message = f"there is nothing to take back after {done} of {step.undo}"
                self.fail(step.pos, 4, message, f"{step.undo} choices to take back", f"{done}", index)
                return False
            self.session.undo()
        return True

    def arrive(self, pos: int, index: int) -> bool:
        """Look at what must hold on every turn, whatever the script says."""
        session = self.session
        if self.observer is not None:
            self.observer.saw(session)
        if not self.seeded and session.draws:
            message = "the story draws at random here, and the script has no seed"
            self.findings.error("E410", pos, message, "add a line such as: seed: 1")
            return False
        if session.program.always:
            self.keep_promises(pos, index)
        if session.turn.stuck:
            why = STUCK[session.turn.stuck].named
            self.fail(pos, 1, f"the player is stuck: {why}", "a way on", session.turn.stuck, index)
            return False
        return True

    def keep_promises(self, pos: int, index: int) -> None:
        """A promise that is broken now, and was not a turn ago, is a failure."""
        broken = self.session.broken_promises()
        for promise in broken:
            if promise not in self.promises:
                self.fail(pos, 1, f"a promise of the story is broken: {promise}", promise, "not so", index)
        self.promises = broken

    def look(self, expect: tuple[Expectation, ...], index: int) -> None:
        if not expect:
            return
        for miss in misses(expect, self.session, self.follower):
            message = f"expected {miss.expected}"
            self.fail(miss.pos, miss.length, message, miss.expected, miss.was, index, miss.nearest)

    def fail(self, pos: int, length: int, message: str, expected: str, was: str, index: int, near: str = "") -> None:
        turn, made = self.session.turn, len(self.session.choices)
        self.failures.append(Failure(pos, length, message, expected, was, near, turn, made, index))


def _explain(found: Match, wanted: str, turn: Turn) -> tuple[str, str]:
    """The message for a choice that cannot be made, and the nearest label."""
    if turn.ending:
        return f'the story has ended ({turn.ending}), so "{wanted}" cannot be chosen', ""
    if found.trouble == "closed":
        return f'the choice "{found.about[0].label}" is closed: {found.about[0].reason}', ""
    if found.trouble == "several":
        labels = ", ".join(f'"{option.label}"' for option in found.about)
        return f'"{wanted}" fits {len(found.about)} choices: {labels}', ""
    near = nearest_option(turn.options, wanted)
    return f'no choice here is called "{wanted}"', near[0].label if near else ""


def _have(turn: Turn) -> str:
    labels = [f'"{option.label}"' for option in turn.options if option.open]
    return ", ".join(labels) if labels else "no open choice"
