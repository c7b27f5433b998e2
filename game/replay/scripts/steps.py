"""What a scripted playthrough is made of, as values. Places in the file ride along but do not count in comparisons.

Reading a script is in `parsing`, writing one in `emitting`; others take all of it from `game.replay.script`.
Named tuples, because `hambies replay` makes some thousands of them before it has done anything.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias, TypeVar

ExpectationKind: TypeAlias = Literal[
    "scene", "text", "not-text", "open", "closed", "hidden", "ending", "learned", "tags", "value"
]

SUFFIX = ".play.yaml"


T = TypeVar("T")


def _placeless(made: type[T]) -> type[T]:
    """Makes the last field of a named tuple, its place, count for nothing in comparisons."""

    def same(one: tuple[object, ...], other: object) -> bool:
        return isinstance(other, tuple) and one.__class__ is other.__class__ and one[:-1] == other[:-1]

    def differ(one: tuple[object, ...], other: object) -> bool:
        return not same(one, other)

    def number(one: tuple[object, ...]) -> int:
        return hash(one[:-1])

    for name, method in (("__eq__", same), ("__ne__", differ), ("__hash__", number)):
        setattr(made, name, method)
    return made


@_placeless
class ScriptText(NamedTuple):
    """A string of the script; `pos` is its packed place (see `game.language.nodes`), 0 when it has none."""

    text: str
    pos: int = 0


@_placeless
class Wanted(NamedTuple):
    """One thing looked for: words, or with `pattern` a pattern; `reason` is what a closed choice should say."""

    text: str
    pattern: bool = False
    reason: str = ""
    pos: int = 0


@_placeless
class Expectation(NamedTuple):
    """Something that must hold. Of several `wanted` values of a variable one is enough; of all else, each must hold.

    `name` is the variable's name when the kind is "value", else empty.
    """

    kind: ExpectationKind
    wanted: tuple[Wanted, ...]
    name: str = ""
    pos: int = 0


@_placeless
class ScriptStep(NamedTuple):
    """Choose, or take back `undo` choices, or neither; then look whether everything in `expect` holds."""

    choose: ScriptText | None = None
    undo: int = 0
    expect: tuple[Expectation, ...] = ()
    pos: int = 0


class File(NamedTuple):
    """Where a script comes from: the file as shown to people, and whether it is a save that is read as a script."""

    name: str = ""
    saved: bool = False


@_placeless
class Script(NamedTuple):
    """A scripted playthrough.

    `story` is an id or a path, `origin` the script whose end is this one's start, `parameters` one tuple of
    (name, value) for each run, `expect` what must hold at the end, `xfail` why it is known to fail, `source` its
    file, which does not count in comparisons.
    """

    steps: tuple[ScriptStep, ...] = ()
    expect: tuple[Expectation, ...] = ()
    story: ScriptText | None = None
    seed: int | None = None
    setup: tuple[tuple[ScriptText, ScriptText], ...] = ()
    origin: ScriptText | None = None
    parameters: tuple[tuple[tuple[str, str], ...], ...] = ()
    xfail: ScriptText | None = None
    source: File = File()

    @property
    def name(self) -> str:
        """The file as shown to people."""
        return self.source.name

    @property
    def saved(self) -> bool:
        """Whether the file is a save."""
        return self.source.saved
