"""Correct stories of different kinds, each with faults to put into it: what is replaced, and by what."""

from __future__ import annotations

from typing import TypeAlias

Faults: TypeAlias = dict[str, tuple[str, str]]

MUSEUM = """\
story: museum
title: The Museum
start: hall
variables:
  lamp: bool
  key: bool
  looked: {type: int, min: 0, max: 4}
endings: {out: Out, night: Locked in}
codex:
  bone: {title: The bone, text: It is old.}
always:
  - looked <= 3
  - not key or lamp
  - not seen(vault) or key
scenes:
  hall:
    - "The hall. {if looked == 3: You have seen it all. | elif lamp: Light falls. | else: It is dark.}"
    - choices:
        - choice: Take the lamp
          once: true
          do: lamp = true
          goto: hall
        - choice: Look at the bones
          once: true
          if: lamp
          do: looked += 1
          then:
            - learn: bone
          goto: hall
        - choice: Look at the masks
          once: true
          if: lamp
          do: looked += 1
          goto: hall
        - choice: Look at the clocks
          once: true
          if: lamp
          do: looked += 1
          goto: hall
        - choice: Search the drawer
          once: true
          needs: looked == 3
          reason: There is too much else to see
          do: key = true
          goto: hall
        - choice: Open the vault
          needs: key
          reason: It is locked
          goto: vault
        - Sit down -> bench
  vault:
    - "The vault. {first: Dust. | then: Your own steps in the dust.}"
    - choices:
        - Back -> hall
        - choice: Out by the back
          then:
            - ending: out
  bench:
    - "You sit. {if key: The key is heavy. | else: Your pockets are light.}"
    - choices:
        - choice: Get up
          if: looked < 3 or key
          goto: hall
        - fallback:
            - ending: night
"""
MUSEUM_FAULTS: Faults = {
    "the lamp stays dark": ("do: lamp = true", "do: lamp = false"),
    "the lamp is forgotten": ("          do: lamp = true\n", ""),
    "the bones again and again": ("- choice: Look at the bones\n          once: true\n", "- choice: Look at the bones\n"),
    "two at once": ("do: looked += 1\n          then", "do: looked += 2\n          then"),
    "looking forgets": ("do: looked += 1\n          then", "do: looked -= 1\n          then"),
    "looking counts for nothing": ("          do: looked += 1\n          goto: hall\n        - choice: Search", "          goto: hall\n        - choice: Search"),
    "one thing too many": ("needs: looked == 3", "needs: looked == 4"),
    "the drawer is open at once": ("needs: looked == 3", "needs: looked < 3"),
    "the vault needs a lamp": ("needs: key\n", "needs: lamp\n"),
    "the vault needs no key": ("needs: key\n", "needs: not key\n"),
    "the vault is the bench": ("goto: vault", "goto: bench"),
    "too small a count": ("max: 4}", "max: 2}"),
    "the key is never taken": ("do: key = true", "do: key = false"),
    "the wrong thing in the drawer": ("do: key = true", "do: lamp = true"),
    "no way up": ("if: looked < 3 or key", "if: looked == 3 and not key and not lamp"),
    "always a way up": ("if: looked < 3 or key", "if: looked <= 3"),
    "no fallback": ("        - fallback:\n            - ending: night\n", ""),
    "the vault is no way out": ("            - ending: out\n", "            - goto: vault\n"),
    "one ending for both": ("            - ending: out\n", "            - ending: night\n"),
    "nothing is learned": ("            - learn: bone\n          goto", "            - You look.\n          goto"),
    "a text too late": ("{if looked == 3: You", "{if looked > 3: You"),
    "a text shut by the one before": ("elif lamp: Light", "elif lamp and looked == 3: Light"),
    "a key in the dark": ("{if key: The key", "{if key and not lamp: The key"),
    "the hall is a circle": ("- Sit down -> bench", "- Sit down -> hall"),
    "the clocks need the key": ("once: true\n          if: lamp\n          do: looked += 1\n          goto: hall\n        - choice: Search", "once: true\n          if: key\n          do: looked += 1\n          goto: hall\n        - choice: Search"),
}  # fmt: skip

WINTER = """\
story: store
title: The Store
start: morning
variables:
  food: {type: int, min: 0, max: 6, start: 2}
  wood: {type: int, min: 0, max: 3}
  day: {type: int, min: 0, max: 6}
endings: {frozen: Frozen, thin: A thin spring, fat: A fat spring}
always:
  - food <= 5
  - wood <= 1
  - day <= 5
scenes:
  morning:
    - "Day {day}. {if food == 0: Nothing to eat. | elif food > 3: The shelf is full. | else: It will do.}"
    - if: day == 5
      then:
        - goto: spring
    - choices:
        - choice: Hunt
          if: food <= 3
          do: [food += 2, day += 1]
          goto: evening
        - choice: Cut wood
          needs: food >= 1 and wood == 0
          reason: Not today
          do: [wood += 2, day += 1]
          goto: evening
        - choice: Sleep
          do: day += 1
          goto: evening
  evening:
    - if: wood > 0
      then:
        - The stove is warm.
        - do: wood -= 1
      else:
        - if: food == 0
          then:
            - ending: frozen
        - It is cold.
        - do: food -= 1
    - goto: morning
  spring:
    - "The snow goes. {if wood > 0: There is wood left. | else: The last of the wood is gone.}"
    - if: food >= 4
      then:
        - ending: fat
      else:
        - ending: thin
"""
WINTER_FAULTS: Faults = {
    "hunting without end": ("if: food <= 3", "if: food <= 4"),
    "hunting only when full": ("if: food <= 3", "if: food > 5"),
    "a larger prey": ("food += 2", "food += 3"),
    "hunting costs": ("food += 2", "food -= 2"),
    "a smaller prey": ("food += 2, day", "food += 0, day"),
    "more wood at a time": ("wood += 2", "wood += 3"),
    "wood burns at once": ("wood += 2", "wood -= 2"),
    "wood while there is wood": ("food >= 1 and wood == 0", "food >= 1"),
    "wood never": ("food >= 1 and wood == 0", "food >= 1 and wood == 3"),
    "time runs while asleep": ("- choice: Sleep\n          do: day += 1\n", "- choice: Sleep\n          do: day += 2\n"),
    "time goes back": ("- choice: Sleep\n          do: day += 1\n", "- choice: Sleep\n          do: day -= 1\n"),
    "spring never comes": ("if: day == 5", "if: day == 0 and food == 6"),
    "spring comes at once": ("if: day == 5", "if: day == 0"),
    "the stove eats two": ("wood -= 1", "wood += 1"),
    "the stove needs more": ("if: wood > 0\n      then:\n        - The stove", "if: wood > 2\n      then:\n        - The stove"),
    "no hunger": ("if: food == 0\n          then:\n            - ending", "if: food == 6\n          then:\n            - ending"),
    "the cold feeds": ("- do: food -= 1", "- do: food += 2"),
    "the cold takes nothing": ("        - do: food -= 1\n", ""),
    "a fuller shelf": ("if: food >= 4", "if: food >= 6"),
    "an empty shelf": ("if: food >= 4", "if: food >= 0"),
    "two thin springs": ("- ending: fat", "- ending: thin"),
    "evening stays evening": ("    - goto: morning\n", "    - goto: evening\n"),
    "starts full": ("max: 6, start: 2}", "max: 6, start: 6}"),
    "a text too late": ("elif food > 3: The", "elif food > 5: The"),
}  # fmt: skip

STREET = """\
story: street
title: The Street
start: street
variables:
  coin: {type: int, min: 0, max: 4, start: 1}
  tired: bool
  rested: bool
endings: {home: At home, inn: At the inn}
codex:
  luck: {title: Luck, text: It comes.}
always:
  - coin <= 3
  - not rested or seen(inn)
  - not seen(thief) or seen(purse)
  - not seen(thief) or coin <= 2
  - tired or rested or not seen(dog)
scenes:
  street:
    - "The street. {if coin == 3: Your purse is full. | elif coin == 0: Your purse is flat. | else: A coin or two.}"
    - draw: walk
    - choices:
        - choice: Go on
          if: not tired or rested
          goto: street
        - choice: To the inn
          needs: coin >= 3 and not rested
          reason: Not with that purse
          goto: inn
        - Go home -> house
  purse:
    deck: walk
    when: coin < 3
    priority: 1
    once: true
    body:
      - A purse lies there.
      - do: coin += 2
      - learn: luck
      - call: breath
  thief:
    deck: walk
    when: coin >= 3
    priority: 2
    once: true
    body:
      - A hand in your pocket.
      - do: coin -= 2
      - call: breath
  dog:
    deck: walk
    priority: 0
    body:
      - "A dog. {first: It barks. | then: It knows you.}"
      - do: tired = true
  breath:
    - "You breathe. {if seen(thief): Slowly. | else: Fast.}"
    - return:
  inn:
    - The inn.
    - do: [coin -= 3, rested = true, tired = false]
    - choices:
        - Out again -> street
        - choice: Stay
          then:
            - ending: inn
  house:
    - "The house. {if rested: You sleep well. | else: You fall asleep at the table.}"
    - ending: home
"""
STREET_FAULTS: Faults = {
    "a smaller purse": ("coin += 2", "coin += 1"),
    "a larger purse": ("coin += 2", "coin += 3"),
    "a purse with a hole": ("coin += 2", "coin -= 2"),
    "the purse comes too late": ("when: coin < 3", "when: coin > 3"),
    "the purse again": ("    priority: 1\n    once: true\n", "    priority: 1\n"),
    "nothing is learned": ("      - learn: luck\n", ""),
    "the thief wants more": ("when: coin >= 3", "when: coin >= 4"),
    "the thief comes first": ("when: coin >= 3", "when: coin >= 1"),
    "the thief gives": ("do: coin -= 2", "do: coin += 2"),
    "the thief takes nothing": ("      - do: coin -= 2\n      - call: breath\n  dog", "      - call: breath\n  dog"),
    "the dog comes first": ("priority: 0", "priority: 3"),
    "the dog on another street": ("  dog:\n    deck: walk", "  dog:\n    deck: wood"),
    "the dog wakes": ("do: tired = true", "do: tired = false"),
    "no breath comes back": ("    - return:\n", "    - goto: house\n"),
    "breath is a circle": ("    - return:\n", "    - goto: breath\n"),
    "only fast": ("if seen(thief): Slowly", "if seen(thief) and coin == 4: Slowly"),
    "the inn for nothing": ("needs: coin >= 3 and not rested", "needs: coin >= 4"),
    "the inn when rested": ("needs: coin >= 3 and not rested", "needs: coin >= 3 and rested"),
    "no rest at the inn": ("rested = true, tired", "rested = false, tired"),
    "rest on the street": ("do: tired = true", "do: [tired = true, rested = true]"),
    "the inn is the house": ("goto: inn", "goto: house"),
    "no staying": ("            - ending: inn\n", "            - goto: street\n"),
    "no way home": ("    - ending: home\n", "    - goto: street\n"),
    "a purse never full": ("if coin == 3: Your", "if coin == 4: Your"),
    "a purse never flat": ("elif coin == 0: Your", "elif coin == 0 and rested and not seen(inn): Your"),
}  # fmt: skip

STORIES: dict[str, tuple[str, Faults]] = {
    "museum": (MUSEUM, MUSEUM_FAULTS),
    "store": (WINTER, WINTER_FAULTS),
    "street": (STREET, STREET_FAULTS),
}
