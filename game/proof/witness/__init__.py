"""Playthroughs found by a search, played by the engine before they are believed."""
