"""Splits of rows: `train_test_split`, and the folds of splitters."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.gathered import rows_of
from hplint.analysis.data.rows import Draw, Fold, Part, Source, bounded
from hplint.analysis.data.targets import note_target
from hplint.analysis.events.hyperparameters import Given, RandomCall
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import NOT_LITERAL, Origin
from hplint.analysis.memory.heap import Estimator, Sequence
from hplint.analysis.memory.values import Data, Items, Mask, Ref, Value
from hplint.analysis.scores.selection import loop_of
from hplint.analysis.syntax.literals import literal, origin
from hplint.basis.frozen import replace
from hplint.libraries.data.folds import folds_of

OPTIONS = ("test_size", "train_size", "random_state", "shuffle", "stratify")


def train_test_split(machine: Machine, call: Call) -> Value:
    """Split arrays of the same rows into two parts each."""
    seed = call.keyword("random_state")
    shuffle = call.keyword("shuffle")
    shuffled = shuffle is None or literal(machine, shuffle.value) is True
    if shuffled:
        given = None
        if seed is not None:
            value = literal(machine, seed.value)
            given = Given("random_state", value, origin(machine, seed.value), seed.place, seed.key)
        seeded, scope = machine.record.seeded, machine.scope
        machine.record.happen(RandomCall(call.place, call.name, given, call.complete, seeded, scope=scope))
    if not call.complete and not call.positional:
        return machine.unknown()
    split = split_key(machine, call)
    if seed is not None and origin(machine, seed.value) is Origin.LOOP:
        loop = loop_of(machine, seed.place.text)
        if loop is not None:
            machine.record.seed_loops[split] = loop
    machine.record.splits[split] = call.place
    made = machine.record.single_splits.get(split, 0)
    machine.record.single_splits[split] = made + (1 if len(call.positional) <= 2 else 2)
    parts: list[Value] = []
    for argument in call.positional:
        whole = rows_of(machine, argument.value) or Data(machine.fresh(), Source(machine.fresh()))
        for index in ("train", "test"):
            parts.append(part(machine, whole, split, index))
    return Items(tuple(parts))


def part(machine: Machine, whole: Data, split: object, index: str) -> Data:
    """Return one part of data, with its assigned columns."""
    rows = bounded(Part(whole.rows, split, index))
    columns = tuple(
        (name, Data(machine.fresh(), rows, each.kind, each.learned, each.chosen, each.predicted))
        for name, each in whole.columns
    )
    found = Data(machine.fresh(), rows, whole.kind, whole.learned, whole.chosen, whole.predicted, columns=columns)
    found = replace(found, names=whole.names, labels=whole.labels)
    machine.record.carry_predictions(found, (whole,))
    note_target(machine, found, whole)
    return found


def split_key(machine: Machine, call: Call) -> object:
    """Return the identity of the split: two calls with the same seed and sizes split the same rows alike."""
    values: list[object] = []
    for option in OPTIONS:
        argument = call.keyword(option)
        value = None if argument is None else literal(machine, argument.value)
        if option == "stratify" and argument is not None and value is not None:
            value = argument.place.text
        if value is NOT_LITERAL or not isinstance(value, (int, float, str, bool, type(None))):
            return Draw(machine.fresh())
        values.append(value)
    test, train, seed, shuffle, _ = values
    if shuffle is False:
        return ("train_test_split", *values)
    return drawn(machine, "train_test_split", seed, tuple(values), train_share(test, train))


def train_share(test: object, train: object) -> float | None:
    """Return how much of the rows goes into the training part; None where it depends on their number."""
    if train is None and test is None:
        return 0.75
    if isinstance(train, float):
        return train if test is None else None
    return 1 - test if isinstance(test, float) and train is None else None


def drawn(
    machine: Machine,
    name: str,
    seed: object,
    options: tuple[object, ...],
    share: float | None,
    count: int | None = None,
) -> Draw:
    """Return the identity of a draw: the same for the same literal seed and options, else one of its own."""
    if seed is None:
        # One after the other from the global state, which no seed sets back between them.
        key = machine.fresh()
        return Draw(key, ("global", machine.record.seedings, key), share, count)
    if isinstance(seed, int):
        return Draw((name, *options), seed, share, count)
    return Draw(machine.fresh())


def seed_of(machine: Machine, splitter: Estimator) -> object:
    """Return what fixes the order of the rows before they are cut into folds; None where nobody knows."""
    spec = splitter.spec
    if spec is None or not splitter.complete:
        return None
    given = {name: literal(machine, value) for name, value in splitter.parameters}
    if spec.parameter("random_state") is None or ("shuffle" in spec.parameters and not given.get("shuffle", False)):
        return "none"
    seed = given.get("random_state")
    return ("own", machine.fresh()) if seed is None else seed if isinstance(seed, int) else None


def split_folds(machine: Machine, ref: Ref, splitter: Estimator, call: Call) -> Value:
    """Loop over folds: positions of the training rows, and of the held-out rows, of each."""
    split = _fold(machine, ref, splitter)
    given = call.argument("X", 0)
    data = None if given is None else machine.data(given.value)
    if isinstance(split, Fold) and data is not None:
        split = replace(split, of=data.rows)
    machine.record.splits[split] = call.place
    return machine.allocate(Sequence(None, positions(machine, split)))


def _fold(machine: Machine, ref: Ref, splitter: Estimator) -> object:
    """Return what the folds of a splitter are told by."""
    if folds_of(machine, ref, 0) == 1:
        # A loop over one split is only a way to get at it.
        return machine.fresh()
    # What a column says may keep groups together, too.
    grouped = splitter.spec is None or any(word in splitter.spec.name for word in ("Group", "Label", "Predefined"))
    covers = splitter.spec is not None and splitter.spec.name.endswith(COVERING)
    return Fold(machine.fresh(), grouped, seed_of(machine, splitter), covers)


COVERING = ("KFold", "LeaveOneGroupOut", "LeaveOneOut", "LeavePGroupsOut", "LeavePOut")
"""Splitters that hold each row out in one of the folds at least."""


def positions(machine: Machine, split: object) -> Items:
    """Return the positions of the training rows, and of the held-out rows, of a split."""
    return Items(tuple(Data(machine.fresh(), kind="ndarray", mask=Mask(split, index)) for index in ("train", "test")))


def loop_over(machine: Machine, value: Ref) -> Items | None:
    """Loop over a splitter itself, which those of `sklearn.cross_validation` allowed; None for everything else."""
    splitter = machine.estimator(value)
    if splitter is None or splitter.spec is None or "splitter" not in splitter.spec.kinds:
        return None
    split = _fold(machine, value, splitter)
    machine.record.splits[split] = splitter.place
    return positions(machine, split)
