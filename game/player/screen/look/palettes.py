"""The game's own colours: one palette per theme, every colour named by the role it plays.

A palette knows nothing of a terminal. The tests hold every pair of colours that carries words to a contrast of at least 4.5 : 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

SPEAKERS = ("ember", "frost", "green", "rose", "gold", "violet", "plain")
"""The colours a story may give to its cast (docs/format.md)."""


class Signs(NamedTuple):
    """What gauges are drawn with (full and empty, in a bar and in dots), and what maps are."""

    bar: tuple[str, str] = ("▮", "▯")
    dots: tuple[str, str] = ("●", "○")
    ways: tuple[str, str, str, str] = ("●", "◐", "○", "?")
    """Taken, taken before, seen, hidden."""
    ends: tuple[str, str] = ("◆", "◇")
    """An ending that was found, and one that was not."""
    lines: tuple[str, str, str, str] = ("│", "├", "─", "╌")
    """Down the map, a fork from it, to a way that was taken, to another one."""


SIGNS = Signs()


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as `#rrggbb` or `ansi_red` and its like; `stark` is one of high contrast, without ornament.

    `ground` lies behind the story and `chrome` behind the top and bottom lines; `raised` lies
    behind the choice under the cursor. `past` is for text already answered, `quiet` for what
    the interface says itself, `accent` for numbers and what can be acted on, `rule` for lines
    and other marks that carry no words. A picture has `near` for what stands before the sky, `far` for what lies behind that, and
    `glow` for a light. `lifted`, where there is one, is for all words on `raised`.
    """

    name: str
    title: str
    dark: bool
    stark: bool
    ground: str
    chrome: str
    raised: str
    text: str
    bright: str
    past: str
    quiet: str
    accent: str
    alarm: str
    rule: str
    near: str
    far: str
    glow: str
    speakers: Mapping[str, str]
    lifted: str = ""
    signs: Signs = SIGNS


EMBER = Palette(
    name="ember",
    title="Ember (dark)",
    dark=True,
    stark=False,
    ground="#171311",
    chrome="#1f1a16",
    raised="#33281f",
    text="#ded3c4",
    bright="#fbf1e3",
    past="#9e9182",
    quiet="#a8998a",
    accent="#e9965c",
    alarm="#f08c7d",
    rule="#4a3d33",
    near="#0b0807",
    far="#241b16",
    glow="#ff9a4d",
    speakers={
        "ember": "#ee9a62",
        "frost": "#93bfd6",
        "green": "#94c49c",
        "rose": "#e49aa8",
        "gold": "#dcb861",
        "violet": "#bda8e0",
        "plain": "#d3c8ba",
    },
)

FROST = Palette(
    name="frost",
    title="Frost (light)",
    dark=False,
    stark=False,
    ground="#f3f5f6",
    chrome="#e6ebee",
    raised="#d3dfe6",
    text="#222c34",
    bright="#0b141b",
    past="#546069",
    quiet="#51606a",
    accent="#1c5c82",
    alarm="#a02a1e",
    rule="#b9c6ce",
    near="#46545e",
    far="#c9d3d9",
    glow="#e8702a",
    speakers={
        "ember": "#94460f",
        "frost": "#1c5c82",
        "green": "#27653a",
        "rose": "#98304d",
        "gold": "#6f5300",
        "violet": "#5b4796",
        "plain": "#37434c",
    },
)

HOSPITAL = Palette(
    name="hospital",
    title="Hospital green (dark)",
    dark=True,
    stark=False,
    ground="#0f1614",
    chrome="#15201c",
    raised="#21352d",
    text="#cfdcd4",
    bright="#f0faf4",
    past="#8da196",
    quiet="#91a69a",
    accent="#7cc79c",
    alarm="#f0958a",
    rule="#34473f",
    near="#070b0a",
    far="#1b2823",
    glow="#ff9a4d",
    speakers={
        "ember": "#e89c68",
        "frost": "#8fc1d8",
        "green": "#86cda1",
        "rose": "#e39cab",
        "gold": "#d7bb68",
        "violet": "#bcabe0",
        "plain": "#c6d2cb",
    },
)

CONTRAST = Palette(
    name="contrast",
    title="High contrast (dark)",
    dark=True,
    stark=True,
    ground="#000000",
    chrome="#000000",
    raised="#00357a",
    text="#ffffff",
    bright="#ffffff",
    past="#d0d0d0",
    quiet="#e4e4e4",
    accent="#ffd94a",
    alarm="#ff9d8c",
    rule="#ffffff",
    near="#707070",
    far="#3a3a3a",
    glow="#ffb000",
    speakers={
        "ember": "#ffb37a",
        "frost": "#8fdcff",
        "green": "#8df0a4",
        "rose": "#ffb0c4",
        "gold": "#ffd94a",
        "violet": "#d6c2ff",
        "plain": "#ffffff",
    },
)

PAPER = Palette(
    name="paper",
    title="High contrast (light)",
    dark=False,
    stark=True,
    ground="#ffffff",
    chrome="#ffffff",
    raised="#ffe79a",
    text="#000000",
    bright="#000000",
    past="#3d3d3d",
    quiet="#2e2e2e",
    accent="#003c8f",
    alarm="#8c0000",
    rule="#000000",
    near="#000000",
    far="#a8a8a8",
    glow="#d94f00",
    speakers={
        "ember": "#7a2e00",
        "frost": "#003c6e",
        "green": "#00481a",
        "rose": "#7a0030",
        "gold": "#4f3a00",
        "violet": "#3f1f86",
        "plain": "#000000",
    },
)

PALETTES: dict[str, Palette] = {one.name: one for one in (EMBER, FROST, HOSPITAL, CONTRAST, PAPER)}
