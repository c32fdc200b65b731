"""Prints as JSON what one installed scikit-learn says of its classes; runs alone, under Python 3.6 and newer."""

import importlib
import inspect
import json
import os
import pkgutil
import re
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import sklearn  # noqa: E402

_HIDDEN = ("tests", "externals", "conftest", "setup")
_BASES = {
    "ClassifierMixin": "classifier",
    "RegressorMixin": "regressor",
    "ClusterMixin": "clusterer",
    "BiclusterMixin": "biclusterer",
    "TransformerMixin": "transformer",
    "OutlierMixin": "outlier_detector",
    "DensityMixin": "density",
    "_GMMBase": "density",  # of the mixtures before 0.20
    "MetaEstimatorMixin": "meta",
    "BaseSearchCV": "search",
    "BaseEnsemble": "ensemble",
    "_PartitionIterator": "splitter",
    "BaseShuffleSplit": "splitter",
    "PredefinedSplit": "splitter",
    "BaseCrossValidator": "splitter",
    "ParameterGrid": "sampler",
    "ParameterSampler": "sampler",
    "Kernel": "kernel",
}
try:
    from harvesting.constraints import deprecated_options, write_constraints
except (ImportError, SyntaxError):  # before 1.2 there is nothing to write, and Python may be too old to say it
    write_constraints = None


def modules():
    """Import every module that can be imported, private ones included; public ones come first."""
    names = [info[1] for info in pkgutil.walk_packages(sklearn.__path__, "sklearn.", onerror=lambda name: None)]
    names = [name for name in names if not set(name.split(".")) & set(_HIDDEN)]
    for name in sorted(names, key=lambda name: ("._" in name, name)):
        try:
            yield name, importlib.import_module(name)
        except Exception:  # compiled helpers, optional dependencies
            continue


def classes():
    """Find every class with all the paths that it can be imported by."""
    found, paths = {}, {}
    loaded = list(modules())
    for name, module in loaded:
        # A shim for an old path (0.22, 0.23) hands on what the private module has.
        shim = getattr(module, "__getattr__", None) is not None and "._" not in name
        own = [value for value in vars(module).values() if inspect.ismodule(value)] if shim else []
        bound = dict(vars(module))
        for inner in own:
            if inner.__name__.startswith("sklearn.") and "._" in inner.__name__:
                bound.update((key, value) for key, value in vars(inner).items() if key not in bound)
        for key, value in bound.items():
            if inspect.isclass(value) and value.__module__.split(".")[0] == "sklearn" and value.__name__ == key:
                found[id(value)] = value
                paths.setdefault(id(value), []).append(name + "." + key)
    return [(found[key], paths[key]) for key in found]


def kinds(cls):
    """List the kinds by the names of the bases: the classes themselves move from release to release."""
    named = {_BASES[base.__name__] for base in cls.__mro__ if base.__name__ in _BASES}
    if hasattr(cls, "split") and hasattr(cls, "get_n_splits"):
        named.add("splitter")
    if callable(getattr(cls, "predict", None)):
        named.add("predictor")
    if callable(getattr(cls, "transform", None)):
        named.add("transformer")
    estimator = any(base.__name__ == "BaseEstimator" for base in cls.__mro__)
    return sorted(named) or (["estimator"] if estimator else [])


def signature(function):
    """Read a signature; the one under a decorator that says that a class is deprecated."""
    return inspect.signature(getattr(function, "deprecated_original", function)).parameters.values()


def parameters(cls, constraints):
    """Describe the constructor's arguments."""
    if cls.__init__ is object.__init__:
        return []
    rows = []
    for parameter in list(signature(cls.__init__))[1:]:
        row = {"name": parameter.name, "kind": int(parameter.kind)}
        if parameter.default is not parameter.empty:
            value = parameter.default
            value = value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
            plain = (bool, int, float, complex, str, bytes, type(None), tuple, list, dict, set)
            if isinstance(value, plain):
                row["default"] = repr(value)
            elif hasattr(value, "__qualname__"):
                row["default_expression"] = value.__module__ + "." + value.__qualname__
            elif " at 0x" not in repr(value):
                row["default_expression"] = repr(value)
            else:
                row["default_expression"] = type(value).__name__ + "(...)"
        if write_constraints is not None and parameter.name in constraints:
            row["accepts"] = write_constraints(constraints[parameter.name])
            row["deprecated_options"] = deprecated_options(constraints[parameter.name])
        rows.append(row)
    return rows


def methods(cls):
    """List the public methods with their parameters."""
    rows = {}
    for name in sorted(dir(cls)):
        static = inspect.getattr_static(cls, name)
        if name.startswith("_") or isinstance(static, property):
            continue
        function = getattr(static, "fn", None) or getattr(cls, name, None)
        if not callable(function) or inspect.isclass(function):
            continue
        try:
            names = [("", "", "*", "", "**")[int(p.kind)] + p.name for p in signature(function)]
        except (TypeError, ValueError):
            names = ["self", "*args", "**kwargs"]
        rows[name] = names[1:] if not isinstance(static, (classmethod, staticmethod)) else names
    return rows


def learned(cls):
    """List what the methods assign to `self.name_`."""
    names = set()
    for base in cls.__mro__:
        if base.__module__.startswith("sklearn"):
            try:
                names.update(re.findall(r"self\.([A-Za-z]\w*_)\b\s*(?:=[^=]|,)", inspect.getsource(base)))
            except (OSError, TypeError):
                continue
    return sorted(name for name in names if not name.endswith("__"))


def main():
    """Print everything."""
    rows = []
    for cls, paths in classes():
        if not kinds(cls) or cls.__name__.startswith(("_", "Base")) or cls.__module__ == "sklearn.base":
            continue
        try:
            named = parameters(cls, getattr(cls, "_parameter_constraints", {}))
        except (TypeError, ValueError):
            continue
        rows.append(
            {
                "paths": sorted(set(paths)),
                "kinds": kinds(cls),
                "parameters": named,
                "docs": [cls.__doc__ or "", getattr(cls.__init__, "__doc__", None) or ""],
                "methods": methods(cls),
                "learned": learned(cls),
            }
        )
    json.dump({"release": sklearn.__version__, "classes": rows}, sys.stdout)


if __name__ == "__main__":
    main()
