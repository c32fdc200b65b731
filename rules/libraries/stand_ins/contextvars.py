"""Values that belong to a context.

https://docs.python.org/3/library/contextvars.html
"""


class ContextVar:
    """One value, until another one is set."""

    def __init__(self, name, *, default=None):
        self._value = default

    def get(self, default=None):
        """Return the value."""
        return self._value if self._value is not None else default

    def set(self, value):
        """Set it."""
        self._value = value
