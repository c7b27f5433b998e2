"""Name resolution: the names that a story has, conditions and texts with every name in them looked up, and what is certain of a condition."""
