"""Variables, groups, set-up, panels and promises."""

from __future__ import annotations

import pytest

from game.engine.sessions.session import Session, SetupError
from tests.program.telling import begin, choose, program_of, tell

STORY = """\
story: l
title: L
start: a
cast: {na-ra: Na-ra, jo: Jo}
endings: {dark: Dark}
variables:
  heat: {type: int, min: -2, max: 10, start: 2, label: the heat, as: bar}
  side: {type: enum, values: [nobody, camp], start: camp}
  met: {type: bool, start: true}
  name: {type: text, start: Min}
groups:
  trust: {of: all, type: int, min: 0, max: 5, start: 3, as: dots}
  with: {of: [jo], type: bool}
  mood: {of: [na-ra, jo], type: enum, values: [calm, wild]}
setup:
  - {ask: What is your name?, set: name, suggest: [Min, Seo-jun], max: 6}
  - {ask: Where do you belong?, set: side, options: {camp: To the camp, nobody: To nobody}}
  - {ask: Did you meet her?, set: met}
care: {who: [na-ra, jo], if: with, show: [trust]}
status: [heat]
always:
  - heat < 10 or met
  - {that: trust.na_ra >= trust.jo, because: she was first}
scenes:
  a:
    - "{name} {heat} {side} {met} {trust.na_ra} {mood.jo}"
    - choices:
        - {choice: More, do: [heat += 30, trust.jo += 1], goto: a}
        - {choice: Less, do: heat -= 30, goto: a}
        - {choice: Turn, do: [side = nobody, met = not met, mood.jo = mood.na_ra, with.jo = true], goto: a}
        - {choice: Sum, do: "heat = min(heat, 3) * 2 - max(1, trust.jo) + 1", goto: a}
        - {choice: Rage, if: mood.jo == mood.na_ra and not with.jo, do: "mood.jo = wild", goto: a}
        - End
    - ending: dark
"""


@pytest.fixture
def session() -> Session:
    return Session(program_of({"story.yaml": STORY}))


def test_declarations_become_what_fronts_show(session: Session) -> None:
    program = session.program
    heat = program.variables["heat"]
    assert (heat.kind, heat.low, heat.high, heat.start, heat.label, heat.show) == ("int", -2, 10, 2, "the heat", "bar")
    assert {name for name in program.variables if "." in name} == {
        "trust.na_ra", "trust.jo", "with.jo", "mood.na_ra", "mood.jo",
    }  # fmt: skip
    assert next((one.variable, one.limit, tuple(one.suggest)) for one in program.setup) == (
        "name",
        6,
        ("Min", "Seo-jun"),
    )
    assert [tuple(pair) for pair in program.setup[1].options] == [("camp", "To the camp"), ("nobody", "To nobody")]
    assert [tuple(pair) for pair in program.setup[2].options] == [("false", "false"), ("true", "true")]
    assert program.care is not None
    assert (list(program.care.who), program.care.condition) == (["na-ra", "jo"], "with")
    assert [[one.name for one in show] for show in program.care.show] == [["trust.na_ra"], ["trust.jo"]]
    assert [one.name for one in program.status] == ["heat"]


def test_values_start_where_they_are_declared(session: Session) -> None:
    assert session.values() == {
        "heat": 2, "side": "camp", "met": True, "trust.na_ra": 3, "trust.jo": 3, "with.jo": False,
        "mood.na_ra": "calm", "mood.jo": "calm", "name": "Min",
    }  # fmt: skip


def test_a_value_is_held_at_its_bounds(session: Session) -> None:
    choose(session, "More")
    assert session.value("heat") == 10
    choose(session, "Less")
    assert session.value("heat") == -2


def test_effects_read_other_variables(session: Session) -> None:
    choose(session, "Turn")
    values = session.values()
    assert (values["side"], values["met"], values["mood.jo"], values["with.jo"]) == ("nobody", False, "calm", True)
    choose(session, "Sum")
    assert session.value("heat") == min(2, 3) * 2 - max(1, 3) + 1


def test_the_values_of_a_group_can_be_compared_with_each_other(session: Session) -> None:
    labels = [option.label for option in session.turn.options]
    assert "Rage" in labels
    choose(session, "Rage")
    assert "Rage" not in [option.label for option in session.turn.options]


def test_setup_answers_set_variables() -> None:
    program = program_of({"story.yaml": STORY})
    session = Session(program, setup={"name": "Ha-ri", "side": "nobody", "met": "false"})
    assert session.turn.blocks[0].text == "Ha-ri 2 nobody no 3 calm"
    for wrong in ({"side": "school"}, {"heat": "3"}, {"nothing": "1"}, {"name": "x" * 7}):
        with pytest.raises(SetupError):
            Session(program, setup=wrong)


def test_what_changed_is_told(session: Session) -> None:
    choose(session, "More")
    assert [(one.name, one.before, one.after) for one in session.changes()] == [("heat", 2, 10), ("trust.jo", 3, 4)]


def test_promises_are_watched(session: Session) -> None:
    assert session.broken_promises() == ()
    choose(session, "More")
    assert session.broken_promises() == ("trust.na_ra >= trust.jo",)


def test_a_chained_comparison_means_both() -> None:
    session = begin(
        """
  cellar:
    - "{if 1 <= heat < 3 == not met: in | else: out}"
    - choices: [{choice: Stoke, do: heat += 1, goto: cellar}, Enough]
    - ending: dark
""".replace(" == not met", "")
    )
    assert tell(session, *["Stoke"] * 3) == ["out", "in", "in", "out"]


def test_in_and_not_in() -> None:
    session = begin("""
  cellar:
    - "{if side in [camp, school]: theirs}{if side not in [camp, school]: nobody's}{if heat in [0, 2]: even}"
    - choices: [{choice: Join, do: [side = camp, heat += 1], goto: cellar}, Enough]
    - ending: dark
""")
    assert tell(session, "Join", "Join") == ["nobody'seven", "theirs", "theirseven"]


def test_a_group_can_be_declared_before_the_file_that_holds_the_cast() -> None:
    program = program_of(
        {
            "story.yaml": (
                "story: l\ntitle: L\nstart: a\ninclude: [cast.yaml]\nendings: {dark: Dark}\n"
                "groups: {trust: {of: all, type: int, min: 0, max: 5}}\n"
                'scenes: {a: [{do: [trust.jo += 1, trust.mi += 1]}, "{trust.jo} {trust.mi}", {ending: dark}]}\n'
            ),
            "cast.yaml": "cast: {jo: Jo, mi: Mi}\n",
        }
    )
    assert set(program.variables) == {"trust.jo", "trust.mi"}
