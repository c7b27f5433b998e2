"""What the hints of diagnostics ask for, done to the text of a story: for editors, and for the tests that follow every hint."""
