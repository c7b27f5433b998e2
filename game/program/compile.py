"""A story's tree to its Program: names declared, scenes compiled one at a time, the whole checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from game.language.schema.findings import Findings
from game.language.schema.story import Promise, Story
from game.language.schema.tree import Scene, without_body
from game.language.terms import ExpressionError
from game.program import declared, model
from game.program.compiler.panels import care_of, status_of
from game.program.compiler.pictures import pictures_of
from game.program.compiler.renaming import renamed
from game.program.compiler.resolution.names import Names
from game.program.compiler.scenes import SceneCompiler
from game.program.flow.whole import Flow
from game.program.identities import line_id
from game.program.model import Program

if TYPE_CHECKING:
    from game.program.header import Header
    from game.program.sources.trace import Trace


class Compiled(NamedTuple):
    """A compiled story, None where an error was found; what was asked besides, resolved, without what is wrong; what was noted, where that was wished;
    and the names that its scenes were compiled with.
    """

    program: Program | None
    asked: tuple[declared.Promise, ...]
    trace: Trace | None
    names: Names


def compile_story(
    story: Story,
    findings: Findings,
    digest: str,
    *,
    asked: Sequence[Promise] = (),
    traced: bool = False,
    between: Callable[[], None] = lambda: None,
) -> Compiled:
    """Compile a story; findings for what is wrong.

    The tree's scenes are let go one by one, so that a long story is not in memory twice. `asked` are conditions that mean what they would mean in
    the story. With `traced` it is noted where everything stands. `between` is called before each scene.
    """
    for declare in story.later:
        declare()
    story.later.clear()
    start = _start(story, findings)
    names = Names(story, findings)
    if traced:
        from game.program.sources.trace import Trace

        names.trace = Trace(story, names)
    flow = Flow(story, names, start)
    scenes: list[model.Scene] = []
    metas: dict[str, tuple[str, str, str]] = {}
    order = list(story.scenes)
    for name in order:
        between()
        scene = story.scenes[name]
        compiler = SceneCompiler(scene, names)
        compiled = compiler.compile()
        flow.add(compiled, compiler.returns)
        scenes.append(compiled)
        take_meta(scene, story, findings, metas)
        story.scenes[name] = without_body(scene)
    _hints(story, findings)
    for deck in names.decks.scenes:
        names.decks.storylets(deck)
    wanted = tuple(one for each in asked if (one := _promised(each, names)) is not None)
    header = _header(story, names, findings, order, metas, start, digest)
    if names.trace is not None:
        from game.program.sources.declared import Declarations

        Declarations(story, names, names.trace).all()
    names.settle()
    if not findings.failed:
        names.rules.check()
    flow.check(scenes)
    header["renamed"] = renamed(story, findings, scenes)
    return Compiled(None if findings.failed else Program(header, scenes), wanted, names.trace, names)


def _start(story: Story, findings: Findings) -> str:
    declared = story.start
    if declared is None:
        return ""
    name = declared.scalar.text.strip()
    if not story.scenes:
        if not findings.failed:
            findings.add(
                "E115", "this story has no scenes", declared.file, declared.scalar,
                hint="write them below  scenes:,  or name the files that hold them under  include:",
            )  # fmt: skip
        return ""
    if name not in story.scenes:
        findings.unknown("E120", "scene", name, story.scenes, declared.file, declared.scalar)
        return ""
    return name


def take_meta(scene: Scene, story: Story, findings: Findings, metas: dict[str, tuple[str, str, str]]) -> None:
    """Note the title, the place and the chapter of a scene that has any; a finding for a place that there is not."""
    place = ""
    if scene.place is not None:
        place = story.places.get(scene.place.text, "")
        if not place and story.places:
            findings.unknown("E124", "place", scene.place.text, sorted(story.places), scene.file, scene.place)
        place = place or scene.place.text
    if scene.title or place or scene.chapter:
        metas[scene.id] = (scene.title, place, scene.chapter)


def _hints(story: Story, findings: Findings) -> None:
    """Warn of hints to scenes that are no place on the map: a scene without a title, among others that have one."""
    titled = {scene.chapter for scene in story.scenes.values() if scene.title}
    for scene in story.scenes.values():
        if scene.hint and not scene.title and scene.chapter in titled:
            findings.add(
                "W345", "a scene without a title has no place of its own on the map, so its hint is never shown", scene.file, scene.scalar,
                hint="give it a title, or move the hint to the scene that leads to it",
            )  # fmt: skip


def _header(
    story: Story,
    names: Names,
    findings: Findings,
    order: list[str],
    metas: dict[str, tuple[str, str, str]],
    start: str,
    digest: str,
) -> Header:
    codex = [_codex(story, names, name) for name in story.codex]
    always = [one for each in story.always if (one := _promised(each, names)) is not None]
    setup = [one for one in (_question(story, names, findings, index) for index in range(len(story.setup))) if one]
    care = care_of(story, names)
    status = status_of(story, names)
    return {
        "texts": story.texts,
        "digest": digest,
        "start": start,
        "scenes": order,
        "metas": metas,
        "cast": [declared.CastMember(*one) for one in story.cast.values()],
        "endings": [declared.Ending(*one) for one in story.endings.values()],
        "chapters": [declared.Chapter(*one) for one in sorted(story.chapters.values(), key=lambda one: one.number)],
        "pictures": pictures_of(story, names),
        "codex": codex,
        "variables": list(names.scope.slots),
        "text_variables": [
            (name, story.variables[name].text, story.variables[name].label) for name in names.scope.texts
        ],
        "tags": names.tags,
        "hints": names.hints,
        "told": list(names.segments.told),
        "sets": names.things(),
        "setup": setup,
        "care": care,
        "status": status,
        "always": always,
        "counts": declared.Counts(len(order), names.choices, names.lines, names.segments.words),
        "draws": names.segments.draws,
        "joins": bool(names.joints),
    }


def _codex(story: Story, names: Names, name: str) -> declared.CodexEntry:
    entry = story.codex[name]
    texts = []
    for paragraph in entry.paragraphs:
        identity = line_id(f"codex/{name}", paragraph.raw)
        segments = names.segments.segments(
            paragraph.pieces, entry.file, entry.scalar, paragraph.at, "codex", still="a codex text"
        )
        texts.append(model.Text(identity, "prose", "", segments))
    return declared.CodexEntry(name, entry.title, tuple(texts), entry.open)


def _promised(written: Promise, names: Names) -> declared.Promise | None:
    """A promise of the story; None after a finding."""
    text, scene = written.condition, ""
    if written.at is not None:
        scene = written.at.text.strip()
        if scene not in names.index:
            names.findings.unknown("E120", "scene", scene, names.index, written.file, written.at)
            return None
    try:
        going_on, endings = names.scope.promised(text.text)
    except ExpressionError as wrong:
        names.findings.wrong(wrong, written.file, text.scalar, text.at)
        return None
    said = text.text.strip()
    return declared.Promise(f"at {scene}: {said}" if scene else said, going_on, written.because, scene, endings)


def _question(story: Story, names: Names, findings: Findings, index: int) -> declared.Question | None:
    question = story.setup[index]
    name = question.variable.text
    variable = story.variables.get(name)
    if variable is None:
        if name in names.scope.sets:
            thing = next(iter(names.scope.sets[name]), "rope")
            message = f"{name} is a set; a question sets a text, an enum or a bool"
            hint = (
                f"let it set an enum, and a step put the thing into {name}; or ask for one thing:  set: {name}.{thing}"
            )
            findings.add("E203", message, question.file, question.variable, hint=hint)
        elif name not in names.scope.broken:
            findings.unknown("E202", "variable", name, story.variables, question.file, question.variable)
        return None
    names.scope.changed.add(name)
    if variable.kind == "int":
        hint = "let it set an enum, and a step turn the enum into a number"
        findings.add(
            "E203",
            f"{name} is a number; a question sets a text, an enum or a bool",
            question.file,
            question.variable,
            hint=hint,
        )
        return None
    if variable.kind == "text":
        return declared.Question(question.ask, name, question.suggest, question.limit, ())
    values = variable.values or ("false", "true")
    for value, _, key in question.options:
        if value not in values:
            findings.unknown("E107", f"value of {name} called", value, values, question.file, key)
    options = [(value, label) for value, label, _ in question.options] or [(value, value) for value in values]
    return declared.Question(question.ask, name, (), question.limit, options)
