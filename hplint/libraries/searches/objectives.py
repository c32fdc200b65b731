"""Objectives: functions in view that an optimizer calls with candidates, to keep the best by what they return."""

from __future__ import annotations

from typing import Final

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.calling.functions import bound, followed, run_body
from hplint.analysis.machine import Machine
from hplint.analysis.memory.constants import Origin
from hplint.analysis.memory.heap import Instance
from hplint.analysis.memory.values import Function, Items, Partial, Ref, Score, Unknown, Value
from hplint.analysis.python.containers import contents
from hplint.analysis.scores.selection import choices, scores_in
from hplint.basis.frozen import replace

OPTIMIZERS: Final = {
    "hyperopt.fmin": "fn",
    "hyperopt.fmin.fmin": "fn",
    "skopt.dummy_minimize": "func",
    "skopt.forest_minimize": "func",
    "skopt.gbrt_minimize": "func",
    "skopt.gp_minimize": "func",
    **{
        f"scipy.optimize.{name}": "fun" if name.startswith("minimize") else "func"
        for name in (
            "basinhopping",
            "brute",
            "differential_evolution",
            "direct",
            "dual_annealing",
            "fmin",
            "fmin_powell",
            "minimize",
            "minimize_scalar",
            "shgo",
        )
    },
}
"""The parameter that holds the objective, the first of all.

https://docs.scipy.org/doc/scipy/reference/optimize.html, http://hyperopt.github.io/hyperopt/getting-started/minimizing_functions/,
https://scikit-optimize.github.io/stable/modules/optimizer.html
"""
NOT_THIRD: Final = frozenset({"scipy.optimize.basinhopping", "scipy.optimize.direct", "scipy.optimize.minimize_scalar"})
"""Those of SciPy's whose third parameter isn't `args`: what the objective is given besides the candidate."""
BUILT: Final = {
    "bayes_opt.BayesianOptimization": "maximize",
    "bayes_opt.bayesian_optimization.BayesianOptimization": "maximize",
}
"""The method that runs an optimizer that was built with the objective, the first parameter.

https://bayesian-optimization.github.io/BayesianOptimization/
"""
STUDY: Final = "optuna.create_study"
"""https://optuna.readthedocs.io/en/v4.5.0/reference/generated/optuna.create_study.html"""


def optimize(machine: Machine, path: str, call: Call) -> Value | None:
    """Call an optimizer of a function in view; None for any other call."""
    if path not in OPTIMIZERS:
        return None
    scores = scores_of(machine, path, call, OPTIMIZERS[path])
    if not scores:
        return None
    result = machine.unknown(path=path)
    choices(machine, scores)
    machine.record.best_values[result.key, "fun"] = scores[0]
    return result


def study(machine: Machine, receiver: Unknown, name: str, call: Call) -> Value | None:
    """Call `optimize` of a study, or what runs an optimizer; None for any other call."""
    if receiver.path in BUILT and name == BUILT[receiver.path] and receiver.key in machine.built:
        call, parameter = machine.built[receiver.key], "f"
    elif receiver.path == STUDY and name == "optimize":
        parameter = "func"
    else:
        return None
    scores = scores_of(machine, str(receiver.path), call, parameter)
    if not scores:
        return None
    choices(machine, scores)
    for key in ((receiver.key, "best_value"), ((receiver.key, "best_trial"), "value"), (receiver.key, "max")):
        machine.record.best_values[key] = scores[0]
    return machine.unknown()


def scores_of(machine: Machine, path: str, call: Call, parameter: str) -> tuple[Score, ...]:
    """Execute an objective once, with candidates that nobody knows, and return what it scores with."""
    given = call.argument(parameter, 0)
    if given is None or not is_in_view(machine, given.value):
        return ()
    candidates = candidates_for(machine, path, given, call)
    mark, began = machine.store.mark(), machine.fresh()
    if isinstance(given.value, Function):
        machine.pending.pop(id(given.value.node), None)
        returned = run_body(machine, given.value, bound(machine, given.value, candidates))
    else:
        returned = machine.call(given.value, candidates)
    scores = scores_in([returned]) or scores_in(contents(machine, returned))
    changes = machine.store.rollback(mark)
    machine.merge([{}, changes])
    # Of predictions that were made before, only what is decided by them varies.
    return tuple(
        replace(each, settled=all(0 < fit.number < began for fit in each.fits)) if each.fits else each
        for each in scores
    )


def is_in_view(machine: Machine, objective: Value) -> bool:
    """Tell whether what an objective does can be followed: a function, perhaps with arguments bound, or an object."""
    match objective:
        case Function():
            return followed(machine, objective)
        case Partial(function=Function() as function):
            return followed(machine, function)
        case Ref():
            return isinstance(machine.content(objective), Instance)
        case _:
            return False


def candidates_for(machine: Machine, path: str, objective: Argument, call: Call) -> Call:
    """Return the call of an objective by its optimizer: a candidate, and what the optimizer was given to hand on."""

    def of(value: Value) -> Argument:
        return Argument(None, value, objective.place, objective.place)

    candidate = of(Unknown(machine.fresh(), Origin.PARAMETER))
    handed = call.argument("args", None if path in NOT_THIRD or not path.startswith("scipy.") else 2)
    if handed is None:
        # Where candidates are given by their names, defaults don't stand for them.
        return Call(objective.place, (candidate,), complete=path not in BUILT)
    values = handed.value.values if isinstance(handed.value, Items) else (handed.value,)
    return Call(objective.place, (candidate, *map(of, values)), complete=not isinstance(handed.value, Unknown))
