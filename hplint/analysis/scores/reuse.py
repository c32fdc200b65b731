"""Test sets that score several models: the better of several scores on the same rows is partly luck."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field

from hplint.analysis.data.features import are_others
from hplint.analysis.data.history import Fit
from hplint.analysis.data.overlap import Answer, originals, overlaps, share_originals
from hplint.analysis.data.rows import (
    Nobody,
    Part,
    Rows,
    Slice,
    Source,
    Union,
    UnknownRows,
    by_content,
    data_sets,
    in_folds,
    line,
    made_up,
    sources,
    varied,
)
from hplint.analysis.estimators.configurations import Configuration, alike
from hplint.analysis.events.evaluation import Evaluation, Reused, Selected
from hplint.analysis.scores.evaluations import Evaluations, related, resampled
from hplint.analysis.scores.held_out import further_part, is_for_test, is_for_validation, left_for_training, named_apart
from hplint.basis.frozen import dataclass
from hplint.findings import Place

MOST_SETS = 64
"""Most test sets of one program that are told apart."""


@dataclass(slots=True)
class TestSet:
    """Held-out rows of one program, and what is scored on them."""

    rows: Rows
    scope: int
    uses: list[list[Evaluation]] = field(default_factory=list)
    """For each target the first evaluation of each configuration, in order."""
    instead: list[Evaluation] = field(default_factory=list)
    """Those of the models that another path would have scored in their place."""

    def add(self, evaluation: Evaluation, record: Evaluations) -> None:
        """Note an evaluation, unless it is of a configuration that was evaluated before."""
        for rivals in self.uses:
            if same_target(rivals[0], evaluation, record):
                if all(
                    differ(each.fit, evaluation.fit) and not may_be_loaded(each.fit, evaluation.fit, record)
                    for each in (*rivals, *self.instead)
                ):
                    alone = all(each.occasion != evaluation.occasion for each in rivals)
                    (rivals if alone else self.instead).append(evaluation)
                return
        self.uses.append([evaluation])


def reuses(record: Evaluations, selections: Iterable[Selected]) -> Iterator[Reused]:
    """Tell of every test set that scores several models, but for those on which a selection was told of already."""
    told = list(selections)
    sets = test_sets(record)
    places: set[int] = set()
    for each in sets:
        rivals = next((uses for uses in each.uses if len(uses) > 1 or compares(uses[0])), None)
        if rivals is None or any(
            selected.scope == each.scope and overlaps(selected.rows, each.rows) is Answer.YES for selected in told
        ):
            continue
        if not judged_by_others(each, sets, record) and not only_selects(rivals, record):
            second = rivals[min(1, len(rivals) - 1)]
            if second.here.key in places:
                # A function that compares models on whatever it is given does so on several test sets.
                continue
            places.add(second.here.key)
            yield Reused(second, tuple(rivals), rivals[0].fit.data, compared_at(rivals[0], second))


def compared_at(first: Evaluation, second: Evaluation) -> Place:
    """Return where the second model is scored, to the eyes of whoever compares them.

    Where a function scores whatever it is given, that is the call of it, apart from the one for the first model.
    """
    if first is second or first.here.key == second.here.key:
        for one, other in zip(first.calls, second.calls, strict=False):
            if one.key != other.key:
                return other
        return second.turn or second.here
    return second.here


def only_selects(rivals: list[Evaluation], record: Evaluations) -> bool:
    """Tell whether the scores on validation rows pick a model, and are told to nobody."""
    return any(
        is_for_validation(each.data) and each.place.key in record.compared and each.place.key not in record.reported
        for each in rivals
    )


def test_sets(record: Evaluations) -> list[TestSet]:
    """Gather the evaluations by the rows that they are on."""
    sets: list[TestSet] = []
    known: dict[tuple[int, object], TestSet] = {}
    drawn = record.drawn()
    for evaluation in record.evaluations.values():
        if not is_final(evaluation, drawn):
            continue
        key = (evaluation.scope, identity(evaluation))
        found = known.get(key)
        if found is None and len(sets) < MOST_SETS:
            for each in sets:
                if each.scope == evaluation.scope and are_same(each.rows, evaluation.rows):
                    found = each
                    break
            else:
                found = TestSet(evaluation.rows, evaluation.scope)
                sets.append(found)
            known[key] = found
        if found is not None:
            found.add(evaluation, record)
    return sets


def are_same(one: Rows, other: Rows) -> bool:
    """Tell whether two test sets are the same rows, or one was taken from the other.

    Two draws of the same data share rows, too, by chance; they are two test sets.
    """
    first, second = originals(one), originals(other)
    return first in line(second) or second in line(first)


def identity(evaluation: Evaluation) -> object:
    """Return what tells test sets apart: their rows, where nobody knows these the labels and the name."""
    if not isinstance(evaluation.rows, UnknownRows):
        return evaluation.rows
    return ("named", None if evaluation.target is None else evaluation.target.identity, variable(evaluation.data))


def is_held_out(evaluation: Evaluation) -> bool:
    """Tell whether a model didn't see the rows; where code out of view made the parts, their names say so."""
    if evaluation.overlaps_fit is Answer.YES:
        # Split off to be, though copies of the rows made before the split stand on its other side.
        beside = evaluation.fit.rows not in line(evaluation.rows) and evaluation.rows not in line(evaluation.fit.rows)
        return beside and resampled(evaluation.fit, evaluation) is not None
    if evaluation.overlaps_fit is Answer.NO or evaluation.target is None:
        return evaluation.overlaps_fit is Answer.NO
    if evaluation.fit.loaded is None:
        return named_apart(evaluation.fit.data, evaluation.data)
    tested = evaluation.data.lower()
    return "test" in tested and "train" not in tested


def is_final(evaluation: Evaluation, drawn: frozenset[object]) -> bool:
    """Tell whether an evaluation is of a real model on held-out rows that aren't there to compare models on.

    The splits of `drawn` only drew a sample.
    """
    spec, rows = evaluation.fit.spec, evaluation.rows
    return (
        evaluation.labelled
        and is_held_out(evaluation)
        and not (spec is not None and spec.facts.baseline)
        and not further_part(rows, evaluation.data, drawn)
        and (evaluation.remaining or not in_folds(rows))
        and not evaluation.anew
        and not varied(rows)
        and not is_made_up(rows)
        and (not is_for_validation(evaluation.data) or is_all(rows))
        and not is_handed_in(evaluation)
    )


def is_handed_in(evaluation: Evaluation) -> bool:
    """Tell whether callers that nobody sees may hand the rows in, and no name says that they are for a test."""
    rows = evaluation.rows
    handed = evaluation.scope != 0 and isinstance(rows, Source) and not rows.label and not rows.made_up
    return handed and not is_for_test(evaluation.data)


def is_all(rows: Rows) -> bool:
    """Tell whether the data set was loaded in view, so that nobody held others of its rows back before."""
    return data_sets(rows) is not None or made_up(rows)


def is_made_up(rows: Rows) -> bool:
    """Tell whether the program drew the rows for the test alone: they show what a model does, and select none."""
    return isinstance(rows, Source) and rows.made_up and not rows.label


def varies(fit: Fit) -> bool:
    """Tell whether the same call fits something else on each pass of a loop."""
    return fit.varies or any(each is not None and each.varies for each in (fit.configuration, fit.network))


def compares(evaluation: Evaluation) -> bool:
    """Tell whether one place scores something else on each pass of a loop."""
    return varies(evaluation.fit) and not evaluation.last


def judged_by_others(tested: TestSet, sets: list[TestSet], record: Evaluations) -> bool:
    """Tell whether one of the models may be judged on further rows, that compare no models."""
    for other in sets:
        if left_for_training(other.rows) and not left_for_training(tested.rows):
            # They may only choose, a model or when to stop.
            continue
        if other is not tested and other.scope == tested.scope and overlaps(other.rows, tested.rows) is Answer.NO:
            for uses in other.uses:
                if len(uses) == 1 and not compares(uses[0]) and related(tested.rows, uses[0]):
                    return True
    fitted = {each.fit.rows for uses in tested.uses for each in uses}
    labelled = [each for each in record.evaluations.values() if each.labelled and each.scope == tested.scope]
    scored, names = {identity(each) for each in labelled}, {variable(each.data) for each in labelled}
    return any(
        scope == tested.scope
        and rows not in scored
        and (variable(text) not in names if isinstance(rows, UnknownRows) else is_further(fit, rows, tested.rows))
        and any(share(fit.rows, each) for each in fitted)
        for (fit, rows, scope), text in record.predictions.items()
    )


def share(one: Rows, other: Rows) -> bool:
    """Tell whether two fits may have been on the same rows."""
    return overlaps(one, other) is not Answer.NO


def is_further(fit: Fit, predicted: Rows, tested: Rows) -> bool:
    """Tell whether predictions are on labelled rows that neither a fit nor a test saw: another part of the same data.

    Of another file, such as that of a competition, nobody in view has the labels: it judges nothing here.
    """
    return (
        not isinstance(predicted, Nobody)
        and not made_up(predicted)
        and share_originals(predicted, fit.rows) is not Answer.YES
        and overlaps(predicted, tested) is Answer.NO
        and bool(sources(predicted) & sources(tested))
        and not is_another_table(predicted)
        and (left_for_training(tested) or not left_for_training(predicted))
    )


def is_another_table(rows: Rows) -> bool:
    """Tell whether rows are one of several stacked tables again: what a competition gives for training and for test."""
    root, *taken = line(rows)
    return isinstance(root, Union) and bool(taken) and (isinstance(taken[0], Slice) or by_content(taken[0]))


def same_target(one: Evaluation, other: Evaluation, record: Evaluations) -> bool:
    """Tell whether two evaluations on the same rows compare with the same labels."""
    first, second = one.target, other.target
    if first is None or second is None:
        return first is second
    if first.column is not None and second.column is not None:
        return first.column == second.column
    return first.identity == second.identity or split_once(one.rows, record)


def split_once(rows: Rows, record: Evaluations) -> bool:
    """Tell whether rows come from one split, made once, of features and labels: then there are no other labels."""
    parts = [each for each in line(rows) if isinstance(each, Part)]
    return bool(parts) and record.single_splits.get(parts[-1].split, 0) == 1


def may_be_loaded(one: Fit, other: Fit, record: Evaluations) -> bool:
    """Tell whether one is perhaps the other, saved and loaded again."""
    if (one.loaded is None) is (other.loaded is None):
        return False
    fitted = one if one.loaded is None else other
    return record.saves or fitted in record.handed_out


def differ(one: Fit, other: Fit) -> bool:
    """Tell whether two fits are certainly of different models, configurations, or training data."""
    if one is other or derives(one, other) or derives(other, one):
        return False
    if one.loaded is not None and other.loaded is not None:
        return one.loaded != other.loaded
    if one.configuration is None or other.configuration is None:
        if one.address == other.address:
            return False
        # Two models that nobody knows are different ones where they are built and fitted apart.
        apart = one.place.key != other.place.key or not alike(one.network, other.network)
        return apart or (one.network is not None and one.rows != other.rows)
    if found_by(one) != found_by(other) or not alike(one.configuration, other.configuration):
        return True
    if one.features is not None and other.features is not None and one.features != other.features:
        return True
    if are_others(one.columns, other.columns):
        return True
    if one.place.key == other.place.key:
        return varies(one) or one.rows != other.rows or lessons(one) != lessons(other)
    return variable(one.data) != variable(other.data) or lessons(one) != lessons(other)


def derives(later: Fit, search: Fit) -> bool:
    """Tell whether a model is set to what a search found, or is a copy of what the search fitted."""
    if later.place.key == search.place.key:
        # The same call searches another time.
        return False
    if any(chosen.place.key == search.place.key for chosen in later.chosen):
        return search.searches
    found, model = search.configuration, later.configuration
    if found is None or model is None or not found.search or model.complete:
        return False
    return any(isinstance(part, Configuration) and part.kind == model.kind for _, part in found.settings)


def found_by(fit: Fit) -> frozenset[int]:
    """Return the keys of the calls that chose what the model is set to, or is fitted on."""
    return frozenset(chosen.place.key for chosen in fit.chosen if chosen.place.key != fit.place.key)


def variable(text: str) -> str:
    """Return the variable that some code speaks of: `X_train` of `X_train.values`."""
    found = re.match(r"\w+", text)
    return found.group() if found else ""


def lessons(fit: Fit) -> frozenset[int]:
    """Return the keys of the places where something was learned to make the training data."""
    return frozenset(entry.place.key for entry in fit.learned)
