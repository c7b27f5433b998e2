"""How a game in a terminal ends when the system says so: by a signal, or because its terminal has gone away.

Every choice was saved when it was made, so nothing is lost by it. Nothing here draws.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

    State: TypeAlias = list[int | list[bytes | int]] | list[int | list[bytes]] | list[int | list[int]]
    Handler: TypeAlias = Callable[[int, FrameType | None], object] | int | None

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)
"""What asks a program to end."""

GOES_ON_IN_LINES: Final = -1
"""What the screen returns, in place of an exit code, when its player goes over to the line mode."""

GRACE: Final = 2.0
"""Seconds until a game that was told to end is ended, whatever it is waiting for."""
AGAIN: Final = 0.05
"""Seconds until a game that was told to end, and has not heard, is told again."""
LOOKED: Final = 1.0
"""Seconds between two looks at whether the terminal is still there, where the system does not tell."""

# Mouse, pasting, keys and focus as they were, lines that wrap, the usual screen, a cursor.
_AS_BEFORE: Final = (
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[<u\x1b[?7h\x1b[?1049l\x1b[?25h"
)


class ToldToEnd(BaseException):
    """The game was told to end while it waited for a line."""


def interrupt() -> None:
    """Leave a game that reads lines: what it waits in puts the terminal back as it is left."""
    raise ToldToEnd


class Leaving:
    """While it is entered, the game ends in good order when it is told to; afterwards the process ends by the signal.

    `leave` asks the game to end. On a `screen` the terminal is watched, too, and `leave` may be called in any thread;
    a game that reads lines learns by itself that there are no more, and of Ctrl+C.
    """

    def __init__(self, leave: Callable[[], object], *, screen: bool) -> None:
        self._leave = leave
        self._screen = screen
        self._told: int | None = None
        self._before: dict[int, Handler] = {}
        self._over = threading.Event()
        self._wakes: tuple[int, int] | None = None
        self._terminal = _terminal()
        self._as_before = _state(self._terminal)

    def __enter__(self) -> None:
        for number in (*SIGNALS, *_ALARM):
            before = signal.getsignal(number)
            # What is ignored, by nohup for one, stays ignored.
            if before != signal.SIG_IGN and (self._screen or number != signal.SIGINT):
                self._before[number] = signal.signal(number, self._end if number in _ALARM else self._hear)
        self._listen()
        if self._screen and self._as_before is not None:
            threading.Thread(target=self._watch, name="terminal-watch", daemon=True).start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._listen_no_more()
        if _ALARM:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, before in self._before.items():
            signal.signal(number, signal.SIG_DFL if number == self._told else before)
        if self._told is not None:
            os.kill(os.getpid(), self._told)

    def _hear(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  as signals are told
        if self._told is None:
            self._told = number
            if _ALARM:
                signal.setitimer(signal.ITIMER_REAL, GRACE)
            self._leave()

    def _end(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  as signals are told
        """The game does not come to its end: it may wait for a terminal that takes nothing any more."""
        if self._told is None:
            return
        _restore(self._terminal, self._as_before, _AS_BEFORE if self._screen else b"")
        signal.signal(self._told, signal.SIG_DFL)
        os.kill(os.getpid(), self._told)

    def _listen(self) -> None:
        """Have signals told again until they are heard.

        Python hears of a signal between two of its steps. One that comes as the main thread is about to wait for a key,
        or that the system gives to another thread, does not end that wait, and would be heard at the next key only. The
        system's own handler writes each into a pipe at once; a thread reads it there and wakes the main thread.
        """
        if not hasattr(signal, "pthread_kill"):
            return
        heard, told = os.pipe()
        os.set_blocking(told, False)
        self._wakes = (told, signal.set_wakeup_fd(told, warn_on_full_buffer=False))
        main = threading.get_ident()
        threading.Thread(target=self._tell_again, args=(heard, main), name="signals", daemon=True).start()

    def _listen_no_more(self) -> None:
        if self._wakes is not None:
            told, before = self._wakes
            signal.set_wakeup_fd(before)
            os.close(told)  # the thread comes to the end of its pipe, and closes that
            self._wakes = None

    def _tell_again(self, heard: int, main: int) -> None:
        """Send the main thread what it has been sent, until it has heard it."""
        while numbers := os.read(heard, 64):
            for number in numbers:
                while number in SIGNALS and number in self._before and self._told is None:
                    if self._over.wait(AGAIN) or self._told is not None:
                        break
                    signal.pthread_kill(main, number)
        os.close(heard)

    def _watch(self) -> None:
        """End the game when its terminal is gone, which is not always told by a signal."""
        from select import poll

        look = poll()
        look.register(self._terminal, 0)  # woken by nothing but the end of it
        while not self._over.is_set():
            woken = look.poll(LOOKED * 1000)
            if _state(self._terminal) is None:
                self._leave()
                if not self._over.wait(GRACE):
                    os._exit(0)  # the game waits for the terminal, and there is none
            elif woken:
                self._over.wait(LOOKED)  # a system that cannot tell


_ALARM: Final = (signal.SIGALRM,) if hasattr(signal, "SIGALRM") else ()


def _terminal() -> int:
    """The descriptor of the terminal that keys come from; -1 when there is none."""
    try:
        return sys.__stdin__.fileno() if sys.__stdin__ is not None and sys.__stdin__.isatty() else -1
    except (OSError, ValueError):
        return -1


def _state(terminal: int) -> State | None:
    """How a terminal is set; None when it is none, or none any more."""
    if sys.platform == "win32" or terminal < 0:
        return None
    import termios

    try:
        return termios.tcgetattr(terminal)
    except termios.error:
        return None


def _restore(terminal: int, state: State | None, words: bytes) -> None:
    """Put the terminal back by hand, as far as it lets itself be put back."""
    if sys.platform == "win32" or state is None:
        return
    import termios
    from select import select

    try:
        termios.tcsetattr(terminal, termios.TCSANOW, state)
        if select([], [terminal], [], 0)[1]:
            os.write(terminal, words)
    except (OSError, termios.error):
        pass


def stop() -> None:
    """Stop, with whoever runs us, until the shell says to go on; at once where there is no shell to say so.

    The system knows whether there is: it passes a stop over for programs that nobody could wake again.
    """
    # Being ignored, the word to go on still wakes us. Handled, it is heard some time after we wake, and whoever hears
    # it then would take the screen a second time, with a second reader of the keys.
    before = [
        (number, signal.signal(number, meanwhile))
        for number, meanwhile in ((signal.SIGTSTP, signal.SIG_DFL), (signal.SIGCONT, signal.SIG_IGN))
    ]
    os.killpg(os.getpgrp(), signal.SIGTSTP)
    for number, handler in before:
        signal.signal(number, handler)
