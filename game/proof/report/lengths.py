"""Lengths and odds as people and programs read them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from game.language.diagnostics.junit import Case
from game.language.text import columns
from game.language.text.cleaning import counted
from game.proof.report.common import case, witness_json
from game.proof.report.wording import Words
from game.proof.results import ODDS_LEFT, Length, Odds, Report, Verdict

_POLICIES = {"uniform": "any choice", "first": "always first", "last": "always last"}
_COLUMN = 16


def measure_lines(words: Words, report: Report) -> Iterator[str]:
    """A table with a line for each ending; what has no bound, and what was not decided, below it."""
    if report.lengths or report.odds:
        yield from ("", *_table(report))
        for length in report.lengths:
            if length.loop is not None and length.witness is not None and length.unit == "choices":
                yield f"  {length.ending} has no longest playthrough: {_loop(words, length)}"
    if report.unmeasured:
        yield from ("", "Not decided:", *(f"  {one}" for one in report.unmeasured))


def _table(report: Report) -> Iterator[str]:
    lengths = {(one.ending, one.unit, one.side): one for one in report.lengths}
    units = list(dict.fromkeys(one.unit for one in report.lengths))
    overall = [one for one in report.odds if not one.given]
    endings = list(
        dict.fromkeys([*(one.ending for one in report.lengths), *(name for one in overall for name in one.shares)])
    )
    rows: dict[str, list[str]] = {}
    for ending in endings:
        rows[ending] = [
            " – ".join(_value(lengths.get((ending, unit, side))) for side in ("fewest", "most")) for unit in units
        ]
        rows[ending] += [percent(one.shares.get(ending, Fraction(0))) for one in overall]
    if any(one.without_end for one in overall):
        rows["no ending"] = [*("" for _ in units), *(percent(one.without_end) for one in overall)]
    width = max(columns.width(name) for name in (*endings, "no ending")) + 2
    heads = [*(f"{unit}" for unit in units), *(_POLICIES[one.policy] for one in overall)]
    wide = max(_COLUMN, *(len(cell) + 2 for cells in (heads, *rows.values()) for cell in cells))
    yield "How long a playthrough can be (fewest – most), and how often it ends there:"
    yield "  " + " " * width + "".join(f"{head:>{wide}}" for head in heads)
    for name, cells in rows.items():
        yield f"  {columns.pad(name, width)}" + "".join(f"{cell:>{wide}}" for cell in cells)


def _value(length: Length | None) -> str:
    if length is None:
        return ""
    if length.loop is not None:
        return "no bound"
    return "?" if length.value is None else f"{length.value:,}"


def percent(share: Fraction) -> str:
    """A share as a percentage with four figures; "never" and "always" where it is just that."""
    if share in (0, 1):
        return "always" if share else "never"
    return f"{float(share * 100):.4g} %"


def _loop(words: Words, length: Length) -> str:
    assert length.witness is not None
    assert length.loop is not None
    start, stop = length.loop
    labels = words.way(length.witness)
    labels = labels[len(labels) - len(length.witness.choices) :]
    again = ", ".join(f"“{one}”" for one in labels[start:stop])
    after = f"after {counted(start, 'choice')}" if start else "from the beginning"
    return f"{after}, {again} can be made again and again"


def github_measures(report: Report) -> Iterator[tuple[Verdict, str]]:
    """A sentence for each ending, and one for each thing that was asked for and is not decided."""
    found: dict[str, list[str]] = {}
    pairs: dict[tuple[str, str], list[Length]] = {}
    for length in report.lengths:
        if length.verdict == "proved":
            pairs.setdefault((length.ending, length.unit), []).append(length)
    for (ending, unit), known in pairs.items():
        found.setdefault(ending, []).append(f"{unit}: {' – '.join(_value(one) for one in known)}")
    for odds in report.odds:
        if not odds.given:
            for ending, share in odds.shares.items():
                found.setdefault(ending, []).append(f"{_POLICIES[odds.policy]}: {percent(share)}")
    for ending, parts in found.items():
        yield "proved", f"the ending {ending}: {'; '.join(parts)}"
    for left in report.unmeasured:
        yield "not decided", left


def measure_cases(report: Report) -> Iterator[Case]:
    """A case for each length and each way of choosing, and for odds that were asked for and are not decided."""
    for length in report.lengths:
        name = f"length {length.ending} {length.side} {length.unit}"
        yield case("length", name, length.verdict, length.text, length.text)
    for odds in report.odds:
        given = "".join(f" {name} {value}" for name, value in odds.given.items())
        shares = {**odds.shares, **({"no ending": odds.without_end} if odds.without_end else {})}
        lines = [f"{ending}: {percent(share)} ({share})" for ending, share in shares.items()]
        yield case("odds", f"odds {_POLICIES[odds.policy]}{given}", "proved", "", "\n".join(lines))
    if not report.odds:
        for left in report.unmeasured:
            if left.startswith(ODDS_LEFT):
                yield case("odds", "odds", "not decided", left)


def json_measures(report: Report) -> dict[str, object]:
    """Lengths and odds, for programs."""
    return {
        "lengths": [_length_json(one) for one in report.lengths],
        "odds": [_odds_json(one) for one in report.odds],
        "unmeasured": list(report.unmeasured),
    }


def _length_json(length: Length) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(length, name) for name in Length._fields[:-2]}
    if length.witness is not None:
        found["witness"] = witness_json(length.witness)
    if length.loop is not None:
        found["loop"] = list(length.loop)
    return found


def _odds_json(odds: Odds) -> dict[str, object]:
    shares = {**odds.shares, "": odds.without_end}
    return {
        "policy": odds.policy,
        "given": odds.given,
        "shares": {
            name: {"exact": f"{share.numerator}/{share.denominator}", "about": float(share)}
            for name, share in shares.items()
        },
    }
