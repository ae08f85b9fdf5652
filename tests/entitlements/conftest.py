import pytest
from hypothesis import settings

from entitlements import compute, load_rulebook

settings.register_profile("patient", deadline=None)  # a busy machine is not a failing property
settings.load_profile("patient")


@pytest.fixture(scope="session")
def rulebook():
    return load_rulebook()


@pytest.fixture(scope="session")
def law(rulebook):
    """Compute one request under the packaged rulebook."""
    return lambda **request: compute(request, rulebook)
