"""The tree of a story to a Program, and what is asked of one. What others may use is below; how it is compiled and kept is its own.

`load` gives a story, `model` says what it is made of, `sources` where all of it stands.
"""

FACE = (
    "components",
    "evaluate",
    "exits",
    "expressions",
    "forms",
    "load",
    "model",
    "promises",
    "renames",
    "sources",
    "spelling",
    "texts",
    "weights",
)
"""The modules that other rooms may import from."""
