"""`hambies premise` and `hambies export --log`: what testers answered in play, read from saves and logs, and what never leaves the machine."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from game.cli import main
from game.engine.sessions.session import Session
from game.player.playthrough.playing import Playing
from game.player.storage.store import PlayerStore
from game.program.load import load
from game.program.model import Program
from game.saves.log import Log, LogError, Logged, decode, encode, merged

ROOT = Path(__file__).parents[2]
STORY = """
story: two-nights
title: Two Nights
start: begin
cast: {ana: Ana, rui: Rui}
variables:
  name: {type: text, start: Min}
  kind: {type: enum, values: [old, new]}
  night: {type: int, min: 1, max: 2, start: 1}
groups:
  hunger: {of: [ana, rui], type: int, min: 0, max: 2, start: 1}
  looks: {of: [ana, rui], type: int, min: 0, max: 3, words: [nobody looked, fed, hungry, bad]}
setup:
  - {ask: Who are you?, set: name}
  - {ask: Which?, set: kind, options: {old: Old, new: New}}
endings: {morning: {title: Morning, text: It is light.}}
scenes:
  begin:
    text: It gets dark.
    choices:
      - {choice: Look at Ana, id: look, do: looks.ana = hunger.ana + 1}
      - {choice: Let them wait, id: wait, do: [hunger.ana += 1, hunger.rui += 1]}
    goto: vigil
  vigil:
    body:
      - Night {night}.
      - choices:
          - {choice: For Ana, id: for_ana}
          - {choice: For Rui, id: for_rui}
          - {choice: Because of Ana, id: because_ana}
      - if: night == 1
        then: {do: night = 2, goto: begin}
    goto: last
  last:
    talk: |
      ana: {if seen(vigil.for_rui): Rui slept. | else: Nobody slept.}
    ending: morning
"""
PREMISE = """
asks: For them, or because of them?
for: vigil/for_*
because: vigil/because_*
night: night
was: hunger
looked: looks
by: [kind]
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "nights"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    (folder / "premise.yaml").write_text(PREMISE, encoding="utf-8")
    return folder


@pytest.fixture
def program(story: Path) -> Program:
    loaded = load(story)
    assert loaded.program is not None, loaded.diagnostics
    return loaded.program


def log(*steps: tuple[str, ...], kind: str = "new", undone: tuple[str, ...] = ()) -> Log:
    plays = tuple(
        Logged(f"{number}{kind}{steps[number]}", 1, {"kind": kind}, steps[number]) for number in range(len(steps))
    )
    return Log("two-nights", "x", plays, undone)


KIND = ("begin/wait", "vigil/for_ana", "begin/look", "vigil/for_rui")
AFRAID = ("begin/wait", "vigil/because_ana", "begin/look", "vigil/for_ana")
HALF = ("begin/look", "vigil/because_ana")

Told = Callable[..., dict[str, Any]]


@pytest.fixture
def told(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*logs: Log) -> dict[str, Any]:
        files = []
        for number, one in enumerate(logs):
            files.append(str(tmp_path / f"{number}.log.json"))
            Path(files[-1]).write_text(encode(one), encoding="utf-8")
        assert main(["premise", *files, "--story", str(story), "--format", "json"]) == 0
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        return report

    return run


def rows(report: dict[str, Any], title: str) -> dict[str, tuple[int, int]]:
    table = next(one for one in report["tables"] if one["title"] == title)
    return {row["name"]: (row["for"], row["because"]) for row in table["rows"]}


def test_figures_by_hand(told: Told) -> None:
    report = told(
        log(KIND, HALF, kind="old", undone=("vigil/because_ana",)),
        log(AFRAID, undone=("vigil/because_ana", "begin/look")),
    )
    assert (report["testers"], report["playthroughs"], report["finished"]) == (2, 3, 2)
    assert rows(report, "Whom") == {"Ana": (2, 2), "Rui": (1, 0)}
    assert rows(report, "By night") == {"1": (1, 2), "2": (2, 0)}
    assert rows(report, "As it was") == {"1 hungry": (0, 1), "2 bad": (3, 1)}
    assert rows(report, "As it looked") == {"nobody had looked": (2, 1), "1 hungry": (0, 1), "2 bad": (1, 0)}
    assert rows(report, "By kind") == {"old": (2, 1), "new": (1, 1)}
    assert report["undone"] == [["vigil/because_ana", 2], ["begin/look", 1]]
    assert report["turned"] == [["from because to for, on night 2", 1]]
    assert report["endings"] == [["Morning", 2]]
    assert sorted(report["names"]) == [["Morning", "Ana", 1], ["Morning", "Ana, Rui", 1]]
    assert report["stopped"] == [["begin", 1]]
    assert [(one["found"], one["figures"]) for one in report["signs"]] == [
        (True, "50% of 2 before night 2, 100% of 2 from then on"),
        (True, "1 of 2"),
        (True, "2 different in 2 that finished"),
    ]
    forks = {one["scene"]: one["taken"] for one in report["forks"]}
    assert forks["vigil"] == {"vigil/for_ana": 2, "vigil/because_ana": 2, "vigil/for_rui": 1}


def test_too_little_says_so(told: Told) -> None:
    report = told(log(("begin/wait",)))
    assert [one["found"] for one in report["signs"]] == [None, None, None]
    assert report["tables"][0]["rows"] == []


def test_a_story_that_has_changed_since(told: Told) -> None:
    report = told(log(("begin/wait", "vigil/for_nobody", "begin/look")))
    assert report["changed"] == 1
    assert report["stopped"] == [["vigil", 1]]


def test_one_playthrough_in_two_files_counts_once(told: Told) -> None:
    longer, shorter = Logged("a", 1, {}, KIND), Logged("a", 1, {}, KIND[:2])
    report = told(Log("two-nights", "x", (shorter,)), Log("two-nights", "x", (longer,)))
    assert (report["playthroughs"], report["finished"]) == (1, 1)


def test_it_is_written_from_what_was_played(
    story: Path, program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The typed name stays here; what was taken back is told."""
    monkeypatch.chdir(tmp_path)
    playing = Playing(Session(program, seed=1, setup={"name": "Secret", "kind": "new"}), PlayerStore(program))
    for choice in (1, 2):
        playing.choose(choice)
    playing.undo()
    playing.choose(0)
    assert main(["export", "--log", str(story)]) == 0
    said = capsys.readouterr().out
    assert "1 playthrough written to two-nights.log.json, without what was typed (name)." in said
    content = (tmp_path / "two-nights.log.json").read_bytes()
    assert b"Secret" not in content
    written = decode(content)
    assert written.undone == ("vigil/because_ana",)
    assert written.playthroughs[0].steps == ("begin/wait", "vigil/for_ana")
    assert written.playthroughs[0].setup == {"kind": "new"}
    assert main(["premise", "two-nights.log.json", "--story", str(story)]) == 0
    assert "Ana" in capsys.readouterr().out
    assert main(["premise", str(tmp_path / "home" / "saves" / "two-nights"), "--story", str(story)]) == 0
    assert "1 tester, 1 playthrough, 0 to an ending" in capsys.readouterr().out


def test_a_damaged_save_is_told_and_costs_itself_alone(
    story: Path, program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in (1, 2):
        Playing(Session(program, seed=seed, setup={"kind": "new"}), PlayerStore(program)).choose(0)
    saves = sorted((tmp_path / "home" / "saves" / "two-nights").glob("auto-*.json"))
    assert len(saves) == 2
    saves[0].write_bytes(b"{")
    out = tmp_path / "out.log.json"
    assert main(["export", "--log", str(story), "--to", str(out)]) == 0
    said = capsys.readouterr()
    assert f"the save {saves[0].stem} is passed over: " in said.err
    assert "1 playthrough written" in said.out
    assert len(decode(out.read_bytes()).playthroughs) == 1


def test_nothing_played_is_said(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--log", str(story)]) == 2
    assert "nothing of two-nights has been played here yet" in capsys.readouterr().err


def test_csv_is_a_table_and_no_formula(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.log.json").write_text(encode(log(KIND, AFRAID)), encoding="utf-8")
    assert main(["premise", str(tmp_path), "--story", str(story), "--format", "csv"]) == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(one["night"], one["whom"], one["why"], one["was"], one["looked"]) for one in table] == [
        ("1", "ana", "for", "2", ""),
        ("2", "rui", "for", "2", ""),
        ("1", "ana", "because", "2", ""),
        ("2", "ana", "for", "2", "2"),
    ]
    assert {one["ending"] for one in table} == {"morning"}


def test_the_page_stands_alone(story: Path, tmp_path: Path) -> None:
    """Nothing in it runs or is fetched; hatching and figures say what colour would."""
    hostile = STORY.replace("title: Morning", 'title: "<script>x</script>"')
    (story / "story.yaml").write_text(hostile, encoding="utf-8")
    (tmp_path / "a.log.json").write_text(encode(log(KIND, AFRAID)), encoding="utf-8")
    page = tmp_path / "page.html"
    assert main(["premise", str(tmp_path / "a.log.json"), "--story", str(story), "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert not re.search(r"(?:src|href)=", text)
    assert 'fill="url(#because)"' in text
    assert "2 : 1" in text


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"\xff", b'{"hambies_log": 2}', b'{"hambies_log": 1, "story": "x", "digest": "", "playthroughs": 3, "undone": []}',
        b'{"hambies_log": 1, "story": "two-nights", "digest": "", "undone": [], "playthroughs": [{"seed": "x"}]}',
        b'{"hambies_log": 1, "story": "another", "digest": "", "playthroughs": [], "undone": []}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_log_is_passed_over(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    assert main(["premise", str(bad), "--story", str(story)]) == 2
    said = capsys.readouterr().err
    assert "bad.json is passed over: " in said
    assert "no playthrough of two-nights" in said
    (tmp_path / "a.log.json").write_text(encode(log(KIND)), encoding="utf-8")
    assert main(["premise", str(bad), str(tmp_path / "a.log.json"), "--story", str(story)]) == 0


def test_any_log_comes_back_as_it_went() -> None:
    rng = random.Random(7)
    for _ in range(200):
        plays = tuple(
            Logged(f"{rng.random()}", rng.randrange(-(2**62), 2**62), {"k": "é\x1b"[: rng.randrange(3)]}, tuple("ab" * rng.randrange(4)), "", "s", rng.randrange(99))
            for _ in range(rng.randrange(4))
        )  # fmt: skip
        one = Log("s", "d", plays, ("x",))
        assert decode(encode(one).encode()) == one


def test_a_broken_log_never_falls_over() -> None:
    rng = random.Random(3)
    whole = encode(log(KIND, AFRAID)).encode()
    for _ in range(300):
        at = rng.randrange(len(whole))
        broken = whole[:at] + bytes([rng.randrange(256)]) + whole[at + rng.randrange(3) :]
        with suppress(LogError):
            assert merged([decode(broken)])[0].story == decode(broken).story


@pytest.mark.parametrize(
    ("line", "wrong", "word"),
    [
        ("for: vigil/for_*", "for: vigil/for_ana", "one * for whom"),
        ("night: night", "night: nigth", "did you mean 'night'?"),
        ("was: hunger", "was: hungry", "did you mean 'hunger'?"),
        ("by: [kind]", "by: [kin]", "did you mean 'kind'?"),
        ("asks:", "ask:", "did you mean 'asks'?"),
        ("by: [kind]", "", "a premise needs by"),
        (PREMISE, "- x", "a premise has asks"),
        ("asks: For them, or because of them?", "asks: []", "'asks' is one text"),
    ],
)
def test_a_premise_that_is_wrong(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, wrong: str, word: str
) -> None:
    (story / "premise.yaml").write_text(PREMISE.replace(line, wrong), encoding="utf-8")
    (tmp_path / "a.log.json").write_text(encode(log(KIND)), encoding="utf-8")
    assert main(["premise", str(tmp_path / "a.log.json"), "--story", str(story)]) == 2
    said = capsys.readouterr().err
    assert "[E413]" in said
    assert "premise.yaml:" in said
    assert word in said


def test_a_story_without_a_question(story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (story / "premise.yaml").unlink()
    assert main(["premise", str(tmp_path), "--story", str(story)]) == 2
    assert "asks no question in play" in capsys.readouterr().err


TEMPERS = {
    "kind": "[vigil/whom_*, vigil/for_*]",
    "wary": "[vigil/whom_*, vigil/because_*]",
    "turning": "[vigil/whom_*, {prefer: vigil/because_*, if: night < 3}, vigil/for_*]",
    "afraid of the worst": "[vigil/whom_*, {prefer: vigil/because_*, if: hunger.jiho == 3 or hunger.sunja == 3}, vigil/for_*]",
    "tossing a coin": "[{prefer: vigil/whom_*, odds: 70}, {prefer: vigil/for_*, odds: 50}]",
}


def test_twenty_players_of_the_nights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each temper is told apart by what it answered: five of them, four players each."""
    nights_alone = str(ROOT / "story" / "reading-nights.yaml")
    shares: dict[str, float] = {}
    for temper, rules in TEMPERS.items():
        policy = tmp_path / "p.yaml"
        policy.write_text(f"policy: {temper}\nchoose: {rules}\n", encoding="utf-8")
        logs = []
        for seed in range(4):
            logs.append(str(tmp_path / f"{temper}-{seed}.log.json"))
            assert (
                main(
                    [
                        "random",
                        nights_alone,
                        "--policy",
                        str(policy),
                        "--runs",
                        "2",
                        "--jobs",
                        "1",
                        "--seed",
                        str(seed),
                        "--log",
                        logs[-1],
                    ]
                )
                == 0
            )
        capsys.readouterr()
        assert main(["premise", *logs, "--story", nights_alone, "--format", "json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert report["testers"] == 4
        by_whom = rows(report, "Whom")
        shares[temper] = sum(one for one, _ in by_whom.values()) / sum(map(sum, by_whom.values()))
        if temper == "turning":
            nights = rows(report, "By night")
            assert nights["2"][0] == 0
            assert nights["3"][1] == 0
    assert shares["kind"] == 1
    assert shares["wary"] == 0
    assert 0.2 < shares["tossing a coin"] < 0.8
    assert shares["afraid of the worst"] > 0.5
