"""A story's files: which they are, and what can be said where one of them is missing or cannot be read."""
