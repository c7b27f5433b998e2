"""How a text is built: its scenes and what it declares, as an editor lists, folds and searches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from game.language.nodes import Mapping, Node, Scalar, column_of, line_of
from game.language.nodes import Sequence as NodeList
from game.language.schema.shapes.steps import CHOICE_KEYS
from game.language.schema.shapes.top import SHARED
from game.language.text.cleaning import clean_line

if TYPE_CHECKING:
    from game.program.sources import Reference
    from game.writer.server.reading import FileReading
    from game.writer.server.stories import Desk
    from game.writer.server.texts import EditorText

_KINDS: Final = {
    "scenes": types.SymbolKind.Class,
    "cast": types.SymbolKind.Constant,
    "variables": types.SymbolKind.Variable,
    "groups": types.SymbolKind.Variable,
    "sets": types.SymbolKind.Variable,
    "endings": types.SymbolKind.Event,
    "codex": types.SymbolKind.String,
    "phrases": types.SymbolKind.String,
    "places": types.SymbolKind.Namespace,
}
_FOUND: Final = {
    "scene": types.SymbolKind.Class,
    "cast": types.SymbolKind.Constant,
    "variable": types.SymbolKind.Variable,
    "group": types.SymbolKind.Variable,
    "set": types.SymbolKind.Variable,
    "ending": types.SymbolKind.Event,
    "codex": types.SymbolKind.String,
    "phrase": types.SymbolKind.String,
    "place": types.SymbolKind.Namespace,
    "label": types.SymbolKind.Field,
    "choice": types.SymbolKind.Field,
}
_MOST: Final = 200
_LONGEST: Final = 80
_DEEPEST: Final = 12


def symbols(reading: FileReading) -> list[types.DocumentSymbol]:
    """What a file holds: its keys, below them names, and below a scene its choices."""
    text, root = reading.text, reading.root
    if not isinstance(root, Mapping):
        return []
    return [_of_key(text, key, value, end) for key, value, end in _with_ends(root, len(text.lines))]


def _of_key(text: EditorText, key: Scalar, value: Node, end: int) -> types.DocumentSymbol:
    kind = _KINDS.get(key.text)
    inside = []
    if kind is not None and isinstance(value, Mapping):
        for name, node, last in _with_ends(value, end):
            choices = list(_choices(text, node, last)) if key.text == "scenes" else []
            inside.append(_symbol(text, name, kind, last, choices))
    known = types.SymbolKind.Module if key.text in SHARED else types.SymbolKind.Property
    return _symbol(text, key, known, end, inside)


def _choices(text: EditorText, node: Node, end: int, deep: int = 0) -> Iterator[types.DocumentSymbol]:
    """The choices in a body, wherever they stand in it."""
    if deep > _DEEPEST:
        return
    if isinstance(node, NodeList):
        for number, item in enumerate(node.items):
            last = line_of(node.items[number + 1].pos) - 1 if number + 1 < len(node.items) else end
            yield from _choices(text, item, last, deep + 1)
    elif isinstance(node, Mapping):
        for key, value, last in _with_ends(node, end):
            if key.text != "choices" or not isinstance(value, NodeList):
                yield from _choices(text, value, last, deep + 1)
                continue
            for number, item in enumerate(value.items):
                behind = line_of(value.items[number + 1].pos) - 1 if number + 1 < len(value.items) else last
                label = _label(item)
                if label is not None:
                    inside = list(_choices(text, item, behind, deep + 1))
                    yield _symbol(text, label, types.SymbolKind.Field, behind, inside)


def _label(item: Node) -> Scalar | None:
    if isinstance(item, Scalar):
        return item
    if not isinstance(item, Mapping) or not item.entries:
        return None
    known = item.get("choice") or item.get("once")
    if isinstance(known, Scalar):
        return known
    return item.entries[0][0] if item.entries[0][0].text not in CHOICE_KEYS else None


def _with_ends(node: Mapping, end: int) -> Iterator[tuple[Scalar, Node, int]]:
    """The entries of a mapping, each with the last line that belongs to it."""
    for number, (key, value) in enumerate(node.entries):
        last = line_of(node.entries[number + 1][0].pos) - 1 if number + 1 < len(node.entries) else end
        yield key, value, max(last, line_of(key.pos))


def _symbol(
    text: EditorText, name: Scalar, kind: types.SymbolKind, end: int, inside: list[types.DocumentSymbol]
) -> types.DocumentSymbol:
    line = line_of(name.pos)
    while end > line and not text.line(end).strip():
        end -= 1
    column = column_of(name.pos)
    written = text.line(line)
    stop = min(column + len(name.text), len(written) + 1)
    whole = text.range(line, column, end, len(text.line(end)) + 1)
    shown = clean_line(name.text)[:_LONGEST].strip() or "…"
    return types.DocumentSymbol(shown, kind, whole, text.range(line, column, line, stop), children=inside or None)


def folds(text: EditorText) -> list[types.FoldingRange]:
    """What can be folded: each line with those below it that are set in further."""
    found: list[types.FoldingRange] = []
    open_: list[tuple[int, int]] = []
    last = -1
    for number, line in enumerate([*text.lines, "."]):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        while open_ and open_[-1][0] >= indent:
            _, begin = open_.pop()
            if last > begin:
                found.append(types.FoldingRange(begin, last))
        open_.append((indent, number))
        last = number
    return sorted(found, key=lambda one: one.start_line)


def named(desk: Desk, asked: str) -> list[types.SymbolInformation]:
    """What is declared in the stories that are open, and has these letters in its name."""
    found: list[types.SymbolInformation] = []
    wanted = asked.casefold()
    for story in desk.stories.values():
        table = story.version.table if story.version is not None else None
        for one in _declared(table.references if table is not None else ()):
            if wanted not in one.name.casefold():
                continue
            text = desk.text(one.span.file, story)
            if text is None:
                continue
            where = text.range(one.span.line, one.span.column, one.span.end_line, one.span.end_column)
            location = types.Location(text.path.as_uri(), where)
            found.append(
                types.SymbolInformation(location, one.name, _FOUND[one.thing], container_name=one.inside or one.thing)
            )
            if len(found) == _MOST:
                return found
    return found


def _declared(references: Iterable[Reference]) -> Iterator[Reference]:
    return (one for one in references if one.use == "defined" and one.thing in _FOUND)
