"""Python's search for unreachable cycles, put off while very many objects are made that are all needed."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """No search for cycles inside, in this whole process; what is no cycle is freed as ever.

    The search goes through all that is alive each time that enough has been made, and finds nothing while thousands of
    rows are built: it took two fifths of the time of doing so. For work of bounded size.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
