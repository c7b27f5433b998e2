"""Hambies: interactive stories in the terminal. Here is the version and nothing else."""

__version__ = "0.1.0"
