"""Dataclasses that mypy keeps frozen, at the cost of plain ones: values are made millions of times.

A frozen dataclass writes each field through `object.__setattr__`, which makes its constructor three times as slow; and
`dataclasses.replace` looks at all fields one by one. What isn't assigned to by any line that mypy lets pass needs no
second guard. The names are those of `dataclasses`, so that every type checker knows what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:
    import dataclasses

    def dataclass(cls=None, /, *, frozen=False, eq=True, **options):
        """Make a dataclass; a frozen one can be hashed as if it were, and nothing hinders writing to it."""
        decorate = dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **options)
        return decorate if cls is None else decorate(cls)

    def replace(value, /, **changes):
        """Return a copy with other values of some fields, all of which the constructor takes by position."""
        get = changes.get
        return type(value)(*[get(name, getattr(value, name)) for name in value.__match_args__])
