"""What the player reads: markup, values, texts that take turns, and how blanks and breaks fall."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.program.telling import TOP, begin, choose, tell, words


def told(prose: str, *, top: str = TOP, rounds: int = 0, seed: int = 1) -> list[str]:
    """What a block of prose tells, at first and again after each round."""
    block = "".join(f"      {line}\n" if line else "\n" for line in prose.split("\n"))
    scenes = f"  cellar:\n    - |\n{block}    - choices: [Again -> cellar, Enough]\n    - ending: dark\n"
    return tell(begin(scenes, top=top, seed=seed), *["Again"] * rounds)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("One line\nand the next.", ["One line and the next."]),
        ("One.\n\nTwo.\n\n\nThree.", ["One.", "Two.", "Three."]),
        ("  Indented\n   further.", ["Indented further."]),
        ("Too   many    blanks.", ["Too many blanks."]),
        ("One \\\nand a break.", ["One\nand a break."]),
        (r"Signs: \{ \} \| \* \\ and \n", [r"Signs: { } | * \ and \n"]),
        ("A | bar and 2 * 3.", ["A | bar and 2 * 3."]),
        ("{if heat > 5: hot | else: cold}.", ["cold."]),
        ("Before {if heat > 5: never} after.", ["Before after."]),
        ("{if heat > 5: nothing at all}", []),
        ("{if met: a | elif heat == 0: {if side == nobody: inner | else: x} b | else: c}", ["inner b"]),
        ("{name} is {side} at {heat}, {met}.", ["Min is nobody at 0, no."]),
        ("You {if heat == 0: , then} go.", ["You, then go."]),
        ("You {if heat > 0: , then | else: and} go.", ["You and go."]),
        ("You {if met: nod}, then go.", ["You, then go."]),
        ("You {if heat == 0: nod}, then go {if met: on}.", ["You nod, then go."]),
        ("You (as {if met: ever | elif side == camp: now}) go.", ["You (as) go."]),
        ("You {if heat == 0: {if met: and | else: , not met,}} go.", ["You, not met, go."]),
        ("*You {if heat == 0: , **too**,} go*.", ["You, too, go."]),
        ("Wait {if heat == 0: ... what} , he says {if heat == 0: .5}", ["Wait ... what , he says .5"]),
        ("You {if met: nod} {if met: twice}, then go.", ["You, then go."]),
        ("You {if met: nod} {if heat == 0: , once,} {if met: more}. So.", ["You, once,. So."]),
        ("You {if met: nod}{if heat == 0: sit}, then go.", ["You sit, then go."]),
        ("You {if heat == 0: sit {if met: down}}, then go.", ["You sit, then go."]),
        ("You {if met: nod}{if met: sit}z.", ["You z."]),
        ("You {if met: nod}{if met: sit}, then go.", ["You, then go."]),
        ("You {if met: nod}{if met: sit}{if met: run}... Go (*far* {if met: on}{if met: off}).", ["You... Go (far)."]),
        ("You {if met: nod}{if heat == 0: {if met: x}}{if met: sit}! {if met: a}{if heat == 0: *b*}?", ["You! b?"]),
        ("Go {if met: on}; {if met: so}{if heat == 0: …what}? {if met: no}”", ["Go; …what?”"]),
        ("Wait {if heat == 0: ! Oui}: at {if met: ten}:30 {if met: now} !", ["Wait ! Oui: at :30 !"]),
        ("{ heat } and {if  heat==0 :yes|else:no}", ["0 and yes"]),
        ("{first: a | then: b}{cycle: c | d}", ["ac"]),
    ],
)
def test_prose_reads_like_this(prose: str, expected: list[str]) -> None:
    assert told(prose) == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("{first: one | then: two | then: three}", ["one", "two", "three", "three", "three"]),
        ("{first: once | then: }!", ["once!", "!", "!", "!", "!"]),
        ("{cycle: red | green | blue}", ["red", "green", "blue", "red", "green"]),
        ("{first: a {cycle: x | y} | then: b}", ["a x", "b", "b", "b", "b"]),
        ("{cycle: {first: a | then: b} | c}", ["a", "c", "b", "c", "b"]),
        ("{if heat == 0: {first: a | then: b}}", ["a", "b", "b", "b", "b"]),
        ("Go {first: on | then: , again, on}", ["Go on", *["Go, again, on"] * 4]),
        ("{visits(cellar)}", ["1", "2", "3", "4", "5"]),
    ],
)
def test_texts_take_turns(prose: str, expected: list[str]) -> None:
    assert told(prose, rounds=4) == expected


# Texts with what is shown of them; < and > stand where braces open and close.
Shown = tuple[str, str]


def _one_after_another(parts: list[Shown]) -> Shown:
    return " ".join(one for one, _ in parts), " ".join(shown for _, shown in parts)


def _fork(form: str, here: Shown, other: Shown, mark: str) -> Shown:
    (one, shown), (two, _) = here, other
    if one == shown == "" and "met" not in form:
        one = shown = "z"
    return form.replace("HERE", one).replace("OTHER", two) + mark, f"<{shown}>{mark}"


_forms = st.sampled_from([
    "{if heat == 0: HERE}", "{if met: OTHER | else: HERE}", "{cycle: HERE | OTHER}", "{if heat == 0: HERE | else: OTHER}"
])  # fmt: skip
_word = st.sampled_from(["", "a", "b", "*e*", ", c", ". D", "*f g*", ", *h*"]).map(lambda one: (one, one))
_marks = st.sampled_from(["", "", ",", ".", "*i*", "!", ";", ":", "?", ")", "…", "...", "”"])
_glued = st.sampled_from([
    ("{if met: HERE}", ""), ("{if heat == 0: HERE}", "HERE"), ("{cycle: HERE | z}", "HERE"), ("{if heat > 0: z | else: }", ""), ("{if heat == 0: {if met: z}HERE}", "<>HERE"),
])  # fmt: skip


def _row(forks: list[tuple[Shown, Shown]], mark: str) -> Shown:
    """Texts in braces with no blank between them."""
    written = shown = ""
    for (form, told), (word, its) in forks:
        said = (word or "z", its or "z") if "met: HERE" in form or "HERE}" in form else (word, its)
        written += form.replace("HERE", said[0])
        shown += f"<{told.replace('HERE', said[1])}>"
    return written + mark, shown + mark


_plain_word = st.sampled_from(["", "a", "b", "*e*"]).map(lambda one: (one, one))
_rows = st.builds(_row, st.lists(st.tuples(_glued, _plain_word), min_size=2, max_size=5), _marks)
_texts = st.recursive(
    _word,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(_one_after_another),
        st.builds(_fork, _forms, inner, inner, _marks),
        st.builds(_fork, st.just("{if met: OTHER}"), st.just(("", "")), inner, _marks),
        _rows,
    ),
    max_leaves=8,
).filter(
    # A mark right before a word of another brace (.5, …so): whether it begins it or ends what is before is anybody's guess.
    lambda text: not re.search(r"[,.;:!?…)”][<>]+\*", text[1])
)


@settings(max_examples=60)
@given(st.lists(_texts, min_size=1, max_size=12))
def test_no_blank_is_shown_before_a_comma_of_braces_or_behind_empty_ones(texts: list[Shown]) -> None:
    expected = []
    for _, shown in texts:
        trimmed = re.sub(" +", " ", f"x {shown}")
        trimmed = re.sub("< ", "<", re.sub(" >", ">", trimmed))
        closed = re.sub(r"(?: ?<[<>]*|>)+(?=\*?(?:[,.;:!?)”]|…(?!\w)))", "", trimmed)
        expected.append(" ".join(re.sub("[<>*]", "", closed).split()))
    assert told("\n\n".join(f"x {text}" for text, _ in texts)) == expected


def test_a_shuffle_shows_each_before_any_comes_again() -> None:
    found = told("{shuffle: a | b | c}", rounds=8)
    for start in (0, 3, 6):
        assert sorted(found[start : start + 3]) == ["a", "b", "c"]
    assert found == told("{shuffle: a | b | c}", rounds=8)
    assert len({tuple(told("{shuffle: a | b | c}", rounds=8, seed=seed)) for seed in range(8)}) > 1


def test_a_shuffle_can_come_to_an_end() -> None:
    found = told("{shuffle: a | b | then: over}", rounds=4)
    assert sorted(found[:2]) == ["a", "b"]
    assert found[2:] == ["over"] * 3
    found = told("{shuffle: a | b | then: }!", rounds=3)
    assert sorted(found[:2]) == ["a!", "b!"]
    assert found[2:] == ["!"] * 2


def test_emphasis_covers_what_stands_in_braces() -> None:
    session = begin("""
  cellar:
    - "*a {if met: x | else: y **z**} {heat}* b **c**"
    - ending: dark
""")
    assert session.turn.blocks[0].spans == (
        ("a y ", "em"),
        ("z", "em strong"),
        (" 0", "em"),
        (" b ", ""),
        ("c", "strong"),
    )


def test_roles_and_speakers() -> None:
    session = begin("""
  cellar:
    - Prose.
    - namra: A line.
    - jiho: |
        Two paragraphs

        of it.
    - aside: A notice.
    - ending: dark
""")
    assert [(block.role, block.speaker, block.text) for block in session.turn.blocks] == [
        ("prose", "", "Prose."),
        ("speech", "namra", "A line."),
        ("speech", "jiho", "Two paragraphs"),
        ("speech", "jiho", "of it."),
        ("aside", "", "A notice."),
    ]


def test_yaml_styles_say_the_same() -> None:
    session = begin("""
  cellar:
    - plain, over
      two lines
    - 'single, it''s over
      two lines'
    - "double, \\"over\\"
      two lines"
    - >
      folded, over
      two lines

      and two paragraphs
    - |
      literal, over
      two lines
    - plain

      in two paragraphs
    - "quoted

      in two paragraphs"
    - ending: dark
""")
    assert words(session.turn) == [
        "plain, over two lines",
        "single, it's over two lines",
        'double, "over" two lines',
        "folded, over two lines",
        "and two paragraphs",
        "literal, over two lines",
        "plain",
        "in two paragraphs",
        "quoted",
        "in two paragraphs",
    ]


def test_no_and_numbers_stay_words() -> None:
    session = begin("""
  cellar:
    - 010
    - No
    - 1:30
    - ~
    - choices: [No, 1e3, null]
    - ending: dark
""")
    assert words(session.turn) == ["010", "No", "1:30", "~"]
    assert [option.label for option in session.turn.options] == ["No", "1e3", "null"]


def test_phrases_are_told_in_their_place_and_each_place_takes_its_own_turns() -> None:
    top = TOP.replace(
        "scenes:\n", 'phrases:\n  lamp: the *lamp*\n  light: "{first: light | then: less light}"\nscenes:\n'
    )
    session = begin("""
  cellar:
    - "**{lamp}** {light}, {light}"
    - choices: [Again -> cellar, Enough]
    - ending: dark
""", top=top)  # fmt: skip
    assert words(session.turn) == ["the lamp light, light"]
    assert session.turn.blocks[0].spans[:2] == (("the ", "strong"), ("lamp", "em"))
    assert words(choose(session, "Again")) == ["the lamp less light, less light"]


def test_words_stand_for_values_in_text() -> None:
    top = TOP.replace("scenes:\n", (
        "  fed: {type: int, min: 1, max: 3, words: [starving, hungry, fed]}\n"
        '  called: {type: enum, values: [name, noona], words: ["{name}", big sister]}\n'
        "  by_name: {type: enum, values: [old_friend, stranger]}\nscenes:\n"
    ))  # fmt: skip
    session = begin("""
  cellar:
    - "{fed}, {called}, {by_name}, {met}"
    - do: [fed += 2, called = noona, met = true]
    - "{fed}, {called}, {met}"
    - ending: dark
""", top=top)  # fmt: skip
    assert words(session.turn) == ["starving, Min, old friend, no", "fed, big sister, yes"]
    assert session.telling.word("fed") == "fed"
    assert session.telling.word("called") == "big sister"


def test_a_value_without_a_word_leaves_no_blank_before_a_mark() -> None:
    top = TOP.replace(
        "variables:\n",
        'variables:\n  mood: {type: enum, values: [none, glad], words: ["", " gladly "]}\n  nick: {type: text, start: ""}\n',
    )
    top = top.replace("scenes:\n", 'sets:\n  sack: {things: {rope: a rope}, none: ""}\nscenes:\n')
    session = begin("""
  cellar:
    - You go {mood}, {nick}; *so* {mood}! With {heat}, {mood} and {nick}. {sack}.
    - choices: [Again]
    - do: mood = glad
    - You go {mood}, {nick}; *so* {mood}! With {heat}, {mood} and {nick}. {sack}.
    - ending: dark
""", top=top)  # fmt: skip
    assert words(session.turn) == ["You go,; so! With 0, and.."]
    session.choose(0)
    assert words(session.turn)[-1] == "You go gladly,; so gladly! With 0, gladly and.."
