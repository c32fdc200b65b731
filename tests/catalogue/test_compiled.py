"""Tables that were parsed before are those of the file as it is now, or they are parsed again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hplint.catalogue import compiled, module_file
from hplint.catalogue.deferred import Deferred
from hplint.catalogue.directory import CatalogueError, rules_directory
from hplint.catalogue.module_file import Tables, compile_all


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A rules directory of one's own, as that of a checkout."""
    folder = tmp_path / "rules"
    (folder / "libraries").mkdir(parents=True)
    for module in compiled, module_file:
        monkeypatch.setattr(module, "rules_directory", lambda: folder)
    yield folder
    os.chmod(folder, 0o755)


def test_what_is_kept_of_every_shipped_file_is_what_is_parsed() -> None:
    tables = 0
    for path, packed in compile_all(rules_directory() / "libraries"):
        source = path.read_bytes()
        parsed = Tables.split(path, source.decode())
        again = Tables(path, compiled.unpack(packed, source) or {}, True)
        assert list(again.texts) == list(parsed.texts)
        for name in parsed.texts:
            assert repr(again.table(name)) == repr(parsed.table(name)), (path, name)  # 1 is not 1.0 or true
            tables += 1
    assert tables > 1000


def test_a_file_is_parsed_once_and_again_when_it_changes(rules: Path) -> None:
    file = rules / "libraries" / "shop.toml"
    file.write_text("[Tree]\ndepth = 1\nlimit = inf\n")
    assert not Tables.read(file).parsed_before
    again = Tables.read(file)
    assert again.parsed_before
    assert again.table("Tree") == {"depth": 1, "limit": float("inf")}
    assert again.table("Bush") == {}
    file.write_text("[Tree]\ndepth = 2\nlimit = inf\n")
    changed = Tables.read(file)
    assert not changed.parsed_before
    assert changed.table("Tree")["depth"] == 2


def test_a_file_that_was_cut_off_is_parsed_again(rules: Path) -> None:
    file = rules / "libraries" / "shop.toml"
    file.write_text("[Tree]\ndepth = 1\n\n[Bush]\ndepth = 2\n")
    Tables.read(file)
    kept = Path(compiled.place(str(rules), str(file)))
    whole = kept.read_bytes()
    for end in range(0, len(whole), 7):
        kept.write_bytes(whole[:end])
        assert Tables.read(file).table("Bush") == {"depth": 2}


def test_where_nothing_may_be_written_nothing_is_kept(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    file = rules / "libraries" / "shop.toml"
    file.write_text("[Tree]\ndepth = 1\n")
    monkeypatch.setattr(os, "makedirs", refuse)
    for _ in range(2):
        tables = Tables.read(file)
        assert not tables.parsed_before
        assert tables.table("Tree") == {"depth": 1}


def test_an_installed_hplint_writes_nothing(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module_file, "is_installed", lambda: True)
    file = rules / "libraries" / "shop.toml"
    file.write_text("[Tree]\ndepth = 1\n")
    Tables.read(file)
    assert [path.name for path in rules.rglob("*")] == ["libraries", "shop.toml"]


def test_a_file_with_a_mistake_is_not_kept(rules: Path) -> None:
    file = rules / "libraries" / "shop.toml"
    file.write_text("[Tree]\ndepth = 1\n[Bush]\ndepth = \n")
    for _ in range(2):
        with pytest.raises(CatalogueError, match=r"shop\.toml: \[Bush\]"):
            Tables.read(file).table("Bush")


def test_files_elsewhere_are_left_alone(rules: Path, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text("[Tree]\ndepth = 1\n")
    assert Tables.read(file).table("Tree") == Tables.read(file).table("Tree") == {"depth": 1}
    assert not (rules / compiled.FOLDER).exists()


def test_rows_are_read_once_and_when_they_are_asked_for() -> None:
    asked: list[str] = []

    def read(name: str, row: str) -> int:
        asked.append(name)
        return int(row)

    rows = Deferred({"a": "1", "b": "2", "c": "x"}, read, "shop.toml: [Tree]")
    assert ("a" in rows, "d" in rows, len(rows), list(rows), rows.get("d")) == (True, False, 3, ["a", "b", "c"], None)
    assert asked == []
    assert (rows["b"], rows.get("b")) == (2, 2)
    assert asked == ["b"]
    with pytest.raises(CatalogueError, match=r"shop\.toml: \[Tree\]\.c: invalid literal"):
        dict(rows)
    with pytest.raises(KeyError):
        rows["d"]
