"""`each-choice:` is the same as writing it at each choice, and is said once."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.program.load import load
from game.program.model import Program

TOP = """\
story: clock
title: Clock
start: hall
variables:
  tide: {{type: int, min: 0, max: 4, start: 4}}
  cold: {{type: int, min: 0, max: 3}}
endings: {{drowned: Drowned, away: Away}}
{rule}
scenes:
"""


def compiled(folder: Path, text: str) -> Program:
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load(path, cache=False)
    assert loaded.program is not None, "\n".join(f"{one.code} {one.line} {one.message}" for one in loaded.diagnostics)
    return loaded.program


def scenes(program: Program) -> list[object]:
    return [program.scene(index) for index in range(len(program.scene_ids))]


CHOICE = st.fixed_dictionaries(
    {
        "once": st.booleans(), "if": st.sampled_from(["", "cold < 2"]), "do": st.sampled_from(["", "cold += 1", "tide += 2"]),
        "then": st.booleans(), "goto": st.sampled_from(["", "hall", "cellar"]), "free": st.booleans(),
    }
)  # fmt: skip
LISTS = st.lists(st.lists(CHOICE, min_size=1, max_size=3), min_size=1, max_size=2)
RULE = st.fixed_dictionaries(
    {
        "in": st.sampled_from(["all", "[hall, cellar]", "hall", "{place: deep}", "{deck: none, scene: hall}"]),
        "do": st.sampled_from(["", "tide -= 1", "tide -= 1, cold += 1"]),
        "when": st.sampled_from(["", "tide == 0", "tide < 2 and cold > 1"]), "way": st.sampled_from(["goto: dusk", "ending: drowned"]),
    }
)  # fmt: skip


def body(name: str, lists: list[list[dict[str, object]]], do: str, when: str, way: str) -> list[str]:
    """A scene's steps with the rule written out at each list and choice; with "" for both, without it."""
    lines = []
    for number, choices in enumerate(lists):
        lines += [f"      - if: {when}", f"        then: [{{{way}}}]"] if when else []
        lines.append("      - choices:")
        for place, choice in enumerate(choices):
            lines += [f"          - choice: Do {number} {place}", f"            id: c{number}_{place}"]
            lines += ["            once: true"] if choice["once"] else []
            lines += [f"            if: {choice['if']}"] if choice["if"] else []
            effects = [one for one in (do if not choice["free"] else "", choice["do"]) if one]
            lines += [f"            do: [{', '.join(map(str, effects))}]"] if effects else []
            lines += [f"            then: [You did {name}.]"] if choice["then"] else []
            lines += [f"            goto: {choice['goto']}"] if choice["goto"] else []
        lines += ["          - fallback:", "              - Nothing to do."]
    return [*lines, "      - ending: away"]


@given(LISTS, LISTS, RULE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_rule_means_what_is_written_at_each_choice(
    tmp_path: Path, hall: list[list[dict[str, object]]], cellar: list[list[dict[str, object]]], rule: dict[str, str]
) -> None:
    do, when, way = rule["do"], rule["when"], rule["way"]
    if not do and not when:
        do = "tide -= 1"
    free = [f"{name}.c{a}_{b}" for name, lists in (("hall", hall), ("cellar", cellar)) for a, one in enumerate(lists)
            for b, choice in enumerate(one) if choice["free"]]  # fmt: skip
    where = rule["in"].replace("{deck: none, scene: hall}", "{scene: hall}")
    parts = [f"in: {where}", *([f"except: [{', '.join(free)}]"] if free else [])]
    parts += [f"do: [{do}]"] if do else []
    parts += [f"when: {when}", way] if when else []
    ruled = {
        "all": "hall cellar",
        "[hall, cellar]": "hall cellar",
        "hall": "hall",
        "{place: deep}": "cellar",
        "{scene: hall}": "hall",
    }[where]

    def story(*, long: bool) -> str:
        text = TOP.format(rule="" if long else "each-choice: {" + ", ".join(parts) + "}")
        for name, lists in (("hall", hall), ("cellar", cellar)):
            mine = long and name in ruled
            text += f"  {name}:\n" + ("    place: deep\n" if name == "cellar" else "    title: Hall\n") + "    body:\n"
            text += "\n".join(body(name, lists, do if mine else "", when if mine else "", way)) + "\n"
        return text + "  dusk: [It is dark., {choices: [Sit down]}, {ending: drowned}]\n"

    short = story(long=False)
    if where == "all" and (do or when):  # dusk is a part of the whole
        dusk = "  dusk: [It is dark., {choices: [{choice: Sit down, do: [DO]}]}, {ending: drowned}]\n".replace("DO", do)
        leads_there = bool(when) and way == "goto: dusk"
        long = story(long=True)
        if not leads_there:
            head, _, _ = long.partition("  dusk: ")
            check = f"{{if: '{when}', then: [{{{way}}}]}}, " if when else ""
            long = head + (dusk if do else dusk.replace(", do: []", "")).replace(
                "It is dark., ", f"It is dark., {check}"
            )
    else:
        long = story(long=True)
    assert scenes(compiled(tmp_path, short)) == scenes(compiled(tmp_path, long)), short


CLOCK = TOP.format(
    rule="each-choice: {in: {chapter: house}, except: [attic, hall.look], do: tide -= 1, when: tide <= 1, goto: dusk}"
) + """\
  hall:
    - label: again
    - "{tide}."
    - choices:
        - {choice: Look, id: look, goto: .again}
        - {choice: Search, do: cold += 1, goto: .again}
        - {choice: Rest, do: tide += 2, goto: .again}
        - Up -> attic
  attic:
    - "Under the roof, {tide}."
    - choices: [Down -> hall]
  dusk:
    - It is dark. {tide}
    - choices: [Sit down]
    - ending: drowned
chapter: {id: house, title: The House}
"""  # fmt: skip


def test_a_clock_runs_where_it_should_and_strikes(tmp_path: Path) -> None:
    session = Session(compiled(tmp_path, CLOCK))

    def told(choice: str) -> tuple[str, str]:
        turn = session.choose(next(one.id for one in session.turn.options if one.label == choice))
        return turn.blocks[-1].text, turn.scene

    assert told("Look") == ("4.", "hall")
    assert told("Search") == ("3.", "hall")
    assert told("Rest") == ("4.", "hall")
    assert told("Up") == ("Under the roof, 3.", "attic")
    assert told("Down") == ("3.", "hall")
    assert told("Search") == ("2.", "hall")
    assert told("Search") == ("It is dark. 1", "dusk")
    assert session.turn.options[0].label == "Sit down"
    session.choose(0)
    assert session.values()["tide"] == 1
