"""The search for cycles is put off for a piece of work, and goes on after it however it ended."""

import gc

import pytest

from core import collecting


def test_it_is_off_inside_and_on_again_after():
    with collecting.put_off():
        assert not gc.isenabled()
        with collecting.put_off():
            assert not gc.isenabled()
        assert not gc.isenabled(), "the inner one leaves it as it was"
    assert gc.isenabled()


def test_it_is_on_again_after_an_error():
    with pytest.raises(ValueError, match="x"), collecting.put_off():
        raise ValueError("x")
    assert gc.isenabled()
