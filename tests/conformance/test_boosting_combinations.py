"""Listed combinations of boosting libraries raise, no others do; what is ignored changes nothing."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from hplint.api import default_config, lint_text
from hplint.catalogue.estimators import NO_DEFAULT, EstimatorSpec
from hplint.catalogue.options import OBJECT
from tests.conformance.test_boosting import QUIET, library, spec_of

ROWS = np.random.RandomState(0).rand(200, 4)
SIGNAL = ROWS[:, 0] + 0.3 * np.random.RandomState(1).rand(200)
LABELS = (SIGNAL > 0.6).astype(int)
VALUES: dict[str, tuple[Any, ...]] = {
    "bootstrap_type": (None, "Bayesian", "Bernoulli", "MVS", "No"),
    "subsample": (None, 0.5, 1.0),
    "bagging_temperature": (None, 0.8),
    "task_type": (None, "CPU"),
    "sampling_unit": (None, "Object"),
    "sampling_frequency": (None, "PerTree", "PerTreeLevel"),
    "score_function": (None, "L2", "Cosine", "NewtonL2", "NewtonCosine"),
    "approx_on_full_history": (None, False, True),
    "od_type": (None, "IncToDec", "Iter"),
    "od_pval": (None, 0.1),
    "posterior_sampling": (None, True, False),
    "langevin": (None, True, False),
    "grow_policy": (None, "SymmetricTree", "Depthwise", "Lossguide"),
    "max_leaves": (None, 8),
    "class_weights": (None, [1, 2]),
    "auto_class_weights": (None, "Balanced", "SqrtBalanced"),
    "scale_pos_weight": (None, 2, 1.0),
    "boosting": (None, "gbdt", "rf", "dart", "goss"),
    "boosting_type": ("gbdt", "rf", "dart", "goss"),
    "bagging_freq": (None, 0, 1),
    "subsample_freq": (0, 1),
    "bagging_fraction": (None, 0.5, 1.0),
    "feature_fraction": (None, 0.5, 1.0),
    "colsample_bytree": (0.5, 1.0),
    "data_sample_strategy": (None, "bagging", "goss"),
    "objective": (None, "binary", "multiclassova", "multiclass", "l1", "l2", "huber", "quantile", "mape", "poisson"),
    "is_unbalance": (None, True, False),
    "num_class": (None, 1, 2),
    "quantile_alpha": (None, 0.5),
    "force_col_wise": (None, True, False),
    "force_row_wise": (None, True),
    "linear_tree": (None, True, False),
    "zero_as_missing": (None, True),
    "monotone_constraints": (None, [1, 0, 0, 0]),
    "pos_bagging_fraction": (None, 0.5),
    "neg_bagging_fraction": (None, 0.5),
    "extra_trees": (None, True, "true"),
    "use_quantized_grad": (None, True),
    "booster": (None, "gbtree", "gblinear", "dart"),
    "tree_method": (None, "hist", "approx", "exact"),
    "colsample_bynode": (None, 0.5, 1.0),
    "multi_strategy": (None, "one_output_per_tree", "multi_output_tree"),
}
"""None where the hyperparameter is left out."""
CLASSES = (
    *("catboost.CatBoostClassifier", "catboost.CatBoostRegressor", "catboost.CatBoost"),
    *("lightgbm.LightGBM", "lightgbm.LGBMClassifier", "lightgbm.LGBMRegressor"),
    *("xgboost.XGBoost", "xgboost.XGBClassifier", "xgboost.XGBRegressor"),
)
LOSSES = {
    "catboost.CatBoost": (None, "Logloss", "CrossEntropy", "MultiClass", "RMSE", "MAE"),
    "catboost.CatBoostClassifier": (None, "Logloss", "CrossEntropy", "MultiClass"),
    "catboost.CatBoostRegressor": (None, "RMSE", "MAE"),
}
OBJECTIVES = {
    "xgboost": (
        *(None, "binary:logistic", "binary:hinge", "count:poisson", "multi:softprob", "reg:absoluteerror"),
        *("reg:pseudohubererror", "reg:quantileerror", "reg:squarederror", "reg:tweedie"),
    ),
    "lightgbm": (
        *(None, "binary", "cross_entropy", "fair", "huber", "l1", "l2", "mape", "multiclass"),
        *("multiclassova", "poisson", "quantile", "rmse", "tweedie"),
    ),
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def predictions(path: str, given: dict[str, Any]) -> Any:
    """Fit the real thing."""
    root, _, name = path.partition(".")
    objective = str(given.get("objective", given.get("loss_function")))
    of_classes = name.endswith("Classifier") or not objective.startswith(("reg", "None", "quantile", "RMSE", "MAE"))
    found, target = library(root), LABELS if of_classes else SIGNAL
    if name == "LightGBM":
        settings = {**QUIET[root], "num_iterations": 5, "objective": "regression", **given}
        return found.train(settings, found.Dataset(ROWS, target)).predict(ROWS)
    if name == "XGBoost":
        data = found.DMatrix(ROWS, label=target)
        return found.train({"nthread": 1, **given}, data, 5).predict(data)
    rounds = {"n_estimators": 5, "n_jobs": 1, "verbosity": -1} if root == "lightgbm" else QUIET[root]
    rounds = {"n_estimators": 5, "n_jobs": 1} if root == "xgboost" else rounds
    build = getattr(found, name)
    model = build({**rounds, **given}) if name == "CatBoost" else build(**{**rounds, **given})
    return model.fit(ROWS, target).predict(ROWS)


def values(spec: EstimatorSpec, given: dict[str, Any]) -> Callable[[str], object]:
    def value_of(name: str) -> object:
        if name in given:
            return OBJECT if isinstance(given[name], list) else given[name]
        default = spec.value(name, {})
        return None if default is NO_DEFAULT else default

    return value_of


def combined(names: tuple[str, ...], path: str) -> Iterator[dict[str, Any]]:
    root = path.partition(".")[0]
    pools = {**VALUES, "objective": OBJECTIVES.get(root, (None,))}
    if root == "xgboost":
        pools |= {"num_class": (None, 2)}  # one class is too few for these labels
    if root == "catboost":
        pools |= {"bootstrap_type": (*VALUES["bootstrap_type"], "Poisson"), "boosting_type": (None, "Plain", "Ordered")}
        pools |= {"loss_function": LOSSES[path]}
    for combination in itertools.product(*(pools[name] for name in names)):
        yield {name: value for name, value in zip(names, combination, strict=True) if value is not None}


@pytest.mark.parametrize("path", CLASSES)
def test_combinations_raise_when_they_are_listed_and_only_then(path: str) -> None:
    spec = spec_of(path)
    assert spec.facts.incompatible
    for fact in spec.facts.incompatible:
        raised = 0
        for given in combined(tuple(fact.when.names), path):
            if "objective" in fact.when.names and "objective" not in given:
                continue  # the labels, or the test, decide which one it takes
            if str(given.get("objective")).startswith("multi") and "num_class" not in fact.when.names:
                given |= {"num_class": 2}
            listed = spec.incompatible(values(spec, given))
            try:
                predictions(path, given)
            except Exception as error:
                assert listed, (given, error)
                assert type(error).__name__ == listed[0].raises, given
                raised += fact in listed
            else:
                assert not listed, given
        assert raised, fact


DECIDED: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(("max_depth", "max_leaves", "num_parallel_tree", "max_drop"), (2, 3)),
    **dict.fromkeys(("bagging_fraction", "subsample", "colsample_bytree", "colsample_bylevel"), (0.3, 0.9)),
    **dict.fromkeys(("colsample_bynode", "drop_rate", "rate_drop", "quantile_alpha", "alpha"), (0.3, 0.9)),
    **dict.fromkeys(("skip_drop", "learning_rate", "top_rate", "other_rate"), (0.1, 0.4)),
    **dict.fromkeys(("one_drop", "xgboost_dart_mode", "uniform_drop", "is_unbalance"), (False, True)),
    **dict.fromkeys(("quant_train_renew_leaf", "stochastic_rounding"), (False, True)),
    **dict.fromkeys(("min_child_weight", "gamma", "max_delta_step", "huber_slope", "fair_c"), (0.01, 9.0)),
    **dict.fromkeys(("linear_lambda", "monotone_penalty", "scale_pos_weight"), (0.1, 3.0)),
    **dict.fromkeys(("tweedie_variance_power",), (1.1, 1.8)),
    **dict.fromkeys(("poisson_max_delta_step",), (0.1, 2.0)),
    **dict.fromkeys(("bagging_freq", "subsample_freq"), (1, 3)),
    **dict.fromkeys(("drop_seed", "extra_seed"), (1, 2)),
    **dict.fromkeys(("max_bin", "num_grad_quant_bins"), (4, 16)),
    "bagging_temperature": (0.1, 5.0),
    "mvs_reg": (0.1, 9.0),
    "min_data_in_leaf": (1, 60),
    "max_cat_threshold": (2, 64),
    "max_cat_to_onehot": (1, 64),
    "grow_policy": ("depthwise", "lossguide"),
    "sampling_method": ("uniform", "gradient_based"),
    "tree_method": ("exact", "hist"),
    "sample_type": ("uniform", "weighted"),
    "normalize_type": ("tree", "forest"),
    "feature_selector": ("cyclic", "shuffle"),
    "monotone_constraints": ("(1,0,0,0)", "(-1,0,0,0)"),
    "interaction_constraints": ("[[0,1,2,3]]", "[[0],[1,2]]"),
}
UNSEEN = {
    **dict.fromkeys(("max_cat_threshold", "max_cat_to_onehot"), "there are no categories"),
    **dict.fromkeys(("sampling_method", "grow_policy"), "they differ on graphics cards, and where leaves are limited"),
    **dict.fromkeys(("tree_method", "num_parallel_tree"), "so few rows have the same splits, and all trees are alike"),
    **dict.fromkeys(
        ("max_drop", "skip_drop", "xgboost_dart_mode", "uniform_drop", "drop_seed"), "five rounds drop too few trees"
    ),
    **dict.fromkeys(("sample_type", "normalize_type", "one_drop"), "five rounds drop too few trees"),
    "mvs_reg": "so few rows are all sampled",
    "quantile_alpha": "where it counts it has to be given",
    **dict.fromkeys(("top_rate", "other_rate"), "sampling by gradients begins after ten rounds"),
}
"""Hyperparameters whose effect small data needn't show, and why."""
IGNORED = [
    pytest.param(path, name, id=f"{path}-{name}")
    for path in CLASSES
    if path not in ("xgboost.XGBClassifier", "lightgbm.LGBMClassifier")
    for name, parameter in (*spec_of(path).parameters.items(), *spec_of(path).keywords.items())
    if parameter.ineffective_when or parameter.effective_only_when
]


@pytest.mark.parametrize(("path", "name"), IGNORED)
def test_what_is_ignored_changes_nothing_and_elsewhere_it_does(path: str, name: str) -> None:
    spec = spec_of(path)
    parameter = spec.parameter(name)
    assert parameter is not None
    conditions = (*parameter.ineffective_when, *parameter.effective_only_when)
    deciding = tuple(dict.fromkeys(each for condition in conditions for each in condition.names))
    ignored, seen = 0, False
    for given in combined(deciding, path):
        forest = name == "learning_rate" and "rf" in given.values()
        company = {spec.canonical(each): 0.5 + at for at, each in enumerate(("bagging_fraction", "bagging_freq"))}
        given |= {"num_class": 2} if str(given.get("objective")).startswith("multi") else {}
        given |= {each: int(value) if value > 1 else value for each, value in company.items()} if forest else {}
        one, other = ({**given, name: value} for value in DECIDED[name])
        if any(spec.incompatible(values(spec, each)) for each in (one, other, given)):
            continue
        ineffective = bool(spec.ineffective(name, values(spec, one)))
        equal = np.array_equal(predictions(path, one), predictions(path, other))
        assert equal or not ineffective, given
        ignored += ineffective
        seen = seen or not (equal or ineffective)
    assert ignored
    assert seen or name in UNSEEN


KNOWN_TO_NO_TABLE = (
    *("top_k", "aft_loss_distribution", "aft_loss_distribution_scale", "lambdarank_pair_method", "verbosity"),
    *("enable_categorical", "max_cat_to_onehot", "extmem_single_page", "seed_per_iteration", "updater"),
)
"""Of https://xgboost.readthedocs.io/en/release_3.2.0/parameter.html, some of which show in no configuration."""


def test_slips_are_ignored_by_xgboost_and_its_own_names_are_not() -> None:
    slips = ("max_depht", "n_estimators", "learning_rat", "colsample_by_tree", "min_child_wieght", "eval_metirc")
    text = "import xgboost\nparams = {\n" + "".join(f"    {name!r}: 1,\n" for name in (*slips, *KNOWN_TO_NO_TABLE))
    text += "}\nxgboost.train(params, data)\n"
    result = lint_text(text, "program.py", default_config("."))
    assert [each.span.row - 3 for each in result.findings if "ignores it" in each.message] == list(range(len(slips)))
    found = library("xgboost")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        found.train({**dict.fromkeys(slips, 1), "nthread": 1, "verbosity": 1}, found.DMatrix(ROWS, label=SIGNAL), 1)
    assert all(f'"{name}"' in str(warned[-1].message) for name in slips)


@pytest.mark.parametrize("path", CLASSES)
def test_suggested_search_spaces_fit(path: str) -> None:
    spec = spec_of(path)
    assert len(spec.decisive) >= 3
    for name in spec.decisive:
        parameter = spec.parameter(name)
        assert parameter is not None and parameter.search is not None
        low, high = parameter.search.low, parameter.search.high
        assert low is not None and high is not None and low < high
        whole = "integer" in parameter.search.scale
        # Two thousand rounds are as valid as a hundred, and take their time.
        for value in (low, min(high, 100)):
            predictions(path, {name: int(value) if whole else value})
