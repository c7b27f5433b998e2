"""Figures as one HTML page with charts: no script, no request to anywhere, and nothing that needs colour to be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from game.language.text.cleaning import clean
from game.writer.premise.figures import Bar, BarChart, Figures, Sign

_CSP: Final = "default-src 'none'; style-src 'unsafe-inline'"
_LEFT, _WIDE, _HIGH, _GAP = 170, 420, 20, 8
_STYLE: Final = """
:root { color-scheme: light dark; --ink: #23201c; --paper: #faf8f4; --quiet: #5f584f; --line: #cfc7b9; --fill: #33536b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e1d8; --paper: #171614; --quiet: #aca396; --line: #453f38; --fill: #9cc3de; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
h1 { font: 1.7rem/1.25 Georgia, serif; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); }
.quiet { color: var(--quiet); }
table { border-collapse: collapse; }
td, th { padding: .15rem 1rem .15rem 0; text-align: left; font-weight: normal; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
svg { max-width: 100%; height: auto; display: block; }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
summary { cursor: pointer; }
"""
_DEFS: Final = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>'
    '<pattern id="because" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="var(--paper)"/><rect width="2" height="6" fill="var(--ink)"/></pattern></defs></svg>'
)


def html_page(figures: Figures) -> str:
    """The whole page."""
    title = _text(figures.asks)
    counts = f"{figures.testers} testers, {figures.playthroughs} playthroughs, {figures.finished} of them to an ending"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_CSP}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{_DEFS}\n<main>",
        f"<h1>{title}</h1>\n<p class=quiet>{counts}</p>",
        *_signs(figures.signs),
        *(part for one in figures.tables if one.rows for part in _chart(one)),
        *_pairs("Who gave both answers went", "how", figures.turned),
        *_pairs("Endings", "ending", figures.endings),
        *_names(figures),
        *_pairs("Where those stopped who did not finish", "where", figures.stopped),
        *_pairs("Taken back, by how many testers", "choice", figures.undone),
        *_forks(figures),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _text(text: str) -> str:
    return escape(clean(text))


def _signs(signs: tuple[Sign, ...]) -> Iterator[str]:
    yield "<h2>Does the premise hold?</h2>\n<table>"
    for sign in signs:
        word = "not known" if sign.found is None else "yes" if sign.found else "no"
        yield f"<tr><td><strong>{word}</strong></td><td>{_text(sign.what)}<br><span class=quiet>{_text(sign.figures)}</span></td></tr>"
    yield "</table>"


def _chart(table: BarChart) -> Iterator[str]:
    """Bars from for, filled, to because, hatched; each with its numbers in words."""
    title = _text(table.title)
    high = len(table.rows) * (_HIGH + _GAP) + 24
    most = max(row.total for row in table.rows)
    yield f"<h2>{title}</h2>"
    yield f'<svg viewBox="0 0 {_LEFT + _WIDE + 100} {high}" width="{_LEFT + _WIDE + 100}" role="img" aria-label="{title}">'
    yield f'<rect x="{_LEFT}" y="2" width="14" height="12" fill="var(--fill)"/><text x="{_LEFT + 20}" y="13">for</text>'
    yield (
        f'<rect x="{_LEFT + 60}" y="2" width="14" height="12" fill="url(#because)" stroke="var(--ink)"/>'
        f'<text x="{_LEFT + 80}" y="13">because of</text>'
    )
    for number, row in enumerate(table.rows):
        yield from _bar(row, 24 + number * (_HIGH + _GAP), most)
    yield "</svg>"


def _bar(row: Bar, top: int, most: int) -> Iterator[str]:
    filled = _WIDE * row.in_favour // most
    hatched = _WIDE * row.because // most
    middle = top + _HIGH - 6
    yield f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end">{_text(row.name)}</text>'
    yield f'<rect x="{_LEFT}" y="{top}" width="{filled}" height="{_HIGH}" fill="var(--fill)"/>'
    yield (
        f'<rect x="{_LEFT + filled}" y="{top}" width="{hatched}" height="{_HIGH}" fill="url(#because)" stroke="var(--ink)"/>'
    )
    yield f'<text x="{_LEFT + filled + hatched + 8}" y="{middle}">{row.in_favour} : {row.because}</text>'


def _pairs(title: str, what: str, pairs: tuple[tuple[str, int], ...]) -> Iterator[str]:
    if not pairs:
        return
    yield f"<h2>{_text(title)}</h2>\n<table><tr><th class=quiet>{what}</th><th class=quiet>times</th></tr>"
    yield from (f"<tr><td>{_text(name)}</td><td class=n>{times}</td></tr>" for name, times in pairs)
    yield "</table>"


def _names(figures: Figures) -> Iterator[str]:
    if not figures.names:
        return
    yield "<h2>Names on the last page</h2>\n<table>"
    for ending, who, times in figures.names:
        yield f"<tr><td>{_text(ending)}</td><td>{_text(who) or 'none'}</td><td class=n>{times}</td></tr>"
    yield "</table>"


def _forks(figures: Figures) -> Iterator[str]:
    if not figures.forks:
        return
    yield "<h2>Choices at each fork</h2>"
    for scene, taken in figures.forks:
        total = sum(times for _, times in taken)
        yield f"<details><summary>{_text(scene)} <span class=quiet>{total}</span></summary>\n<table>"
        yield from (
            f"<tr><td>{_text(choice)}</td><td class=n>{times}</td><td class=n>{100 * times // max(1, total)}%</td></tr>"
            for choice, times in taken
        )
        yield "</table></details>"
