"""What is wrong with text that is no YAML, or none that was meant: found in its raw lines, and said in the words of whoever wrote it."""
