"""The two distributions of django-fsm share a folder; only the maintained one may be there (docs/adr/0001)."""

from importlib.metadata import PackageNotFoundError, distribution

import pytest


def test_the_state_machine_is_the_maintained_one():
    assert distribution("django-fsm-2").version.startswith("4.")
    with pytest.raises(PackageNotFoundError):
        distribution("django-fsm")
