"""The commands that tell a writer something of a story and change nothing, but for those that prove."""
