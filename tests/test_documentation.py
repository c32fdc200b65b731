"""scikit-learn's documentation shows code that runs, so hplint claims no wrong hyperparameter there."""

from __future__ import annotations

import ast
import doctest
import re
import tarfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from hplint.api import lint_text
from hplint.config import default_config
from tests.real_code import fetch_sdist, sdists_folder

VERSION = "1.7.2"
CODES = {"HP103", "HP104", "HP105", "HP106", "HP201", "HP202"}
"""Rules about hyperparameters and candidates that the library rejects."""
PROVOKED: set[tuple[str, int, str]] = set()
CODE_BLOCK = re.compile(
    r"^( *)\.\. (?:code-block|code|sourcecode):: *(?:python|ipython|default)?\n((?:\1 +.*\n|\s*\n)+)", re.M
)
OPTION = re.compile(r"\s*:\w[\w-]*:.*")


@dataclass(frozen=True)
class Program:
    """The code blocks of one document, each on its own rows; the rows that are shown to raise."""

    text: str
    raising: frozenset[int]


def program(text: str) -> Program:
    """Put the blocks of a document together: doctests, and literal blocks of Python that can be parsed."""
    rows: dict[int, str] = {}
    raising: set[int] = set()
    for row, source in literal_blocks(text):
        rows.update(enumerate(source.split("\n"), row))
    for example in examples(text):
        lines = example.source.rstrip("\n").split("\n")
        rows.update(enumerate(lines, example.lineno))
        if example.exc_msg is not None:
            raising.update(range(example.lineno + 1, example.lineno + 1 + len(lines)))
    last = max(rows, default=0)
    return Program("\n".join(rows.get(row, "") for row in range(last + 1)) + "\n", frozenset(raising))


def examples(text: str) -> list[doctest.Example]:
    """List the doctests; prompts of other forms than doctest's aren't any."""
    try:
        found = doctest.DocTestParser().get_examples(text)
    except ValueError:
        return []
    return [each for each in found if is_python(each.source)]


def literal_blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first row, counted from 0, and the source of each block of Python without prompts."""
    for match in CODE_BLOCK.finditer(text):
        lines = ["" if OPTION.fullmatch(line) else line for line in match[2].split("\n")]
        source = textwrap.dedent("\n".join(lines))
        if ">>>" not in source and is_python(source):
            yield text[: match.start(2)].count("\n"), source


def is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def documents(archive: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    """Yield each document of the manual, and each docstring of the library, by its path and its rows in the file."""
    for member in archive:
        path = member.name.partition("/")[2]
        file = archive.extractfile(member)
        if file is None or "/tests/" in path:
            continue
        if path.startswith(("doc/", "sklearn/")) and path.endswith(".rst"):
            yield path, file.read().decode()
        elif path.startswith("sklearn/") and path.endswith(".py"):
            yield from docstrings(path, file.read().decode())


def docstrings(path: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the docstrings of a module with as many empty rows before them as they have in it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(node, clean=False):
            string = node.body[0]
            yield path, "\n" * (string.lineno - 1) + (ast.get_docstring(node, clean=False) or "")


def test_documentation_of_scikit_learn(pytestconfig: pytest.Config) -> None:
    file = fetch_sdist("scikit-learn", VERSION, sdists_folder(pytestconfig))
    if file is None:
        pytest.skip(f"no configured index has the source distribution of scikit-learn {VERSION}")
    config = replace(default_config("."), target_versions={"sklearn": VERSION.rpartition(".")[0]})
    with tarfile.open(file) as archive:
        programs = [(path, program(text)) for path, text in documents(archive) if ">>>" in text or "code" in text]
    written = [(path, each) for path, each in programs if each.text.strip()]
    assert len({path for path, _ in written if path.endswith(".rst")}) > 40
    assert sum(each.text.count("\n") for _, each in written if each.raising) > 100
    claimed = set()
    for path, each in written:
        result = lint_text(each.text, path.replace(".rst", ".py"), config)
        assert not result.faults, result.faults
        claimed |= {
            (path, finding.span.row, finding.code)
            for finding in result.findings
            if finding.code in CODES and finding.span.row not in each.raising
        }
    assert claimed == PROVOKED
