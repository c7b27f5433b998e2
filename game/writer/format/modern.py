"""Long forms turned into those that the docs teach first: what stands straight under a scene or choice, talk, cases.

Nothing here proves that a story means the same afterwards; `game.writer.format.proven` compiles both.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Final

from game.language.schema.shapes.steps import FLAT
from game.language.slips.choices import mistaken_choice
from game.writer.format.cases import as_cases, if_as_cases
from game.writer.format.short import in_short, opened
from game.writer.format.told import Telling, bar, block_of, lines_of, told
from game.writer.format.tree import Bracketed, FileTree, Item, Leaf, Listing, Tree, bare, is_blank, named, value_of

_STEPS: Final = frozenset(FLAT)
_HEAD: Final = ("text", "talk", "do", "learn", "cases")
_TAIL: Final = (("goto", "return", "ending"), ("choices",), ("label",))
_OF_CHOICES: Final = frozenset(("choice", "once", "if", "needs", "reason", "id", "tags", "hint", "fallback")) | _STEPS
_WIDEST: Final = 60


def modern(file: FileTree, speakers: frozenset[str], left_alone: Container[str]) -> FileTree:
    """A file with its scenes in the best forms, but for those that are left alone."""
    scenes = file.root.get("scenes")
    if scenes is None or not isinstance(scenes.value, Listing):
        return file
    writer = _Modern(speakers)
    rows = [one if one.key is None or one.key.text in left_alone else writer.scene(one) for one in scenes.value.entries]
    root = [
        replace(one, value=replace(scenes.value, entries=rows)) if one is scenes else one for one in file.root.entries
    ]
    return replace(file, root=replace(file.root, entries=root))


class _Modern:
    """Rewrites bodies, from the inside out; `speakers` are those whose lines are speech."""

    def __init__(self, speakers: frozenset[str]) -> None:
        self.speakers = speakers

    def scene(self, one: Item) -> Item:
        """A scene."""
        value = one.value
        if not isinstance(value, Listing):
            return one
        if value.kind == "list":
            flat = None if value.tail else self._keys(self._steps(value), "body", whole=True)
            return replace(one, value=flat or replace(value, entries=self._merged(value)))
        return replace(one, value=self._whole(value, "body"))

    def _whole(self, value: Listing, word: str) -> Listing:
        """The keys of a scene or a choice; those that hold no steps stay as they are."""
        others = [one for one in value.entries if one.key is None or one.key.text not in _STEPS]
        steps: list[Item] = []
        for name in FLAT:
            found = value.get(name)
            if found is None:
                continue
            if name not in ("body", "then"):
                steps.append(self._step(Item(None, Listing("keys", [replace(found, above=[])]), found.above)))
                continue
            body = opened(found.value)
            if found.behind.text or found.between or any(found.above) or (isinstance(body, Listing) and body.tail):
                return self._inside(value)
            if isinstance(body, Listing) and body.kind == "list":
                steps += self._steps(body)
            elif isinstance(body, Leaf) and not is_blank(body):
                steps.append(Item(None, body))
            else:
                return self._inside(value)
        kept = [one.key.text for one in value.entries if one.key is not None]
        first = "do" if word == "then" and "do" in kept and not {"text", "talk"} & set(kept) else ""
        flat = self._keys(steps, word, first=first)
        if flat is None or (flat.get(word) is not None and isinstance(value_of(value, word), Bracketed)):
            return self._inside(value)
        return replace(value, entries=[*others, *flat.entries])

    def _inside(self, value: Listing) -> Listing:
        """The same keys, with the best forms in what they hold."""
        return replace(value, entries=[self._key(one) for one in value.entries])

    def _key(self, one: Item) -> Item:
        word = one.key.text if one.key is not None else ""
        if word in ("body", "then", "else"):
            return replace(one, value=self._body(one.value))
        if word in ("choices", "cases") and isinstance(one.value, Listing) and one.value.kind == "list":
            rewritten = self._choice if word == "choices" else self._case
            return replace(one, value=replace(one.value, entries=[rewritten(each) for each in one.value.entries]))
        return one

    # bodies

    def _body(self, value: Tree | None) -> Tree | None:
        """What a `then`, an `else`, a case or a label holds."""
        if isinstance(value, Listing) and value.kind == "keys":
            return value if value.get("if") is not None else self._whole(value, "then")
        inner = opened(value)
        if not isinstance(inner, Listing) or inner.tail:
            return value
        flat = self._keys(self._steps(inner), "then", whole=True)
        if flat is not None and (inner is value or not isinstance(in_short(flat), Listing)):
            return in_short(flat)
        return Listing("list", self._merged(inner)) if inner is value else value

    def _steps(self, value: Listing) -> list[Item]:
        return [self._step(one) for one in value.entries]

    def _step(self, one: Item) -> Item:
        """A step, with the best forms in it."""
        value = one.value
        if not isinstance(value, Listing) or value.kind != "keys":
            return one
        value = self._inside(value)
        return replace(one, value=as_cases(value, least=3) or value)

    def _merged(self, value: Listing) -> list[Item]:
        """The steps of a list, with runs of what is told in one block each."""
        found: list[Item] = []
        for run in self._runs(self._steps(value)):
            if isinstance(run, Item):
                found.append(run)
            else:
                found.append(self._block(run))
        return found

    def _runs(self, steps: Sequence[Item]) -> list[Item | list[tuple[Item, Telling]]]:
        """Steps, and runs of such as only tell; a comment above one begins a new run."""
        found: list[Item | list[tuple[Item, Telling]]] = []
        run: list[tuple[Item, Telling]] = []
        for step in steps:
            one = told(step, self.speakers)
            if run and (one is None or any(step.above)):
                found += self._in_blocks(run)
                run = []
            if one is None:
                found.append(step)
            else:
                run.append((step, one))
        return [*found, *self._in_blocks(run)] if run else found

    def _in_blocks(self, run: list[tuple[Item, Telling]]) -> list[list[tuple[Item, Telling]]]:
        """A run in as many parts as it takes for each to be told in a block as it is told now."""
        if len(run) == 1 or block_of([one for _, one in run], self.speakers) is not None:
            return [run]
        half = len(run) // 2
        return [*self._in_blocks(run[:half]), *self._in_blocks(run[half:])]

    def _block(self, run: list[tuple[Item, Telling]]) -> Item:
        """A run as one step of a list."""
        first = run[0][0]
        block = block_of([one for _, one in run], self.speakers)
        if len(run) == 1 or block is None:
            return first
        word, lines = block
        return Item(None, bar(lines) if word == "text" else Listing("keys", [named(word, bar(lines))]), first.above)

    def _keyed(self, run: list[tuple[Item, Telling]]) -> Item | None:
        """A run as a key."""
        first = run[0][0]
        if len(run) == 1 and isinstance(first.value, Leaf):
            value = first.value
            if value.style in ("single", "double"):
                lines = lines_of(value)
                value = bar(lines) if lines else value
            return replace(named("text", value), above=first.above, below=first.below)
        block = block_of([one for _, one in run], self.speakers)
        return None if block is None else replace(named(block[0], bar(block[1])), above=first.above)

    def _keys(self, steps: Sequence[Item], word: str, *, first: str = "", whole: bool = False) -> Listing | None:
        """Steps as keys, with those that do not fit in a list below `word`; None where that gains nothing.

        `first` is a key that comes first whatever its place in the order; `whole` asks for keys alone.
        """
        runs = self._runs(steps)
        for cases in (True, False):
            head, middle, tail = self._parted(list(runs), cases=cases, first=first)
            if not middle or (not cases and not whole):
                break
        if middle and whole:
            return None
        if not head and not tail:
            return None
        if not middle:
            return Listing("keys", [*head, *tail])
        rest: list[Item] = [one if isinstance(one, Item) else self._block(one) for one in middle]
        value: Tree = Listing("list", rest)
        if len(middle) == 1 and isinstance(middle[0], list) and (only := self._keyed(middle[0])) is not None:
            value = in_short(Listing("keys", [only]))
        return Listing("keys", [*head, named(word, value), *tail])

    def _parted(
        self, runs: list[Item | list[tuple[Item, Telling]]], *, cases: bool, first: str
    ) -> tuple[list[Item], list[Item | list[tuple[Item, Telling]]], list[Item]]:
        """What comes first as keys, what does not fit, and what comes last as keys."""
        tail: list[Item] = []
        for words in _TAIL:
            if runs and (key := _command(runs[-1], words)) is not None:
                tail.insert(0, key)
                del runs[-1]
        head: list[Item] = []
        place = 0
        if first:
            key = _command(runs[0], (first,))
            assert key is not None
            head, place = [key], _HEAD.index(first) + 1
            del runs[0]
        while runs:
            one = runs[0]
            if isinstance(one, list):
                key = self._keyed(one)
            else:
                key = _command(one, _HEAD) or (if_as_cases(one) if cases else None)
            if key is None or key.key is None or key.key.text not in _HEAD[place:]:
                break
            head.append(key)
            place = _HEAD.index(key.key.text) + 1
            del runs[0]
        return head, runs, tail

    # choices and cases

    def _case(self, one: Item) -> Item:
        value = one.value
        if not isinstance(value, Listing) or value.kind != "keys" or len(value.entries) != 1:
            return one
        only = value.entries[0]
        return replace(one, value=replace(value, entries=[replace(only, value=self._body(only.value))]))

    def _choice(self, one: Item) -> Item:
        value = one.value
        if not isinstance(value, Listing) or value.kind != "keys" or value.tail:
            return one
        first = value.entries[0]
        assert first.key is not None
        if len(value.entries) == 1 and first.key.text not in _OF_CHOICES:
            return self._case(one)
        if first.key.text == "fallback":
            return replace(
                one, value=replace(value, entries=[replace(first, value=self._body(first.value)), *value.entries[1:]])
            )
        if first.key.text not in ("choice", "once"):
            return one
        rows = _once(self._whole(value, "then"))
        return replace(one, value=self._beside(rows) or rows)

    def _beside(self, rows: Listing) -> Tree | None:
        """A choice that is only a label with what follows, written so; None where it is more, or a comment has no place."""
        first, *rest = rows.entries
        label = first.value
        if first.key is None or first.key.text != "choice" or not isinstance(label, Leaf) or len(label.lines) > 1:
            return None
        if any(one.key is None or one.key.text not in _STEPS or any(one.above) for one in rest) or any(first.above):
            return None
        if label.bar or not bare(replace(first, above=[])) or label.text in _OF_CHOICES or "->" in label.text:
            return None
        if not rest:
            return label
        only = rest[0] if len(rest) == 1 else None
        if only is not None and only.key is not None and only.key.text == "goto" and isinstance(only.value, Leaf):
            if label.style != "plain" or only.value.style != "plain" or not bare(only):
                return None
            words = f"{label.text} -> {only.value.text}"
            return Leaf("plain", words, [words])
        if mistaken_choice(label.text, alone=False) or len(label.lines[0]) > 2 * _WIDEST:
            return None
        body: Tree | None = Listing("keys", rest)
        if only is not None and only.key is not None and only.key.text == "then":
            if only.behind.text or only.between:
                return None
            body = only.value
        return Listing("keys", [Item(replace(label), in_short(body) if isinstance(body, Listing) else body)])


def _command(step: Item | list[tuple[Item, Telling]], words: Sequence[str]) -> Item | None:
    """The key of a step that is one of these commands and nothing else; None for any other."""
    if isinstance(step, list) or not isinstance(step.value, Listing) or len(step.value.entries) != 1:
        return None
    only = step.value.entries[0]
    if step.value.kind != "keys" or only.key is None or only.key.text not in words or step.value.tail:
        return None
    if step.behind.text or any(only.above):
        return None
    return replace(only, above=step.above)


def _once(rows: Listing) -> Listing:
    """A choice with `once: true` as one whose label is its `once`."""
    first, flag = rows.entries[0], rows.get("once")
    if first.key is None or first.key.text != "choice" or flag is None or not isinstance(flag.value, Leaf):
        return rows
    if flag.value.text != "true" or any(flag.above) or not bare(flag):
        return rows
    if isinstance(first.value, Leaf) and first.value.text.strip() in ("true", "false", ""):
        return rows
    renamed = replace(first, key=Leaf("plain", "once", ["once"]))
    return replace(rows, entries=[renamed, *(one for one in rows.entries[1:] if one is not flag)])
