"""What all tests share: no verdict of theirs depends on how busy the machine is, and what is only being collected is not looked through for rubbish."""

import gc

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("hambies", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hambies")

gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules and thousands of tests are there for good: they count as old from now on, without a look at them.

    They do not stay frozen: to count what is frozen, as a load does that leaves alone what somebody has frozen, takes a walk through all of it.
    """
    gc.freeze()
    gc.unfreeze()
    gc.enable()
