"""Notes, while a story is compiled, where everything stands and which place names what.

The compiler tells what it has just made and from which text, scene by scene; what is declared outside of scenes is gone through at the end.
Nothing of this is kept in a compiled story, and a story that is compiled without it takes no longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import proxy

from game.language.markup import Alternative, Arm, Conditional, Literally, Piece, Value
from game.language.nodes import Scalar
from game.language.yaml.locate import locate
from game.program.sources.mentions import Mention, Mentions
from game.program.sources.table import Reference, SourceKind, SourceRow, SourceSpan, SourceTable, Thing, Use

if TYPE_CHECKING:
    from game.language.schema.story import Story
    from game.language.schema.tree import Choice, Paragraph, Scene, Text
    from game.language.yaml.document import Document
    from game.program import model
    from game.program.compiler.blocks import OpenBlock
    from game.program.compiler.resolution.names import Names

_KINDS: Final[tuple[SourceKind, ...]] = ("scene", "choice", "line", "arm", "condition", "effect")


class Written(NamedTuple):
    """A text of a file: `at` is where it begins in its scalar."""

    file: int
    scalar: Scalar
    at: int


class _Noted(NamedTuple):
    thing: Thing
    name: str
    inside: str
    use: Use
    scene: str
    row: SourceRow


class Trace:
    """What one compiling of a story noted."""

    def __init__(self, story: Story, names: Names) -> None:
        self._story = story
        self._names: Names = proxy(names)  # they hold the trace: see Decks
        self._sources = story.sources
        for source in story.sources:
            source.number()
        self._rows: dict[SourceKind, dict[str, SourceRow]] = {kind: {} for kind in _KINDS}
        self._noted: list[_Noted] = []
        self.mentions = Mentions(story, names.scope)
        self.inside = ""
        self._open: list[tuple[SourceKind, OpenBlock, int, SourceRow]] = []
        """Conditions and effects of blocks whose number is not known yet."""

    # what the compiler of a scene tells

    def scene(self, scene: Scene) -> None:
        """From here on, what is told is of this scene."""
        self.inside = scene.id
        self._place("scene", scene.id, Written(scene.file, scene.scalar, 0), len(scene.scalar.text))

    def finished(self, blocks: Sequence[model.BasicBlock]) -> None:
        """The scene is done, and these are its blocks."""
        numbers = {id(block.ops): number for number, block in enumerate(blocks)}
        for kind, block, op, row in self._open:
            number = numbers.get(id(block.ops))
            if number is not None:
                ending = f".{op}" if kind == "effect" else ""
                self._rows[kind].setdefault(f"{self.inside}#{number}{ending}", row)
        self._open.clear()
        self.inside = ""

    def line(self, identity: str, paragraph: Paragraph, file: int, scalar: Scalar) -> None:
        """A paragraph, line of dialogue or aside."""
        where = Written(file, scalar, paragraph.at)
        self._text("line", identity, paragraph.raw, paragraph.pieces, where)

    def choice(self, identity: str, choice: Choice, file: int) -> None:
        """A choice: its label, its conditions, and why it can be closed; what it does is told elsewhere."""
        written = choice.scalar.text
        if written.lstrip().startswith(choice.raw):
            written = choice.raw
        elif choice.target is not None and choice.target.scalar is choice.scalar:  # a label with a part in brackets
            written = written[: choice.target.at].rstrip("-> \t\n")
        self._text("choice", identity, written, choice.label, Written(file, choice.scalar, 0))
        for word, text in (("if", choice.condition), ("needs", choice.needs)):
            if text is not None:
                self.condition(text, file, identity=f"{identity} {word}")
        if choice.reason and choice.reason_scalar is not None:
            said = choice.reason_scalar
            self._text("line", f"{identity}!", said.text.strip(), choice.reason, Written(file, said, 0))

    def condition(
        self, text: Text, file: int, *, block: OpenBlock | None = None, identity: str = "", ruled: bool = False
    ) -> None:
        """A condition: of the `if` that a block ends with, or with an id of its own, or neither; `ruled`, it is that of a rule."""
        where = Written(file, text.scalar, text.at)
        row = self._row(where, text.text)
        if block is not None:
            self._open.append(("condition", block, 0, row))
        elif identity:
            self._rows["condition"].setdefault(identity, row)
        if not ruled:  # what a rule names, it names once, wherever it is obeyed
            self.mentioned(self.mentions.condition(text.text), where)

    def effect(self, text: Text, file: int, block: OpenBlock, *, ruled: bool = False) -> None:
        """An effect, the last that was added to a block; `ruled`, it is that of a rule."""
        where = Written(file, text.scalar, text.at)
        self._open.append(("effect", block, len(block.ops) - 1, self._row(where, text.text)))
        if not ruled:
            self.mentioned(self.mentions.effect(text.text), where)

    def leads(self, text: Text, use: Use, file: int) -> None:
        """The target of a goto, an arrow, a call or a return."""
        found = self.mentions.target(text.text, use, 0, self.inside)
        self.mentioned(found, Written(file, text.scalar, text.at))

    def name(self, thing: Thing, use: Use, file: int, scalar: Scalar, *, inside: str = "") -> None:
        """A text that is a name and nothing else."""
        name = scalar.text.strip()
        mention = Mention(thing, name, inside, use, scalar.text.find(name), len(name))
        self.mentioned((mention,), Written(file, scalar, 0))

    # texts

    def _text(self, kind: SourceKind, identity: str, raw: str, pieces: Sequence[Piece], where: Written) -> None:
        self._rows[kind].setdefault(identity, self._row(where, raw))
        self.pieces(identity, pieces, where, names=True)

    def pieces(
        self, identity: str, pieces: Iterable[Piece], where: Written, path: str = "", fork: int = 0, *, names: bool
    ) -> int:
        """The arms of a text, and with `names` what it names; `fork` counts the forks before it. Returns how many there are then."""
        for piece in pieces:
            if piece.__class__ is Literally:
                continue
            if isinstance(piece, Value):
                fork = self._value(identity, piece, where, path, fork, names=names)
            elif isinstance(piece, Conditional):
                fork += 1
                self._conditional(identity, piece.arms, where, f"{path}{fork}", names=names)
            elif isinstance(piece, Alternative):
                fork += 1
                self._turns(identity, piece, where, f"{path}{fork}", names=names)
        return fork

    def _value(self, identity: str, piece: Value, where: Written, path: str, fork: int, *, names: bool) -> int:
        story, scope = self._story, self._names.scope
        phrase = None
        if ":" in piece.name:  # a name that bends the words round it
            piece = piece._replace(name=piece.name.partition(":")[0])
        if piece.name in scope.named or piece.name in scope.texts:
            found = tuple(self.mentions.variable(piece.name, "told", piece.at))
        elif piece.name in scope.told:
            bag = piece.name.removeprefix("count(").removesuffix(")")
            at = where.scalar.text.index(bag, where.at + piece.at + len(piece.name.partition(bag)[0])) - where.at
            found = (Mention("set", bag, "", "told", at, len(bag)),)
        elif piece.name.startswith("visits("):
            behind = re.compile(r"visits\(\s*").match(where.scalar.text, where.at + piece.at)
            at = piece.at if behind is None else behind.end() - where.at
            found = tuple(self.mentions.target(piece.name[7:-1], "told", at))
        elif (phrase := story.phrases.get(piece.name)) is not None:
            found = (Mention("phrase", piece.name, "", "told", piece.at, len(piece.name)),)
        else:
            found = ()
        if names:
            self.mentioned(found, where)
        if (
            phrase is not None and identity
        ):  # what it names is noted where it is declared; what it shows belongs to this text
            inside = Written(phrase.file, phrase.scalar, 0)
            fork = self.pieces(identity, phrase.pieces, inside, path, fork, names=False)
        return fork

    def _conditional(self, identity: str, arms: Sequence[Arm], where: Written, here: str, *, names: bool) -> None:
        for number, arm in enumerate(arms):
            if number and arm.condition:
                here += "b.1"  # an elif is an if where the one before it does not hold
            if arm.condition and identity:
                self._place("condition", f"{identity} {here}", _further(where, arm.at), len(arm.condition))
            if arm.condition and names:
                self.mentioned(self.mentions.condition(arm.condition), _further(where, arm.at))
            name = here + ("a" if arm.condition or not number else "b")
            self._arm(identity, name, arm.part, arm.pieces, where, names=names)

    def _turns(self, identity: str, piece: Alternative, where: Written, here: str, *, names: bool) -> None:
        inner = here if piece.last is None else f"{here}a.1"
        arms = [(f"{inner}{number}", arm) for number, arm in enumerate(piece.arms, 1)]
        if piece.last is not None:
            arms.append((f"{here}b", piece.last))
        for (name, arm), part in zip(arms, piece.parts, strict=True):
            self._arm(identity, name, part, arm, where, names=names)

    def _arm(
        self,
        identity: str,
        name: str,
        part: tuple[int, int] | None,
        pieces: Sequence[Piece],
        where: Written,
        *,
        names: bool,
    ) -> None:
        if identity and part is not None:
            begin, end = part
            written = where.scalar.text[where.at + begin : where.at + end]
            self._rows["arm"].setdefault(f"{identity} {name}", self._row(_further(where, begin), written))
        self.pieces(identity, pieces, where, f"{name}.", names=names)

    # positions

    def _place(self, kind: SourceKind, identity: str, where: Written, length: int) -> None:
        self._rows[kind].setdefault(identity, self._rowed(where, 0, length))

    def is_written(self, scalar: Scalar, file: int) -> bool:
        """Whether a text stands where it says that it does."""
        _, line, column, end_line, end = self._rowed(Written(file, scalar, 0), 0, len(scalar.text))
        return line == end_line and self._sources[file].line(line)[column - 1 : end - 1] == scalar.text

    def _row(self, where: Written, text: str) -> SourceRow:
        """Where a text stands, without the blanks around it."""
        words, written = text.strip(), where.scalar.text
        at = where.at
        while words and written[at].isspace():
            at += 1
        return self._rowed(where, at - where.at, len(words))

    def _rowed(self, where: Written, at: int, length: int) -> SourceRow:
        source, scalar = self._sources[where.file], where.scalar
        first = where.at + at
        line, column = locate(source, scalar, first)
        if scalar.text[first : first + length] == source.line(line)[column - 1 : column - 1 + length]:
            return where.file, line, column, line, column + length
        return where.file, line, column, *locate(source, scalar, first + length)

    def mentioned(self, mentions: Iterable[Mention], where: Written) -> None:
        """Names that stand in a text."""
        for one in mentions:
            row = self._rowed(where, one.at, one.length)
            self._noted.append(_Noted(one.thing, one.name, one.inside, one.use, self.inside, row))

    def table(self, documents: Sequence[Document]) -> SourceTable:
        """The whole, with positions as people find them in the files; nothing of lines that stand in for what could not be read."""
        files = [document.source.name for document in documents]

        def shown(row: SourceRow) -> SourceRow:
            document = documents[row[0]]
            if not document.removed:
                return row
            file, line, column, end_line, end_column = row
            return file, line, document.shown(line, column), end_line, document.shown(end_line, end_column)

        def there(row: SourceRow) -> bool:
            return row[1] not in documents[row[0]].mended

        rows = {
            kind: {name: shown(row) for name, row in found.items() if there(row)} for kind, found in self._rows.items()
        }
        references = []
        for thing, name, inside, use, scene, row in self._noted:
            if there(row):
                file, *position = shown(row)
                references.append(Reference(thing, name, inside, use, scene, SourceSpan(files[file], *position)))
        # A label that is told again names everything twice in one place.
        return SourceTable(files, rows, list(dict.fromkeys(references)))


def _further(where: Written, at: int) -> Written:
    return where._replace(at=where.at + at)
