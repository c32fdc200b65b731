"""Tables whose rows are read when they are first asked for: code names few of an estimator's hyperparameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from hplint.catalogue.directory import CatalogueError

Value = TypeVar("Value")


class Deferred(Mapping[str, Value]):
    """The rows of a table by name, each read once."""

    __slots__ = ("_beside", "_found", "_place", "_read", "_rows")

    def __init__(
        self,
        rows: Mapping[str, Any],
        read: Callable[[str, Any], Value],
        place: str,
        beside: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Take the rows, what reads one of them, and where they stand, to be named if that fails.

        `beside` are the rows of another table by the same names, as far as it has them.
        """
        self._beside = beside
        self._rows = rows
        self._read = read
        self._place = place
        self._found: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        """Read a row.

        Raises:
            CatalogueError: It has a key or a value that means nothing.
        """
        found = self._found.get(name)
        return self._first(name) if found is None else found

    def _first(self, name: str) -> Value:
        row = self._rows[name]
        try:
            found = self._found[name] = self._read(name, row)
        except KeyError as error:
            raise CatalogueError(f"{self._place}.{name}: the key {error} is missing; add it") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise CatalogueError(f"{self._place}.{name}: {error}") from error
        return found

    def get(self, name: str, default: Any = None) -> Any:  # as `Mapping` has it, without an exception on the way
        """Read a row, if there is one of that name."""
        return self[name] if name in self._rows else default

    def marked(self, key: str) -> frozenset[str]:
        """Name the rows whose value of a key, in either table, is true, without reading any."""
        return frozenset(
            name for name, row in self._rows.items() if row.get(key) or self._beside.get(name, {}).get(key)
        )

    def __contains__(self, name: object) -> bool:
        """Say whether there is a row of that name."""
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        """Name the rows in order."""
        return iter(self._rows)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._rows)
