"""What stands at a place, in words: what a key means, who or what a name is, and which values it can have here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from game.language.schema.shapes.shape import Shape, Single
from game.language.text.cleaning import clean
from game.language.text.markdown import escaped, fenced
from game.writer.keys.places import meaning, spot
from game.writer.names.uses import NamedThing
from game.writer.server.finding import Cursor, named_at

if TYPE_CHECKING:
    from game.program.sources import Reference
    from game.writer.server.stories import Version

_MOST_LINES: Final = 12
_WIDEST: Final = 120


def hover(cursor: Cursor) -> types.Hover | None:
    """What is said of a place; None where there is nothing to say."""
    said = list(_of_key(cursor)) or list(_of_names(cursor))
    if not said:
        return None
    start, end = cursor.word()
    text = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(said))
    return types.Hover(text, cursor.text.range(cursor.line, start, cursor.line, end))


def _of_key(cursor: Cursor) -> Iterator[str]:
    """What a key means, or a word that stands behind one."""
    start, end = cursor.word()
    if start == end:
        return
    word = cursor.written[start - 1 : end - 1]
    behind = cursor.written[end - 1 :].lstrip()
    lines = cursor.text.read_lines
    if behind.startswith(":"):
        colon = cursor.written.index(":", end - 1) + 2
        path = spot(lines, cursor.line, colon).path
        if path and path[-1].text == word:
            keys = [
                (form.what, form.keys[word].about)
                for form in meaning(path[:-1]).forms
                if isinstance(form, Shape) and word in form.keys
            ]
            for about in dict.fromkeys(about for _, about in keys):
                what = " or ".join(what for what, one in keys if one == about)
                yield f"**{word}** ({what})\n\n{about}"
        return
    around = spot(lines, cursor.line, end)
    if around.value and not around.block:
        for form in meaning(around.path).forms:
            if isinstance(form, Single) and word in form.words and around.before == word:
                yield f"**{word}**: {form.words[word]}"


def _of_names(cursor: Cursor) -> Iterator[str]:
    """What is known of that which is named here: the whole of a variable of a group before its parts."""
    version = cursor.story.version
    if version is None or version.table is None:
        return
    found = named_at(cursor)
    whole = next((one for one in found if one.thing == "variable"), None)
    shown = [whole] if whole is not None else []
    shown += [one for one in found if one.thing not in ("variable", "group")][: 2 - len(shown)]
    for one in shown or found[:1]:
        yield _document(one, version)


def _document(one: Reference, version: Version) -> str:
    """A name: what it is, how often it is used, what the story says of it, and how it begins in its file."""
    assert version.table is not None
    places = version.table.named(one.thing, one.name, one.inside)
    named = NamedThing(one.thing, one.name, one.inside, places)
    parts = [f"**{one.thing} {named.called}** ({named.counted})", *_said(one, version)]
    defined = version.table.definition(one.thing, one.name, one.inside)
    if defined is not None:
        lines = version.known.lines.get(defined.span.file, [])
        parts.append(fenced("\n".join(_excerpt(lines, defined.span.line)), "yaml"))
    return "\n\n".join(parts)


def _said(one: Reference, version: Version) -> Iterator[str]:
    program = version.program
    if program is None:
        return
    if one.thing == "scene" and one.name in program.scene_index:
        meta = program.meta(one.name)
        chapter = program.chapters.get(meta.chapter)
        known = (meta.title, meta.place, chapter.title if chapter else "")
        yield escaped(" · ".join(filter(None, known)))
    elif one.thing == "variable" and (variable := program.variables.get(one.name)) is not None:
        start = variable.values[variable.start] if variable.values else str(variable.start)
        if variable.kind == "int":
            yield f"int from {variable.low} to {variable.high}, {start} at the start"
        else:
            values = ", ".join(variable.values) or "false, true"
            yield f"{variable.kind}: {values}; {start if variable.values else ('true' if variable.start else 'false')} at the start"
        if variable.about:
            yield escaped(variable.about)
        if where := version.ranges.get((one.scene, one.name)):
            yield f"In {one.scene}: {where} (from the last proof)"
    elif one.thing == "cast" and (member := program.cast.get(one.name)) is not None:
        yield escaped(" · ".join(filter(None, (member.name, member.about))))


def _excerpt(lines: list[str], line: int) -> Iterator[str]:
    """The lines of a declaration: the one that it begins on, and those that are set in further, a few at most."""
    first = lines[line - 1] if 0 < line <= len(lines) else ""
    indent = len(first) - len(first.lstrip(" "))
    for number, written in enumerate(lines[line - 1 : line - 1 + _MOST_LINES + 1]):
        if number and (not written.strip() or len(written) - len(written.lstrip(" ")) <= indent):
            return
        if number == _MOST_LINES:
            yield "…"
            return
        shown = clean(written[indent : indent + _WIDEST])
        yield shown + ("…" if len(written) > indent + _WIDEST else "")
