"""Coverage: what counts, what was reached, and how the reports say it."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import product

import pytest

from game.engine.observe import Observed
from game.engine.sessions.session import Session
from game.program.forms.texts import is_parted
from game.program.model import Program, Text
from game.program.spelling import spelled
from game.replay.coverage.collecting import CollectedWay, Collector, Trail, tally_of
from game.replay.coverage.page import html_page
from game.replay.coverage.reached import Coverage, Ratio, coverage_of, texts_of
from game.replay.coverage.report import json_report, percent, text_report, when

Make = Callable[[str], Program]

FORKS = """
    story: forks
    title: Forks
    start: a
    variables:
      heat: {type: int, min: 0, max: 9}
      met: bool
      side: {type: enum, values: [camp, school]}
    endings: {e: {title: The End, text: x}, f: {title: Other, text: x}}
    scenes:
      a:
        - "Always. {if heat > 5: hot | elif heat > 2: warm {if met: and met} | else: cold}"
        - "{first: one | then: two | then: } {cycle: up | down}"
        - "{shuffle: red | green}"
        - if: met and not side == camp
          then:
            - Never seen.
        - choices:
            - "Heat {if heat > 3: more | else: up}":
                - do: heat += 3
            - Meet:
                - do: met = true
            - End -> b
            - choice: Never
              if: heat < 0
              goto: c
        - goto: a
      b:
        - Over.
        - ending: e
      c:
        - Nobody comes here.
        - ending: f
"""


@pytest.fixture
def forks(program_of: Make) -> Program:
    return program_of(FORKS)


def played(program: Program, *choices: int, seed: int = 1) -> Coverage:
    session = Session(program, seed=seed)
    for choice in choices:
        session.choose(choice)
    return coverage_of(program, tally_of(program, seed, {}, session.choices))


def shown(coverage: Coverage, scene: str = "a") -> list[str]:
    """The texts that were reached, as the report names the others."""
    found = []
    from game.program.spelling import quoted
    from game.replay.coverage.reached import CoveredLine, shown_arms

    for parts in coverage.scenes:
        if parts.id != scene:
            continue
        for part in parts.parts:
            identity, segments = (
                (part.text.id, part.text.segments)
                if isinstance(part, CoveredLine)
                else (part.choice.id, part.choice.label)
            )
            found += [
                quoted(coverage.program, inside).strip()
                for path, inside in shown_arms(segments)
                if (identity, path) in coverage.tally.texts
            ]
    return found


def test_the_opening_reaches_its_arms(forks: Program) -> None:
    coverage = played(forks)
    assert shown(coverage)[:1] == ["cold"]
    assert "one" in shown(coverage)
    assert "up" in shown(coverage)
    assert "warm" not in " ".join(shown(coverage))
    assert coverage.tally.scenes == {"a"}
    assert coverage.share("endings") == Ratio(0, 2)


def test_an_elif_is_no_variant_of_its_own(forks: Program) -> None:
    every = [
        variant
        for scene in coverage_of(forks, played(forks).tally).scenes
        for variant in texts_of(scene)
        if scene.id == "a"
    ]
    lines = {line for line, path in every if not path}
    # if, elif, its inner if, else; first (two that show anything), cycle 2; shuffle 2; the label's 2.
    assert len(every) - len(lines) == 4 + 4 + 2 + 2


def test_more_play_reaches_more(forks: Program) -> None:
    coverage = played(forks, 1, 0, 0, 2)
    texts = shown(coverage)
    assert any(text.startswith("warm") for text in texts)
    assert "hot" in texts
    assert "and met" in texts
    assert {"one", "two", "up", "down", "more"} <= set(texts)
    assert coverage.tally.endings == {"e"}
    assert coverage.tally.scenes == {"a", "b"}


def test_both_of_a_shuffle_in_two_showings(forks: Program) -> None:
    assert {"red", "green"} <= set(shown(played(forks, 0)))


@pytest.mark.parametrize("choices", list(product((0, 1), repeat=3)))
def test_watching_changes_nothing(forks: Program, choices: tuple[int, ...]) -> None:
    """The turns under watch are those of a session, also after blocks went back to being played unwatched."""
    observed = Observed(forks, lambda *_: None, lambda *_: None)
    for _ in range(2):
        session = Session(forks, seed=5)
        assert observed.begin(seed=5) == session.turn
        for choice in choices:
            identity = session.turn.options[choice].id
            assert observed.choose(identity) == session.choose(identity)


def test_what_is_told_twice_over_is_told_once_at_least(forks: Program) -> None:
    """One collector over many ways reaches what a fresh one for each way reaches."""
    ways = []
    for choices in product((0, 1), repeat=4):
        session = Session(forks, seed=sum(choices))
        for choice in choices:
            session.choose(choice)
        ways.append(CollectedWay(session.seed, (), tuple(session.choices)))
    together = Collector(forks)
    together.play(ways)
    apart = Collector(forks).tally
    for way in ways:
        apart.add(tally_of(forks, way.seed, {}, way.choices))
    assert (together.tally.texts, together.tally.scenes, together.tally.choices) == (
        apart.texts,
        apart.scenes,
        apart.choices,
    )


def test_what_was_taken_back_was_seen(forks: Program) -> None:
    trail = Trail()
    session = Session(forks, seed=1)
    trail.saw(session)
    session.choose(2)
    trail.saw(session)
    session.undo()
    trail.saw(session)
    session.choose(0)
    trail.saw(session)
    collector = Collector(forks)
    collector.play(trail.close())
    assert collector.tally.endings == {"e"}
    assert collector.tally.choices == {"a/end", "a/heat-if-heat-3-more-else-up"} or len(collector.tally.choices) == 2


# reports


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, "0%"), (0.01, "0.1%"), (50.0, "50%"), (99.99, "99.9%"), (100.0, "100%")]
)
def test_a_percentage_says_all_only_of_all(value: float, said: str) -> None:
    assert percent(value) == said


def test_the_text_report_names_what_is_missing(forks: Program) -> None:
    report = text_report([played(forks)])
    lines = report.splitlines()
    assert "  ending e" in lines
    assert "  scene b" in lines
    assert "  a: the text “hot” (if heat > 5)" in lines
    assert any(line.startswith("  a: the text “warm") and line.endswith("(if heat > 2)") for line in lines)
    assert not any("and met" in line and "if met" in line for line in lines)  # inside one that was not shown either
    assert "  a: the text “two” (first, number 2)" in lines
    assert "  a: “Never seen.”" in lines
    assert "  a: choice “Meet”" in lines


def test_the_json_report_has_everything(forks: Program) -> None:
    (story,) = json.loads(json_report([played(forks, 2)]))["stories"]
    assert story["story"] == "forks"
    assert story["scenes"]["missing"] == ["c"]
    scene = story["by_scene"]["a"]
    assert scene["choices"] == [1, 4]
    assert len(scene["missing_choices"]) == 3
    assert scene["texts"][1] - scene["texts"][0] == len(scene["missing_texts"])


def test_conditions_are_written_as_writers_write_them(program_of: Make) -> None:
    written = [
        "heat > 5",
        "met",
        "not met",
        "heat > 5 and met",
        "met or heat == 2 and met",
        "(met or heat == 2) and met",
        "side == school",
        "side != school",
        "side in [camp, school]",
        "heat + 1 > min(heat, 3)",
        "heat - (heat - 1) == 1",
        "(heat + 1) * 2 < 9",
        "seen(b)",
        "visits(b) > 2",
        "not (met and heat > 1)",
        "not seen(b)",
        "visits(b) < 2",
        "side not in [camp, school]",
        "not (met or heat == 2) and seen(b)",
    ]
    for text in written:
        program = program_of(
            f"""
            story: conditions
            title: C
            start: a
            variables: {{heat: {{type: int, min: 0, max: 9}}, met: bool, side: {{type: enum, values: [camp, school, none]}}}}
            endings: {{e: {{title: E, text: x}}}}
            scenes:
              a:
                - "x {{if {text}: yes}}"
                - choices:
                    - A: [{{do: [heat += 1, met = true, side = school]}}, {{goto: b}}]
              b:
                - choices:
                    - Back -> a
                    - End: [ending: e]
            """
        )
        (line,) = [op for op in program.scene("a").blocks[0].ops if isinstance(op, Text)]
        (fork,) = [segment for segment in line.segments if is_parted(segment)]
        assert fork[0] == "?"
        assert spelled(program.slots, fork[1]) == text
        assert when(program, (fork,), (0, 0)) == f" (if {text})"


class _Page(HTMLParser):
    """What a browser would do with the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=y>"


def test_the_page_is_whole_and_story_text_is_only_text(program_of: Make) -> None:
    quoted = HOSTILE.replace("'", "''")
    program = program_of(
        f"""
        story: hostile
        title: '{quoted}'
        start: a
        cast: {{x: {{name: '{quoted}'}}}}
        endings: {{e: {{title: '{quoted}', text: x}}}}
        scenes:
          a:
            title: '{quoted}'
            body:
              - '{quoted}'
              - x: '{quoted}'
              - choices:
                  - choice: '{quoted}'
                    then: [ending: e]
        """
    )
    page = html_page([played(program)])
    parsed = _Page()
    parsed.feed(page)
    assert not parsed.open
    tags = {tag for tag, _ in parsed.tags}
    assert not tags & {"script", "img", "link", "iframe", "object", "base", "form"}
    assert not any(
        name.startswith("on") or name in ("src", "action") for _, attributes in parsed.tags for name in attributes
    )
    assert all(
        value and value.startswith("#")
        for _, attributes in parsed.tags
        for name, value in attributes.items()
        if name == "href"
    )
    assert "".join(parsed.words).count(HOSTILE) >= 6
    assert "prefers-color-scheme" in page
    assert "http:" not in page.replace("http-equiv", "")
    assert "https:" not in page
    assert "url(" not in page


def test_the_page_marks_what_nobody_has_read(forks: Program) -> None:
    page = html_page([played(forks)])
    assert '<p class="gap">Never seen.</p>' in page
    assert "No playthrough comes here." in page
    assert '<span class="if">if heat &gt; 5</span> <span class="fork gap">hot</span>' in page
    assert '<span class="if">else</span> <span class="fork">cold</span>' in page
    assert '<span class="gap">Meet</span> <span class="missing">never taken</span>' in page


def test_links_lead_somewhere(forks: Program) -> None:
    parsed = _Page()
    parsed.feed(html_page([played(forks), played(forks, 2)]))
    identities = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    targets = {str(attributes["href"]) for tag, attributes in parsed.tags if tag == "a"}
    assert targets == {f"#{identity}" for identity in identities}
