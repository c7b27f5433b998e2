"""Coverage as one HTML page for a writer: the story's prose, with what nobody has read yet marked.

Self-contained: no script, no request to anywhere; every word of the story is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape as _html_escape

from game.language.pieces import RUNS_ON
from game.language.text.cleaning import clean
from game.program.forms.texts import arms, goes_on
from game.program.forms.types import Alternatives, ArmPath, Fork, Segments
from game.program.model import JOINT, Program
from game.program.spelling import spelled, value_name
from game.replay.coverage.reached import (
    KINDS,
    Coverage,
    CoveredChoice,
    CoveredLine,
    Ratio,
    SceneParts,
    scene_share,
    shown_arms,
)
from game.replay.coverage.report import NAMES, percent

_CSP = "default-src 'none'; style-src 'unsafe-inline'"

STYLE = """
:root { color-scheme: light dark; --ink: #23201c; --paper: #faf8f4; --quiet: #6d665d; --line: #ddd6ca; --gap: #a8321a;
  --gap-paper: #fbe6df; --full: #3d7a52; --card: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e1d8; --paper: #171614; --quiet: #a09789; --line: #38342e;
  --gap: #ff9b7d; --gap-paper: #3b1f17; --full: #79c391; --card: #1f1d1a; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.6 Georgia, "Noto Serif", serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 6rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.35rem; margin: 3.5rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 0; }
a { color: inherit; text-underline-offset: .2em; }
.quiet, .id, nav, table, .legend { color: var(--quiet); font: .85rem/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
td, th { padding: .2rem .75rem .2rem 0; text-align: left; font-weight: normal; vertical-align: middle; }
td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { display: block; min-width: 4rem; height: .55rem; border-radius: .3rem; background: var(--gap-paper);
  outline: 1px solid var(--line); overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--full); }
section.scene { margin: 1.5rem 0; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem; scroll-margin-top: 1rem; }
section.scene > header { display: grid; grid-template-columns: 1fr 7rem; gap: 0 1rem; align-items: center; }
p { margin: .6rem 0; }
.aside { margin-left: 1.5rem; font-style: italic; }
.who { font: 600 .85rem system-ui, sans-serif; }
.gap { background: var(--gap-paper); color: var(--gap); border-radius: .2rem; box-decoration-break: clone;
  -webkit-box-decoration-break: clone; padding: .05em .2em; text-decoration: underline dotted; }
p.gap { padding: .35rem .6rem; border-left: 3px solid var(--gap); }
.fork { border-bottom: 1px dotted var(--quiet); }
.if { color: var(--quiet); font: .72em ui-monospace, monospace; }
.value { font: .85em ui-monospace, monospace; color: var(--quiet); }
ul.choices { list-style: none; margin: .8rem 0; padding: 0; }
ul.choices li { padding: .1rem 0; }
ul.choices li::before { content: "\\25B8\\00a0"; color: var(--quiet); }
.missing { font: .8rem system-ui, sans-serif; color: var(--gap); }
nav ul { columns: 2 16rem; padding: 0; list-style: none; }
nav li { break-inside: avoid; display: grid; grid-template-columns: 1fr 3.5rem 3rem; gap: .5rem; align-items: center; }
@media (max-width: 34rem) { nav ul { columns: 1; } }
"""


def html_page(coverages: Sequence[Coverage]) -> str:
    """The page for one or several stories."""
    title = ", ".join(_text(coverage.program.title) for coverage in coverages) or "no story"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_CSP}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Coverage: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
    ]
    for number, coverage in enumerate(coverages):
        parts += _story(coverage, f"s{number}")
    parts.append("</main>\n</body>\n</html>\n")
    return "\n".join(parts)


def _text(text: str) -> str:
    """Text of a story, where it can do nothing but be read."""
    return _html_escape(clean(text), quote=True)


def _story(coverage: Coverage, prefix: str) -> Iterator[str]:
    program = coverage.program
    yield f"<h1>{_text(program.title)}</h1>"
    yield '<p class="quiet">What the playthroughs have reached, and what nobody has read yet.</p>'
    yield "<table>"
    for kind in KINDS:
        yield _row(NAMES[kind], coverage.share(kind))
    yield _row("all", coverage.total())
    yield "</table>"
    yield (
        '<p class="legend">Text <span class="gap">like this</span> was never shown; a choice <span class="gap">like '
        'this</span> was never taken. <span class="fork">Dotted</span> text is one of several ways a line can go; in '
        '<span class="if">small letters</span>, when.</p>'
    )
    yield from _endings(coverage)
    order = {scene.id: index for index, scene in enumerate(coverage.scenes)}
    yield '<nav aria-label="Scenes"><ul>'
    for scene in coverage.scenes:
        share = scene_share(coverage, scene)
        yield (
            f'<li><a href="#{prefix}-{order[scene.id]}">{_text(_title(program, scene.id))}</a>{_bar(share)}'
            f"<span>{percent(share.percent)}</span></li>"
        )
    yield "</ul></nav>"
    chapter = ""
    for scene in coverage.scenes:
        now = program.meta(scene.id).chapter
        if now != chapter:
            chapter = now
            known = program.chapters.get(chapter)
            yield f"<h2>{_text(known.title if known else chapter)}</h2>"
        yield from scene_section(coverage, scene, f"{prefix}-{order[scene.id]}")
    if coverage.codex:
        yield "<h2>Codex</h2>"
    for entry in coverage.codex:
        yield f'<section class="scene"><header><h3>{_text(program.codex[entry.id].title)}</h3>'
        yield f'<span class="id">{_text(entry.id)}</span></header>'
        yield from (_line(coverage, part) for part in entry.parts if isinstance(part, CoveredLine))
        yield "</section>"


def _row(name: str, share: Ratio) -> str:
    return (
        f'<tr><th scope="row">{name}</th><td class="n">{share.reached} of {share.total}</td>'
        f'<td class="n">{percent(share.percent)}</td><td style="width:50%">{_bar(share)}</td></tr>'
    )


def _bar(share: Ratio) -> str:
    words = f"{share.reached} of {share.total}"
    return f'<span class="bar" role="img" aria-label="{words}"><i style="width:{share.percent:.1f}%"></i></span>'


def _endings(coverage: Coverage) -> Iterator[str]:
    if not coverage.program.endings:
        return
    yield (
        '<p class="quiet">Endings: '
        + ", ".join(
            f"<span>{_text(ending.title)}</span>"
            if name in coverage.tally.endings
            else f'<span class="gap">{_text(ending.title)}</span>'
            for name, ending in coverage.program.endings.items()
        )
        + "</p>"
    )


def _title(program: Program, scene: str) -> str:
    return program.meta(scene).title or scene


def scene_section(coverage: Coverage, scene: SceneParts, anchor: str) -> Iterator[str]:
    """A scene's part of the page, whole, under a name that can be pointed to."""
    program = coverage.program
    meta = program.meta(scene.id)
    share = scene_share(coverage, scene)
    entered = scene.id in coverage.tally.scenes
    place = f" · {_text(meta.place)}" if meta.place else ""
    yield f'<section class="scene" id="{anchor}"><header><h3>{_text(_title(program, scene.id))}</h3>{_bar(share)}'
    yield f'<span class="id">{_text(scene.id)}{place}</span><span class="id">{percent(share.percent)}</span></header>'
    if not entered:
        yield '<p class="missing">No playthrough comes here.</p>'
    offers: list[str] = []
    for part in scene.parts:
        if isinstance(part, CoveredChoice):
            offers.append(_offer(coverage, part))
            continue
        yield from _list(offers)
        offers = []
        yield _line(coverage, part)
    yield from _list(offers)
    yield "</section>"


def _list(offers: list[str]) -> Iterator[str]:
    if offers:
        yield '<ul class="choices">' + "".join(offers) + "</ul>"


def _offer(coverage: Coverage, offer: CoveredChoice) -> str:
    inside = _segments(
        coverage, offer.choice.id, offer.choice.label, (), {path for path, _ in shown_arms(offer.choice.label)}
    )
    if offer.choice.id in coverage.tally.choices:
        return f"<li>{inside}</li>"
    return f'<li><span class="gap">{inside}</span> <span class="missing">never taken</span></li>'


def _line(coverage: Coverage, line: CoveredLine) -> str:
    text = line.text
    reached = (text.id, ()) in coverage.tally.texts
    classes = [*(["aside"] if text.role == "aside" else []), *([] if reached else ["gap"])]
    attribute = f' class="{" ".join(classes)}"' if classes else ""
    member = coverage.program.cast.get(text.speaker)
    mark = f"{_text(RUNS_ON)} " if text.role == JOINT else ""
    who = (
        f'<span class="who">{_text((member.short or member.name) if member else text.speaker)}</span> '
        if text.speaker
        else ""
    )
    listed = set(line.arms) if reached else set()
    return f"<p{attribute}>{mark}{who}{_segments(coverage, text.id, text.segments, (), listed)}</p>"


def _segments(coverage: Coverage, identity: str, segments: Segments, before: ArmPath, listed: set[ArmPath]) -> str:
    """A line's segments; arms in `listed` that were never shown are marked."""
    out: list[str] = []
    for index, segment in enumerate(segments):
        if isinstance(segment, str):
            out.append(_text(segment))
        elif segment[0] == "s":
            out.append(_styled(_text(segment[1]), segment[2]))
        elif segment[0] == "v" or segment[0] == "t":
            out.append(f'<span class="value">{{{_text(value_name(coverage.program, segment))}}}</span>')
        else:
            out.append(_fork(coverage, identity, segment, (*before, index), listed))
    return "".join(out)


def _styled(text: str, style: str) -> str:
    if "em" in style.split():
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if "strong" in style else text


def _fork(coverage: Coverage, identity: str, segment: Fork | Alternatives, at: ArmPath, listed: set[ArmPath]) -> str:
    """The ways of one fork beside each other, each with when it is shown."""
    out: list[str] = []
    for arm, inside in enumerate(arms(segment)):
        if not inside:
            continue
        path = (*at, arm)
        words = _segments(coverage, identity, inside, path, listed)
        if segment[0] == "?" and arm and goes_on(inside):
            out.append(words)
            continue
        missing = path in listed and (identity, path) not in coverage.tally.texts
        css = "fork gap" if missing else "fork"
        out.append(
            f'<span class="if">{_when(coverage.program, segment, arm)}</span> <span class="{css}">{words.strip()}</span>'
        )
    return " " + " ".join(out) + " " if out else ""


def _when(program: Program, segment: Fork | Alternatives, arm: int) -> str:
    if segment[0] == "?":
        return "else" if arm else _text("if " + spelled(program.slots, segment[1]))
    names = {"first": "first" if arm == 0 else "then"}
    return _text(names.get(segment[1], segment[1]))
