"""One file read by itself: quickly, at every change, without the story around it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from game.language.nodes import Mapping, Node, Scalar
from game.language.nodes import Sequence as NodeList
from game.language.schema.declarations import FileReader
from game.language.schema.findings import Findings
from game.language.schema.shapes.shape import Form, Keyed, Listed, Shape, Single, leaves
from game.language.schema.shapes.steps import DEFINED
from game.language.schema.shapes.top import FILE, REQUIRED
from game.language.schema.story import Story
from game.language.yaml.reader import Document, read_text

if TYPE_CHECKING:
    from game.language.diagnostics.diagnostic import Diagnostic
    from game.writer.server.texts import EditorText


class Spelled(NamedTuple):
    """A scalar of a file, and what it is there: a condition, prose, the name of something."""

    scalar: Scalar
    form: Single


class FileReading:
    """The tree of a text, and what is wrong with it that can be told without the rest of the story."""

    def __init__(self, text: EditorText, name: str) -> None:
        self.text = text
        self.document: Document = read_text(text.text, name)
        self.document.reading.number()
        self.root = self.document.root or self.document.rest

    @cached_property
    def diagnostics(self) -> list[Diagnostic]:
        """What is wrong with the text as YAML, with its keys, and with what stands behind them."""
        document = self.document
        if self.root is None:
            return list(document.diagnostics)
        story = Story()
        story.sources.append(document.reading)
        findings = Findings(story.sources)
        findings.diagnostics += document.diagnostics
        main = isinstance(self.root, Mapping) and self.root.get(REQUIRED[0]) is not None
        FileReader(story, findings, 0, main=main, eaten=document.eaten).read(self.root)
        return [one._replace(column=document.shown(one.line, one.column)) for one in findings.diagnostics]

    @cached_property
    def spelled(self) -> list[Spelled]:
        """Every scalar with what it is, in the order of the file."""
        return [] if self.root is None else list(_spelled(self.root, FILE))


def _spelled(node: Node, form: Form) -> Iterator[Spelled]:
    """The scalars in a node that is to be in a form; of several that fit, by the first."""
    ways = list(leaves(form, DEFINED))
    if isinstance(node, Scalar):
        single = next((one for one in ways if isinstance(one, Single)), None)
        if single is not None:
            yield Spelled(node, single)
    elif isinstance(node, NodeList):
        listed = next((one for one in ways if isinstance(one, Listed)), None)
        for item in node.items if listed is not None else ():
            assert listed is not None
            yield from _spelled(item, listed.item)
    else:
        yield from _of_mapping(node, ways)


def _of_mapping(node: Mapping, ways: list[Single | Listed | Keyed | Shape]) -> Iterator[Spelled]:
    words = {key.text for key, _ in node.entries}
    shapes = [one for one in ways if isinstance(one, Shape)]
    shape = max(shapes, key=lambda one: (words <= one.known, len(words & one.known)), default=None)
    keyed = next((one for one in ways if isinstance(one, Keyed) and words.isdisjoint(one.never)), None)
    if keyed is not None and (shape is None or words.isdisjoint(shape.known)):
        for key, value in node.entries:
            yield Spelled(
                key,
                Single("condition" if keyed.thing == "condition" else "prose" if keyed.thing == "label" else "word"),
            )
            yield from _spelled(value, keyed.form)
        return
    for key, value in node.entries:
        if shape is not None and key.text in shape.known:
            yield from _spelled(value, shape.keys[key.text].form)
