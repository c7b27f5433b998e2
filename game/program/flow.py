"""What the whole graph shows without playing: scenes no path leads to, circles without a choice, names nobody uses."""

from __future__ import annotations

from game.language.story import Story
from game.program import model
from game.program.names import Names
from game.program.scenes import targets


class Flow:
    """Takes scenes in as they are compiled, and says at the end what is loose."""

    def __init__(self, story: Story, names: Names, start: str) -> None:
        self.story = story
        self.names = names
        self.start = start
        self.leads: list[tuple[int, ...]] = []
        self.jumps: dict[tuple[int, int], tuple[int, int]] = {}
        """Entries that go on to another entry with no choice and no condition between."""
        self.learned: set[str] = set()

    def add(self, scene: model.Scene) -> None:
        """Remember where a scene leads, and what it learns."""
        index = len(self.leads)
        found: set[int] = set()
        for block in scene.blocks:
            for target in targets(block.exit):
                if not isinstance(target, int):
                    found.add(target[0])
            for op in block.ops:
                if isinstance(op, model.Learn):
                    self.learned.add(op.entry)
        self.leads.append(tuple(found))
        for number, entry in enumerate(scene.entries):
            at, hops = entry, 0
            while hops <= len(scene.blocks):
                ending = scene.blocks[at].exit
                if not isinstance(ending, model.Jump):
                    break
                if not isinstance(ending.target, int):
                    self.jumps[index, number] = (ending.target[0], ending.target[1])
                    break
                at, hops = ending.target, hops + 1
            else:
                self.jumps[index, number] = (index, number)

    def check(self) -> None:
        """Findings about the graph and the names; only where the story compiled, so that one slip is one finding."""
        findings = self.names.findings
        if findings.failed:
            return
        self._circles()
        self._unreached()
        self._unused()

    def _circles(self) -> None:
        scenes = list(self.story.scenes.values())
        done: set[tuple[int, int]] = set()
        for start in self.jumps:
            path: dict[tuple[int, int], None] = {}
            at: tuple[int, int] | None = start
            while at is not None and at not in done and at not in path:
                path[at] = None
                at = self.jumps.get(at)
            if at is not None and at in path:
                scene = scenes[at[0]]
                self.names.findings.add(
                    "E306", f"from {scene.id} play goes round and round, with no choice on the way", scene.file, scene.scalar,
                    hint="put a choice on the way, or end it",
                )  # fmt: skip
            done.update(path)

    def _unreached(self) -> None:
        if not self.start:
            return
        scenes = list(self.story.scenes.values())
        first = self.names.index[self.start]
        reached, queue = {first}, [first]
        while queue:
            for index in self.leads[queue.pop()]:
                if index not in reached:
                    reached.add(index)
                    queue.append(index)
        for index, scene in enumerate(scenes):
            if index not in reached:
                what = f"nothing draws from the deck {scene.deck.text}" if scene.deck is not None else "no goto, call or draw leads here"
                self.names.findings.add("W302", f"the scene {scene.id} is never played: {what}", scene.file, scene.scalar)

    def _unused(self) -> None:
        story, scope, findings = self.story, self.names.scope, self.names.findings
        for name, variable in story.variables.items():
            if name in scope.used or name.split(".")[0] in story.groups:
                continue
            what = "set and never looked at" if name in scope.changed else "never used"
            findings.add("W301", f"the variable {name} is {what}", variable.file, variable.scalar)
        for group, members in story.groups.items():
            names = {f"{group}.{member.replace('-', '_')}" for member in members}
            if names and not names & scope.used:
                declared = story.declared[f"group:{group}"]
                findings.add("W301", f"nothing looks at the group {group}", declared.file, declared.scalar)
        for name, entry in story.codex.items():
            if name not in self.learned:
                declared = story.declared[f"codex entry:{name}"]
                findings.add("W304", f"the codex entry {name} is never learned", entry.file, declared.scalar, hint=f"add  - learn: {name}")
        for name in story.endings:
            if f"ending:{name}" not in self.names.used:
                declared = story.declared[f"ending:{name}"]
                findings.add("W305", f"the ending {name} is never reached by any step", declared.file, declared.scalar)
        for name, phrase in story.phrases.items():
            if name not in self.names.segments.phrases:
                findings.add("W306", f"the phrase {name} is never used", phrase.file, phrase.scalar)
