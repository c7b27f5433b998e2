"""Short forms mean what longer ones mean: both are compiled, and give one Program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from game.program.load import load
from tests.program.short_forms import TOP, Tree, bodies, meaning, written

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


def compiled(tree: Tree, folder: Path) -> tuple[Any, set[str]]:
    """What the scene `cellar` becomes, and the codes of what is said of it."""
    path = folder / "story.yaml"
    path.write_text(TOP + "  cellar:" + written(tree, 4), encoding="utf-8")
    loaded = load(path, cache=False)
    codes = {one.code for one in loaded.diagnostics if one.code[0] == "E" or one.code in ("W303", "W309")}
    if loaded.program is None:
        return None, codes
    return meaning(loaded.program), codes


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_steps_as_keys_and_talk_mean_what_the_steps_of_a_list_mean(tmp_path: Path, data: st.DataObject) -> None:
    short, long = data.draw(bodies(leaves=False))
    for key in ("goto", "return", "ending"):
        if key in short:
            del short[key]
            long.pop()
    short["ending"] = "dark"
    long.append({"ending": "dark"})
    first, second = compiled(short, tmp_path), compiled({"body": long}, tmp_path)
    event("compiled" if first[0] else "refused")
    assert first == second


def test_the_scenes_of_the_documents_are_the_same_in_talk_and_in_steps_and_half_of_their_lines_is_prose() -> None:
    programs = [load(EXAMPLES / name, cache=False).program for name in ("scenes.yaml", "scenes-in-steps.yaml")]
    short, long = [({**one.header, "digest": ""}, list(one.records)) for one in programs if one is not None]  # type: ignore[call-overload]
    assert short == long
    before, after = [
        (EXAMPLES / name).read_text(encoding="utf-8").split("scenes:\n")[1].splitlines()
        for name in ("scenes-in-steps.yaml", "scenes.yaml")
    ]
    assert (len(before), len(after)) == (84, 60)
    code = re.compile(r" *(- )?(\w+|tide == 0|guilt > 0):( \|)?$|.*(once: | -> |do: |goto: |ending: |Wait for|: \|)")
    assert sum(not code.match(line) for line in after) >= len(after) / 2
