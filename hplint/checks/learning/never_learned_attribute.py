"""HP403: an attribute or method that the estimator, with the hyperparameters that it has, never has."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.estimators import NeverLearned
from hplint.catalogue.options import show
from hplint.checks import check
from hplint.checks.wording import enumerate_all, say_setting
from hplint.findings import Problem


@check("HP403")
def never_learned_attribute(event: NeverLearned) -> Iterator[Problem]:
    """Report the name, and say what to read instead."""
    use = "calling" if event.method else "reading"
    yield Problem(event.place, f"{reason(event)}: {use} it raises `AttributeError`", help=remedy(event))


def reason(event: NeverLearned) -> str:
    """Say who lacks what, and because of which hyperparameters."""
    what = "method" if event.method else "attribute"
    if event.partial:
        return f"`fit` stores `{event.member}`, and only `partial_fit` is called on `{event.estimator}`"
    if event.owner is not event.spec:
        return (
            f"`{event.estimator}` hands `{event.member}` on to the {event.owner.name} that it holds, which has no such "
            f"{what}"
        )
    if not event.because:
        target = event.spec.target
        since = "" if event.since is None or target is None else f" since {target.library} {event.since}"
        return f"{event.spec.name} has no {what} `{event.member}`{since}"
    settings = enumerate_all([say_setting(event.setting, event.spec, name) for name in event.because])
    return f"With {settings}, {event.spec.name} has no {what} `{event.member}`"


def remedy(event: NeverLearned) -> str:
    """Say what brings the name about, or what to read instead; empty where nothing is known."""
    if event.partial:
        return f"call `{event.estimator}.fit(...)`, or leave it out"
    if event.remedy:
        settings = ", ".join(f"{name}={show(value)}" for name, value in event.remedy)
        return f"build it with `{settings}`"
    if event.instead == "warm_start":
        return "fit it with `warm_start=True`, or once on all rows"
    return f"use `{event.instead}`" if event.instead else ""
