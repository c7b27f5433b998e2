"""Every pair of colours that carries words can be read."""

from __future__ import annotations

import pytest

from game.player.theme import PALETTES, SPEAKERS, Palette, colour, palette, style, textual_theme
from game.saves.settings import SETTINGS

ROLES = ("text", "bright", "past", "quiet", "accent", "alarm", *(f"speaker.{name}" for name in SPEAKERS))
GROUNDS = ("ground", "chrome", "raised")


def luminance(hexed: str) -> float:
    parts = [int(hexed[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("of", PALETTES.values(), ids=list(PALETTES))
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", ROLES)
def test_words_stand_out_from_their_ground(of: Palette, ground: str, role: str) -> None:
    least = 7 if of.name in {"contrast", "paper"} and ground != "raised" else 4.5
    assert contrast(colour(of, role), colour(of, ground)) >= least


@pytest.mark.parametrize("of", PALETTES.values(), ids=list(PALETTES))
def test_what_textual_draws_itself_stands_out_too(of: Palette) -> None:
    theme = textual_theme(of)
    generated = theme.to_color_system().generate()
    for words, ground in [
        ("foreground", "background"),
        ("foreground", "surface"),
        ("text-muted", "background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("block-cursor-foreground", "block-cursor-background"),
        ("screen-selection-foreground", "screen-selection-background"),
    ]:
        assert contrast(generated[words], generated[ground]) >= 4.5, (words, ground)


def test_the_settings_offer_exactly_our_themes() -> None:
    offered = next(one for one in SETTINGS if one.key == "theme").choices
    assert [value for value, _ in offered] == list(PALETTES)
    assert [title for _, title in offered] == [one.title for one in PALETTES.values()]


def test_there_are_dark_light_and_high_contrast_themes() -> None:
    assert {one.dark for one in PALETTES.values()} == {True, False}
    assert palette("no such theme") is palette("ember")


def test_tones_carry_their_style() -> None:
    drawn = style("ember", "speaker.frost+em+strong+raised")
    assert drawn.italic
    assert drawn.bold
    assert drawn.color is not None
    assert drawn.color.name == PALETTES["ember"].speakers["frost"]
    assert drawn.bgcolor is not None
    assert drawn.bgcolor.name == PALETTES["ember"].raised
    assert style("ember", "speaker.unknown").color == style("ember", "speaker.plain").color
