"""The layout of files: nothing that is written changes, and what is laid out stays as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from game.language.yaml.reader import read_text
from game.program.load import load
from game.writer.format.layout import bytes_of, laid_out, same, says_the_same, text_of

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for folder in ("story", "docs/examples", "tests/replay/stories", "tests/saves/shipped")
    for path in (ROOT / folder).rglob("*.yaml")
)
SOUND = [text for path in FILES if read_text(text := text_of(path.read_bytes()), "file").root is not None]
SHORT = [text for text in SOUND if len(text) < 4000]


@pytest.mark.parametrize("text", SOUND, ids=range(len(SOUND)))
def test_a_file_says_the_same_and_stays_as_it_is(text: str) -> None:
    after = laid_out(text)
    assert says_the_same(text, after)
    assert laid_out(after) == after


@st.composite
def untidy(draw: st.DrawFn) -> str:
    """A file of a story, with comments and blanks where nobody would put them."""
    lines = draw(st.sampled_from(SHORT)).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        blanks = " " * draw(st.integers(0, 9))
        change = draw(st.sampled_from(("comment", "behind", "blank", "trailing", "wider", "split", "tab")))
        if change == "comment":
            lines.insert(at, blanks + draw(st.sampled_from(("# here", "#", "#! x: y", "#- '\"", "# | {"))))
        elif change == "behind":
            lines[at] += blanks + " # behind: it"
        elif change == "blank":
            lines[at:at] = [blanks] * draw(st.integers(1, 3))
        elif change == "trailing":
            lines[at] += blanks
        elif change == "wider":
            lines[at] = re.sub(r"(: |- |, |\[)", rf"\1{blanks}", lines[at])
        elif change == "split":
            lines[at : at + 1] = re.sub(r"(?<=[,\[{:-]) ?", "\n" + blanks, lines[at], count=1).split("\n")
        else:
            lines[at] = lines[at].replace(" #", "\t#")
    return "\n".join(lines) + draw(st.sampled_from(("", "\n", "\n\n", "\n# end")))


@settings(max_examples=200, deadline=None)
@given(untidy())
def test_comments_and_blanks_in_odd_places(text: str) -> None:
    before = read_text(text, "file").root
    assume(before is not None)
    after = laid_out(text)
    event("as it was" if after == text else "written anew")
    found = read_text(after, "file").root
    assert before is not None
    assert found is not None
    assert same(before, found)
    assert text.count("#") == after.count("#")
    assert laid_out(after) == after


NAMES = st.sampled_from(["a", "b c", "Ask: why?", "true", "#5", "- x", "é", "2-5", "-> door", "x:y", '"so"', "it's"])


@st.composite
def nested(draw: st.DrawFn, indent: int = 0, depth: int = 3) -> str:
    """Lists and keys in each other, each set in by as much as it likes, behind a key or dash."""
    kind = draw(st.sampled_from(("text", "bar", "list", "keys") if depth else ("text", "bar")))
    note = draw(st.sampled_from(("", "", "  # so")))
    if kind == "text":
        name = draw(NAMES)
        if draw(st.booleans()):
            return " '" + name.replace("'", "''") + "'" + note + "\n"
        return ' "' + name.replace('"', '\\"') + '"' + note + "\n"
    more = indent + draw(st.integers(1, 5))
    if kind == "bar":
        words = draw(st.lists(st.sampled_from(["one", "", "  two  ", "#3", "x: y"]), min_size=1, max_size=4))
        sign = draw(st.sampled_from(("|", "|-", "|+", ">")))
        return f" {sign}{more - indent}{note}\n" + "".join(f"{' ' * more}{one}\n" if one else "\n" for one in words)
    seen = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    lines = note + "\n"
    for name in seen:
        if draw(st.booleans()):
            lines += " " * draw(st.integers(0, 12)) + "# above\n"
        head = "-" if kind == "list" else "'" + name.replace("'", "''") + "':"
        lines += " " * more + head + draw(nested(more, depth - 1))
    return lines


@settings(max_examples=150, deadline=None)
@given(nested())
def test_lists_and_keys_set_in_anyhow(inner: str) -> None:
    text = f"root:{inner}"
    before = read_text(text, "file").root
    assume(before is not None)
    after = laid_out(text)
    assert says_the_same(text, after)
    assert laid_out(after) == after


def test_the_layout_itself() -> None:
    before = """\


# about it
story:   lamp
include: [ a.yaml,b.yaml ]
'start': "cellar"
cast: {ines : Ines,tam: {name: 'Tam'}}
scenes:
 cellar:   # below
     body:
     - "So it is."
     -   ines: 'It is: so'
     # a note
     - choices:
       - Go:
           - goto: cellar
       - choice:   "{if met: Stay}"
         id:  stay


     - |
           Two words
             and more:   blanks   # no comment

           here.
     # the end of the scene
 # the end of the scenes
"""
    assert (
        laid_out(before)
        == """\
# about it
story: lamp
include: [a.yaml, b.yaml]
start: cellar
cast: {ines: Ines, tam: {name: Tam}}
scenes:
  cellar:   # below
    body:
      - So it is.
      - ines: "It is: so"
      # a note
      - choices:
          - Go:
              - goto: cellar
          - choice: "{if met: Stay}"
            id: stay

      - |
        Two words
          and more:   blanks   # no comment

        here.
    # the end of the scene
  # the end of the scenes
"""
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_are_kept(end: str, mark: bytes) -> None:
    raw = mark + f"story:  x{end}title: 'So'{end}".encode()
    assert bytes_of(laid_out(text_of(raw)), raw) == mark + f"story: x{end}title: So{end}".encode()


def test_the_docs_are_laid_out_so() -> None:
    for path in (ROOT / "docs" / "examples").rglob("*.yaml"):
        text = text_of(path.read_bytes())
        assert laid_out(text) == text, f"write it with: hambies fmt {path.relative_to(ROOT)}"


def _twice_as_far(found: re.Match[str]) -> str:
    return found[1] * 2 + found[2].replace(" ", "   ")


def test_a_story_means_the_same_however_it_is_laid_out(tmp_path: Path) -> None:
    for path in sorted((ROOT / "docs" / "examples").glob("*.yaml")):
        if path.name.endswith(".play.yaml") or path.name == "as-is.yaml":
            continue  # what is shown as it is would be another text
        text = text_of(path.read_bytes())
        wide = re.sub(r"(?m)^( *)((?:- )?)(?=\S)", _twice_as_far, text)
        (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "other.yaml").write_text(laid_out(wide), encoding="utf-8")
        one, other = (load(tmp_path / name, cache=False).program for name in ("one.yaml", "other.yaml"))
        assert one is not None
        assert other is not None
        headers = [{key: value for key, value in each.header.items() if key != "digest"} for each in (one, other)]
        assert headers[0] == headers[1]
        assert list(one.records) == list(other.records)  # type: ignore[call-overload]  # in memory it is a list
