"""What a story's names were in older versions: the way from a name in an old save or script to the one it has now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

# Patterns as text: nearly every start needs none of them, and compiling them would be a part of it.
_COUNTED: Final = r"(visits|taken|once|drawn):(.*)"
_SCENE: Final = r"([^/@:.~]+)(.*)"
"""What a name of a scene ends with is none of its letters; it may be in any script."""
ENDING: Final = "ending:"
"""What the name of a place begins with where the story has ended, before that of the ending."""
_AGAIN: Final = r"~\d+\Z"
"""What tells the second thing of one name in a scene from the first."""


class Renames(NamedTuple):
    """Old names to new ones: choices by their scene and there by id, values by their variable or group; those as they are called now."""

    scenes: Mapping[str, str] = {}
    variables: Mapping[str, str] = {}
    cast: Mapping[str, str] = {}
    endings: Mapping[str, str] = {}
    codex: Mapping[str, str] = {}
    chapters: Mapping[str, str] = {}
    choices: Mapping[str, Mapping[str, str]] = {}
    values: Mapping[str, Mapping[str, str]] = {}

    @property
    def any(self) -> bool:
        """Whether anything was renamed."""
        return any(self)

    def scene(self, name: str) -> str:
        """What a scene is called now."""
        return self.scenes.get(name, name)

    def variable(self, name: str) -> str:
        """What a variable is called now; of a group's, the group and the member count too."""
        if name in self.variables:
            return self.variables[name]
        group, dot, member = name.rpartition(".")
        now = f"{self.variables.get(group, group)}{dot}{self.cast.get(member, member)}"
        return self.variables.get(now, now)  # a thing in a set that has another name, too

    def value(self, value: str, before: str, now: str) -> str:
        """What a value of an enum, or a thing in a set, is called now; its variable was called `before` and is called `now`."""
        for name in (now, now.rpartition(".")[0]):
            if value in self.values.get(name, {}):
                return self.values[name][value]
        for name in (before, now):
            thing = self.variables.get(f"{name}.{value}", "")
            if thing.startswith(f"{now}."):
                return thing.rpartition(".")[2]
        return value

    def ending(self, name: str) -> str:
        """What an ending is called now."""
        return self.endings.get(name, name)

    def entry(self, name: str) -> str:
        """What a codex entry is called now."""
        return self.codex.get(name, name)

    def chapter(self, name: str) -> str:
        """What a chapter is called now."""
        return self.chapters.get(name, name)

    def choice(self, scene: str, words: str) -> str:
        """The id that a choice of a scene has now, by its old label or id; "" where it was not renamed."""
        here = self.choices.get(scene)
        if not here:
            return ""
        from game.program.identities import choice_id

        words = " ".join(words.split())
        local = words.removeprefix(f"{scene}/")
        found = here.get(local) or here.get(choice_id("", local)[1:])
        return f"{scene}/{found}" if found else ""

    def identity(self, name: str) -> str:
        """A choice, a list of choices, a call, a draw or a line by the id that it has now; not the place of an ending."""
        parts = re.match(_SCENE, name, re.DOTALL)
        if parts is None:
            return name
        scene, rest = self.scene(parts[1]), parts[2]
        if rest[:1] in ("/", "@"):
            rest = rest[0] + self.local(scene, rest[1:])
        return scene + rest

    def place(self, name: str) -> str:
        """A place where play stood by the name that it has now: a list of choices, or `ending:` and the ending."""
        return self._ending(name) if name.startswith(ENDING) else self.identity(name)

    def _ending(self, name: str) -> str:
        return ENDING + self.ending(name.removeprefix(ENDING))

    def local(self, scene: str, name: str) -> str:
        """The part of such an id that follows the scene, which is given as it is called now; or the place of an ending."""
        if name.startswith(ENDING):
            return self._ending(name)
        if name.startswith("call:"):
            parts = re.match(_SCENE, name[5:], re.DOTALL)
            return name if parts is None else f"call:{self.scene(parts[1])}{parts[2]}"
        here = self.choices.get(scene, {})
        if name in here:
            return here[name]
        again = re.search(_AGAIN, name)
        return here.get(name[: again.start()], name[: again.start()]) + again[0] if again else name

    def counter(self, name: str) -> str:
        """One of the program's own counters by the name that it has now."""
        parts = re.match(_COUNTED, name, re.DOTALL)
        if parts is None:
            return self.identity(name)
        kind, what = parts[1], parts[2]
        if kind != "taken":
            return f"{kind}:{self.identity(what)}"
        scene, _, choice = what.partition(".")
        scene = self.scene(scene)
        return f"taken:{scene}.{self.local(scene, choice)}"


def base(name: str) -> str:
    """A name without what tells the second of that name from the first."""
    return re.sub(_AGAIN, "", name)
