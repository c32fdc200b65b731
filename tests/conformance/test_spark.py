"""What the tables say of Spark is what the installed pyspark has and, where there is Java, what it does.

pyspark isn't part of the development environment, as it brings 300 MB of Scala: `pip install pyspark`, and these run.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.flows import Flows

pytest.importorskip("pyspark", reason="compares with the installed pyspark")

from pyspark import RDD, SparkContext
from pyspark.ml import Estimator
from pyspark.ml.classification import LogisticRegressionSummary
from pyspark.ml.regression import LinearRegressionSummary
from pyspark.mllib import evaluation
from pyspark.sql import Column, DataFrame, DataFrameReader, GroupedData, SparkSession, Window, functions
from pyspark.sql.dataframe import DataFrameNaFunctions, DataFrameStatFunctions

LIBRARY = rules_directory() / "libraries" / "pyspark"
FLOWS = Flows.load(rules_directory() / "libraries")
WHOLE: dict[str, type] = {
    "SparkDataFrame": DataFrame,
    "SparkGroupedData": GroupedData,
    "SparkNaFunctions": DataFrameNaFunctions,
    "SparkStatFunctions": DataFrameStatFunctions,
    "Column": Column,
}
"""Types of which every public name has a row."""
PARTS: dict[str, tuple[Any, ...]] = {
    "RDD": (RDD,),
    "SparkSummary": (LogisticRegressionSummary, LinearRegressionSummary),
    "SparkMetrics": tuple(getattr(evaluation, name) for name in evaluation.__all__),
    "pyspark.session": (SparkSession,),
    "pyspark.session.read": (DataFrameReader,),
    "pyspark.session.sparkContext": (SparkContext,),
    "pyspark.sql.functions": (functions,),
    "pyspark.sql.Window": (Window,),
    "pyspark.sql.SparkSession.builder": (SparkSession.Builder,),
    "pyspark.mllib.evaluation": (evaluation,),
}
"""Types and modules of which the names that have a row exist."""
OLD = frozenset(
    (
        "approxCountDistinct areaUnderROC fMeasureByThreshold pr precisionByThreshold recallByThreshold roc "
        "registerTempTable sql_ctx to_koalas"
    ).split()
)
"""Names of older releases, and those of summaries of two classes."""
LATER = frozenset(
    (
        "executionInfo dropDuplicatesWithinWatermark groupingSets lateralJoin mergeInto metadataColumn exists scalar "
        "applyInPandasWithState transformWithState transformWithStateInPandas"
    ).split()
)
"""Names that are too new to be met, or of which nobody makes data to learn from."""
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
"""Of the session: nothing leaves this machine, or asks for its name."""
NEEDS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java")


@pytest.mark.parametrize("owner", WHOLE)
def test_every_public_name_of_a_type_has_a_flow(owner: str) -> None:
    names = {name for name in dir(WHOLE[owner]) if not name.startswith("_")}

    assert sorted(names - FLOWS.table(owner).keys() - LATER) == []


@pytest.mark.parametrize("owner", [*WHOLE, *PARTS])
def test_rows_name_what_there_is(owner: str) -> None:
    holders = PARTS.get(owner) or (WHOLE[owner],)
    names = (name for name, flow in FLOWS.table(owner).items() if not flow.removed)

    assert [name for name in names if name not in OLD and not any(hasattr(each, name) for each in holders)] == []


def harvester() -> ModuleType:
    """Import the harvester, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("harvest_spark", LIBRARY / "harvest.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["harvest_spark"] = module
    spec.loader.exec_module(module)
    return module


def test_the_catalogue_is_what_is_installed() -> None:
    import pyspark

    text = (LIBRARY / "pyspark.toml").read_text(encoding="utf-8")
    if f'release = "{pyspark.__version__}"' not in text:
        pytest.skip(f"pyspark {pyspark.__version__} isn't the catalogued release")
    for name, harvested in harvester().harvest().items():
        assert (LIBRARY / name).read_text(encoding="utf-8") == harvested, name


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session on this machine."""
    folder: Path = tmp_path_factory.mktemp("spark")
    builder = SparkSession.builder.master("local[1]").config("spark.sql.warehouse.dir", str(folder))
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@NEEDS_JAVA
def test_a_random_split_is_a_partition_and_the_same_for_a_seed(spark: SparkSession) -> None:
    numbers = spark.range(100)
    parts = [[row.id for row in part.collect()] for part in numbers.randomSplit([0.6, 0.2, 0.2], seed=3)]

    assert sorted(number for part in parts for number in part) == list(range(100))
    again = [[row.id for row in part.collect()] for part in numbers.randomSplit([0.6, 0.2, 0.2], seed=3)]
    assert again == parts


def table(spark: SparkSession, last: float, city: str = "a") -> DataFrame:
    """Rows of which only the last one differs from call to call; every column suits some stage."""
    from pyspark.ml.linalg import Vectors

    numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, last]
    rows = [
        (
            each,
            float(at % 2),
            Vectors.dense(each, each * each, float(at)),
            "ab"[at % 2] if at < 7 else city,
            ["x", city],
        )
        for at, each in enumerate(numbers)
    ]
    return spark.createDataFrame(rows, ["number", "label", "vector", "city", "words"])


STAGES: dict[str, dict[str, Any]] = {
    "StandardScaler": {"inputCol": "vector", "withMean": True},
    "MinMaxScaler": {"inputCol": "vector"},
    "MaxAbsScaler": {"inputCol": "vector"},
    "RobustScaler": {"inputCol": "vector", "withCentering": True},
    "PCA": {"inputCol": "vector", "k": 1},
    "QuantileDiscretizer": {"inputCol": "number", "numBuckets": 3},
    "Normalizer": {"inputCol": "vector"},
    "Binarizer": {"inputCol": "number", "threshold": 3.5},
    "PolynomialExpansion": {"inputCol": "vector"},
    "DCT": {"inputCol": "vector"},
    "VectorAssembler": {"inputCols": ["number", "label"]},
    "HashingTF": {"inputCol": "words"},
    "NGram": {"inputCol": "words"},
    "Tokenizer": {"inputCol": "city"},
    "StopWordsRemover": {"inputCol": "words"},
    "StringIndexer": {"inputCol": "city", "stringOrderType": "alphabetAsc"},
}


@NEEDS_JAVA
@pytest.mark.parametrize("name", STAGES)
def test_what_a_stage_makes_of_the_other_rows_depends_on_one_where_the_catalogue_says_so(
    spark: SparkSession, name: str
) -> None:
    feature = importlib.import_module("pyspark.ml.feature")
    spec = Catalogue.load().estimator(f"pyspark.ml.feature.{name}")
    assert spec is not None

    def others(data: DataFrame) -> list[Any]:
        stage = getattr(feature, name)(outputCol="out", **STAGES[name])
        model = stage.fit(data) if isinstance(stage, Estimator) else stage
        return [row.out for row in model.transform(data).collect()][:-1]

    same = others(table(spark, 8.0)) == others(table(spark, -800.0))
    assert same is (spec.facts.learns in ("nothing", "categories"))


@NEEDS_JAVA
def test_a_fit_gives_a_model_and_leaves_the_stages_as_they_are(spark: SparkSession) -> None:
    from pyspark.ml import Pipeline
    from pyspark.ml.classification import LogisticRegression
    from pyspark.ml.feature import StandardScaler

    data = table(spark, 8.0)
    scaler, logistic = StandardScaler(inputCol="vector", outputCol="features"), LogisticRegression()
    model = Pipeline(stages=[scaler, logistic]).fit(data)

    assert not hasattr(scaler, "transform") and not hasattr(logistic, "transform")
    assert {"prediction", "number", "label"} <= set(model.transform(data).columns)
    assert [type(stage).__name__ for stage in model.stages] == ["StandardScalerModel", "LogisticRegressionModel"]


@NEEDS_JAVA
def test_the_best_model_of_a_search_is_fitted_on_all_its_rows(spark: SparkSession) -> None:
    from pyspark.ml.evaluation import RegressionEvaluator
    from pyspark.ml.regression import LinearRegression
    from pyspark.ml.tuning import CrossValidator, ParamGridBuilder

    data = table(spark, 8.0).withColumnRenamed("vector", "features").withColumn("label", functions.col("number"))
    line = LinearRegression(regParam=0.1)
    grid = ParamGridBuilder().addGrid(line.regParam, [0.1, 0.5]).build()
    evaluator = RegressionEvaluator()
    model = CrossValidator(estimator=line, estimatorParamMaps=grid, evaluator=evaluator, numFolds=2, seed=1).fit(data)

    assert len(model.avgMetrics) == 2
    alone = line.copy({line.regParam: model.bestModel.getRegParam()}).fit(data)
    assert list(alone.coefficients) == pytest.approx(list(model.bestModel.coefficients))


@NEEDS_JAVA
def test_a_window_without_an_order_holds_all_rows_of_its_part(spark: SparkSession) -> None:
    data = table(spark, 8.0)
    whole = data.withColumn("mean", functions.mean("number").over(Window.partitionBy("label")))
    before = data.withColumn("mean", functions.mean("number").over(Window.partitionBy("label").orderBy("number")))

    assert {(row.label, row.mean) for row in whole.collect()} == {(0.0, 4.0), (1.0, 5.0)}
    assert {row.mean for row in before.filter("label = 0").collect()} == {1.0, 2.0, 3.0, 4.0}
