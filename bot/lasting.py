"""What is made once and lasts as long as the program."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """What is made here lasts: the garbage collector need not look at it now, nor again with every hundred questions."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
