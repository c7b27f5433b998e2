"""Scripts: what is read, what is refused and where, and that what we write is read back the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.schema.findings import MOST
from game.language.yaml.reader import read_text
from game.replay.scripts.emitting import emit
from game.replay.scripts.parameters import runs
from game.replay.scripts.parsing import parse
from game.replay.scripts.steps import Expectation, Script, ScriptStep, ScriptText, Wanted
from game.system.names import composed


def read(text: str) -> Script:
    script, found = parse(read_text(text, "x.play.yaml"))
    assert not found, found
    assert script is not None
    return script


def wrong(text: str) -> list[Diagnostic]:
    script, found = parse(read_text(text, "x.play.yaml"))
    assert script is None
    assert found
    return list(found)


def test_reads_every_part() -> None:
    script = read(
        """
story: lamp-room
seed: 7
setup: {name: Min, memory: some}
parameters:
  - {who: Nam-ra}
  - {who: Ji-ho}
xfail: not written yet
steps:
  - expect: {scene: cellar}
  - Ask who lit it
  - 2
  - choose: Show the card
    expect:
      scene: stairwell
      heat: ">= 3"
      side: [camp, school]
      text: [gives it back, "/li[tg]ht/"]
      not-text: {regex: dar+k}
      closed:
        - Wait: too cold
        - Leave
      open: Go on
      hidden: Run
      learned: hambies
      state: {text: 3}
  - undo: 2
expect: {ending: the-ferry}
"""
    )
    assert script.story == ScriptText("lamp-room")
    assert script.seed == 7
    assert script.setup == ((ScriptText("name"), ScriptText("Min")), (ScriptText("memory"), ScriptText("some")))
    assert script.parameters == ((("who", "Nam-ra"),), (("who", "Ji-ho"),))
    assert script.xfail == ScriptText("not written yet")
    assert [step.choose.text if step.choose else "" for step in script.steps] == [
        "",
        "Ask who lit it",
        "2",
        "Show the card",
        "",
    ]
    assert script.steps[0].expect == (Expectation("scene", (Wanted("cellar"),)),)
    assert script.steps[3].expect == (
        Expectation("scene", (Wanted("stairwell"),)),
        Expectation("value", (Wanted(">= 3"),), "heat"),
        Expectation("value", (Wanted("camp"), Wanted("school")), "side"),
        Expectation("text", (Wanted("gives it back"), Wanted("li[tg]ht", pattern=True))),
        Expectation("not-text", (Wanted("dar+k", pattern=True),)),
        Expectation("closed", (Wanted("Wait", reason="too cold"), Wanted("Leave"))),
        Expectation("open", (Wanted("Go on"),)),
        Expectation("hidden", (Wanted("Run"),)),
        Expectation("learned", (Wanted("hambies"),)),
        Expectation("value", (Wanted("3"),), "text"),
    )
    assert script.steps[4].undo == 2
    assert script.expect == (Expectation("ending", (Wanted("the-ferry"),)),)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ("- a\n- b\n", "E401", 1, 1, "mapping"),
        ("story: x\n", "E401", 1, 1, "needs 'steps'"),
        ("steps: [a]\nexpected: {scene: a}\n", "E402", 2, 1, "expected"),
        ("steps:\n  - Ask: who lit it\n", "E402", 2, 5, "Ask"),
        ("steps:\n  - chose: a\n    expect: {scene: b}\n", "E402", 2, 5, "chose"),
        ("steps: Ask\n", "E403", 1, 8, "list"),
        ("steps:\n  - ''\n", "E403", 2, 5, "empty"),
        ("steps:\n  - [a]\n", "E403", 2, 5, "choice"),
        ("steps: [a]\nexpect: roof\n", "E403", 2, 9, "mapping"),
        ("steps: [a]\nexpect: {text: []}\n", "E403", 2, 16, "empty"),
        ("steps: [a]\nexpect: {values: {heat: 3}}\n", "E403", 2, 10, "no values"),
        ("steps: [a]\nexpect: {heat: {min: 3}}\n", "E403", 2, 16, "this is one text"),
        ("seed: dice\nsteps: [a]\n", "E403", 1, 7, "whole number"),
        ("seed: ٣\nsteps: [a]\n", "E403", 1, 7, "whole number"),
        ("steps:\n  - undo: 0\n", "E403", 2, 11, "whole number"),
        ("steps:\n  - {choose: a, undo: 1}\n", "E403", 2, 23, "either"),
        ("from: b.play.yaml\nseed: 3\nsteps: [a]\n", "E405", 2, 7, "seed"),
        ("parameters: 3\nsteps: [a]\n", "E406", 1, 13, "list"),
        ("parameters: [{a: b}, {c: d}]\nsteps: [a]\n", "E406", 1, 22, "first"),
        ("parameters: [{1a: b}]\nsteps: [a]\n", "E406", 1, 15, "name"),
        ("steps: [a]\nexpect: {text: /(a/}\n", "E407", 2, 16, "closed"),
        ("steps: [a]\nexpect: {text: {regex: '(?=a)'}}\n", "E407", 2, 24, "ahead"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, code: str, line: int, column: int, words: str) -> None:
    first = wrong(text)[0]
    assert (first.code, first.line, first.column) == (code, line, column), first
    assert words in first.message


def test_everything_wrong_is_said_at_once() -> None:
    found = wrong("seed: x\nstep: [a]\nsteps:\n  - []\n  - undo: -1\n")
    assert [each.line for each in found] == [2, 1, 4, 5] or sorted(each.line for each in found) == [1, 2, 4, 5]


def test_a_colon_in_a_label_is_explained() -> None:
    (found,) = wrong("steps:\n  - He says: run\n")
    assert found.hint == 'a label with a colon needs quotes: "He says: run"'


def test_a_comment_that_eats_a_label_is_told() -> None:
    script, found = parse(read_text("steps:\n  - Take door #2\n", "x.play.yaml"))
    assert script is not None
    assert [(each.code, each.severity, each.line) for each in found] == [("E047", "warning", 2)]


def test_a_yaml_error_is_the_reader_s() -> None:
    (found,) = wrong("steps: [a\n")
    assert found.code.startswith("E0")


# parameters


def test_more_mistakes_than_anybody_mends_are_cut() -> None:
    found = wrong("steps:\n" + "".join(f"  - {{choose: x, key{number}: y}}\n" for number in range(3000)))
    assert [one.code for one in found] == ["E402"] * MOST + ["W399"]


def test_parameters_are_filled_in_everywhere() -> None:
    script = read(
        "parameters: [{a: x, b: 3}, {a: y, b: 4}]\nsetup: {name: $a}\n"
        "steps:\n  - choose: Ask $a\n    expect: {text: 'It costs $$$b', heat: $b, closed: {Go $a: $b}}\n"
    )
    filled, found = runs(script)
    assert not found
    assert [run.label for run in filled] == ["a=x, b=3", "a=y, b=4"]
    second = filled[1].script
    assert second.setup == ((ScriptText("name"), ScriptText("y")),)
    assert second.steps[0].choose == ScriptText("Ask y")
    text, heat, closed = second.steps[0].expect
    assert text.wanted[0].text == "It costs $4"
    assert heat.wanted[0].text == "4"
    assert closed.wanted == (Wanted("Go y", reason="4"),)


def test_a_dollar_is_itself_without_parameters() -> None:
    script = read("steps: ['Pay $5', 'Pay $$']\n")
    ((_, same),), found = runs(script)
    assert not found
    assert same == script


def test_an_unknown_parameter_is_told() -> None:
    filled, found = runs(read("parameters: [{who: x}]\nsteps: ['Ask $whom']\n"))
    assert not filled
    assert [(each.code, each.line, each.hint) for each in found] == [("E406", 2, "did you mean 'who'?")]


# writing

_CHARS = st.characters(
    codec="utf-8",
    exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"],
    exclude_characters="\ufeff\ufffe\uffff\xa0",
)
_WORDS = st.text(_CHARS, min_size=1, max_size=20).map(composed).map(str.strip).filter(bool)  # as a reader composes it
_TRICKY = st.sampled_from(
    ["no", "1:30", "010", "- a", "a: b", "a #b", "#a", "'a'", '"a"', "{a}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a", "? a", "|", ">",
     ">= 3", "/a/", "/", "//", "a, b", "null", "~", "=", "<<", "---", "...", "a\\b", "y", "-1", "$a", "a:", ":a", "true", "  ".strip() or "x"]
)  # fmt: skip
_LABEL = st.one_of(_WORDS, _TRICKY)
_NAME = st.from_regex(r"\A[a-z][a-z0-9_]{0,6}(\.[a-z]{1,4})?\Z")


def _wanted(reason: bool = False) -> st.SearchStrategy[Wanted]:
    return st.builds(Wanted, _LABEL, st.just(False), st.one_of(st.just(""), _LABEL) if reason else st.just(""))


_MANY = {"min_size": 1, "max_size": 3}
_ANY_WORDS = st.one_of(
    _wanted(),
    st.builds(Wanted, st.sampled_from(["a+b", "^x$", "[abc]", "a: b", "a, b", "/"]), st.just(True), st.just("")),
)
_NO_NAME = st.just("")
_EXPECT = st.one_of(
    st.builds(Expectation, st.sampled_from(["scene", "ending"]), st.tuples(_wanted()), _NO_NAME),
    st.builds(Expectation, st.sampled_from(["open", "hidden", "learned"]), st.lists(_wanted(), **_MANY).map(tuple), _NO_NAME),  # type: ignore[arg-type]
    st.builds(Expectation, st.just("closed"), st.lists(_wanted(True), **_MANY).map(tuple), _NO_NAME),  # type: ignore[arg-type]
    st.builds(Expectation, st.sampled_from(["text", "not-text"]), st.lists(_ANY_WORDS, **_MANY).map(tuple), _NO_NAME),  # type: ignore[arg-type]
    st.builds(Expectation, st.just("value"), st.lists(_wanted(), **_MANY).map(tuple), st.one_of(_NAME, st.sampled_from(["scene", "text", "state"]))),  # type: ignore[arg-type]
)  # fmt: skip


def _distinct(found: list[Expectation]) -> tuple[Expectation, ...]:
    """One of each key, and those below `state` last, as they are written."""
    kept = list({(one.kind, one.name): one for one in found}.values())
    return tuple(sorted(kept, key=lambda one: one.kind == "value" and one.name in ("scene", "text", "state")))


_EXPECTS = st.lists(_EXPECT, max_size=4).map(_distinct)
_TEXTS = _LABEL.map(ScriptText)
_STEPS = st.one_of(
    st.builds(ScriptStep, _TEXTS, st.just(0), _EXPECTS),
    st.builds(ScriptStep, st.none(), st.integers(1, 99), _EXPECTS),
    st.builds(ScriptStep, st.none(), st.just(0), _EXPECTS),
)
_RUN = st.fixed_dictionaries({"a": _LABEL, "b": _LABEL}).map(lambda values: tuple(values.items()))


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    origin = draw(st.one_of(st.none(), _TEXTS))
    setup = (
        ()
        if origin
        else tuple((ScriptText(name), text) for name, text in draw(st.dictionaries(_NAME, _TEXTS, max_size=2)).items())
    )
    return Script(
        tuple(draw(st.lists(_STEPS, max_size=4))),
        draw(_EXPECTS),
        draw(st.one_of(st.none(), _TEXTS)),
        None if origin else draw(st.one_of(st.none(), st.integers(-(2**40), 2**60))),
        setup,
        origin,
        tuple(draw(st.lists(_RUN, max_size=2))),
        draw(st.one_of(st.none(), _TEXTS)),
    )


@settings(max_examples=300, deadline=None)
@given(scripts())
def test_what_is_written_is_read_back_the_same(script: Script) -> None:
    text = emit(script)
    again, found = parse(read_text(text, "x.play.yaml"))
    assert not found, (text, found)
    assert again == script, text
    assert emit(again) == text


def test_plain_labels_are_written_without_quotes() -> None:
    script = Script(
        (ScriptStep(ScriptText("Ask who lit it")), ScriptStep(ScriptText("Say: no"))), story=ScriptText("lamp-room")
    )
    assert emit(script) == 'story: lamp-room\nsteps:\n  - Ask who lit it\n  - "Say: no"\n'
