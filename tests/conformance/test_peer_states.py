"""Proves by fitting that the estimators of scikit-learn's peers have no other names than their states tell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sklearn", minversion="1.5")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "rules" / "libraries"))

import harvest_states as harvest  # noqa: E402

from hplint.catalogue.estimators import Catalogue  # noqa: E402

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
