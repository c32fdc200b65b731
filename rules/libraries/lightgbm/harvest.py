"""Asks the installed LightGBM which hyperparameters it has and what it accepts, and writes `lightgbm.toml` beside this.

    python rules/libraries/lightgbm/harvest.py [--directory DIRECTORY]

LightGBM lists its parameters in the text of a model and their aliases by a function, and rejects values when it trains.
"""

from __future__ import annotations

import functools
import inspect
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "sklearn")]

import lightgbm  # noqa: E402
import numpy as np  # noqa: E402
from harvesting.members import parameters  # noqa: E402
from lightgbm.basic import _ConfigAliases  # noqa: E402
from trials.accepted import Ask  # noqa: E402
from trials.classes import tried_class, tried_row  # noqa: E402
from trials.writing import run, write_module  # noqa: E402

X = np.random.RandomState(0).rand(24, 3)
Y = (X[:, 0] > 0.5).astype(int)
QUIET = {"verbosity": -1, "num_threads": 1, "min_data_in_leaf": 5, "num_iterations": 1}
CLASSES = ("LGBMClassifier", "LGBMRanker", "LGBMRegressor")
FUNCTIONS = ("cv", "train")
CONTEXTS: tuple[dict[str, Any], ...] = ({"boosting": "dart"}, {"data_sample_strategy": "goss"}, {"linear_tree": True})
OBJECTIVES = (
    "regression regression_l2 l2 mean_squared_error mse l2_root root_mean_squared_error rmse regression_l1 l1 "
    "mean_absolute_error mae huber fair poisson quantile mape mean_absolute_percentage_error gamma tweedie binary "
    "multiclass softmax multiclassova multiclass_ova ova ovr cross_entropy xentropy cross_entropy_lambda xentlambda "
    "lambdarank rank_xendcg xendcg xe_ndcg xe_ndcg_mart xendcg_mart none null custom na"
).split()
"""https://lightgbm.readthedocs.io/en/v4.6.0/Parameters.html#objective."""
OPTIONS = {
    "boosting": ["dart", "gbdt", "gbrt", "goss", "random_forest", "rf"],
    "data_sample_strategy": ["bagging", "goss"],
    "monotone_constraints_method": ["advanced", "basic", "intermediate"],
    "tree_learner": [
        *("serial", "feature", "feature_parallel", "data", "data_parallel", "voting", "voting_parallel"),
    ],
}
MOST = {
    "bin_construct_sample_cnt": 10**6,
    "max_bin": 5000,
    "num_class": 10,
    "num_grad_quant_bins": 64,
    "num_iterations": 20,
    "num_leaves": 131_073,
    "num_machines": 1,
    "num_threads": 8,
    "top_k": 1000,
    "verbosity": 1,
}
"""Numbers over these cost time or memory."""
UNTRIED = frozenset(
    # Files, machines, columns, and what depends on the machine, on other hyperparameters or on rows to stop by.
    "auc_mu_weights categorical_feature cegb_penalty_feature_coupled cegb_penalty_feature_lazy data "
    "device_type early_stopping_round eval_at feature_contri forcedbins_filename forcedsplits_filename "
    "group_column header ignore_column interaction_constraints label_column label_gain local_listen_port "
    "machine_list_filename machines max_bin_by_feature metric monotone_constraints num_class num_machines "
    "parser_config_file pre_partition time_out tree_learner two_round valid verbosity weight_column".split()
)
CALLED = {"boosting_type": "boosting", "subsample_for_bin": "bin_construct_sample_cnt"}


def native(name: str, beside: Mapping[str, Any]) -> Ask:
    """Return what asks `lightgbm.train` about a hyperparameter."""

    def ask(value: Any) -> bool:
        settings = {
            "verbosity": -1,
            "num_threads": 1,
            "min_data_in_leaf": 5,
            "num_iterations": 1,
            **beside,
            name: value,
        }
        try:
            lightgbm.train(settings, lightgbm.Dataset(X, label=Y), 1)
        except (lightgbm.basic.LightGBMError, TypeError, ValueError):
            return False
        return True

    return ask


def row(name: str) -> dict[str, Any]:
    """Write what a hyperparameter accepts."""
    if name in UNTRIED:
        return {}
    if name == "objective":
        return {"accepts": ["None", f"name: {', '.join(map(repr, OBJECTIVES))}"]}
    if name == "boosting":
        # A random forest has to be told how to sample; by itself the library rejects it.
        return {"accepts": ["None", f"str: {', '.join(map(repr, OPTIONS[name]))}", "instance list", "instance tuple"]}
    signs = ("+", "-") if native(name, {})(True) else ()
    return tried_row(native, name, (*OPTIONS.get(name, ()), *signs), MOST.get(name), CONTEXTS)


def library() -> dict[str, Any]:
    """Describe the parameters of the library itself."""
    booster = lightgbm.train({"verbosity": -1, "num_threads": 1}, lightgbm.Dataset(X, label=Y), 1)
    listed = re.findall(r"^\[(\w+): ", booster.model_to_string(), flags=re.MULTILINE)
    named = {name: sorted(set(aliases) - {name}) for name, aliases in _ConfigAliases._get_all_param_aliases().items()}
    rows: dict[str, Any] = {}
    for name in sorted({*listed, *named}):
        aliases = named.get(name, [])
        rows[name] = ({"aliases": aliases} if aliases else {}) | (row(name) if name in listed else {})
    methods = {"predict": {"parameters": parameters(lightgbm.Booster.predict)[1:]}}
    kinds = ["classifier", "predictor", "regressor"]
    return {"kinds": kinds, "accepts_kwargs": True, "parameters": rows, "methods": methods}


def own_row(rows: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Any]:
    """Write what a hyperparameter of a class accepts: what the library does, to which it is handed on."""
    home = next((known for known, row in rows.items() if name == known or name in row.get("aliases", ())), "")
    return {key: rows[home][key] for key in ("accepts", "unread") if home and key in rows[home]}


def harvest() -> dict[str, str]:
    """Return the text of every file by name."""
    tables: dict[str, dict[str, Any]] = {"LightGBM": library()}
    for name in CLASSES:
        found = getattr(lightgbm, name)
        rows = functools.partial(own_row, tables["LightGBM"]["parameters"])
        signature = {p.name: p for p in inspect.signature(found).parameters.values() if p.kind in (1, 3)}
        tables[name] = tried_class(found, signature, rows, takes="LightGBM")
        tables[name]["aliases"] = [f"lightgbm.sklearn.{name}"]
        tables[name]["accepts_kwargs"] = True
    for name in FUNCTIONS:
        tables[f"functions.{name}"] = {
            "aliases": [f"lightgbm.engine.{name}"],
            "parameters": parameters(getattr(lightgbm, name)),
        }
    text = write_module("LightGBM", lightgbm.__version__, "lightgbm", sorted(lightgbm.__all__), tables)
    return {"lightgbm.toml": text}


if __name__ == "__main__":
    run(HERE, __doc__.splitlines()[0], harvest)
