"""Asks the installed CatBoost which hyperparameters it has and what it accepts, and writes `catboost.toml` beside this.

    python rules/libraries/catboost/harvest.py [--directory DIRECTORY]

CatBoost names its parameters in the constructors, and rejects values when it fits.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "sklearn")]

import catboost  # noqa: E402
import numpy as np  # noqa: E402
from catboost import core  # noqa: E402
from harvesting.members import parameters  # noqa: E402
from trials.accepted import Ask  # noqa: E402
from trials.classes import tried_class, tried_row  # noqa: E402
from trials.writing import run, write_module  # noqa: E402

X = np.random.RandomState(0).rand(24, 3)
Y = (X[:, 0] > 0.5).astype(int)
QUIET = {"verbose": False, "allow_writing_files": False, "iterations": 1, "thread_count": 1}
CLASSES = {
    "CatBoostClassifier": ["classifier", "predictor"],
    "CatBoostRanker": ["predictor"],
    "CatBoostRegressor": ["predictor", "regressor"],
}
FUNCTIONS = ("cv", "train")
CONTEXTS: tuple[dict[str, Any], ...] = (
    {"grow_policy": "Lossguide"},
    {"grow_policy": "Depthwise"},
    {"boosting_type": "Ordered"},
    {"bootstrap_type": "No"},
    {"bootstrap_type": "Bayesian"},
    {"bootstrap_type": "Bernoulli"},
    {"od_type": "Iter"},
    {"task_type": "GPU"},
)
MOST = {
    "border_count": 70_000,
    "classes_count": 10,
    "ctr_leaf_count_limit": 100,
    "ctr_target_border_count": 300,
    "depth": 20,
    "fold_len_multiplier": 10,
    "iterations": 20,
    "leaf_estimation_iterations": 20,
    "max_ctr_complexity": 20,
    "max_leaves": 100,
    "metric_period": 10,
    "od_wait": 100,
    "one_hot_max_size": 300,
    "thread_count": 8,
}
"""Numbers over these cost time or memory."""
UNTRIED = frozenset(
    # Columns, files, callbacks, the graphics card, and what depends on the data or on other hyperparameters.
    "allow_writing_files auto_class_weights bagging_temperature boost_from_average boosting_type callback "
    "cat_features class_names class_weights classes_count combinations_ctr ctr_description "
    "ctr_leaf_count_limit ctr_target_border_count custom_loss custom_metric data_partition "
    "dev_efb_max_buckets dev_score_calc_obj_block_size device_config devices dictionaries "
    "diffusion_temperature embedding_features eval_fraction feature_calcers feature_weights "
    "first_feature_use_penalties fixed_binary_splits fold_permutation_block gpu_cat_features_storage "
    "gpu_ram_part has_time ignored_features input_borders langevin leaf_estimation_method logging_level "
    "max_leaves metadata metric_period min_data_in_leaf model_shrink_mode model_shrink_rate "
    "monotone_constraints mvs_reg name output_borders per_feature_ctr per_float_feature_quantization "
    "per_object_feature_penalties pinned_memory_size posterior_sampling sampling_frequency sampling_unit "
    "save_snapshot scale_pos_weight score_function silent simple_ctr snapshot_file snapshot_interval "
    "subsample target_border task_type text_features text_processing thread_count tokenizers train_dir "
    "use_best_model used_ram_limit verbose".split()
)
BY_NAME = {"loss_function": "ELossFunction", "eval_metric": "ELossFunction"}


def asked(name: str, beside: Mapping[str, Any]) -> Ask:
    """Return what asks the library about a hyperparameter, of one class or the other."""

    def ask(value: Any) -> bool:
        return any(_fits(found, {**QUIET, **beside, name: value}) for found in (catboost.CatBoostClassifier,))

    return ask


def _fits(found: Any, settings: Mapping[str, Any]) -> bool:
    try:
        found(**settings).fit(X, Y)
    except (catboost.CatBoostError, AttributeError, TypeError, ValueError, OverflowError):
        return False
    return True


def options(name: str) -> list[str]:
    """Read the options from the message that rejects a wrong one."""
    try:
        catboost.CatBoostClassifier(**{**QUIET, name: "hplint"}).fit(X, Y)
    except (catboost.CatBoostError, TypeError) as error:
        return re.findall(r"'(\w+)'", str(error).partition("Valid options are:")[2])
    return []


def synonyms() -> dict[str, list[str]]:
    """Map each hyperparameter to its further names, of which only one may be given."""
    groups: dict[str, list[str]] = {"loss_function": ["objective"]}
    for names in re.findall(r"_process_synonyms_group\(\[([^\]]+)\]", inspect.getsource(core._process_synonyms_groups)):
        first, *others = re.findall(r"'(\w+)'", names)
        groups[first] = others
    return groups


def row(name: str) -> dict[str, Any]:
    """Write what a hyperparameter accepts."""
    aliases = synonyms().get(name, [])
    table: dict[str, Any] = {"aliases": aliases} if aliases else {}
    if name in BY_NAME:
        known = options("eval_metric")
        return table | {"accepts": ["None", f"name: {', '.join(map(repr, sorted(known)))}"]}
    # A metric to look at may be a list of metrics.
    if name != "custom_metric" and (listed := options(name)):
        # Some are for graphics cards only, which needn't be here.
        return table | {"accepts": ["None", f"str: {', '.join(map(repr, sorted(listed)))}"]}
    return table if name in UNTRIED else table | tried_row(asked, name, (), MOST.get(name), CONTEXTS)


def harvest() -> dict[str, str]:
    """Return the text of every file by name."""
    further = {alias for aliases in synonyms().values() for alias in aliases}
    known: dict[str, dict[str, Any]] = {}
    tables: dict[str, dict[str, Any]] = {}
    for name, kinds in CLASSES.items():
        found = getattr(catboost, name)
        named = {p.name: p for p in inspect.signature(found).parameters.values() if p.name not in further}
        for parameter in named:
            known.setdefault(parameter, row(parameter))
        tables[name] = tried_class(found, named, known.__getitem__, kinds=kinds, aliases=[f"catboost.core.{name}"])
    listed = {key: {"default": "None", **value} for key, value in sorted(known.items())}
    kinds = ["classifier", "predictor", "regressor"]
    base = tried_class(catboost.CatBoost, {}, {}.__getitem__, kinds=kinds, aliases=["catboost.core.CatBoost"])
    tables["CatBoost"] = {key: listed if key == "parameters" else value for key, value in base.items()}
    for name in FUNCTIONS:
        found = getattr(catboost, name)
        tables[f"functions.{name}"] = {"aliases": [f"catboost.core.{name}"], "parameters": parameters(found)}
    text = write_module("CatBoost", catboost.__version__, "catboost", sorted(catboost.__all__), tables)
    return {"catboost.toml": text}


if __name__ == "__main__":
    run(HERE, __doc__.splitlines()[0], harvest)
