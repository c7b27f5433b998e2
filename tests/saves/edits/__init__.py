"""Real edits of a real story, made by a program, and what becomes of saves under each of them."""
