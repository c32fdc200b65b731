"""What the remedies of HP3xx are called in the library that somebody uses: a split, folds, a pipeline."""

from __future__ import annotations

from hplint.basis.frozen import dataclass
from hplint.catalogue.estimators import EstimatorSpec


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words of one library for honest evaluation."""

    hold_out: str
    """Completes `... before the fit`."""
    folds: str
    """What scores a model on folds, in the words of a message: completes `compare them by ...`."""
    split_first: str

    def pipeline(self, first: str, last: str) -> str:
        """Return a pipeline of two steps as people write it."""
        if self is SPARK:
            return f"Pipeline(stages=[{first}, {last}])"
        return f"make_pipeline({first}, {last})"


SCIKIT_LEARN = Dialect("hold out rows with `train_test_split`", "`cross_val_score`", "split first")
SPARK = Dialect("hold out rows with `randomSplit`", "a `CrossValidator`", "split first by `randomSplit`")


def dialect_of(spec: EstimatorSpec | None) -> Dialect:
    """Return the words for a fitted estimator; scikit-learn's for every library that follows its conventions."""
    return SPARK if spec is not None and spec.path.startswith("pyspark.") else SCIKIT_LEARN
