"""The language server: what editors ask about a story while it is being written, answered from the last version of it that could be read."""
