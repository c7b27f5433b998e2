"""What all tests share: no verdict of theirs depends on how busy the machine is, and nothing is looked through for rubbish that stays to the end."""

import gc

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("hambies", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hambies")

gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules and thousands of tests are there for good: the collector would go through them again and again."""
    gc.freeze()
    gc.enable()
