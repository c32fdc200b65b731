"""joblib's jobs, which get scikit-learn's configuration besides.

https://scikit-learn.org/stable/modules/generated/sklearn.utils.parallel.Parallel.html
"""

from joblib import Parallel, delayed

__all__ = ["Parallel", "delayed"]
