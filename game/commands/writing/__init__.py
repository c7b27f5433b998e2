"""The commands that write a story, or help to."""
