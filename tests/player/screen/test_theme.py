"""Every pair of colours that carries words can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich._palettes import EIGHT_BIT_PALETTE
from rich.color import Color, ColorSystem
from textual.color import Color as TextualColor
from textual.filter import monochrome_style
from textual.geometry import Region
from textual.strip import Strip

from game.player.screen.look.depths import depth_of, named
from game.player.screen.look.palettes import PALETTES, SPEAKERS, Palette, Signs
from game.player.screen.look.theme import colour, palette, style, textual_theme
from game.saves.settings import SETTINGS
from tests.player.screen.conftest import Sit

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


# What a terminal makes of a colour: the depth, how the colour is cut down to it, and what is seen in the end.

XTERM = [
    "#000000",
    "#cd0000",
    "#00cd00",
    "#cdcd00",
    "#0000ee",
    "#cd00cd",
    "#00cdcd",
    "#e5e5e5",
    "#7f7f7f",
    "#ff0000",
    "#00ff00",
    "#ffff00",
    "#5c5cff",
    "#ff00ff",
    "#00ffff",
    "#ffffff",
]
PC = [
    "#000000",
    "#aa0000",
    "#00aa00",
    "#aa5500",
    "#0000aa",
    "#aa00aa",
    "#00aaaa",
    "#aaaaaa",
    "#555555",
    "#ff5555",
    "#55ff55",
    "#ffff55",
    "#5555ff",
    "#ff55ff",
    "#55ffff",
    "#ffffff",
]
Shown = Callable[[Color, bool], str]


def all_of_them(colour: Color, _: bool) -> str:
    return colour.get_truecolor().hex


def of_256(colour: Color, _: bool) -> str:
    number = colour.downgrade(ColorSystem.EIGHT_BIT).number
    assert number is not None
    return EIGHT_BIT_PALETTE[number].hex


def of_16(table: list[str], *, bright_grounds: bool = True) -> Shown:
    def shown(colour: Color, ground: bool) -> str:
        number = colour.downgrade(ColorSystem.STANDARD).number
        assert number is not None
        return table[number % 8 if ground and not bright_grounds else number]

    return shown


TERMINALS: dict[str, tuple[str | None, Shown]] = {
    "truecolor": ("truecolor", all_of_them),
    "256": ("256", of_256),
    "xterm": ("standard", of_16(XTERM)),
    "pc": ("standard", of_16(PC)),
    "the Linux console": ("standard", of_16(PC, bright_grounds=False)),
}


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("without", [False, True], ids=["coloured", "NO_COLOR"])
def test_words_can_be_read_in_every_theme_at_every_depth_of_colour(theme: str, terminal: str, without: bool) -> None:
    system, shown = TERMINALS[terminal]
    name = named(theme, depth_of(system, without=without))
    for ground in ("", "+chrome", "+raised"):
        for role in ROLES:
            drawn = style(name, role + ground)
            if without:
                drawn = monochrome_style(drawn)
            assert drawn.color is not None
            assert drawn.bgcolor is not None
            seen = contrast(shown(drawn.color, False), shown(drawn.bgcolor, True))
            assert seen >= 4.5, (role, ground, seen)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("terminal", TERMINALS)
def test_the_cursor_has_a_bar_and_the_past_recedes(theme: str, terminal: str) -> None:
    system, shown = TERMINALS[terminal]
    of = named(theme, depth_of(system))

    def seen(tone: str) -> tuple[str, str]:
        drawn = style(of, tone)
        assert drawn.color is not None
        assert drawn.bgcolor is not None
        return shown(drawn.color, False), shown(drawn.bgcolor, True)

    assert seen("text+raised")[1] != seen("text")[1]
    if terminal not in {"xterm", "pc", "the Linux console"} or theme != "paper":
        assert contrast(*seen("past")) < contrast(*seen("text"))


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("terminal", TERMINALS)
def test_what_textual_draws_itself_stands_out_too(theme: str, terminal: str) -> None:
    system, shown = TERMINALS[terminal]
    drawn = textual_theme(palette(named(theme, depth_of(system))))
    generated = {**drawn.to_color_system().generate(), **drawn.variables}
    for words, ground in [
        ("foreground", "background"),
        ("foreground", "surface"),
        ("text-muted", "background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("block-cursor-foreground", "block-cursor-background"),
        ("screen-selection-foreground", "screen-selection-background"),
        ("lifted", "raised"),
        ("quiet", "chrome"),
        ("input-selected-foreground", "input-selected-background"),
    ]:
        one, other = (TextualColor.parse(generated[name]).rich_color for name in (words, ground))
        assert contrast(shown(one, False), shown(other, True)) >= 4.5, (words, ground)


def test_sixteen_colours_have_gauges_of_ascii() -> None:
    for theme in PALETTES:
        assert palette(named(theme, "all")).signs == Signs(("▮", "▯"), ("●", "○"))
        assert all("".join(one).isascii() for one in palette(named(theme, "16")).signs)


def test_the_settings_offer_exactly_our_themes() -> None:
    offered = next(one for one in SETTINGS if one.key == "theme").choices
    assert [value for value, _ in offered] == ["auto", *PALETTES]
    assert [title for _, title in offered[1:]] == [one.title for one in PALETTES.values()]


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


def assert_all_is_legible(strips: list[Strip], terminals: list[Shown]) -> None:
    for strip in strips:
        for words, drawn, _ in strip:
            if drawn is None or not any(map(str.isalnum, words)):
                continue
            assert drawn.color is not None
            assert drawn.bgcolor is not None
            for shown in terminals:
                seen = contrast(shown(drawn.color, False), shown(drawn.bgcolor, True))
                assert seen >= 4.5, (words, str(drawn), seen)


@pytest.mark.parametrize(
    "system",
    [pytest.param("truecolor", marks=pytest.mark.slow), pytest.param("256", marks=pytest.mark.slow), "standard"],
)
async def test_whatever_is_drawn_can_be_read(sit: Sit, system: str) -> None:
    """Looks at every screen in every theme: what Textual's own widgets make of our colours is among it."""
    terminals = [shown for one, shown in TERMINALS.values() if one == system]
    screens = ["play", "history", "codex", "settings", "help"]
    async with sit("boiler") as seat:
        await seat.begin()
        seat.app.draw_in(depth_of(system))
        for theme in PALETTES:
            seat.app.put_setting("theme", theme)
            await seat.pilot.pause()
            for screen in screens:
                if screen == "help":
                    await seat.press("f1")
                elif screen != "play":
                    seat.app.open(screen)
                    await seat.pilot.pause()
                if screen == "history":
                    await seat.press("slash", "b")
                assert_all_is_legible(seat.app.screen._compositor.render_strips(), terminals)
                if screen == "history":
                    await seat.press("enter")
                    assert_all_is_legible(seat.app.screen._compositor.render_strips(), terminals)
                if screen != "play":
                    await seat.press("escape")
                assert seat.on == "play"
            await seat.press("f2", "o")
            parts = seat.app.screen.query("CommandPalette #--input, CommandPalette CommandList")
            box = Region.from_union([part.region for part in parts])  # what holds them has no size of its own
            rows = [
                row.crop(box.x, box.right) for row in seat.app.screen._compositor.render_strips()[box.y : box.bottom]
            ]
            assert "Width of the text" in "".join(row.text for row in rows)
            assert_all_is_legible(rows, terminals)
            await seat.press("escape")
