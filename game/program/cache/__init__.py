"""Compiled stories on disk."""
