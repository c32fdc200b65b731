"""The address of a Dask scheduler to an executor over its cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hplint.commands.terminal import Failure, warn

if TYPE_CHECKING:
    from concurrent.futures import Executor

_PATIENCE = 10
"""Seconds to wait for the scheduler's answer."""


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """Yield what hands work to the cluster of a scheduler, such as `tcp://10.0.0.1:8786`.

    Raises:
        Failure: Dask isn't installed, or the scheduler doesn't answer.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise Failure(f"--dask needs Dask ({error}): pip install 'hplint[dask]'") from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Failure(f"no Dask scheduler answers at {address!r}: {error or 'no connection'}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            warn(f"the cluster of {address} has no worker yet; hplint waits for one")
        with client.get_executor() as executor:
            yield executor
