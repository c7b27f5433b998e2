"""A Program made quick to step: its blocks, conditions and texts linked to nodes, tables and templates."""
