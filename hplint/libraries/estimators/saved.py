"""Models that were fitted out of view: loaded from a file, or by code that nobody sees."""

from __future__ import annotations

from hplint.analysis.calling.calls import Call
from hplint.analysis.data.history import NOTHING_CHOSEN, NOTHING_LEARNED, Fit
from hplint.analysis.data.rows import UNKNOWN_ROWS
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Estimator, Learning
from hplint.analysis.memory.values import UNKNOWN, Constant, Ref, Unknown
from hplint.basis.frozen import replace
from hplint.catalogue.loaders import loaders
from hplint.findings import Place

JUDGED = frozenset({"decision_function", "evaluate", "predict", "predict_classes", "predict_proba", "score"})
"""What only models that are judged do, of all that is saved."""
_JUDGED = frozenset({"classifier", "regressor"})


def is_loaded_model(receiver: Unknown, name: str) -> bool:
    """Tell whether a method is called of something that was loaded, which says that it is a model."""
    return name in JUDGED and receiver.path in loaders()


def loaded(machine: Machine, receiver: Unknown, call: Call) -> Ref:
    """Make a model of what was saved when it was fitted."""
    built = machine.built.get(original_of(receiver), call)
    ref = machine.allocate(Estimator(None, built.place, receiver.path or "", (), False, Learning.MAYBE))
    file = next((each.value for each in built.arguments[:1]), UNKNOWN)
    known = isinstance(file, Constant) or (isinstance(file, Unknown) and file.key is not None)
    # A loop loads another one on each pass, but for a file that is written out.
    varies = bool(machine.loops) and not (isinstance(file, Constant) and file.origin is not Origin.LOOP)
    name = call.name.rpartition(".")[0] or built.name
    fit = unseen(built.place, name, ref, (file if known else built.place.key, item_of(receiver)))
    # A model that was loaded after a training may be the epoch that it saved.
    best = frozenset(machine.record.checkpoints if (receiver.path or "").endswith("load_model") else ())
    estimator = machine.estimator(ref)
    if estimator is not None:
        machine.store.set(ref.address, replace(estimator, fits=(replace(fit, varies=varies, chosen=best),)))
    machine.opaque[receiver.key] = ref
    return ref


def unseen(place: Place, name: str, ref: Ref, loaded: object) -> Fit:
    """Return a fit on rows that nobody knows; `loaded` is hashable and tells models apart."""
    return Fit(place, name, None, ref.address, UNKNOWN_ROWS, "", NOTHING_LEARNED, NOTHING_CHOSEN, loaded=loaded)


def fits_of(ref: Ref, estimator: Estimator, call: Call) -> tuple[Fit, ...]:
    """Return the fits of an estimator; of a model that code out of view may have fitted, that fit."""
    if estimator.fits or estimator.state is not Learning.MAYBE:
        return estimator.fits
    if estimator.spec is None or not estimator.spec.kinds & _JUDGED:
        return ()
    fit = unseen(estimator.place, call.name.rpartition(".")[0] or estimator.name, ref, ref)
    return (replace(fit, spec=estimator.spec),)


def item_of(receiver: Unknown) -> tuple[object, ...]:
    """Return the keys by which the receiver was taken from what a call gave."""
    key, found = receiver.key, list[object]()
    while isinstance(key, tuple) and key:
        found.append(key[1:])
        key = key[0]
    return tuple(found)


def original_of(receiver: Unknown) -> object:
    """Return the key of what a call gave, of which the receiver may be an item."""
    key = receiver.key
    while isinstance(key, tuple) and key:
        key = key[0]
    return key
