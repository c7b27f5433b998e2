"""The game's own colours: one palette per theme, every colour named by the role it plays.

A palette knows nothing of a terminal; the app turns it into a Textual theme. The tests
hold every pair of colours that carries words to a contrast of at least 4.5 : 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style
    from textual.theme import Theme

SPEAKERS = ("ember", "frost", "green", "rose", "gold", "violet", "plain")
"""The colours a story may give to its cast (docs/format.md)."""


class Signs(NamedTuple):
    """What gauges are drawn with: full and empty, in a bar and in dots."""

    bar: tuple[str, str] = ("▮", "▯")
    dots: tuple[str, str] = ("●", "○")


SIGNS = Signs()


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as `#rrggbb` or `ansi_red` and its like; `stark` is one of high contrast, without ornament.

    `ground` lies behind the story and `chrome` behind the top and bottom lines; `raised` lies
    behind the choice under the cursor. `past` is for text already answered, `quiet` for what
    the interface says itself, `accent` for numbers and what can be acted on, `rule` for lines
    and other marks that carry no words. `lifted`, where there is one, is for all words on `raised`.
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


@lru_cache
def palette(name: str) -> Palette:
    """The palette of that name, which may end in a depth of colour (`game.player.screen.look.depths`); the first when there is none."""
    name, _, depth = name.partition("-")
    of = PALETTES.get(name, EMBER)
    if not depth:
        return of
    from game.player.screen.look.depths import at_depth

    return at_depth(of, depth)


def colour(of: Palette, tone: str) -> str:
    """The colour of a tone: a role's name, or `speaker.` and the colour a story gave its speaker."""
    role, _, speaker = tone.partition(".")
    if role == "speaker":
        return of.speakers.get(speaker, of.speakers["plain"])
    found = getattr(of, role)
    assert isinstance(found, str)
    return found


def colours(of: Palette, tone: str, ground: str) -> tuple[str, str]:
    """The colour of a tone's words on a ground (`ground`, `chrome`, `raised`), and that of the ground."""
    words = of.lifted if ground == "raised" and of.lifted else colour(of, tone)
    return words, colour(of, ground)


@lru_cache(maxsize=512)
def style(name: str, tone: str) -> Style:
    """How a tone is drawn in the theme `name`.

    A tone is a role or a speaker's colour, with `+em` or `+strong` after it, and `+raised` or `+chrome` for another ground.
    """
    from rich.style import Style

    of = palette(name)
    base, *extras = tone.split("+")
    words, ground = colours(of, base, next((one for one in ("raised", "chrome") if one in extras), "ground"))
    return Style(
        color=words.removeprefix("ansi_"),
        bgcolor=ground.removeprefix("ansi_"),
        italic="em" in extras or None,
        bold="strong" in extras or None,
    )


def textual_theme(of: Palette) -> Theme:
    """The palette in Textual's words, for what Textual draws itself: scroll bars, input, palette, toasts."""
    from textual.theme import Theme

    return Theme(
        name=of.name,
        primary=of.accent,
        secondary=of.quiet,
        accent=of.accent,
        foreground=of.text,
        background=of.ground,
        surface=of.chrome,
        panel=of.chrome,
        warning=of.accent,
        error=of.alarm,
        success=of.speakers["green"],
        dark=of.dark,
        ansi=of.ground.startswith("ansi_"),
        variables={
            "ansi-background": of.ground,
            "ansi-foreground": of.text,
            "surface": of.chrome,
            "panel": of.chrome,
            "ground": of.ground,
            "chrome": of.chrome,
            "raised": of.raised,
            "bright": of.bright,
            "lifted": of.lifted or of.bright,
            "quiet": of.quiet,
            "rule": of.rule,
            "alarm": of.alarm,
            "text-muted": of.quiet,
            "text-disabled": of.quiet,
            "text-accent": of.accent,
            "block-cursor-background": of.raised,
            "block-cursor-foreground": of.lifted or of.bright,
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": of.raised,
            "block-cursor-blurred-foreground": of.lifted or of.bright,
            "input-cursor-background": of.lifted or of.text,
            "input-cursor-foreground": of.raised if of.lifted else of.ground,
            "scrollbar": of.rule,
            "scrollbar-hover": of.quiet,
            "scrollbar-active": of.accent,
            "scrollbar-background": of.ground,
            "scrollbar-background-hover": of.ground,
            "scrollbar-background-active": of.ground,
            "scrollbar-corner-color": of.ground,
            "screen-selection-background": of.raised if of.lifted else of.accent,
            "screen-selection-foreground": of.lifted or of.ground,
            "input-quiet": of.lifted or of.quiet,
            "palette-quiet": "transparent" if of.lifted else of.quiet,  # as the command it belongs to, lifted or not
            "input-selected-background": of.lifted or of.accent,
            "input-selected-foreground": of.raised if of.lifted else of.ground,
        },
    )
