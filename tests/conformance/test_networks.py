"""The tables of Keras and PyTorch are what the installed libraries take, and refuse."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from hplint.catalogue.estimators import Catalogue, EstimatorSpec

CATALOGUE = Catalogue.load()
REFUSED = re.compile(r"[Uu]nrecognized|unexpected keyword|not recognized|not support arguments|multiple values")
UNTRIED = {"Bidirectional", "InputLayer", "LossScaleOptimizer", "RNN", "SpectralNormalization"} | {
    "TimeDistributed",
    "Wrapper",
}
"""They take another layer or optimizer, and hand on what they don't take."""
NEEDS = re.compile(r"requires TensorFlow|No module named|only supported with")
"""Layers that need a backend of their own."""


def _keras(module: str) -> Any:
    pytest.importorskip("keras", exc_type=ImportError, reason="needs Keras and one of its backends")
    return importlib.import_module(f"keras.{module}")


def _specs(module: Any, path: str) -> Iterator[tuple[EstimatorSpec, Any]]:
    for name in sorted(CATALOGUE.exports(path)):
        spec = CATALOGUE.estimator(f"{path}.{name}")
        assert spec is not None, name
        yield spec, getattr(module, name)


def _raised(found: Any, arguments: dict[str, Any]) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found(**arguments)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return ""


@pytest.mark.parametrize("module", ["layers", "optimizers"])
def test_keras_refuses_what_the_catalogue_does_not_have(module: str) -> None:
    os.environ.setdefault("KERAS_BACKEND", "torch")
    for spec, found in _specs(_keras(module), f"keras.{module}"):
        needed = {name: 2 for name, parameter in spec.parameters.items() if parameter.required}
        if spec.name in UNTRIED or NEEDS.search(_raised(found, needed)):
            continue
        for name in spec.parameters.keys() - needed.keys():
            assert not REFUSED.search(_raised(found, {**needed, name: None})), f"{spec.path} takes no {name}"
        for name in ("no_such_name", *spec.past):
            assert REFUSED.search(_raised(found, {**needed, name: None})), f"{spec.path} takes {name}"


@pytest.mark.parametrize("path", ["torch.nn", "torch.optim", "torch.optim.lr_scheduler", "torch.utils.data"])
def test_pytorch_has_these_signatures(path: str) -> None:
    pytest.importorskip("torch", reason="needs PyTorch")
    for spec, found in _specs(importlib.import_module(path), path):
        parameters = inspect.signature(found).parameters.values()
        named = [p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        if named:
            assert list(spec.parameters) == named, spec.path
        elif not spec.accepts_kwargs:
            assert REFUSED.search(_raised(found, {"input_size": 1, "hidden_size": 1, "no_such_name": 1})), spec.path
