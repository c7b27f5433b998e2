"""The shapes of what stands at the top of a file, and of what is declared there."""

from __future__ import annotations

from typing import Final

from game.language.schema.shapes.shape import (
    CONDITION,
    FLAG,
    PROSE,
    TEXT,
    WORD,
    Either,
    Key,
    Keyed,
    Listed,
    Ref,
    Shape,
    named,
    number,
    words,
)
from game.language.schema.shapes.steps import FLAT

COLOURS: Final = {
    "ember": "a warm red", "frost": "a cold blue", "green": "a hospital's green", "rose": "rose", "gold": "gold", "violet": "violet", "plain": "as the text",
}  # fmt: skip
TYPES: Final = {
    "bool": "true or false; false at the start",
    "int": "a whole number with `min` and `max`",
    "enum": "one of a few `values`",
    "text": "what the player typed before the game; no condition reads it",
}
SHOWN_AS: Final = {
    "number": "in digits", "bar": "as a bar between its bounds", "dots": "as so many dots", "word": "by the word for the value",
}  # fmt: skip
BETTER: Final = {"more": "a higher value is better for the player", "less": "a lower value is better for the player"}
SETS_SHOWN_AS: Final = {"list": "its things, in words", "number": "how many things there are"}
OUTERMOST: Final = 1_000_000
"""No bound of a number is further from 0."""

_NAMES: Final = Listed(TEXT)
_SHORT: Final = Listed(PROSE)

CHAPTER: Final = Shape(
    "a chapter",
    {
        "id": Key("The chapter's name, one word; several files may belong to one chapter.", WORD),
        "title": Key("What players read.", TEXT),
        "number": Key("Its place among the chapters.", number(0, 10_000)),
        "line": Key("One line, shown with the title on a page of its own when the chapter begins.", TEXT),
    },
    needs=(("id",),),
    example="chapter: {id: roof, title: The Roof, number: 1}",
)
CAST: Final = Shape(
    "a cast member",
    {
        "name": Key("The whole name.", TEXT),
        "short": Key("What stands before what they say.", TEXT),
        "colour": Key("The colour of the name.", words(COLOURS)),
        "about": Key("Who this is, for the player.", TEXT),
    },
    example="namra: {name: Choi Nam-ra, short: Nam-ra}",
)
CODEX: Final = Shape(
    "a codex entry",
    {
        "title": Key("What the entry is called.", TEXT),
        "text": Key("The entry itself, with markup.", PROSE),
        "open": Key("Whether it can be read before play has come to it.", FLAG),
    },
    needs=(("text",),),
    example="hambies: {title: Hambies, text: What the children called them.}",
)
ENDING: Final = Shape(
    "an ending",
    {
        "title": Key("What the ending is called.", TEXT),
        "text": Key("Shown on the endings screen once it has been found.", TEXT),
        "early": Key("Whether it is an ending inside a chapter.", FLAG),
        "hint": Key("Shown on the endings screen while it has not been found.", TEXT),
    },
    example="the-ferry: {title: The Ferry}",
)
_VARIABLE_KEYS: Final = {
    "type": Key("What it can be.", words(TYPES)),
    "min": Key("The lowest value of an int.", number(-OUTERMOST, OUTERMOST)),
    "max": Key("The highest value of an int, at most 10,000 above the lowest.", number(-OUTERMOST, OUTERMOST)),
    "start": Key("The value at the start: `min`, `false` or the first of the values where nothing is said.", named("value")),
    "values": Key("The values of an enum, each one word.", Listed(WORD)),
    "words": Key("A word for each value, in their order, for text and panels.", _SHORT),
    "label": Key("How players see the name.", TEXT),
    "as": Key("How it is shown.", words(SHOWN_AS)),
    "about": Key("A sentence that says what a value is: told when it first changes, and whenever the player asks.", TEXT),
    "better": Key("Which way is better for the player: changes then say so in words.", words(BETTER)),
}  # fmt: skip
VARIABLE: Final = Shape("a variable", _VARIABLE_KEYS, needs=(("type",),), example="heat: {type: int, min: 0, max: 10}")
GROUP: Final = Shape(
    "a group",
    {"of": Key("The members of the cast who have one each, or `all`.", Listed(named("cast", all="the whole cast"))), **_VARIABLE_KEYS},
    needs=(("of",), ("type",)),
    example="trust: {of: all, type: int, min: 0, max: 5}",
)  # fmt: skip
SET: Final = Shape(
    "a set",
    {
        "things": Key("What can be in it, each with its words: `rope: a rope`; or a list of names.", Either((Keyed("thing", PROSE), Listed(WORD)))),
        "start": Key("What is in it at the start.", Listed(named("thing"))),
        "label": Key("How players see the name.", TEXT),
        "as": Key("How it is shown in a panel.", words(SETS_SHOWN_AS)),
        "joined": Key("What stands between two things, and before the last one.", _NAMES),
        "none": Key("What is said of the set with nothing in it.", PROSE),
    },
    needs=(("things",),),
    example="bag: {things: {rope: a rope, key: the key}}",
)  # fmt: skip
QUESTION: Final = Shape(
    "a question",
    {
        "ask": Key("The question, asked before the story begins.", TEXT),
        "set": Key("The variable that takes the answer: a text, an enum or a bool.", named("variable")),
        "suggest": Key("Answers that are offered where the player types one.", _NAMES),
        "max": Key("How many letters the answer may have (1 to 80, default 24).", number(1, 80)),
        "options": Key("The values that can be chosen, each with its words.", Keyed("value", TEXT)),
    },
    needs=(("ask",), ("set",)),
    example="- {ask: What is your name?, set: name}",
)
PICTURE: Final = Shape(
    "a picture",
    {
        "file": Key("A text file in the story's folder.", TEXT),
        "after": Key("Scenes, endings or choices, one of which must have been seen in any playthrough.", Listed(named("scene", "ending"))),
    },
    needs=(("file",),),
    example="picture: title.txt",
)  # fmt: skip
_SHOW: Final = {
    "show": Key("The variable, group or set.", named("variable", "group", "set")),
    "if": Key("It is shown only where this holds.", CONDITION),
    "title": Key("What it is called here.", TEXT),
    "words": Key("A word for each value, in their order.", _SHORT),
}
STATUS: Final = Shape(
    "a value of status",
    {
        **_SHOW,
        "of": Key("A variable or a number: then it is a gauge of so much.", named("variable")),
        "beside": Key("Scenes beside whose choices it stands, and not in the top line.", Listed(named("scene"))),
    },
    needs=(("show",),),
    example="- {show: guilt, if: seen(telling)}",
)
CARED: Final = Shape("a value of care", _SHOW, needs=(("show",),), example=STATUS.example)
CARE: Final = Shape(
    "care",
    {
        "who": Key("The members of the cast who can be in the panel.", Listed(named("cast"))),
        "if": Key("A group of bools: who is in it.", named("group")),
        "show": Key("The groups that are shown for each.", Listed(Either((named("group", "variable"), CARED)))),
        "title": Key("What the panel is called.", TEXT),
        "words": Key("What is said of somebody who comes into the panel, and of somebody who leaves it.", _NAMES),
        "away": Key("Groups that say where somebody is who has left it.", Listed(named("group"))),
    },
    needs=(("who",),),
    example="care: {who: [namra], if: with, show: [trust]}",
)
PROMISE: Final = Shape(
    "a promise",
    {
        "that": Key("The condition.", CONDITION),
        "because": Key("Why it should hold, for whoever breaks it.", TEXT),
        "at": Key("The one scene in which it must hold.", named("scene")),
    },
    needs=(("that",),),
    example="- {that: a condition, because: …}",
)
RULED: Final = Shape(
    "in",
    {kind: Key(f"The {kind} in which it holds, or a list of them.", Listed(named(kind))) for kind in ("chapter", "place", "deck", "scene")},
    example="in: {place: roof}",
)  # fmt: skip
RULE: Final = Shape(
    "each-choice",
    {
        "in": Key("Where it holds: chapters, places, decks, scenes, or `all`.", Either((RULED, Listed(named("chapter", "place", "deck", "scene", all="the whole story"))))),
        "except": Key("Scenes, and choices by scene and `id`, that are left alone.", Listed(named("scene"))),
        "do": FLAT["do"],
        "when": Key("Where this holds before a list of choices, play goes on elsewhere.", CONDITION),
        "goto": Key("The scene where play goes on then.", named("scene", "label")),
        "ending": Key("The ending that comes then.", named("ending")),
    },
    needs=(("in",), ("do", "when")),
    example="each-choice: {in: the-chapter, do: tide -= 1, when: tide == 0, goto: dusk}",
)  # fmt: skip
_INNER_NAMES: Final = Keyed("old", Keyed("old", TEXT))
RENAMED: Final = Shape(
    "renamed",
    {
        **{
            kind: Key(f"What {kind} were called, and what they are called now.", Keyed("old", TEXT))
            for kind in ("scenes", "variables", "cast", "endings", "codex", "chapters")
        },
        "choices": Key("Labels or ids of choices, below the scene (by its name of now) that they are in.", _INNER_NAMES),
        "values": Key("Values, below the variable or group (by its name of now) that they belong to.", _INNER_NAMES),
    },
    example="scenes: {kitchen: hearth}",
)  # fmt: skip

MAIN: Final = {
    "story": Key("The story's id, one word; saves carry it.", WORD),
    "title": Key("The story's title.", TEXT),
    "start": Key("The first scene.", named("scene")),
    "include": Key("Files to read with this one, relative to the story's folder; `*` matches within one folder.", _NAMES),
    "author": Key("Who wrote it, for the title screen.", TEXT),
    "about": Key("Shown before a new game.", TEXT),
    "warning": Key("What is in the story; shown once, before the first game.", TEXT),
    "credits": Key("Shown on the credits screen.", TEXT),
    "version": Key("Which version this is, for the title screen.", TEXT),
    "premise": Key("Two lines of at most 56 columns that say what the story is about, for the title screen.", TEXT),
    "picture": Key("What is drawn on the title screen: a text file in the story's folder, or several.", Listed(Either((TEXT, PICTURE)))),
    "renamed": Key("What names of older versions are called now, for saves and scripts.", RENAMED),
}  # fmt: skip
"""The keys that stand in a story's main file alone."""
SHARED: Final = {
    "chapter": Key("The chapter that this file's scenes belong to.", CHAPTER),
    "cast": Key("Who can speak: an id with a name, or with more.", Keyed("cast", Either((TEXT, CAST)))),
    "places": Key("The places of scenes, each with its name.", Keyed("place", TEXT)),
    "codex": Key("What can be read up on, once play has come to it.", Keyed("codex", CODEX)),
    "endings": Key("The story's endings.", Keyed("ending", Either((TEXT, ENDING)))),
    "variables": Key("What the story remembers, each with its type and bounds.", Keyed("variable", Either((words(TYPES), VARIABLE)))),
    "groups": Key("Variables that several members of the cast have, one each.", Keyed("group", GROUP)),
    "sets": Key("Things that one can have, each of which is there or not.", Keyed("set", SET)),
    "setup": Key("What is asked before the story begins, in this order.", Listed(QUESTION, alone=False)),
    "phrases": Key("Pieces of text to reuse as `{name}`.", Keyed("phrase", PROSE)),
    "care": Key("The panel of those in the player's care.", CARE),
    "status": Key("Variables for the top line.", Listed(Either((named("variable", "group", "set"), STATUS)))),
    "always": Key("Promises: conditions that hold wherever the player can choose, and at every ending.", Listed(Either((CONDITION, PROMISE)))),
    "each-choice": Key("What happens at every choice of a part of the story.", Listed(RULE)),
    "tags": Key("The tags that the story uses; without the list any word will do.", Listed(WORD)),
    "scenes": Key("The scenes: what is played.", Keyed("scene", Ref("scene"))),
}  # fmt: skip
"""The keys that stand in any file of a story."""
FILE: Final = Shape("a story file", {**MAIN, **SHARED})
REQUIRED: Final = ("story", "title", "start")
"""What a main file has to have."""
