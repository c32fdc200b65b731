"""The rows of the tables about Polars name what the installed Polars has, and what it does with statistics."""

from __future__ import annotations

from typing import Any

import pytest

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.flows import Flows

pl = pytest.importorskip("polars", reason="compares with the installed Polars")

FLOWS = Flows.load(rules_directory() / "libraries")
OWNERS: dict[str, tuple[Any, ...]] = {
    "polars": (pl,),
    "PolarsFrame": (pl.DataFrame, pl.LazyFrame),
    "PolarsSeries": (pl.Series,),
    "PolarsColumn": (pl.Expr, type(pl.when(True)), type(pl.when(True).then(1))),
    "PolarsGroups": (type(pl.DataFrame({"a": [1]}).group_by("a")),),
}


@pytest.mark.parametrize("owner", OWNERS)
def test_rows_name_what_there_is(owner: str) -> None:
    own = (name for name, flow in FLOWS.table(owner).items() if flow.name.startswith(f"{owner}.") and not flow.removed)

    assert [name for name in own if not any(hasattr(each, name) for each in OWNERS[owner])] == []


EXPRESSIONS: dict[str, tuple[Any, bool]] = {
    "mean": (pl.col("x").fill_null(pl.col("x").mean()), True),
    "quantile": (pl.col("x") < pl.col("x").quantile(0.5), True),
    "of each group": (pl.col("x").mean().over("g"), True),
    "constant": (pl.col("x").fill_null(0), False),
    "row": (pl.col("x") * 2, False),
    "before": (pl.col("x").shift(1), False),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_with_a_statistic_read_the_other_rows(name: str) -> None:
    expression, reads = EXPRESSIONS[name]

    def others(last: float) -> list[Any]:
        table = pl.DataFrame({"x": [1.0, None, 3.0, last], "g": ["a", "a", "b", "b"]})
        return list(table.with_columns(made=expression)["made"][:-1])

    assert (others(4.0) != others(-90.0)) is reads
