"""Where everything in a story's files stands, and which place names what: noted by the compiler, kept beside the compiled story.

Renaming, finding and whatever else looks at a story from its text begins here. What others use is listed below.
"""

from game.program.sources.table import Reference, SourceKind, SourceSpan, SourceTable, Thing, Use

__all__ = ["Reference", "SourceKind", "SourceSpan", "SourceTable", "Thing", "Use"]
