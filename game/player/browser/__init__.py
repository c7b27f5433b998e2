"""The screen in a browser: a server that starts a game for each visitor, whose saves are theirs alone."""
