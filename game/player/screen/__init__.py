"""The screen (Textual): the app, what every screen shares, and the help; the screens themselves are in `menu` and `story`."""
