"""Python's cyclic garbage collector, kept from what has no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 500_000
"""Objects that are made before the collector looks at them, fifty megabytes; Python's own limit is 700.

The trees that are kept for other files are fewer, which have no cycles and take it a twentieth of all time; and a file
leaves a hundred that only the collector finds.
"""


def collect_rarely() -> None:
    """Let the collector search seldom from now on: what a run remembers and finds is kept to its end."""
    gc.set_threshold(_MANY, 10, 10)


@contextmanager
def rare_collection() -> Iterator[None]:
    """Let the collector search seldom meanwhile."""
    usual = gc.get_threshold()
    collect_rarely()
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
