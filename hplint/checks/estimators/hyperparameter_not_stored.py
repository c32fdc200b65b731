"""HP502: a parameter of `__init__` isn't stored under its own name."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import ClassDefined, Fate
from hplint.checks import check
from hplint.findings import Problem


@check("HP502")
def hyperparameter_not_stored(event: ClassDefined) -> Iterator[Problem]:
    """Report each parameter, and say where it is stored instead."""
    for each in event.parameters:
        if each.fate is Fate.MISSING:
            instead = f", only as `self.{each.stored_as}`" if each.stored_as else ""
            yield Problem(
                each.place,
                f"`{event.name}.__init__` doesn't store `{each.name}` under its own name{instead}: `get_params`, and "
                "so `clone` and every search, can't read it",
                help=f"write `self.{each.name} = {each.name}`",
            )
