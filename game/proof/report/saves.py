"""What becomes of an older story's saves, as people, programs and CI systems read it."""

from __future__ import annotations

from collections.abc import Iterator

from game.program.model import Program
from game.proof.report.common import answer_annotation, answer_json, document, effort_line
from game.proof.report.wording import Words
from game.proof.saved import Fate, SavesReport


def text_report(old: Program, report: SavesReport) -> str:
    """The report for people; `old` is the story that the saves were made in."""
    words = Words(old)
    lines = [_sentence(old, report)]
    for one in report.fates:
        if one.verdict == "refuted":
            lines += ["", *_example(words, one)]
    left = [one for one in report.fates if one.verdict == "not decided"]
    if left:
        lines += ["", "Not decided:", *(f"  {fate_sentence(words, one)}: {one.text}" for one in left)]
    gone = sum(one.kind == "gone" and one.verdict == "refuted" for one in report.fates)
    lines += [
        "",
        f"{report.places:,} places where the old story can be saved; {gone:,} of them are not in the new one.",
    ]
    return "\n".join([*lines, effort_line(report.effort)])


def _sentence(old: Program, report: SavesReport) -> str:
    if report.verdict == "proved":
        return f"{old.title}: every save of the old story is found again as it was."
    if report.verdict == "not decided":
        return f"{old.title}: as far as was searched, every save of the old story is found again as it was."
    return f"{old.title}: not every save of the old story is found again as it was."


def fate_sentence(words: Words, fate: Fate) -> str:
    """What may become of saves, such as `saves in hall, at the choices that begin with “Wait”, are not found again`."""
    if fate.kind == "changed":
        return f"{fate.name} is not what it was"
    if fate.kind == "lost":
        return f"{fate.name} is not kept"
    if fate.name.startswith("ending:"):
        point = f"the ending {fate.name.removeprefix('ending:')}"
    else:
        point = f"the choices that begin with “{words.label(fate.name.replace('@', '/', 1))}”"
    where = f"in {fate.scene}, at {point}" + (f", {fate.detail}" if fate.detail else "")
    what = {"gone": "are not found again", "elsewhere": "are found in another scene"}.get(
        fate.kind, "do not stay there"
    )
    return f"saves {where}, {what}"


def _example(words: Words, fate: Fate) -> Iterator[str]:
    title = fate.kind.capitalize()
    yield f"{title}: {fate_sentence(words, fate)}: {fate.text}."
    assert fate.witness is not None
    assert fate.loading is not None
    if fate.kind == "gone" and fate.loading.again:
        yield "  Such a save begins its scene again, with the values that it had."
    elif fate.kind == "gone":
        yield "  Such a save is played again from the beginning, as far as its choices can still be made."
        if fate.unknown:
            yield f"  If the scene was renamed, say so in story.yaml:  renamed: {{scenes: {{{fate.scene}: its-new-name}}}}"
    elif fate.kind == "elsewhere":
        yield "  What was counted of the old scene (visits, choices made once) is not known of the new one."
        yield f"  If the scene was renamed, say so in story.yaml:  renamed: {{scenes: {{{fate.scene}: {fate.loading.scene}}}}}"
    elif fate.value is not None:
        name, value = fate.value
        yield f"  If the value has another name now, say so in story.yaml:  renamed: {{values: {{{name}: {{{value}: its_new_name}}}}}}"
    elif fate.kind == "lost":
        yield f"  If it has another name now, say so in story.yaml:  renamed: {{variables: {{{fate.name}: its-new-name}}}}"
    way = words.way(fate.witness)
    yield "  for example, saved after:" if way else "  for example, saved right at the beginning"
    yield from (f"    {label}" for label in way)
    yield "  the player is told:"
    yield from (f"    {note}" for note in fate.loading.notes)


def json_report(report: SavesReport) -> str:
    """All answers, for programs."""
    found = {"places": report.places, "answers": [_json(one) for one in report.fates]}
    return document(report.story, report.verdict, report.effort, found)


def _json(fate: Fate) -> dict[str, object]:
    found = answer_json(fate)
    if fate.loading is not None:
        found["loaded"] = {
            "notes": list(fate.loading.notes),
            "scene": fate.loading.scene,
            "ending": fate.loading.ending,
        }
    return found


def github_report(old: Program, report: SavesReport) -> Iterator[str]:
    """Annotations for GitHub: errors for what is refuted, warnings for what is not decided."""
    words = Words(old)
    for one in report.fates:
        if one.verdict != "proved":
            yield answer_annotation(words, f"{report.story} saves", fate_sentence(words, one), one)
