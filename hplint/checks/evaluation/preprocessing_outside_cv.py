"""HP306: preprocessing was learned, or rows were resampled, outside of the folds of a cross-validation or a search."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.analysis.data.history import Learned, Lesson
from hplint.analysis.events.evaluation import CrossValidated, Folds
from hplint.checks import Settings, check
from hplint.checks.dialects import SPARK, dialect_of
from hplint.findings import Problem, Step


@check("HP306")
def preprocessing_outside_cv(event: CrossValidated, settings: Settings) -> Iterator[Problem]:
    """Report each thing that was learned from rows that the folds hold out."""
    for entry in sorted(event.learned, key=lambda entry: entry.name):
        if entry.lesson is not Lesson.CATEGORIES or settings.strict_encoders:
            yield describe(entry, event)


def describe(entry: Learned, event: CrossValidated) -> Problem:
    """Describe what every fold should have done itself, in the user's names."""
    where = "the loop over folds" if event.by is Folds.LOOP else f"`{event.name}`"
    whole = f" of `{event.data}`" if event.data and event.by is not Folds.LOOP else ""
    if entry.lesson is Lesson.RESAMPLING:
        message = (
            f"`{entry.name}` repeats or makes up rows before {where} cuts them into folds, so copies of the rows that "
            "a fold holds out are among those that it trains on"
        )
    else:
        message = (
            f"`{entry.name}` is learned from all rows{whole} before {where} cuts them into folds: each fold's training "
            "data already knows the rows that it holds out"
        )
    return Problem(
        entry.place,
        message,
        help=remedy(entry, event),
        steps=(
            Step("resampled here" if entry.lesson is Lesson.RESAMPLING else "learned from all rows here", entry.place),
            Step("scored on held-out rows here" if event.by is Folds.LOOP else "cut into folds here", event.place),
        ),
        subject="" if entry.lesson is Lesson.RESAMPLING else entry.name,
    )


def remedy(entry: Learned, event: CrossValidated) -> str:
    """Say what to do in each fold instead."""
    name, model = entry.name, event.estimator or "model"
    model = f"{model}()" if event.by is Folds.OWN and event.estimator else model
    if event.by is Folds.LOOP:
        does = {Lesson.STATISTIC: f"compute `{name}`", Lesson.RESAMPLING: f"call `{name}`"}
        return f"{does.get(entry.lesson, f'fit `{name}`')} inside of the loop, on the training rows of each fold"
    if entry.lesson is Lesson.STATISTIC:
        step = entry.instead or f"a transformer that learns what `{name}` tells"
        return f"put {step} and `{model}` into a pipeline, and {given(event, 'that')}"
    if entry.lesson is Lesson.RESAMPLING:
        sampler = name.removesuffix(".fit_resample").removesuffix(".fit_sample")
        step = f"`{sampler}`" if sampler != name else "a sampler"
        return f"put {step} and `{model}` into imbalanced-learn's `make_pipeline`, and {given(event, 'that')}"
    if event.by is Folds.OWN:
        after = f"on the rows as they were before `{name}`"
        if event.estimator:
            return f"search over `make_pipeline({name}, {model})` with `GridSearchCV`, {after}"
        return f"let it select with a pipeline that begins with `{name}`, {after}"
    if dialect_of(event.spec) is SPARK:
        return (
            f"give the search `{SPARK.pipeline(name, model)}` as its `estimator`, and the rows as they were before it"
        )
    if event.by is Folds.SEARCH:
        pipeline = f'`Pipeline([("prepare", {name}), ("model", {model})])`, by keys that begin with `model__`'
        return f"search over {pipeline}, on the rows as they were before `{name}`"
    return (
        f"give `{event.name}` the pipeline `make_pipeline({name}, {model})`, and the rows as they were before `{name}`"
    )


def given(event: CrossValidated, what: str) -> str:
    """Say what to do with a pipeline."""
    if event.by is Folds.OWN:
        return f"search over {what} with `GridSearchCV`"
    return f"search over {what}" if event.by is Folds.SEARCH else f"give {what} to `{event.name}`"
