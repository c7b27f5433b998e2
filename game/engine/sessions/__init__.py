"""A playthrough with its history, the names by which an old save finds its place again, and what stands beside the text."""
