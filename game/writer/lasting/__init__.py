"""Ids that last: those of choices, written into the story, and those of its lines, kept beside it."""
