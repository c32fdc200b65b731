"""libcst, imported in less than half the time: its classes of nodes get their methods once they are used.

Two thirds of the import are spent in `dataclasses`, which compiles the methods of two hundred classes; a file has nodes
of fifty. It is done in hplint's own process only: where hplint is a library, libcst is as everyone knows it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

_NODES = "libcst._nodes."


def import_libcst_quickly() -> None:
    """See to it that libcst is imported this way, if ever; it isn't now. There is no undoing it."""
    sys.meta_path.insert(0, _Watch())


class _Watch:
    """Finds nothing; hears that libcst is about to be imported."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> None:
        """Prepare the import, for which `dataclasses` isn't loaded earlier, and leave it to the usual finders."""
        if name == "libcst":
            sys.meta_path.remove(self)
            _prepare()


def _prepare() -> None:
    import dataclasses

    from hplint.basis import frozen

    usual = dataclasses.dataclass

    def dataclass(cls: type | None = None, /, **options: Any) -> Any:  # as the original: a class, or a decorator
        def decorate(of: type) -> type:
            quick = options == {"frozen": True} and of.__module__.startswith(_NODES)
            decorator: Callable[..., Any] = frozen.dataclass if quick else usual
            made: type = decorator(**options)(of)
            if quick:
                # As their own do, by identity, but without calling Python for each white space that a node holds.
                made.__eq__, made.__hash__ = object.__eq__, object.__hash__  # type: ignore[method-assign, assignment]
            return made

        return decorate if cls is None else decorate(cls)

    dataclasses.dataclass = dataclass
