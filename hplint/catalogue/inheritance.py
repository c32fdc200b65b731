"""Merges the hyperparameters of a class with those of the library that its `**kwargs` are handed on to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hplint.catalogue.specifications import EstimatorSpec, HyperparameterSpec
from hplint.catalogue.versions import Table
from hplint.frozen import dataclass, replace


@dataclass(frozen=True, slots=True)
class Inherited:
    """The hyperparameters of a class, those that it hands on, and the further names of both."""

    parameters: Mapping[str, HyperparameterSpec]
    """Those of the signature; what nobody judged of them is judged as of the library's own."""
    keywords: Mapping[str, HyperparameterSpec]
    """Those that only the library names."""
    aliases: Mapping[str, str]

    @classmethod
    def read(
        cls,
        rows: Table,
        own: Mapping[str, HyperparameterSpec],
        curated: Table,
        taken: EstimatorSpec | None,
    ) -> Inherited:
        """Merge them.

        Args:
            rows: The harvested rows of the class; `aliases` are further names.
            own: The same, read.
            curated: What people judged of the class.
            taken: The library's own hyperparameters; None where the class hands nothing on.
        """
        aliases = {alias: name for name, row in rows.items() for alias in row.get("aliases", ())}
        if taken is None:
            return cls(own, {}, aliases)
        parameters, keywords = dict(own), dict[str, HyperparameterSpec]()
        for spec, names in _groups(taken):
            home = next((name for name in names if name in own), spec.name)
            aliases |= {name: home for name in names if name not in own and name != home}
            if home not in own:
                keywords[home] = spec
            elif home not in curated:
                judged = {key: getattr(spec, key) for key in ("role", "decisive", "search", "unset")}
                parameters[home] = replace(own[home], **judged)
        return cls(parameters, keywords, aliases)


def _groups(taken: EstimatorSpec) -> Iterator[tuple[HyperparameterSpec, list[str]]]:
    """Pair each hyperparameter with all of its names."""
    names: dict[str, list[str]] = {name: [name] for name in taken.parameters}
    for alias, name in taken.aliases.items():
        names[name].append(alias)
    for name, spec in taken.parameters.items():
        if not spec.keyword_only:  # an argument of the function that trains, and no key of its dict
            yield spec, names[name]
