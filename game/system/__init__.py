"""The one way to the disk: what is there, read and written so that nothing on it can hang, fill, or mislead the program."""
