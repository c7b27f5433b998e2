"""The reader: text to located nodes, the same by both parsers, and every mistake at its place."""

from __future__ import annotations

import random
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from game.language.nodes import Mapping, Node, Scalar, Sequence, column_of, line_of
from game.language.yaml.build import HAS_C_PARSER
from game.language.yaml.mistakes.rescan import first_fault
from game.language.yaml.reader import Document, Limits, Source, eaten_words, locate, read_bytes, read_file, read_text
from tests.language import error_pages
from tests.language.error_pages import ROOT

PARSERS = [pytest.param(False, id="c"), pytest.param(True, id="pure")]


def plain(node: Node | None) -> Any:
    """A tree as lists and pairs of text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Mapping)
    return {key.text: plain(value) for key, value in node.entries}


def placed(node: Node | None) -> Any:
    """A tree with every position and style, to compare by."""
    if isinstance(node, Scalar):
        return (node.text, node.pos, node.style)
    if isinstance(node, Sequence):
        return [node.pos, *map(placed, node.items)]
    if isinstance(node, Mapping):
        return (node.pos, *((placed(key), placed(value)) for key, value in node.entries))
    return None


def scalars(node: Node | None) -> list[Scalar]:
    """Every scalar of a tree."""
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [found for item in node.items for found in scalars(item)]
    assert isinstance(node, Mapping)
    return [found for key, value in node.entries for found in (key, *scalars(value))]


def places(document: Document) -> list[tuple[str, int, int]]:
    return [(found.code, found.line, found.column) for found in document.diagnostics]


def test_the_c_parser_is_tested_here() -> None:
    assert HAS_C_PARSER is hasattr(yaml, "CSafeLoader")


@pytest.mark.parametrize("pure", PARSERS)
def test_every_scalar_is_text(pure: bool) -> None:
    text = "- No\n- 010\n- 1:30\n- 2024-01-01\n- ~\n- 0x1F\n- 1_000\n- null\n- .inf\n- 9" + "9" * 5000 + "\n"
    expected = ["No", "010", "1:30", "2024-01-01", "~", "0x1F", "1_000", "null", ".inf", "9" + "9" * 5000]
    assert plain(read_text(text, "s", pure=pure).root) == expected


@pytest.mark.parametrize("pure", PARSERS)
def test_keys_and_values_know_their_places(pure: bool) -> None:
    document = read_text("scenes:\n  roof:\n    - namra: Hello\n    - {a: [b, 'c']}\n", "s", pure=pure)
    found = {one.text: (line_of(one.pos), column_of(one.pos), one.style) for one in scalars(document.root)}
    assert found == {
        "scenes": (1, 1, "plain"),
        "roof": (2, 3, "plain"),
        "namra": (3, 7, "plain"),
        "Hello": (3, 14, "plain"),
        "a": (4, 8, "plain"),
        "b": (4, 12, "plain"),
        "c": (4, 15, "single"),
    }


@pytest.mark.parametrize("pure", PARSERS)
def test_columns_count_characters_and_line_ends_do_not_matter(pure: bool) -> None:
    unix = read_text("무대: {한국어: 값, b: c}\nd: e\n", "s", pure=pure)
    windows = read_text("무대: {한국어: 값, b: c}\r\nd: e\r\n", "s", pure=pure)
    assert placed(unix.root) == placed(windows.root)
    assert [column_of(one.pos) for one in scalars(unix.root)] == [1, 6, 11, 14, 17, 1, 4]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_bytes(b"\xef\xbb\xbfstory: x\n")
    assert placed(read_file(path).root) == placed(read_text("story: x\n", "s").root)
    assert placed(read_text("\ufeffstory: x\n", "s").root) == placed(read_text("story: x\n", "s").root)


def test_keys_stay_in_the_order_of_the_file() -> None:
    assert list(plain(read_text("b: 1\na: 2\nc: 3\n", "s").root)) == ["b", "a", "c"]


def test_repeated_keys_are_all_reported_with_the_first_and_the_first_is_kept() -> None:
    document = read_text("a: 1\nb: 2\na: 3\nb: 4\na: 5\n", "s")
    assert [(one.code, one.line, one.related[0].line) for one in document.diagnostics] == [
        ("E016", 3, 1),
        ("E016", 4, 2),
        ("E016", 5, 1),
    ]
    assert plain(document.root) == {"a": "1", "b": "2"}


def test_what_is_reported_of_one_file_is_bounded() -> None:
    document = read_text("a: 1\n" * 1000, "s", limits=Limits(diagnostics=7))
    assert len(document.diagnostics) == 7


MISTAKES = {
    "a: He said: run": ("E030", 1, 11),
    "- She looked at me\n  and said: run": ("E030", 2, 11),
    'a: "b": c': ("E030", 1, 7),
    "- [Stay, Go: cave: x]": ("E030", 1, 18),
    ": a": ("E030", 1, 1),
    "- *Run*, she said.": ("E011", 1, 3),
    "- *Run*": ("E011", 1, 3),
    "a: &b c": ("E010", 1, 4),
    "- !Stop it": ("E012", 1, 3),
    "a: [!x y]": ("E012", 1, 5),
    "a: !!python/object/apply:os.system [id]": ("E012", 1, 4),
    "- @home": ("E031", 1, 3),
    "- `x`": ("E031", 1, 3),
    "- % of it": ("E032", 1, 3),
    "a: b\n%c": ("E032", 2, 1),
    "%YAML 1.2\n---\na: b": ("E015", 1, 1),
    "- | The fire": ("E033", 1, 3),
    "- > The fire": ("E033", 1, 3),
    "- |#x\n  The fire": ("E033", 1, 3),
    '- "Go," she said.': ("E034", 1, 9),
    '- ["Go," she said]': ("E034", 1, 10),
    '- "Go,"\n  she said.': ("E034", 2, 3),
    "- 'Tis cold, isn't it?": ("E035", 1, 3),
    'a: "b\nc: d': ("E035", 1, 4),
    '- x\n- ["a, b]': ("E035", 2, 4),
    "title: The Roof\n  place: roof": ("E036", 2, 3),
    "a:\n    b: 1\n  c: 2": ("E036", 3, 3),
    "  a: b\nc: d": ("E036", 2, 1),
    "- |\n    one\n  two\n- three": ("E044", 3, 3),
    "a:\n  - one\n  two": ("E037", 3, 3),
    "- one\n-two": ("E038", 2, 1),
    "a:\n  -one\n": ("E038", 2, 3),
    "title: x\n- foo": ("E039", 2, 1),
    "- [Stay, Go\n- next": ("E040", 1, 3),
    "a: {b: c\nd: e": ("E040", 1, 4),
    "- {called}, come here.": ("E041", 1, 3),
    "- {if met: yes | else: no: x} hello": ("E041", 1, 3),
    "- [Aside] She left.": ("E041", 1, 3),
    "- [a,, b]": ("E042", 1, 6),
    "- [a}": ("E042", 1, 5),
    "- {a:, b}": ("E042", 1, 5),
    "- [a]]": ("E042", 1, 6),
    '- "a \\{b} c"': ("E043", 1, 6),
    '- "\\ud800"': ("E043", 1, 4),
    '- "\\UFFFFFFFF"': ("E043", 1, 4),
    "body:\n  - |\n  The fire.\n  - x": ("E044", 3, 3),
    "body:\n  - |\n    The fire\n  is burning.": ("E044", 4, 3),
    "scenes:\n  cellar\n    title: x": ("E045", 2, 3),
    "title: x\nstart\nfoo: bar": ("E045", 2, 1),
    "- Ask who lit it\n    - namra: Someone": ("E045", 1, 3),
    "a: - b": ("E046", 1, 4),
    "- Room\n  number #5 is\n  locked": ("E048", 2, 10),
    "title:The Roof\nstart: x": ("E022", 1, 6),
    "start: x\ntitle:The Roof": ("E022", 2, 6),
    "? a\n: b": ("E023", 1, 1),
    "- [?a]": ("E023", 1, 4),
    "a: b\n---\nc: d": ("E014", 2, 1),
    "a: b\n...\nc: d": ("E014", 3, 1),
    "{a: b}: c": ("E017", 1, 1),
    "a: 1\n<<: {b: 2}": ("E013", 2, 1),
    "a:\n\tb: c": ("E018", 2, 1),
    "a:\tb": ("E018", 1, 3),
    "- |\n  one\n\ttwo": ("E018", 3, 1),
    "a: [b,\n\tc]": ("E018", 2, 1),
    "- a\tb": ("E018", 1, 4),
    'a: "\\e[2J"': ("E006", 1, 5),
    'a: "b\n\n  c \\x1b"': ("E006", 3, 5),
    'a: "\\N"': ("E006", 1, 5),
    "": ("E007", 1, 1),
    "# nothing\n\n": ("E007", 1, 1),
    "---\n": ("E007", 1, 1),
    "--- a\nb: c": ("E049", 2, 2),
}


@pytest.mark.parametrize("pure", PARSERS)
@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: repr(text)[:40])
def test_a_mistake_is_one_error_at_its_place(text: str, pure: bool) -> None:
    assert places(read_text(text, "s", pure=pure)) == [MISTAKES[text]]


@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: repr(text)[:40])
def test_no_word_of_a_parser_reaches_the_writer(text: str) -> None:
    (found,) = read_text(text, "s").diagnostics
    said = f"{found.message} {found.hint}"
    for word in ("mapping values", "block end", "expected <", "token", "scalar", "anchor", "alias", "could not find"):
        assert word not in said
    assert found.hint


def test_a_quotation_that_another_seems_to_close_is_told_where_it_opens() -> None:
    text = '- "Go away, she said.\n- Come back.\n- "Never," he said.'
    assert places(read_text(text, "s")) == [("E035", 1, 3), ("E034", 3, 12)]


def test_a_fix_that_is_shown_is_right() -> None:
    for text in ("a: He said: run", "- *Run*, she said.", "- {called}, come here.", '- "Go," she said.', "- @home"):
        (found,) = read_text(text, "s").diagnostics
        quoted = re.search(r"""(['"]).*\1(?=$|;)""", found.hint)
        assert quoted, found.hint
        fixed = read_text("- " + quoted.group(), "s")
        assert plain(fixed.root) == [text.split(" ", 1)[1]]


@pytest.mark.parametrize("pure", PARSERS)
def test_tabs_in_text_and_comments_are_let_be(pure: bool) -> None:
    text = "a: |\n  one\ttwo\n  \tthree\nb: \"x\ty\" #\tz\n#\tw\nc: 'd\n\t e'\n"
    document = read_text(text, "s", pure=pure)
    assert document.diagnostics == []
    assert plain(document.root) == {"a": "one\ttwo\n\tthree\n", "b": "x\ty", "c": "d e"}


def eaten(text: str) -> list[tuple[str, int, int]]:
    document = read_text(text, "s")
    assert not document.diagnostics
    return [(value.text, line_of(pos), column_of(pos)) for value, pos in document.eaten]


def test_a_comment_one_space_behind_prose_is_kept_for_the_schema() -> None:
    assert eaten("- Room number #5 is locked\n") == [("Room number", 1, 15)]
    assert eaten("- Room #5\n") == [("Room", 1, 8)]
    assert eaten("a: #5 is locked\n") == [("", 1, 4)]
    assert eaten("- She waits\n  by door #2\n- x\n") == [("She waits by door", 2, 11)]


def test_honest_comments_are_not_kept() -> None:
    assert eaten("- Say nothing at all  # a label\n") == []
    assert eaten("met: bool # false at the start\n") == []
    assert eaten('- "Room number" #5\n- [a b] #5\n- |  #5\n  a b #5\n- x\n# a b #5\n') == []


def test_the_warning_says_what_is_lost() -> None:
    document = read_text("- Room number #5 is locked\n", "s")
    found = eaten_words(document.source, *document.eaten[0])
    assert (found.code, found.severity, found.line, found.column) == ("E047", "warning", 1, 15)
    assert "#5 is locked" in found.message


def test_the_source_gives_lines_and_places() -> None:
    source = read_text("ab\ncd\n\n" + "x\n" * 200_000 + "end", "s").source
    assert [source.line(number) for number in (1, 2, 3, 4, 200_004, 200_005)] == ["ab", "cd", "", "x", "end", ""]
    for line, column in ((1, 1), (2, 2), (4, 1), (100_000, 1), (200_004, 3)):
        assert source.place(source.offset(line, column)) == (line, column)


def story_texts() -> list[str]:
    """Real stories in pieces of some lines."""
    files = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "story").rglob("*.yaml"))]
    files += re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "format.md").read_text(encoding="utf-8"), re.DOTALL)
    for page in map(error_pages.read, error_pages.paths()):
        files += [content.decode("utf-8", "replace") for content in (*page.wrong.values(), *page.right.values())]
    pieces = []
    for text in files:
        lines = text.split("\n")
        pieces += ["\n".join(lines[start : start + 15]) for start in range(0, len(lines), 15)]
    return pieces


PIECES = story_texts()
BITS = [
    *":-#\"'|>[]{},&*!%@`?\t\n \\",
    ": ",
    "- ",
    "\n  ",
    "\n- ",
    " #",
    "''",
    "---\n",
    "...\n",
    "? ",
    "<<: ",
    "é",
    "key:\n  - a",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A piece of a real story with a few slips in it."""
    text = draw(st.sampled_from(PIECES))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        if draw(st.booleans()):
            text = text[:at] + draw(st.sampled_from(BITS)) + text[at:]
        else:
            text = text[:at] + text[at + draw(st.integers(1, 5)) :]
    return text


def check_both(text: str) -> Document:
    """Read by both parsers: the same tree or the same errors, and always one of the two."""
    document, other = (read_text(text, "s", pure=pure) for pure in (False, True))
    assert placed(document.root) == placed(other.root)
    assert document.diagnostics == other.diagnostics
    assert [pos for _, pos in document.eaten] == [pos for _, pos in other.eaten]
    assert document.root is not None or document.diagnostics
    lines = document.source.text.split("\n")
    for found in document.diagnostics:
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
        assert found.message
    return document


@settings(max_examples=150, deadline=None)
@given(mutated())
def test_slips_in_real_stories_are_read_alike_by_both_parsers(text: str) -> None:
    document = check_both(text)
    if document.root is not None and not document.diagnostics:
        assert first_fault(text) is None, "the walk found a mistake in what YAML can read"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*BITS, "a", "word", "{if x: y}", "\n    b: c"]), max_size=25).map("".join))
@example("- #|}\n\n{a}b: c")
@example("{a:::: , b}")
@example("|\n:")
@example("\u00a0then: {!!]- ")
@example("|\n    b: c---\n:")
@example("|\n    b: c---\n  - a:")
@example("|\n \ta\n b")
@example("- a\n  b\t#c")
@example("{[ !,'?")
@example("[&- !]")
@example("[!word]\né...\n'{if x: y}é")
@example("{[,: {if x: y}!:'[word")
def test_scraps_of_yaml_are_read_alike_by_both_parsers(text: str) -> None:
    check_both(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_tree_or_an_error(text: str) -> None:
    check_both(text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_an_error(raw: bytes) -> None:
    document = read_bytes(raw, "s")
    assert document.root is not None or document.diagnostics


def test_a_character_of_a_value_is_found_again_in_the_file() -> None:
    rng = random.Random(7)
    for text in PIECES:
        document = read_text(text, "s")
        if document.root is None:
            continue
        for value in scalars(document.root):
            for offset in rng.sample(range(len(value.text)), min(4, len(value.text))):
                if value.style == "double" or value.text[offset].isspace():
                    continue
                line, column = locate(document.source, value, offset)
                assert document.source.line(line)[column - 1] == value.text[offset]


@given(
    st.lists(st.sampled_from(["a", " ", "  ", "\n", "\n\n", "''", "b c", ":", "x"]), max_size=12),
    st.lists(st.integers(0, 30), max_size=6),
    st.sampled_from("'|>"),
)
def test_a_place_is_the_same_whatever_was_asked_for_before(words: list[str], offsets: list[int], style: str) -> None:
    inner = "".join(words)
    text = (
        f"- 'k{inner}z'\n" if style == "'" else f"- {style}\n" + textwrap.indent(f"k{inner}z\n", "  ", lambda _: True)
    )
    document = read_text(text, "s")
    if document.root is None:
        return
    (scalar,) = document.root.items  # type: ignore[union-attr]
    assert isinstance(scalar, Scalar)
    for offset in offsets:
        assert locate(document.source, scalar, offset) == locate(Source("s", text), scalar, offset)
