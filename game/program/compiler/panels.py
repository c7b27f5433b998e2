"""What a story shows beside its text, resolved: the values of the top line, and of those in the panel."""

from __future__ import annotations

from typing import Final

from game.language.nodes import Scalar
from game.language.schema.story import PanelText, Story
from game.language.text.identifiers import any_script
from game.program.compiler.resolution.names import Names
from game.program.declared import Care, Shown
from game.program.forms.types import Expr

_TITLE: Final = "In your care"
_COMES: Final = "now in your care"
_GOES: Final = "no longer in your care"


def status_of(story: Story, names: Names) -> list[Shown]:
    """The values of the top line; findings for those that are not there."""
    found = [_shown(one, one.name.text, names, _condition(one, names)) for one in story.status]
    return [one for one in found if one is not None]


def care_of(story: Story, names: Names) -> Care | None:
    """The panel; None where the story has none. Findings for names that are not there."""
    care = story.care
    if care is None:
        return None
    for one in care.who:
        if one.text not in story.cast:
            names.findings.unknown("E121", "cast member", one.text, sorted(story.cast), care.file, one)
    condition = _group(care.condition, story, names, care.file) if care.condition is not None else ""
    columns = [_column(one, [who.text for who in care.who], story, names) for one in care.show]
    show = [[shown for column in columns if (shown := column.get(one.text)) is not None] for one in care.who]
    return Care([one.text for one in care.who], condition, show, care.title or _TITLE,
                care.words[0] or _COMES, care.words[1] or _GOES,
                [_away(one, care.file, story, names) for one in care.away])  # fmt: skip


def _away(scalar: Scalar, file: int, story: Story, names: Names) -> str:
    """A group that says where they are who are not in the panel."""
    group = _group(scalar, story, names, file)
    for one in story.groups.get(group, ()):
        variable = names.scope.slots[names.scope.slot[f"{group}.{_key(one)}"]]
        if variable.kind == "int" and not variable.words:
            names.findings.add(
                "E186", f"{group} is a number, and no word for where somebody is", file, scalar,
                hint="name a group of bools, or one whose values have  words:",
            )  # fmt: skip
            break
    return group


def _group(scalar: Scalar, story: Story, names: Names, file: int) -> str:
    if scalar.text not in story.groups:
        text, hint = scalar.text, ""
        if text in names.scope.slot or not any_script(r"[\w-]+").fullmatch(text):
            group = next(iter(story.groups), "trust")
            hint = f"a condition stands at a value:  show: [{{show: {group}, if: {text[:40]}}}]"
        names.findings.unknown(
            "E202", "group", scalar.text, () if hint else sorted(story.groups), file, scalar, otherwise=hint
        )
    names.scope.used.update(f"{scalar.text}.{_key(one)}" for one in story.groups.get(scalar.text, ()))
    return scalar.text


def _column(one: PanelText, who: list[str], story: Story, names: Names) -> dict[str, Shown]:
    """What a value of the panel shows of each who has it. Its condition may be a group, which each has for themselves."""
    group = _group(one.name, story, names, one.file)
    each = one.condition.text.strip() if one.condition is not None else ""
    condition = None if each in story.groups else _condition(one, names)
    found: dict[str, Shown] = {}
    for member in who:
        if member not in story.groups.get(group, ()):
            continue
        if each in story.groups:
            slot = names.scope.slot.get(f"{each}.{_key(member)}")
            if slot is None or names.scope.slots[slot].kind != "bool":
                names.findings.add(
                    "E203", f"{each} is no group of bools that {member} is in", one.file, one.condition.scalar,  # type: ignore[union-attr]
                    hint="a group that decides is  {of: all, type: bool};  else write a condition",
                )  # fmt: skip
                break
            names.scope.used.add(names.scope.slots[slot].name)
            condition = ("v", slot)
        shown = _shown(one, f"{group}.{_key(member)}", names, condition)
        if shown is None:
            break
        found[member] = shown
    return found


def _shown(one: PanelText, name: str, names: Names, condition: Expr | None) -> Shown | None:
    scope = names.scope
    if name in scope.sets:
        if one.words_key is not None:
            names.findings.add(
                "E101",
                "the things of a set have their words where they are declared",
                one.file,
                one.words_key,
                hint="take words out",
            )
        scope.show_set(name)
        return Shown(name, condition, one.title, ())
    slot = scope.slot.get(name)
    if slot is None or scope.slots[slot].hidden:
        if name in scope.texts:
            names.findings.add(
                "E207", f"{name} is a text, and the status line shows none", one.file, one.name, hint="take it out"
            )
        elif name not in scope.broken:
            names.findings.unknown(
                "E202", "variable", name, {**names.story.variables, **names.story.sets}, one.file, one.name
            )
        return None
    scope.used.add(name)
    variable = scope.slots[slot]
    count = variable.high - variable.low + 1
    if one.words_key is not None and len(one.words) != count:
        names.findings.add(
            "E107", f"{name} has {count} values and {len(one.words)} words", one.file, one.words_key,
            hint="write one word for each value, in their order",
        )  # fmt: skip
        return None
    words = tuple([names.word(pieces, one.file, scalar, name) for pieces, scalar in one.words])
    beside = [scene.text.strip() for scene in one.beside if _scene(scene, one.file, names)]
    return Shown(name, condition, one.title, words, "" if one.of is None else _of(one.of, one.file, names), beside)


def _of(scalar: Scalar, file: int, names: Names) -> str:
    """What a value is out of: a number, or a variable that holds one; "" after a finding."""
    text = scalar.text.strip()
    if text.isascii() and text.isdigit() and len(text) <= 5 and int(text):
        return text
    slot = names.scope.slot.get(text)
    if slot is None or names.scope.slots[slot].hidden:
        names.findings.unknown("E202", "variable", text, names.story.variables, file, scalar)
        return ""
    if names.scope.slots[slot].kind != "int":
        names.findings.add(
            "E187", f"{text} is no number, and so nothing can be out of it", file, scalar,
            hint="name a variable that is an int, or write a number above 0",
        )  # fmt: skip
        return ""
    names.scope.used.add(text)
    return text


def _scene(scalar: Scalar, file: int, names: Names) -> bool:
    if scalar.text.strip() in names.index:
        return True
    names.findings.unknown("E120", "scene", scalar.text.strip(), names.index, file, scalar)
    return False


def _condition(one: PanelText, names: Names) -> Expr | None:
    text = one.condition
    return None if text is None else names.segments.condition(text.text, one.file, text.scalar, text.at)


def _key(member: str) -> str:
    """A member of the cast as a part of a variable's name."""
    return member.replace("-", "_")
