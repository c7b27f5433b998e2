"""Sets: a thing is a bool, `{bag}` is what is in it in words, and `count(bag)` how many things that are."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine.sessions.session import Session
from game.program.load import load
from game.program.model import Program

LONG = "variables: {heat: {type: int, min: 0, max: 3}, bag.rope: bool, bag.key: {type: bool, start: true}}"
SHORT = (
    "variables: {heat: {type: int, min: 0, max: 3}}\nsets: {bag: {things: {rope: a rope, key: the key}, start: [key]}}"
)
CONDITIONS = {
    "rope in bag": "bag.rope", "rope not in bag": "not bag.rope", "not key in bag": "not bag.key", "key in bag and heat > 1": "bag.key and heat > 1",
    "rope in bag or not (key in bag)": "bag.rope or not bag.key", "(rope in bag) == (key in bag)": "bag.rope == bag.key",
}  # fmt: skip
EFFECTS = {
    "bag += rope": "bag.rope = true", "bag-=key": "bag.key = false", "bag += key": "bag.key = true", "bag -= rope": "bag.rope = false",
    "heat += 1": "heat += 1",
}  # fmt: skip


def compiled(folder: Path, text: str) -> Program:
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load(path, cache=False)
    assert loaded.program is not None, "\n".join(f"{one.code} {one.line} {one.message}" for one in loaded.diagnostics)
    return loaded.program


@given(
    st.lists(st.tuples(st.sampled_from(sorted(CONDITIONS)), st.sampled_from(sorted(EFFECTS))), min_size=1, max_size=4)
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_thing_means_what_a_bool_does(tmp_path: Path, parts: list[tuple[str, str]]) -> None:
    def story(top: str, *, long: bool) -> list[object]:
        text = f"story: bag\ntitle: Bag\nstart: a\n{top}\nendings: {{out: Out}}\nscenes:\n  a:\n"
        for number, (condition, effect) in enumerate(parts):
            when, do = (CONDITIONS[condition], EFFECTS[effect]) if long else (condition, effect)
            text += f"    - choices:\n        - choice: Do {number}\n          if: {when}\n          do: [{do}]\n        - fallback:\n"
            text += f"            - if: {when}\n              then: [Yes.]\n              else: [No.]\n"
        program = compiled(tmp_path, text + "    - ending: out\n")
        return [program.scene("a"), [(one.name, one.kind, one.start) for one in program.slots if one.name != "heat"]]

    assert story(SHORT, long=False) == story(LONG, long=True)


MANY = """\
story: many
title: Many
start: a
sets:
  bag:
    things: {THINGS}
    joined: [JOINED]
    none: "*empty*"
endings: {out: Out}
scenes:
  a:
    - "{bag}"
    - "Here: {bag}. {count(bag)} **{bag}**"
    - choices: [CHOICES]
    - ending: out
"""
NAMES = ("ash", "bell", "coin", "die")


@given(st.sets(st.sampled_from(NAMES)), st.sampled_from([(", ", " and "), (" / ", " / "), ("", ""), (" ,", "und")]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_in_a_set_is_told_in_the_order_of_its_things(
    tmp_path: Path, there: set[str], joined: tuple[str, str]
) -> None:
    text = MANY.replace("THINGS", ", ".join(f"{name}: the {name}" for name in NAMES)).replace(
        "JOINED", ", ".join(f'"{one}"' for one in joined)
    )
    text = text.replace(
        "CHOICES", ", ".join(f"{{choice: Take {name}, do: bag += {name}, goto: a}}" for name in NAMES) + ", Go"
    )
    session = Session(compiled(tmp_path, text))
    for name in sorted(there, reverse=True):
        session.choose(NAMES.index(name))
    things = [f"the {name}" for name in NAMES if name in there]
    told = joined[0].join(things[:-1]) + joined[1] + things[-1] if len(things) > 1 else things[0] if things else "empty"
    assert session.turn.blocks[-1].text == f"Here: {told}. {len(things)} {told}"
    alone = session.turn.blocks[-2]
    assert (alone.text, {style for _, style in alone.spans}) == (told.strip(), {""} if things else {"em"})
    styles = {style for _, style in session.turn.blocks[-1].spans}
    assert styles == ({"", "strong"} if things else {"", "em", "strong"} - {"strong"})
