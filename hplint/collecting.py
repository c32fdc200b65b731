"""Python's cyclic garbage collector, kept from what has no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 20_000
"""Objects that are made before the collector looks at them, a few megabytes; Python's own limit is 700."""


@contextmanager
def rare_collection() -> Iterator[None]:
    """Let the collector search seldom: what a run remembers and finds is kept to its end."""
    usual = gc.get_threshold()
    gc.set_threshold(_MANY, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the collector from searching trees, whose nodes it would walk several times: a seventh of all time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
