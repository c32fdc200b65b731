"""Constructions side by side: values that are compared by hand, models held fixed meanwhile, decisions repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hplint.analysis.data.rows import Rows, whole_part
from hplint.analysis.estimators.construction import Construction
from hplint.analysis.estimators.outcomes import UNTOLD, Outcome
from hplint.catalogue.estimators import EstimatorSpec


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
