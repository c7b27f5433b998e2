from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.language.nodes import Mapping, Scalar, Sequence
from game.language.yaml.reader import read_text
from game.saves import format as save_format
from game.saves.errors import SaveError
from game.saves.fields import clean
from game.saves.format import LARGEST, Save, decode, encode, migrate, now
from tests.saves.samples import play

WHEN = "2026-01-02T03:04:05.000006Z"
SHIPPED = Path(__file__).parent / "shipped"


def _encoded(**changes: Any) -> bytes:
    return encode(Save(replace(play(3), **changes), "Before the ferry", WHEN))


def _record() -> dict[str, Any]:
    record = json.loads(_encoded())
    assert isinstance(record, dict)
    return record


def _forged(record: dict[str, Any]) -> bytes:
    """A save whose checksum is right, whatever is in it: a checksum is against damage, and stops no one."""
    record.pop("checksum", None)
    record["checksum"] = save_format._checksum(record)
    return json.dumps(record).encode()


def test_what_is_written_is_read() -> None:
    save = Save(play(3), "Before the ferry", WHEN)
    read = decode(encode(save))
    assert read == save
    assert read.format == save_format.FORMAT
    assert read.engine.startswith("hambies ")


def test_a_save_says_when_it_was_made() -> None:
    before = now()
    assert before <= decode(encode(Save(play(1)))).when <= now()


def test_a_save_is_yaml_and_a_script() -> None:
    document = read_text(_encoded().decode(), "quick.json")
    assert not document.diagnostics
    root = document.root
    assert isinstance(root, Mapping)
    steps, expect = root.get("steps"), root.get("expect")
    assert isinstance(steps, Sequence)
    assert [item.text for item in steps.items if isinstance(item, Scalar)] == list(play(3).steps)
    assert isinstance(expect, Mapping)
    assert isinstance(scene := expect.get("scene"), Scalar)
    assert scene.text == "roof"


def test_the_replayer_reads_a_save() -> None:
    script = pytest.importorskip("game.replay.script")
    found, diagnostics = script.parse(read_text(_encoded().decode(), "quick.json"))
    assert not diagnostics
    assert found.saved
    assert (found.seed, found.story.text) == (7, "lamp-room")
    assert [step.choose.text for step in found.steps] == list(play(3).steps)


def test_each_step_has_a_line_so_that_a_difference_can_be_read() -> None:
    lines = _encoded().decode().splitlines()
    assert '    "roof/choice-1",' in lines
    assert lines[1].startswith('  "format": ')


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_saves_of_every_shipped_format_load(path: Path) -> None:
    save = decode(path.read_bytes())
    lacked: dict[str, dict[str, Any]] = {"format-1": {"starts": {}, "around": ()}, "format-2": {"around": ()}}
    assert save.playthrough == play(3, **lacked.get(path.stem, {}))
    assert save.name == "Before the ferry"


def test_every_shipped_format_has_a_save_here() -> None:
    assert {path.stem for path in SHIPPED.glob("*.json")} == {f"format-{n}" for n in range(1, save_format.FORMAT + 1)}


def test_older_formats_are_migrated_one_by_one() -> None:
    table = {1: lambda record: {"b": record["a"]}, 2: lambda record: {**record, "c": 1}}
    assert migrate({"a": 0}, 1, table, 3) == {"b": 0, "c": 1}
    assert migrate({"b": 0}, 2, table, 3) == {"b": 0, "c": 1}
    with pytest.raises(SaveError, match="no longer") as caught:
        migrate({"a": 0}, 1, {}, 3)
    assert caught.value.kind == "newer"


def test_a_newer_save_that_this_game_can_read_is_read() -> None:
    record = _record() | {"format": save_format.FORMAT + 1, "least": 1, "weather": "snow"}
    assert decode(_forged(record)).playthrough == play(3)


def test_a_newer_save_that_this_game_cannot_read_says_so() -> None:
    record = _record() | {"format": save_format.FORMAT + 2, "least": save_format.FORMAT + 1}
    with pytest.raises(SaveError, match="newer version") as caught:
        decode(_forged(record))
    assert caught.value.kind == "newer"


def _damaged(content: bytes) -> list[bytes]:
    ways = []
    for at, byte in enumerate(content):
        before, after = content[:at], content[at + 1 :]
        ways += [before + bytes([byte ^ flip]) + after for flip in (1, 4, 32, 128)]
        ways += [before, before + after, before + b"\0" + after, before + b"\0" * (len(content) - at)]
    return ways


def test_damage_anywhere_is_refused_or_does_not_matter() -> None:
    content = _encoded()
    save = decode(content)
    refused = 0
    for damaged in _damaged(content):
        try:
            assert decode(damaged) == save
        except SaveError as error:
            assert error.kind in ("damaged", "foreign", "newer")  # noqa: PT017 - both outcomes are right
            refused += 1
    assert refused > 4 * len(content)


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(SaveError) as caught:
        decode(content)
    assert caught.value.reason.endswith(".")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(key=st.sampled_from(sorted(_record())), value=_JSON)
@settings(max_examples=300)
def test_a_forged_field_is_checked_whatever_the_checksum_says(key: str, value: object) -> None:
    record = _record()
    record[key] = value
    try:
        save = decode(_forged(record))
    except SaveError:
        return
    again = decode(encode(Save(save.playthrough, save.name, save.when)))
    assert again == save, "what passes is a save like any other"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seed", True), ("seed", 2**63), ("seed", "7"), ("seed", 7.0), ("steps", ["a", 1]), ("steps", [""]), ("steps", {}),
        ("steps", ["a\x1b[2J"]), ("steps", ["x" * 2_000]), ("setup", {"name": 1}), ("setup", {"name": "\u202eevil"}),
        ("expect", {"scene": "a", "ending": "b"}), ("expect", {"text": "a"}), ("playthrough", "../../etc"),
        ("playthrough", "ABCDEF0123"), ("story", "\x00"), ("snapshot", []), ("snapshot", {"a": "\ud800"}),
        ("snapshot", {"a": 10**39}), ("snapshot", {"a": 1.5}),
        ("starts", []), ("starts", {"a": [1]}), ("starts", {"a": None}), ("starts", {"a": 10**39}), ("starts", {"a": "\x1b"}), ("learned", "hambies"), ("engine", "x\ny"), ("format", 0),
        ("least", True), ("weather", "snow"),
    ],
)  # fmt: skip
def test_what_no_save_holds_is_refused(field: str, value: object) -> None:
    record = _record()
    record[field] = value
    with pytest.raises(SaveError):
        decode(_forged(record))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("when", "yesterday"),
        ("when", "2026-13-45T99:99:99.000000Z"),
        ("seconds", -1),
        ("last", "\x07"),
        ("name", "x" * 500),
    ],
)
def test_what_a_slot_shows_is_checked(field: str, value: object) -> None:
    record = _record()
    record["saved"][field] = value
    with pytest.raises(SaveError):
        decode(_forged(record))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("steps: [Ask]", "breaks off or is not a save"),
        ('{"steps": []}', "scripted playthrough"),
        ('{"format": 1, "least": 1}', "no checksum"),
        ("[]", "not a save"),
        ('{"format": 1, "format": 2}', "twice"),
        ('{"format": NaN}', "no number"),
        ('{"format": 1e5}', "no number"),
        ('{"format": ' + "1" * 5_000 + "}", "too long"),
        ("\ufeff", "breaks off"),
    ],
)
def test_the_reason_is_told(text: str, words: str) -> None:
    with pytest.raises(SaveError, match=words):
        decode(text.encode())
    with pytest.raises(SaveError, match="byte 2 is not UTF-8"):
        decode(b"{\xff")


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000,
        b"[" + b"[]," * 2_000_000 + b"0]",
        b"[" + b"0," * 3_900_000 + b"0]",
        b'{"format":1,"least":1,"checksum":"","snapshot":' + b'{"a":' * 900 + b"1" + b"}" * 901,
        b" " * (LARGEST + 1),
    ],
    ids=["deep lists", "deep objects", "many lists", "many numbers", "deep but parsed", "large"],
)
def test_hostile_saves_are_refused_quickly(content: bytes) -> None:
    before = time.process_time()
    with pytest.raises(SaveError):
        decode(content)
    assert time.process_time() - before < 2


def test_a_snapshot_deeper_than_any_state_is_refused() -> None:
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    record = _record()
    record["snapshot"]["deep"] = deep
    with pytest.raises(SaveError, match="too deep"):
        decode(_forged(record))


def test_nothing_that_could_not_be_read_again_is_written() -> None:
    for wrong in ({"snapshot": {"a": 1.5}}, {"snapshot": {1: 2}}, {"steps": ("",)}, {"seed": 2**70}, {"id": "no"}):
        with pytest.raises(SaveError):
            _encoded(**wrong)
    with pytest.raises(SaveError, match="8 MB") as caught:
        _encoded(steps=tuple(f"{'x' * 90}{n}" for n in range(100_000)))
    assert caught.value.kind == "disk"


@given(st.text(max_size=60))
def test_any_text_of_a_story_can_be_saved(text: str) -> None:
    save = decode(encode(Save(play(1, last=text, chapter=text, setup={"name": text}), text, WHEN)))
    assert save.playthrough.last == clean(text)
    assert clean(clean(text)) == clean(text)


def test_long_lines_are_shortened() -> None:
    assert len(clean("word " * 200)) <= 400
    assert clean("word " * 200).endswith("word…")


def test_saving_a_long_playthrough_costs_little() -> None:
    save = Save(play(1_000), "", WHEN)
    before = time.process_time()
    for _ in range(20):
        encode(save)
    assert (time.process_time() - before) / 20 < 0.02
