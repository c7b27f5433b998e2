"""The players: the screen (Textual), the line mode, and the line of JSON for machines. They do not know one another."""
