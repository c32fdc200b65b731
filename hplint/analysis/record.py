"""What happened during a run of the interpreter, and the events that it amounts to in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hplint.analysis.constants import Origin
from hplint.analysis.events import (
    Constructed,
    CrossValidated,
    Evaluated,
    Evaluation,
    Given,
    HyperparameterSet,
    RandomCall,
    Selected,
    UnfittedUse,
)
from hplint.analysis.history import Chosen, Fit
from hplint.analysis.layers import Layers
from hplint.analysis.rows import Answer, Derived, Part, Rows, Slice, line, overlaps, share_originals, sources
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place

Event = Constructed | CrossValidated | Evaluated | HyperparameterSet | RandomCall | Selected | UnfittedUse


MOST_VARIANTS = 8
"""Most ways in which one call sets hyperparameters that are told apart."""


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
    within: frozenset[int] = frozenset()
    """The activations of functions that it was built in, outer ones included."""

    def is_candidate(self) -> bool:
        """Tell whether it is built for each of several values of a hyperparameter that decides."""
        return any(
            given.origin is Origin.LOOP and given.name in self.spec.decisive
            for variant in self.variants
            for given in variant
        )


class Record:
    """Everything that the checks may ask about."""

    def __init__(self) -> None:
        self.constructions: dict[int, list[Construction]] = {}
        """By place; one call may build several classes, in turn."""
        self.happened: dict[tuple[type, int], Event] = {}
        self.evaluations: dict[tuple[Fit, int, Rows], Evaluation] = {}
        self.chosen: dict[int, Chosen] = {}
        self.cross_validated: set[int] = set()
        """Addresses of the estimators whose copies were scored within folds."""
        self.splits: dict[object, Place] = {}
        """The calls that split rows, by the identity of the split."""
        self.reported: set[int] = set()
        """Places of the scores that are printed or shown."""
        self.layers = Layers()
        self.suggested: set[int] = set()
        """The activations of functions in which a tuner hands out candidates."""
        self.seeded = False
        """A global seed was set."""
        self.exhausted = False
        """The budget ran out: some calls and loops weren't followed."""

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
    ) -> None:
        """Note a constructor call."""
        built = self.constructions.setdefault(place.key, [])
        known = next((each for each in built if each.spec is spec), None)
        if known is None:
            known = Construction(place, name, spec, complete=complete, seeded=seeded, scope=scope)
            built.append(known)
        known.complete = known.complete and complete
        known.seeded = known.seeded or seeded
        known.within = known.within | within
        if given not in known.variants and len(known.variants) < MOST_VARIANTS:
            known.variants.append(given)

    def escaped(self, place: Place) -> None:
        """Note that code out of sight got hold of what was built here: it may search it."""
        self.searched(place)
        self.fitted(place)

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

    def seeded_by_holder(self, place: Place) -> None:
        """Note that what was built here gets its seed from what holds it."""
        self.set_later(place, "random_state")

    def fitted(self, place: Place) -> None:
        """Note that what was built here is fitted, or a copy of it."""
        for construction in self.constructions.get(place.key, ()):
            construction.fitted = True

    def inner(self, place: Place) -> None:
        """Note that what was built here is a part of another estimator."""
        for construction in self.constructions.get(place.key, ()):
            construction.inner = True

    def happen(self, event: HyperparameterSet | RandomCall | UnfittedUse | CrossValidated) -> None:
        """Note something that is told once a place."""
        self.happened.setdefault((type(event), event.place.key), event)

    def evaluate(self, evaluation: Evaluation) -> None:
        """Note an evaluation of a fit."""
        self.evaluations.setdefault((evaluation.fit, evaluation.place.key, evaluation.rows), evaluation)

    def split_of(self, rows: Rows) -> Place | None:
        """Return the call that split rows off, where it is in view."""
        parts = (each for each in reversed(line(rows)) if isinstance(each, Part))
        return next((self.splits[part.split] for part in parts if part.split in self.splits), None)

    def choose(self, chosen: Chosen) -> None:
        """Note a selection by compared scores."""
        self.chosen.setdefault(chosen.place.key, chosen)

    def events(self) -> Iterator[Event]:
        """Tell everything, in no particular order."""
        built = [each for several in self.constructions.values() for each in several]
        for each in built:
            each.searched = each.searched or not each.within.isdisjoint(self.suggested)
        hidden = self.layers.hidden()
        compared = {(each.scope, each.spec) for each in built if each.searched or each.is_candidate()}
        for construction in built:
            for given in construction.variants:
                yield Constructed(
                    construction.place,
                    construction.name,
                    construction.spec,
                    given,
                    construction.complete,
                    # What one network is built of says nothing of another's.
                    construction.searched
                    or (not construction.spec.is_part and (construction.scope, construction.spec) in compared),
                    construction.fitted,
                    construction.seeded,
                    construction.inner,
                    frozenset(construction.later),
                    construction.place.key in hidden,
                )
        yield from self.happened.values()
        by_fit: dict[Fit, list[Evaluation]] = {}
        for evaluation in self.evaluations.values():
            by_fit.setdefault(evaluation.fit, []).append(evaluation)
        elsewhere = {
            (each.fit.address, each.fit.rows)
            for each in self.evaluations.values()
            if each.labelled and each.overlaps_fit is not Answer.YES
        }
        for fit, evaluations in by_fit.items():
            evaluations.sort(key=lambda evaluation: not evaluation.labelled)
            judged = (fit.address, fit.rows) in elsewhere or fit.address in self.cross_validated
            yield Evaluated(fit, tuple(evaluations), judged)
        yield from self.selections()

    def selections(self) -> Iterator[Selected]:
        """Tell what was selected on rows that a final result is measured on."""
        for evaluation in self.evaluations.values():
            for chosen in evaluation.fit.chosen:
                if chosen.place is evaluation.place or not self.tells(chosen.rows, evaluation.rows):
                    continue
                if chosen.rows == evaluation.rows and further_part(chosen.rows) and not self.is_reported(evaluation):
                    # The score of a validation part goes to a search, or to nobody.
                    continue
                remembers = evaluation.overlaps_fit is Answer.YES and chosen.place is not evaluation.fit.place
                if evaluation.labelled and not remembers and not self.only_remembers(chosen, evaluation):
                    yield Selected(chosen.place, chosen.name, evaluation.data, evaluation.place, compared=False)
        for chosen in self.chosen.values():
            if not held_out(chosen.rows) or further_part(chosen.rows) or self.judged_elsewhere(chosen):
                continue
            if chosen.place.key in self.reported or self.judged_again(chosen):
                yield Selected(chosen.place, chosen.name, chosen.name, chosen.place, compared=True)

    def tells(self, selected_on: Rows, evaluated: Rows) -> bool:
        """Tell whether rows that something was selected on are the held-out rows that judge it."""
        return held_out(evaluated) and share_originals(selected_on, evaluated) is Answer.YES

    def only_remembers(self, chosen: Chosen, evaluation: Evaluation) -> bool:
        """Tell whether a search is scored on the very rows that it was given, and these aren't test rows."""
        if not chosen.rows == evaluation.rows == evaluation.fit.rows:
            return False
        return not is_test_part(chosen.rows) or self.judged_elsewhere(chosen)

    def is_reported(self, evaluation: Evaluation) -> bool:
        """Tell whether somebody is shown the score."""
        return evaluation.place.key in self.reported

    def judged_again(self, chosen: Chosen) -> bool:
        """Tell whether something is evaluated on the same rows outside the comparison: they are the final rows, too."""
        return any(
            evaluation.labelled
            and evaluation.scope == chosen.scope
            and evaluation.place.key not in self.chosen
            and overlaps(evaluation.rows, chosen.rows) is Answer.YES
            for evaluation in self.evaluations.values()
        )

    def judged_elsewhere(self, chosen: Chosen) -> bool:
        """Tell whether some model is evaluated on rows that neither selected nor trained: a final test exists."""
        return any(
            evaluation.labelled
            and evaluation.scope == chosen.scope
            and evaluation.place is not chosen.place
            and evaluation.overlaps_fit is not Answer.YES
            and overlaps(evaluation.rows, chosen.rows) is Answer.NO
            and related(chosen.rows, evaluation)
            for evaluation in self.evaluations.values()
        )


def is_test_part(rows: Rows) -> bool:
    """Tell whether rows are the second part of a `train_test_split`, or the held-out part of a fold."""
    return isinstance(rows, Part) and rows.index == "test"


def in_test_part(rows: Rows) -> bool:
    """Tell whether rows were taken from the held-out part of a split that was made to evaluate."""
    return any(is_test_part(each) for each in line(rows))


def further_part(rows: Rows) -> bool:
    """Tell whether rows were split off what is left after another split: then a final test part was held out before."""
    ancestors = line(rows)
    splits = [each for each in ancestors if isinstance(each, Part) and each.index in ("train", "test")]
    middle = any(isinstance(each, Slice) and each.low is not None and each.high is not None for each in ancestors)
    return len(splits) > 1 or middle


def related(rows: Rows, evaluation: Evaluation) -> bool:
    """Tell whether an evaluation is of the same data as some rows: on them, or of a model that learned from them."""
    tables = sources(rows)
    return bool(tables & (sources(evaluation.rows) | sources(evaluation.fit.rows)))


def held_out(rows: Rows) -> bool:
    """Tell whether rows are one part of a split, not all that there is."""
    return any(isinstance(each, Derived) for each in line(rows))
