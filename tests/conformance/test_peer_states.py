"""Proves by fitting that the estimators of scikit-learn's peers have no other names than their states tell."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hplint.catalogue.estimators import Catalogue

pytest.importorskip("sklearn", minversion="1.5")

ROOT = Path(__file__).parents[2]


def _script(path: Path) -> ModuleType:
    """Import a file alone: in its folder, `keras` and `torch` would pass for the libraries."""
    spec = importlib.util.spec_from_file_location(f"rules.{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


harvest = _script(ROOT / "rules" / "libraries" / "harvest_states.py")
CATALOGUE = Catalogue.load()


def _cases() -> Iterator[Any]:
    for library in harvest.LIBRARIES:
        try:
            found = list(harvest.classes(library))
        except ImportError:
            continue
        for module, name, cls, table in found:
            path = library if module == library else f"{library}.{module}"
            spec = CATALOGUE.estimator(f"{path}.{name}")
            if spec is not None and spec.states is not None:
                yield pytest.param(library, cls, table, spec.states, id=f"{library}-{name}")


@pytest.mark.parametrize(("library", "cls", "table", "states"), list(_cases()))
def test_no_other_names_exist(library: str, cls: type, table: dict[str, Any], states: Any) -> None:
    for instance, _, _ in harvest.fits(library, cls, table, {}):
        assert {name for name in harvest.names_of(instance) if not name.endswith("_request")} <= states.names
        for name, absence in states.missing.items():
            assert name not in harvest.names_of(instance)
            setting = dict(absence.remedy)
            assert any(name in harvest.names_of(each) for each, _, _ in harvest.fits(library, cls, table, setting))
        break
