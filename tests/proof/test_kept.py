"""Reports that are kept: what comes back is what a new proof says, and whatever is wrong with a file costs only time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from game.cli import main
from game.program.model import Program
from game.proof import whole
from game.proof.bounds import Bounds
from game.proof.incremental.shape import StoryShape
from game.proof.incremental.store import ProofCache
from game.proof.model.control_flow.cfg import Graph
from game.proof.model.control_flow.longest_turn import overfull
from game.proof.results import STOPPED, Report
from game.proof.whole import prove
from tests.proof.stories import Maker
from tests.proof.test_faults import STORY

Load = Callable[[str], "Program | None"]


def shape(report: Report) -> list[tuple[object, ...]]:
    """What a report says, without which of several shortest playthroughs says it."""
    return sorted(
        (one.kind, one.name, one.detail, one.verdict, one.text, one.witness and len(one.witness.choices))
        for one in report.answers
    )


def shelf_for(folder: Path, program: Program) -> ProofCache:
    return ProofCache(folder, folder / "made.yaml", program, "")


@pytest.mark.slow
def test_what_comes_back_after_a_change_of_words_is_what_a_new_proof_says(
    load_text: Load, how_many: int, tmp_path: Path
) -> None:
    done = 0
    for seed in range(4000, 4000 + max(how_many, 40)):
        text = Maker(seed, draws=seed % 4 == 0).text()
        before, after = load_text(text), load_text(re.sub(r"m(\d+)m", r"Words of \1", text))
        if before is None or after is None:
            continue
        assert StoryShape(before).digest == StoryShape(after).digest
        memory = shelf_for(tmp_path, before).memory()
        report = prove(before, memory=memory)._replace(lengths=())  # a small story's lengths are in words, too
        shelf_for(tmp_path, before).keep(report, memory)
        assert shelf_for(tmp_path, before).fetch() == report
        found = shelf_for(tmp_path, after).fetch()
        if found is None:  # a turn that can go round may hold too many words now
            assert overfull(Graph(after)), text
            continue
        assert shape(found) == shape(prove(after)), text
        done += 1
    assert done >= 20


def test_a_change_of_anything_else_is_another_skeleton(load_text: Load) -> None:
    program = load_text(STORY)
    assert program is not None
    digests = {StoryShape(program).digest}
    edits = [
        ("if: fuel < 3", "if: fuel < 4"),
        ("start: 1}", "start: 2}"),
        ("max: 4,", "max: 3,"),
        ("do: key = true", "do: key = false"),
        ("- Stay -> stay", "- Stay -> fire"),
        ("- fuel <= 3", "- fuel <= 4"),
        ("needs: met\n", "needs: met and fed\n"),
        ("{first: New. | then: Known.}", "{cycle: New. | Known.}"),
        ("{if trust > 0: They let you.", "{if trust > 1: They let you."),
        ("- She comes along.", "- She comes along.\n        - And so do you."),
        ("- learn: pump", "- Drip."),
        ("          once: true\n", ""),
        ("You stay. {if", "{if"),
        ("ending: across\n      else", "ending: alone\n      else"),
    ]
    for old, new in edits:
        assert old in STORY
        edited = load_text(STORY.replace(old, new, 1))
        assert edited is not None, old
        digests.add(StoryShape(edited).digest)
    assert len(digests) == len(edits) + 1


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.yaml"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each proof that is really made."""
    made: list[str] = []

    def counted(program: Program, *arguments: object, **options: object) -> Report:
        made.append(program.id)
        report = prove(program, *arguments, **options)  # type: ignore[arg-type]  # whatever the command gives
        return report._replace(lengths=())  # which are in words, too

    monkeypatch.setattr(whole, "prove", counted)
    return made


def test_an_unchanged_story_and_one_with_other_words_are_not_proved_again(
    story: Path, proofs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def said() -> dict[str, object]:
        assert main(["prove", str(story), "--format", "json"]) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        del found["effort"]
        return found

    first = said()
    assert said() == first
    assert len(proofs) == 1
    story.write_text(STORY.replace("Pump\n          id: pump", "Pump away\n          id: pump"), encoding="utf-8")
    assert said() == first
    assert len(proofs) == 1
    main(["prove", str(story), "--no-cache"])
    assert len(proofs) == 2
    main(["prove", str(story), "--clamps"])
    assert len(proofs) == 3
    story.write_text(STORY.replace("if: fuel < 3", "if: fuel < 1"), encoding="utf-8")
    assert main(["prove", str(story)]) == 1
    assert len(proofs) == 4


def kept_file(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "home" / "cache").glob("*.proof")
    return found


def rewritten(path: Path, change: Callable[[dict[str, object]], None]) -> None:
    """The file with its content changed, and a checksum that is right."""
    content = json.loads(path.read_bytes().partition(b" ")[2])
    change(content)
    text = json.dumps(content).encode()
    path.write_bytes(b"%08x " % crc32(text) + text)


def test_a_damaged_file_is_proved_anew(story: Path, proofs: list[str], tmp_path: Path) -> None:
    main(["prove", str(story)])
    path = kept_file(tmp_path)
    whole_file = path.read_bytes()
    for damaged in (b"", whole_file[:-1], whole_file.replace(b"proved", b"disproved", 1), b"zz " + whole_file, b"[]"):
        path.write_bytes(damaged)
        before = len(proofs)
        assert main(["prove", str(story)]) == 0
        assert len(proofs) == before + 1


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept["report"].pop("answers"),
        lambda kept: kept["report"].update(answers=3),
        lambda kept: kept["report"]["answers"][0].update(verdict="perhaps"),
        lambda kept: kept["report"]["answers"][0].update(name="\x009999\x00"),
        lambda kept: next(one for one in kept["report"]["answers"] if one["kind"] == "ending")["witness"].__setitem__(2, 0),
        lambda kept: next(one for one in kept["report"]["answers"] if one["witness"])["witness"].__setitem__(2, 77777),
        lambda kept: kept["playthroughs"]["setups"][0].update(key="maybe"),
        lambda kept: kept["playthroughs"]["steps"][0].__setitem__(0, 9),
        lambda kept: kept["playthroughs"]["names"].__setitem__(0, "pump"),
        lambda kept: kept.update(magic="hambies-proof 0"),
        lambda kept: kept.pop("wordless"),
    ],
)  # fmt: skip
def test_what_the_engine_does_not_follow_or_no_proof_says_is_proved_anew(
    story: Path, proofs: list[str], tmp_path: Path, change: Callable[[dict[str, object]], None]
) -> None:
    if main(["prove", str(story)]) == 0:
        path = kept_file(tmp_path)
        rewritten(path, change)
        if "wordless" not in path.read_text(encoding="utf-8"):
            story.write_text(STORY + "# changed\n", encoding="utf-8")
    assert main(["prove", str(story)]) == 0
    assert len(proofs) == 2


def test_what_was_left_open_stays_so_while_there_is_no_more_to_decide_it_with(load_text: Load, tmp_path: Path) -> None:
    program, other = load_text(STORY), load_text(STORY.replace("key = true", "key = false"))
    assert program is not None
    assert other is not None
    cache = shelf_for(tmp_path, program)
    memory = cache.memory()
    report = prove(program, Bounds(60, 2000), memory=memory)
    open_ = report.answers[0]._replace(verdict="not decided", text="stopped at its share of the work", witness=None)
    left = report._replace(answers=(open_, *report.answers[1:]), effort=report.effort._replace(bound="its share"))
    cache.keep(left, memory, "some scripts")
    found = cache.fetch(Bounds(60, 1000), "some scripts")
    assert found is not None
    assert found.answers[0] == open_._replace(text="stopped at its share of the work, in an earlier proof")
    assert found.answers[1:] == report.answers[1:]
    assert cache.fetch(Bounds(61, 2000), "some scripts") is None
    assert cache.fetch(Bounds(60, 2001), "some scripts") is None
    assert cache.fetch(Bounds(60, 2000), "other scripts") is None
    assert shelf_for(tmp_path, other).fetch(Bounds(60, 2000), "some scripts") is None
    cache.keep(report, memory, "some scripts")
    assert cache.fetch(Bounds(600), "") == report


def test_what_ended_before_its_time_is_not_kept(load_text: Load, tmp_path: Path) -> None:
    program = load_text(STORY)
    assert program is not None
    cache = shelf_for(tmp_path, program)
    ticks = iter([0.0] * 4)
    memory = cache.memory()
    cut = prove(program, Bounds(60, clock=lambda: next(ticks, 61.0)), memory=memory)
    assert cut.verdict == "not decided"
    cache.keep(cut, memory)
    assert cache.fetch(Bounds(60)) is None
    memory = cache.memory()
    report = prove(program, Bounds(60), memory=memory)
    assert report.verdict == "proved"
    cache.keep(report._replace(effort=report.effort._replace(bound=STOPPED)), memory)
    assert cache.fetch(Bounds(60)) is None
    cache.keep(report._replace(mistakes=("one of ours",)), memory)
    assert cache.fetch(Bounds(60)) is None


def test_a_folder_that_cannot_be_written_is_no_trouble(load_text: Load, tmp_path: Path) -> None:
    program = load_text(STORY)
    assert program is not None
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = shelf_for(tmp_path / "file", program)
    cache.keep(prove(program, Bounds(60)), cache.memory())
    assert cache.fetch() is None
