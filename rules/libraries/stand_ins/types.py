"""Views of dicts.

https://docs.python.org/3/library/types.html
"""


def MappingProxyType(mapping):
    """Return what reads the dict."""
    return mapping
