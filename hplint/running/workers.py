"""Numbered pieces of work spread over forked processes: each result comes back, whatever becomes of a process."""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from typing import Any, TypeVar

from hplint.basis.frozen import dataclass

Result = TypeVar("Result")

_LENGTH = 4
"""Bytes that say how long the message behind them is."""


def spread(
    work: Callable[[int], Result], weights: Sequence[int], jobs: int, within: Callable[[Callable[[], None]], None]
) -> Iterator[tuple[int, Result | None]]:
    """Do pieces of work in several processes, and yield the number and result of each as soon as it is done.

    Args:
        work: Does the piece of a number.
        weights: How much work each piece is.
        jobs: How many processes.
        within: Does all that a process does, in surroundings of its choice.

    A result is None where the process died of it; what that had still to do is done by another.
    """
    running: list[_Worker] = []

    def start(share: list[int]) -> None:
        worker = _start(lambda pipe: within(lambda: _send(work, share, pipe)), share)
        selector.register(worker.pipe, selectors.EVENT_READ, worker)
        running.append(worker)

    with selectors.DefaultSelector() as selector, _frozen():
        try:
            for share in _shares(weights, jobs):
                start(share)
            while running:
                for key, _ in selector.select():
                    worker: _Worker = key.data
                    yield from worker.receive()
                    if not worker.has_ended:
                        continue
                    selector.unregister(worker.pipe)
                    running.remove(worker)
                    worker.end()
                    if worker.left:
                        # It died of the first one.
                        yield worker.left[0], None
                        if worker.left[1:]:
                            start(worker.left[1:])
        finally:
            for worker in running:
                with suppress(ProcessLookupError):
                    os.kill(worker.process, signal.SIGKILL)
                worker.end()


@dataclass(slots=True)
class _Worker:
    process: int
    pipe: int
    left: list[int]
    """The numbers of its pieces that aren't done, in its order."""
    received: bytearray = field(default_factory=bytearray)
    has_ended: bool = False

    def receive(self) -> Iterator[tuple[int, Any]]:
        """Take what it sends, and yield the results that are whole, with the numbers of their pieces."""
        chunk = os.read(self.pipe, 1 << 16)
        self.received += chunk
        while len(self.received) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self.received[:_LENGTH], "big")
            if len(self.received) < end:
                break
            yield self.left.pop(0), pickle.loads(self.received[_LENGTH:end])
            del self.received[:end]
        self.has_ended = not chunk

    def end(self) -> None:
        """Let go of a process that has ended."""
        os.close(self.pipe)
        with suppress(ChildProcessError):
            os.waitpid(self.process, 0)


def _shares(weights: Sequence[int], jobs: int) -> list[list[int]]:
    """Deal the pieces, the heaviest first, each to whoever has least; every share in the order of the numbers."""
    shares: list[list[int]] = [[] for _ in range(jobs)]
    loads = [0] * jobs
    for number in sorted(range(len(weights)), key=lambda number: -weights[number]):
        least = loads.index(min(loads))
        shares[least].append(number)
        loads[least] += weights[number]
    return [sorted(share) for share in shares if share]


def _start(body: Callable[[int], None], share: list[int]) -> _Worker:
    """Fork a process that writes to a pipe and ends; nothing of the parent's is cleaned up or written twice."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            body(writing)
        finally:
            os._exit(0)
    os.close(writing)
    return _Worker(process, reading, list(share))


def _send(work: Callable[[int], Any], share: list[int], pipe: int) -> None:
    with open(pipe, "wb") as stream:
        for number in share:
            message = pickle.dumps(work(number), pickle.HIGHEST_PROTOCOL)
            stream.write(len(message).to_bytes(_LENGTH, "big") + message)
            stream.flush()


@contextmanager
def _frozen() -> Iterator[None]:
    """Keep the collector from writing to objects that the processes share: it would copy their memory."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
