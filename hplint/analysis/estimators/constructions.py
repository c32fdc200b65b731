"""Constructor calls, and what becomes of what they build: set, held, searched, fitted, scored, shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from hplint.analysis.data.history import Fit, History
from hplint.analysis.data.rows import Rows, whole_part
from hplint.analysis.estimators.comparisons import (
    compared_by_hand,
    fitted_on_several,
    scored_on_several,
    typed_in_again,
)
from hplint.analysis.estimators.construction import Construction
from hplint.analysis.estimators.layers import Layers
from hplint.analysis.estimators.outcomes import Outcome
from hplint.analysis.events.hyperparameters import Built, Configured, Constructed, Given, Holding, Setting, Trained
from hplint.analysis.memory.constants import Way
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place

MOST_VARIANTS = 8
"""Most ways in which one call sets hyperparameters that are told apart."""
MOST_HOLDERS = 16
"""Most estimators around one that are told."""
MOST_AFTERWARDS = 64
"""Most settings of one estimator after its construction that are told."""


class Constructions:
    """The constructor calls of a run, by the places where they stand."""

    def __init__(self) -> None:
        self.constructions: dict[int, list[Construction]] = {}
        """By place; one call may build several classes, in turn."""
        self.takers: dict[int, set[EstimatorSpec | None]] = {}
        """The classes that take a key of `set_params`, or of a container that is written elsewhere, by its place; None
        for those that don't have it."""
        self.setters: dict[tuple[int, str], tuple[int, tuple[Fit, ...]]] = {}
        """The place that set a hyperparameter last, and the fits before, by the estimator's address and the name."""
        self.superseded: set[int] = set()
        """Places that set a hyperparameter that is set again before a fit."""
        self.fits: dict[int, set[int]] = {}
        """The keys of the places where what a call fits was built, by the key of the call's place."""
        self.written: dict[int, set[Rows]] = {}
        """The rows that models predict whose learning is written out in view, by the program."""
        self.layers = Layers()
        self.listed: dict[tuple[int, str], list[object]] = {}
        """Lists of several values, as spaces to search are written, by the program and the name of each."""
        self.tracked: set[tuple[int, str]] = set()
        """The names under which a tracker of experiments is told values, by the program."""
        self.suggested: set[int] = set()
        """The activations of functions in which a tuner hands out candidates."""
        self.drawing: set[int] = set()
        """The programs that draw random numbers, several at a time."""
        self.tuned = False
        """A tuner's search space is in view."""
        self.holdings: dict[int, Holding] = {}
        """What first holds what was built at a place."""
        self.parts: dict[int, set[str]] = {}
        """Hyperparameters that hold estimators, by the place of what holds them."""

    def construct(
        self,
        place: Place,
        name: str,
        spec: EstimatorSpec,
        given: tuple[Given, ...],
        complete: bool,
        seeded: bool,
        scope: int = 0,
        within: frozenset[int] = frozenset(),
        *,
        guarded: bool = False,
    ) -> None:
        """Note a constructor call; `guarded` where an error is expected."""
        built = self.constructions.setdefault(place.key, [])
        known = next((each for each in built if each.spec is spec), None)
        if known is None:
            known = Construction(place, name, spec, complete=complete, seeded=seeded, scope=scope)
            built.append(known)
        known.complete = known.complete and complete
        known.seeded = known.seeded or seeded
        known.within = known.within | within
        for each in given:
            known.ever.add(each.name)
            if each.way is Way.SHARED:
                self.takers.setdefault(each.key.key, set()).add(spec)
        met = given in known.variants
        if not met and len(known.variants) < MOST_VARIANTS:
            known.variants.append(given)
        elif not met:
            known.cut = True
        if not guarded:
            known.tried = [each for each in known.tried if each != given]
        elif not met:
            known.tried.append(given)

    def set_afterwards(self, place: Place, given: Given) -> None:
        """Note to what a hyperparameter of what was built here is set afterwards."""
        for construction in self.constructions.get(place.key, ()):
            if given not in construction.afterwards:
                if len(construction.afterwards) < MOST_AFTERWARDS:
                    construction.afterwards.append(given)
                else:
                    construction.cut = True

    def hold(self, place: Place, holding: Holding) -> None:
        """Note what holds what was built here; the first holder counts."""
        self.holdings.setdefault(place.key, holding)
        self.parts.setdefault(holding.place.key, set()).add(holding.hyperparameter)

    def holders(self, place: Place) -> Iterator[Holding]:
        """List what holds what was built here, from the inside out."""
        for _ in range(MOST_HOLDERS):
            holding = self.holdings.get(place.key)
            if holding is None:
                return
            yield holding
            place = holding.place

    def built(self) -> Iterator[Built]:
        """Tell of every constructor call, in the order in which they were met."""
        for several in self.constructions.values():
            for each in several:
                yield Built(
                    each.place,
                    each.name,
                    each.spec,
                    tuple(each.variants),
                    tuple(each.afterwards),
                    each.cut,
                    each.complete,
                    each.searched,
                    each.fitted,
                    tuple(self.holders(each.place)),
                    frozenset(self.parts.get(each.place.key, ())),
                )

    def is_sole(self, construction: Construction, given: tuple[Given, ...]) -> bool:
        """Tell whether what is written in a call, and in what it unpacks, is for one class only."""
        takers = (self.takers.get(each.key.key, ()) for each in given)
        return len(self.constructions[construction.place.key]) == 1 and all(len(each) < 2 for each in takers)

    def escaped(self, place: Place) -> None:
        """Note that code out of sight got hold of what was built here: it may search it."""
        self.searched(place)
        self.fitted(place)
        self.unclear(place)

    def unclear(self, place: Place) -> None:
        """Note that what was built here may get hyperparameters that nobody in view knows."""
        for construction in self.constructions.get(place.key, ()):
            construction.unclear = True

    def build_with(self, place: Place, spec: EstimatorSpec, setting: Setting) -> None:
        """Note the settings with which a constructor is called."""
        for construction in self.constructions.get(place.key, ()):
            if construction.spec is spec and setting not in construction.built:
                if len(construction.built) < MOST_VARIANTS:
                    construction.built.append(setting)
                else:
                    construction.many = True

    def fit_with(self, place: Place, spec: EstimatorSpec, setting: Setting, *, guarded: bool) -> None:
        """Note the settings with which what was built here, or a copy of it, is fitted."""
        for construction in self.constructions.get(place.key, ()):
            if guarded:
                construction.guarded = True
            elif construction.spec is spec and not construction.unclear and setting not in construction.fits:
                if len(construction.fits) < MOST_VARIANTS:
                    construction.fits.append(setting)
                else:
                    construction.many = True

    def reset(self, place: Place, given: Given) -> None:
        """Note what a hyperparameter of what was built here is set to afterwards."""
        for construction in self.constructions.get(place.key, ()):
            construction.resettings.append(given)

    def givens(self, place: Place, name: str) -> Iterator[Given]:
        """Tell what a hyperparameter of what was built here was set to so far, the latest first."""
        for construction in self.constructions.get(place.key, ()):
            yield from (given for given in reversed(construction.resettings) if given.name == name)
            yield from (given for variant in construction.variants for given in variant if given.name == name)

    def searched(self, place: Place) -> None:
        """Note that what was built here reaches a comparison of candidates."""
        for construction in self.constructions.get(place.key, ()):
            construction.searched = True

    def suggest(self, activations: Iterable[int]) -> None:
        """Note that a tuner hands out a candidate: what is built in these activations belongs to its search."""
        self.suggested.update(activations)

    def set_later(self, place: Place, name: str) -> None:
        """Note that a hyperparameter of what was built here is set afterwards."""
        for construction in self.constructions.get(place.key, ()):
            construction.later.add(name)

    def set_again(self, address: int, name: str, place: Place, fits: tuple[Fit, ...]) -> None:
        """Note that a hyperparameter is set at a place: what set it before never counted, if no fit came between."""
        before, earlier = self.setters.get((address, name), (place.key, ()))
        if before != place.key and earlier == fits:
            self.superseded.add(before)
        self.setters[address, name] = (place.key, fits)

    def seeded_by_holder(self, place: Place) -> None:
        """Note that what was built here gets its seed from what holds it."""
        self.set_later(place, "random_state")

    def fitted(self, place: Place) -> None:
        """Note that what was built here is fitted, or a copy of it."""
        for construction in self.constructions.get(place.key, ()):
            construction.fitted = True

    def becomes(self, key: int, outcome: Outcome, rows: Rows | None = None) -> None:
        """Note what becomes of what was built at the place of that key; `rows` are those that it is scored on."""
        for construction in self.constructions.get(key, ()):
            construction.outcome |= outcome
            if rows is not None and len(construction.scored_on) < MOST_VARIANTS:
                construction.scored_on.add(rows)

    def judged(self, key: int, rows: Rows, fit: Fit) -> None:
        """Note that what was built at the place of that key is judged on rows after a fit."""
        for construction in self.constructions.get(key, ()):
            if rows in construction.judged_on or len(construction.judged_on) < MOST_VARIANTS:
                construction.judged_on.setdefault(rows, {}).setdefault(fit.place.key, (fit.rows, fit.data))

    def learns_from(self, key: int, data: frozenset[str] | None) -> None:
        """Note the data sets that something is fitted on."""
        for construction in self.constructions.get(key, ()):
            known = construction.data is not None and data is not None
            construction.data = {*(construction.data or ()), *(data or ())} if known else None

    def judged_within(self, keys: Iterable[int], frame: int, sites: tuple[int, ...]) -> None:
        """Note the calls by which a function was reached that scores what it has built."""
        for key in keys:
            for construction in self.constructions.get(key, ()):
                if frame in construction.within and len(construction.sites) < MOST_VARIANTS:
                    construction.sites.add(sites)

    def is_known_as(self, key: int, prefix: str, whole: str) -> None:
        """Note what holds something that was built, and by which prefix its hyperparameters are set there."""
        for construction in self.constructions.get(key, ()):
            if whole or prefix not in construction.known_as:
                construction.known_as[prefix] = whole

    def clusters_become(self, fit: Place, outcome: Outcome, rows: Rows | None = None) -> None:
        """Note what becomes of the clusters or outliers that a call found; `rows` are those that they are scored on."""
        for key in self.fits.get(fit.key, ()):
            for construction in self.constructions.get(key, ()):
                if construction.spec.kinds & {"clusterer", "outlier_detector", "biclusterer", "density"}:
                    construction.outcome |= outcome
                    construction.scored_on.update(() if rows is None else (rows,))

    def found_clusters(self, history: History) -> bool:
        """Tell whether clusters are among what was learned."""
        keys = {key for entry in history for key in self.fits.get(entry.place.key, ())}
        return any("clusterer" in each.spec.kinds for key in keys for each in self.constructions.get(key, ()))

    def inner(self, place: Place) -> None:
        """Note that what was built here is a part of another estimator."""
        for construction in self.constructions.get(place.key, ()):
            construction.inner = True

    def constructed(self) -> Iterator[Constructed | Configured | Trained]:
        """Tell of constructor calls, in each of the ways that are told apart, of settings in use, and of networks."""
        built = [each for several in self.constructions.values() for each in several]
        uses = Counter(key for each in built for key in each.keys())
        shared = frozenset(key for key, count in uses.items() if count > 1)
        compared = compared_by_hand(built)
        for each in built:
            # A space without a search in view is searched elsewhere, over what nothing in view fits.
            elsewhere = self.tuned and (bool(each.within) if each.spec.is_part else not each.fitted)
            seen = "clusterer" in each.spec.kinds and each.scope in self.layers.grouped
            each.searched = each.searched or elsewhere or seen or self.is_suggested(each)
            if Outcome.ALONE in each.outcome:
                each.outcome &= ~Outcome.MEMBER
            if each.scope in self.drawing:
                each.outcome |= Outcome.SIMULATED
            if Outcome.USED in each.outcome and each.scope in self.layers.written:
                each.outcome |= Outcome.HANDED_ON
            written = self.written.get(each.scope, set())
            if Outcome.LEFT not in each.outcome and not written.isdisjoint(map(whole_part, each.judged_on)):
                each.outcome |= Outcome.YARDSTICK
        for each in (*fitted_on_several(built), *scored_on_several(built)):
            each.outcome |= Outcome.FIXED
        for each in built:
            if len(each.sites) > 1 and Outcome.LEFT not in each.outcome:
                # A function that builds, fits and scores it is called on one thing after the other.
                each.outcome |= Outcome.FIXED
        for each in typed_in_again(built):
            each.outcome |= Outcome.AGAIN
        self.settle_forecasters(built)
        hidden = self.layers.hidden()
        parts: dict[int, list[Constructed]] = {}
        for construction in built:
            for given in construction.variants:
                event = Constructed(
                    construction.place,
                    construction.name,
                    construction.spec,
                    given,
                    construction.complete,
                    construction.searched or construction.trial or self.is_listed(construction, given),
                    construction.fitted,
                    construction.seeded,
                    construction.inner,
                    frozenset(construction.later),
                    frozenset(construction.ever),
                    self.is_sole(construction, given),
                    construction.scope,
                    frozenset(construction.data) if construction.data else None,
                    construction.outcome,
                    frozenset(compared.get(construction.place.key, ())),
                    *construction.address(),
                    construction.place.key in hidden,
                    given in construction.tried,
                )
                yield event
                if construction.spec.is_part and not construction.spec.is_forecaster:
                    parts.setdefault(construction.place.key, []).append(event)
            yield construction.configured(shared)
        yield from self.trained(parts)

    def is_suggested(self, built: Construction) -> bool:
        """Tell whether a tuner hands out candidates where something is built."""
        return not built.within.isdisjoint(self.suggested)

    def is_listed(self, built: Construction, given: tuple[Given, ...]) -> bool:
        """Tell whether a decisive value that a call gives is one of several that are listed under its name.

        Or a tracker is told of it, where runs with others are compared.
        """
        return any(
            each.name in built.spec.decisive
            and (
                each.literal in self.listed.get((built.scope, name), ())
                or not self.tracked.isdisjoint({(0, name), (built.scope, name)})
            )
            for each in given
            for name in {each.name, each.written}
        )

    def settle_forecasters(self, built: Iterable[Construction]) -> None:
        """Tell models of series whether they are used, and whether anybody looks for their orders."""
        groups: dict[tuple[int, EstimatorSpec], list[Construction]] = {}
        for each in built:
            if each.spec.is_forecaster:
                groups.setdefault((each.scope, each.spec), []).append(each)
        for (scope, _), group in groups.items():
            compared = len({each.setting() for each in group}) > 1 or scope in self.layers.identified
            for number, each in enumerate(group):
                each.searched = each.searched or compared
                # One order for several series is one decision.
                each.outcome |= Outcome.AGAIN if number else Outcome.NOTHING
                if scope in self.layers.forecast:
                    each.outcome |= Outcome.USED

    def trained(self, parts: Mapping[int, list[Constructed]]) -> Iterator[Trained]:
        """Tell of the networks that somebody may depend on, whose parts are told by their places."""
        if self.layers.wrapped and any(map(is_search, self.constructions.values())):
            return
        if any(
            each.spec.is_part and self.is_suggested(each) for several in self.constructions.values() for each in several
        ):
            # A tuner builds networks, too: what is typed in is what these are compared with.
            return
        settings = {key: repr(sorted(each.setting() for each in self.constructions[key])) for key in parts}
        scored = {key for key, events in parts.items() if any(Outcome.SCORED in event.outcome for event in events)}
        for keys in self.layers.of_use(settings, scored):
            together = tuple(event for key, events in parts.items() if key in keys for event in events)
            scope = min((event.scope for event in together), default=0)
            yield Trained(together, not keys.isdisjoint(self.layers.scheduled), self.layers.is_pretrained(scope))
        others = {key: events for key, events in parts.items() if key not in self.layers.of_networks()}
        for scope in sorted(self.layers.stepped & self.layers.judged):
            together = tuple(event for events in others.values() for event in events if event.scope == scope)
            kinds = Counter(
                kind for key in {event.place.key for event in together} for kind in others[key][0].spec.kinds
            )
            # Several optimizers train networks that are compared, or play against each other; a single loader has no
            # rows besides those that are learned from.
            if kinds["optimizer"] == 1 and kinds["loader"] != 1 and not self.layers.is_published(scope):
                slowed = kinds["scheduler"] > 0 or scope in self.layers.slowed
                yield Trained(together, slowed, self.layers.is_pretrained(scope))


def is_search(built: Iterable[Construction]) -> bool:
    """Tell whether a call builds a search."""
    return any("search" in each.spec.kinds for each in built)
