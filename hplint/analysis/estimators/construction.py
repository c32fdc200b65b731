"""One constructor call, and what became of what it built."""

from __future__ import annotations

from dataclasses import field

from hplint.analysis.data.rows import Rows, whole_part
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.events.hyperparameters import Configured, Given, Setting
from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place


@dataclass(slots=True)
class Construction:
    """A constructor call and what became of what it built, over all paths and calls that reached it."""

    place: Place
    name: str
    spec: EstimatorSpec
    variants: list[tuple[Given, ...]] = field(default_factory=list)
    complete: bool = True
    searched: bool = False
    fitted: bool = False
    seeded: bool = False
    inner: bool = False
    scope: int = 0
    """The program that it is built in; see `Evaluation.scope`."""
    later: set[str] = field(default_factory=set)
    tried: list[tuple[Given, ...]] = field(default_factory=list)
    """The variants that are met only where an error is expected."""
    afterwards: list[Given] = field(default_factory=list)
    cut: bool = False
    """There are more variants, or later settings, than are told apart."""
    ever: set[str] = field(default_factory=set)
    """Names that any variant gives."""
    trial: bool = False
    """It is only scored within folds, and never kept."""
    built: list[Setting] = field(default_factory=list)
    """The settings that it is constructed with."""
    fits: list[Setting] = field(default_factory=list)
    """The settings that it, or a copy, was fitted with."""
    resettings: list[Given] = field(default_factory=list)
    """What `set_params` or an assignment in view sets."""
    unclear: bool = False
    """Code out of sight, or a search over nobody knows what, may give it other hyperparameters."""
    many: bool = False
    """There were more variants, or more fits, than are kept."""
    guarded: bool = False
    """It is fitted where an error is expected."""
    outcome: Outcome = Outcome.NOTHING
    data: set[str] | None = field(default_factory=set)
    """The data sets that it is fitted on; None where one of them has no name."""
    scored_on: set[Rows] = field(default_factory=set)
    """Rows that it is scored on, against labels."""
    judged_on: dict[Rows, dict[int, tuple[Rows, str]]] = field(default_factory=dict)
    """Rows that it is scored on or predicts, and the data that it was fitted on for that.

    By the key of the fit's place: the rows, and the data in the user's words, of the first fit there.
    """
    sites: set[tuple[int, ...]] = field(default_factory=set)
    """The calls under way, by their places, when a function that builds it scores it, too."""
    known_as: dict[str, str] = field(default_factory=dict)
    """What holds it, in the user's words, by the prefix that its hyperparameters have there; itself by an empty one."""

    def setting(self) -> str:
        """Spell out what it is and is set to."""
        variants = [sorted((given.name, repr(given.literal)) for given in variant) for variant in self.variants]
        return f"{self.spec.path} {variants}"

    def decided(self) -> str:
        """Spell out the decisive part of what it is set to; empty where nothing decisive is."""
        variants = [
            sorted((given.name, repr(given.literal)) for given in variant if given.name in self.spec.decisive)
            for variant in self.variants
        ]
        return f"{variants}" if any(variants) else ""

    def fitted_on(self) -> set[Rows]:
        """Return the rows that it was fitted on to be judged."""
        return {whole_part(rows) for fits in self.judged_on.values() for rows, _ in fits.values()}

    def judged_by(self) -> set[Rows | frozenset[str]]:
        """Return what it is judged by: the rows, and the data sets that it learns where it is judged at all."""
        # Clusters of other columns are another question.
        predicts = bool(self.data) and "clusterer" not in self.spec.kinds
        judged = predicts and bool(self.outcome & (Outcome.SCORED | Outcome.USED))
        return {*self.scored_on, *self.judged_on, *([frozenset(self.data or ())] if judged else ())}

    within: frozenset[int] = frozenset()
    """The activations of functions that it was built in, outer ones included."""

    def configured(self, shared: frozenset[int]) -> Configured:
        """Tell the settings that it is used with."""
        fitted = used = tuple(self.fits)
        if not used and not self.guarded and not self.unclear:
            used = tuple(setting.without(frozenset(self.later)) for setting in self.built)
        certain = bool(self.fits) or not self.unclear
        known = certain and not self.many and not self.guarded
        built, keys = tuple(self.built), shared & self.keys()
        return Configured(self.place, self.spec, built, fitted, used, known, keys, self.several())

    def several(self) -> tuple[tuple[Given, ...], ...]:
        """List what is given by several names of one hyperparameter."""
        if not self.fitted or self.guarded or self.unclear:
            return ()
        groups: list[tuple[Given, ...]] = []
        for variant in self.variants:
            for name in dict.fromkeys(given.name for given in variant if given.alias and given.name not in self.later):
                group = tuple(given for given in variant if given.name == name)
                if len({given.written for given in group}) > 1 and group not in groups:
                    groups.append(group)
        return tuple(groups)

    def keys(self) -> set[int]:
        """List the places of the keys that set its hyperparameters."""
        return {given.key.key for setting in (*self.built, *self.fits) for given in setting.given}

    def address(self) -> tuple[str, str]:
        """Return the prefix of its hyperparameters in what holds it, and that in the user's words; empty if unclear."""
        outermost = max(self.known_as, key=len, default="")
        nested = all(outermost.endswith(prefix) for prefix in self.known_as)
        return (outermost, self.known_as.get(outermost, "")) if nested else ("", "")
