"""The shapes of scenes and of what stands in them: steps, choices, cases."""

from __future__ import annotations

from typing import Final

from game.language.schema.shapes.shape import (
    BLOCK,
    CONDITION,
    FLAG,
    PROSE,
    TEXT,
    WORD,
    Either,
    Form,
    Key,
    Keyed,
    Listed,
    Ref,
    Shape,
    Single,
    named,
    number,
    words,
)

_BODY: Final = Ref("body")
_TARGET: Final = named("scene", "label")
_TAGS: Final = Listed(named("tag"))
_EFFECTS: Final = Listed(Single("effect"))

FLAT: Final = {
    "text": Key("Prose. Below a bar (`text: |`) everything is text, and a blank line starts a new paragraph.", PROSE),
    "talk": Key("Prose and speech in one block: a line that begins with the id of somebody in the cast and a colon is speech, every other line is prose.", BLOCK),
    "do": Key("What changes: `name = value`, `name += value`, `name -= value`; several are a list, or one a line.", _EFFECTS),
    "learn": Key("A codex entry (or a list of them) that can be read from here on, and is marked as new.", Listed(named("codex"))),
    "cases": Key("A list of conditions, each with what is played: the first that holds is played. The last may be `else`.", Ref("cases")),
    "body": Key("A list of steps, where the order of the keys does not fit.", _BODY),
    "then": Key("A list of steps, keys, or one block of prose: what is played then.", _BODY),
    "label": Key("Names this point, so that `goto: .name` can come back here.", WORD),
    "choices": Key("What the player can choose; after the choice play goes on below the list.", Listed(Ref("choice"), alone=False)),
    "goto": Key("The scene (or `scene.label`, or `.label` in this one) where play goes on, and does not come back.", _TARGET),
    "return": Key("Back to after the `call` or the `draw` that led here; with a scene, on there instead.", _TARGET),
    "ending": Key("The story ends so.", named("ending")),
}  # fmt: skip
"""The keys that hold steps, in the order in which they are played. A scene has `body`, and a choice and all others `then`."""


def _step(word: str, key: Key, more: dict[str, Key] | None = None) -> Shape:
    return Shape(f"the step {word}", {word: key, **(more or {})}, needs=((word,),))


_OTHERWISE: Final = Key("What is played where that does not hold.", _BODY)
STEPS: Final = {
    **{word: _step(word, FLAT[word]) for word in ("choices", "do", "goto", "return", "learn", "label", "ending", "talk", "cases")},
    "if": Shape(
        "the step if",
        {
            "if": Key("A condition: `heat > 5`, `seen(roof) and not met`. What is played then stands below `then:`, and otherwise below `else:`.", CONDITION),
            "then": FLAT["then"],
            "else": _OTHERWISE,
        },
        needs=(("if",), ("then", "else")),
    ),
    "call": _step("call", Key("Play goes to the scene, and comes back here at its `return`.", _TARGET)),
    "draw": _step(
        "draw",
        Key("Plays one storylet of the deck whose `when` holds, then goes on.", named("deck")),
        {
            "by": Key("How it is drawn.", words({"priority": "the highest priority, the first in the file among equals", "random": "by weight, from the playthrough's seed"})),
            "else": Key("What is played when no storylet of the deck holds.", _BODY),
        },
    ),
    "aside": _step("aside", Key("A notice, a letter, a voice on the radio: set apart from the prose, and said by nobody.", PROSE)),
    "as-is": _step("as-is", Key("Text as it is, below a bar: every character stands for itself, and every blank and line end stays.", BLOCK)),
    "tags": _step("tags", Key("Tags for the text right below: words for whatever shows the story, or looks at it.", _TAGS)),
}  # fmt: skip
"""The steps that are commands, each by the key that makes it one."""

_TAGGED: Final = Key(
    "Words that mean nothing here, for whatever shows the story or looks at it: sounds, pictures, moods.", _TAGS
)
_SCENE_STEPS: Final = {word: key for word, key in FLAT.items() if word != "then"}
INNER_STEPS: Final = {word: key for word, key in FLAT.items() if word != "body"}

SCENE: Final = Shape(
    "a scene",
    {
        "title": Key("What the scene is called on the map.", TEXT),
        "place": Key("Where it is: one of the story's places.", named("place")),
        "tags": _TAGGED,
        "hint": Key("What the map says of it until somebody comes here.", TEXT),
        "deck": Key("Makes the scene a storylet of this deck, which a `draw` can play.", named("deck")),
        "when": Key("The storylet can be drawn where this holds.", CONDITION),
        "priority": Key("A storylet of a higher priority is drawn first (default 0).", number(0, 1000)),
        "weight": Key("How often the storylet comes where one is drawn at random (1 to 100, default 1).", number(1, 100)),
        "once": Key("Whether the storylet is played at most once in a playthrough.", FLAG),
        **_SCENE_STEPS,
    },
    needs=(tuple(_SCENE_STEPS),),
    example="cellar: {text: The last lamp is out., goto: night}",
)  # fmt: skip

FALLBACK: Final = Shape(
    "a fallback",
    {
        "fallback": Key("Taken by itself when nothing else in the list is open: steps, prose, or `-> scene`.", _BODY),
        **INNER_STEPS,
    },
    needs=(("fallback",),),
    example="- fallback: -> door",
)
CHOICE: Final = Shape(
    "a choice",
    {
        "choice": Key("What the player reads. The keys of the choice stand level with it.", PROSE),
        "once": Key("The label of a choice that is not offered again once taken; beside `choice:` it is true or false.", PROSE),
        "id": Key("A lasting name for this choice: saves keep it when the label changes, and `seen(scene.id)` asks for it.", WORD),
        "if": Key("The choice is hidden unless this holds.", CONDITION),
        "needs": Key("The choice is shown closed unless this holds; it wants a `reason`.", CONDITION),
        "reason": Key("Why the choice is closed, shown with it.", PROSE),
        "tags": _TAGGED,
        "hint": Key("What the map says of it until it has been seen in the list.", TEXT),
        **INNER_STEPS,
    },
    needs=(("choice", "once"),),
    example="- once: Ask all the same",
)  # fmt: skip
CHOICE_KEYS: Final = CHOICE.known | FALLBACK.known
COMMANDS: Final = frozenset(STEPS)
"""The keys that make a step a command."""
BODY: Final = Shape("a body", INNER_STEPS)
"""What stands in place of a list of steps."""

DEFINED: Final[dict[str, Form]] = {
    "body": Either((PROSE, BODY, Listed(Ref("step"), alone=False), STEPS["if"])),
    "step": Either((PROSE, *STEPS.values(), Keyed("cast", PROSE, one=True, never=COMMANDS))),
    "cases": Listed(Keyed("condition", _BODY, one=True), alone=False),
    "choice": Either((PROSE, CHOICE, FALLBACK, Keyed("label", _BODY, one=True, never=CHOICE_KEYS))),
    "scene": Either((SCENE, Listed(Ref("step"), alone=False), PROSE)),
}
"""What a scene is made of, down to itself."""
