"""HP506: `__init__` takes `*args`, so that `get_params` raises."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import ClassDefined
from hplint.checks import check
from hplint.findings import Problem


@check("HP506")
def star_args_in_init(event: ClassDefined) -> Iterator[Problem]:
    """Report the star."""
    if event.star is not None:
        yield Problem(
            event.star,
            f"`{event.name}.__init__` takes any number of arguments: `get_params` raises `RuntimeError`, and so do "
            "`clone`, every search, and showing the estimator",
            help="name each hyperparameter in the signature",
        )
