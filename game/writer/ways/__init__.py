"""Ways to any place of a story that is being written: what is sought, the ways that playthroughs go, and the one that leads there."""
