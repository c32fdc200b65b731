"""Dicts of dicts.

https://docs.python.org/3/library/collections.html
"""


class ChainMap:
    """Several dicts, of which the first that has a key gives it, and the first is written into."""

    def __init__(self, *maps):
        self.maps = list(maps)

    def __getitem__(self, key):
        for each in self.maps:
            if key in each:
                return each[key]
        raise KeyError(key)

    def get(self, key, default=None):
        """Return what stands under a key."""
        for each in self.maps:
            if key in each:
                return each[key]
        return default

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __iter__(self):
        return iter(self._whole())

    def __contains__(self, key):
        return any(key in each for each in self.maps)

    def _whole(self):
        whole = {}
        for each in reversed(self.maps):
            whole.update(each)
        return whole

    def keys(self):
        """List the keys."""
        return self._whole().keys()

    def values(self):
        """List the values."""
        return self._whole().values()

    def items(self):
        """List keys and values."""
        return self._whole().items()

    def new_child(self, m=None):
        """Put a dict before the others."""
        return ChainMap({} if m is None else m, *self.maps)
