"""A file is replaced whole or not at all, and stays the file that it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hplint.basis.writing import replace_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    return path


def test_mode_and_links_stay(file: Path) -> None:
    file.chmod(0o751)
    link = file.parent / "link.py"
    link.symlink_to(file.name)
    replace_file(str(link), b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o751
    assert sorted(os.listdir(file.parent)) == ["a.py", "link.py"]


def test_all_names_of_a_file_have_the_new_text(file: Path) -> None:
    other = file.parent / "b.py"
    os.link(file, other)
    replace_file(str(file), b"old", b"n")
    assert (file.read_bytes(), other.read_bytes()) == (b"n", b"n")


def test_a_read_only_file_is_not_written(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only"):
        replace_file(str(file), b"old", b"new")
    assert file.read_bytes() == b"old"


def test_what_somebody_else_wrote_is_not_lost(file: Path) -> None:
    with pytest.raises(OSError, match="meantime"):
        replace_file(str(file), b"older", b"new")
    assert file.read_bytes() == b"old"


def test_a_failure_leaves_the_file_and_nothing_beside_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        replace_file(str(file), b"old", b"new")
    assert file.read_bytes() == b"old"
    assert os.listdir(file.parent) == ["a.py"]
