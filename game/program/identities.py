"""The identities of lines and choices: made of what they say, so that edits elsewhere leave them alone."""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

_SLUG = re.compile(r"[^\w]+")
_BLANKS = re.compile(r"\s+")
_LONGEST_SLUG: Final = 40


def line_id(scene: str, raw: str) -> str:
    """A line's identity: its scene and what it says, so that edits elsewhere leave it alone."""
    # Most lines are what the substitution would leave of them, which is sooner seen than done.
    plain = raw.isascii() and "  " not in raw and "\n" not in raw and "\t" not in raw
    words = raw if plain else _BLANKS.sub(" ", raw)
    return f"{scene}:{crc32(words.encode('utf-8', 'replace')):08x}"


def choice_id(scene: str, raw: str) -> str:
    """A choice's identity: its scene and its label as a slug."""
    low = raw.lower()
    if "  " not in low and low.replace(" ", "").isalnum():
        slug = low.strip(" ")[:_LONGEST_SLUG].replace(" ", "-").rstrip("-")
    else:
        slug = _SLUG.sub("-", low).strip("-_")[:_LONGEST_SLUG].rstrip("-_")
    return f"{scene}/{slug or format(crc32(raw.encode('utf-8', 'replace')), '08x')}"
