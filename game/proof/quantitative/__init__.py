"""How long and how likely: shortest and longest playthroughs, words, and the chances of endings."""
