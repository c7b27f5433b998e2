"""Text that is safe to show, and the nearest right name for a wrong one."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection
from typing import Final

from game.language.characters import FORBIDDEN_WIDE

_UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{FORBIDDEN_WIDE}\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f]")
_MOST_CANDIDATES: Final = 20_000
_LONGEST_NAME: Final = 80


def clean(text: str) -> str:
    """The text as it may reach a terminal: NFC, with everything that could act on one left out.

    Left out are C0 controls (but newline and tab), DEL, C1, bidirectional controls, line and paragraph
    separators, byte order marks, tag characters, surrogates, and zero-width characters other than the joiners
    and the emoji selector. Cleaning twice changes nothing.
    """
    if text.isascii():
        return _UNSAFE.sub("", text) if _UNSAFE.search(text) else text
    # Composing can bring nothing forbidden about, but taking a character out can leave two that compose.
    return unicodedata.normalize("NFC", _UNSAFE.sub("", text))


def nearest(name: str, candidates: Collection[str]) -> str | None:
    """The candidate that is most like a name, if any is like it enough to be what was meant."""
    name = name.strip()
    if not name or not candidates or len(name) > _LONGEST_NAME:
        return None
    folded = name.casefold()
    first: str | None = None
    likely: list[str] = []
    for candidate in list(candidates)[:_MOST_CANDIDATES]:
        lowered = candidate.casefold()
        if lowered == folded or lowered.replace("_", "-") == folded.replace("_", "-"):
            return candidate
        if first is None and len(folded) >= 4 and (lowered.startswith(folded) or lowered.endswith("." + folded)):
            first = candidate
        if abs(len(lowered) - len(folded)) <= max(2, len(folded) // 3) and set(lowered[:2]) & set(folded[:2]):
            likely.append(candidate)
    found = difflib.get_close_matches(name, likely[:2000], n=1, cutoff=0.66)
    return found[0] if found else first
