"""What can be chosen: hidden, closed, once, and the fallback."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from game.engine.sessions.session import ChoiceError
from game.program.load import load
from game.program.model import Choose
from tests.program.telling import begin, choose, labels, tell, words


def test_if_hides_and_needs_closes_with_a_reason() -> None:
    session = begin("""
  cellar:
    - choices:
        - {choice: Stoke, do: heat += 2, goto: cellar}
        - {choice: Warm your hands, if: heat > 1}
        - choice: Boil the water
          needs: heat >= 4
          reason: "it is only at {heat}"
        - Leave
    - ending: dark
""")
    assert labels(session.turn) == ["Stoke", "(Boil the water: it is only at 0)", "Leave"]
    choose(session, "Stoke")
    assert labels(session.turn) == ["Stoke", "Warm your hands", "(Boil the water: it is only at 2)", "Leave"]
    with pytest.raises(ChoiceError, match="it is only at 2"):
        choose(session, "Boil the water")
    choose(session, "Stoke")
    assert labels(session.turn) == ["Stoke", "Warm your hands", "Boil the water", "Leave"]


def test_a_choice_can_be_taken_again_unless_it_is_once() -> None:
    session = begin("""
  cellar:
    - choices:
        - {choice: Look, once: true, goto: cellar}
        - Wait -> cellar
        - Leave
    - ending: dark
""")
    assert labels(session.turn) == ["Look", "Wait", "Leave"]
    choose(session, "Look")
    choose(session, "Wait")
    assert labels(session.turn) == ["Wait", "Leave"]
    session.undo()
    session.undo()
    assert labels(session.turn) == ["Look", "Wait", "Leave"]


def test_the_fallback_is_taken_by_itself_when_nothing_is_open() -> None:
    session = begin("""
  cellar:
    - choices:
        - {choice: Look, once: true, do: heat += 1, goto: cellar}
        - {choice: Open, needs: heat > 5, reason: it is locked}
        - fallback:
            - You wait.
            - do: met = true
    - "It is over. {if met: Really.}"
    - ending: dark
""")
    assert tell(session, "Look") == ["You wait.", "It is over. Really."]


def test_a_fallback_can_go_straight_on() -> None:
    scenes = """
  cellar:
    - choices:
        - {choice: Look, once: true, goto: cellar}
        - fallback: -> stairs
    - ending: dark
  stairs:
    - The stairs.
    - ending: dark
"""
    with pytest.raises(AssertionError, match="E302"):
        begin(scenes)
    assert tell(begin(scenes.replace("    - ending: dark\n  stairs", "  stairs")), "Look") == ["The stairs."]
    keyed = scenes.replace("    - ending: dark\n  stairs", "  stairs").replace(
        "fallback: -> stairs", "fallback:\n          goto: stairs"
    )
    assert tell(begin(keyed), "Look") == ["The stairs."]


def test_a_choice_runs_its_effects_then_its_body_then_goes_on() -> None:
    session = begin(
        """
  cellar:
    - choices:
        - choice: Go
          do: [heat = 3, heat += 1]
          then:
            - "At {heat}."
            - do: heat -= 2
          goto: stairs
        - choice: End it
          ending: dark
  stairs:
    - "Up, at {heat}."
    - ending: dark
"""
    )
    assert tell(session, "Go") == ["At 4.", "Up, at 2."]
    session.undo()
    assert choose(session, "End it").ending == "dark"


def test_a_taken_choice_counts_by_its_id() -> None:
    session = begin(
        """
  cellar:
    - choices:
        - choice: "Knock {if seen(cellar.knock): again}"
          id: knock
          goto: cellar
        - {choice: Go in, if: visits(cellar.knock) >= 2}
        - Leave
    - ending: dark
"""
    )
    assert labels(session.turn) == ["Knock", "Leave"]
    choose(session, "Knock")
    assert labels(session.turn) == ["Knock again", "Leave"]
    choose(session, "Knock again")
    assert labels(session.turn) == ["Knock again", "Go in", "Leave"]


def test_labels_hold_markup_values_and_phrases_and_looking_changes_nothing() -> None:
    top = "story: l\ntitle: L\nstart: a\nendings: {dark: Dark}\nphrases: {boiler: the *boiler*}\nvariables:\n  heat: {type: int, min: 0, max: 9, start: 3}\nscenes:\n"
    session = begin("""
  a:
    - choices:
        - Stoke {boiler} at {heat}
        - "{if heat > 2: Warm | else: Cold}"
        - {choice: Cool it, do: heat = 0}
    - ending: dark
""", top=top)  # fmt: skip
    assert labels(session.turn) == ["Stoke the boiler at 3", "Warm", "Cool it"]
    assert session.turn.options[0].spans == (("Stoke the ", ""), ("boiler", "em"), (" at 3", ""))
    before = session.snapshot()
    assert [labels(turn) for turn in session.turns()] == [labels(session.turn)]
    assert session.snapshot() == before


def test_two_choices_of_one_label_keep_apart() -> None:
    session = begin(
        """
  cellar:
    - choices:
        - {choice: Go, if: heat > 5, goto: stairs}
        - {choice: Go, if: heat <= 5, do: heat = 9, goto: cellar}
  stairs:
    - The stairs.
    - ending: dark
"""
    )
    assert tell(session, "Go", "Go") == ["The stairs."]
    assert words(session.turn) == ["The stairs."]


def read(choice: str) -> tuple[object, list[tuple[str, str]]]:
    """How a choice reads, and what is said of its first line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(
            f"story: s\ntitle: S\nstart: a\nscenes:\n  a:\n    - choices:\n{choice}\n  b: [goto: a]\n", encoding="utf-8"
        )
        loaded = load(path, cache=False)
    said = [(one.code, one.message) for one in loaded.diagnostics if one.line == 7]
    if loaded.program is None:
        return None, said
    exit_ = loaded.program.scene("a").blocks[0].exit
    assert isinstance(exit_, Choose)
    return exit_.choices[0][:2], said


@settings(max_examples=100, deadline=None)
@example("Go. On? No! It's, 9")
@example("Go  on ")
@example("A [b] c")
@given(st.text("AZaz09 ,.'!?-_[]{}*|<>:é안→", min_size=1, max_size=16).filter(str.strip))
def test_a_label_reads_the_same_with_its_goto_beside_it_as_with_it_below(label: str) -> None:
    quoted = json.dumps(label, ensure_ascii=False)
    shown, said = read(f"        - choice: {quoted}\n          goto: b")
    other, said_too = read(f"        - {quoted}:\n            - goto: b")
    assert said == said_too
    if "[" not in label:  # a part in brackets is told again below, which makes it another line
        assert shown == other
