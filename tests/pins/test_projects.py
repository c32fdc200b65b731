"""The release that code is written for, from files as projects have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hplint.catalogue.estimators import Catalogue
from hplint.pins.folder import READERS, read_folder
from hplint.pins.project import Pin, Projects
from hplint.pins.specifiers import _decide, _decide_by_packaging, _nearest

*_, NEWEST = Catalogue.load().releases("sklearn")

PYPROJECT = """
[project]
name = "churn"
requires-python = ">=3.9"
dependencies = ["numpy", "Scikit_Learn[alldeps]>=1.2,<1.5 ; python_version >= '3.9'"]
"""
OPTIONAL = '[project]\nname = "x"\n[project.optional-dependencies]\nml = ["scikit-learn~=1.3.1"]\n'
GROUPS = '[dependency-groups]\nml = ["scikit-learn==1.4.*", { include-group = "dev" }]\ndev = ["pytest"]\n'
POETRY = '[tool.poetry.dependencies]\npython = "^3.9"\nscikit-learn = { version = "^1.2", extras = ["x"] }\n'
POETRY_GROUP = '[tool.poetry.group.ml.dependencies]\nscikit-learn = "~1.3.2"\n'
POETRY_OLD = '[tool.poetry.dev-dependencies]\nscikit-learn = "^0.24.1"\n'
PDM = '[tool.pdm.dev-dependencies]\nml = ["scikit-learn<1.4"]\n'
UV = '[tool.uv]\ndev-dependencies = ["scikit-learn==1.3.0"]\n'
UV_LOCK = """
version = 1
requires-python = ">=3.9"

[[package]]
name = "numpy"
version = "1.9.0"

[[package]]
name = "scikit-learn"
version = "1.5.2"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "joblib" },
]
wheels = [
    { url = "https://files/scikit_learn-1.5.2-cp310.whl", hash = "sha256:00", size = 1 },
]

[package.optional-dependencies]
tests = [{ name = "pytest" }]

[[package]]
name = "scipy"
version = "1.2.0"
"""
POETRY_LOCK = """
[[package]]
name = "scikit-learn"
version = "1.3.2"
description = "A set of python modules for machine learning and data mining"
optional = false
python-versions = ">=3.8"
files = [
    {file = "scikit-learn-1.3.2.tar.gz", hash = "sha256:a2"},
]

[package.dependencies]
joblib = ">=1.1.1"

[metadata]
lock-version = "2.0"
"""
PIPFILE = '[packages]\nscikit-learn = "==1.2.1"\n[dev-packages]\npytest = "*"\n'
PIPFILE_LOCK = '{"default": {"scikit-learn": {"hashes": ["sha256:0"], "version": "==1.1.3"}}, "develop": {}}'
PYLOCK = 'lock-version = "1.0"\n[[packages]]\nname = "scikit-learn"\nversion = "1.6.1"\n'
CONDA_LOCK = """version: 1
package:
- name: numpy
  version: 1.3.0
- name: scikit-learn
  version: 1.4.2
  manager: conda
"""
ENVIRONMENT = """
name: churn
channels:
  - conda-forge
dependencies:
  - python=3.9
  - conda-forge::scikit-learn=1.2.*=py39*  # as in production
  - pip:
    - xgboost==1.7
"""
BY_PIP = "dependencies:\n- python\n- pip:\n  - scikit-learn==1.0.2\n- numpy\n"
SETUP_CFG = "[options]\ninstall_requires =\n    numpy\n    scikit-learn>=0.22,<0.24\n"
SETUP_PY = (
    'from setuptools import setup\nREQUIRED = ["numpy", "scikit-learn==0.24.2"]\nsetup(install_requires=REQUIRED)\n'
)


def pins(folder: Path, **files: str | bytes) -> dict[str, Pin]:
    """Write files (`__` is a slash) and read them."""
    for name, text in files.items():
        write(folder, name, text)
    return dict(Projects().of_folder(str(folder)).libraries)


def write(folder: Path, name: str, text: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    ("name", "text", "release", "at"),
    [
        ("pyproject.toml", PYPROJECT, "1.4", "pyproject.toml: project.dependencies"),
        ("pyproject.toml", OPTIONAL, "1.3", "pyproject.toml: project.optional-dependencies.ml"),
        ("pyproject.toml", GROUPS, "1.4", "pyproject.toml: dependency-groups.ml"),
        ("pyproject.toml", POETRY, NEWEST, "pyproject.toml: tool.poetry.dependencies.scikit-learn"),
        ("pyproject.toml", POETRY_GROUP, "1.3", "pyproject.toml: tool.poetry.group.ml.dependencies.scikit-learn"),
        ("pyproject.toml", POETRY_OLD, "0.24", "pyproject.toml: tool.poetry.dev-dependencies.scikit-learn"),
        ("pyproject.toml", PDM, "1.3", "pyproject.toml: tool.pdm.dev-dependencies.ml"),
        ("pyproject.toml", UV, "1.3", "pyproject.toml: tool.uv.dev-dependencies"),
        ("uv.lock", UV_LOCK, "1.5", "uv.lock:10"),
        ("poetry.lock", POETRY_LOCK, "1.3", "poetry.lock:3"),
        ("pdm.lock", POETRY_LOCK.replace("\n", "\r\n"), "1.3", "pdm.lock:3"),
        ("pylock.toml", PYLOCK, "1.6", "pylock.toml:3"),
        ("Pipfile", PIPFILE, "1.2", "Pipfile: packages.scikit-learn"),
        ("Pipfile.lock", PIPFILE_LOCK, "1.1", "Pipfile.lock: default.scikit-learn"),
        ("conda-lock.yml", CONDA_LOCK, "1.4", "conda-lock.yml:5"),
        ("environment.yml", ENVIRONMENT, "1.2", "environment.yml:7"),
        ("environment-dev.yaml", BY_PIP, "1.0", "environment-dev.yaml:4"),
        ("environment.yaml", 'dependencies: [numpy, "scikit-learn>=1.1,<1.3"]', "1.2", "environment.yaml:1"),
        ("setup.cfg", SETUP_CFG, "0.23", "setup.cfg: options.install_requires"),
        ("setup.py", SETUP_PY, "0.24", "setup.py:2"),
        ("requirements.txt", "scikit-learn==1.2.2\n", "1.2", "requirements.txt:1"),
        ("requirements-dev.txt", "# none\nscikit_learn == 1.2\n", "1.2", "requirements-dev.txt:2"),
        ("dev_requirements.txt", "scikit-learn===1.2.2\n", "1.2", "dev_requirements.txt:1"),
        ("requirements/base.txt", "SCIKIT-LEARN (>=1.2,<1.3)\n", "1.2", "requirements/base.txt:1"),
        ("requirements.txt", "numpy==1.3\\\n  --hash=sha256:1\nscikit-learn==1.2 \\\n  --hash=sha256:2", "1.2", ":3"),
        ("requirements.txt", "\ufeffscikit-learn==1.2.2\r\nnumpy\r\n".encode("utf-16-le"), "1.2", ":1"),
        ("requirements.txt", "scikit-learn @ https://x/scikit_learn-1.3.2-cp311-cp311-linux.whl", "1.3", ":1"),
        ("requirements.txt", "scikit-learn==1.6.0rc1", "1.6", ":1"),
        ("requirements.txt", "scikit-learn!=1.5.0,<1.5.1", "1.4", ":1"),
        ("requirements.txt", "scikit-learn!=1.5.0,<1.5.2", "1.5", ":1"),
        ("requirements.txt", "scikit-learn==1.2.2+cpu", "1.2", ":1"),
    ],
)
def test_files(tmp_path: Path, name: str, text: str | bytes, release: str, at: str) -> None:
    found = pins(tmp_path, **{name: text})["sklearn"]
    assert found.release == release
    assert found.sources[0].split(" (")[0].endswith(at)


@pytest.mark.parametrize(
    ("specifier", "release"),
    [
        ("==99.0", NEWEST),  # not out yet
        (">=2", NEWEST),
        (">2.0,<3", NEWEST),
        ("==0.18.2", "0.19"),  # before the catalogue begins
        ("<0.18", "0.19"),
        ("==0.25", "0.24"),  # never came out
    ],
)
def test_what_is_not_catalogued_is_the_nearest(tmp_path: Path, specifier: str, release: str) -> None:
    assert pins(tmp_path, **{"requirements.txt": f"scikit-learn{specifier}\n"})["sklearn"].release == release


@pytest.mark.parametrize(
    "text",
    [
        "scikit-learn\n",
        "sklearn==0.0\n",  # what pip freezes of the placeholder that leads to scikit-learn
        "sklearn==0.0.post12\n",
        "scikit-learn-extra==0.2\n",
        "# scikit-learn==1.2\n",
        "-e git+https://github.com/scikit-learn/scikit-learn.git@1.2#egg=scikit-learn\n",
        "scikit-learn>1.3,<1.2\n",
        "--find-links scikit-learn==1.2\n",
    ],
)
def test_what_says_nothing(tmp_path: Path, text: str) -> None:
    write(tmp_path, "requirements.txt", text)
    found = Projects().of_folder(str(tmp_path))
    assert not found.libraries and not found.warnings


def test_a_setup_script_of_python_2_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, "setup.py", "print 'scikit-learn'")
    assert not Projects().of_folder(str(tmp_path)).warnings


def test_includes_and_constraints(tmp_path: Path) -> None:
    write(tmp_path, "constraints.txt", "scikit-learn<1.4\n-r requirements.txt\n")
    write(tmp_path, "deps/base.txt", "numpy\nscikit-learn>=1.2 # why\n")
    found = pins(tmp_path, **{"requirements.txt": "-r deps/base.txt\n--constraint=constraints.txt\n-r absent.txt\n"})
    assert found["sklearn"].release == "1.3"
    assert len(found["sklearn"].sources) == 2


@pytest.mark.parametrize(
    ("files", "release"),
    [
        ({"pyproject.toml": PYPROJECT, "uv.lock": UV_LOCK}, "1.5"),  # the lock is what is installed
        ({"requirements.txt": "scikit-learn>=1.0\n", "setup.py": SETUP_PY}, "0.24"),  # exact before a range
        ({"requirements.txt": "scikit-learn==1.2.2\n", "requirements-dev.txt": "scikit-learn==1.4.0\n"}, "1.2"),
        ({"requirements.txt": "scikit-learn>=1.1\n", "pyproject.toml": PYPROJECT}, "1.4"),  # both ranges hold
        ({"environment.yml": ENVIRONMENT, "requirements.txt": "scikit-learn\n"}, "1.2"),  # any version says nothing
    ],
)
def test_precedence(tmp_path: Path, files: dict[str, str], release: str) -> None:
    assert pins(tmp_path, **files)["sklearn"].release == release


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("scikit-learn==1.0.2; python_version < '3.8'\nscikit-learn==1.3.2; python_version >= '3.8'\n", "1.3"),
        ("scikit-learn==1.0.2; python_version < '3.8'\n", "1.0"),  # all that there is
        ("scikit-learn==1.2.0; sys_platform == 'darwin'\nscikit-learn==1.4.0; sys_platform == 'linux'\n", "1.4"),
        ("scikit-learn==1.2.0; extra == 'ml'\n", "1.2"),
    ],
)
def test_markers(tmp_path: Path, text: str, release: str) -> None:
    assert pins(tmp_path, **{"requirements.txt": text})["sklearn"].release == release


def test_poetry_for_different_pythons(tmp_path: Path) -> None:
    versions = '[{ version = "1.0.2", python = "<3.8" }, { version = "1.3.2", python = "^3.8" }]'
    found = pins(tmp_path, **{"pyproject.toml": f"[tool.poetry.dependencies]\nscikit-learn = {versions}\n"})
    assert found["sklearn"].release == "1.3"


def test_locks_for_different_pythons(tmp_path: Path) -> None:
    package = '[[package]]\nname = "scikit-learn"\nversion = "{}"\nresolution-markers = ["python_version {}"]\n'
    text = package.format("1.6.1", "< '3.10'") + package.format("1.7.2", ">= '3.10'")
    assert pins(tmp_path, **{"uv.lock": text})["sklearn"].release == "1.7"


def test_the_nearest_folder_counts_and_those_above_narrow_it_down(tmp_path: Path) -> None:
    write(tmp_path, "requirements.txt", "scikit-learn==1.3.1\n")
    write(tmp_path, "docs/requirements.txt", "sphinx\n")
    write(tmp_path, "old/requirements.txt", "scikit-learn==0.22\n")
    write(tmp_path, "member/pyproject.toml", PYPROJECT)
    projects = Projects()
    found = {name: projects.of_folder(str(tmp_path / name)) for name in ("docs", "old", "member", "docs/deep")}
    releases = {name: pins.libraries["sklearn"].release for name, pins in found.items()}
    assert releases == {"docs": "1.3", "old": "0.22", "member": "1.3", "docs/deep": "1.3"}


def test_another_repository_is_another_project(tmp_path: Path) -> None:
    write(tmp_path, "requirements.txt", "scikit-learn==1.3.1\n")
    (tmp_path / "vendored" / ".git").mkdir(parents=True)
    assert not Projects().of_folder(str(tmp_path / "vendored")).libraries


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        (
            "requirements.txt",
            "numpy\nscikit-learn=1.2\n",
            "requirements.txt:2: '=1.2' is no version specifier, so `scikit-learn=1.2` doesn't count; write `==1.2`",
        ),
        (
            "requirements.txt",
            "scikit-learn==1.2; python > 3",
            "requirements.txt:1: 'python > 3' is no environment marker, so `scikit-learn==1.2; py",
        ),
        (
            "pyproject.toml",
            '[project]\ndependencies = ["scikit-learn>=one"]\n',
            "pyproject.toml: project.dependencies: '>=one' is no version specifier, so `scikit-learn>=one` doesn'",
        ),
        ("Pipfile", "[packages\nscikit-learn = 1", "Pipfile: can't be read, so the versions in it don't count: "),
        ("Pipfile.lock", '{"scikit-learn"', "Pipfile.lock: can't be read, so the versions in it don't count: "),
        ("setup.cfg", "scikit-learn", "setup.cfg: can't be read, so the versions in it don't count: "),
        (
            "environment.yml",
            "dependencies:\n  - scikit-learn=>1\n",
            "environment.yml:2: ",
        ),
    ],
)
def test_what_can_not_be_read_names_file_and_place(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    write(tmp_path, name, text)
    [warning] = Projects().of_folder(str(tmp_path)).warnings
    assert warning.startswith(f"{tmp_path}{os.sep}{complaint}")


def test_one_mistake_leaves_the_rest_alone(tmp_path: Path) -> None:
    files = {"requirements.txt": "scikit-learn=1.2\n", "environment.yml": ENVIRONMENT}
    assert pins(tmp_path, **files)["sklearn"].release == "1.2"


NUMBERS = st.sampled_from(
    ["0", "0.17", "0.19", "0.19.2", "0.24", "1", "1.0", "1.2", "1.2.0", "1.2.1", "1.5", "1.9", "2"]
)
BOUNDS = st.lists(
    st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=="]), NUMBERS).map("".join), min_size=1, max_size=3
)


@settings(deadline=None)
@given(BOUNDS.map(",".join))
def test_bounds_mean_what_packaging_says(specifier: str) -> None:
    releases = Catalogue.load().releases("sklearn")
    within, outside = _decide(specifier, releases)
    real, elsewhere = _decide_by_packaging(specifier, releases)
    assert within == real
    assert bool(outside) == bool(elsewhere)
    if outside:
        assert _nearest(max(outside), releases) == _nearest(max(elsewhere), releases)


NAMES = [
    *("requirements.txt", "pyproject.toml", "poetry.lock", "Pipfile", "Pipfile.lock", "conda-lock.yml"),
    *("environment.yml", "setup.cfg", "setup.py"),
]
WORDS = st.sampled_from(
    [
        *(
            "scikit-learn",
            "sklearn",
            "==",
            ">=",
            "=",
            "~",
            "^",
            "1.2",
            "1.2.*",
            "1",
            ";",
            "python_version",
            "'3.8'",
            '"',
        ),
        *(
            "\n",
            "- ",
            "  ",
            "[",
            "]",
            "[[package]]\n",
            "name = ",
            "version = ",
            "dependencies",
            ":",
            "{",
            "}",
            ",",
            "#",
        ),
        *(
            "[project]\n",
            "[tool.poetry.dependencies]\n",
            "-r ",
            "requirements.txt",
            "@",
            "\\",
            "\0",
            "||",
            "*",
            "<",
            "!",
        ),
        *("pip:", "setup(install_requires=", ")", "version", "default"),
    ]
)


def test_every_reader_is_tried() -> None:
    assert {reader for pattern, reader in READERS} == {
        reader for name in NAMES for pattern, reader in READERS if pattern.fullmatch(name)
    }


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.lists(WORDS, max_size=25).map("".join).map(str.encode) | st.binary(max_size=60))
def test_any_bytes_are_read(tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    for prefix in b"", b"scikit-learn":
        for other in NAMES:
            (folder / other).unlink(missing_ok=True)
        write(folder, name, prefix + data)
        for warning in Projects().of_folder(str(folder)).warnings:
            assert str(folder) in warning


def test_only_files_that_name_a_library_are_parsed(tmp_path: Path) -> None:
    """A broken file that has nothing to do with us is nobody's business here."""
    for name in NAMES:
        write(tmp_path, name, "[[[ not anything\n")
    reading = read_folder(str(tmp_path), NAMES)
    assert not reading.entries and not reading.warnings
