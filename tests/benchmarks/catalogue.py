"""Measure what reading the catalogue costs, in CPU of this process, and as a share of importing libcst.

python tests/benchmarks/catalogue.py [FOLDER]

Each figure is the least of many: other processes on the machine only add. FOLDER (scikit-learn's examples, say) is
linted once, and what its files ask of the catalogue is asked again of a fresh one.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from hplint.catalogue import notation, versions
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.flows import Flows
from hplint.catalogue.module_file import Tables

MODULES = ("linear_model", "ensemble", "model_selection")
LARGEST = ("cluster", "decomposition", "feature_selection", "neighbors", "preprocessing", "svm", "tree")
FIRST = ("linear_model.LogisticRegression", "ensemble.RandomForestClassifier", "model_selection.GridSearchCV")
EIGHT = (
    *("linear_model.Ridge", "linear_model.Lasso", "ensemble.GradientBoostingClassifier", "ensemble.VotingClassifier"),
    "model_selection.StratifiedKFold",
)


def least(work: Callable[[], object], repeats: int = 30) -> float:
    """Return the least milliseconds of CPU that some work takes, nothing of it remembered from the run before."""
    found = []
    for _ in range(repeats):
        for remembering in notation.read_literal, notation._read_alternative, versions.version_key:
            remembering.cache_clear()
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return 1000 * min(found)


def read(paths: Iterable[str]) -> Callable[[], None]:
    """Return the work of reading estimators with a fresh catalogue."""
    listed = [f"sklearn.{path}" for path in paths]

    def work() -> None:
        catalogue = Catalogue.load()
        for path in listed:
            catalogue.estimator(path)

    return work


def everything(modules: Iterable[str]) -> list[str]:
    """List all estimators of some modules."""
    folder = rules_directory() / "libraries" / "sklearn"
    return [
        f"{module}.{name}"
        for module in modules
        for name in Tables.read(folder / f"{module}.toml").texts
        if name[:1].isupper()
    ]


def asked(folder: str) -> tuple[list[str], list[tuple[str, str]]]:
    """List the estimators, and the flows by owner and name, that linting a folder asks for."""
    from hplint.api import Configurations, default_config, lint_paths
    from hplint.catalogue.extension import NO_EXTENSION
    from hplint.lint import libraries

    lint_paths([folder], Configurations(everywhere=default_config("."), projects=None))
    known = libraries(frozenset(), NO_EXTENSION)
    return list(known.catalogue._estimators), list(known.flows._flows)


def importing_libcst() -> float:
    """Return the milliseconds of CPU that importing libcst adds to a process."""
    program = "import resource{}; print(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))"
    runs: dict[str, float] = {}
    for what in "", ", libcst":
        command = [sys.executable, "-c", program.format(what)]
        runs[what] = min(float(subprocess.check_output(command, text=True)) for _ in range(7))
    return 1000 * (runs[", libcst"] - runs[""])


def main(folders: list[str]) -> None:
    """Print a row for each size of file."""
    floor = importing_libcst()
    rows = {
        "importing libcst": floor,
        "three modules, an estimator of each": least(read(FIRST)),
        "three modules, eight estimators": least(read((*FIRST, *EIGHT))),
        f"three modules, all {len(everything(MODULES))} estimators": least(read(everything(MODULES)), 8),
        f"ten modules, all {len(everything(MODULES + LARGEST))} estimators": least(
            read(everything(MODULES + LARGEST)), 8
        ),
    }
    for folder in folders:
        paths, flows = asked(folder)
        catalogue = read(path.removeprefix("sklearn.") for path in paths)
        rows[f"{Path(folder).name}: {len(paths)} paths"] = least(catalogue, 8)

        def work(wanted: list[tuple[str, str]] = flows) -> None:
            known = Flows.load(rules_directory() / "libraries")
            for owner, name in wanted:
                known.method(owner, name)

        rows[f"{Path(folder).name}: {len(flows)} flows"] = least(work, 8)
    for name, milliseconds in rows.items():
        print(f"{name:48}{milliseconds:8.1f} ms{milliseconds / floor:8.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
