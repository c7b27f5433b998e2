"""Scenes compiled anew into a story that is there already: what somebody who is writing it sees as soon as a file is saved.

It is the same reader and the same compiler, asked for a few scenes in place of all. What the whole story decides (the graph, what nobody uses,
warnings) is not looked at, so a draft stands in until the whole is loaded; and where more has changed than what scenes do, there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from game.language import nodes
from game.language.nodes import Node, Scalar
from game.language.schema.declarations import FileReader
from game.language.schema.findings import Findings
from game.language.schema.story import Story
from game.language.schema.tree import Scene, without_body
from game.language.yaml.document import Document
from game.language.yaml.reader import read_text
from game.program import model
from game.program.compile import take_meta
from game.program.compiler.scenes import SceneCompiler
from game.program.model import Program
from game.program.sources.trace import Trace

if TYPE_CHECKING:
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.language.diagnostics.source import Source
    from game.program.compiler.resolution.names import Names
    from game.program.sources.table import SourceTable

_SCENES = "scenes"


class Differing(NamedTuple):
    """How a file differs from an earlier text of it: scenes by their names, and the keys of all else that it declares."""

    changed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether it differs in anything that means something."""
        return any(self)

    @property
    def alone(self) -> bool:
        """Whether no more has changed than what is in scenes that were there before."""
        return not (self.new or self.gone or self.keys)


class Draft(NamedTuple):
    """A story with some scenes compiled anew."""

    program: Program
    scenes: tuple[str, ...]


class Workbench:
    """A story as it was loaded, with the names that its scenes are compiled with."""

    def __init__(self, names: Names, program: Program) -> None:
        self.program = program
        self._names = names
        self._story = names.story
        self._numbers = {source.name: number for number, source in enumerate(names.story.sources)}
        self._roots: dict[str, Node | None] = {}

    @property
    def files(self) -> Sequence[str]:
        """The names of the story's files, as in diagnostics; the main one first."""
        return tuple(self._numbers)

    def text(self, file: str) -> str:
        """What a file held when it was last taken in."""
        return self._story.sources[self._numbers[file]].text

    @property
    def sources(self) -> Sequence[Source]:
        """The files with their texts, pictures too."""
        return self._story.sources

    def since(self, before: Workbench) -> list[Differing]:
        """How the files differ from those of an earlier bench, each that does."""
        found = []
        for name in dict.fromkeys((*self.files, *before.files)):
            one, other = (bench.text(name) if name in bench.files else "" for bench in (before, self))
            if one != other:
                was, now = before._root(name) if one else None, self._root(name) if other else None
                found.append(differing(was, now))
        return [one for one in found if one.any]

    def differing(self, document: Document) -> Differing | None:
        """How the new text of a file differs from the one that was taken in; None where either cannot be read, or is none of the story's."""
        name = document.source.name
        if name not in self._numbers or document.root is None or document.diagnostics:
            return None
        was = self._root(name)
        return None if was is None else differing(was, document.root)

    def draft(self, documents: Sequence[Document]) -> Draft | None:
        """The story with the scenes that have changed in these files, or are new in them; None where only the whole can tell what has become of it."""
        read: list[tuple[Story, Findings]] = []
        new: list[Scene] = []
        for document in documents:
            found = self.differing(document)
            if found is None or found.gone or found.keys:
                return None
            story, findings = self._read(document, (*found.changed, *found.new))
            if story is None or findings.failed:
                return None
            read.append((story, findings))
            new += [story.scenes[name] for name in found.new]
        if not all(map(self._can_come, new)):
            return None
        for scene in new:
            self._names.add(scene)
        scenes: dict[str, tuple[Scene, model.Scene]] = {}
        for story, findings in read:
            made = self._made(story, findings)
            if made is None:
                for scene in reversed(new):
                    self._names.drop(scene)
                return None
            scenes.update(made)
        return self._take(documents, scenes)

    def _can_come(self, scene: Scene) -> bool:
        """Whether a new scene is one that those which are there need not know of: none of a deck, in a place that there is."""
        places = self._story.places
        known = scene.place is None or not places or scene.place.text in places
        return known and scene.deck is None and scene.id not in self._names.index

    def wrong(self, document: Document) -> list[Diagnostic]:
        """The errors in the scenes of a file that have changed since it was taken in, as far as the names that are known tell; none where more has changed."""
        found = self.differing(document)
        if found is None or not found.alone:
            return []
        story, findings = self._read(document, found.changed)
        for name, scene in story.scenes.items() if story is not None else ():
            if _told_to_others(self._story.scenes[name]) == _told_to_others(scene):
                SceneCompiler(scene, self._names).compile()
        return [one for one in findings.diagnostics if one.severity == "error"]

    def table(self, file: str, scenes: Sequence[str] | None = None) -> SourceTable:
        """Where scenes of a file, all or some of them, stand in it with what is in them."""
        document = read_text(self.text(file), file)
        names = self._names
        everywhere = [Document(source) for source in self._story.sources]
        everywhere[self._numbers[file]] = document
        names.trace = trace = Trace(self._story, names)
        try:
            self._compiled(document, scenes)
        finally:
            names.trace = None
        return trace.table(everywhere)

    def file_of(self, scene: str) -> str:
        """The name of the file that a scene stands in; "" where there is no such scene."""
        found = self._story.scenes.get(scene)
        return "" if found is None else self._story.sources[found.file].name

    def _root(self, name: str) -> Node | None:
        if name not in self._roots:
            self._roots[name] = read_text(self.text(name), name).root
        return self._roots[name]

    def _compiled(
        self, document: Document, wanted: Sequence[str] | None
    ) -> dict[str, tuple[Scene, model.Scene]] | None:
        """Scenes of a file, all or those that are wanted, read and compiled; None where there is anything wrong with them, or they are others than they were."""
        story, findings = self._read(document, wanted)
        return None if story is None or findings.failed else self._made(story, findings)

    def _made(self, story: Story, findings: Findings) -> dict[str, tuple[Scene, model.Scene]] | None:
        """Scenes that were read, compiled; None where there is anything wrong with them, or one of them is to others what it was not."""
        self._aim(findings)
        made: dict[str, tuple[Scene, model.Scene]] = {}
        for name, scene in story.scenes.items():
            before = self._story.scenes.get(name)
            if before is not None and _told_to_others(before) != _told_to_others(scene):
                return None
            made[name] = without_body(scene), SceneCompiler(scene, self._names).compile()
        return None if findings.errors else made

    def _aim(self, findings: Findings) -> None:
        """What is found from here on goes there, and texts count their alternatives from the first again."""
        self._names.findings = self._names.segments.findings = findings
        self._names.segments.anew()

    def _read(self, document: Document, wanted: Sequence[str] | None) -> tuple[Story | None, Findings]:
        """The scenes of a file, all or those that are wanted, ready to be compiled with the names that are known; None where that cannot be."""
        story, number = Story(), self._numbers[document.source.name]
        story.sources = list(self._story.sources)
        story.sources[number] = document.reading
        findings = Findings(story.sources)
        root = document.root
        if not isinstance(root, nodes.Mapping):
            return None, findings
        part = nodes.Mapping(list(_part(root, wanted)), root.pos)
        FileReader(story, findings, number, main=number == 0, eaten=document.eaten).read(part)
        if not story.counted <= self._story.counted:
            return None, findings
        self._aim(findings)
        return story, findings

    def _take(self, documents: Sequence[Document], scenes: Mapping[str, tuple[Scene, model.Scene]]) -> Draft:
        """The story with these scenes in place of those it had, which from now on are what it had."""
        names, old = self._names, self.program
        digest = blake2b(old.digest.encode(), digest_size=16)
        for document in documents:
            name = document.source.name
            self._story.sources[self._numbers[name]] = document.reading
            self._roots[name] = document.root
            digest.update(document.source.text.encode("utf-8", "surrogatepass"))
        if not scenes:
            return Draft(old, ())
        compiled = [old.scene(index) for index in range(len(old.scene_ids))]
        new = [name for name in names.index if name not in old.scene_index]
        compiled += [scenes[name][1] for name in new]
        header = old.header.copy()
        metas = {name: (title, place, chapter) for name, (title, place, chapter) in old.header["metas"].items()}
        for name, (scene, made) in scenes.items():
            self._story.scenes[name] = scene
            compiled[names.index[name]] = made
            if name not in old.scene_index:
                take_meta(scene, self._story, names.findings, metas)
        header["scenes"], header["metas"] = [*old.scene_ids, *new], metas
        header["digest"] = digest.hexdigest()
        header["variables"] = list(names.scope.slots)
        header["told"] = list(names.segments.told)
        header["tags"], header["hints"] = dict(names.tags), dict(names.hints)
        header["draws"] = names.segments.draws
        header["joins"] = bool(names.joints)
        self.program = Program(header, compiled)
        self.program.file = old.file
        return Draft(self.program, tuple(scenes))


def differing(was: Node | None, now: Node | None) -> Differing:
    """How one text of a file differs from another; None is a file that is not there."""
    before, after = _entries(was), _entries(now)
    keys = [key for key in (*after, *(one for one in before if one not in after)) if key != _SCENES]
    others = tuple(key for key in keys if not _same(before.get(key), after.get(key)))
    old, new = _entries(before.get(_SCENES)), _entries(after.get(_SCENES))
    changed = tuple(name for name, node in new.items() if name in old and not _same(old[name], node))
    added = tuple(name for name in new if name not in old)
    gone = tuple(name for name in old if name not in new)
    if not (added or gone) and list(old) != list(new):
        others = (*others, _SCENES)  # in another order
    return Differing(changed, added, gone, others)


def _entries(node: Node | None) -> dict[str, Node]:
    return {key.text: value for key, value in node.entries} if isinstance(node, nodes.Mapping) else {}


def _same(one: Node | None, other: Node | None) -> bool:
    """Whether two nodes are read alike, wherever they stand."""
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return one.text == other.text and one.style == other.style
    if isinstance(one, nodes.Mapping) and isinstance(other, nodes.Mapping):
        return len(one.entries) == len(other.entries) and all(
            _same(key, twin) and _same(value, same)
            for (key, value), (twin, same) in zip(one.entries, other.entries, strict=True)
        )
    if isinstance(one, nodes.Sequence) and isinstance(other, nodes.Sequence):
        return len(one.items) == len(other.items) and all(map(_same, one.items, other.items))
    return one is None and other is None


def _part(root: nodes.Mapping, wanted: Sequence[str] | None) -> Iterator[tuple[Scalar, Node]]:
    """What a file declares, with those scenes alone that are wanted."""
    for key, value in root.entries:
        if wanted is None or key.text != _SCENES or not isinstance(value, nodes.Mapping):
            yield key, value
        elif wanted:
            yield key, nodes.Mapping([entry for entry in value.entries if entry[0].text in wanted], value.pos)


def _told_to_others(scene: Scene) -> tuple[object, ...]:
    """What of a scene the rest of the story goes by."""
    texts = [None if one is None else one.text for one in (scene.place, scene.deck, scene.when)]
    lists = [[one.text for one in some] for some in (scene.labels, scene.choice_ids)]
    return (
        scene.title, scene.priority, scene.weight, scene.once, scene.chapter, scene.whole, scene.hint, *texts, *lists,
    )  # fmt: skip
