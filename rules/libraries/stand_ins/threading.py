"""Threads share what they are given.

https://docs.python.org/3/library/threading.html
"""


class Thread:
    """What it runs may raise without anybody knowing."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, daemon=None):
        self._target = target
        self._arguments = args
        self._named = kwargs or {}
        self.name = name
        self.daemon = daemon
        self.ident = None

    def run(self):
        """Do what is to be done."""
        if self._target is not None:
            self._target(*self._arguments, **self._named)

    def start(self):
        """Begin."""
        try:
            self.run()
        except BaseException:
            pass

    def join(self, timeout=None):
        """Wait for the end."""

    def is_alive(self):
        """Tell whether it is under way."""
        return False
