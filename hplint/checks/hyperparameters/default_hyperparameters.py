"""HP102: a model is fitted with all its decisive hyperparameters left at their defaults, and none searched."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.hyperparameters import Constructed
from hplint.checks import check
from hplint.checks.wording import enumerate_all
from hplint.findings import Problem

_PREDICTORS = frozenset({"classifier", "regressor", "clusterer", "biclusterer", "density", "outlier_detector"})


@check("HP102")
def default_hyperparameters(event: Constructed) -> Iterator[Problem]:
    """Report a fitted model with no decisive hyperparameter given, and none searched."""
    spec = event.spec
    if event.searched or not event.fitted or not event.complete or spec.facts.selects:
        return
    chosen = {given.name for given in event.given} | event.later
    if not spec.kinds & _PREDICTORS or not spec.decisive or chosen & set(spec.decisive):
        return
    names = enumerate_all([f"`{name}`" for name in spec.decisive])
    yield Problem(
        event.place,
        f"`{event.name}` is fitted with the defaults of {names}, which commonly decide how good it is",
        help="search them by cross-validation on the training rows, or write down the values that you chose",
    )
