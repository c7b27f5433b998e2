"""Everything that is wrong is told in one run: several mistakes of YAML, characters, and what stands in the other files."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from game.language.diagnostic import Diagnostic
from game.language.yaml.reader import LIMITS, Document, read_text
from game.program.load import load
from tests.language.marked import TOP, UNUSED
from tests.language.test_broken_by_hand import SCENES
from tests.language.test_reader import MISTAKES

Place = tuple[str, int, int]
_FROM_HERE_ON = '- x\n- ["a, b]'
"""A quotation that is closed by the next one: where the next text has one, only their sum is known to be wrong."""


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


@pytest.mark.parametrize(
    ("broken", "code"), [(text, code) for _, text, code, _ in SCENES], ids=[name for name, *_ in SCENES]
)
def test_a_mistake_of_yaml_in_one_file_hides_none_in_another(broken: str, code: str, tmp_path: Path) -> None:
    if code[0] == "W":
        pytest.skip("warnings are told when the story can be read")
    scene = indent(broken.replace("«", "").replace("»", ""), "  ") + "\n"
    main = TOP.replace("scenes:", "include: [other.yaml]\nscenes:")
    alone = write(tmp_path, story=main + scene, other="scenes: {attic: [{ending: dawn}]}\n")
    both = write(tmp_path, story=main + scene, other='scenes:\n  attic:\n    - "Go," she said.\n    - ending: dawn\n')
    wanted = [place for place in places(alone) if place[0][0] == "E" and place[0] not in UNUSED]
    assert places([one for one in both if Path(one.file).name == "story.yaml"]) == [
        place for place in wanted if place[0] not in ("E306", "E307")
    ]
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
