"""Kinds of edits of a list of choices, each of which is made in every list that takes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

from game.language.nodes import line_of
from tests.saves.edits.written import Choices, Item, Written

Edit = Callable[[Written, Choices], None]
"""An edit of one list; the lists of a file are edited from the last to the first, so that places stay right."""

LISTS: dict[str, Edit] = {}
_SENTENCES = ("Leave it as it is", "Ask how long it has been", "Go on without a word", "Let them have it", "Turn back to the door", "Count to ten first")  # fmt: skip
_numbers = count(1)


def of_lists(name: str) -> Callable[[Edit], Edit]:
    """An edit that is made in every list."""

    def named(edit: Edit) -> Edit:
        LISTS[name] = edit
        return edit

    return named


def sentence() -> str:
    """A label that no other choice has."""
    number = next(_numbers)
    return f"{_SENTENCES[number % len(_SENTENCES)]}, {number}"


def _twin(written: Written, choices: Choices, item: Item) -> list[str]:
    """The lines of a new choice like another one, with a label of its own and no id."""
    copy = Written({choices.file: written.files[choices.file]})
    copy.relabel(choices, item, sentence())
    lines = copy.item_lines(choices, item)
    return [line for line in lines if not re.match(r"\s*id:", line)]


@of_lists("a new choice above the first")
def _above(written: Written, choices: Choices) -> None:
    written.lines(choices.file, choices.first, choices.first, _twin(written, choices, choices.items[0]))


@of_lists("a new choice below the last")
def _below(written: Written, choices: Choices) -> None:
    last = choices.items[-1]
    written.lines(choices.file, last.end, last.end, _twin(written, choices, last))


@of_lists("a new choice in the middle")
def _between(written: Written, choices: Choices) -> None:
    at = choices.items[len(choices.items) // 2]
    written.lines(choices.file, at.first, at.first, _twin(written, choices, at))


@of_lists("the first label mended")
def _mended(written: Written, choices: Choices) -> None:
    written.relabel(choices, choices.items[0], f"Now {choices.items[0].words}")


@of_lists("the first label in other words")
def _reworded(written: Written, choices: Choices) -> None:
    written.relabel(choices, choices.items[0], sentence())


@of_lists("the last label in other words")
def _last_reworded(written: Written, choices: Choices) -> None:
    written.relabel(choices, choices.items[-1], sentence())


@of_lists("every label mended")
def _all_mended(written: Written, choices: Choices) -> None:
    for item in reversed(choices.items):
        written.relabel(choices, item, f"So {item.words}")


@of_lists("every label and every id another")
def _all_new(written: Written, choices: Choices) -> None:
    for item in reversed(choices.items):
        _rename_id(written, choices, item)
        written.relabel(choices, item, sentence())


@of_lists("every id another")
def _ids(written: Written, choices: Choices) -> None:
    for item in reversed(choices.items):
        _rename_id(written, choices, item)


@of_lists("the first id another, and a new choice above it")
def _id_and_above(written: Written, choices: Choices) -> None:
    twin = _twin(written, choices, choices.items[0])
    _rename_id(written, choices, choices.items[0])
    written.lines(choices.file, choices.first, choices.first, twin)


def _rename_id(written: Written, choices: Choices, item: Item) -> None:
    if item.named is None:
        return
    written.recounted = True
    old, new = item.named.text, f"{item.named.text}_now"
    line = line_of(item.named.pos) - 1
    text = written.files[choices.file].split("\n")[line]
    written.lines(choices.file, line, line + 1, [re.sub(rf"id: {re.escape(old)}\b", f"id: {new}", text)])
    if any(f"{choices.scene}.{old}" in text for text in written.files.values()):
        written.everywhere(rf"\b{re.escape(choices.scene)}\.{re.escape(old)}\b", f"{choices.scene}.{new}")
    written.ids[f"{choices.scene}/{old}"] = f"{choices.scene}/{new}"


@of_lists("an id for every choice that had none")
def _named(written: Written, choices: Choices) -> None:
    for number, item in reversed(list(enumerate(choices.items))):
        line = written.item_lines(choices, item)[0]
        shape = re.match(r"(\s*)- (choice: )?(.*?)(:?)\s*$", line)
        if item.named is not None or shape is None:
            continue
        pad, whole, label, body = shape.groups()
        new = f"named_{choices.first}_{number}"
        lines = [f"{pad}- choice: {label}", f"{pad}  id: {new}", *([f"{pad}  then:"] if body and not whole else [])]
        written.lines(choices.file, item.first, item.first + 1, lines)
        written.ids[choices.id(item)] = f"{choices.scene}/{new}"
        written.recounted = True


def _ordered(written: Written, choices: Choices, items: list[Item]) -> None:
    lines = [line for item in items for line in written.item_lines(choices, item)]
    written.lines(choices.file, choices.items[0].first, choices.items[-1].end, lines)


@of_lists("the other way round")
def _reversed(written: Written, choices: Choices) -> None:
    _ordered(written, choices, list(reversed(choices.items)))


@of_lists("the first put last")
def _rotated(written: Written, choices: Choices) -> None:
    _ordered(written, choices, [*choices.items[1:], choices.items[0]])


def _removed(written: Written, choices: Choices, item: Item) -> None:
    if len(choices.items) < 2 or (
        item.named and any(f"{choices.scene}.{item.named.text}" in text for text in written.files.values())
    ):
        return
    inside = [one for one in written.lists(choices.file) if item.first < one.first < item.end]
    for one in inside:
        written.ids |= {one.id(each): "" for each in one.items}
    if any(line.strip().startswith("- call:") or "call:" in line for line in written.item_lines(choices, item)):
        written.dropped.add(choices.scene)
    written.lines(choices.file, item.first, item.end, [])
    written.ids[choices.id(item)] = ""


@of_lists("the first taken out")
def _without_first(written: Written, choices: Choices) -> None:
    _removed(written, choices, choices.items[0])


@of_lists("the last taken out")
def _without_last(written: Written, choices: Choices) -> None:
    _removed(written, choices, choices.items[-1])


@of_lists("the first taken out and the rest mended")
def _first_out_rest_mended(written: Written, choices: Choices) -> None:
    for item in reversed(choices.items[1:]):
        written.relabel(choices, item, f"And {item.words}")
    _removed(written, choices, choices.items[0])


@of_lists("the text before in other words")
def _text_before(written: Written, choices: Choices) -> None:
    lines = written.files[choices.file].split("\n")
    key = choices.first - 1
    while not lines[key].strip().startswith("- choices:") and key > 0:
        key -= 1
    pad = " " * lines[key].index("-")
    above = key - 1
    if above > 0 and lines[above].startswith(pad + "    ") and not re.match(r"\s*(- |\w+:)", lines[above]):
        written.lines(choices.file, above, above + 1, [lines[above] + " So it was."])


@of_lists("the text before and the first label in other words")
def _text_and_label(written: Written, choices: Choices) -> None:
    _reworded(written, choices)
    _text_before(written, choices)


@of_lists("a pause before it")
def _pause(written: Written, choices: Choices) -> None:
    lines = written.files[choices.file].split("\n")
    key = choices.first - 1
    while key > 0 and not re.match(r"\s*- choices:", lines[key]):
        key -= 1
    pad = " " * lines[key].index("-")
    written.lines(choices.file, key, key, [f"{pad}- choices: [Breathe]"])


@of_lists("a line before it and one behind")
def _line_around(written: Written, choices: Choices) -> None:
    lines = written.files[choices.file].split("\n")
    key = choices.first - 1
    while key > 0 and not re.match(r"\s*- choices:", lines[key]):
        key -= 1
    pad = " " * lines[key].index("-")
    if not all(item.leaves for item in choices.items) or choices.fallback:
        written.lines(choices.file, choices.end, choices.end, [f"{pad}- A dog barks somewhere."])
    written.lines(choices.file, key, key, [f"{pad}- The wind turns."])


@of_lists("what the choices say in other words")
def _bodies(written: Written, choices: Choices) -> None:
    for item in reversed(choices.items):
        lines = written.item_lines(choices, item)
        new = [re.sub(r"^(\s+[A-Z][a-z’]+ .*[a-z,])$", r"\1 then", line) for line in lines]
        written.lines(choices.file, item.first, item.end, [lines[0], *new[1:]])


@of_lists("prose in place of the list")
def _told(written: Written, choices: Choices) -> None:
    if any(item.leaves for item in choices.items) or choices.fallback:
        return
    named = [f"{choices.scene}.{item.named.text}" for item in choices.items if item.named]
    if any(name in text for name in named for text in written.files.values()):
        return
    lines = written.files[choices.file].split("\n")
    key = choices.first - 1
    while key > 0 and not re.match(r"\s*- choices:", lines[key]):
        key -= 1
    pad = " " * lines[key].index("-")
    for one in written.lists(choices.file):
        if choices.first <= one.first < choices.end:
            written.ids |= {one.id(item): "" for item in one.items}
    written.lines(choices.file, key, choices.end, [f"{pad}- Nobody asks you."])
    written.dropped.add(choices.scene)


@of_lists("in a scene of its own")
def _own_scene(written: Written, choices: Choices) -> None:
    """What comes from the list on, where the list stands in a scene's own body, is told in a scene that follows."""
    lines = written.files[choices.file].split("\n")
    key = choices.first - 1
    while key > 0 and not re.match(r"\s*- choices:", lines[key]):
        key -= 1
    at = next((line_of(name.pos) - 1 for name, _ in written.scene_keys(choices.file) if name.text == choices.scene), -1)
    starts = [line_of(name.pos) - 1 for name, _ in written.scene_keys(choices.file)]
    end = min((one for one in starts if one > at), default=len(lines))
    indent = len(lines[key]) - len(lines[key].lstrip())
    named = [item.named.text for item in choices.items if item.named]
    if (
        at < 0
        or indent != 6
        or any(f"{choices.scene}.{one}" in text for one in named for text in written.files.values())
    ):
        return
    if re.search(r"^\s+- label:|goto: \.", "\n".join(lines[at:end]), re.MULTILINE):
        return
    new = f"{choices.scene}-part-{choices.first}"
    written.lines(choices.file, key, key, [f"      - goto: {new}", f"  {new}:", "    body:"])
    written.scenes.setdefault(f"{choices.scene}@{choices.items[0].first}", new)
    moved = [one for one in written.lists(choices.file) if one.scene == new]
    for one in moved:
        for item in one.items:
            written.ids[f"{choices.scene}/{one.id(item).partition('/')[2]}"] = one.id(item)
