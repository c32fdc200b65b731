"""What the fast reader reads is what `tomllib` reads: of every file that ships, and of made-up documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from hplint.catalogue import compiled, module_file
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import Catalogue
from hplint.catalogue.module_file import Tables
from hplint.catalogue.toml import TOMLDecodeError, _read_plain, loads

FILES = sorted((rules_directory() / "libraries").rglob("*.toml"))


def test_every_shipped_file_reads_as_tomllib_reads_it() -> None:
    plain = 0
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        expected = tomli.loads(text)
        assert repr(loads(text)) == repr(expected), path  # repr: the order of keys, and 1 is not 1.0 or true
        try:
            plain += _read_plain(text) == expected
        except ValueError:
            continue
    assert plain > 0.9 * len(FILES)


def test_every_table_of_a_library_is_plain() -> None:
    """A table that is left to `tomllib` costs ten times as much: quotes are escaped, not put into other quotes."""
    files = [path for path in FILES if "flows" not in path.parts and "harvesting" not in path.parts]
    tables = [Tables.split(path, path.read_text(encoding="utf-8")) for path in files]
    assert sum(len(table.texts) for table in tables) > 1000
    for table in tables:
        for text in table.texts.values():
            _read_plain(text)


KEYS = st.one_of(st.from_regex(r"[A-Za-z_][\w-]{0,4}", fullmatch=True).filter(str.isascii), st.text(max_size=4))
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def written(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case list():
            return f"[{', '.join(map(written, value))}]"
        case Mapping():
            return f"{{ {', '.join(f'{bare(k)} = {written(v)}' for k, v in value.items())} }}"
    return repr(value)


def quoted(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    plain = (escapes.get(c, c if c.isprintable() else f"\\U{ord(c):08x}") for c in text)
    return f'"{"".join(plain)}"'


def bare(key: str) -> str:
    return key if key and all(c.isascii() and (c.isalnum() or c in "_-") for c in key) else quoted(key)


@settings(deadline=None)
@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4), max_size=3), st.booleans())
def test_made_up_documents(tables: dict[str, dict[str, Any]], spread: bool) -> None:
    rows = (
        [f"[{bare(name)}]", "# a comment", *(f"{bare(k)} = {written(v)}" for k, v in table.items()), ""]
        for name, table in tables.items()
    )
    text = "\n".join(row for table in rows for row in table)
    if spread:
        text = text.replace(" = [", " = [\n    ")
    assert repr(loads(text)) == repr(tomli.loads(text))


PIECES = ["a", "b-c", "1", "1.5", "true", " = ", *"\"'\\#[]{}=,.\n \x03"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_what_is_no_toml_is_refused(text: str) -> None:
    try:
        expected = tomli.loads(text)
    except tomli.TOMLDecodeError:
        with pytest.raises(TOMLDecodeError):
            loads(text)
    else:
        assert repr(loads(text)) == repr(expected)


@pytest.mark.parametrize(
    "text",
    ["a = { b = 1, b = 2 }", "a = 1\na = 2", "[a]\n[a]", "[a]\nb = {}\n[a.b]", "a = 1\n[a]", "[a.b]\n[a]\nb = 1"],
)
def test_what_stands_twice_is_refused(text: str) -> None:
    with pytest.raises(TOMLDecodeError):
        loads(text)


def test_only_what_is_asked_for_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that uses three modules costs a few small tables, whatever else stands in the modules' files."""
    parsed: list[str] = []
    monkeypatch.setattr(module_file, "loads", lambda text: parsed.append(text) or loads(text))
    monkeypatch.setattr(compiled, "recall", lambda path, source: None)
    monkeypatch.setattr(module_file, "is_installed", lambda: True)
    catalogue = Catalogue.load()
    for path in "linear_model.LogisticRegression", "ensemble.RandomForestClassifier", "model_selection.GridSearchCV":
        assert catalogue.estimator(f"sklearn.{path}") is not None
    sizes = sum(path.stat().st_size for path in FILES if path.parent.parent == Path(rules_directory(), "libraries"))
    assert len(parsed) <= 18
    assert sum(map(len, parsed)) < 0.1 * sizes
