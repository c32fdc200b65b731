"""Queues.

https://docs.python.org/3/library/queue.html
"""


class Queue:
    """First in, first out."""

    def __init__(self, maxsize=0):
        self._held = []

    def put(self, item, block=True, timeout=None):
        """Add something."""
        self._held.append(item)

    def put_nowait(self, item):
        """Add something."""
        self._held.append(item)

    def get(self, block=True, timeout=None):
        """Take the first."""
        return self._held.pop(0)

    def get_nowait(self):
        """Take the first."""
        return self._held.pop(0)

    def task_done(self):
        """Tell that what was taken is done with."""

    def join(self):
        """Wait until all was done with."""

    def qsize(self):
        """Count."""
        return len(self._held)

    def empty(self):
        """Tell whether there is nothing."""
        return not self._held

    def full(self):
        """Tell whether there is no room."""
        return False


class LifoQueue(Queue):
    """Last in, first out."""

    def get(self, block=True, timeout=None):
        """Take the last."""
        return self._held.pop()

    def get_nowait(self):
        """Take the last."""
        return self._held.pop()


class SimpleQueue(Queue):
    """First in, first out."""
