"""YAML text to nodes with positions, within limits; and what is wrong with text that is no YAML, in the words of whoever wrote it."""
