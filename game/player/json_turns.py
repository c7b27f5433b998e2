"""Turns as lines of JSON, put together from pieces that are written once: a line of the story and a list of choices read alike each time.

What a turn holds is described in docs/json.md.
"""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final

from game.engine.session import shown
from game.language.machine import to_json
from game.program.model import SceneMeta

if TYPE_CHECKING:
    from game.engine.session import Session
    from game.engine.turn import Block, Option, Span
    from game.program.model import Program

_MOST_KEPT: Final = 16_000_000
"""Characters of pieces that are kept; a story that has no more in it is written once."""
_EACH: Final = 300
"""What keeping a piece takes beside its characters."""
_TRUTH: Final = ("false", "true")


class Turns:
    """Writes the turns of one story's sessions."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._status_is_shown = bool(program.status)
        self._scenes: dict[str, str] = {}
        self._blocks: dict[Block, str] = {}
        self._choices: dict[tuple[Option, ...], str] = {}
        self._changes: dict[tuple[int, int, int], str] = {}
        self._words: dict[tuple[str, bool | int | str], str] = {}
        self._kept = 0

    def line(self, session: Session) -> str:
        """The turn in view of a session, with everything a front needs to show it, and the line's end."""
        blocks, options, scene, ending, learned, stuck = session.turn
        known = self._blocks
        told = ",".join([known.get(block) or self._block(block) for block in blocks])
        offered = self._choices.get(options)
        if offered is None:
            offered = self._offers(options)
        changes = self._changes
        changed = ",".join([changes.get(one) or self._change(one) for one in session.changed()])
        return (
            f'{{"type":"turn","turn":{session.made},"scene":{self._scenes.get(scene) or self._scene(scene)},'
            f'"blocks":[{told}],"choices":[{offered}],"changes":[{changed}],'
            f'"learned":{to_json(learned, compact=True) if learned else "[]"},'
            f'"status":{self._status(session) if self._status_is_shown else "{}"},'
            f'"ending":{self._ending(ending) if ending else "null"},"stuck":"{stuck}",'
            f'"undo":{_TRUTH[session.can_undo]},"redo":{_TRUTH[session.can_redo]}}}\n'
        )

    def _scene(self, name: str) -> str:
        scene = self.program.meta(name) if name else SceneMeta("", "", "", "")
        fields = {"id": scene.id, "title": scene.title, "place": scene.place, "chapter": scene.chapter}
        return self._scenes.setdefault(name, to_json(fields, compact=True))

    def _block(self, block: Block) -> str:
        piece = f'{{"id":{_quoted(block.id)},"role":"{block.role}",{_words("text", block.text, block.spans)}'
        if block.role == "speech":
            speaker = {"id": block.speaker, "name": self.program.cast[block.speaker].name}
            piece += f',"speaker":{to_json(speaker, compact=True)}'
        piece += "}"
        if self._may_keep(piece):
            self._blocks[block] = piece
        return piece

    def _offers(self, options: tuple[Option, ...]) -> str:
        piece = ",".join([_choice(index, option) for index, option in enumerate(options)])
        if self._may_keep(piece):
            self._choices[options] = piece
        return piece

    def _may_keep(self, piece: str) -> bool:
        """Whether a piece may be kept; those before it are let go where they have become too many."""
        size = len(piece) + _EACH
        if size > _MOST_KEPT // 100:
            return False
        self._kept += size
        if self._kept > _MOST_KEPT:
            self._kept = size
            for pieces in (self._blocks, self._choices, self._changes, self._words):
                pieces.clear()
        return True

    def _change(self, changed: tuple[int, int, int]) -> str:
        slot, *values = changed
        variable = self.program.slots[slot]
        before, after = [to_json(shown(variable, value)) for value in values]
        piece = f'{{"name":{_quoted(variable.name)},"before":{before},"after":{after}}}'
        if self._may_keep(piece):
            self._changes[changed] = piece
        return piece

    def _status(self, session: Session) -> str:
        known = self._words
        said = []
        for name in self.program.status:
            value = session.value(name)
            said.append(known.get((name, value)) or self._said(session, name, value))
        return f"{{{','.join(said)}}}"

    def _said(self, session: Session, name: str, value: bool | int | str) -> str:  # noqa: FBT001 - a variable's value
        said = to_json({name: {"value": value, "word": session.word(name)}}, compact=True)[1:-1]
        variable = self.program.variables.get(name)
        decided = variable is not None and all(isinstance(piece, str) for word in variable.words for piece in word)
        if decided and self._may_keep(said):  # no other variable has a part in its words
            self._words[name, value] = said
        return said

    def _ending(self, name: str) -> str:
        ending = self.program.endings[name]
        return to_json({"id": ending.id, "title": ending.title, "text": ending.text}, compact=True)


def _choice(index: int, option: Option) -> str:
    return (
        f'{{"index":{index},"id":{_quoted(option.id)},{_words("label", option.label, option.spans)},'
        f'"open":{_TRUTH[option.open]},"reason":{_quoted(option.reason)}}}'
    )


def _words(key: str, text: str, spans: tuple[Span, ...]) -> str:
    """A text under this key, and its spans."""
    whole = _quoted(text)
    if len(spans) == 1 and not spans[0][1]:
        return f'"{key}":{whole},"spans":[[{whole},""]]'
    return f'"{key}":{whole},"spans":{to_json([list(span) for span in spans], compact=True)}'


def _quoted(text: str) -> str:
    return encode_basestring(text) if text.isprintable() else to_json(text)
