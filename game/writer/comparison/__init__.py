"""Two versions of a story beside each other: what an edit means for what can be played, for playthroughs and for saves."""
