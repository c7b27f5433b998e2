"""Coverage as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.language.diagnostics.safe_json import to_json
from game.language.text.cleaning import clean
from game.language.text.markdown import table
from game.program.forms.texts import arms, is_parted
from game.program.forms.types import ArmPath, Segments
from game.program.model import Program
from game.program.spelling import quoted, spelled
from game.replay.coverage.reached import KINDS, Coverage, CoveredChoice, SceneParts, shown_arms, texts_of

NAMES = {"scenes": "scenes", "choices": "choices taken", "texts": "text variants", "endings": "endings"}
_MOST_SHOWN = 200


def summary(coverage: Coverage) -> list[str]:
    """A line for each kind of thing, and one for all together."""
    lines = []
    for name, share in [*((NAMES[kind], coverage.share(kind)) for kind in KINDS), ("all", coverage.total())]:
        lines.append(
            f"  {name:<14}{share.reached:>7} of {share.total:<7}{percent(share.percent):>6}  {bar(share.percent)}"
        )
    return lines


def coverage_summary(coverages: Sequence[Coverage]) -> str:
    """The same of every story as a table in Markdown, for the summary of a job in CI."""
    rows = [
        (coverage.program.title, NAMES[kind], str(share.reached), str(share.total), percent(share.percent))
        for coverage in coverages
        for kind in KINDS
        for share in [coverage.share(kind)]
    ]
    return f"{table(('story', 'coverage', 'reached', 'of', 'share'), rows)}\n\n" if rows else ""


def percent(value: float) -> str:
    """A percentage that says 100 % only when nothing is missing, and 0 % only when there is nothing."""
    whole = round(value)
    if whole == 100 and value < 100:
        return "99.9%"
    if whole == 0 and value > 0:
        return "0.1%"
    return f"{whole}%"


def bar(value: float, width: int = 20) -> str:
    """A bar of plain characters."""
    full = int(value * width / 100)
    return "#" * full + "." * (width - full)


def text_report(coverages: Sequence[Coverage]) -> str:
    """Coverage of each story, then everything that was not reached, scene by scene."""
    lines: list[str] = []
    for coverage in coverages:
        lines += [f"Coverage of {clean(coverage.program.title)} ({coverage.program.id})", *summary(coverage), ""]
        gaps = list(_gaps(coverage))
        lines += ["Not reached:", *gaps[:_MOST_SHOWN]] if gaps else ["Everything was reached."]
        if len(gaps) > _MOST_SHOWN:
            lines.append(f"  … and {len(gaps) - _MOST_SHOWN} more; the JSON and HTML reports have all of them")
        lines.append("")
    return "\n".join(lines)


def _gaps(coverage: Coverage) -> Iterator[str]:
    tally = coverage.tally
    for ending in coverage.missing("endings"):
        yield f"  ending {ending}"
    yield from (f"  tag {tag}" for tag, reached in coverage.tags().items() if not reached)
    for scene in coverage.scenes:
        if scene.id not in tally.scenes:
            yield f"  scene {scene.id}"
        else:
            yield from _gaps_in(coverage, scene, scene.id)
    for entry in coverage.codex:
        yield from _gaps_in(coverage, entry, f"codex {entry.id}")


def _gaps_in(coverage: Coverage, scene: SceneParts, name: str) -> Iterator[str]:
    program, tally = coverage.program, coverage.tally
    for part in scene.parts:
        if isinstance(part, CoveredChoice):
            if part.choice.id not in tally.choices:
                yield f"  {name}: choice “{quoted(program, part.choice.label)}”"
            identity, segments = part.choice.id, part.choice.label
        else:
            if (part.text.id, ()) not in tally.texts:
                yield f"  {name}: “{short(quoted(program, part.text.segments))}”"
                continue
            identity, segments = part.text.id, part.text.segments
        every = dict(shown_arms(segments))
        for path, inside in every.items():
            if (identity, path) not in tally.texts and within_reached(coverage, identity, path, set(every)):
                yield f"  {name}: the text “{short(quoted(program, inside))}”{when(program, segments, path)}"


def within_reached(coverage: Coverage, identity: str, path: ArmPath, listed: set[ArmPath]) -> bool:
    """Whether the arm around an arm was shown, or there is none: else only the outer one is worth telling."""
    around = [path[:length] for length in range(2, len(path), 2) if path[:length] in listed]
    return not around or (identity, around[-1]) in coverage.tally.texts


def short(text: str, width: int = 72) -> str:
    """The beginning of a text."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def when(program: Program, segments: Segments, path: ArmPath) -> str:
    """When the arm at `path` is shown, in words, with a space before it."""
    for index, arm in zip(path[:-2:2], path[1:-2:2], strict=True):
        segments = arms(segments[index])[arm]
    segment = segments[path[-2]]
    assert is_parted(segment), "a path ends at an arm"
    if segment[0] == "?":
        return f" (if {spelled(program.slots, segment[1], negated=path[-1] == 1)})"
    return f" ({segment[1]}, number {path[-1] + 1})"


def json_report(coverages: Sequence[Coverage]) -> str:
    """Every share, and the ids of everything that was not reached."""
    stories = []
    for coverage in coverages:
        shares = {kind: _share(coverage, kind) for kind in KINDS}
        scenes = {}
        for scene in coverage.scenes:
            offers = {part.choice.id for part in scene.parts if isinstance(part, CoveredChoice)}
            scenes[scene.id] = {
                "reached": scene.id in coverage.tally.scenes,
                "choices": [len(offers & coverage.tally.choices), len(offers)],
                "missing_choices": sorted(offers - coverage.tally.choices),
                **_texts(coverage, scene),
            }
        total = coverage.total()
        stories.append(
            {
                "story": coverage.program.id,
                "title": coverage.program.title,
                "digest": coverage.program.digest,
                "reached": total.reached,
                "total": total.total,
                "percent": round(total.percent, 2),
                **shares,
                "tags": coverage.tags(),
                "by_scene": scenes,
                "by_codex": {entry.id: _texts(coverage, entry) for entry in coverage.codex},
            }
        )
    return to_json({"version": 1, "stories": stories}, indent=2) + "\n"


def _texts(coverage: Coverage, scene: SceneParts) -> dict[str, object]:
    every = list(texts_of(scene))
    missing = [each for each in every if each not in coverage.tally.texts]
    return {
        "texts": [len(set(every)) - len(set(missing)), len(set(every))],
        "missing_texts": list(map(_variant, missing)),
    }


def _share(coverage: Coverage, kind: str) -> dict[str, object]:
    share = coverage.share(kind)
    missing = list(coverage.missing(kind))
    return {"reached": share.reached, "total": share.total, "percent": round(share.percent, 2), "missing": missing}


def _variant(variant: tuple[str, ArmPath]) -> dict[str, object]:
    return {"line": variant[0], "arm": list(variant[1])}
