"""The player for machines: one JSON object for each turn."""
