"""The machine's player: one JSON object a line out for each turn, one JSON value a line in for each choice.

The protocol is described in docs/json.md. What a line may say is read strictly, since bots are written by trial and
error: everything else gets an `error` line that names what was wrong, and the playthrough stands where it stood.
"""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from game.engine.sessions.session import ChoiceError, SetupError
from game.language.diagnostics.safe_json import to_json
from game.output import listener, sender
from game.player.json_lines.turns import TurnWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from game.engine.sessions.session import Session
    from game.program.declared import Variable
    from game.program.model import Program

PROTOCOL = 1
MAX_LINE = 65_536  # a line of setup with long names is far below this

_INDEXES = {b"%d\n" % index: index for index in range(100)}
"""Nearly every line that is read, and what it asks for."""

Json: TypeAlias = dict[str, object]


class RequestError(Exception):
    """A line that cannot be obeyed; the message says why."""


def play(
    program: Program,
    lines: TextIO,
    out: TextIO,
    *,
    seed: int | None = None,
    setup: Mapping[str, str] | None = None,
) -> None:
    """Play `program`, reading requests from `lines` and writing turns to `out`, until the input ends or asks to quit.

    Raises SetupError when the first setup cannot be used; all later trouble is an `error` line.
    """
    collecting = gc.isenabled()
    gc.disable()  # what play has come to stays, and what a turn leaves has no cycles: there is nothing to look for
    try:
        _play(program, lines, out, seed, setup)
    finally:
        if collecting:
            gc.enable()


def _play(program: Program, lines: TextIO, out: TextIO, seed: int | None, setup: Mapping[str, str] | None) -> None:
    send, hear = sender(out), listener(lines)

    def refuse(message: str, hint: str = "") -> None:
        send(_line({"type": "error", "error": message, **({"hint": hint} if hint else {})}))

    conversation = _Conversation(program, send, seed, dict(setup or {}))
    send(_line(story_message(program)))
    conversation.tell()
    indexes = _INDEXES
    while heard := hear():
        try:
            index = indexes.get(heard)
            if index is not None:
                conversation.take(index)
                continue
            line = heard.decode("utf-8", "replace")
            if len(line.rstrip("\n")) > MAX_LINE:
                while heard and not heard.endswith(b"\n"):
                    heard = hear()
                refuse("the line is too long", f"at most {MAX_LINE} characters")
            elif line.strip() and not conversation.obey(_decode(line)):
                return
        except (RequestError, ChoiceError, SetupError) as error:
            refuse(str(error))


class _Conversation:
    """The session that the requests act on, and the requests."""

    def __init__(
        self, program: Program, send: Callable[[bytes], None], seed: int | None, setup: dict[str, str]
    ) -> None:
        self.program = program
        self.send = send
        self.seed = seed
        self.turns = TurnWriter(program)
        self.taken: set[str] = set()
        """The choices that were taken in any of the playthroughs so far."""
        self.session = self._session(setup)

    def tell(self) -> bool:
        """Send the turn in view."""
        self.send(self.turns.line(self.session, self.taken))
        return True

    def obey(self, request: object) -> bool:
        """Act on one decoded line; False when it asked to quit. Raises RequestError, ChoiceError or SetupError."""
        if not isinstance(request, dict):
            return self.choose(request)
        verbs: dict[str, Callable[[object], bool]] = {
            "choose": self.choose,
            "undo": self.undo,
            "redo": self.redo,
            "turn": self.turn,
            "values": self.values,
            "map": self.map,
            "back": self.back,
            "recap": self.recap,
            "setup": self.start,
            "quit": self.quit,
        }
        asked = [verb for verb in request if verb in verbs]
        extra = [key for key in request if key not in verbs and not (key == "seed" and "setup" in request)]
        if len(asked) != 1 or extra:
            raise RequestError("a request has one key of: " + ", ".join(verbs) + " ('seed' may stand beside 'setup')")
        if asked[0] == "setup":
            self.seed = self._seed(request)
        return verbs[asked[0]](request[asked[0]])

    def take(self, index: int) -> None:
        """Take a choice by its index, 0 or more."""
        session = self.session
        options = session.turn.options
        if index >= len(options):
            self.choose(index)
            return
        session.choose(index)
        self.taken.add(options[index][0])
        self.send(self.turns.line(session, self.taken))

    def choose(self, option: object) -> bool:
        if isinstance(option, bool) or not isinstance(option, (int, str)):
            raise RequestError(
                "a choice is the index (a whole number) or the id (a string) of one of the turn's choices"
            )
        count = len(self.session.turn.options)
        if isinstance(option, int) and count and not 0 <= option < count:
            raise RequestError(f"there is no choice with index {option} here; the last is {count - 1}")
        options = self.session.turn.options
        self.session.choose(option)
        self.taken.add(options[option].id if isinstance(option, int) else option)
        return self.tell()

    def undo(self, flag: object) -> bool:
        _only_true("undo", flag)
        if not self.session.can_undo:
            raise RequestError("nothing to undo: this is the first turn")
        self.session.undo()
        return self.tell()

    def redo(self, flag: object) -> bool:
        _only_true("redo", flag)
        if not self.session.can_redo:
            raise RequestError("nothing to redo")
        self.session.redo()
        return self.tell()

    def turn(self, flag: object) -> bool:
        _only_true("turn", flag)
        return self.tell()

    def values(self, flag: object) -> bool:
        _only_true("values", flag)
        self.send(_line({"type": "values", "values": dict(self.session.values())}))
        return True

    def map(self, chapter: object) -> bool:
        """The map of a chapter, by its id, or with true that of the one that play stands in."""
        from game.player.json_lines.maps import map_message

        if chapter is not True and not isinstance(chapter, str):
            raise RequestError("'map' takes true, or the id of a chapter")
        try:
            self.send(_line(map_message(self.session, self.taken, None if chapter is True else str(chapter))))
        except ValueError as error:
            raise RequestError(f"there is no map of that chapter; play has come to {error}") from None
        return True

    def recap(self, flag: object) -> bool:
        """The story so far, in few words."""
        from game.player.json_lines.maps import recap_message

        _only_true("recap", flag)
        self.send(_line(recap_message(self.session)))
        return True

    def back(self, turn: object) -> bool:
        """Stand in an earlier turn, by its number, as another playthrough that goes on from there."""
        if isinstance(turn, bool) or not isinstance(turn, int) or not 0 <= turn <= self.session.made:
            raise RequestError(f"'back' takes the number of a turn, from 0 to {self.session.made}")
        self.session = self.session.branch(turn)
        return self.tell()

    def start(self, setup: object) -> bool:
        """A new playthrough; the old one stays if the setup cannot be used."""
        if not isinstance(setup, dict):
            raise RequestError("'setup' is an object of variable names and their values")
        self.session = self._session({name: _as_text(name, setup[name]) for name in setup})
        return self.tell()

    def quit(self, flag: object) -> bool:
        _only_true("quit", flag)
        return False

    def _session(self, setup: dict[str, str]) -> Session:
        return self.turns.session(self.seed, setup)

    def _seed(self, request: Json) -> int | None:
        seed = request.get("seed", self.seed)
        if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
            raise RequestError("'seed' is a whole number")
        return seed


def story_message(program: Program) -> Json:
    """The first line: the protocol's version, and what a front needs to know before the first turn."""
    return {
        "type": "story",
        "protocol": PROTOCOL,
        "id": program.id,
        "title": program.title,
        "author": program.author,
        "version": program.version,
        "premise": program.premise,
        "about": program.about,
        "warning": program.warning,
        "digest": program.digest,
        "setup": [
            {
                "variable": question.variable,
                "ask": question.ask,
                "suggest": list(question.suggest),
                "limit": question.limit,
                "options": [{"value": value, "label": label} for value, label in question.options],
            }
            for question in program.setup
        ],
        "chapters": [one._asdict() for one in program.chapters.values()],
        "endings": sorted(program.endings),
        "variables": {one.name: _variable(one) for one in program.variables.values()},
        **(
            {"sets": {one.name: {"label": one.label, "things": list(one.variables)} for one in program.sets.values()}}
            if program.sets
            else {}
        ),
    }


def _line(message: Json) -> bytes:
    return (to_json(message, compact=True) + "\n").encode("utf-8", "backslashreplace")


def _variable(variable: Variable) -> Json:
    bounds: Json = {"min": variable.low, "max": variable.high} if variable.kind == "int" else {}
    values: Json = {"values": list(variable.values)} if variable.kind == "enum" else {}
    told: Json = {key: words for key, words in (("about", variable.about), ("better", variable.better)) if words}
    return {"type": variable.kind, **bounds, **values, "label": variable.label, **told}


def _decode(line: str) -> object:
    try:
        return _DECODER.decode(line)
    except json.JSONDecodeError as error:
        raise RequestError(f"not JSON: {error.msg} at character {error.colno}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, NaN, or brackets without end
        raise RequestError("not JSON that a request can hold: a number too long, NaN, or nested too deep") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _only_true(verb: str, flag: object) -> None:
    if flag is not True:
        raise RequestError(f"'{verb}' takes true and nothing else")


def _as_text(name: str, value: object) -> str:
    """A value of the setup as the text that Session reads."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | str):
        return str(value)
    raise RequestError(f"the value of {name!r} in 'setup' is a string, a whole number, true or false")
