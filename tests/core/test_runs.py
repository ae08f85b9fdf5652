"""Many numbers in little text, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.runs import as_runs, from_runs


def test_neighbours_are_written_as_one_run():
    assert as_runs([9, 3, 4, 5, 4, 7]) == "3-5,7,9"
    assert from_runs("3-5,7,9") == [3, 4, 5, 7, 9]


@given(some.sets(some.integers(1, 500)))
def test_every_set_comes_back_whole(numbers):
    assert from_runs(as_runs(numbers)) == sorted(numbers)


def test_other_text_is_refused():
    with pytest.raises(ValueError):
        from_runs("3-,x")
