"""HP205: candidates are evenly spaced where only their order of magnitude matters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hplint.analysis.events.search import Searched, SearchedKey
from hplint.checks import check
from hplint.findings import Problem

_FEWEST = 3
_DECADE = 10


@check("HP205")
def linear_grid_for_log_scale(event: Searched) -> Iterator[Problem]:
    """Report each list of evenly spaced candidates for what the catalogue searches on a log scale."""
    for key in event.keys:
        numbers = _numbers(key)
        if len(numbers) < _FEWEST or not _is_even(numbers) or not _spans_a_decade(numbers):
            continue
        targets = [target for target in key.leads_to if _is_logarithmic(target.spec.parameter(target.name))]
        if targets and len(targets) == len(key.leads_to):
            low, high = min(each for each in numbers if each > 0), max(numbers)
            yield Problem(
                key.listed or key.place,
                f"candidates for `{targets[0].name}` of `{targets[0].spec.name}` are evenly spaced up to {high:g}, "
                "but its effect goes by orders of magnitude: most of them lie in the last one",
                help=f"space them by ratios: `np.geomspace({low:g}, {high:g}, {len(numbers)})`",
            )


def _numbers(key: SearchedKey) -> list[float]:
    """Return the candidates in order; none where one is no number."""
    found = [each.literal for each in key.candidates or ()]
    numbers = [each for each in found if isinstance(each, (int, float)) and not isinstance(each, bool)]
    return sorted(numbers) if len(numbers) == len(found) else []


def _is_even(numbers: list[float]) -> bool:
    width = (numbers[-1] - numbers[0]) / (len(numbers) - 1)
    return width > 0 and all(abs(high - low - width) <= 1e-6 * width for low, high in pairwise(numbers))


def _spans_a_decade(numbers: list[float]) -> bool:
    positive = [each for each in numbers if each > 0]
    return bool(positive) and positive[-1] / positive[0] >= _DECADE


def _is_logarithmic(parameter: object) -> bool:
    search = getattr(parameter, "search", None)
    return search is not None and search.scale in ("log", "log-integer")
