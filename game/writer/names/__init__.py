"""The names of a story: where each is used, and how it is given another."""
