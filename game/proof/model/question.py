"""A question of the writer's, compiled with the story: names and counters mean in it what they mean in the story."""

from __future__ import annotations

from pathlib import Path

from game.language.nodes import Scalar
from game.language.schema.declarations import FileReader
from game.language.schema.findings import Findings
from game.language.schema.story import Story
from game.language.yaml.reader import read_file, read_text
from game.program.compile import compile_story
from game.program.files import Found, included, story_file
from game.program.load import Loaded

NAME = "your question"


def load_asking(path: Path, condition: str) -> Loaded:
    """The story with the condition as the last of its promises.

    What is wrong with the story or the condition is in the diagnostics; the condition's own file is called `NAME`.
    """
    main = story_file(path)
    if not isinstance(main, Found):
        return Loaded(None, (main,), {})
    story = Story()
    findings = Findings(story.sources)

    def take(found: Found) -> list[Scalar]:
        document = read_file(found.path, name=found.name)
        story.sources.append(document.source)
        findings.diagnostics += document.diagnostics
        if document.root is None:
            return []
        file = len(story.sources) - 1
        reader = FileReader(story, findings, file, main=found is main, eaten=document.eaten)
        return reader.read(document.root)

    patterns = take(main)
    for found in included(main, patterns, findings):
        take(found)
    spelled = condition.replace("'", "''").replace("\n", " ")
    question = read_text(f"always:\n  - '{spelled}'\n", NAME)
    story.sources.append(question.source)
    findings.diagnostics += question.diagnostics
    if question.root is not None:
        FileReader(story, findings, len(story.sources) - 1, main=False, eaten=question.eaten).read(question.root)
    program = None if findings.failed else compile_story(story, findings, "")
    diagnostics = tuple(sorted(findings.diagnostics, key=lambda one: (one.file, one.line, one.column, one.code)))
    sources = {source.name: source for source in story.sources}
    return Loaded(program, diagnostics, sources)
