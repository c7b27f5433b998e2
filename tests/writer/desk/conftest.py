"""The writer's desk in the tests of its room."""

from tests.writer.live.conftest import desk

__all__ = ["desk"]
