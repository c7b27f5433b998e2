"""Turns as lines of JSON, put together from pieces that are written once: a line of the story and a list of choices read alike each time.

What a turn holds is described in docs/json.md.
"""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final

from game.engine.panels import standing
from game.engine.turn import Block
from game.language.machine import to_json
from game.program.model import SceneMeta

if TYPE_CHECKING:
    from game.engine.session import Session
    from game.engine.turn import Option, Span
    from game.program.model import Program, Shown, Variable

_MOST_KEPT: Final = 64_000_000
"""Characters of pieces that are kept; what comes up after that is written each time."""
_EACH: Final = 300
"""What keeping a piece takes beside its characters."""
_TRUTH: Final = ("false", "true")


class Turns:
    """Writes the turns of one story's sessions.

    A piece is kept with the value that it was written for, under the name that the value has in the story: there are no more
    pieces than the story has lines and choices, and a line that reads otherwise each time is written each time.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._status_is_shown = bool(program.status)
        self._names = [f'{{"name":{_quoted(one.name)},"before":' for one in program.slots]
        self._values = [_values(one) for one in program.slots]
        self._scenes: dict[str, str] = {}
        self._blocks: dict[int, str] = {}
        self._held: list[Block] = []
        """What stands behind the numbers in `_blocks`, which are the objects' own for as long as these are there."""
        self._frames: dict[str, tuple[str, str]] = {}
        self._options: dict[str, tuple[Option, str]] = {}
        self._indexes = ['{"index":0,']
        self._words: dict[tuple[int, bool | int | str], str] = {}
        self._kept = 0

    def line(self, session: Session) -> str:
        """The turn in view of a session, with everything a front needs to show it, and the line's end."""
        blocks, options, scene, ending, learned, stuck = session.turn
        told = []
        known, frames = self._blocks, self._frames
        for block in blocks:
            if block.__class__ is Block:
                told.append(known.get(id(block)) or self._block(block))
            else:
                head, tail = frames.get(block.id) or self._frame(block)
                told.append(f"{head}{_words('text', block.text, block.spans)}{tail}")
        offered: list[str] = []
        offers, indexes = self._options, self._indexes
        while len(indexes) < len(options):
            indexes.append(f',{{"index":{len(indexes)},')
        for index, option in zip(indexes, options):  # noqa: B905 - there may be more indexes
            offer = offers.get(option.id)
            offered += index, offer[1] if offer is not None and offer[0] is option else self._option(option)
        changed = []
        names, values = self._names, self._values
        for slot, before, after in session.changed():
            said = values[slot]
            changed.append(
                f'{names[slot]}{before},"after":{after}}}'
                if said is None
                else f'{names[slot]}{said[before]},"after":{said[after]}}}'
            )
        return (
            f'{{"type":"turn","turn":{session.made},"scene":{self._scenes.get(scene) or self._scene(scene)},'
            f'"blocks":[{",".join(told)}],"choices":[{"".join(offered)}],"changes":[{",".join(changed)}],'
            f'"learned":{to_json(learned, compact=True) if learned else "[]"},'
            f'"status":{self._status(session) if self._status_is_shown else "{}"},'
            f'"ending":{self._ending(ending) if ending else "null"},"stuck":"{stuck}",'
            f'"undo":{_TRUTH[session.can_undo]},"redo":{_TRUTH[session.can_redo]}}}\n'
        )

    def _scene(self, name: str) -> str:
        scene = self.program.meta(name) if name else SceneMeta("", "", "", "")
        fields = {"id": scene.id, "title": scene.title, "place": scene.place, "chapter": scene.chapter}
        return self._scenes.setdefault(name, f"{to_json(fields, compact=True)[:-1]}{self._tags(name)}}}")

    def _tags(self, identity: str) -> str:
        """The tags of a scene, block or choice as one more key, where it has some."""
        tags = self.program.tags.get(identity)
        return f',"tags":{to_json(list(tags), compact=True)}' if tags else ""

    def _block(self, block: Block) -> str:
        head, tail = self._frame(block)
        piece = f"{head}{_words('text', block.text, block.spans)}{tail}"
        if self._may_keep(piece):
            self._blocks[id(block)] = piece
            self._held.append(block)
        return piece

    def _frame(self, block: Block) -> tuple[str, str]:
        """What stands before and after the words of a block."""
        end = f"{self._tags(block.id)}}}"
        frame = f'{{"id":{_quoted(block.id)},"role":"{block.role}",', end
        if block.role == "speech":
            speaker = {"id": block.speaker, "name": self.program.cast[block.speaker].name}
            frame = frame[0], f',"speaker":{to_json(speaker, compact=True)}{end}'
        if block.__class__ is not Block and self._may_keep(frame[0]):
            self._frames[block.id] = frame
        return frame

    def _option(self, option: Option) -> str:
        piece = (
            f'"id":{_quoted(option.id)},{_words("label", option.label, option.spans)},'
            f'"open":{_TRUTH[option.open]},"reason":{_quoted(option.reason)}{self._tags(option.id)}}}'
        )
        if option.id not in self._options and self._may_keep(piece):
            self._options[option.id] = option, piece
        return piece

    def _status(self, session: Session) -> str:
        known = self._words
        said = []
        for index, shown in enumerate(self.program.status):
            if shown.condition is not None and not session.holds(shown.condition):
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

    def _said(self, session: Session, index: int, shown: Shown, value: bool | int | str) -> str:  # noqa: FBT001 - a variable's value
        variable, _, word = standing(session, shown)
        told = {"value": value, "word": word, **({"label": shown.title} if shown.title else {})}
        said = to_json({shown.name: told}, compact=True)[1:-1]
        decided = all(isinstance(piece, str) for word in variable.words for piece in word)
        if decided and self._may_keep(said):  # no other variable has a part in its words
            self._words[index, value] = said
        return said

    def _may_keep(self, piece: str) -> bool:
        """Whether there is room for a piece."""
        self._kept += len(piece) + _EACH
        return self._kept <= _MOST_KEPT

    def _ending(self, name: str) -> str:
        ending = self.program.endings[name]
        return to_json({"id": ending.id, "title": ending.title, "text": ending.text}, compact=True)


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
    return encode_basestring(text) if harmless else to_json(text)
