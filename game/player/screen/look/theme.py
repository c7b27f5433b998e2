"""Which palette a theme has, at which depth of colour, and how it is drawn: as Rich's styles and as a Textual theme."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from game.player.screen.look.palettes import EMBER, PALETTES, Palette

if TYPE_CHECKING:
    from rich.style import Style
    from textual.theme import Theme


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

    A tone is a role or a speaker's colour, with `+em` or `+strong` after it, `+link-` and a number for words that lead somewhere, and `+raised`
    or `+chrome` for another ground.
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
        underline=any(one.startswith("link-") for one in extras) or None,
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
            "scrollbar": of.quiet,
            "scrollbar-hover": of.text,
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
