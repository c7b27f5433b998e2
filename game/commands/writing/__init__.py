"""The commands of those who write a story, but for those that prove."""
