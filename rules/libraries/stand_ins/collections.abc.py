"""What collections have from their bases.

https://docs.python.org/3/library/collections.abc.html
"""


class Mapping:
    """A class has `__getitem__`, `__iter__` and `__len__` of its own."""

    def get(self, key, default=None):
        """Return what stands under a key."""
        try:
            return self[key]
        except KeyError:
            return default

    def keys(self):
        """List the keys."""
        return list(iter(self))

    def values(self):
        """List the values."""
        return [self[each] for each in self]

    def items(self):
        """List keys and values."""
        return [(each, self[each]) for each in self]


class MutableMapping(Mapping):
    """It has `__setitem__` and `__delitem__` besides."""

    def update(self, other=(), /, **named):
        """Set several items."""
        for key, value in dict(other, **named).items():
            self[key] = value

    def setdefault(self, key, default=None):
        """Return what stands under a key, which is set unless it is there."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default

    def pop(self, key, default=None):
        """Take an item out."""
        try:
            value = self[key]
        except KeyError:
            return default
        del self[key]
        return value


class Sequence:
    """A class has `__getitem__` and `__len__` of its own."""

    def __iter__(self):
        return iter([self[each] for each in range(len(self))])
