"""A story in numbers: what is written, what a reader reads of it, which choices do nothing, and which words come too often."""
