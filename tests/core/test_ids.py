import pytest

from core import ids


def test_a_reference_survives_being_said_and_typed_badly():
    reference = ids.new_reference()
    assert ids.read_reference(f" {reference.lower().replace('-', ' ')} ") == reference
    assert ids.read_reference(reference.removeprefix("HP-")) == reference


@pytest.mark.parametrize("place", range(7))
def test_every_single_wrong_symbol_is_noticed(place):
    symbols = ids.new_reference().replace("-", "")[2:]
    for other in ids.ALPHABET:
        typed = symbols[:place] + other + symbols[place + 1 :]
        assert (ids.read_reference(typed) is not None) == (typed == symbols)


def test_every_swap_of_neighbours_is_noticed():
    for _ in range(200):
        symbols = ids.new_reference().replace("-", "")[2:]
        for place in range(6):
            swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
            if swapped != symbols:
                assert ids.read_reference(swapped) is None


def test_a_receipt_is_sixteen_digits_in_groups_of_four():
    receipt = ids.new_receipt()
    assert [len(group) for group in receipt.split()] == [4, 4, 4, 4]
    assert ids.read_receipt(receipt) == receipt.replace(" ", "")
    assert ids.read_receipt(receipt[:-1]) is None
