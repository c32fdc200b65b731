"""HP108: a seed is searched, or the one with the best score is kept."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.hyperparameters import SeedKept
from hplint.analysis.events.search import Searched, SearchedKey
from hplint.checks import check
from hplint.findings import Problem, Step

_HELP = "set one seed, and report the mean and the spread of the scores over several"


@check("HP108")
def searched_seed(event: Searched) -> Iterator[Problem]:
    """Report each seed in a search space."""
    for key in event.keys:
        if _is_seed(key) and (key.distribution is not None or len(key.candidates or ()) > 1):
            yield Problem(
                key.place,
                f"the search selects the luckiest seed by `{key.key}`: the score of the best is too good, and no other "
                "data will repeat it",
                help=_HELP,
            )


def _is_seed(key: SearchedKey) -> bool:
    """Tell whether it leads to a seed; where nobody knows the estimator, scikit-learn's own word for one says so."""
    if key.missing is not None:
        return False
    if not key.leads_to:
        return key.key.rpartition("__")[2] == "random_state"
    parameters = [target.spec.parameter(target.name) for target in key.leads_to]
    return all(parameter is not None and parameter.role == "seed" for parameter in parameters)


@check("HP108")
def kept_seed(event: SeedKept) -> Iterator[Problem]:
    """Report a loop that keeps the best of several seeds."""
    yield Problem(
        event.place,
        f"the best score over `{event.place.text}` is kept, which selects the luckiest seed: it is too good, and no "
        "other data will repeat it",
        help=_HELP,
        steps=(Step("scored here", event.score),),
    )
