"""Whole numbers as arguments of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def whole_number(most: int) -> Callable[[str], int]:
    """What reads a number from 1 to `most` for argparse."""

    def number(text: str) -> int:
        from argparse import ArgumentTypeError

        if text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most:
            return int(text)
        raise ArgumentTypeError(f"{text!r} is not a number from 1 to {most:,}")

    return number
