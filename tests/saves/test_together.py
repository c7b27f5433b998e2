"""Many games, many saves, in any order: nothing that was said to be saved is ever lost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from game.saves.errors import SaveError
from game.saves.format import Playthrough
from game.saves.slots import Slots
from tests.saves.faults import Breaking, Killed
from tests.saves.samples import STORY, other, play, slots

_EXAMPLES = int(os.environ.get("HAMBIES_TEST_EXAMPLES", "40"))  # a long night finds more
_NAMES = st.sampled_from(["Ferry", "FERRY", "bridge", "Café", "../x"])


class Shelf(RuleBasedStateMachine):
    """Two games that save, load, rename and delete in one folder, and now and then die or meet a full disk.

    The model: which playthroughs must still be found in some save. Only a player's own doing removes one: saving
    over it in a slot whose present save that game has seen, or deleting it.
    """

    games: Bundle[str] = Bundle("games")

    def __init__(self) -> None:
        super().__init__()
        self._scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self._scratch.name)
        self.slots: dict[str, Slots] = {}
        self.steps = 0

    def teardown(self) -> None:
        self._scratch.cleanup()

    @initialize(target=games)
    def first(self) -> str:
        return self._start("first")

    @rule(target=games)
    def second(self) -> str:
        return self._start("second")

    def _start(self, name: str) -> str:
        self.slots[name] = slots(self.folder)
        return name

    def _next(self, playthrough: int) -> Playthrough:
        self.steps += 1
        return play(self.steps, id=other(playthrough))

    def _found(self) -> dict[str, tuple[str, ...]]:
        """The newest line of each slot, read by a game that starts now."""
        game = slots(self.folder)
        return {slot.id: (slot.last,) for slot in game.list() if not slot.trouble}

    def _kept(self, before: dict[str, tuple[str, ...]], slot: str, game: str) -> None:
        """Everything that was there is there still, but for what the game saved over with its eyes open."""
        after = {line for lines in self._found().values() for line in lines}
        for other_slot, lines in before.items():
            if other_slot != slot:
                assert set(lines) <= after, (game, other_slot)

    @rule(game=games, playthrough=st.integers(1, 3))
    def autosave(self, game: str, playthrough: int) -> None:
        before, saved = self._found(), self._next(playthrough)
        kept = self.slots[game].autosave(saved)
        self._kept(before, kept.slot, game)
        assert self._found()[kept.slot] == (saved.last,)

    @rule(game=games, name=_NAMES)
    def save(self, game: str, name: str) -> None:
        before, saved = self._found(), self._next(9)
        kept = self.slots[game].save(name, saved)
        if kept.note:
            kept_before = {line for lines in before.values() for line in lines}
            assert kept_before <= {line for lines in self._found().values() for line in lines}
        self._kept(before, kept.slot, game)
        assert self._found()[kept.slot] == (saved.last,)

    @rule(game=games, pick=st.integers(0, 20))
    def load(self, game: str, pick: int) -> None:
        found = self._found()
        if found:
            slot = sorted(found)[pick % len(found)]
            only_backup = not (self.folder / f"{slot}.json").exists()  # the save over a damaged one broke off
            loaded = self.slots[game].load(slot)
            assert bool(loaded.notes) == only_backup
            assert (loaded.save.playthrough.last,) == found[slot]

    @rule(game=games, pick=st.integers(0, 20))
    def delete(self, game: str, pick: int) -> None:
        before = self._found()
        if before:
            slot = sorted(before)[pick % len(before)]
            self.slots[game].delete(slot)
            assert self._found() == {key: value for key, value in before.items() if key != slot}

    @rule(game=games, pick=st.integers(0, 20), name=_NAMES)
    def rename(self, game: str, pick: int, name: str) -> None:
        before = self._found()
        if before:
            slot = sorted(before)[pick % len(before)]
            try:
                new = self.slots[game].rename(slot, name)
            except SaveError as error:
                assert error.kind == "name"  # noqa: PT017 - taken
                assert self._found() == before
            else:
                assert self._found() == {
                    **{key: value for key, value in before.items() if key != slot},
                    new: before[slot],
                }

    @rule(pick=st.integers(0, 20), backup=st.booleans())
    def damage(self, pick: int, backup: bool) -> None:
        found = self._found()
        if found:
            slot = sorted(found)[pick % len(found)]
            path = self.folder / f"{slot}.json{'.bak' if backup else ''}"
            if path.exists():
                path.write_bytes(path.read_bytes()[:-40])

    @rule(at=st.integers(1, 30), how=st.sampled_from(["error", "forever", "before", "after", "torn"]), name=_NAMES)
    def break_off(self, at: int, how: str, name: str) -> None:
        before, saved = self._found(), self._next(9)
        calls = Breaking()
        dying = slots(self.folder, calls)
        calls.count, calls.at, calls.how = 0, at, how  # type: ignore[assignment]
        try:
            kept = dying.save(name, saved)
        except SaveError:
            pass
        except Killed:
            calls.bury()
        else:
            assert self._found()[kept.slot] == (saved.last,)
        after = self._found()
        for slot, lines in before.items():
            assert after[slot] in (lines, (saved.last,))

    @invariant()
    def nothing_is_left_lying_about(self) -> None:
        for slot in slots(self.folder).list():
            assert slot.trouble == "" or slot.trouble.endswith(".")


TestShelf = Shelf.TestCase
TestShelf.settings = settings(max_examples=_EXAMPLES, stateful_step_count=25, deadline=None)


_WRITER = """
import sys
from pathlib import Path
from game.saves.progress import Progress
from tests.saves.samples import ID, play, slots
folder, who = Path(sys.argv[1]), int(sys.argv[2])
game, progress = slots(folder), Progress(folder)
print("ready", flush=True)
sys.stdin.readline()
kept = set()
for number in range(1, 41):
    steps = who * 1000 + number
    kept.add(game.autosave(play(steps)).slot)
    game.save("Ferry", play(steps))
    progress.note(lines=[f"{who}-{number}"])
    # Asked as a third game would: a save that a game has loaded itself is its own to write over.
    loaded = slots(folder).newest()
    assert loaded is not None and not loaded.notes, loaded
print(*kept)
"""


def test_two_processes_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    slots(tmp_path).autosave(play(1))
    root = Path(__file__).parents[2]
    games = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path), str(who)],
            cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for who in (1, 2)
    ]  # fmt: skip
    for game in games:
        assert game.stdout is not None
        assert game.stdout.readline() == "ready\n"
    for game in games:
        assert game.stdin is not None
        game.stdin.write("go\n")
        game.stdin.flush()
    outs = [game.communicate(timeout=60)[0].split() for game in games]
    assert [game.returncode for game in games] == [0, 0]
    found = slots(tmp_path)
    ends = [found.load(out[-1]).save.playthrough.steps for out in outs if len(out) == 1]
    assert sorted(len(steps) for steps in ends) == [1040, 2040], "each has one autosave of its own, and it is the last"
    # Of every named save that one game made over another's, the other's is a copy.
    ferries = [slot.choices for slot in found.list() if slot.name.startswith("Ferry")]
    assert {1040, 2040} <= set(ferries)
    from game.saves.progress import Progress

    lines = set(Progress(tmp_path).all("lines"))
    assert lines == {f"{who}-{number}" for who in (1, 2) for number in range(1, 41)}


def test_a_shelf_knows_only_its_own_story(tmp_path: Path) -> None:
    game = Slots(tmp_path, "elsewhere")
    game.quick(replace(play(1), story="elsewhere"))
    assert Slots(tmp_path, STORY).list()[0].trouble
