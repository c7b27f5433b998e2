"""The tree of a story to a Program, and what is asked of one. What others may use is below; how it is compiled and kept is its own.

`load` gives a story, `model` says what it is made of, `declared` what it has beside its scenes, `forms` what its expressions and texts are, `graph` where its blocks lead, `sources` where all of it stands.
"""

FACE = (
    "declared",
    "drafts",
    "forms.evaluate",
    "forms.expressions",
    "forms.texts",
    "forms.types",
    "graph.components",
    "graph.exits",
    "graph.weights",
    "lines",
    "load",
    "model",
    "promises",
    "renames",
    "sources",
    "spelling",
)
"""The modules that other rooms may import from."""
