"""The Program to turns. What others may use is below; `session` is what a front needs, the rest is for those who look inside."""

FACE = (
    "anchor",
    "linked",
    "machine",
    "observe",
    "panels",
    "place",
    "prepared",
    "resuming",
    "session",
    "state",
    "stuck",
    "tables",
    "tags",
    "texts",
    "turn",
)
"""The modules that other rooms may import from."""
