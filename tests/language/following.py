"""Follows a hint, as somebody would who does what it says and no more: as an editor does, and where that leaves to the writer what to write, with any words."""

from __future__ import annotations

import re

from game.language.diagnostics.diagnostic import Diagnostic
from game.writer.fixes import rules
from game.writer.fixes.actions import Pointed, add_key, indent, line_as, with_value
from game.writer.fixes.rules import RULES, Action


def follow(text: str, one: Diagnostic) -> str | None:
    """The text of the file with what the hint says done; None where a hint leaves it to the writer what to do."""
    return rules.follow(text, one, [*WORDS, *RULES])


def _with_choice(place: Pointed, _: re.Match[str]) -> list[str]:
    """A fallback at the end of a list of choices."""
    last = place.end()
    inner = next((line for line in place.lines[place.at + 1 : last] if line.lstrip().startswith("- ")), None)
    if inner is None:
        return place.with_line(re.sub(r"\](?=[^\]]*$)", ", {fallback: [Told.]}]", place.line))
    return [*place.lines[:last], " " * indent(inner) + "- fallback: [{ending: dark}]", *place.lines[last:]]


WORDS: list[tuple[str, Action]] = [
    (r"^give it a title, or move the hint", lambda place, _: place.with_line(place.line, " " * (indent(place.line) + 2) + "title: Here")),
    (r"^take the hint out, or", lambda place, _: [line for line in place.lines if not line.strip().startswith("hint:")]),
    (r"^(?:every number has bounds: )?add  ((?:min|max|type|reason|title|set|ask|of|values|start): ?[^,;]*)", add_key),
    (r"^add  - fallback:", _with_choice),
    (r"^write  - (ending|goto|draw|label|learn|call): and its name", lambda place, _: place.with_line(place.line + " dark")),
    (r"^(?:write|like this):?  (\[.*….*\]|[\w-]+: \{.*….*\})$", lambda place, found: with_value(place, found[1].replace("…", "A lamp."))),
    (r"^like this:  (lamp: .*)$", lambda place, found: with_value(place, found[1])),
    (r"`([^`]*…[^`]*)`", lambda place, found: line_as(place, found[1].replace("…", ""))),
]  # fmt: skip
"""What hints ask for whose words are not in the story."""
