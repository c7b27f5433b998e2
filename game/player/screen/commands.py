"""What a player can do, one value for each: its keys, its words in the key line, the palette and the help.

A screen lists its commands once; bindings, key line, help and command palette are all made from the list,
and an action that is on no list is never carried out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType


WRITTEN = {"question_mark": "?", "escape": "esc", "colon": ":", "pagedown": "pgdn", "pageup": "pgup"}
"""Keys as people write them."""
_NOT_TYPED = re.compile(r"f\d+|ctrl\+.+|escape|enter")


@dataclass(frozen=True)
class Command:
    """One thing a player can do.

    `name` is the action on the screen. `keys` are the keys that do it, parted by commas; `label` is how they are
    written for people. `hint` is the word in the key line ("" keeps it out of there), `help` the line of the help
    screen, and `title` the entry of the command palette ("" keeps it out of there).
    """

    name: str
    keys: str
    help: str
    hint: str = ""
    title: str = ""
    label: str = ""

    @property
    def shown(self) -> str:
        """The keys as they are written for people."""
        return self.label or self.keys.split(",")[0]

    @property
    def while_typing(self) -> str:
        """The key that does it while something is typed; "" where every one of its keys would be typed, too."""
        return next((WRITTEN.get(key, key) for key in self.keys.split(",") if _NOT_TYPED.fullmatch(key)), "")


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The Textual bindings of `commands`; fixed for the life of a screen."""
    return [
        Binding(key, one.name, one.help, show=False, id=f"{one.name}.{key}")
        for one in commands
        for key in one.keys.split(",")
        if key
    ]


HELP = Command("help", "question_mark,f1", "What the keys do (f1 while something is typed)", "help", "Help", "?")
BACK = Command("back", "escape,q", "Back", "back", "Back", "esc")
UP = Command("up", "up", "The entry above", label="↑")
DOWN = Command("down", "down", "The entry below", label="↓")
CHOOSE = Command("choose", "enter", "Choose the entry under the cursor", "choose", label="enter")
READ_ON = Command("read_on", "space,pagedown", "Read on", label="space")
READ_BACK = Command("read_back", "pageup,b", "Back by a page", label="pgup")
TO_TOP = Command("to_top", "home", "To the beginning")
TO_END = Command("to_end", "end", "To the end")
PALETTE = Command("palette", "ctrl+p,colon", "All commands, by name", label="ctrl+p")
NUMBERS = Command("digits", "", "Choose by number", label="1-9")

READING = (READ_ON, READ_BACK, TO_TOP, TO_END)
MOVING = (UP, DOWN, CHOOSE, NUMBERS)
EVERYWHERE = (HELP, PALETTE)
