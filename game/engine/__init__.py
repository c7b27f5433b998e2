"""The Program to turns. What others may use is below; `sessions.session` is what a front needs, the rest is for those who look inside."""

FACE = (
    "linker.nodes",
    "linker.prepared",
    "linker.tables",
    "linker.texts",
    "machine",
    "observe",
    "sessions.anchor",
    "sessions.by_hand",
    "sessions.panels",
    "sessions.resuming",
    "sessions.saved_place",
    "sessions.session",
    "sessions.values",
    "stuck",
    "tags",
    "turn",
)
"""The modules that other rooms may import from."""
