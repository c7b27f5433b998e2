"""What is kept of a player: saves, settings and progress, on a disk that can fail at any moment, and old saves in new stories."""
