"""What is made once is left alone by the garbage collector."""

import gc

import pytest

from bot.lasting import lasting


def test_what_lasts_is_not_collected_again() -> None:
    """While it is made nothing is collected; afterwards the collector looks past it and works on, whatever went wrong."""
    before = gc.get_freeze_count()
    try:
        with lasting():
            assert not gc.isenabled()
            made = [[number] for number in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before + len(made)
        with pytest.raises(ValueError, match="broken"), lasting():
            raise ValueError("broken")
        assert gc.isenabled()
    finally:
        gc.unfreeze()
