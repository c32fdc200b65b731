"""Prints what one installed scikit-learn does: signatures, and which literals its validation takes; for Python 3.8 on.

It shares nothing with the harvester: `all_estimators`, `inspect` and scikit-learn's own validation are the judges.
"""

import inspect
import json
import sys
import warnings

warnings.simplefilter("ignore")

from sklearn.utils import all_estimators  # noqa: E402

try:
    from sklearn.utils import _param_validation as validation
except ImportError:  # before 1.2
    validation = None


def literal(value):
    """Return the repr of a default that is a literal, else None."""
    if isinstance(value, (bool, int, float, str, type(None), tuple)) and type(value).__module__ == "builtins":
        return repr(value)
    return None


def signature(found):
    if found.__init__ is object.__init__:
        return []
    rows = []
    for p in inspect.signature(found).parameters.values():
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            default = "required" if p.default is p.empty else literal(p.default)
            rows.append([p.name, p.kind is p.KEYWORD_ONLY, default])
    return rows


def verdicts(found, pool):
    """Say of each validated hyperparameter which literals of the pool are accepted."""
    constraints = getattr(found, "_parameter_constraints", None)
    if validation is None or not isinstance(constraints, dict):
        return {}
    said = {}
    for name, each in constraints.items():
        if isinstance(each, str):
            continue
        taken = []
        for value in pool:
            try:
                validation.validate_parameter_constraints({name: each}, {name: value}, "it")
                taken.append(True)
            except ValueError:
                taken.append(False)
        said[name] = taken
    return said


def main():
    pool = [eval(text) for text in json.loads(sys.stdin.read())]
    facts = {}
    for name, found in all_estimators():
        facts[name] = {"module": found.__module__, "signature": signature(found), "accepts": verdicts(found, pool)}
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
