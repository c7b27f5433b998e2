"""What an edit means, as Markdown for whoever reviews it, and which of the faults one can ask about it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from game.language.text.cleaning import counted
from game.language.text.markdown import escaped, first_of, folded, table
from game.program.model import Program
from game.proof.report.saves import fate_sentence
from game.proof.report.wording import Words
from game.proof.results import Verdict
from game.proof.saved import SavesReport
from game.writer.comparison.conditions import ConditionChanged, ConditionUnknown
from game.writer.comparison.contents import NamesChanged, WordsChanged
from game.writer.comparison.playable import VerdictChanged, WayChanged
from game.writer.comparison.replays import PlaythroughChanged, broken

EditFault: TypeAlias = Literal["lost-endings", "softlocks", "broken-playthroughs", "lost-saves"]
FAULTS: Final = get_args(EditFault)
_MOST_NAMED: Final = 40


class Proofs(NamedTuple):
    """What the proofs of both versions say of the edit, and what becomes of saves (None where they are no versions of one story)."""

    verdicts: tuple[VerdictChanged, ...]
    ways: tuple[WayChanged, ...]
    softlock: Verdict
    saves: SavesReport | None


class VersionsCompared(NamedTuple):
    """Two versions, and all that differs; `proofs` is None where none was asked for."""

    old: Program
    new: Program
    names: tuple[NamesChanged, ...]
    words: tuple[WordsChanged, ...]
    conditions: tuple[ConditionChanged | ConditionUnknown, ...]
    held: int
    playthroughs: tuple[PlaythroughChanged, ...]
    proofs: Proofs | None


def faults(found: VersionsCompared) -> dict[EditFault, Verdict]:
    """Of each fault whether the edit has it (refuted), has it not (proved), or whether that is not decided."""
    lost = any(one.kind == "ending" and one.lost for one in found.names)
    said: dict[EditFault, Verdict] = {"broken-playthroughs": "refuted" if broken(found.playthroughs) else "proved"}
    if found.proofs is None:
        said |= {
            "lost-endings": "refuted" if lost else "not decided",
            "softlocks": "not decided",
            "lost-saves": "not decided",
        }
        return said
    endings = [one.after.verdict for one in found.proofs.verdicts if one.kind == "ending" and one.before == "proved"]
    worse: Verdict = "refuted" if lost or "refuted" in endings else "not decided" if endings else "proved"
    saves = found.proofs.saves
    said |= {
        "lost-endings": worse,
        "softlocks": found.proofs.softlock,
        "lost-saves": "refuted" if saves is None else saves.verdict,
    }
    return said


def as_markdown(found: VersionsCompared) -> str:
    """All of it; what has not changed is not named."""
    parts = [f"### {escaped(found.new.title)}: what has changed"]
    sections = [
        *_names(found.names),
        *_words(found.words),
        *_conditions(found.conditions),
        *_playthroughs(found.held, found.playthroughs),
        *(_proofs(found.old, found.new, found.proofs) if found.proofs is not None else ()),
    ]
    return "\n\n".join(parts + (sections or ["Nothing that is played, read or kept."])) + "\n"


def _names(names: Sequence[NamesChanged]) -> Iterator[str]:
    if names:
        yield table(
            ("", "gone", "new"),
            ((f"{one.kind}s".replace("entrys", "entries"), str(len(one.lost)), str(len(one.gained))) for one in names),
        )
    for one in names:
        for what, those in (("gone", one.lost), ("new", one.gained)):
            if those and (one.kind == "ending" or len(those) <= 3):
                yield _line(f"{one.kind} {what}", ", ".join(those))
            elif those:
                yield folded(f"{counted(len(those), one.kind)} {what}", _list(those))


def _words(words: Sequence[WordsChanged]) -> Iterator[str]:
    if words:
        yield table(
            ("chapter", "texts that differ", "words before", "words now"),
            (
                (one.chapter or "outside of chapters", f"{one.texts:,}", f"{one.before:,}", f"{one.after:,}")
                for one in words
            ),
        )


def _conditions(conditions: Sequence[ConditionChanged | ConditionUnknown]) -> Iterator[str]:
    if conditions:
        yield "**Conditions that are others:**"
        yield _list([_condition(one) for one in conditions])


def _condition(one: ConditionChanged | ConditionUnknown) -> str:
    written = f"{one.which} {one.before or 'always'} is now {one.after or 'always'}"
    if isinstance(one, ConditionUnknown):
        return f"{one.of}: {written}: they have too many states to be counted"
    how = "more" if one.holds > one.held else "fewer" if one.holds < one.held else "others"
    return f"{one.of}: {written}: {how}, {one.holds:,} of {one.states:,} states and not {one.held:,}"


def _playthroughs(held: int, changed: Sequence[PlaythroughChanged]) -> Iterator[str]:
    wrong = broken(changed)
    mended = [one for one in changed if one.mended]
    if wrong:
        yield f"**Broken: {len(wrong):,} of {counted(held, 'playthrough')} that held:**"
        yield _list([f"{one.name}: {one.why}" for one in wrong])
    if mended:
        yield folded(
            f"{counted(len(mended), 'playthrough')} written anew, and holding", _list([one.name for one in mended])
        )


def _proofs(old: Program, new: Program, proofs: Proofs) -> Iterator[str]:
    words = Words(new)
    worse = [one for one in proofs.verdicts if one.after.verdict == "refuted"]
    if worse:
        yield "**No longer so, or new and wrong:**"
        yield _list([f"{words.what(one.after)}: {one.after.text}" for one in worse])
    better = [one for one in proofs.verdicts if one.after.verdict == "proved"]
    if better:
        yield "**So now:**"
        yield _list([f"{words.what(one.after)}: {one.after.text}" for one in better])
    if left := [one for one in proofs.verdicts if one.after.verdict == "not decided"]:
        yield folded(
            f"{counted(len(left), 'question')} not decided any more", _list([words.what(one.after) for one in left])
        )
    if proofs.ways:
        yield table(
            ("fewest choices to", "before", "now"),
            ((one.ending, str(one.before), str(one.after)) for one in proofs.ways),
        )
    if proofs.saves is None:
        yield "**Saves:** the two have other ids, so no save of the one is one of the other."
    elif lost := [one for one in proofs.saves.fates if one.verdict == "refuted"]:
        said = Words(old)
        yield f"**Saves that are not found again as they were: {counted(len(lost), 'way')}**"
        yield _list([f"{fate_sentence(said, one)}: {one.text}" for one in lost])


def _line(head: str, words: str) -> str:
    return f"**{escaped(head[:1].upper() + head[1:])}:** {escaped(words)}"


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in first_of(lines, _MOST_NAMED))
