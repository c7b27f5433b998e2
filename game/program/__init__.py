"""The tree of a story to a Program, and what is asked of one. What others may use is below; how it is compiled and kept is its own.

`load` gives a story, `model` says what it is made of, `declared` what it has beside its scenes, `forms` what its expressions and texts are, `sources` where all of it stands.
"""

FACE = (
    "components",
    "declared",
    "drafts",
    "exits",
    "forms.evaluate",
    "forms.expressions",
    "forms.texts",
    "forms.types",
    "lines",
    "load",
    "model",
    "promises",
    "renames",
    "sources",
    "spelling",
    "weights",
)
"""The modules that other rooms may import from."""
