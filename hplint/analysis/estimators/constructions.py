"""Constructor calls, and what becomes of what they build: set, held, searched, fitted, scored, shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from hplint.analysis.constants import Way
from hplint.analysis.data.history import Fit, History
from hplint.analysis.data.rows import Part, Rows, line
from hplint.analysis.estimators.layers import Layers
from hplint.analysis.estimators.outcomes import UNTOLD, Outcome
from hplint.analysis.events.hyperparameters import Built, Configured, Constructed, Given, Holding, Setting, Trained
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place
from hplint.frozen import dataclass

MOST_VARIANTS = 8
"""Most ways in which one call sets hyperparameters that are told apart."""
MOST_HOLDERS = 16
"""Most estimators around one that are told."""
MOST_AFTERWARDS = 64
"""Most settings of one estimator after its construction that are told."""


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
    """Variants met only where an error is expected: no check hears of them."""
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
        variants = known.tried if guarded else known.variants
        if given not in variants:
            if len(variants) < MOST_VARIANTS:
                variants.append(given)
            else:
                known.cut = True

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
                variants = (*each.variants, *(given for given in each.tried if given not in each.variants))
                yield Built(
                    each.place,
                    each.name,
                    each.spec,
                    variants,
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


def compared_by_hand(built: Iterable[Construction]) -> dict[int, set[str]]:
    """Find hyperparameters with several values that are scored on the same rows, by the place of the constructor.

    Models that predict the same rows are compared, too, by whatever the program makes of the predictions; and so are
    those that learn one data set and are judged in different ways.
    """
    built = list(built)
    settings = {each.place.key: each.setting() for each in built}
    scored: dict[tuple[int, EstimatorSpec, str, Rows | frozenset[str]], dict[object, set[int]]] = {}
    for each in built:
        for given in (given for variant in each.variants for given in variant if given.name in each.spec.decisive):
            for rows in each.judged_by():
                values = scored.setdefault((each.scope, each.spec, given.name, rows), {})
                values.setdefault(repr(given.literal), set()).add(each.place.key)
    for each in built:
        # What a call leaves out is the library's own value: that is another one.
        left_out = set(each.spec.decisive) - each.ever if each.complete and not each.spec.is_part else ()
        for name in left_out:
            for rows in each.judged_by():
                values = scored.get((each.scope, each.spec, name, rows), {})
                if values:
                    values.setdefault("the default", set()).add(each.place.key)
    found: dict[int, set[str]] = {}
    for (_, _, name, _), values in scored.items():
        places = set().union(*values.values())
        # Models with the same value and other settings are a comparison of these, in which it is held fixed.
        differ = len(values) > 1 or len({settings[place] for place in places}) > 1
        for place in places if differ else ():
            found.setdefault(place, set()).add(name)
    return found


def fitted_on_several(built: Iterable[Construction]) -> Iterator[Construction]:
    """List the models that are held fixed while data are compared.

    One setting is fitted on several data by calls of their own, and judged on the same rows each time.
    """
    groups: dict[tuple[int, str, Rows], list[Construction]] = {}
    learned: dict[tuple[int, str, Rows], set[tuple[Rows, str]]] = {}
    for each in built:
        for rows, fits in each.judged_on.items():
            key = (each.scope, each.setting(), whole_part(rows))
            groups.setdefault(key, []).append(each)
            learned.setdefault(key, set()).update(fits.values())
    for key, group in groups.items():
        if len(learned[key]) > 1:
            yield from group


def scored_on_several(built: Iterable[Construction]) -> Iterator[Construction]:
    """List the models of one setting that calls of their own build for several data, and that are scored each time.

    Then these are compared, as `fitted_on_several` knows for sure where the same rows judge them.
    """
    groups: dict[tuple[int, str], list[Construction]] = {}
    for each in built:
        if Outcome.SCORED in each.outcome and not each.spec.is_part and each.fitted_on():
            groups.setdefault((each.scope, each.setting()), []).append(each)
    for group in groups.values():
        learned = [each.fitted_on() for each in group]
        if any(not one.isdisjoint(other) for number, one in enumerate(learned) for other in learned[:number]):
            # The same rows once more are another fit of the same decision.
            continue
        if len(group) > 1:
            yield from group


def whole_part(rows: Rows) -> Rows:
    """Return the part of a split that rows are taken from: a list of columns that nobody knows may look like rows."""
    return next((each for each in reversed(line(rows)) if isinstance(each, Part)), rows)


def typed_in_again(built: Iterable[Construction]) -> Iterator[Construction]:
    """List the models that repeat a decision: the same values once more for a fit on the same rows.

    So does a model that nobody scores, of which a twin is scored: it is fitted for good once that one was judged.
    """
    groups: dict[tuple[int, EstimatorSpec, str], list[Construction]] = {}
    for each in built:
        told = not each.searched and not each.spec.is_part and not each.outcome & UNTOLD
        if told and (decided := each.decided()):
            groups.setdefault((each.scope, each.spec, decided), []).append(each)
    for group in groups.values():
        lead = next((each for each in group if Outcome.SCORED in each.outcome), group[0])
        for each in group:
            # What is only fitted within folds has no fit of its own.
            final = Outcome.SCORED in lead.outcome and (Outcome.SCORED not in each.outcome or not each.judged_on)
            if each is not lead and (final or not lead.fitted_on().isdisjoint(each.fitted_on())):
                yield each
