"""Merges the hyperparameters of a class with those of the library that its `**kwargs` are handed on to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hplint.basis.frozen import dataclass, replace
from hplint.catalogue.conditions import Condition
from hplint.catalogue.facts import Incompatible
from hplint.catalogue.specifications import EstimatorSpec, HyperparameterSpec
from hplint.catalogue.versions import Table


@dataclass(frozen=True, slots=True)
class Inherited:
    """The hyperparameters of a class, those that it hands on, and the further names of both."""

    parameters: Mapping[str, HyperparameterSpec]
    """Those of the signature; what nobody judged of them is judged as of the library's own."""
    keywords: Mapping[str, HyperparameterSpec]
    """Those that only the library names."""
    aliases: Mapping[str, str]
    incompatible: tuple[Incompatible, ...] = ()
    """The library's own combinations that raise, in the names of the class."""

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
        homes: dict[str, str] = {}
        for spec, names in _groups(taken):
            home = homes[spec.name] = next((name for name in names if name in own), spec.name)
            aliases |= {name: home for name in names if name not in own and name != home}
        for spec, _ in _groups(taken):
            home = homes[spec.name]
            only, never = _renamed(spec.effective_only_when, homes), _renamed(spec.ineffective_when, homes)
            if home not in own:
                keywords[home] = replace(spec, effective_only_when=only, ineffective_when=never)
            elif home not in curated:
                judged = {key: getattr(spec, key) for key in ("role", "decisive", "search", "unset")}
                parameters[home] = replace(own[home], **judged, effective_only_when=only, ineffective_when=never)
        facts = tuple(_combined(each, homes) for each in taken.facts.incompatible if each.inherited)
        return cls(parameters, keywords, aliases, facts)


_CODE: Final = re.compile(r"`(\w+)")
"""The name at the start of code in a sentence."""


def _renamed(conditions: tuple[Condition, ...], homes: Mapping[str, str]) -> tuple[Condition, ...]:
    """Return conditions on the hyperparameters of the library as the class names these."""
    return tuple(Condition(tuple((homes.get(name, name), each) for name, each in c.options)) for c in conditions)


def _combined(fact: Incompatible, homes: Mapping[str, str]) -> Incompatible:
    (when,) = _renamed((fact.when,), homes)
    instead = _CODE.sub(lambda found: f"`{homes.get(found[1], found[1])}", fact.instead)
    return replace(fact, when=when, instead=instead)


def _groups(taken: EstimatorSpec) -> Iterator[tuple[HyperparameterSpec, list[str]]]:
    """Pair each hyperparameter with all of its names."""
    names: dict[str, list[str]] = {name: [name] for name in taken.parameters}
    for alias, name in taken.aliases.items():
        names[name].append(alias)
    for name, spec in taken.parameters.items():
        if not spec.keyword_only:  # an argument of the function that trains, and no key of its dict
            yield spec, names[name]
