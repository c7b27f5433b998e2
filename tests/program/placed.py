"""A story in two files in which everything can be looked for, and where the source table says that it stands."""

from __future__ import annotations

from pathlib import Path

from game.program.load import Loaded, load
from game.program.sources import Reference, SourceSpan, SourceTable

MAIN = """\
story: places
title: Places
start: " hall "
include: [more/*.yaml]
cast:
  na-ra: {name: Na-ra, short: Na}
  jiho: Ji-ho
places: {hall: The hall}
variables:
  heat: {type: int, min: 0, max: 9}
  met: bool
  tide: {type: int, min: 0, max: 9}
  side: {type: enum, values: [camp, road], words: [the camp, "the road, with {name}"]}
  name: text
groups:
  trust: {of: [na-ra, jiho], type: int, min: 0, max: 3}
  with: {of: all, type: bool}
phrases:
  fire: "the fire{if heat > 3: , which is high}"
  smoke: "{first: smoke | more smoke}"
setup:
  - {ask: Who?, set: name}
codex:
  camp: {title: The camp, text: "{if met: Known | else: Unknown} to {name}.", open: true}
  road:
    title: The road
    text: |
      Long.

      And {if heat > 1: warm | else: cold}.
endings: {out: Out, "in": In}
care: {who: [na-ra], if: with, show: [{show: trust, if: with, title: Trust}]}
status: [heat, {show: met, if: heat > 2, words: ['unknown to {name}', known]}]
each-choice:
  - {in: {place: hall, deck: dark}, except: [hall.stay, rat], do: [tide += 1, heat -= 1], when: tide > 8, goto: yard.gate}
  - in: {scene: cellar}
    when: heat > 8
    ending: out
always:
  - heat >= 0 and not (trust.na_ra < 0)
  - {that: visits(hall.back) < 99, because: of course}
renamed:
  scenes: {kitchen: hall}
  variables: {warmth: heat}
  cast: {nara: na-ra}
  choices: {hall: {sit: stay}}
  endings: {away: in}
  codex: {fire: camp}
scenes:
  hall:
    place: hall
    title: The hall
    body:
      - label: back
      - |
        The hall. {if heat > 2: Warm {fire}. | elif not met: Cold
        and dark. | else: Cold.}

        {shuffle: An owl. | {if met: A fox. | else: A dog.} | then: Nothing.} You are {side}.
      - >-
        A folded line, with {heat}
        and {visits(hall.back)} and  {visits( hall.stay )} in it.
      - na-ra: "It is \\"{smoke}\\", {name} ... {first: one | two}"
      - jiho: 'It''s {if trust.jiho >= 1 and with.na_ra: us | else: you}.'
      - do: |
          heat += 1
          side = road
      - do: [met = seen(cellar), trust.na_ra += 1]
      - if: met and side
          == road
        then:
          - learn: [camp, road]
        else:
          - aside: Nothing.
      - choices:
          - choice: 'Stay {if heat > 1: and warm}'
            id: stay
            once: true
            if: heat > 1
            do: with.jiho = true
            goto: .back
          - choice: Go
            needs: heat > 1 and seen(hall.stay)
            reason: "It is {if heat > 0: late | else: cold}"
            then:
              - call: cellar
              - goto: hall.back
          - Down -> cellar
          - Out -> yard.gate
          - fallback:
              - ending: in
"""
MORE = """\
scenes:
  cellar:
    - The cellar, {heat} and {trust.na_ra}.
    - draw: dark
      by: random
      else: [Nothing., return: hall.back]
    - return:
  "yard":
    - label: gate
    - ending: out
  rat: {deck: dark, when: heat > 1, once: true, body: [A rat.]}
  bat:
    deck: dark
    body:
      - A bat.
      - {if: heat > 1, then: [{do: heat -= 1}]}
      - return:
"""


def traced(path: Path) -> tuple[Loaded, SourceTable]:
    loaded = load(path, cache=None, traced=True)
    assert loaded.table is not None
    return loaded, loaded.table


def written(loaded: Loaded, span: SourceSpan) -> str:
    """What stands in a file at a span."""
    source = loaded.sources[span.file]
    return source.text[source.offset(span.line, span.column) : source.offset(span.end_line, span.end_column)]


def as_written(one: Reference) -> str:
    """How a name is written where it stands: in the name of a group's variable a member has `_` for each hyphen."""
    return one.name.replace("-", "_") if one.thing == "cast" and one.use in ("read", "written", "told") else one.name


def uses(table: SourceTable, thing: str, name: str, inside: str = "") -> list[tuple[str, str]]:
    found = table.named(thing, name, inside)  # type: ignore[arg-type]  # a thing
    return sorted({(one.use, one.scene) for one in found})
