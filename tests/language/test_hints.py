"""What a new writer gets wrong in the structure of a story, and whether the hint leads to what was meant."""

from __future__ import annotations

import pytest

from game.language.yaml.reader import read_text

WRONG = {
    "a step further in than the one before it": (
        "cellar:\n  - sunja: Eat.\n    - The lamp is lit.\n",
        ("E039", 3, "if it is the next in the list, put its dash in column 3"),
    ),
    "an if without its then": (
        "cellar:\n  - if: lit\n    - The lamp is lit.\n",
        ("E039", 3, "write `then:` on a line of its own above it"),
    ),
    "a list where there is none around it": (
        "cellar:\n  title: The cellar\n  - The lamp is lit.\n",
        ("E039", 3, "write `body:` on a line of its own above it"),
    ),
    "a dash without a space after text": (
        "cellar:\n  - |\n    The lamp is lit.\n  -goto: cellar\n",
        ("E038", 4, "write `- goto: cellar`"),
    ),
    "an else that is not under its if": (
        "cellar:\n  - if: lit\n    then: [The lamp is lit.]\n  else: [It is dark.]\n",
        ("E037", 4, "if it belongs to the if above it, put else: in the column of that if:"),
    ),
    "a choice without its dash": (
        "choices:\n  - choice: Stay\n    id: stay\n    choice: Go\n    id: go\n",
        ("E016", 4, "if the next of the list begins here, it needs a dash: `- choice:`"),
    ),
    "scenes without their key": (
        "chapter: {id: a, title: A, number: 1}\n\n  cellar:\n    - The lamp is lit.\n",
        ("E036", 3, "write `scenes:` on a line of its own above it"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_hint_leads_to_what_was_meant(name: str) -> None:
    text, (code, line, hint) = WRONG[name]
    found = read_text(text, "story.yaml").diagnostics
    assert [(one.code, one.line) for one in found] == [(code, line)]
    assert hint in found[0].hint


def test_only_what_a_missing_dash_explains_is_left_unsaid() -> None:
    found = read_text("a:\n  - b: 1\n    c: 2\n    c: 3\n", "story.yaml").diagnostics
    assert [(one.code, one.line) for one in found] == [("E016", 4)]
    assert "dash" not in found[0].hint
