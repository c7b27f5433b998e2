"""Scripts as values, read and written: their parts, their patterns, and which choice a label means."""
