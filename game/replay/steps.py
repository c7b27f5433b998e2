"""What a scripted playthrough is made of, as values. Places in the file ride along but do not count in comparisons.

Reading a script is in `parsing`, writing one in `emitting`; others take all of it from `game.replay.script`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["scene", "text", "not-text", "open", "closed", "hidden", "ending", "learned", "value"]

SUFFIX = ".play.yaml"


@dataclass(frozen=True, slots=True)
class Text:
    """A string of the script; `pos` is its packed place (see `game.language.nodes`), 0 when it has none."""

    text: str
    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing looked for: words, or with `pattern` a pattern; `reason` is what a closed choice should say."""

    text: str
    pattern: bool = False
    reason: str = ""
    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that must hold. Of several `wanted` values of a variable one is enough; of all else, each must hold.

    `name` is the variable's name when the kind is "value", else empty.
    """

    kind: Kind
    wanted: tuple[Wanted, ...]
    name: str = ""
    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """Choose, or take back `undo` choices, or neither; then look whether everything in `expect` holds."""

    choose: Text | None = None
    undo: int = 0
    expect: tuple[Expectation, ...] = ()
    pos: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Script:
    """A scripted playthrough.

    `name` is the file as shown to people, `story` an id or a path, `origin` the script whose end is this one's
    start, `parameters` one tuple of (name, value) for each run, `expect` what must hold at the end, `xfail` why
    it is known to fail. `saved` says that the file is a save that is read as a script.
    """

    steps: tuple[Step, ...] = ()
    expect: tuple[Expectation, ...] = ()
    story: Text | None = None
    seed: int | None = None
    setup: tuple[tuple[Text, Text], ...] = ()
    origin: Text | None = None
    parameters: tuple[tuple[tuple[str, str], ...], ...] = ()
    xfail: Text | None = None
    saved: bool = field(default=False, compare=False)
    name: str = field(default="", compare=False)
