"""Comparing scores: what is kept because of such a comparison was selected on the rows that were scored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from hplint.analysis.activations import Changes
from hplint.analysis.data.history import Chosen
from hplint.analysis.data.overlap import Answer, overlaps
from hplint.analysis.data.rows import Part, Rows, in_folds, line
from hplint.analysis.events.hyperparameters import SeedKept
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Content, Estimator
from hplint.analysis.memory.heap import Mapping as Dict
from hplint.analysis.memory.values import INERT, Constant, Data, Items, OneOf, Ref, Score, Unknown, Value, Verdict
from hplint.analysis.python.containers import contents
from hplint.analysis.scores.held_out import in_test_part, is_for_test, is_for_validation
from hplint.basis.frozen import replace
from hplint.findings import Place

DEEPEST = 3
"""Containers within containers whose scores are shown with them."""


def choices(machine: Machine, scores: tuple[Score, ...]) -> frozenset[Chosen]:
    """Note that scores were compared to keep something, and return what that makes of what is kept."""
    deciding = decisive(scores)
    compared = frozenset(score.place.key for score in scores)
    machine.record.compared |= compared
    chosen = [selection(machine, score, compared) for score in deciding]
    for each, score in zip(chosen, deciding, strict=True):
        # Scores of folds select on rows that were held out of training alone, but for thresholds and weights.
        trained = any(overlaps(fit.rows, score.rows) is Answer.YES for fit in score.fits)
        within = score.settled or not is_of_folds(machine, score) or in_one_fold(machine)
        if score.fits and not trained and within:
            machine.record.choose(each)
    for score in scores:
        note_seed(machine, score)
        for fit in score.fits:
            estimator = machine.store.get(fit.address)
            if isinstance(estimator, Estimator):
                machine.record.searched(estimator.place)
    return frozenset(chosen)


def selection(machine: Machine, score: Score, compared: frozenset[int]) -> Chosen:
    """Return what says that a score decides among those that were compared, by the keys of their places."""
    folds = any(fit.folds for fit in score.fits)
    return Chosen(score.rows, score.place, score.data, True, machine.scope, folds=folds, beside=compared)


def is_of_folds(machine: Machine, score: Score) -> bool:
    """Tell whether predictions were made fold by fold, year by year, or split by split."""
    by_hand = any(isinstance(each, Part) and is_cut_by_loop(machine, each.split) for each in line(score.rows))
    return by_hand or is_averaged(machine, score) or in_folds(score.rows) or any(fit.folds for fit in score.fits)


def is_averaged(machine: Machine, score: Score) -> bool:
    """Tell whether an inner loop, which has ended, split the rows again and again: a candidate has all these scores."""
    began = machine.record.averaged.get(score.place.key)
    return began is not None and began != machine.passing_since()


def is_cut_by_loop(machine: Machine, split: object) -> bool:
    """Tell whether a loop cuts at another value on each pass; rows may be taken by what cuts others, in their order."""
    cuts = machine.record.cut_by_loops
    return split in cuts or (isinstance(split, tuple) and not cuts.isdisjoint(split))


def in_one_fold(machine: Machine) -> bool:
    """Tell whether the loop under way goes through candidates within one fold: epochs, thresholds."""
    around = [*(loop for each in machine.activations for loop in each.around), *machine.loops]
    return bool(around) and not around[-1].folds and any(loop.folds for loop in around[:-1])


def by_scores(machine: Machine, scores: tuple[Score, ...]) -> Data:
    """Return what was taken by scores, which selects something once it is used, and not yet where it is looked at."""
    compared = frozenset(score.place.key for score in scores)
    chosen = [selection(machine, each, compared) for each in decisive(scores)]
    return Data(machine.fresh(), kind="scalar", chosen=frozenset(chosen))


def of_two_models(verdict: Verdict) -> bool:
    """Tell whether the scores of two models on the same rows are compared."""
    return any(
        one.rows == other.rows and one.fits and other.fits and not set(one.fits) & set(other.fits)
        for position, one in enumerate(verdict.scores)
        for other in verdict.scores[:position]
    )


def keeps_one(values: Iterable[object]) -> bool:
    """Tell whether there is anything among values but scores and names, which are only told."""
    return any(not isinstance(each, (Score, Constant)) for each in values)


def decisive(scores: tuple[Score, ...]) -> list[Score]:
    """List one of the compared scores for each rows: the first of a second model's, else the first that there is."""
    by_rows: dict[Rows, list[Score]] = {}
    for score in sorted(scores, key=lambda each: each.order):
        by_rows.setdefault(score.rows, []).append(score)
    return [next((each for each in held if each.fits != held[0].fits), held[0]) for held in by_rows.values()]


def note_seed(machine: Machine, score: Score) -> None:
    """Note that the best of several scores is kept where a loop through seeds made the difference."""
    loops = machine.record.seed_loops
    if in_folds(score.rows):
        # Each pass has other rows too.
        return
    found = machine.record.seed_scores.get(score.place.key)
    for fit in score.fits:
        estimator = machine.store.get(fit.address)
        if isinstance(estimator, Estimator):
            found = found or loops.get(estimator.place.key)
    splits = (each.split for each in line(score.rows) if isinstance(each, Part))
    found = found or next((loops[split] for split in splits if split in loops), None)
    if found is not None and not machine.guards:
        machine.record.seeds_kept.setdefault(found.key, SeedKept(found, score.place))


def loop_of(machine: Machine, text: str) -> Place | None:
    """Return what the loop binds that a seed, by its text, comes from; the innermost where the text doesn't say."""
    targets = [loop.target for loop in reversed(machine.loops) if loop.target is not None]
    words = set(re.findall(r"\w+", text))
    named = (target for target in targets if words & set(re.findall(r"\w+", target.text)))
    return next(named, None)


def report(machine: Machine, values: Iterable[Value], *, drawn: bool = False) -> None:
    """Note the scores that are shown to somebody, in words or drawn: the best of them may end an axis."""
    for value in values:
        for score in () if isinstance(value, INERT) else shown_in(machine, value):
            machine.record.reported.add(score.place.key)
            if score.best and not drawn:
                tell_best_epoch(machine, score)
            if score is not value or (machine.loops and not machine.deciding):
                # Not only the best one.
                machine.record.shown.add(score.place.key)


def shown_in(machine: Machine, value: Value, deepest: int = DEEPEST) -> Iterator[Score]:
    """List the scores that a value is or holds."""
    if isinstance(value, Score):
        yield value
    elif isinstance(value, Data):
        yield from shown_in_table(machine, value)
    elif deepest and isinstance(value, (Items, OneOf, Ref)):
        for each in contents(machine, value):
            yield from shown_in(machine, each, deepest - 1)


def shown_in_table(machine: Machine, data: Data) -> Iterator[Score]:
    """List the scores in a table, or in the column that it is of one."""
    tables = machine.record.score_tables
    name = None if data.cell in tables or data.owner is None else data.owner[1]
    entries = tables.get(data.cell, ()) if name is None or data.owner is None else tables.get(data.owner[0].cell, ())
    return (score for score, labels in entries if name is None or not labels or name in labels)


def decided(machine: Machine, verdict: Verdict, kept: Changes) -> None:
    """Note what a branch keeps when a comparison of scores takes it, in a loop over candidates or of two models.

    Elsewhere a comparison such as `if score < 0.5: raise` selects nothing.
    """
    names = {key: cell for key, cell in kept.items() if isinstance(key, tuple)}
    if not names:
        return
    of_two = of_two_models(verdict) and keeps_one(names.values())
    if not (in_loop(machine) or of_two or outlives(machine, verdict, names)):
        return
    chosen = choices(machine, verdict.scores)
    for key, cell in names.items():
        marked = selected(machine, cell, chosen)
        if marked is not None:
            machine.store.set(key, marked)


def outlives(machine: Machine, verdict: Verdict, kept: Mapping[tuple[int, str], object]) -> bool:
    """Tell whether a function that a loop calls leaves a compared score where its next call finds it: the best so far.

    In a global name, that is, or in an attribute of an object.
    """
    if machine.looping_since() is None or not machine.activations:
        return False
    local = machine.activations[-1].frame.id
    return any(key[0] != local and cell in verdict.scores for key, cell in kept.items())


def in_loop(machine: Machine) -> bool:
    """Tell whether the statement under way may run for several candidates."""
    return not all(loop.single for loop in machine.loops)


def selected(machine: Machine, cell: Content | None, chosen: frozenset[Chosen]) -> Value | None:
    """Return the value with the selection in its history; None for values that carry none."""
    match cell:
        case Data():
            return replace(cell, chosen=cell.chosen | chosen)
        case Constant() | Unknown():
            return Data(machine.fresh(), kind="scalar", chosen=chosen)
        case _:
            return None


def best(machine: Machine, scores: tuple[Score, ...]) -> Data:
    """Return a value that was picked by the best of several scores.

    Which epoch was the best is only looked at, until another training takes as many.
    """
    epochs = machine.record.epochs.values() if len(scores) == 1 else ()
    if any(scores[0] == each for each in epochs):
        return by_scores(machine, scores)
    return Data(machine.fresh(), kind="scalar", chosen=choices(machine, scores))


def best_score(machine: Machine, scores: tuple[Score, ...]) -> Score:
    """Return the best of several scores, or of those that one call gives: of epochs, of classes, along a curve.

    It is only looked at; what it was reached with is taken by `argmax` or `index`.
    """
    first = scores[0]
    of_epochs = first in machine.record.epochs.values() or all(fit.spec is None for fit in first.fits)
    return replace(first, best=True) if of_epochs and first.fits else first


def tell_best_epoch(machine: Machine, score: Score) -> None:
    """Note that somebody is told a network's best epoch by its scores on the test rows: the result is selected.

    The best score of other candidates is one of those that are told: they are compared without any being kept.
    """
    if in_test_part(score.rows) and (is_for_test(score.data) or not is_for_validation(score.data)):
        machine.record.choose(selection(machine, score, frozenset({score.place.key})))


def best_of(machine: Machine, scores: tuple[Score, ...], element: Value) -> Value:
    """Return what was picked by the best of several scores, in the shape of each candidate: a tuple, or a dict."""
    if not any(map(is_record(machine), element.values if isinstance(element, OneOf) else (element,))):
        return best(machine, scores)
    return marked(machine, element, choices(machine, scores))


def is_record(machine: Machine) -> Callable[[Value], bool]:
    """Return what tells whether a value is a tuple, or a dict."""
    return lambda value: isinstance(value, Items) or isinstance(machine.content(value), Dict)


def marked(machine: Machine, value: Value, chosen: frozenset[Chosen], deepest: int = DEEPEST) -> Value:
    """Return a value with a selection in the history of all that it holds; models and scores know it otherwise."""
    match value:
        case OneOf(values=values):
            return OneOf(tuple(marked(machine, each, chosen, deepest) for each in values))
        case Items(values=values) if deepest:
            return Items(tuple(marked(machine, each, chosen, deepest - 1) for each in values))
        case Ref():
            content = machine.content(value)
            if not isinstance(content, Dict) or not deepest:
                return value
            items = tuple((key, marked(machine, each, chosen, deepest - 1)) for key, each in content.items)
            return machine.allocate(replace(content, items=items))
        case _:
            return selected(machine, value, chosen) or value


def scores_in(values: list[Value]) -> tuple[Score, ...]:
    """List the scores among values."""
    found: list[Score] = []
    for value in values:
        found.extend(
            each for each in (value.values if isinstance(value, OneOf) else (value,)) if isinstance(each, Score)
        )
    return tuple(found)
