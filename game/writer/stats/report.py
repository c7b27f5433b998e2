"""Stats as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from game.language.diagnostics.safe_json import to_json
from game.language.text.cleaning import clean, counted
from game.language.text.columns import pad
from game.program.model import Program
from game.writer.stats.measured import Stats
from game.writer.stats.reading import WORDS_A_MINUTE, Spread, spread
from game.writer.stats.written import WordShares

_FEW = 10


def text(stats: Stats, *, scenes: bool = False) -> list[str]:
    """The lines for people. With `scenes` each scene has its line, too."""
    return [
        *_written(stats, scenes=scenes),
        *_read(stats),
        *_choices(stats),
        *_paragraphs(stats),
        *_uses(stats),
        *_wording(stats),
    ]


def _chapter(program: Program, name: str) -> str:
    chapter = program.chapters.get(name)
    return "outside of chapters" if chapter is None else clean(f"{chapter.number} {chapter.title}")


def _written(stats: Stats, *, scenes: bool) -> Iterator[str]:
    program = stats.program
    total = sum(part.words for part in stats.chapters)
    labels = sum(part.labels for part in stats.chapters)
    others = sum(stats.besides.values())
    yield f"{clean(program.title)}: {total + labels + others:,} words"
    yield ""
    yield "Written (words; how much of them is speech, and whose most; in labels of choices):"
    yield from (_part(stats, part, _chapter(program, part.name)) for part in stats.chapters)
    for name, words in stats.besides.items():
        yield f"  {pad(name, 28)}{words:>9,}"
    if scenes:
        yield ""
        yield "By scene:"
        yield from (_part(stats, part, part.name) for part in stats.scenes)
    said = stats.speech.most_common()
    if said:
        yield ""
        yield f"Who speaks ({_share(sum(stats.speech.values()), total)} of what is told and said):"
        yield from (f"  {pad(_name(program, who), 28)}{words:>9,}" for who, words in said)


def _part(stats: Stats, part: WordShares, name: str) -> str:
    most = part.speech.most_common(1)
    speech = part.speech.total()
    whose = f"  {_name(stats.program, most[0][0])} {_share(most[0][1], speech)}" if most else ""
    return f"  {pad(name, 28)}{part.words:>9,}  {_share(speech, part.words):>4}{whose:24}{part.labels:>8,}".rstrip()


def _name(program: Program, who: str) -> str:
    member = program.cast.get(who)
    return clean(member.short or member.name) if member else clean(who)


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "0%"


def _read(stats: Stats) -> Iterator[str]:
    readings = stats.readings
    if not readings:
        return
    words = spread(one.words for one in readings)
    made = spread(len(one.choices) for one in readings)
    between = [page.words for one in readings for page in one.pages]
    by = f" by {clean(stats.by)}" if stats.by else " at random"
    yield ""
    yield f"Read, in {counted(len(readings), 'playthrough')}{by} (shortest, median, 95 of 100, longest):"
    yield f"  {pad('words', 28)}{_spread(words)}"
    minutes = Spread(*(number / WORDS_A_MINUTE for number in words))
    yield f"  {pad(f'minutes, at {WORDS_A_MINUTE} words', 28)}{_spread(minutes)}"
    yield f"  {pad('choices', 28)}{_spread(made)}"
    yield f"  {pad('words between choices', 28)}{_spread(spread(between))}"
    longest = max((page for one in readings for page in one.pages), key=lambda page: page.words)
    yield f"  the longest page ends in {longest.scene}"
    choices = sum(len(one.choices) for one in readings)
    yield f"  {pad('choices a thousand words', 28)}{1000 * choices / max(1, sum(between)):9.1f}"
    if stats.shared:
        common = spread(stats.shared)
        yield f"  pairs of them share {common.median:.0%} of their words (sentence by sentence; {common.shortest:.0%} to {common.longest:.0%})"
    for one in stats.otherwise:
        yield f"  the same choices, another {one.variable}: {spread(one.shared).median:.0%} of the words are the same"


def _spread(numbers: Spread) -> str:
    return "".join(f"{number:>9,.0f}" for number in numbers)


def _choices(stats: Stats) -> Iterator[str]:
    idle = stats.idle
    yield ""
    yield (
        f"Options that change nothing, lead where the others lead and are never asked for: {len(idle.idle)} of {idle.options}"
        f" ({_share(len(idle.idle), idle.options)})"
    )
    yield from _some(idle.idle)
    if idle.lists:
        yield f"Lists of nothing else: {len(idle.lists)}, in"
        yield from _some(list(dict.fromkeys(idle.lists)))


def _some(names: Sequence[str]) -> Iterator[str]:
    yield from (f"  {clean(name)}" for name in names[:_FEW])
    if len(names) > _FEW:
        yield f"  and {len(names) - _FEW} more (--format json names them all)"


def _paragraphs(stats: Stats) -> Iterator[str]:
    if not stats.paragraphs:
        return
    yield ""
    yield f"Paragraphs of more than {stats.paragraph} words: {len(stats.paragraphs)}"
    yield from _some([f"{one.words:>4} {one.place or one.scene}" for one in stats.paragraphs])


def _uses(stats: Stats) -> Iterator[str]:
    if not stats.uses:
        return
    numbers = {name: str(chapter.number) for name, chapter in stats.program.chapters.items()}

    def where(chapters: Iterable[str]) -> str:
        return ", ".join(numbers.get(chapter, "-") for chapter in chapters) or "nowhere"

    yield ""
    yield "Values, and the chapters that change and read them (-: outside of chapters):"
    for one in stats.uses:
        yield f"  {pad(clean(one.name), 28)}changed in {where(one.written)}; read in {where(one.read)}"


def _wording(stats: Stats) -> Iterator[str]:
    if stats.phrases:
        yield ""
        yield "Turns of phrase that come again (times):"
        yield from (f"  {one.times:>4} {clean(one.words)}" for one in stats.phrases)
    if stats.leanings:
        yield ""
        yield "Words that a chapter leans on (times, and how many times as often as in the others):"
        for leaning in stats.leanings:
            chapter = _chapter(stats.program, leaning.chapter)
            yield f"  {leaning.times:>4} {pad(clean(leaning.word), 16)} {leaning.ratio:5.1f}  {chapter}"
    if stats.watched:
        yield ""
        yield "Watched (times, and in a thousand words):"
        yield from (f"  {one.times:>4} {one.rate:6.2f}  {clean(one.words)}" for one in stats.watched)


def json(stats: Stats) -> str:
    """All of it for programs; docs/cli.md says what the fields are."""
    between = [page.words for one in stats.readings for page in one.pages]
    report = {
        "version": 1,
        "story": stats.program.id,
        "written": {
            "chapters": [_part_json(one) for one in stats.chapters],
            "scenes": [_part_json(one) for one in stats.scenes],
            "besides": stats.besides,
            "speech": dict(stats.speech.most_common()),
        },
        "read": {
            "playthroughs": len(stats.readings),
            "words": spread(one.words for one in stats.readings)._asdict(),
            "minutes": {
                name: round(words / WORDS_A_MINUTE, 2)
                for name, words in spread(one.words for one in stats.readings)._asdict().items()
            },
            "choices": spread(len(one.choices) for one in stats.readings)._asdict(),
            "between_choices": spread(between)._asdict(),
            "shared_by_pairs": spread(stats.shared)._asdict(),
            "shared_with_another_answer": {one.variable: spread(one.shared)._asdict() for one in stats.otherwise},
        },
        "options": {"all": stats.idle.options, "idle": stats.idle.idle, "idle_lists": stats.idle.lists},
        "paragraphs": [one._asdict() for one in stats.paragraphs],
        "values": [one._asdict() for one in stats.uses],
        "phrases": [one._asdict() for one in stats.phrases],
        "leanings": [one._asdict() for one in stats.leanings],
        "watched": [one._asdict() for one in stats.watched],
    }
    return to_json(report, indent=2) + "\n"


def _part_json(part: WordShares) -> dict[str, object]:
    return {
        "name": part.name,
        "words": part.words,
        "speech": dict(part.speech.most_common()),
        "labels": part.labels,
    }
