"""HP305: the same test rows score several differently fitted models or configurations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hplint.analysis.events.evaluation import Evaluation, Reused
from hplint.checks import check
from hplint.checks.dialects import dialect_of
from hplint.findings import Place, Problem, Step

MOST_NAMES = 4
"""Most models that a message names."""


@check("HP305")
def repeated_test_use(event: Reused) -> Iterator[Problem]:
    """Report the first evaluation that scores a second model on the same rows."""
    rows = f"`{event.evaluation.data}`" if event.evaluation.data else "the test rows"
    trained = f"`{event.trained_on}`" if event.trained_on else "the training rows"
    names = named(event.uses)
    if len(set(names)) == 1:
        subject = f"`{names[0]}` is scored on {rows} again and again, set or fitted in another way each time"
    else:
        listed = [f"`{name}`" for name in dict.fromkeys(names)]
        more = f", and {len(listed) - MOST_NAMES} more" if len(listed) > MOST_NAMES else ""
        shown = ", ".join(listed[:MOST_NAMES]) if more else " and ".join((", ".join(listed[:-1]), listed[-1]))
        subject = f"{shown}{more} are all scored on {rows}" if len(listed) > 2 else f"{shown} are both scored on {rows}"
    split = event.evaluation.split
    folds = dialect_of(event.uses[0].fit.spec).folds
    yield Problem(
        event.place,
        f"{subject}: whichever looks best was partly lucky with these rows, and no others in view judge it",
        help=f"compare them by {folds} on {trained}, and score only the one that you keep on {rows}",
        steps=(
            *(() if split is None else (Step("split here", split),)),
            *(Step(f"`{name}` is scored here", place) for name, place in steps(event, names)),
        ),
    )


def named(uses: tuple[Evaluation, ...]) -> list[str]:
    """Name the models as their author does, by their classes where a variable holds one after the other."""
    names = [use.fit.name for use in uses]
    classes = [use.fit.name if use.fit.spec is None else use.fit.spec.name for use in uses]
    if len(set(names)) == len(set(classes)) == 1:
        return names
    repeated = {name for name, count in Counter(names).items() if count > 1}
    return [kind if name in repeated else name for name, kind in zip(names, classes, strict=True)]


def steps(event: Reused, names: list[str]) -> Iterator[tuple[str, Place]]:
    """List the other evaluations, each place once: the first call on the way that isn't on the way to all of them."""
    told = {event.place.key}
    for name, use in zip(names, event.uses, strict=True):
        place = apart(use, event.uses)
        if place.key not in told and len(told) <= MOST_NAMES:
            told.add(place.key)
            yield name, place


def apart(use: Evaluation, uses: tuple[Evaluation, ...]) -> Place:
    """Return where one of several models is scored: the call of the function where all are scored at one place."""
    if all(each.here.key == use.here.key for each in uses):
        for depth, call in enumerate(use.calls):
            if any(len(each.calls) > depth and each.calls[depth].key != call.key for each in uses):
                return call
    return use.here
