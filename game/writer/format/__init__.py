"""Writes the files of a story in one layout, and its long forms in short ones; the words and comments stay as they are."""
