"""HP501: `__init__` validates, converts or copies a hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import ClassDefined, Fate
from hplint.checks import check
from hplint.findings import Problem


@check("HP501")
def init_does_work(event: ClassDefined) -> Iterator[Problem]:
    """Report each statement that makes something else of a hyperparameter, and each that validates one."""
    for each in event.parameters:
        if each.fate is Fate.CHANGED and each.changed is not None:
            yield Problem(
                each.changed,
                f"`{event.name}.__init__` may store something else under `{each.name}` than it is given: `get_params` "
                "and `clone` expect the very same object",
                help=f"write `self.{each.name} = {each.name}`, and convert it in `fit`",
            )
    for one in event.validated:
        yield Problem(
            one.place,
            f"`{event.name}.__init__` validates `{one.parameter}`: a value that `set_params` or a search sets isn't "
            "looked at",
            help="validate it in `fit`",
        )
