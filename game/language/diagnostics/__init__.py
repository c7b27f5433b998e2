"""What is wrong with a file, as values, and the forms in which people, programs and CI read it."""
