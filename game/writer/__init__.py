"""What writers work with, besides the text of a story itself."""
