"""The keys of a story as far as they tell what a line was meant to be, where YAML cannot."""

from __future__ import annotations

from typing import Final

from game.language.text.identifiers import any_script

_OF_SCENE: Final = frozenset(("title", "place", "deck", "when", "priority", "weight"))
BESIDE: Final = frozenset(("if", "needs", "reason", "once", "id", "then", "do", "goto", "ending"))
BODIES: Final = frozenset(("body:", "then:", "else:", "choices:", "cases:"))
FOLLOWS: Final = frozenset(("do", "learn", "cases", "label", "choices", "goto", "ending"))
_TOP: Final = frozenset(
    ("story", "title", "start", "include", "author", "about", "warning", "credits", "version", "chapter", "cast", "places", "codex", "endings",
     "variables", "groups", "sets", "setup", "phrases", "care", "status", "always", "each-choice", "tags", "scenes")
)  # fmt: skip


def missing_key(keys: list[str]) -> str:
    """The key that a list among these keys was probably meant to stand below; "" where nobody knows."""
    if "choice" in keys or keys in (["if"], ["needs"]):
        return "then"
    return (
        "body" if not {"body", "story", "start", "scenes"}.intersection(keys) and _OF_SCENE.intersection(keys) else ""
    )


def scene_key(bare: str) -> str:
    """The key of a line that looks like the beginning of a scene; "" where it does not."""
    found = any_script(r"([\w-]+):\s*(?:\[|\Z)").match(bare)
    return "" if found is None or found[1] in _TOP else found[1]
