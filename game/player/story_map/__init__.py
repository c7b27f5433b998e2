"""The map of a chapter: its scenes, the forks in them, and what of it a player has seen. Nothing here draws."""
