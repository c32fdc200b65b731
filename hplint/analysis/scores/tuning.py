"""Scores of a search's own folds that are reported, where nothing judges what the search found on other rows."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.data.history import Fit
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import Rows, UnknownRows, data_sets, in_training_part, made_up
from hplint.analysis.estimators.configurations import Configuration
from hplint.analysis.events.evaluation import Evaluation, TuningReported
from hplint.analysis.scores.evaluations import Evaluations, TuningScore, resampled


def reported_tuning(record: Evaluations) -> Iterator[TuningReported]:
    """Tell of each search whose best score is reported, once a search.

    The scores of several searches are compared where one of them is judged on other rows, or picked by its score.
    """
    shown = [score for score in record.tuning_scores.values() if score.place.key in record.reported]
    told: set[Fit] = set()
    for score in shown:
        fit = score.fit
        if fit in told or is_judged(score, record) or not is_all_in_view(score, record):
            continue
        rivals = [other for other in record.tuning_scores.values() if is_rival(other, score)]
        if not any(is_settled(other, record) for other in rivals) and not (rivals and is_another_judged(score, record)):
            told.add(fit)
            yield TuningReported(score.place, fit, in_training_part(fit.rows))


def is_rival(other: TuningScore, score: TuningScore) -> bool:
    """Tell whether two searches may have had the same rows."""
    apart = overlaps(other.fit.rows, score.fit.rows) is Answer.NO
    return other.fit is not score.fit and other.scope == score.scope and not apart


def is_another_judged(score: TuningScore, record: Evaluations) -> bool:
    """Tell whether what any search found is scored on rows that this one didn't have: then the searches compete."""
    return any(
        evaluation.scope == score.scope
        and (evaluation.fit.searches or evaluation.fit.chosen)
        and is_elsewhere(evaluation, score.fit)
        for evaluation in record.evaluations.values()
    )


def is_settled(score: TuningScore, record: Evaluations) -> bool:
    """Tell whether a search may be the one that was kept, or was picked by comparing scores."""
    return score.place.key in record.compared or not is_all_in_view(score, record) or is_judged(score, record)


def is_all_in_view(score: TuningScore, record: Evaluations) -> bool:
    """Tell whether nobody out of view can score what the search found."""
    fit = score.fit
    if score.method or isinstance(fit.rows, UnknownRows) or fit in record.handed_out:
        return False
    if any(fit.place.key == key for key in record.choices_handed_out):
        return False
    # Whoever calls a function that nobody in view calls may hold further rows back from it.
    return score.scope == 0 or data_sets(fit.rows) is not None or made_up(fit.rows)


def is_judged(score: TuningScore, record: Evaluations) -> bool:
    """Tell whether what the search found may be scored on other rows: itself, its copy, or a model set by hand."""
    fit = score.fit
    if fit.address in record.cross_validated:
        return True
    found = kinds(fit.configuration)
    for evaluation in record.evaluations.values():
        by_hand = bool(found & kinds(evaluation.fit.configuration)) and evaluation.occasion > score.number
        if evaluation.scope != score.scope:
            continue
        if (by_hand or comes_of(evaluation.fit, fit)) and is_elsewhere(evaluation, fit):
            return True
    return any(
        scope == score.scope
        and comes_of(each, fit)
        and (each, rows, scope) not in record.guessed
        and overlaps(rows, fit.rows) is not Answer.YES
        and not made_up(rows)
        and not is_another_file(rows, fit)
        for each, rows, scope in record.predictions
    )


def is_another_file(rows: Rows, fit: Fit) -> bool:
    """Tell whether rows were read from elsewhere than those of a search: their predictions judge nothing here."""
    predicted, searched = data_sets(rows), data_sets(fit.rows)
    return predicted is not None and searched is not None and predicted.isdisjoint(searched)


def is_elsewhere(evaluation: Evaluation, fit: Fit) -> bool:
    """Tell whether an evaluation may be on rows that the search didn't have."""
    apart = overlaps(evaluation.rows, fit.rows) is not Answer.YES or resampled(evaluation.fit, evaluation) is not None
    return evaluation.looked_at and apart


def comes_of(fit: Fit, search: Fit) -> bool:
    """Tell whether a model is what a search found, or set to it."""
    return fit is search or any(chosen.place.key == search.place.key for chosen in fit.chosen)


def kinds(configuration: object) -> frozenset[str]:
    """List the classes in a configuration, compositions and searches apart."""
    match configuration:
        case Configuration(settings=settings):
            inner = frozenset().union(*(kinds(value) for _, value in settings))
            return inner or frozenset({configuration.kind})
        case tuple():
            return frozenset().union(*map(kinds, configuration))
        case _:
            return frozenset()
