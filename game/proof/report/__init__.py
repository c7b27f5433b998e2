"""The answers in words, JSON, Markdown and JUnit."""
