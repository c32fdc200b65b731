"""HP5xx agrees with what building, cloning and fitting say about the estimator classes of installed packages."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="the judge is scikit-learn itself")

ROOT = Path(__file__).parents[2]
EVERY = 1 if "HPLINT_CLASSES" in os.environ else 12
"""Of how many of scikit-learn's files one is judged: all of them take minutes."""
PEERS = ("imblearn", "lightgbm", "feature_engine", "sklego", "category_encoders", "skrub")
AGREE = 0.9
"""The share of the judged classes on which the two agree at least."""
JUDGE = """
import json, sys
from tests.conformance.estimator_judge import judge
found = judge(sys.argv[1], int(sys.argv[2]))
print(json.dumps([str(found), found.share, found.disputes, found.classes - found.unjudged]))
"""


@pytest.mark.parametrize("package", ["sklearn", *PEERS])
def test_classes_do_what_is_said_of_them(package: str) -> None:
    """In a process of its own: packages print, warn and change settings when they are imported."""
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} isn't installed")
    every = EVERY if package == "sklearn" else 1 if EVERY == 1 else 3
    command = [sys.executable, "-W", "ignore", "-c", JUDGE, package, str(every)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert not done.returncode, done.stderr[-2000:]
    said, share, disputes, judged = json.loads(done.stdout.strip().split("\n")[-1])
    print(said)
    assert judged
    assert share >= AGREE, "\n".join([said, *disputes])
