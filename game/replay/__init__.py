"""Scripted and random playthroughs: what CI runs. Nothing here draws on a terminal or knows the screen."""
