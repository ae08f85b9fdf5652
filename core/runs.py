"""Many whole numbers in little text: `3-7,9` is 3, 4, 5, 6, 7 and 9."""

from collections.abc import Iterable


def as_runs(numbers: Iterable[int]) -> str:
    """The numbers as runs, in order and each once."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def from_runs(text: str) -> list[int]:
    """The numbers of `as_runs`. Raises ValueError for any other text."""
    numbers: list[int] = []
    for run in filter(None, text.split(",")):
        first, _dash, last = run.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers
