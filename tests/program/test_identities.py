"""Identities survive edits elsewhere: what saves, witnesses and coverage hang on to."""

from __future__ import annotations

from game.engine.sessions.resuming import resume
from game.engine.sessions.session import SavedPlace, Session
from game.program import model
from game.program.model import Program
from tests.program.telling import TOP, choose, program_of

BODY = """\
  cellar:
    - The lamp is lit.
    - choices:
        - Look:
            - You look.
            - "{first: a | then: b}"
        - {choice: Go up, once: true, goto: stairs}
        - {choice: Wait, id: wait}
    - call: meal
    - draw: night
    - The lamp goes out.
    - ending: dark
  stairs:
    - The stairs.
    - goto: cellar
  meal:
    - You eat.
    - return:
  knock:
    deck: night
    body: [A knock.]
"""
EDITED = """\
  prologue:
    - A new beginning.
    - choices: [Go on -> cellar]
  cellar:
    - A new line before.
    - The lamp is lit.
    - if: heat > 3
      then: [A fork.]
    - choices:
        - Look:
            - Another new line.
            - You look.
            - "{first: a | then: b}"
            - choices: [Nod, Shrug]
        - {choice: Go up, once: true, goto: stairs}
        - Stoke:
            - do: heat += 1
        - {choice: Wait for somebody, id: wait}
    - call: meal
    - draw: night
    - The lamp goes out.
    - ending: dark
  attic:
    - The attic.
    - goto: stairs
  stairs:
    - The stairs.
    - choices: [To the attic -> attic, Down]
    - goto: cellar
  meal:
    - You eat.
    - return:
  knock:
    deck: night
    body: [A knock.]
"""


def identities(program: Program) -> set[str]:
    """Every identity of a program: lines, choices, lists, calls, draws and counters."""
    found: set[str] = {variable.name for variable in program.slots}
    for name in program.scene_ids:
        for block in program.scene(name).blocks:
            found.update(op.id for op in block.ops if isinstance(op, model.Text))
            if isinstance(block.exit, (model.Choose, model.Call, model.Draw)):
                found.add(block.exit.id)
            if isinstance(block.exit, model.Choose):
                found.update(choice.id for choice in block.exit.choices)
    return found


def test_identities_survive_edits_elsewhere() -> None:
    before = identities(program_of({"story.yaml": TOP + BODY}))
    after = identities(program_of({"story.yaml": TOP + EDITED}))
    assert before <= after
    assert len(before) > 15


def test_the_second_of_two_equal_lines_is_told_apart() -> None:
    program = program_of({"story.yaml": f"{TOP}  cellar: [Snow., {{choices: [On]}}, Snow., {{ending: dark}}]\n"})
    session = Session(program)
    first = session.turn.blocks[0].id
    second = session.choose(0).blocks[0].id
    assert second == f"{first}~2"


def test_a_snapshot_stands_in_the_edited_story() -> None:
    session = Session(program_of({"story.yaml": TOP + BODY}), seed=1)
    choose(session, "Go up")
    edited = program_of({"story.yaml": TOP + EDITED})
    resumed = resume(
        edited, SavedPlace(session.snapshot(), seed=1, setup={}, choices=session.choices, learned=session.learned)
    )
    assert [option.label for option in resumed.turn.options] == ["Look", "Stoke", "Wait for somebody"]


def test_an_identity_is_the_scene_and_the_words_and_not_the_place() -> None:
    one = program_of({"story.yaml": TOP + BODY})
    moved = BODY.replace("  stairs:\n    - The stairs.\n    - goto: cellar\n", "")
    other = program_of({
        "story.yaml": TOP.replace("story: lamp", "story: lamp\ninclude: [more.yaml]") + moved,
        "more.yaml": "scenes:\n  stairs:\n    - The   stairs.\n    - goto: cellar\n",
    })  # fmt: skip
    assert identities(one) == identities(other)
