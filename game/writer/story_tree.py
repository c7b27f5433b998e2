"""A story as it is written, once more from the texts that were loaded: compiling lets go of it."""

from __future__ import annotations

from game.language.schema.declarations import FileReader
from game.language.schema.findings import Findings
from game.language.schema.story import Story
from game.language.yaml.reader import read_text
from game.program.load import Loaded


def tree_of(loaded: Loaded) -> Story:
    """The tree of a story without errors, which was loaded from its files and not from the cache."""
    story = Story()
    findings = Findings(story.sources)
    for source in loaded.sources.values():
        if source.name in loaded.pictures:
            continue
        document = read_text(source.text, source.name)
        story.sources.append(document.reading)
        if document.root is not None:
            FileReader(story, findings, len(story.sources) - 1, main=len(story.sources) == 1).read(document.root)
    return story
