"""How much of a story was reached: counted, and written as text, JSON or a page."""
