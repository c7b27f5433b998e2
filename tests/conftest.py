"""What all tests share: no verdict of theirs depends on how busy the machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("hambies", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hambies")
