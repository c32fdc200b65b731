"""Evaluations and selections, and which selections were made on the rows that judge the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import Chosen, Fit, History, Learned, Lesson
from hplint.analysis.data.overlap import Answer, overlaps, share_originals
from hplint.analysis.data.rows import Part, Rows, data_sets, duplications, line, made_up, sources
from hplint.analysis.events.evaluation import Evaluated, Evaluation, Selected, Target
from hplint.analysis.memory.heap import Estimator
from hplint.analysis.memory.values import Data, Score, Unknown, Value
from hplint.analysis.scores.held_out import further_part, held_out, is_test_part, is_test_table, left_for_training
from hplint.basis.frozen import dataclass, replace
from hplint.findings import Place


@dataclass(frozen=True, slots=True)
class TuningScore:
    """The best score of a search's own folds was read."""

    place: Place
    """The attribute."""
    fit: Fit
    """The search's."""
    scope: int
    number: int
    """What is scored later has a greater `Evaluation.occasion`."""
    method: bool
    """An object's method read it, so that others may hold the search."""


class Evaluations:
    """What was scored and selected in a run, and on which rows."""

    def __init__(self) -> None:
        self.evaluations: dict[tuple[Fit, int, Rows], Evaluation] = {}
        self.chosen: dict[tuple[int, Rows], Chosen] = {}
        self.compared: set[int] = set()
        """Places of the scores that were compared to keep something."""
        self.averaged: dict[int, int] = {}
        """When the inner loop began that splits the rows again on each pass, by the place of what it scores on them."""
        self.cross_validated: set[int] = set()
        """Addresses of the estimators whose copies were scored within folds."""
        self.predictions: dict[tuple[Fit, Rows, int], str] = {}
        """What was predicted by which fit, in which scope, and its name."""
        self.guessed: set[tuple[Fit, Rows, int]] = set()
        """Those of them of which the table has no labels, which its file doesn't hold."""
        self.predicted_into: dict[int, frozenset[int]] = {}
        """The keys of the fits' places whose predictions data hold besides others, by the cell of the data."""
        self.neighbours: dict[int, tuple[Fit, ...]] = {}
        """The fits whose nearest training rows stand at positions, by the cell of the positions."""
        self.splits: dict[object, Place] = {}
        """The calls that split rows, by the identity of the split."""
        self.single_splits: dict[object, int] = {}
        """How often each split was made; those of more than features and labels count double."""
        self.targets: dict[int, Target] = {}
        """What labels are, by the cell of the data, where they were made of others."""
        self.own_fits: dict[int, Fit] = {}
        """The last fit of each object of a class in view that has `fit` and `predict`, by its address."""
        self.forwarded: dict[object, dict[Rows, tuple[Data, Call]]] = {}
        """The data that each network was called on since gradients flowed back, by the network's address or key."""
        self.module_fits: dict[object, Fit] = {}
        """What each of them learned last."""
        self.regressions: dict[object, Fit] = {}
        """What regressions that got their rows when they were built learn, by their keys and those of their results."""
        self.adapted: dict[object, list[Unknown]] = {}
        """The layers that were adapted to data before they were added to a network, by its key."""
        self.judging: set[object] = set()
        """Those of them that were last told that they are to be judged, not to learn."""
        self.loaded: dict[object, Data] = {}
        """What loaders load, by their keys."""
        self.sides: dict[tuple[object, object], bool] = {}
        """Whether a part of a split, by the split and its index, got a name; one that got `_` alone is thrown away."""
        self.fitted_targets: set[object] = set()
        """Identities of the labels that models were fitted to."""
        self.errors: dict[int, Target] = {}
        """The labels that predictions were compared with or subtracted from, by the cell of the result."""
        self.epochs: dict[int, Score] = {}
        """What networks score on their validation rows along the way, by the key of the place of the fit."""
        self.origins: dict[int, History] = {}
        """What was learned to compute the statistic that was subtracted, by the cell of the difference."""
        self.one_of: dict[int, int] = {}
        """The occasion on which a fit predicted as one of several outside of loops, by its number."""
        self.residuals: set[int] = set()
        """Those of them that are differences with their signs: their mean is a bias, not how well a model predicts."""
        self.tuning_scores: dict[tuple[int, Fit], TuningScore] = {}
        self.cv_results: dict[int, Fit] = {}
        """The searches whose tables of results data are, by the cell."""
        self.best_values: dict[object, Score] = {}
        """The best score of an objective, by the key of the attribute that tells it."""
        self.loads = False
        """Weights or a model are loaded that were saved before."""
        self.checkpoints: set[Chosen] = set()
        """The selections of epochs that are saved, for whoever loads them."""
        self.saves = False
        """A model is written to where it can be loaded from."""
        self.score_tables: dict[int, tuple[tuple[Score, frozenset[object]], ...]] = {}
        """The scores that tables hold, each with its column or row, by the cell of the data."""
        self.rankings: dict[int, tuple[Score, ...]] = {}
        """Those that are sorted by them: lists by their address, tables by their cell."""
        self.cut_by_loops: set[object] = set()
        """What cuts rows by a comparison with another value on each pass of a loop: folds that are made by hand."""
        self.set_by_loops: set[int] = set()
        """Cells of numbers that are computed from what a loop binds."""
        self.archives: set[int] = set()
        """Cells of files that hold arrays by their names, as far as anybody knows: other rows under each of them."""
        self.in_turn: set[Value] = set()
        """What stands for the items of a container that a loop takes one after the other, by their positions."""
        self.models_in_turn: set[int] = set()
        """Addresses of unknown models that a loop binds, another one on each pass."""
        self.handed_out: set[Fit] = set()
        """Fits of the estimators that code out of sight got hold of."""
        self.choices_handed_out: set[int] = set()
        """Keys of the calls whose selection code out of sight got hold of."""
        self.perhaps_judged: set[tuple[int, Rows]] = set()
        """Rows whose predictions a function out of view is given beside other data, with the program that calls it."""
        self.worked_out: set[int] = set()
        """Places of the statistics of errors that no function of a library calls a score: a result once it is shown."""
        self.reported: set[int] = set()
        """Places of the scores that are printed or shown."""
        self.given_back: set[int] = set()
        """Places of those that functions return to callers out of view."""

    def carry_predictions(self, made: Data, held: Iterable[Data]) -> None:
        """Note that predictions that were written into some data are in what is made of them, too."""
        if self.predicted_into:
            self.write_predictions(made, *(self.predicted_into.get(each.cell, ()) for each in held))

    def write_predictions(self, made: Data, *fits: Iterable[int]) -> None:
        """Note that data hold predictions, by the keys of the places of the fits."""
        keys = frozenset().union(*fits)
        if keys:
            self.predicted_into[made.cell] = self.predicted_into.get(made.cell, frozenset()) | keys

    def predicted_by(self, data: Data) -> frozenset[int]:
        """Return the keys of the fits' places whose predictions are among data."""
        found = self.predicted_into.get(data.cell, frozenset())
        if not data.predicted and not data.columns:
            return found
        own = {fit.place.key for part in (data, *(each for _, each in data.columns)) for fit in part.predicted}
        return found | own

    def evaluate(self, evaluation: Evaluation) -> None:
        """Note an evaluation of a fit."""
        self.evaluations.setdefault((evaluation.fit, evaluation.place.key, evaluation.rows), evaluation)

    def withdraw(self, place: Place) -> None:
        """Forget what was taken for an evaluation at a place."""
        for key in [key for key, evaluation in self.evaluations.items() if evaluation.place.key == place.key]:
            del self.evaluations[key]

    def split_of(self, rows: Rows) -> Place | None:
        """Return the call that split rows off, where it is in view."""
        parts = (each for each in reversed(line(rows)) if isinstance(each, Part))
        return next((self.splits[part.split] for part in parts if part.split in self.splits), None)

    def drawn(self) -> frozenset[object]:
        """Return the splits of which one part was thrown away: `sample, _ = train_test_split(table)`."""
        return frozenset(split for (split, _), named in self.sides.items() if not named)

    def hand_out(self, value: Data | Estimator) -> None:
        """Note that code out of sight got hold of something."""
        if isinstance(value, Estimator):
            self.handed_out.update(value.fits)
        else:
            self.choices_handed_out.update(chosen.place.key for chosen in value.chosen)

    def choose(self, chosen: Chosen) -> None:
        """Note a selection by compared scores."""
        self.chosen.setdefault((chosen.place.key, chosen.rows), chosen)

    def decides(self, place: Place) -> bool:
        """Tell whether the score measured at a place was compared to keep something."""
        return any(each.place.key == place.key for each in self.chosen.values())

    def evaluated(self) -> Iterator[Evaluated]:
        """Tell of every fit that was evaluated."""
        by_fit: dict[Fit, list[Evaluation]] = {}
        for evaluation in self.evaluations.values():
            if not self.only_computes(evaluation):
                by_fit.setdefault(evaluation.fit, []).append(evaluation)
        elsewhere = {
            (each.fit.address, each.fit.rows)
            for each in self.evaluations.values()
            if each.labelled and each.overlaps_fit is not Answer.YES
        }
        for fit, evaluations in by_fit.items():
            evaluations.sort(key=lambda evaluation: not evaluation.labelled)
            judged = (fit.address, fit.rows) in elsewhere
            judged = judged or self.may_be_judged_by_callers(fit, evaluations[0].scope)
            yield Evaluated(fit, tuple(evaluations), judged, fit.address in self.cross_validated)

    def only_computes(self, evaluation: Evaluation) -> bool:
        """Tell whether errors on training rows are summed up for something else: a limit of outliers, an interval."""
        key = evaluation.place.key
        told = key in self.reported or key in self.given_back
        return evaluation.overlaps_fit is Answer.YES and key in self.worked_out and not told

    def may_be_judged_by_callers(self, fit: Fit, scope: int) -> bool:
        """Tell whether whoever hands rows in, out of view, gets the model too, and may have held other rows back."""
        return scope != 0 and fit in self.handed_out and data_sets(fit.rows) is None and not made_up(fit.rows)

    def selections(self) -> Iterator[Selected]:
        """Tell what was selected on rows that a final result is measured on."""
        drawn = self.drawn()
        for evaluation in self.evaluations.values():
            for chosen in evaluation.fit.chosen | evaluation.chosen:
                if chosen.place is evaluation.place or not self.tells(chosen.rows, evaluation):
                    continue
                if chosen.saved and not self.loads:
                    continue
                if chosen.rows == evaluation.rows and further_part(chosen.rows, evaluation.data, drawn):
                    # A validation part: the test part was split off before.
                    continue
                remembers = evaluation.overlaps_fit is Answer.YES and chosen.place is not evaluation.fit.place
                if not evaluation.labelled or remembers or self.only_remembers(chosen, evaluation):
                    continue
                if not self.judged_elsewhere(replace(chosen, scope=evaluation.scope)):
                    final = evaluation.place
                    yield Selected(
                        chosen.place,
                        chosen.name,
                        evaluation.data,
                        final,
                        chosen.compared,
                        chosen.rows,
                        evaluation.scope,
                        evaluation.fit.spec,
                    )
        for chosen in self.chosen.values():
            if (
                not (held_out(chosen.rows) or is_test_table(chosen.rows, chosen.name) or is_whole(chosen))
                or further_part(chosen.rows, chosen.name, drawn)
                or self.judged_elsewhere(chosen)
            ):
                continue
            if not self.reported.isdisjoint(chosen.beside) or self.judged_again(chosen):
                scored = (each.fit.spec for each in self.evaluations.values() if each.place is chosen.place)
                yield Selected(
                    chosen.place,
                    chosen.name,
                    chosen.name,
                    chosen.place,
                    True,
                    chosen.rows,
                    chosen.scope,
                    next(scored, None),
                )

    def tells(self, selected_on: Rows, evaluation: Evaluation) -> bool:
        """Tell whether rows that something was selected on are the held-out rows that judge it."""
        apart = held_out(evaluation.rows) or is_test_table(evaluation.rows, evaluation.data)
        return apart and share_originals(selected_on, evaluation.rows) is Answer.YES

    def only_remembers(self, chosen: Chosen, evaluation: Evaluation) -> bool:
        """Tell whether a search is scored on the very rows that it was given, and these aren't test rows."""
        if not chosen.rows == evaluation.rows == evaluation.fit.rows:
            return False
        return not is_test_part(chosen.rows) or self.judged_elsewhere(chosen)

    def judged_again(self, chosen: Chosen) -> bool:
        """Tell whether something is evaluated on the same rows outside the comparison: they are the final rows, too."""
        return any(
            evaluation.labelled
            and evaluation.scope == chosen.scope
            and evaluation.place.key not in self.compared
            and overlaps(evaluation.rows, chosen.rows) is Answer.YES
            for evaluation in self.evaluations.values()
        )

    def judged_elsewhere(self, chosen: Chosen) -> bool:
        """Tell whether some model is evaluated on rows that neither selected nor trained: a final test exists."""
        if any(
            scope == chosen.scope and overlaps(rows, chosen.rows) is not Answer.YES
            for scope, rows in self.perhaps_judged
        ):
            return True
        selecting = {
            ways(each)
            for each in self.evaluations.values()
            if each.place is chosen.place and each.scope == chosen.scope and each.rows == chosen.rows
        }
        return any(
            evaluation.labelled
            and evaluation.scope == chosen.scope
            # A function may score whatever it is given: the validation rows in a loop, the test rows in the end.
            and (evaluation.place is not chosen.place or ways(evaluation) not in selecting)
            and evaluation.overlaps_fit is not Answer.YES
            and overlaps(evaluation.rows, chosen.rows) is Answer.NO
            and related(chosen.rows, evaluation)
            for evaluation in self.evaluations.values()
        )


def ways(evaluation: Evaluation) -> tuple[int, ...]:
    """Identify the calls by which a scoring was reached."""
    return tuple(call.key for call in evaluation.calls)


def is_whole(chosen: Chosen) -> bool:
    """Tell whether something was chosen on all rows that there are, each predicted by what never saw it."""
    return chosen.folds and data_sets(chosen.rows) is not None and not left_for_training(chosen.rows)


def related(rows: Rows, evaluation: Evaluation) -> bool:
    """Tell whether an evaluation is of the same data as some rows: on them, or of a model that learned from them."""
    tables = sources(rows)
    return bool(tables & (sources(evaluation.rows) | sources(evaluation.fit.rows)))


def resampled(fit: Fit, evaluation: Evaluation) -> Learned | None:
    """Return the resampling that put copies of rows on both sides of a split, if that is how they overlap."""
    if evaluation.rows == fit.rows:
        return None
    places = duplications(evaluation.rows)
    for entry in fit.learned & evaluation.learned:
        if entry.lesson is Lesson.RESAMPLING and entry.place in places:
            return entry
    return None
