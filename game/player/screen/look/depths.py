"""The palettes for terminals with fewer colours than all: 256, 16, or none.

By hand, since the nearest colours of a terminal with few are often one and the same, or cannot be read on one another.
Of the sixteen only those carry words that stand out both in xterm's colours and in the PC's, which the Linux console has.
That console draws bright grounds like plain ones, so the words of the light themes stand out from both.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from game.player.screen.look.palettes import SPEAKERS, Signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.player.screen.look.palettes import Palette

Depth: TypeAlias = Literal["all", "256", "16", "grey"]
"""How many colours a terminal has; `grey` is 16 of which the player wants to see none."""

ASCII = Signs(("#", "-"), ("*", "-"), ("*", "+", "o", "?"), ("#", "?"), ("|", "|", "-", "."))
"""The Linux console has no signs for what is empty."""

_OF_256: dict[str, dict[str, str]] = {
    "ember": {"raised": "#303030", "past": "#a8a8a8", "quiet": "#a8a8a8", "near": "#000000", "far": "#262626"},
    "frost": {"raised": "#dfdfdf", "chrome": "#e8e8e8"},
    "hospital": {"raised": "#303030", "past": "#a8a8a8", "quiet": "#a8a8a8", "near": "#000000", "far": "#262626"},
    "contrast": {"raised": "#00005f"},
    "paper": {},
}
_SPEAKERS_OF_256: dict[str, dict[str, str]] = {
    "frost": {"ember": "#870000", "rose": "#87005f", "violet": "#5f0087", "plain": "#444444"},
    "paper": {"gold": "#5f0000"},
}

_DARK = {
    "ground": "black", "chrome": "black", "raised": "white", "lifted": "black", "text": "bright_white", "bright": "bright_white",
    "past": "white", "quiet": "white", "accent": "bright_yellow", "alarm": "bright_red", "rule": "bright_black",
    "near": "bright_black", "far": "bright_black", "glow": "bright_red",
}  # fmt: skip
_LIGHT = {
    "ground": "bright_white", "chrome": "white", "raised": "blue", "lifted": "bright_white", "text": "black", "bright": "black",
    "past": "blue", "quiet": "black", "accent": "blue", "alarm": "blue", "rule": "blue",
    "near": "black", "far": "white", "glow": "red",
}  # fmt: skip
_OF_16: dict[str, dict[str, str]] = {
    "ember": _DARK,
    "frost": _LIGHT,
    "hospital": {**_DARK, "raised": "green", "accent": "bright_green"},
    "contrast": {**_DARK, "raised": "blue", "lifted": "bright_white", "alarm": "bright_yellow", "rule": "white"},
    "paper": {**_LIGHT, "chrome": "bright_white", "raised": "black", "past": "black", "rule": "black"},
}
_BRIGHT = (
    "bright_red",
    "bright_cyan",
    "bright_green",
    "bright_magenta",
    "bright_yellow",
    "bright_magenta",
    "bright_white",
)
_SPEAKERS_OF_16: dict[str, tuple[str, ...]] = {
    "ember": _BRIGHT,
    "frost": ("black", "blue", "black", "blue", "black", "blue", "black"),
    "hospital": _BRIGHT,
    "contrast": (
        "bright_yellow",
        "bright_cyan",
        "bright_green",
        "bright_white",
        "bright_yellow",
        "bright_cyan",
        "bright_white",
    ),
    "paper": ("black", "blue", "black", "blue", "black", "blue", "black"),
}
"""In the order of `SPEAKERS`."""


def named(theme: str, depth: Depth) -> str:
    """The name of a theme for a terminal with so many colours."""
    return theme if depth == "all" else f"{theme}-{depth}"


def depth_of(colour_system: str | None, *, without: bool = False) -> Depth:
    """How many colours there are, from the console's own word for it; `without` is NO_COLOR."""
    if colour_system == "truecolor":
        return "all"
    if colour_system == "256":
        return "256"
    return "grey" if without else "16"


def at_depth(of: Palette, depth: str) -> Palette:
    """A palette as it is drawn with so many colours."""
    if depth == "256":
        return _of_256(of)
    return _of_16(of) if depth == "16" else _of_grey(of)


def _of_256(of: Palette) -> Palette:
    speakers = {**of.speakers, **_SPEAKERS_OF_256.get(of.name, {})}
    return _changed(of, "256", _OF_256[of.name], speakers)


def _of_16(of: Palette) -> Palette:
    colours = {role: f"ansi_{colour}" for role, colour in _OF_16[of.name].items()}
    speakers = {who: f"ansi_{one}" for who, one in zip(SPEAKERS, _SPEAKERS_OF_16[of.name], strict=True)}
    return replace(_changed(of, "16", colours, speakers), signs=ASCII)


def _of_grey(of: Palette) -> Palette:
    """The same without colours: what recedes is a shade, what is under the cursor is reversed."""
    # By their values: what Textual makes grey for NO_COLOR must have them. They are among the sixteen.
    words, ground = ("#ffffff", "#000000") if of.dark else ("#000000", "#ffffff")
    colours = {one.name: words for one in fields(of) if one.name in _DARK}
    colours |= {"ground": ground, "chrome": ground, "raised": words, "lifted": ground}
    colours["near"], colours["far"] = ("#555555", "#555555") if of.dark else ("#555555", "#aaaaaa")
    if of.dark:
        colours |= {"past": "#aaaaaa", "quiet": "#aaaaaa"}
    return replace(_changed(of, "grey", colours, dict.fromkeys(SPEAKERS, words)), signs=ASCII)


def _changed(of: Palette, depth: Depth, colours: Mapping[str, str], speakers: Mapping[str, str]) -> Palette:
    return replace(of, name=named(of.name, depth), speakers=speakers, **colours)  # type: ignore[arg-type]  # all are str
