"""Leave Python's collector of cyclic garbage out of a burst of work."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """The objects of the block are freed by their reference counts: to search them for cycles took a third of a batch.

    What else the process does meanwhile is searched afterwards. Blocks may overlap: the first one's end starts it anew.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
