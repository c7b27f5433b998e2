"""A proof copy: the whole text of a story in reading order, with what each part of it depends on, as Markdown to print and mark up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from game.language.nodes import line_of
from game.language.pieces import Alternative, Conditional, Piece, Value
from game.language.schema import tree
from game.language.schema.story import Story
from game.language.text.cleaning import clean, clean_line
from game.language.text.markdown import escaped, fenced, styled, whole
from game.program.load import Loaded
from game.writer.story_tree import tree_of

MARK: Final = "<!-- A proof copy, written by hambies. -->"
"""How every proof copy begins, by which it is known."""
_IN: Final = "  "


def manuscript(loaded: Loaded) -> str:
    """The proof copy of a story without errors, which was loaded from its files."""
    return _Manuscript(tree_of(loaded)).whole()


class _Manuscript:
    def __init__(self, story: Story) -> None:
        self._story = story
        self._people = tree.People(frozenset((*story.cast, "aside")), {}, set(), known=True)

    def whole(self) -> str:
        """Title, questions, chapters in order, what is in none of them, endings and codex."""
        story = self._story
        parts = [MARK, f"# {escaped(story.texts.get('title', '') or story.texts.get('story', ''))}"]
        if author := story.texts.get("author"):
            parts.append(f"*by {escaped(author)}*")
        parts.append(
            "What something depends on, changes or leads to stands in `such letters`; [in brackets] are the ways that a text can go."
        )
        if story.setup:
            parts.append("## Before it begins")
            for question in story.setup:
                parts.append(f"**{escaped(question.ask)}** {_code(question.variable.text)}")
                parts += [f"- {escaped(label)} {_code(value)}" for value, label, _ in question.options]
                parts += [f"- {escaped(name)}" for name in question.suggest]
        for chapter in sorted(story.chapters.values(), key=lambda one: one.number):
            parts += [
                f"## {chapter.number} {escaped(chapter.title)}",
                *([f"*{escaped(chapter.line)}*"] if chapter.line else []),
            ]
            parts += self._scenes(chapter.id)
        parts += [*(["## Outside of chapters"] if story.chapters else []), *self._scenes("")]
        if story.endings:
            parts.append("## Endings")
            parts += [
                f"**{escaped(one.title)}** (`{one.id}`): {escaped(one.text)}".rstrip(": ")
                for one in story.endings.values()
            ]
        if story.codex:
            parts.append("## Codex")
            for entry in story.codex.values():
                parts += [f"### {escaped(entry.title)}", *(self._words(one.pieces) for one in entry.paragraphs)]
        return "\n\n".join(parts) + "\n"

    def _scenes(self, chapter: str) -> Iterator[str]:
        known = self._story.chapters
        for scene in self._story.scenes.values():
            if (scene.chapter if scene.chapter in known else "") == chapter:
                yield from self._scene(scene)

    def _scene(self, scene: tree.Scene) -> Iterator[str]:
        source = self._story.sources[scene.file]
        yield f"### {escaped(scene.title or scene.id)}"
        about = [f"{scene.id}, {clean_line(source.name)}:{line_of(scene.scalar.pos)}"]
        if scene.place is not None:
            about.append(f"at {self._story.places.get(scene.place.text, scene.place.text)}")
        if scene.deck is not None:
            about.append(f"storylet of {scene.deck.text}{', once' if scene.once else ''}")
        yield _code("; ".join(about)) + (f" {_code(f'when {scene.when.text}')}" if scene.when is not None else "")
        yield from self._body(scene.body, "")

    def _body(self, body: tree.Body, indent: str) -> Iterator[str]:
        """The steps of a body, each as a paragraph set in as far as `indent`."""
        for step in body:
            for paragraph in self._step(step):
                yield "\n".join(f"{indent}{line}" for line in paragraph.split("\n"))

    def _step(self, step: tree.Step) -> Iterator[str]:  # noqa: C901 - one case for each step there is
        if isinstance(step, tree.Say):
            yield from self._said(step)
        elif isinstance(step, tree.Talk):
            for one in step.lines(self._people):
                yield from self._said(one)
        elif isinstance(step, tree.Choices):
            for choice in step.choices:
                yield from self._choice(choice)
        elif isinstance(step, tree.If):
            yield _item(_code(f"if {step.condition.text}"), self._body(step.then, _IN))
            if step.otherwise:
                yield _item(_code("else"), self._body(step.otherwise, _IN))
        elif isinstance(step, tree.Do):
            yield _code("; ".join(one.text for one in step.effects))
        elif isinstance(step, tree.Goto):
            yield f"→ {_code(step.target.text)}"
        elif isinstance(step, tree.CallScene):
            yield f"→ {_code(step.target.text)} and back"
        elif isinstance(step, tree.Return):
            yield "← back" if step.target is None else f"← back, and on to {_code(step.target.text)}"
        elif isinstance(step, tree.Draw):
            yield f"→ one of {_code(step.deck.text)}{' by chance' if step.random else ''} and back"
            if step.otherwise:
                yield _item(_code("where there is none"), self._body(step.otherwise, _IN))
        elif isinstance(step, tree.Label):
            yield _code(f"label {step.name.text}")
        elif isinstance(step, tree.End):
            yield f"**The end:** {_code(step.ending.text)}"

    def _said(self, say: tree.Say) -> Iterator[str]:
        for paragraph in say.paragraphs:
            if say.role == "as-is":
                yield fenced(clean(paragraph.raw))
                continue
            words = self._words(paragraph.pieces)
            if say.speaker is not None:
                member = self._story.cast.get(say.speaker.text)
                words = f"**{escaped((member.short or member.name) if member else say.speaker.text)}:** {words}"
            yield "\n".join(f"> {line}" for line in words.split("\n")) if say.role == "aside" else words

    def _choice(self, choice: tree.Choice) -> Iterator[str]:
        asked = [f"if {choice.condition.text}"] if choice.condition is not None else []
        asked += [f"needs {choice.needs.text}"] if choice.needs is not None else []
        asked += ["once"] if choice.once else []
        label = "where nothing is open" if choice.fallback else f"**{self._words(choice.label)}**"
        head = " ".join([label, *([_code("; ".join(asked))] if asked else [])])
        if choice.reason:
            head += f" (closed: {self._words(choice.reason)})"
        inside = [_IN + _code("; ".join(one.text for one in choice.effects))] if choice.effects else []
        inside += self._body(choice.body, _IN)
        inside += [f"{_IN}→ {_code(choice.target.text)}"] if choice.target is not None else []
        yield _item(head, iter(inside))

    def _words(self, pieces: tuple[Piece, ...]) -> str:
        return whole("".join(map(self._piece, pieces))).replace("\n", "  \n")

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, Value):
            return _code(f"{{{piece.name}}}")
        if isinstance(piece, Conditional):
            ways = [(f"if {arm.condition}" if arm.condition else "else", arm.pieces) for arm in piece.arms]
        elif isinstance(piece, Alternative):
            names = {"first": ("first", "then"), "cycle": ("in turn", "in turn"), "shuffle": ("by chance", "by chance")}
            ways = [(names[piece.kind][bool(at)], arm) for at, arm in enumerate(piece.arms)]
            ways += [("last", piece.last)] if piece.last is not None else []
        else:
            return styled(*piece)
        inside = " \\| ".join(f"{_code(when)} {self._inside(arm)}" for when, arm in ways)
        return f"\\[{inside}\\]"

    def _inside(self, pieces: tuple[Piece, ...]) -> str:
        return "".join(map(self._piece, pieces)).strip()


def _item(head: str, inside: Iterator[str]) -> str:
    """An item of a list, with paragraphs set in below it."""
    return "\n\n".join([f"- {head}", *inside])


def _code(words: str) -> str:
    """Words in the small type of code, which nothing in them ends."""
    words = clean_line(words).replace("`", "'")
    return f"`{words}`"
