"""The line mode: the whole game as lines of plain text."""
