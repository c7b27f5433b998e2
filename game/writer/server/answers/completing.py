"""What can be written at a place: keys with what they mean, names of the story, words of conditions and of markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lsprotocol import types

from game.language.schema.shapes.shape import Form, Keyed, Listed, Shape, Single
from game.writer.keys.places import Meaning, Whereabouts, meaning, spot
from game.writer.server.catalogue import Catalogue, Named
from game.writer.server.finding import Cursor

_MOST: Final = 1_000
_LONGEST: Final = 1_000
_MOST_ABOVE: Final = 10
_LOOKED_AT: Final = 300
"""Characters before a place that tell what can stand there."""
_TOKEN: Final = re.compile(r"[\w.-]*$")
_IN_CALL: Final = re.compile(r"\b(seen|visits|ending|count)\(\s*[\w.-]*$")
_COMPARED: Final = re.compile(
    r"([^\W\d][\w.]*)\s*(?:==|!=|<=?|>=?|=|\+=|-=|(?:not )?in\s*\[)\s*(?:[\w.]+\s*,\s*)*[\w.]*$"
)
_HELD: Final = re.compile(r"\bin\s+\w*$")
_ARROW: Final = re.compile(r"->\s+[\w.-]*$")
_BRACE: Final = re.compile(r"\{([^{}]*)$")
_CONDITION_IN_BRACE: Final = re.compile(r"\s*(?:if|[^{}]*\|\s*elif)\b([^:]*)$")
_FUNCTIONS: Final = {
    "seen(": "whether a scene, label or choice has been come to",
    "visits(": "how often a scene, label or choice has been come to",
    "count(": "how many things are in a set",
    "min(": "the smaller of two",
    "max(": "the greater of two",
}
_WORDS: Final = {
    "and": "both hold",
    "or": "one of them holds",
    "not": "it does not hold",
    "in": "one of a list, or a thing in a set",
    "true": "of a bool",
    "false": "of a bool",
}
_MARKUP: Final = {
    "if ": "text that depends: {if heat > 5: Hot. | else: Cold.}",
    "first: ": "the first time, then the next: {first: An owl. | then: Silence.}",
    "cycle: ": "round and round: {cycle: one | two}",
    "shuffle: ": "in random order: {shuffle: one | two}",
}  # fmt: skip
_KIND: Final = {
    "scene": types.CompletionItemKind.Class,
    "label": types.CompletionItemKind.Field,
    "variable": types.CompletionItemKind.Variable,
    "group": types.CompletionItemKind.Variable,
    "set": types.CompletionItemKind.Variable,
    "thing": types.CompletionItemKind.EnumMember,
    "value": types.CompletionItemKind.EnumMember,
    "cast": types.CompletionItemKind.Constant,
    "phrase": types.CompletionItemKind.Text,
    "codex": types.CompletionItemKind.Reference,
    "function": types.CompletionItemKind.Function,
    "word": types.CompletionItemKind.Keyword,
    "key": types.CompletionItemKind.Property,
}


class Offer(NamedTuple):
    """Something that can be written: what it is, what stands in the list, what is put in, and what it means."""

    kind: str
    name: str
    detail: str = ""
    about: str = ""
    written: str = ""


def completions(cursor: Cursor) -> types.CompletionList:
    """Everything that fits a place and begins with, or has in it, what is written there already."""
    around = spot(cursor.text.read_lines, cursor.line, cursor.column)
    version = cursor.story.version
    known = version.catalogue if version is not None else Catalogue(None, None)
    token = _TOKEN.search(around.before)
    begun = token[0] if token else ""
    behind = cursor.written[cursor.column - 1 :]
    offers: dict[str, Offer] = {}
    told = "\n".join([*_paragraph(cursor, around), around.before])
    for one in _offers(around, meaning(around.path), known, behind, told):
        if begun.casefold() in one.name.casefold():
            offers.setdefault(one.name, one)
    ordered = sorted(offers.values(), key=lambda one: not one.name.startswith(begun))
    where = cursor.text.range(cursor.line, cursor.column - len(begun), cursor.line, cursor.column)
    items = [_item(number, one, where) for number, one in enumerate(ordered[:_MOST])]
    return types.CompletionList(is_incomplete=len(ordered) > _MOST, items=items)


def _paragraph(cursor: Cursor, around: Whereabouts) -> list[str]:
    """The lines of a paragraph above the one that is being written, a few at most: braces may be open in them."""
    if not around.block:
        return []
    lines = cursor.text.read_lines[max(around.path[-1].line, cursor.line - _MOST_ABOVE) : cursor.line - 1]
    blank = max((number for number, line in enumerate(lines) if not line.strip()), default=-1)
    return lines[blank + 1 :]


def _item(number: int, one: Offer, where: types.Range) -> types.CompletionItem:
    return types.CompletionItem(
        label=one.name,
        kind=_KIND.get(one.kind, types.CompletionItemKind.Value),
        detail=one.detail or None,
        documentation=one.about or None,
        sort_text=f"{number:04}",
        filter_text=one.name,
        text_edit=types.TextEdit(where, one.written or one.name),
    )


def _offers(around: Whereabouts, means: Meaning, known: Catalogue, behind: str, told: str) -> Iterator[Offer]:
    before = around.before
    if around.block:
        if around.path[-1].text == "talk" and _TOKEN.fullmatch(before):
            yield from _speakers(known, behind)
        yield from _prose(told, known)
        return
    single = [one for one in means.forms if isinstance(one, Single)]
    if not around.value and _TOKEN.fullmatch(before):
        yield from _keys(means, known, behind)
    for one in single:
        if one.kind == "prose":
            if _ARROW.search(before) or (means.forms and before.startswith("-> ")):
                yield from _named("scene", known.targets(means.name("scene")))
            yield from _prose(told, known)
        elif around.value:
            yield from _single(one, before, means, known)


def _keys(means: Meaning, known: Catalogue, behind: str) -> Iterator[Offer]:
    """The keys that can stand here, and the people who can speak."""
    colon = "" if behind.lstrip().startswith(":") else ":"
    for form in means.forms:
        if isinstance(form, Shape):
            for word, key in form.keys.items():
                yield Offer("key", word, form.what, key.about, word + colon + (_behind(key.form) if colon else ""))
        elif isinstance(form, Keyed) and form.one and form.thing == "cast":
            yield from _speakers(known, behind)
        elif isinstance(form, Keyed) and form.one and form.thing == "condition":
            yield Offer("word", "else", "", "what is left", f"else{colon}")


def _behind(form: Form) -> str:
    """What stands between the colon of a key and its value."""
    if isinstance(form, Listed):
        return _behind(form.item) if form.alone else ""
    return "" if not isinstance(form, Single) else " |" if form.kind == "block" else " "


def _speakers(known: Catalogue, behind: str) -> Iterator[Offer]:
    colon = "" if behind.lstrip().startswith(":") else ": "
    for one in known.names("cast"):
        yield Offer("cast", one.name, one.detail, "", one.name + colon)
    yield Offer("word", "aside", "", "a notice, a letter: said by nobody", f"aside{colon}")


def _single(form: Single, before: str, means: Meaning, known: Catalogue) -> Iterator[Offer]:
    """What a value can be."""
    if form.kind == "flag":
        yield from (Offer("word", word) for word in ("true", "false"))
    elif form.kind in ("condition", "effect"):
        yield from _expression(before, means, known, effect=form.kind == "effect")
    for word, about in form.words.items():
        yield Offer("value", word, "", about)
    for thing in form.named:
        if thing == "label":
            continue
        if thing == "scene" and "label" in form.named:
            yield from _target(before, means, known)
        elif thing == "value":
            variable = means.name("variable") or means.name("group")
            yield from _named("value", known.values(variable))
        elif thing == "thing":
            yield from _named("thing", known.names("thing", means.name("set")))
        else:
            yield from _named(thing, known.names(thing))


def _target(before: str, means: Meaning, known: Catalogue) -> Iterator[Offer]:
    """Scenes, and the labels of this one; behind the name of a scene and a dot, those of that one."""
    token = _TOKEN.search(before)
    scene, dot, _ = (token[0] if token else "").partition(".")
    if dot and scene:
        for one in known.inside(scene):
            yield Offer("label", f"{scene}.{one.name}")
        return
    yield from _named("scene", known.targets(means.name("scene")))


def _expression(before: str, means: Meaning, known: Catalogue, *, effect: bool) -> Iterator[Offer]:
    """What can stand in a condition or an effect, behind what stands there."""
    before = before[-_LOOKED_AT:]
    if (call := _IN_CALL.search(before)) is not None:
        if call[1] == "ending":
            yield from _named("ending", known.names("ending"))
        elif call[1] == "count":
            yield from _named("set", known.names("set"))
        else:
            yield from _target(before, means, known)
        return
    compared = _COMPARED.search(before)
    if compared is not None:
        if known.has("set", compared[1]):
            yield from _named("thing", known.names("thing", compared[1]))
            return
        values = known.values(compared[1])
        yield from _named("value", values)
        if values:
            return
    elif _HELD.search(before):
        yield from _named("set", known.names("set"))
        return
    yield from _named("variable", known.names("variable"))
    if effect and compared is None:
        yield from _named("set", known.names("set"))
        return
    for bag in known.names("set"):
        yield from _named("thing", known.names("thing", bag.name))
    yield from (Offer("function", name, "", about) for name, about in _FUNCTIONS.items())
    if not effect:
        yield from (Offer("word", name, "", about) for name, about in _WORDS.items())


def _prose(told: str, known: Catalogue) -> Iterator[Offer]:
    """What can stand in braces that are open at the end of a text."""
    brace = _BRACE.search(told, max(0, len(told) - _LONGEST))
    if brace is None:
        return
    asked = _CONDITION_IN_BRACE.fullmatch(brace[1])
    if asked is not None and not brace[1].endswith("if"):
        yield from _expression(asked[1], Meaning((), ()), known, effect=False)
        return
    if ":" in brace[1]:
        return
    for thing in ("variable", "phrase", "set"):
        yield from _named(thing, known.names(thing))
    yield from (Offer("word", name.strip(" :"), "", about, name) for name, about in _MARKUP.items())


def _named(kind: str, names: Iterable[Named]) -> Iterator[Offer]:
    return (Offer(kind, one.name, one.detail) for one in names)
