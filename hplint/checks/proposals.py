"""What a fix may do to a hyperparameter as it is written: rename it, change its value, leave it out.

Each is None where it could break the program: where the same text also speaks to another class or call.
"""

from __future__ import annotations

from collections.abc import Collection

from hplint.analysis.events.hyperparameters import Constructed, Given
from hplint.analysis.memory.constants import Origin, Way
from hplint.findings import Edit, ProposedFix


def is_direct(event: Constructed) -> bool:
    """Answer whether the call names the class that it builds, and so builds no other at another time."""
    return event.sole and event.name.rpartition(".")[2] == event.spec.name


def rename(given: Given, name: str, taken: Collection[str]) -> ProposedFix | None:
    """Propose another name, unless it is taken; in a dict that others may read, it isn't safe."""
    if name in taken or given.way is Way.POSITION:
        return None
    edit = Edit(given.key, name, at="end", old=given.name)
    return ProposedFix(f"Rename to `{name}`", (edit,), safe=given.way is not Way.SHARED)


def revalue(given: Given, value: object, text: str) -> ProposedFix | None:
    """Propose another value, as Python writes it, for a literal that stands in the call itself."""
    if given.origin is not Origin.LITERAL:
        return None
    old = given.literal
    if isinstance(value, str) and isinstance(old, str):
        edit = Edit(given.place, value, at="end", old=old)  # keeps the quotes
    else:
        edit = Edit(given.place, text, old=old if isinstance(old, str) else repr(old))
    return ProposedFix(f"Write {text}", (edit,), safe=True)


def leave_out(given: Given, *, safe: bool) -> ProposedFix | None:
    """Propose to remove a keyword argument."""
    if given.way not in (Way.KEYWORD, Way.ENTRY):
        return None
    return ProposedFix(f"Remove `{given.name}`", (Edit(given.key, "", at="argument"),), safe=safe)
