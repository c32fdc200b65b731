"""Where paths meet: the join of two values, or of two heap cells, each seen from its own path."""

from __future__ import annotations

from collections.abc import Callable

from hplint.analysis.data.history import together
from hplint.analysis.data.rows import NewLabels, Nobody, Rows, Source, either, sources
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Content, Estimator, Instance, Learning, Mapping, Sequence
from hplint.analysis.memory.values import (
    MOST_ALTERNATIVES,
    UNKNOWN,
    Constant,
    Data,
    Function,
    Items,
    Method,
    OneOf,
    Partial,
    Ref,
    Score,
    Unknown,
    Value,
)
from hplint.basis.frozen import replace

Resolve = Callable[[Data], Data]
"""From data to its present state on one path."""


def join(first: Value, second: Value, fresh: Callable[[], int], left: Resolve, right: Resolve, *, some: bool) -> Value:
    """Return what a name holds that holds `first` on one path and `second` on the other."""
    if first is second or first == second:
        return first
    match first, second:
        case Data(), Data():
            return join_data(left(first), right(second), fresh, some)
        case Items(values=ones), Items(values=others) if len(ones) == len(others):
            return Items(
                tuple(join(one, other, fresh, left, right, some=some) for one, other in zip(ones, others, strict=False))
            )
        case Constant(value=one, origin=origin), Constant(value=other, origin=another) if one == other and type(
            one
        ) is type(other):
            return Constant(one, origin if origin is another else Origin.COMPUTED)
        case (Unknown(), other) | (other, Unknown()) if holds_object(other):
            # Whatever is done to one of several, unknown ones among them, may be done to the object.
            return one_of(other, UNKNOWN)
        case (Unknown(), Score() as score) | (Score() as score, Unknown()):
            # `lowest = float("inf")` before the loop, a score after it.
            return score
        case (OneOf(values=values), Unknown()) if second in values:
            return first
        case (Unknown(), OneOf(values=values)) if first in values:
            return second
        case (Unknown(key=key), Constant(value=None)) | (Constant(value=None), Unknown(key=key)) if key is not None:
            # What a function gives, or nothing where it fails.
            return one_of(first, second)
        case (Unknown(), Data() as data) | (Data() as data, Unknown()) if some and is_statistic(data):
            # Some item is a statistic: `[mean if np.isnan(age) else age for age in ages]`.
            return data
        case (Unknown(), _) | (_, Unknown()):
            return UNKNOWN
        case _:
            return one_of(first, second)


def one_of(*values: Value) -> Value:
    """Collect alternatives, up to `MOST_ALTERNATIVES`."""
    flat: list[Value] = []
    met: set[object] = set()
    """The ids of those that were looked at, as paths that meet have most in common, and what tells some of them apart
    without a look at each."""
    for value in values:
        for alternative in value.values if type(value) is OneOf else (value,):
            if id(alternative) in met:
                continue
            met.add(id(alternative))
            match alternative:
                case Constant():
                    new = alternative not in met
                    met.add(alternative)
                case Score(fits=fits, place=place):
                    new = (fits, place) not in met or alternative not in flat
                    met.add((fits, place))
                case _:
                    new = alternative not in flat
            if new:
                flat.append(alternative)
    if type(values[0]) is OneOf and len(flat) == len(values[0].values):
        return values[0]
    if len(flat) > MOST_ALTERNATIVES or (UNKNOWN in flat and not any(map(holds_object, flat))):
        return UNKNOWN
    return flat[0] if len(flat) == 1 else OneOf(tuple(flat))


def holds_object(value: Value) -> bool:
    """Tell whether something on the heap can be reached through a value."""
    match value:
        case Ref():
            return True
        case Items(values=values) | OneOf(values=values):
            return any(map(holds_object, values))
        case Partial(arguments=arguments):
            return any(holds_object(argument.value) for argument in arguments)
        case Method(receiver=receiver) | Function(receiver=Ref() as receiver):
            return holds_object(receiver)
        case _:
            return False


def is_same_everywhere(content: Content | None) -> bool:
    """Tell whether a list or dict holds nothing that a path may have changed elsewhere, as it does with data."""
    match content:
        case Sequence(items=items, element=element):
            return not holds_data(element) and not any(map(holds_data, items or ()))
        case Mapping(items=items, rest=rest):
            return not (rest is not None and holds_data(rest)) and not any(holds_data(value) for _, value in items)
        case _:
            return False


def holds_data(value: Value) -> bool:
    """Tell whether a value is data, or holds some."""
    match value:
        case Data():
            return True
        case Items(values=values) | OneOf(values=values):
            return any(map(holds_data, values))
        case Partial(arguments=arguments):
            return any(holds_data(argument.value) for argument in arguments)
        case Method(receiver=receiver):
            return holds_data(receiver)
        case _:
            return False


def join_data(one: Data, other: Data, fresh: Callable[[], int], some: bool) -> Data:
    """Join two states of data: rows of either path, and what was learned on both, or on `some` path.

    Zeros that stand in for what isn't there are no path of their own: `words.mean() if words else np.zeros(100)`.
    """
    some = some or is_filler(one) or is_filler(other)
    return Data(
        cell=one.cell if one.cell == other.cell else fresh(),
        rows=other.rows if some and other.predicted and is_blank(one, other.rows) else either(one.rows, other.rows),
        kind=one.kind if one.kind == other.kind else None,
        learned=together(one.learned, other.learned) if some else one.learned & other.learned,
        chosen=one.chosen | other.chosen if some else one.chosen & other.chosen,
        predicted=one.predicted + tuple(fit for fit in other.predicted if fit not in one.predicted),
        predicted_on=one.predicted_on if one.predicted_on == other.predicted_on else "",
        mask=one.mask if one.mask == other.mask else None,
        text=one.text if one.text == other.text else "",
        columns=join_columns(one, other, fresh, some),
        names=one.names if one.names == other.names else None,
        labels=one.labels if one.labels == other.labels else NewLabels(fresh()),
    )


def is_statistic(data: Data) -> bool:
    """Tell whether it is a number that was learned from rows, and no prediction or score."""
    return data.kind == "scalar" and isinstance(data.rows, Nobody) and bool(data.learned) and not data.predicted


def is_filler(data: Data) -> bool:
    """Tell whether it is an array of zeros, or of ones."""
    return isinstance(data.rows, Source) and data.rows.empty and data.kind == "ndarray" and not data.learned


def is_blank(data: Data, filled: Rows) -> bool:
    """Tell whether it has no rows of a data set, as an array of zeros before it is filled with predictions of some."""
    if data.predicted or not isinstance(data.rows, (Nobody, Source)):
        return False
    return isinstance(data.rows, Nobody) or not (data.rows.label or data.rows in sources(filled))


def join_columns(one: Data, other: Data, fresh: Callable[[], int], some: bool) -> tuple[tuple[str, Data], ...]:
    """Join the columns that the code assigned on two paths; those of one path only count where some path does."""
    joined: list[tuple[str, Data]] = []
    for name, column in one.columns:
        same = other.column(name)
        if same is column:
            joined.append((name, column))
        elif same is not None:
            joined.append((name, join_data(column, same, fresh, some)))
        elif some:
            joined.append((name, column))
    if some:
        joined.extend(pair for pair in other.columns if one.column(pair[0]) is None)
    return tuple(joined)


def join_heap(one: Content, other: Content, join_values: Callable[[Value, Value], Value]) -> Content:
    """Join the contents of one heap cell on two paths."""
    match one, other:
        case Estimator(), Estimator():
            return join_estimators(one, other, join_values)
        case Sequence(items=ones), Sequence(items=others):
            kind = one.kind if one.kind == other.kind else ""
            if ones is not None and others is not None and len(ones) == len(others):
                items = tuple(join_values(a, b) for a, b in zip(ones, others, strict=False))
                return Sequence(items, kind=kind, escaped=one.escaped or other.escaped)
            return Sequence(None, all_of([*elements(one), *elements(other)], join_values), kind)
        case Mapping(), Mapping():
            return join_mappings(one, other, join_values)
        case Instance(), Instance():
            return replace(one, escaped=one.escaped or other.escaped)
        case _:
            return UNKNOWN


def join_estimators(one: Estimator, other: Estimator, join_values: Callable[[Value, Value], Value]) -> Estimator:
    """Join two states of one estimator: fitted on both paths, on neither, or maybe."""
    parameters: dict[str, Value] = dict(one.parameters)
    for name, value in other.parameters:
        parameters[name] = join_values(parameters.get(name, UNKNOWN), value)
    for name in parameters.keys() - {name for name, _ in other.parameters}:
        parameters[name] = join_values(parameters[name], UNKNOWN)
    return replace(
        one,
        parameters=tuple(parameters.items()),
        complete=one.complete and other.complete,
        state=one.state if one.state is other.state else Learning.MAYBE,
        fits=one.fits + tuple(fit for fit in other.fits if fit not in one.fits),
        copied=one.copied or other.copied,
        used=one.used or other.used,
        forgot=one.forgot or other.forgot,
        stale=tuple(each for each in one.stale if any(each[0] == name for name, *_ in other.stale)),
    )


def join_mappings(one: Mapping, other: Mapping, join_values: Callable[[Value, Value], Value]) -> Mapping:
    """Join two states of one dict; a key of one path only becomes one that other keys may hold."""
    items: list[tuple[object, Value]] = []
    rest = one.rest
    if other.rest is not None:
        rest = other.rest if rest is None else join_values(rest, other.rest)
    # By type too: 1, 1.0 and True are different settings. `Mapping.get` of every key would be quadratic.
    missing = {(type(key), key): value for key, value in other.items}
    for key, value in one.items:
        same = missing.pop((type(key), key), value)
        items.append((key, value if same is value else join_values(value, same)))
    items.extend((key, value) for (_, key), value in missing.items())
    apart = {key for key, _ in one.items} ^ {key for key, _ in other.items}
    keys = tuple({**dict(one.keys), **dict(other.keys)}.items())
    default = one.default if one.default == other.default else None
    escaped = one.escaped or other.escaped
    return Mapping(tuple(items), rest, keys, one.maybe | other.maybe | apart, escaped, default)


def elements(sequence: Sequence) -> tuple[Value, ...]:
    """List what a list may hold."""
    if sequence.items is None:
        return () if sequence.element is UNKNOWN else (sequence.element,)
    return sequence.items


def is_apart(value: Value) -> bool:
    """Tell whether a value joined with another one like it is one of both, and no third."""
    if type(value) is OneOf:
        return all(map(is_apart, value.values))
    return type(value) is Score or type(value) is Ref


def all_of(values: list[Value], join_values: Callable[[Value, Value], Value]) -> Value:
    """Join any number of values; UNKNOWN for none."""
    if not values:
        return UNKNOWN
    if len(values) > 2 and all(map(is_apart, values)):
        # All at once: one after the other, each would be compared with all before it again and again.
        alternatives = one_of(*values)
        if alternatives is not UNKNOWN:
            return alternatives
    joined = values[0]
    for position, value in enumerate(values[1:], start=1):
        if position == 2 and type(joined) is OneOf and all(type(each) is Constant for each in values[2:]):
            return one_of(joined, *values[2:])
        joined = join_values(joined, value)
    return joined
