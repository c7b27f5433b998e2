"""Everything that is wrong is told in one run: several mistakes of YAML, characters, and what stands in the other files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import pytest

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.yaml.reader import LIMITS, Document, read_text
from game.program.load import load
from tests.language.marked import TOP, UNUSED
from tests.language.test_broken_by_hand import SCENES
from tests.language.test_reader import MISTAKES

Place = tuple[str, int, int]
_FROM_HERE_ON = '- x\n- ["a, b]'
"""A quotation that is closed by the next one: where the next text has one, only their sum is known to be wrong."""


_OF_THE_WHOLE = ("E306", "E307", "W302", "W332", "W333", "W334", "W355")
"""What is found by following all the ways of a story, so that all of it has to be there."""


def places(found: list[Diagnostic] | tuple[Diagnostic, ...]) -> list[Place]:
    return [(one.code, one.line, one.column) for one in found]


def under_keys(*parts: str) -> str:
    return "".join(f"k{number}:\n{indent(part, '  ')}\n" for number, part in enumerate(parts))


def singly(text: str) -> Place | None:
    """Where the one mistake of a text is, as a part of a file; None where it is not alone there, or ends the reading."""
    document = read_text(under_keys(text, "- fine"), "s")
    alone = len(document.diagnostics) == 1 and document.root is None and document.rest is not None
    return places(document.diagnostics)[0] if alone else None


ALONE = {text: place for text in MISTAKES if (place := singly(text)) is not None}


def test_most_mistakes_can_be_gone_on_from() -> None:
    assert len(ALONE) >= len(MISTAKES) - 4


@pytest.mark.parametrize("first", ALONE, ids=lambda text: repr(text)[:40])
def test_two_mistakes_are_two_errors_at_their_places(first: str) -> None:
    others = [second for second in ALONE if second != first and not (first == _FROM_HERE_ON and '"' in second)]
    for second in others[len(first) % 7 :: 7]:
        before = under_keys(first, "- fine").count("\n")
        code, line, column = ALONE[second]
        found = read_text(under_keys(first, "- fine", second, "- well"), "s").diagnostics
        assert places(found) == [ALONE[first], (code, line + before, column)], second


def test_many_mistakes_are_all_told_and_no_more_than_that() -> None:
    lines = ["scenes:"]
    wanted = []
    for number in range(12):
        lines += [
            f"  s{number}:",
            "    - All is well.",
            '    - "Go," she said.',
            "    - namra: One thing: run.",
            "    - goto: a",
        ]
        wanted += [("E034", 5 * number + 4, 13), ("E030", 5 * number + 5, 23)]
    document = read_text("\n".join(lines), "s")
    assert places(document.diagnostics) == wanted[: LIMITS.diagnostics]


@pytest.mark.parametrize(
    "layout",
    [
        "a:\n  b: one\n   c: two\n   d: three\n  e: four\nb: 'c' d\n",
        "a:\n\t- one\n\t- two\n\t- three\nb: 'c' d\n",
        "a: |\n  one\ntwo\nthree\nfour\nb: 'c' d\n",
    ],
    ids=["set in further", "tabs", "a block at the left"],
)
def test_lines_that_stand_wrong_for_one_reason_are_told_once(layout: str) -> None:
    found = read_text(layout, "s").diagnostics
    assert len(found) == 2, found
    assert (found[1].code, found[1].line) == ("E034", layout.count("\n"))


def test_every_character_that_may_not_be_is_told_and_the_rest_is_read_without_them() -> None:
    document = read_text("a: b\u2028c\n\u200ed: 'e' \u202ef\n", "s")
    assert places(document.diagnostics) == [("E005", 1, 5), ("E005", 2, 1), ("E005", 2, 9), ("E034", 2, 10)]


def test_many_such_characters_are_counted() -> None:
    document = read_text("- a" + "\u200e" * 27 + "\n", "s")
    assert len(document.diagnostics) == LIMITS.diagnostics
    assert document.diagnostics[-1].message.endswith("(left-to-right mark), and 7 more")


def write(folder: Path, **files: str) -> list[Diagnostic]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return list(load(folder, cache=False).diagnostics)


@pytest.mark.parametrize("broken", [text for _, text, _, _ in SCENES], ids=[name for name, *_ in SCENES])
def test_a_mistake_of_yaml_in_one_file_hides_none_in_another(broken: str, tmp_path: Path) -> None:
    scene = indent(broken.replace("«", "").replace("»", ""), "  ") + "\n"
    main = TOP.replace("scenes:", "include: [other.yaml]\nscenes:")
    alone = write(tmp_path, story=main + scene, other="scenes: {attic: [{ending: dawn}]}\n")
    both = write(tmp_path, story=main + scene, other='scenes:\n  attic:\n    - "Go," she said.\n    - ending: dawn\n')
    wanted = [place for place in places(alone) if place[0] not in (*UNUSED, *_OF_THE_WHOLE)]
    assert places([one for one in both if Path(one.file).name == "story.yaml"]) == wanted
    assert ("E034", 3, 13) in places(both)


def test_a_name_that_is_written_where_nothing_can_be_read_may_be_declared_there(tmp_path: Path) -> None:
    found = write(
        tmp_path,
        story=TOP.replace("scenes:", "include: [other.yaml]\nscenes:")
        + "  cellar:\n    - {if: known, then: [{do: unknown = 1}]}\n    - goto: attic\n  roof: [{goto: nowhere}]\n",
        other='variables: {known: bool}\nscenes:\n  "attic" x:\n    - ending: dark\n',
    )
    assert [one.message for one in found] == [
        '"the quotation marks end before the text does: “x:” is left over"'.strip('"'),
        "there is no variable unknown",
        "there is no scene nowhere",
    ]


def test_a_missing_part_is_not_also_what_comes_of_it(tmp_path: Path) -> None:
    found = write(
        tmp_path,
        story=TOP + '  cellar:\n    - choices:\n        - "Go," you say: [{ending: dark}]\n'
        '    - call: attic\n    - ending: "a" b\n  attic:\n    - "{nope}"\n    - return:\n',
    )
    assert [one.code for one in found] == ["E034", "E034", "E202"]


def test_where_the_include_itself_cannot_be_read_no_name_is_missed(tmp_path: Path) -> None:
    found = write(
        tmp_path,
        story='story: l\ntitle: L\nstart: a\ninclude: "b.yaml" c\nscenes:\n  d: [{goto: a}]\n',
        b="scenes: {a: [{goto: a}]}\n",
    )
    assert [one.code for one in found] == ["E034"]


def test_names_and_places_hold_where_characters_were_taken_out(tmp_path: Path) -> None:
    found = write(
        tmp_path,
        story=TOP
        + '  cel\u200elar:\n    - "A\u2028B. {nope} {first: a | then: b}"\n    - goto: cellar\n  roof: [{goto: x}]\n',
    )
    assert places(found) == [
        ("E005", 18, 6), ("E005", 19, 9), ("E202", 19, 14), ("E120", 21, 17),
    ]  # fmt: skip


def test_a_document_with_a_mistake_has_no_root() -> None:
    """Whoever does not ask for what is left gets nothing that could be taken for the whole."""
    documents: list[Document] = [read_text(text, "s") for text in ("a: 'b' c\nd: e", "a: b\u2028\n")]
    assert [one.root for one in documents] == [None, None]
    assert all(one.rest is not None for one in documents)


LONG = """\
story: l
title: L
start: cellar
variables:
  heat: {type: int, min: 0, max: 9}
  met: bool
cast:
  jin: Jin
endings: {dark: Dark, out: Out}
scenes:
  cellar:
    title: The cellar
    body:
      - |
        You go down, and it is
        as dark as you thought.
      - jin: Mind the step.
      - if: heat > 2
        then:
          - It is warm.
          - do: heat -= 1
        else:
          - if: met
            then:
              - goto: roof
      - choices:
          - choice: Look round
            id: look
            do: heat += 1
            goto: cellar
          - choice: Go up
            then:
              - do: met = true
              - goto: roof
          - Stay -> attic

  roof:
    body:
      - The roof.
      - do: |
          heat = 1
          met = false
      - goto: attic

  attic:
    - The attic.
    - aside: Nothing.
    - ending: dark
"""
LAST = "\n  wrong:\n    - do: hot = 3\n    - ending: nowhere\n"
BREAKS: dict[str, Callable[[str], str]] = {
    "a tab": lambda line: "\t" + line.lstrip() if line.startswith(" ") else line,
    "one blank less": lambda line: line.removeprefix(" "),
    "three blanks less": lambda line: line.removeprefix("   "),
    "one blank more": lambda line: " " + line,
    "no colon": lambda line: line.removesuffix(":"),
    "a colon more": lambda line: f"{line} then: so: it",
    "a name of YAML's": lambda line: re.sub(r"^( *(?:- )?)", r"\g<1>&a ", line),
    "no blank behind a dash": lambda line: line.replace("- ", "-", 1),
    "quotes too early closed": lambda line: re.sub(r"(\w+)$", r'"\1" so', line),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_mistake_costs_no_more_than_what_hangs_on_it(how: str, tmp_path: Path) -> None:
    """Whatever line is broken, what is wrong far below is told, and nothing else that is not."""
    lines = LONG.split("\n")
    first = lines.index("  cellar:") + 1
    tried = 0
    for number in range(first, len(lines) - 1):
        broken = [*lines]
        broken[number] = BREAKS[how](lines[number])
        found = write(tmp_path, story="\n".join(broken) + LAST)
        mistakes = [one for one in found if one.code.startswith("E0") and one.severity == "error"]
        if broken == lines or not lines[number].strip() or not mistakes:
            continue
        tried += 1
        rest = [one.message for one in found if one.code[0] == "E" and one not in mistakes and one.line != number + 1]
        assert rest == ["there is no variable hot", "there is no ending nowhere"], (broken[number], mistakes, rest)
        assert len(mistakes) <= 2, (broken[number], mistakes)
    assert tried >= 2


@pytest.mark.parametrize(
    "include",
    [
        "include: [a.yaml, b.yaml",
        "include: [a.yaml, 'b.yaml]",
        'include:\n  - a.yaml\n  - "b.yaml" too',
        "include: {a.yaml, b.yaml",
        "include: a.yaml: b.yaml",
    ],
)
def test_what_an_include_names_that_cannot_be_read_is_read_all_the_same(include: str, tmp_path: Path) -> None:
    found = write(
        tmp_path,
        story=f"story: l\ntitle: L\nstart: a\n{include}\n",
        a="scenes:\n  a:\n    - {if: heat >, then: [Warm.]}\n    - goto: elsewhere\n",
        b='scenes:\n  b:\n    - oh: no: more\n    - "{if x: one"\n',
    )
    assert [(Path(one.file).name, one.code) for one in found if one.file[-10:] != "story.yaml"] == [
        ("a.yaml", "E201"), ("b.yaml", "E030"), ("b.yaml", "E210"),
    ]  # fmt: skip


def test_a_file_that_is_not_there_hides_nothing_of_the_others(tmp_path: Path) -> None:
    found = write(
        tmp_path,
        story="story: l\ntitle: L\nstart: a\ninclude: [b.yaml, gone.yaml]\nvariables: {met: bool}\nscenes:\n"
        "  a:\n    - do: met = 3\n    - somebody: Hello.\n    - goto: b\n",
        b="scenes:\n  b:\n    - {if: met and, then: [Yes.]}\n    - ending: declared-elsewhere\n",
    )
    assert [(Path(one.file).name, one.code) for one in found] == [
        ("b.yaml", "E201"), ("story.yaml", "E110"), ("story.yaml", "E203"),
    ]  # fmt: skip
