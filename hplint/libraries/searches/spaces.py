"""Search spaces: what a search tries of which hyperparameters of which estimators."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.events.hyperparameters import Missing
from hplint.analysis.events.search import Hyperparameter, Searched, SearchedKey, Space
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Written
from hplint.analysis.memory.heap import Mapping as Dict
from hplint.analysis.memory.values import NONE, UNKNOWN, Constant, Items, OneOf, Ref, Unknown, Value
from hplint.analysis.python.containers import known_items
from hplint.analysis.scores.discarding import SEARCHED
from hplint.analysis.scores.searches import SearchFit
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.searches import SearchForm, search_forms
from hplint.findings import Place
from hplint.libraries.data.folds import folds_of
from hplint.libraries.scores.evaluation import held
from hplint.libraries.searches.candidates import Drawn, drawn
from hplint.libraries.searches.paths import Tried, follow, part_at, searched_specs

CANDIDATES = {"ParameterGrid": "param_grid", "ParameterSampler": "param_distributions"}
"""What lists configurations, with the parameter that holds the space."""
MOST_DEPTH = 8
MOST_CONFIGURATIONS = 10**15


class Setup(NamedTuple):
    """A search as it is set up in the present state."""

    place: Place
    name: str
    path: str
    form: SearchForm
    values: Mapping[str, Value]
    """By parameter; what isn't here has its default."""
    complete: bool
    estimator: str
    where: Place
    """Of the space, for keys that have no place of their own."""


def form_of(path: str) -> SearchForm | None:
    """Return how a search takes its space; None for what is none.

    Most calls are none, and the file takes 2 ms to read: so only a name that may be one has it read.
    """
    return search_forms().get(path) if "Search" in path or "urve" in path else None


def note_call(machine: Machine, path: str, call: Call) -> Value | None:
    """Note a search that a call sets up, where the catalogue has no class of it; None for any other call."""
    form = form_of(path)
    if form is None:
        return None
    arguments = call.bind(form.parameters)
    setup = set_up(call.place, call.name, path, form, arguments, call.complete)
    machine.record.search((call.place.key, None), searched(machine, setup))
    estimator = arguments.get(form.estimator)
    for part in () if estimator is None else held(machine, estimator.value, 0):
        # It fits copies.
        machine.record.escaped(part.place)
    result = machine.unknown(path=path)
    machine.built[result.key] = call
    return result


def guard_search(machine: Machine, search: Unknown) -> None:
    """Note that a search is fitted by code that is ready for an error."""
    call = machine.built.get(search.key)
    known = None if call is None else machine.record.searches.get((call.place.key, None))
    if call is not None and known is not None:
        machine.record.search((call.place.key, None), replace(known, guarded=True))


def note_search(machine: Machine, ref: Ref, estimator: Estimator, arguments: Mapping[str, Argument]) -> None:
    """Note a search of the catalogue that was just built."""
    form = None if estimator.spec is None else form_of(estimator.spec.path)
    if form is None or estimator.spec is None:
        return
    setup = set_up(estimator.place, estimator.name, estimator.spec.path, form, arguments, estimator.complete)
    machine.record.search((estimator.place.key, ref.address), searched(machine, setup))


def set_up(
    place: Place, name: str, path: str, form: SearchForm, arguments: Mapping[str, Argument], complete: bool
) -> Setup:
    """Put together what is known of a search."""
    values = {name: argument.value for name, argument in arguments.items()}
    given = arguments.get(form.estimator)
    space = arguments.get(form.space or form.key or "")
    words = "" if given is None else given.place.text
    return Setup(place, name, path, form, values, complete, words, place if space is None else space.place)


def note_search_fit(machine: Machine, ref: Ref, estimator: Estimator, call: Call) -> None:
    """Remember a fitted search, to find out in the end whether anybody read it."""
    known = machine.record.searches[estimator.place.key, ref.address]
    targets = frozenset(target.spec for key in known.keys for target in key.leads_to)
    name = call.name.rpartition(".")[0]
    whole = estimator.parameter("estimator")
    parts = frozenset(() if whole is None else addresses(machine, whole, 0))
    order = machine.fresh()
    machine.store.set((order, SEARCHED), NONE)
    fit = SearchFit(call.place, estimator.place, name, ref.address, targets, parts, machine.scope, order)
    machine.record.search_fits.append(fit)


def addresses(machine: Machine, value: Value, depth: int) -> Iterator[int]:
    """List the addresses of an estimator and of those in it."""
    estimator = machine.estimator(value)
    if estimator is None or not isinstance(value, Ref) or depth > MOST_DEPTH:
        return
    yield value.address
    for _, inner in estimator.parameters:
        for each in (inner, *(known_items(machine, inner) or ())) if isinstance(inner, (Ref, Items)) else ():
            for part in each.values if isinstance(each, Items) else (each,):
                yield from addresses(machine, part, depth + 1)


def note_fit(machine: Machine, ref: Ref, estimator: Estimator, call: Call) -> None:
    """Note what a search tries by now, when it is fitted: its parts may have changed since it was built."""
    form = None if estimator.spec is None else form_of(estimator.spec.path)
    known = machine.record.searches.get((estimator.place.key, ref.address))
    if form is None or known is None:
        return
    values = dict(estimator.parameters)
    note_search_fit(machine, ref, estimator, call)
    setup = Setup(known.place, known.name, known.path, form, values, estimator.complete, known.estimator, known.place)
    machine.record.search((estimator.place.key, ref.address), searched(machine, setup))


def searched(machine: Machine, setup: Setup) -> Searched:
    """Read a search: its spaces, and what they lead to."""
    form = setup.form
    estimator = setup.values.get(form.estimator, UNKNOWN)
    raw = list(raw_spaces(machine, setup))
    complete = all(each is not None for each in raw) and setup.complete and bool(raw)
    read = [read_space(machine, each, setup, estimator) for each in raw if each is not None]
    return Searched(
        setup.place,
        setup.name,
        setup.path,
        setup.estimator,
        searched_specs(machine, estimator),
        tuple(space for space, _ in read),
        complete,
        form.kind == "grid",
        configurations(machine, setup, read) if complete else None,
        folds_of(machine, setup.values.get("cv"), form.folds) if setup.complete else None,
        machine.guards > 0,
    )


def one_configuration(machine: Machine, grid: Ref) -> Value | None:
    """Return what a loop over a `ParameterGrid` or `ParameterSampler` of one dict binds: its keys, some candidates."""
    estimator = machine.estimator(grid)
    if estimator is None or estimator.spec is None or estimator.spec.name not in CANDIDATES:
        return None
    raw = list(raw_dicts(machine, estimator.parameter(CANDIDATES[estimator.spec.name]) or UNKNOWN, 0))
    if len(raw) != 1 or raw[0] is None or not raw[0].complete:
        return None
    some = tuple((key, Unknown(None, Origin.LOOP)) for key, _ in raw[0].items)
    places = raw[0].places.items()
    return machine.allocate(Dict(some, keys=tuple((key, Written(place, place)) for key, place in places)))


class RawSpace(NamedTuple):
    """One dict as the machine knows it."""

    items: tuple[tuple[object, Value], ...]
    places: Mapping[object, Place]
    complete: bool
    draws: int | None = None
    """How many configurations are drawn from it alone."""


def raw_spaces(machine: Machine, setup: Setup) -> Iterator[RawSpace | None]:
    """Yield every dict of a space; None for one that nobody knows."""
    form = setup.form
    if form.key is not None and form.values is not None:
        key, values = setup.values.get(form.key, UNKNOWN), setup.values.get(form.values, UNKNOWN)
        if isinstance(key, Constant) and isinstance(key.value, str):
            yield RawSpace(((key.value, values),), {key.value: setup.where}, True)
        else:
            yield None
        return
    yield from raw_dicts(machine, setup.values.get(form.space or "", UNKNOWN), 0)


def raw_dicts(machine: Machine, value: Value, depth: int) -> Iterator[RawSpace | None]:
    """Yield every dict of a dict, or of a list of dicts or of pairs of a dict and how many are drawn from it."""
    content = machine.content(value)
    if isinstance(content, Dict):
        places = {key: written.key for key, written in content.keys}
        known = tuple(pair for pair in content.items if pair[0] not in content.maybe)
        yield RawSpace(known, places, content.rest is None and not content.maybe and not content.escaped)
        return
    items = None if isinstance(value, (Constant, OneOf)) else known_items(machine, value)
    if items is None or depth > 1 or not items:
        yield None
        return
    if isinstance(value, Items) and len(items) == 2 and isinstance(items[1], Constant) and depth == 1:
        for each in raw_dicts(machine, items[0], depth + 1):
            count = items[1].value
            yield None if each is None or type(count) is not int else each._replace(draws=count)
        return
    for item in items:
        yield from raw_dicts(machine, item, depth + 1)


def read_space(machine: Machine, raw: RawSpace, setup: Setup, estimator: Value) -> tuple[Space, RawSpace]:
    """Read one dict."""
    found: dict[str, tuple[Place, Drawn]] = {}
    complete = raw.complete and setup.complete
    for key, value in raw.items:
        place = raw.places.get(key, setup.where)
        if isinstance(key, str):
            found[key] = (place, drawn(machine, value, place, setup.form.kind))
        else:
            complete = False
    tried = Tried({key: each.values for key, (_, each) in found.items()}, setup.form.kind == "grid", complete)
    keys = tuple(read_key(machine, key, place, each, estimator, tried) for key, (place, each) in found.items())
    note_seeds(machine, estimator, keys)
    return Space(keys, complete), raw


def read_key(machine: Machine, key: str, place: Place, each: Drawn, estimator: Value, tried: Tried) -> SearchedKey:
    """Read one key, and follow it into the estimator."""
    outcome = follow(machine, estimator, key, tried)
    missing = outcome if isinstance(outcome, Missing) else None
    leads_to: tuple[Hyperparameter, ...] = outcome if isinstance(outcome, tuple) else ()
    anew = is_overwritten(machine, key, estimator, leads_to)
    return SearchedKey(key, place, leads_to, missing, each.candidates, each.distribution, each.listed, anew)


def is_overwritten(machine: Machine, key: str, estimator: Value, leads_to: tuple[Hyperparameter, ...]) -> bool:
    """Tell whether a key is a seed below something that may give its parts seeds of its own."""
    if not any(is_seed(each) for each in leads_to):
        return False
    names = key.split("__")[:-1]
    above = [
        machine.estimator(part_at(machine, estimator, "__".join(names[:at])) or UNKNOWN) for at in range(len(names))
    ]
    return any(
        each is not None and each.spec is not None and name in each.spec.facts.seeds_parts
        for each, name in zip(above, names, strict=True)
    )


def is_seed(target: Hyperparameter) -> bool:
    """Tell whether a hyperparameter is a seed."""
    parameter = target.spec.parameter(target.name)
    return parameter is not None and parameter.role == "seed"


def note_seeds(machine: Machine, estimator: Value, keys: tuple[SearchedKey, ...]) -> None:
    """Note the estimators that get their seed from the space."""
    for key in keys:
        head, _, name = key.key.rpartition("__")
        if any(name in each.spec.parameters and each.spec.parameters[name].role == "seed" for each in key.leads_to):
            part = machine.estimator(part_at(machine, estimator, head) or UNKNOWN)
            if part is not None:
                machine.record.set_later(part.place, name)


def configurations(machine: Machine, setup: Setup, read: list[tuple[Space, RawSpace]]) -> int | None:
    """Count what is tried at most; None where nobody knows."""
    sizes = [size(space) for space, _ in read]
    if setup.form.draws is None:
        known = [each for each in sizes if each is not None]
        whole = setup.form.kind == "grid" and len(known) == len(sizes)
        return int(sum(known)) if whole and sum(known) < MOST_CONFIGURATIONS else None
    name, default = setup.form.draws
    given = setup.values.get(name)
    count = default if given is None else literal(machine, given)
    if type(count) is not int or count < 0:
        return None
    if setup.form.kind == "bayes":
        return sum(count if raw.draws is None else raw.draws for _, raw in read)
    if count <= 1:
        return count
    if any(each is None for each in sizes):
        return None
    return int(min(count, sum(each for each in sizes if each is not None)))


def size(space: Space) -> float | None:
    """Count the combinations of a dict; infinite for a continuous distribution, None where nobody knows."""
    product: float = 1
    if not space.complete:
        return None
    for key in space.keys:
        if key.candidates is not None:
            product *= len(key.candidates)
        elif key.distribution is not None:
            product *= spread(key.distribution.low, key.distribution.high)
        else:
            return None
    return product


def spread(low: float | None, high: float | None) -> float:
    """Return how many values a distribution has: without end, unless its support is a point."""
    return 1 if low is not None and low == high else math.inf
