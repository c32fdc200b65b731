"""HP106: a combination of hyperparameters raises, whatever the data."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.events.hyperparameters import Configured, Given, Setting
from hplint.catalogue.facts import Incompatible
from hplint.catalogue.options import show
from hplint.checks import check
from hplint.checks.wording import enumerate_all, is_chosen, say_setting
from hplint.findings import Problem

_MOMENTS = {"construction": "when it is built", "split": "when it splits", "fit": "when it is fitted"}


@check("HP106")
def incompatible_hyperparameters(event: Configured) -> Iterator[Problem]:
    """Report the first combination that raises, of those that an estimator is built or fitted with."""
    for settings, at_construction in ((event.built, True), (event.fitted, False)):
        for setting in settings:
            for fact in event.spec.incompatible(setting.values(event.spec)):
                if (fact.at == "construction") is at_construction:
                    yield _problem(event, setting, fact)
                    return
    if event.spec.facts.several_names == "raises":
        yield from (_by_several_names(event, group) for group in event.several if all(map(is_chosen, group)))


def _by_several_names(event: Configured, group: tuple[Given, ...]) -> Problem:
    together = enumerate_all([f"`{given.written}={show(given.literal)}`" for given in group])
    message = f"`{event.spec.name}` with {together} raises when it is fitted: these are names of one hyperparameter"
    return Problem(event.place, message, help=f"write `{group[0].name}` alone")


def _problem(event: Configured, setting: Setting, fact: Incompatible) -> Problem:
    together = enumerate_all([say_setting(setting, event.spec, name) for name in fact.when.names])
    moment = _MOMENTS.get(fact.at, f"in `{fact.at}`")
    message = f"`{event.spec.name}` with {together} raises {fact.raises} {moment}: {fact.because}"
    return Problem(event.place, message, help=f"write {fact.instead}" if fact.instead else "")
