"""Fits every estimator of the installed scikit-learn, and writes which names exist then into `states/<module>.toml`.

    python rules/libraries/sklearn/harvest_states.py [--only NAME ...] [--modules NAME ...] [--wheels DIRECTORY]

Each estimator is fitted under its options, one by one and in random combinations, on several kinds of data; the names
that older releases had are read from their wheels. `names` are all that exist under any setting, `earlier` those that
only older releases had, `missing` tells under which hyperparameters a name doesn't exist, whatever the data, and which
one brings it about; `partial_fit_lacks` are the names that `fit` stores and `partial_fit` doesn't; `read_in_use` are
the hyperparameters that a fitted estimator looks at when it is used; `settable` attributes may be set by hand.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

os.environ["PYTHONWARNINGS"] = "ignore"
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

import sklearn  # noqa: E402
from harvesting.absence import Absence  # noqa: E402
from harvesting.earlier import names_of_releases  # noqa: E402
from harvesting.fitting import after_partial_fit, outcomes  # noqa: E402
from harvesting.prediction import read_in_use, settable  # noqa: E402
from threadpoolctl import threadpool_limits  # noqa: E402

from tests.conformance.specimens import CANDIDATES, CLASSES, SPLITTERS, curated  # noqa: E402

CACHE = Path.home() / ".cache" / "hplint-wheels"
_HEADER = """\
# scikit-learn {release}, module sklearn.{module}: written by harvest_states.py, not by hand, by fitting every class.
# `names` exist after a fit with some setting; `earlier` ones only older releases had, each with the
# first release without it; `missing` says when one doesn't exist, and what brings it about; `partial_fit_lacks` are
# stored by `fit` alone; `read_in_use` are the hyperparameters that a fitted estimator looks at when it is used;
# `settable` attributes may be set by hand.
"""


def table(name: str, earlier: Mapping[str, str]) -> dict[str, Any]:
    """Describe one estimator."""
    if hasattr(CLASSES[name], "__getattr__"):
        return {}
    known = Absence(name, list(outcomes(name)))
    if not known.outcomes:
        return {}
    names = known.names | {n for n in dir(CLASSES[name]) if not n.startswith("_") and not is_request(n)}
    found: dict[str, Any] = {"names": sorted(n for n in names if not is_request(n))}
    gone = {n: earlier[n] for n in sorted(earlier.keys() - names) if n not in known.defaults}
    found |= {"earlier": gone} if gone else {}
    lacks = lacking_after_partial_fit(name, known)
    found |= {"partial_fit_lacks": lacks} if lacks else {}
    used = read_in_use(name)
    found |= {"read_in_use": used} if used else {}
    taken = settable(name)
    found |= {"settable": taken} if taken else {}
    return found | dict(missing(known))


def missing(known: Absence) -> Iterator[tuple[str, dict[str, Any]]]:
    """Tell which names exist under a condition only."""
    rows: dict[str, Any] = {}
    for member in sorted(known.names):
        if member == "feature_names_in_" or all(member in each.names for each in known.outcomes):
            continue
        conditions = list(known.conditions(member))
        if conditions:
            remedy = known.remedy(member, conditions)
            rows[member] = {"when": conditions} | ({"with": remedy} if remedy else {})
    if rows:
        yield "missing", rows


def is_request(name: str) -> bool:
    """Tell whether a name belongs to metadata routing, which nobody reads."""
    return name.startswith("set_") and name.endswith("_request")


def lacking_after_partial_fit(name: str, known: Absence) -> list[str]:
    """List what `fit` stores by default, and `partial_fit` alone doesn't."""
    after = after_partial_fit(name)
    default = next((each.names for each in known.outcomes if not each.setting), frozenset())
    return [] if after is None else sorted(n for n in default - after if n.endswith("_"))


def write(name: str, found: Mapping[str, Any]) -> Iterator[str]:
    """Write one table."""
    yield f"[{name}]"
    for key in ("names", "earlier", "partial_fit_lacks", "read_in_use", "settable"):
        if key in found:
            yield f"{key} = {toml(found[key] if key == 'earlier' else ' '.join(found[key]))}"
    if "missing" in found:
        yield ""
        yield f"[{name}.missing]"
        yield from (f"{member} = {toml(row)}" for member, row in found["missing"].items())


def toml(value: Any) -> str:
    """Write a value; None is what isn't given."""
    match value:
        case None:
            return "{ given = false }"
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return json.dumps(value)
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case _:
            return f"{{ {', '.join(f'{key} = {toml(each)}' for key, each in value.items())} }}"


def main() -> None:
    """Write the file of every module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="*", help="print the tables of these classes instead")
    parser.add_argument("--modules", nargs="*", help="only the files of these modules: svm tree")
    parser.add_argument("--wheels", type=Path, default=CACHE, help="where wheels are kept: %(default)s")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    arguments.wheels.mkdir(parents=True, exist_ok=True)
    earlier = names_of_releases(arguments.wheels)
    modules: dict[str, list[str]] = defaultdict(list)
    with threadpool_limits(1):
        for name, (module, _) in sorted(curated().items()):
            if name in (*SPLITTERS, *CANDIDATES) or (arguments.only and name not in arguments.only):
                continue
            if arguments.modules and module not in arguments.modules:
                continue
            began = time.monotonic()
            found = table(name, earlier.get(name, {}))
            if found:
                modules[module] += ["", *write(name, found)]
            print(f"{name} {time.monotonic() - began:.1f}", file=sys.stderr, flush=True)
            if not arguments.only:
                header = _HEADER.format(release=sklearn.__version__, module=module)
                (HERE / "states").mkdir(exist_ok=True)
                (HERE / "states" / f"{module}.toml").write_text(
                    header + "\n".join(modules[module]) + "\n", encoding="utf-8"
                )
    if arguments.only:
        print("\n".join(line for lines in modules.values() for line in lines))


if __name__ == "__main__":
    main()
