"""What a story's title screen shows, resolved: its pictures, and what a player has to have seen before each is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.program.declared import Picture

if TYPE_CHECKING:
    from game.language.nodes import Scalar
    from game.language.schema.story import Story
    from game.program.compiler.resolution.names import Names


def pictures_of(story: Story, names: Names) -> list[Picture]:
    """The pictures in order; findings for those that come after nothing that there is."""
    return [
        Picture([found for name in one.after for found in _seen(name, story, names)], one.rows, one.colours)
        for one in story.pictures
    ]


def _seen(name: Scalar, story: Story, names: Names) -> list[tuple[str, str]]:
    """A scene, a choice or an ending, as what a player has seen knows it."""
    word = name.text.strip()
    scene, dot, choice = word.partition(".")
    if dot and scene in story.scenes and any(one.text == choice for one in story.scenes[scene].choice_ids):
        return [("choices", f"{scene}/{choice}")]
    found = [("scenes", word)] if word in story.scenes else []
    found += [("endings", word)] if word in story.endings else []
    if not found:
        known: list[str] = []
        hint = "name a scene, an ending, or a choice by its scene and id, as in  roof.put_out"
        if "(" in word:
            hint = f"names stand here, and no condition: {word.partition('(')[2].rstrip(') ')[:40]}"
        elif dot and scene in story.scenes and not story.scenes[scene].choice_ids:
            hint = f"give the choice there an id:  id: {choice[:40]}"
        else:
            known = [*story.endings, *story.scenes]
            known += [f"{one.id}.{each.text}" for one in story.scenes.values() for each in one.choice_ids]
        names.findings.unknown("E185", "scene, choice or ending", word, known, 0, name, otherwise=hint)
    return found
