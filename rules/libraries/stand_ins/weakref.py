"""References that keep nothing alive.

https://docs.python.org/3/library/weakref.html
"""


def ref(object, callback=None):
    """Return what gives the object."""
    return lambda: object


def proxy(object, callback=None):
    """Return what works like the object."""
    return object


def WeakValueDictionary(*others, **items):
    """Return a dict."""
    return dict(*others, **items)


def WeakKeyDictionary(*others):
    """Return a dict."""
    return dict(*others)


def WeakSet(*others):
    """Return a set."""
    return set(*others)
