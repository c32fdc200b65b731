"""No code makes hplint fail, or take more than its share of time."""

import importlib.util
import time
from pathlib import Path

import pytest

from hplint.api import lint_text
from hplint.running.guarding import with_deep_stack

PACKAGES = ("libcst", "pandas.core", "sklearn")


@pytest.mark.parametrize("package", PACKAGES)
def test_installed_packages_make_no_fault(package):
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        pytest.skip(f"{package} isn't installed")
    folder = Path(found.origin).parent
    paths = sorted(path for path in folder.rglob("*.py") if "tests" not in path.relative_to(folder).parts)
    assert paths
    # Every third file tells what all of them would, in a third of the time.
    faults = [fault for path in paths[::3] for fault in lint_text(path.read_bytes(), str(path)).faults]
    assert not faults, faults[0].traceback


def cpu(text):
    before = time.process_time()
    assert not with_deep_stack(lambda: lint_text(text, "large.py")).faults
    return time.process_time() - before


def growing_dict(size):
    rows = (f"if flags[{number}]:\n    options['k{number}'] = {number}\n" for number in range(size))
    return "options = {}\n" + "".join(rows)


def joined_dict(size):
    entries = ", ".join(f"'k{number}': {number}" for number in range(size))
    return f"options = {{{entries}}}\n" + "if flag:\n    options['z'] = 1\n" * (size // 4)


def rejoined_dict(size):
    """Thirty branches, each of which once doubled the places of the keys."""
    return "options = {'a': 1}\n" + "if flag:\n    options['a'] = 2\n" * size


def nested_loops(size):
    depth = min(size // 20, 60)
    loops = "".join(f"{' ' * level}for v{level} in rows:\n" for level in range(depth))
    return loops + " " * depth + "total = total + v1\n"


def recursive_functions(size):
    return "".join(f"def f{n}(x):\n    return f{n + 1}(x) + f{n + 1}(x)\n" for n in range(size)) + "f0(1)\n"


@pytest.mark.parametrize("write", [growing_dict, joined_dict, rejoined_dict, nested_loops, recursive_functions])
def test_cost_stays_bounded(write):
    assert cpu(write(1200)) < 5
