"""Checks what a story says of names that it had in older versions, and makes the way from them to those of now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from game.language.schema.findings import Findings
from game.language.schema.story import Renaming, Story
from game.program import model
from game.program.identities import choice_id
from game.program.renames import Renames, base

_CALLED: Final = {
    "scenes": "scene", "variables": "variable", "cast": "cast member", "endings": "ending", "codex": "codex entry", "chapters": "chapter",
    "choices": "choice", "values": "value",
}  # fmt: skip


def renamed(story: Story, findings: Findings, scenes: Iterable[model.Scene]) -> Renames:
    """The renames as a compiled story keeps them; findings for what is wrong."""
    if not story.renamed:
        return Renames()
    known: dict[str, Collection[str]] = {
        "scenes": story.scenes,
        "variables": {**story.variables, **story.groups, **story.sets},
        "cast": story.cast,
        "endings": story.endings,
        "codex": story.codex,
        "chapters": story.chapters,
    }
    whole: dict[str, dict[str, str]] = {}
    for kind, names in known.items():
        entries = [one for one in story.renamed if one.kind == kind]
        pairs = _checked(entries, findings, kind, names, [(one.old.text, one.new.text.strip()) for one in entries])
        # What a member of a group is part of has _ for each hyphen.
        whole[kind] = (
            {name.replace("-", "_"): new.replace("-", "_") for name, new in pairs} if kind == "cast" else dict(pairs)
        )
    return Renames(choices=_choices(story, findings, scenes), values=_values(story, findings), **whole)


def _inside(story: Story, kind: str) -> dict[str, list[Renaming]]:
    """The entries of a kind by what they stand below."""
    named: dict[str, list[Renaming]] = {}
    for one in story.renamed:
        if one.kind == kind and one.inside is not None:
            named.setdefault(one.inside.text, []).append(one)
    return named


def _is_old(story: Story, findings: Findings, first: Renaming, kind: str) -> bool:
    """Whether entries stand below a name that is an old one itself, which is a finding."""
    assert first.inside is not None
    old = first.inside.text
    now = next((one.new.text.strip() for one in story.renamed if one.kind == kind and one.old.text == old), "")
    if now:
        findings.add(
            "E141", f"{old} is called {now} now", first.file, first.inside,
            hint=f"{first.kind} stand below the present name of their {_CALLED[kind]}: write {now}",
        )  # fmt: skip
    return bool(now)


def _values(story: Story, findings: Findings) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, entries in _inside(story, "values").items():
        first, *_ = entries
        assert first.inside is not None
        part = f"{name}." if name in story.groups else ""
        members = [one for one in story.variables.values() if one.name == name or (part and one.name.startswith(part))]
        enums = [one for one in members if one.kind == "enum"]
        if enums:
            pairs = [(one.old.text.strip(), one.new.text.strip()) for one in entries]
            found[name] = dict(_checked(entries, findings, "values", enums[0].values, pairs))
        elif name in story.sets:
            one = first
            findings.add(
                "E144", f"{name} is a set, and has things in place of values", first.file, first.inside,
                hint=f"write them under  variables:  {name}.{one.old.text[:40]}: {name}.{one.new.text.strip()[:40]}",
            )  # fmt: skip
        elif members:
            findings.add(
                "E144", f"{name} has no values with names", first.file, first.inside,
                hint="only those of an enum have: take the line out",
            )  # fmt: skip
        elif name not in story.broken and not _is_old(story, findings, first, "variables"):
            known = [one.name for one in story.variables.values() if one.kind == "enum"]
            findings.unknown("E202", "variable", name, known, first.file, first.inside)
    return found


def _choices(story: Story, findings: Findings, scenes: Iterable[model.Scene]) -> dict[str, dict[str, str]]:
    named = _inside(story, "choices")
    found: dict[str, dict[str, str]] = {}
    for scene, (first, *_) in named.items():
        if scene not in story.scenes and not _is_old(story, findings, first, "scenes"):
            assert first.inside is not None
            findings.unknown("E120", "scene", scene, story.scenes, first.file, first.inside)
    for compiled in scenes:
        if compiled.id not in named:
            continue
        there = {
            choice.id.partition("/")[2]
            for block in compiled.blocks
            if isinstance(block.exit, model.Choose)
            for choice in block.exit.choices
        }
        entries = named[compiled.id]
        pairs = [(_local(one.old.text, there), _local(one.new.text, there)) for one in entries]
        found[compiled.id] = dict(_checked(entries, findings, "choices", there, pairs))
    return found


def _local(text: str, there: Collection[str]) -> str:
    """A choice's id inside its scene: the text itself where it is one, else the one that a choice with this label has."""
    text = text.strip()
    return text if text in there or base(text) in there else choice_id("", text)[1:]


def _checked(
    entries: list[Renaming], findings: Findings, kind: str, known: Collection[str], pairs: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The pairs of old and new name that are right; findings for the others."""
    what = _CALLED[kind]
    ends = _ends(dict(pairs))
    words = {new: one.new.text.strip() for one, (_, new) in zip(entries, pairs, strict=True)}
    right = []
    for one, (old, new) in zip(entries, pairs, strict=True):
        last = ends[old]
        if new == old or (last is None and new not in known):
            findings.add(
                "E142", f"{one.old.text[:40]} is renamed in a circle", one.file, one.new,
                hint="leave the names that are gone on the left, and on the right what each is called now",
            )  # fmt: skip
        elif old in known:
            findings.add(
                "E141", f"there is a {what} {one.old.text[:40]} still", one.file, one.old,
                hint="take the line out, or rename it where it is declared too",
            )  # fmt: skip
        elif new in ends and new not in known:
            findings.add(
                "E142", f"{one.new.text[:40]} was renamed in its turn", one.file, one.new,
                hint=f"write the name of now: {words[str(last)][:60]}",
            )  # fmt: skip
        elif new not in known:
            findings.unknown("E140", f"{what} called", one.new.text.strip(), known, one.file, one.new)
        else:
            right.append((old, new))
    return right


def _ends(after: dict[str, str]) -> dict[str, str | None]:
    """For each old name the one at the end of its chain; None for one that leads into a circle."""
    ends: dict[str, str | None] = {}
    for name in after:
        way: dict[str, None] = {}
        end: str | None = name
        while end is not None and end in after and end not in ends:
            if end in way:
                end = None
                break
            way[end] = None
            end = after[end]
        if end is not None and end in ends:
            end = ends[end]
        ends.update(dict.fromkeys(way, end))
    return ends
