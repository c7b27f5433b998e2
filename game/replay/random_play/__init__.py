"""Random playthroughs: how they choose, in one process or several, and what they come upon."""
