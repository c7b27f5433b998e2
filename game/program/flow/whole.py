"""What the whole graph shows without playing: scenes no path leads to, circles without a choice, names nobody uses."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from game.language.nodes import Scalar
from game.language.schema.story import Story
from game.program import model
from game.program.compiler.resolution.names import Names
from game.program.flow.calls import CallGraph
from game.program.flow.rounds import deeper_each_round, used_up
from game.program.graph.exits import targets
from game.program.model import DEEPEST_CALL


class Flow:
    """Takes scenes in as they are compiled, and says at the end what is loose."""

    def __init__(self, story: Story, names: Names, start: str) -> None:
        self.story = story
        self.names = names
        self.start = start
        self.leads: list[tuple[int, ...]] = []
        """Per scene: where gotos lead, with the caller left as it is."""
        self.calls: list[tuple[int, ...]] = []
        """Per scene: what calls and draws lead to."""
        self.returns: dict[int, Scalar | int] = {}
        """Scenes that go back to a caller, and where they do."""
        self.onwards: list[tuple[int, ...]] = []
        """Per scene: where `return: scene` leads."""
        self.jumps: dict[tuple[int, int], tuple[int, int]] = {}
        """Entries that go on to another entry with no choice and no condition between."""
        self.deeper = CallGraph()

    def add(self, scene: model.Scene, returns: Scalar | int | None = None) -> None:
        """Remember where a scene leads, and where it first returns."""
        if returns is None and (ways := _choices_alone(scene)) is not None:
            self.leads.append(ways)
            self.calls.append(())
            self.onwards.append(())
            self.deeper.add_choices(scene)
            return
        index = len(self.leads)
        leads: set[int] = set()
        calls: set[int] = set()
        onwards: set[int] = set()
        for block in scene.blocks:
            way = block.exit
            if isinstance(way, model.Jump):
                target = way.target
                if not isinstance(target, int):
                    leads.add(target[0])
            elif isinstance(way, model.Call):
                calls.update(_scenes((way.target,)))
                leads.update(_scenes((way.back,)))
            elif isinstance(way, model.Draw):
                calls.update(_scenes([one.target for one in way.storylets]))
                leads.update(_scenes((way.back, way.otherwise)))
            else:
                (onwards if isinstance(way, model.Return) else leads).update(_scenes(targets(way)))
        self.leads.append(tuple(leads))
        self.calls.append(tuple(calls))
        self.onwards.append(tuple(onwards))
        if returns is not None:
            self.returns[index] = returns
        self._straight(index, scene)
        self.deeper.add(scene)

    def _straight(self, index: int, scene: model.Scene) -> None:
        """Follow each entry as far as no choice and no condition comes; each block is looked at once."""
        known: dict[int, tuple[int, int] | None] = {}
        for number, entry in enumerate(scene.entries):
            passed: list[int] = []
            at, found = entry, None
            while at not in known:
                known[at] = (index, number)  # where it comes to again, if it goes round
                passed.append(at)
                way = scene.blocks[at].exit
                if not isinstance(way, (model.Jump, model.Call)):
                    break
                if not isinstance(way.target, int):
                    found = (way.target[0], way.target[1])
                    break
                at = way.target
            else:
                found = known[at]
            known.update(dict.fromkeys(passed, found))
            if found is not None:
                self.jumps[index, number] = found

    def check(self, scenes: Sequence[model.Scene]) -> None:
        """Findings about the graph and the names; only where the story compiled, so that one slip is one finding."""
        findings = self.names.findings
        if findings.failed:
            return
        self._circles()
        said = deeper_each_round(self.names, self.leads, self.calls, self.names.gotos)
        self._deeper(said)
        used_up(scenes, self.names.once_lists, self.names)
        if self.names.joints:
            from game.program.flow.joints import without_paragraph  # few stories have any

            without_paragraph(scenes, self.names.index[self.start], self.names)
        called = self._unreached()
        self._returns(called)
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

    def _deeper(self, said: Container[int]) -> None:
        """Findings for calls in calls that never come back; where a goto makes the circle, that is `said` of its scenes."""
        scenes = list(self.story.scenes.values())
        for caller, called, drawn in self.deeper.circles(said):
            one, other = scenes[caller], scenes[called]
            where = "its own" if caller == called else "that"
            if drawn:
                message = f"a storylet draws from {where} deck inside itself: {one.id} draws {other.id}"
                hint = (
                    f"give {other.id}  once: true,  or draw again where the first draw stood, and not inside a storylet"
                )
            else:
                message = f"{one.id} calls {other.id}" + (
                    "" if caller == called else f", and that calls {one.id} again"
                )
                hint = "go round with a goto in place of the call"
            message += f": each round is one call deeper, and play stops after {DEEPEST_CALL}"
            self.names.findings.add("W355", message, other.file, other.scalar, hint=hint)
        way = self.deeper.deepest()
        if way:
            first, last = scenes[way[0]], scenes[way[-1]]
            self.names.findings.add(
                "W355", f"calls go too deep from here: from {first.id} to {last.id} each calls the next, and play stops after {DEEPEST_CALL}",
                first.file, first.scalar, hint="let some of them return before the next is called, or go on with a goto",
            )  # fmt: skip

    def _unreached(self) -> set[int]:
        """Findings for scenes no path leads to; returns the scenes that can be played inside a call or a draw."""
        scenes = list(self.story.scenes.values())
        first = self.names.index[self.start]
        plain, called = {first}, set[int]()
        queue = [(first, False)]
        while queue:
            index, inside = queue.pop()
            following = [(one, inside) for one in self.leads[index]]
            following += [(one, True) for one in self.calls[index]]
            following += [(one, way) for one in self.onwards[index] for way in (False, True) if inside]
            for one, way in following:
                reached = called if way else plain
                if one not in reached:
                    reached.add(one)
                    queue.append((one, way))
        for index, scene in enumerate(scenes):
            if index not in plain and index not in called:
                what = "no goto, call or choice leads here"
                hint = f"lead to it:  - goto: {scene.id},  or take it out"
                if scene.deck is not None:
                    what, hint = (
                        f"nothing draws from the deck {scene.deck.text}",
                        f"add  - draw: {scene.deck.text}  where it can be played",
                    )
                self.names.findings.add(
                    "W302", f"the scene {scene.id} is never played: {what}", scene.file, scene.scalar, hint=hint
                )
        return called

    def _returns(self, called: set[int]) -> None:
        """A scene that returns, and that no call or draw leads to by any way, has nobody to go back to."""
        scenes = list(self.story.scenes.values())
        reached = {self.names.index[self.start], *(one for leads in (*self.leads, *self.onwards) for one in leads)}
        for index, where in self.returns.items():
            if index in reached and index not in called:
                scene = scenes[index]
                self.names.findings.add(
                    "E307", f"nothing calls the scene {scene.id}, so it cannot go back", scene.file, where, length=len("return"),
                    hint=f"come here with  - call: {scene.id},  or go on with a goto",
                )  # fmt: skip

    def _unused(self) -> None:
        story, scope, findings = self.story, self.names.scope, self.names.findings
        asked = {question.variable.text for question in story.setup}
        for name, variable in story.variables.items():
            if name.split(".", maxsplit=1)[0] in story.groups:
                continue
            if name not in scope.used:
                what = "set and never looked at" if name in scope.changed else "never used"
                hint = f"show it with {{{name}}}, ask for it in a condition, or take it out"
                bag, _, thing = name.partition(".")
                if bag in story.sets:
                    hint = f"show what is there with {{{bag}}}, ask  {thing} in {bag},  or take it out"
                findings.add("W301", f"the variable {name} is {what}", variable.file, variable.scalar, hint=hint)
            elif name not in scope.changed and name not in asked and variable.kind != "text":
                bag, _, thing = name.partition(".")
                effect = (
                    f"{bag} += {thing}"
                    if bag in story.sets
                    else f"{name} {'+= 1' if variable.kind == 'int' else '= …'}"
                )
                findings.add(
                    "W332", f"nothing ever changes the variable {name}", variable.file, variable.scalar,
                    hint=f"add  - do: {effect}  where it happens, or take it out",
                )  # fmt: skip
        for group, members in story.groups.items():
            names = {f"{group}.{member.replace('-', '_')}" for member in members}
            declared = story.declared[f"group:{group}"]
            if names and not names & scope.used:
                findings.add(
                    "W301",
                    f"nothing looks at the group {group}",
                    declared.file,
                    declared.scalar,
                    hint="use it, or take it out",
                )
            elif names and not names & scope.changed:
                findings.add(
                    "W332", f"nothing ever changes anything of the group {group}", declared.file, declared.scalar,
                    hint=f"add  - do: {min(names)} …  where it happens, or take it out",
                )  # fmt: skip
        self._unused_texts()

    def _unused_texts(self) -> None:
        story, findings = self.story, self.names.findings
        used = {tag for tags in self.names.tags.values() for tag in tags}
        for one in story.tags:
            if one.scalar.text not in used:
                findings.add(
                    "W371", f"nothing has the tag {one.scalar.text}", one.file, one.scalar,
                    hint=f"add  - tags: {one.scalar.text}  above a text, or take it out",
                )  # fmt: skip
        for name, entry in story.codex.items():
            if f"codex entry:{name}" not in self.names.used and not entry.open:
                declared = story.declared[f"codex entry:{name}"]
                findings.add(
                    "W304",
                    f"the codex entry {name} is never learned, so nobody can read it",
                    entry.file,
                    declared.scalar,
                    hint=f"add  - learn: {name}  where play comes to it, or  open: true  to the entry",
                )
        for name in story.endings:
            if f"ending:{name}" not in self.names.used:
                declared = story.declared[f"ending:{name}"]
                findings.add(
                    "W305",
                    f"no step leads to the ending {name}",
                    declared.file,
                    declared.scalar,
                    hint=f"add  - ending: {name}",
                )
        for name, phrase in story.phrases.items():
            if name not in self.names.segments.phrases:
                findings.add(
                    "W306",
                    f"the phrase {name} is never used",
                    phrase.file,
                    phrase.scalar,
                    hint=f"write {{{name}}} in a text, or take it out",
                )


def _choices_alone(scene: model.Scene) -> tuple[int, ...] | None:
    """The scenes that the choices of a scene lead to, where there is nothing else in it, which most are; None for others."""
    (_, first), *others = scene.blocks
    if len(scene.entries) > 1 or scene.entries[0] or first.__class__ is not model.Choose or first.fallback is not None:
        return None
    if len(first.choices) != len(others):  # each block that is left is come to, so that each is one choice's
        return None
    ways: dict[int, None] = {}
    for _, way in others:
        if way.__class__ is not model.Jump or isinstance(target := way.target, int):
            return None
        ways[target[0]] = None
    return tuple(ways)


def _scenes(found: Iterable[model.Target]) -> set[int]:
    """The scenes among some targets, those in the same scene left out."""
    return {target[0] for target in found if not isinstance(target, int)}
