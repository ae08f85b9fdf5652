import pytest

from entitlements import compute, load_rulebook


@pytest.fixture(scope="session")
def rulebook():
    return load_rulebook()


@pytest.fixture(scope="session")
def law(rulebook):
    """Compute one request under the packaged rulebook."""
    return lambda **request: compute(request, rulebook)
