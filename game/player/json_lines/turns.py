"""Turns as lines of JSON, put together from pieces that are written when play first comes to them.

What a turn holds is described in docs/json.md.
"""

from __future__ import annotations

from json import loads
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final

from game.engine.linker.prepared import Prepared
from game.engine.machine import linked_of
from game.engine.sessions.panels import away, in_care, standing
from game.engine.sessions.session import Session
from game.engine.turn import Block, Option
from game.language.diagnostics.safe_json import to_json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from game.engine.linker.nodes import Writer
    from game.engine.linker.texts import RenderContext
    from game.engine.turn import Span, Turn
    from game.program.declared import Shown, Variable
    from game.program.forms.types import Plain
    from game.program.model import Program

_MOST_WORDS: Final = 10_000
"""Values of the story's top line whose pieces are kept."""
_TRUTH: Final = ("false", "true")


class FixedOption(Option):
    """An option that is always the same; its piece stands behind its fields."""

    __slots__ = ()


class TurnWriter:
    """Plays sessions of one story, and writes their turns."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._pieces = _Pieces(program)
        # What a text runs on in must be there to be added to, and so is written when the turn is.
        self._joins = program.joins
        self._linked = linked_of(program) if program.joins else Prepared(program, self._pieces)
        self._status_is_shown = bool(program.status)
        self._names = [f'{{"name":{_quoted(one.name)},"before":' for one in program.slots]
        self._values = [_values(one) for one in program.slots]
        self._words: dict[tuple[int, Plain], str] = {}
        self._marks: dict[int, tuple[Sequence[Option], str]] = {}
        """By the options, which it holds so that no others come to be them: which were taken before, when so many were."""
        self._taken = 0

    def session(self, seed: int | None, setup: Mapping[str, str]) -> Session:
        """A playthrough whose turns can be written; raises SetupError."""
        session = Session(self.program, seed=seed, setup=setup, linked=self._linked)
        session.note_changes()
        return session

    def line(self, session: Session, taken: Collection[str] = ()) -> bytes:
        """The turn in view of a session, with everything a front needs to show it, and the line's end, in UTF-8.

        `taken` are the choices that were taken before; those among the turn's are named in it.
        """
        told, options, scene, ending, learned, stuck = session.turn
        changed = ""
        for slot, before, after in session.changed():
            said = self._values[slot]
            changed += f"{',' if changed else ''}{self._names[slot]}"
            changed += f'{before},"after":{after}}}' if said is None else f'{said[before]},"after":{said[after]}}}'
        made = session.made
        prepared = session.prepared
        known = self._marks.get(id(options)) if len(taken) == self._taken else None
        marked = known[1] if known is not None else self._marked(options, taken, kept=prepared is not None)
        tail = (
            f'],{marked}"changes":[{changed}],"learned":{to_json(learned, compact=True) if learned else "[]"},'
            f'"status":{self._status(session) if self._status_is_shown else "{}"},'
            f'"ending":{self._ending(session, ending) if ending else "null"},"stuck":"{stuck}",'
            f'"undo":{_TRUTH[session.can_undo]},"redo":{_TRUTH[session.can_redo]}'
            f'{f""","undone":{_quoted(session.undone)}""" if session.can_redo else ""}}}\n'
        )
        return b"".join(
            (
                b'{"type":"turn","turn":%d,"scene":' % made,
                self._pieces.scene(scene) if self._joins else scene,  # see Prepared
                b',"blocks":[',
                b",".join(map(self._pieces.block, told) if self._joins else told),  # type: ignore[arg-type]  # see Prepared
                b'],"choices":[',
                prepared or self._pieces.offered(options),
                _bytes(tail),
            )
        )

    def _marked(self, options: Sequence[Option], taken: Collection[str], *, kept: bool) -> str:
        """Which of the options were taken before, as a key; "" where none was. Options that are `kept` are the same object each time."""
        if len(taken) != self._taken:  # it only grows
            self._marks.clear()
            self._taken = len(taken)
        again = ",".join([str(index) for index, one in enumerate(options) if one[0] in taken])
        marked = f'"taken":[{again}],' if again else ""
        if kept and len(self._marks) < _MOST_WORDS:
            self._marks[id(options)] = options, marked
        return marked

    def _status(self, session: Session) -> str:
        known = self._words
        said = []
        for index, shown in enumerate(self.program.status):
            if shown.condition is not None and not session.holds(shown.condition):
                continue
            if shown.beside and _id_of(session.turn) not in shown.beside:
                continue
            if shown.name in self.program.sets:
                said.append(self._things(session, shown))
                continue
            value = session.value(shown.name)
            said.append(known.get((index, value)) or self._said(session, index, shown, value))
        return f"{{{','.join(said)}}}"

    def _things(self, session: Session, shown: Shown) -> str:
        there = [one.rpartition(".")[2] for one in self.program.sets[shown.name].variables if session.value(one)]
        told = {
            "value": there,
            "word": standing(session, shown).word,
            **({"label": shown.title} if shown.title else {}),
        }
        return to_json({shown.name: told}, compact=True)[1:-1]

    def _said(self, session: Session, index: int, shown: Shown, value: Plain) -> str:
        variable, _, word = standing(session, shown)
        told: dict[str, object] = {"value": value, "word": word, **({"label": shown.title} if shown.title else {})}
        if shown.of:
            told["of"] = variable.high
        said = to_json({shown.name: told}, compact=True)[1:-1]
        decided = not shown.of and all(isinstance(piece, str) for word in variable.words for piece in word)
        if decided and len(self._words) < _MOST_WORDS:  # no other variable has a part in its words
            self._words[index, value] = said
        return said

    def _ending(self, session: Session, name: str) -> str:
        ending = self.program.endings[name]
        told: dict[str, object] = {"id": ending.id, "title": ending.title, "text": ending.text}
        if self.program.care is not None:
            told |= {"care": [who for who, _ in in_care(session)], "away": dict(away(session))}
        return to_json(told, compact=True)


class _Pieces:
    """Writes what the nodes of a story show (see `game.engine.linker.prepared.Scribe`)."""

    def __init__(self, program: Program) -> None:
        self._cast = program.cast
        self._tags = program.tags
        self._strings: dict[Sequence[str], tuple[bytes, ...]] = {}
        self._indexes = [b'{"index":0,']
        self._meta = program.meta
        self._scenes: dict[str, bytes] = {}

    def scene(self, name: str) -> bytes:
        found = self._scenes.get(name)
        if found is None:
            scene = self._meta(name)
            fields = {"id": scene.id, "title": scene.title, "place": scene.place, "chapter": scene.chapter}
            found = _bytes(f"{to_json(fields, compact=True)[:-1]}{self.tags(name)}}}")
            self._scenes[name] = found
        return found

    def block(self, block: Block) -> bytes:
        head, tail = self.frame(block)
        return _bytes(f"{head}{_words('text', block.text, block.spans)}{tail}")

    def blocks(self, blocks: Sequence[Block | None]) -> list[bytes | None]:
        """Blocks that all are the same line, each as it reads in one case."""
        frame = None
        said: list[bytes | None] = []
        for block in blocks:
            if block is None:
                said.append(None)
                continue
            head, tail = frame = frame or self.frame(block)
            said.append(_bytes(f"{head}{_words('text', block.text, block.spans)}{tail}"))
        return said

    def joined(self, blocks: Sequence[bytes]) -> bytes:
        return b",".join(blocks)

    def inset(self, strings: Sequence[str], before: str, after: str, block: Block) -> tuple[bytes, Sequence[bytes]]:
        known = self._strings.get(strings)
        if known is None:
            known = self._strings[strings] = tuple([_bytes(_quoted(one)[1:-1]) for one in strings])
        head, tail = self.frame(block)
        first, last = _quoted(before)[1:-1], _quoted(after)[1:-1]
        around = f'{head}"text":"{first}\0{last}","spans":[["{first}\0{last}",""]]{tail}'  # no text has that sign
        return _bytes(around.replace("%", "%%").replace("\0", "%b")), known

    def framed(self, said: bytes) -> bytes:
        return said.replace(b"%", b"%%")

    def passing(self, write: Writer) -> Writer:
        return _Line(self, write).write  # type: ignore[return-value]  # what stands for a block

    def option(self, option: Option) -> Option:
        return tuple.__new__(FixedOption, (*option, self.offer(option)))

    def offered(self, options: Sequence[Option]) -> bytes:
        """All options of a turn."""
        indexes = self._indexes
        while len(indexes) < len(options):
            indexes.append(b',{"index":%d,' % len(indexes))
        offered: list[bytes] = []
        for index, option in zip(indexes, options):  # noqa: B905 - there may be more indexes
            offered += index, option[5] if option.__class__ is FixedOption else self.offer(option)  # type: ignore[misc]
        return b"".join(offered)

    def frame(self, block: Block) -> tuple[str, str]:
        """What stands before and after the words of a block."""
        if not block.joints:
            tail = end = f"{self.tags(block.id)}}}"
        else:
            tail = end = f',"joined":{to_json(list(block.lines[1:]), compact=True)}{self.tags(*block.lines)}}}'
        if block.role == "speech":
            speaker = {"id": block.speaker, "name": self._cast[block.speaker].name}
            tail = f',"speaker":{to_json(speaker, compact=True)}{end}'
        return f'{{"id":{_quoted(block.id)},"role":"{block.role}",', tail

    def offer(self, option: Option) -> bytes:
        """An option as it stands now, without its number."""
        return _bytes(
            f'"id":{_quoted(option.id)},{_words("label", option.label, option.spans)},'
            f'"open":{_TRUTH[option.open]},"reason":{_quoted(option.reason)}{self.tags(option.id)}}}'
        )

    def tags(self, *lines: str) -> str:
        """The tags of a scene, of a choice or of a block's lines as one more key, where there are some."""
        if not self._tags:
            return ""
        tags = self._tags.get(lines[0], ())
        if len(lines) > 1:
            tags = tuple(dict.fromkeys(tag for line in lines for tag in self._tags.get(line, ())))
        return f',"tags":{to_json(list(tags), compact=True)}' if tags else ""


class _Line:
    """A line that reads in many ways: what stands around its words is kept."""

    __slots__ = ("_frame", "_pieces", "_write")

    def __init__(self, pieces: _Pieces, write: Writer) -> None:
        self._pieces = pieces
        self._write = write
        self._frame: tuple[str, str] | None = None

    def write(self, values: list[int], run: RenderContext) -> bytes | None:
        block = self._write(values, run)
        if block is None:
            return None
        frame = self._frame
        if frame is None:
            frame = self._frame = self._pieces.frame(block)
        return _bytes(f"{frame[0]}{_words('text', block.text, block.spans)}{frame[1]}")


def _id_of(turn: Turn) -> str:
    """The scene beside whose choices values may stand; "" at an ending."""
    scene: str | bytes = "" if turn.ending else turn.scene
    return scene if isinstance(scene, str) else str(loads(scene)["id"])  # see Prepared


def _values(variable: Variable) -> tuple[str, ...] | None:
    """How each value of a variable is written; None where that is the number itself."""
    if variable.kind == "enum":
        return tuple([_quoted(name) for name in variable.values])
    return _TRUTH if variable.kind == "bool" else None


def _words(key: str, text: str, spans: tuple[Span, ...]) -> str:
    """A text under this key, and its spans."""
    whole = _quoted(text)
    if len(spans) == 1 and not spans[0][1]:
        return f'"{key}":{whole},"spans":[[{whole},""]]'
    return f'"{key}":{whole},"spans":{to_json([list(span) for span in spans], compact=True)}'


def _quoted(text: str) -> str:
    # Of ASCII, json escapes all that could act on a terminal but DEL.
    harmless = "\x7f" not in text if text.isascii() else text.isprintable()
    return encode_basestring(text) if harmless and "##[" not in text else to_json(text)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
