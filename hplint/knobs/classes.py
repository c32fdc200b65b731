"""A word of the user to the class of the catalogue that it means: `SVC`, `svm.svc`, `sklearn.svm.SVC`."""

from __future__ import annotations

from collections.abc import Iterable

from hplint.catalogue.estimators import Catalogue, EstimatorSpec
from hplint.catalogue.selectors import did_you_mean


class NoSuchClass(Exception):
    """The catalogue has no class of that name, or several; the message says which there are."""


def find_class(word: str, catalogue: Catalogue) -> EstimatorSpec:
    """Return the class that a word means, upper and lower case taken as equal where no name fits exactly.

    A class of the target release comes before one of that name that is gone by then, or isn't there yet; one whose
    hyperparameters people judged before one of which only the signature is known.

    Raises:
        NoSuchClass: None has that name, or several have.
        CatalogueError: A file of the catalogue is wrong.
    """
    direct = catalogue.estimator(word)
    if direct is not None:
        return direct
    classes = sorted(catalogue.classes())
    found = _ending(word, classes) or _ending(word.lower(), classes, lower=True)
    specs = [spec for path in found if (spec := catalogue.estimator(path)) is not None]
    specs = [spec for spec in specs if _is_there(spec)] or specs
    if len(specs) > 1:
        specs = [spec for spec in specs if _is_judged(spec)] or specs
    if len(specs) == 1:
        return specs[0]
    if not specs:
        suggestion = did_you_mean(word.rpartition(".")[2], {path.rpartition(".")[2] for path in classes})
        raise NoSuchClass(f"no class of the catalogue is called {word!r}.{suggestion}")
    raise NoSuchClass(f"{word!r} is the name of several classes: {', '.join(spec.path for spec in specs)}; write one")


def _ending(word: str, paths: Iterable[str], *, lower: bool = False) -> list[str]:
    """Return the paths that a word is, or whose last parts it names."""
    return [path for path in paths if f".{path.lower() if lower else path}".endswith(f".{word}")]


def _is_there(spec: EstimatorSpec) -> bool:
    if spec.target is None:
        return True
    return not spec.target.reached(spec.removed) and (spec.since is None or spec.target.reached(spec.since))


def _is_judged(spec: EstimatorSpec) -> bool:
    """Say whether somebody judged what its hyperparameters are for."""
    return any(each.role is not None for each in spec.parameters.values())
