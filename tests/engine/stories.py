"""Stories the engine's tests play: between them they use every kind of step."""

from pathlib import Path

from game.program.load import load
from game.program.model import Program

EVERYTHING = r"""
story: everything
title: Everything
start: square
cast: {mina: Mina, jun: {name: Jun-ho, short: Jun}}
codex:
  well: {title: The well, text: "It is {depth} deep."}
endings: {home: Home at last, drowned: {title: Drowned, early: true}}
phrases: {greeting: "Good day, *{name}*"}
variables:
  name: {type: text, start: Min}
  depth: {type: int, min: -3, max: 4}
  far: {type: int, min: 5, max: 2000, start: 40}
  side: {type: enum, values: [nobody, camp, school], words: [no one, the camp, ""]}
  wet: bool
  trust.mina: {type: int, min: 0, max: 3, words: [none, some, "much", "**all**"]}
setup:
  - {ask: What is your name?, set: name, max: 12}
  - {ask: Where from?, set: side, options: {camp: The camp, school: The school}}
always: [depth < 4 or wet]
scenes:
  square:
    - |
      {greeting}. {first: The square is new to you. | then: The square again.}{cycle: Morning. | Noon. | Night.}

      {if depth > 2: *Deep.* | elif depth < 0: Above ground by {depth}. | else: Level.} {if wet: You drip. | else: }

      {shuffle: A crow. | A cat. | A cart.} Distance {far}, with {side} and {trust.mina}. Been here {visits(square)} times.
    - mina: "{if wet and depth > 0: You are wet | else: You are dry}, {if side in [camp, school]: friend | else: stranger}."
    - choices:
        - Look down the well:
            - do: [depth += 1, "far = far * 2 - depth"]
            - call: well
            - mina: So deep?
            - goto: square
        - choice: "Climb {if depth > 0: out | else: up}"
          id: climb
          if: depth > -3 and not (far > 1000 and wet)
          do: [depth -= 2, wet = false]
          goto: square
        - choice: Ask Mina
          needs: trust.mina >= 2
          reason: "She looks away {if wet: from you | else: }"
          goto: asked
        - choice: Give her bread
          once: true
          do: [trust.mina += 2, side = camp]
          then:
            - learn: well
            - jun: For me too?
        - "Wait{if wet: in the sun | else: }":
            - draw: night
              by: random
              else: [Nothing comes.]
        - Sleep:
            - draw: day
        - choice: Give up
          if: visits(square) > 6 or seen(square.climb)
          goto: end
    - if: depth == 4
      then:
        - do: wet = true
      else:
        - aside: The bell.
    - goto: square
  well:
    - label: rim
    - |
      The water is {if far >= 80: far | else: near}.
    - choices:
        - choice: Touch it
          do: [wet = true, depth += 1]
          if: depth < 3 or side != nobody
        - choice: Fall
          if: depth > 2 and wet
          do: "far = max(5, far - 300)"
          goto: drown
        - fallback:
            - It is too dark.
    - return:
  asked:
    - mina: Go home.
    - choices:
        - Go -> end
        - Stay -> square
        - Back to the rim -> well.rim
  drown: [It closes over you., ending: drowned]
  end: [You walk., ending: home]
  rat: {deck: night, weight: 3, body: [A rat., do: far += 1]}
  owl: {deck: night, when: not wet, once: true, body: [An owl., do: depth -= 1]}
  bell: {deck: day, priority: 2, once: true, body: [The bell rings., do: wet = not wet]}
  sun: {deck: day, body: [The sun., do: wet = false]}
"""


def program_of(text: str, folder: Path) -> Program:
    """The program of a story written in a test, which must have no errors."""
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load(path, cache=False)
    assert loaded.program is not None, loaded.diagnostics
    return loaded.program
