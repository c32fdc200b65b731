"""A class of the catalogue to what people want to know of it: its hyperparameters, what to search, what it learns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec, HyperparameterSpec
from hplint.knobs.words import default_code


@dataclass(frozen=True, slots=True)
class DescribedKnob:
    """One hyperparameter of a class."""

    name: str
    default: str | None
    """As Python code; None where it must be given."""
    accepts: str
    """In words: `a number > 0 or None`; empty where the library doesn't say."""
    role: str | None
    decisive: bool
    keyword_only: bool
    since: str | None
    deprecated: str | None
    removed: str | None
    """Releases of the library; None where it always was, isn't, or will go nobody knows when."""
    replaced_by: str | None
    deprecation: str | None
    """What the library's documentation says about it."""
    space: str | None
    """What to search it over, as Python code."""


@dataclass(frozen=True, slots=True)
class Description:
    """One class, as of one release of its library."""

    path: str
    release: str
    """`scikit-learn 1.9`; empty for a library without versions."""
    kinds: tuple[str, ...]
    knobs: tuple[DescribedKnob, ...]
    """In the order of the signature."""
    accepts_kwargs: bool
    """It takes further keywords."""
    gone: tuple[DescribedKnob, ...]
    """Those that the release no longer has."""
    coming: tuple[DescribedKnob, ...]
    """Those that it doesn't have yet."""
    space: str
    """Code that builds a search space of the decisive ones, with the imports that it needs; empty where none is."""
    learns: tuple[str, ...]
    """The attributes that a fit stores, in alphabetical order."""
    random: str
    """When the result depends on a seed, in a sentence; empty where it never does, or nobody has judged it."""
    scales: bool
    """What it learns depends on the scales of the columns."""
    source: str | None
    """Where the judgements come from."""
    status: str
    """In a sentence, whether the class itself is outdated; empty where it isn't."""

    @property
    def name(self) -> str:
        """Return the class alone."""
        return self.path.rpartition(".")[2]


def describe(spec: EstimatorSpec, prefix: str = "") -> Description:
    """Describe a class; `prefix` goes before the keys of the search space: `svc__` for a pipeline's step."""
    return Description(
        path=spec.path,
        release="" if spec.target is None else f"{spec.target.library} {spec.target.version}",
        kinds=tuple(sorted(spec.kinds)),
        knobs=tuple(map(_knob, spec.parameters.values())),
        accepts_kwargs=spec.accepts_kwargs,
        gone=tuple(map(_knob, spec.past.values())),
        coming=tuple(map(_knob, spec.future.values())),
        space=_space(spec.parameters.values(), prefix),
        learns=tuple(sorted(spec.learned)),
        random=_random(spec),
        scales=spec.facts.scales,
        source=spec.facts.source,
        status=_status(spec),
    )


def _knob(spec: HyperparameterSpec) -> DescribedKnob:
    return DescribedKnob(
        name=spec.name,
        default=default_code(spec),
        accepts="" if spec.constraint is None else spec.constraint.describe(),
        role=spec.role,
        decisive=spec.decisive,
        keyword_only=spec.keyword_only,
        since=spec.since,
        deprecated=spec.deprecated,
        removed=spec.removed,
        replaced_by=spec.replaced_by,
        deprecation=spec.deprecation,
        space=None if spec.search is None else spec.search.code,
    )


def _space(specs: Iterable[HyperparameterSpec], prefix: str) -> str:
    """Write the search space of the decisive ones as code to paste."""
    searched = [(spec.name, spec.search) for spec in specs if spec.decisive and spec.search is not None]
    if not searched:
        return ""
    names = sorted({space.distribution for _, space in searched if space.distribution is not None})
    imports = f"from scipy.stats import {', '.join(names)}\n\n" if names else ""
    rows = "".join(f'    "{prefix}{name}": {space.code},\n' for name, space in searched)
    return f"{imports}search_space = {{\n{rows}}}\n"


def _random(spec: EstimatorSpec) -> str:
    """Say when the result depends on a seed."""
    facts = spec.facts
    sentences: list[str] = []
    if facts.random_when == "always":
        sentences.append("always")
    elif facts.random_when:
        sentences.append(f"with {', or with '.join(condition.describe() for condition in facts.random_when)}")
    if facts.random_by_data is not None:
        sentences.append(facts.random_by_data)
    return "; ".join(sentences)


def _status(spec: EstimatorSpec) -> str:
    """Say whether the class is outdated in its release."""
    target = spec.target
    return "" if target is None else "; ".join(_changes(spec, target.library))


def _changes(spec: EstimatorSpec, library: str) -> Iterator[str]:
    target = spec.target
    if target is not None and spec.since is not None and not target.reached(spec.since):
        yield f"new in {library} {spec.since}"
    if spec.deprecated is not None:
        reached = target is not None and target.reached(spec.deprecated)
        yield f"{'deprecated since' if reached else 'to be deprecated in'} {library} {spec.deprecated}"
    if spec.removed is not None:
        reached = target is not None and target.reached(spec.removed)
        yield f"{'gone since' if reached else 'to be removed in'} {library} {spec.removed}"
    if spec.replaced_by is not None:
        yield f"use {spec.replaced_by}"
