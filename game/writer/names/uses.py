"""What a writer means by a name, and the places where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from game.language.diagnostics.source import Source
    from game.program.sources import Reference, SourceTable, Thing


class NamedThing(NamedTuple):
    """Something in a story that has a name, and all places that name it, in the order of the files."""

    thing: Thing
    name: str
    inside: str
    places: Sequence[Reference]

    @property
    def called(self) -> str:
        """Its name, with that of what it is in: `cellar.go-up`, `side.camp`."""
        return f"{self.inside}.{self.name}" if self.inside else self.name

    @property
    def counted(self) -> str:
        """How often it is used for what: `1 defined, 3 read`."""
        uses: dict[str, int] = {}
        for one in self.places:
            uses[one.use] = uses.get(one.use, 0) + 1
        return ", ".join(f"{count} {use}" for use, count in uses.items())


def meant(table: SourceTable, asked: str) -> list[NamedThing]:
    """All that is called so: by the name alone, or by that of what it is in with a `.`, `/` or blank between them."""
    joined = asked.strip().replace("/", ".").replace(" ", ".")
    found = [one for one in _all(table) if joined in (one.name, one.called)]
    return [one for one in found if one.called == joined] or found


def near(table: SourceTable, asked: str, thing: str = "") -> list[str]:
    """The names that look most like one that there is not, three at most; with `thing`, of that kind alone."""
    known = {name for one in _all(table) for name in (one.name, one.called) if thing in ("", one.thing)}
    return get_close_matches(asked, sorted(known), 3)


def told(one: NamedThing, sources: Mapping[str, Source]) -> Iterator[str]:
    """The places as lines for people: where, what is done there, and the line of the file."""
    wheres = [f"{use.span.file}:{use.span.line}:{use.span.column}" for use in one.places]
    width = max(map(len, wheres))
    uses = max(len(use.use) for use in one.places)
    for where, use in zip(wheres, one.places, strict=True):
        yield f"  {where:<{width}}  {use.use:<{uses}}  {_shown(use, sources)}".rstrip()


_AROUND = 60
"""Characters of a line that are shown; of a longer one, those round the name."""


def _shown(use: Reference, sources: Mapping[str, Source]) -> str:
    source = sources.get(use.span.file)
    if source is None:
        return ""
    line = source.line(use.span.line)
    words = line.strip()
    if len(words) <= _AROUND:
        return words
    before = max(0, min(use.span.column - 1 - (len(line) - len(line.lstrip())) - _AROUND // 3, len(words) - _AROUND))
    cut = words[before : before + _AROUND]
    return ("…" if before else "") + cut.strip() + ("…" if before + _AROUND < len(words) else "")


def _all(table: SourceTable) -> Iterator[NamedThing]:
    for (thing, name, inside), places in table.by_name.items():
        yield NamedThing(thing, name, inside, places)
