"""Finds estimators and functions of the catalogue by any public import path, opening only the files they stand in."""

from __future__ import annotations

from pathlib import Path

from hplint.catalogue.specifications import (
    NO_DEFAULT,
    EstimatorSpec,
    Expression,
    FunctionSpec,
    HyperparameterSpec,
    SearchSpace,
)

__all__ = [
    "NO_DEFAULT",
    "Catalogue",
    "EstimatorSpec",
    "Expression",
    "FunctionSpec",
    "HyperparameterSpec",
    "SearchSpace",
    "rules_directory",
]


def rules_directory() -> Path:
    """Find `rules/`: beside the package in a checkout, `hplint/_rules` in an installed wheel."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


class Catalogue:
    """Estimators and functions of the known libraries; files are opened when first needed, specs kept."""

    @classmethod
    def load(cls, directory: Path | None = None) -> Catalogue:
        """Open the catalogue that ships with hplint, or the one in `directory` (a `rules/` folder)."""
        raise NotImplementedError

    def estimator(self, path: str) -> EstimatorSpec | None:
        """Return the estimator of any public import path: `sklearn.svm.SVC`."""
        raise NotImplementedError

    def function(self, path: str) -> FunctionSpec | None:
        """Return the function of a public import path: `sklearn.model_selection.train_test_split`."""
        raise NotImplementedError

    def is_module(self, path: str) -> bool:
        """Say whether this is a catalogued module or package: `sklearn`, `sklearn.svm`."""
        raise NotImplementedError

    def exports(self, module: str) -> frozenset[str]:
        """Return the names that `from module import *` binds; empty for an unknown module."""
        raise NotImplementedError
