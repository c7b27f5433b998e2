"""How play goes: bodies that nest and gather, gotos, calls, labels, draws."""

from __future__ import annotations

import pytest

from tests.program.telling import begin, choose, labels, tell, words


def test_after_a_choice_play_goes_on_below_the_list() -> None:
    session = begin("""
  cellar:
    - Dark.
    - choices:
        - Light the lamp:
            - A flame.
        - Sit still
    - Steps on the stair.
    - ending: dark
""")
    assert tell(session, "Light the lamp") == ["Dark.", "A flame.", "Steps on the stair."]
    session.undo()
    assert words(choose(session, "Sit still")) == ["Steps on the stair."]
    assert session.turn.ending == "dark"


def test_choices_nest_three_deep_and_gather_at_each_depth() -> None:
    session = begin("""
  cellar:
    - choices:
        - One:
            - one
            - choices:
                - Two:
                    - two
                    - choices:
                        - Three: [three]
                        - Drei: [drei]
                    - after three
                - Zwei: [zwei]
            - after two
        - Eins: [eins]
    - after one
    - ending: dark
""")
    assert tell(session, "One", "Two", "Drei") == ["one", "two", "drei", "after three", "after two", "after one"]
    session.undo()
    session.undo()
    assert words(choose(session, "Zwei")) == ["zwei", "after two", "after one"]
    session.undo()
    session.undo()
    assert words(choose(session, "Eins")) == ["eins", "after one"]


def test_choices_in_ifs_in_choices() -> None:
    session = begin("""
  cellar:
    - choices:
        - Meet her:
            - do: met = true
        - Stay away
    - if: met
      then:
        - She waits.
        - choices:
            - Speak:
                - if: heat < 5
                  then:
                    - It is cold.
                    - choices: [Light a fire, Leave]
                    - Later.
                  else:
                    - It is warm.
            - Listen
        - That was her.
      else:
        - Nobody.
    - ending: dark
""")
    assert tell(session, "Meet her", "Speak", "Leave") == ["She waits.", "It is cold.", "Later.", "That was her."]
    session = begin("""
  cellar:
    - choices:
        - Meet her:
            - do: met = true
        - Stay away
    - if: met
      then: [She waits.]
      else: [Nobody.]
    - ending: dark
""")
    assert tell(session, "Stay away") == ["Nobody."]


def test_a_goto_does_not_come_back_and_a_call_does() -> None:
    session = begin("""
  cellar:
    - One.
    - call: aside-scene
    - Three.
    - goto: end
  aside-scene:
    - Two.
    - return:
  end:
    - Four.
    - ending: dark
""")
    assert tell(session) == ["One.", "Two.", "Three.", "Four."]


def test_a_call_can_hold_choices_and_calls_and_comes_back_from_any_depth() -> None:
    session = begin("""
  cellar:
    - choices:
        - Go in:
            - call: outer
            - Out again.
        - Stay
    - ending: dark
  outer:
    - Outer.
    - call: inner
    - Outer again.
    - return:
  inner:
    - choices:
        - Look:
            - You look.
            - return:
        - Leave
    - You leave.
    - return:
""")
    assert tell(session, "Go in", "Look") == ["Outer.", "You look.", "Outer again.", "Out again."]
    session.undo()
    assert words(choose(session, "Leave")) == ["You leave.", "Outer again.", "Out again."]


def test_return_to_a_scene_forgets_the_caller() -> None:
    session = begin("""
  cellar:
    - call: meal
    - This is never told.
    - ending: dark
  meal:
    - You eat.
    - choices:
        - Run:
            - return: yard.gate
        - Go back:
            - return:
  yard:
    - The yard.
    - label: gate
    - The gate.
    - ending: dark
""")
    assert tell(session, "Run") == ["You eat.", "The gate."]
    assert session.snapshot()["stack"] == []


def test_labels_can_be_come_to_from_the_scene_and_from_others() -> None:
    session = begin("""
  cellar:
    - Begin.
    - label: again
    - Look.
    - choices:
        - Again -> .again
        - The same -> cellar.again
        - From afar -> stairs
        - Enough
    - ending: dark
  stairs:
    - goto: cellar.again
""")
    assert tell(session, "Again", "The same", "From afar", "Enough") == ["Begin.", *["Look."] * 4]


def test_visits_count_scenes_labels_and_choices() -> None:
    session = begin("""
  cellar:
    - label: round
    - "{visits(cellar)} {visits(cellar.round)} {visits(cellar.look)} {if seen(cellar.look): seen | else: unseen} {if seen(stairs): up}"
    - choices:
        - {choice: Look, id: look, goto: .round}
        - Begin again -> cellar
        - Up -> stairs
        - Enough
    - ending: dark
  stairs:
    - goto: cellar.round
""")  # fmt: skip
    assert tell(session, "Look", "Look", "Begin again", "Up") == [
        "1 1 0 unseen",
        "1 2 1 seen",
        "1 3 2 seen",
        "2 4 2 seen",
        "2 5 2 seen up",  # coming in at a label is not entering the scene
    ]


def test_visits_in_a_comparison_tell_apart_what_is_compared() -> None:
    session = begin("""
  cellar:
    - "{if visits(cellar) == 1: once | elif visits(cellar) == 2: twice | elif visits(cellar) > 4: often | else: some times}"
    - choices: [Again -> cellar, Enough]
    - ending: dark
""")  # fmt: skip
    assert tell(session, *["Again"] * 5) == ["once", "twice", "some times", "some times", "often", "often"]


def test_a_draw_plays_the_storylet_that_holds_with_the_highest_priority_and_goes_on() -> None:
    session = begin("""
  cellar:
    - draw: night
      else: [Nothing stirs.]
    - choices:
        - {choice: Wait, do: heat += 3, goto: cellar}
        - Leave
    - ending: dark
  low: {deck: night, when: heat > 2, body: [A low one.]}
  first: {deck: night, when: heat > 5, priority: 1, body: [The first of two.]}
  second: {deck: night, when: heat > 5, priority: 1, body: [The second of two.]}
  once: {deck: night, when: heat > 8, priority: 9, once: true, body: [Only once.]}
""")
    assert tell(session, *["Wait"] * 4) == [
        "Nothing stirs.",
        "A low one.",
        "The first of two.",
        "Only once.",
        "The first of two.",
    ]


def test_a_storylet_can_hold_choices_calls_and_gotos() -> None:
    session = begin("""
  cellar:
    - draw: night
    - Morning.
    - ending: dark
  knock:
    deck: night
    body:
      - A knock.
      - choices:
          - Open:
              - call: guest
          - Flee:
              - return: street
          - Wait
      - It stops.
  guest:
    - jiho: It's me.
    - return:
  street:
    - The street.
    - ending: dark
""")
    assert tell(session, "Open") == ["A knock.", "jiho: It's me.", "It stops.", "Morning."]
    session.undo()
    assert words(choose(session, "Flee")) == ["The street."]
    session.undo()
    assert words(choose(session, "Wait")) == ["It stops.", "Morning."]


RANDOM = """
  cellar:
    - draw: night
      by: random
      else: [None is left.]
    - choices: [Again -> cellar, Enough]
    - ending: dark
  heavy: {deck: night, weight: 9, body: [heavy]}
  light: {deck: night, body: [light]}
  single: {deck: night, weight: 50, once: true, body: [single]}
"""


def test_a_random_draw_follows_the_seed_and_the_weights() -> None:
    told = [tell(begin(RANDOM, seed=seed), *["Again"] * 40) for seed in (1, 1, 2)]
    assert told[0] == told[1]
    assert told[0] != told[2]
    everything = [one for list_ in told[1:] for one in list_]
    assert everything.count("single") == 2  # once in each playthrough
    assert everything.count("heavy") > everything.count("light") > 0


def test_undo_takes_back_draws_and_once() -> None:
    session = begin(RANDOM, seed=3)
    before = tell(session, *["Again"] * 10)
    for _ in range(10):
        session.undo()
    assert session.draws == 1
    for _ in range(10):
        session.redo()
    assert [text for turn in session.turns() for text in words(turn)] == before


def test_learn_marks_entries() -> None:
    top = """\
story: lamp
title: The Lamp
start: cellar
endings: {dark: Dark}
codex:
  cordon: {title: The cordon, text: "Nobody in. {if visits(cellar) > 1: Nobody out.}", open: true}
  hyosan:
    title: Hyosan
    text: |
      A town.

      It was.
    open: false
scenes:
"""
    session = begin(
        """
  cellar:
    - learn: [cordon, hyosan]
    - choices: [Again -> cellar, Enough]
    - ending: dark
""",
        top=top,
    )
    assert session.turn.learned == ("cordon", "hyosan")
    assert session.learned == ("cordon", "hyosan")
    assert [entry.id for entry in session.program.codex.values() if entry.open] == ["cordon"]
    assert [block.text for block in session.telling.codex("hyosan")] == ["A town.", "It was."]
    assert session.telling.codex("cordon")[0].text == "Nobody in."
    choose(session, "Again")
    assert session.learned == ("cordon", "hyosan")
    assert session.telling.codex("cordon")[0].text == "Nobody in. Nobody out."


@pytest.mark.parametrize("deep", [1, 5])
def test_ifs_nest_and_gather(deep: int) -> None:
    inner = "In the middle."
    indent = "    "
    lines = []
    for level in range(deep):
        pad = indent + "    " * level
        lines += [f"{pad}- if: heat == 0", f"{pad}  then:", f"{pad}    - Level {level}."]
    lines.append(indent + "    " * deep + f"- {inner}")
    session = begin("  cellar:\n" + "\n".join(lines) + "\n    - The end.\n    - ending: dark\n")
    assert tell(session) == [*(f"Level {level}." for level in range(deep)), inner, "The end."]


def test_a_list_of_choices_alone_in_an_otherwise_silent_scene() -> None:
    session = begin("  cellar: [{choices: [One, Two]}, {ending: dark}]")
    assert labels(session.turn) == ["One", "Two"]
    assert session.turn.blocks == ()
