"""The line at the top (where we are, how things stand) and the line of keys at the bottom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from game.language.text import columns
from game.player.screen.look.drawing import Para, clean, wrap
from game.player.screen.look.theme import style

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.events import Click

    from game.player.screen.commands import Command
    from game.player.screen.look.drawing import TonedWords


def width_of(pieces: Sequence[TonedWords]) -> int:
    """How many cells the pieces take."""
    return columns.width("".join(words for words, _ in pieces))


class _Line(Widget, can_focus=False):
    """One line of chrome."""

    DEFAULT_CSS = "_Line { height: 1; width: 1fr; background: $chrome; }"
    ALLOW_SELECT = False

    def _strip(self, pieces: Sequence[TonedWords]) -> Strip:
        theme = self.app.theme
        ground = Style(bgcolor=style(theme, "text+chrome").bgcolor)
        segments = [Segment(" ", ground), *(Segment(words, style(theme, f"{tone}+chrome")) for words, tone in pieces)]
        return Strip(segments).adjust_cell_length(self.size.width, ground)


class TopLine(_Line):
    """Where we are on the left, how things stand on the right; what does not fit is left out in order."""

    DEFAULT_CSS = "TopLine { dock: top; }"

    def __init__(self) -> None:
        super().__init__()
        self._lefts: Sequence[Sequence[TonedWords]] = ()
        self._rights: Sequence[Sequence[TonedWords]] = ((),)

    def tell(self, lefts: Sequence[Sequence[TonedWords]], rights: Sequence[Sequence[TonedWords]] = ((),)) -> None:
        """Set the line: each side from its fullest form to its shortest."""
        self._lefts, self._rights = lefts, rights
        self.refresh()

    def compose_line(self, width: int) -> list[TonedWords]:
        """The pieces that fit in `width`: the fullest pair of forms, else the shortest left side cut."""
        room = width - 2
        for right in self._rights:
            for left in self._lefts:
                gap = room - width_of(left) - width_of(right)
                if gap >= (2 if right else 0):
                    return [*left, (" " * gap, "quiet"), *right]
        right = self._rights[-1]
        left = self._lefts[-1] if self._lefts else ()
        room -= width_of(right) + 2
        words = columns.shorten("".join(words for words, _ in left), room)
        return [(words, "text"), (" " * (room + 2 - columns.width(words)), "quiet"), *right]

    @property
    def text(self) -> str:
        """The line as it is drawn now."""
        return "".join(words for words, _ in self.compose_line(self.size.width))

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  Textual's signature
        """The line."""
        return self._strip(self.compose_line(self.size.width))


class Ribbon(_Line):
    """A line or two under the top line; none where there is nothing to say."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.display = False
        self._rows: Sequence[Sequence[TonedWords]] = ()

    def tell(self, rows: Sequence[Sequence[TonedWords]]) -> None:
        """Set the lines."""
        self._rows = rows
        self.display = bool(rows)
        self.styles.height = max(1, len(rows))
        self.refresh()

    @property
    def height(self) -> int:
        """How many lines there are."""
        return len(self._rows)

    @property
    def text(self) -> str:
        """The lines as they are drawn now."""
        return "\n".join("".join(words for words, _ in row) for row in self._rows)

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        return self._strip(self._rows[y] if y < len(self._rows) else ())


_MORE = "  space: more ▾"


class CommandClicked(Message):
    """A command in the key line was clicked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


LINES = 4
"""The most lines that a message takes; what is longer is cut."""


class KeyLine(_Line):
    """The keys that work here; for a moment, what the game has to say, in as many lines as that needs."""

    DEFAULT_CSS = "KeyLine { dock: bottom; }"

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = [one for one in commands if one.hint]
        self.words = ""
        self._more = False
        self._typing = False
        self._pressed_on_words = False
        self._counts: dict[str, int] = {}
        self._idle: Collection[str] = ()

    def without(self, *idle: str) -> None:
        """Leave out the commands that do nothing now, by name; all others are back."""
        if self._idle != idle:
            self._idle = idle
            self.refresh()

    def count(self, name: str, number: int) -> None:
        """Say beside a command how many new things wait behind it; nothing for 0."""
        if self._counts.get(name, 0) != number:
            self._counts[name] = number
            self._commands = [
                replace(one, hint=one.hint.partition(" •")[0] + (f" •{number}" if number else ""))
                if one.name == name
                else one
                for one in self._commands
            ]
            self.refresh()

    def more(self, more: bool) -> None:  # noqa: FBT001  the message's own word
        """Say whether there is more to read below."""
        if more != self._more:
            self._more = more
            self.refresh()

    def typing(self, typing: bool) -> None:  # noqa: FBT001  as `more`
        """Say whether something is being typed: only the keys that are not typed themselves work then."""
        if typing != self._typing:
            self._typing = typing
            self.refresh()

    def say(self, words: str) -> None:
        """Show a message in place of the keys, until the next key."""
        words = clean(words).replace("\n", " ")
        if words != self.words:
            self.words = words
            self._grow()

    def on_resize(self) -> None:
        """A message is laid out for the room there is."""
        self._grow()

    def _grow(self) -> None:
        self.styles.height = len(self._message(self.size.width))
        self.refresh()

    def _message(self, width: int) -> list[str]:
        """The lines of the message; one, and that empty, where there is none."""
        room = max(1, width - 2)
        lines = [row.text for row in wrap(Para(((self.words, "bright"),), above=0), room)]
        return (
            lines if len(lines) <= LINES else [*lines[: LINES - 1], columns.shorten(" ".join(lines[LINES - 1 :]), room)]
        )

    def _places(self, width: int) -> list[tuple[int, str, Command]]:
        """Each command that fits, where it stands and with which key. The last of the list always does; before all others come the way out
        and what has news.
        """
        keys = [(one.while_typing if self._typing else one.shown, one) for one in self._commands]
        keys = [(key, one) for key, one in keys if key and one.name not in self._idle]
        room = width - 1 - (len(_MORE) if self._more else 0)
        first = {"back": 1, **dict.fromkeys((name for name, count in self._counts.items() if count), 2)}
        fits: set[int] = set()
        for number in sorted(
            range(len(keys)), key=lambda each: (each != len(keys) - 1, first.get(keys[each][1].name, 3))
        ):
            if not fits or _length(*keys[number]) + 2 <= room:
                fits.add(number)
                room -= _length(*keys[number]) + (2 if len(fits) > 1 else 0)
        found = []
        at = 1
        for number in sorted(fits):
            found.append((at, *keys[number]))
            at += _length(*keys[number]) + 2
        return found

    @property
    def text(self) -> str:
        """The line as it is drawn now."""
        keys = "  ".join(f"{key} {one.hint}" for _, key, one in self._places(self.size.width))
        return self.words or keys + (_MORE if self._more else "")

    def render_line(self, y: int) -> Strip:
        """The line, or one of those of the message."""
        if self.words:
            lines = self._message(self.size.width)
            return self._strip([(lines[y] if y < len(lines) else "", "bright")])
        pieces: list[TonedWords] = []
        for _, key, one in self._places(self.size.width):
            pieces += [(key, "accent+strong"), (f" {one.hint}  ", "quiet")]
        if self._more:
            pieces[-1] = (pieces[-1][0].rstrip(), "quiet")
            gap = self.size.width - 2 - width_of(pieces) - len(_MORE)
            pieces += [(" " * max(0, gap), "quiet"), (_MORE, "bright")]
        return self._strip(pieces)

    def on_mouse_down(self) -> None:
        """A message goes away with the press, and the keys under it are not meant by it."""
        self._pressed_on_words = bool(self.words)

    def on_click(self, event: Click) -> None:
        """Carry out the command under the mouse."""
        event.stop()
        if self._pressed_on_words:
            return
        if self._more and event.x >= self.size.width - len(_MORE):
            self.post_message(CommandClicked("read_on"))
        for start, key, one in self._places(self.size.width):
            if start <= event.x < start + _length(key, one):
                self.post_message(CommandClicked(one.name))


def _length(key: str, command: Command) -> int:
    return len(key) + 1 + len(command.hint)
