"""Which files are linted: folders, exclusions, .gitignore, links, and paths that don't exist."""

import os
import subprocess

import pytest

from hplint.config import Configurations
from hplint.discovery import NoSuchPath, discover


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Make files by their names, and stand in the folder that holds them."""
    monkeypatch.chdir(tmp_path)

    def make(*names, **texts):
        for name in names:
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("")

    return make


def found(*paths, **options):
    return [target.path for target in discover(paths or (".",), Configurations(), **options).targets]


def test_python_and_notebooks_in_path_order(tree):
    tree("b.py", "a.ipynb", "a/z.py", "a/b/c.py", "stub.pyi", "README.md", "data.csv")
    assert found() == ["a/b/c.py", "a/z.py", "a.ipynb", "b.py"]


def test_each_file_once_and_as_seen_from_here(tree, tmp_path):
    tree("a/x.py", "b.py")
    assert found("a", "./a/x.py", str(tmp_path / "b.py"), "b.py") == ["a/x.py", "b.py"]


def test_files_elsewhere_keep_their_absolute_path(tree, tmp_path, monkeypatch):
    tree("a/x.py", "b/y.py")
    monkeypatch.chdir(tmp_path / "b")
    assert found("../a") == [str(tmp_path / "a" / "x.py")]


def test_default_exclusions(tree):
    tree(
        "x.py",
        ".venv/lib/y.py",
        "build/y.py",
        "src/__pycache__/y.py",
        ".history/model_20260101120000.py",
        ".ipynb_checkpoints/y.ipynb",
        "node_modules/y.py",
    )
    assert found() == ["x.py"]


def test_given_files_are_linted_all_the_same(tree):
    tree("build/y.py", "script")
    assert found("build/y.py", "script") == ["build/y.py", "script"]
    assert found("build") == ["build/y.py"]
    assert found("build/y.py", "build", force_exclude=True) == []


def test_stubs_are_ignored_even_if_given(tree):
    tree("x.pyi")
    assert found("x.pyi") == []


def test_configured_exclusions_are_relative_to_the_configuration(tree, tmp_path, monkeypatch):
    tree("a/old/x.py", "a/x_pb2.py", "a/y.py", "old/y.py")
    (tmp_path / "hplint.toml").write_text('extend-exclude = ["a/old", "*_pb2.py"]')
    assert found() == ["a/y.py", "old/y.py"]
    monkeypatch.chdir(tmp_path / "a")
    assert found() == ["y.py"]


def test_gitignore(tree, tmp_path):
    tree(".git/HEAD", "keep.py", "generated/x.py", "a/local.py", "a/b/local.py", "a/b/special.py", "a/notes.ipynb")
    (tmp_path / ".gitignore").write_text("generated/\nlocal.py\n*.ipynb\n")
    (tmp_path / "a/b/.gitignore").write_text("!local.py\nspecial.py\n")
    assert found() == ["a/b/local.py", "keep.py"]
    assert found("a") == ["a/b/local.py"]


def test_gitignore_agrees_with_git(tree, tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    names = [
        "a.py",
        "x/a.py",
        "x/y/a.py",
        "x/y/b.py",
        "x/z/b.py",
        "doc/a.py",
        "doc/x/a.py",
        "ä.py",
        "t #.py",
        "q/!a.py",
    ]
    tree(*names)
    (tmp_path / ".gitignore").write_text("/a.py\nx/**/b.py\n!x/z/b.py\ndoc/*\n!doc/x\n\\!a.py\n# comment\nt\\ #.py\n")
    (tmp_path / ".git/info/exclude").write_text("ä.py\n")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"], capture_output=True, text=True, check=True
    )
    assert found() == sorted(
        (name for name in listed.stdout.split("\0") if name.endswith(".py")), key=lambda n: n.split("/")
    )


def test_gitignore_above_counts_up_to_the_repository(tree, tmp_path, monkeypatch):
    tree("inner/.git/HEAD", "inner/a/x.py", "inner/a/y.py")
    (tmp_path / ".gitignore").write_text("x.py\n")
    (tmp_path / "inner/.gitignore").write_text("y.py\n")
    monkeypatch.chdir(tmp_path / "inner/a")
    assert found() == ["x.py"]


def test_an_ignored_folder_that_is_asked_for(tree, tmp_path):
    tree(".git/HEAD", "scratch/x.py")
    (tmp_path / ".gitignore").write_text("scratch/\n")
    assert found() == []
    assert found("scratch") == ["scratch/x.py"]


def test_gitignore_switched_off(tree, tmp_path):
    tree(".git/HEAD", "x.py")
    (tmp_path / ".gitignore").write_text("x.py\n")
    (tmp_path / "hplint.toml").write_text("respect-gitignore = false")
    assert found() == ["x.py"]


def test_a_folder_named_like_a_file(tree):
    tree("x.py/y.py")
    assert found() == found("x.py") == ["x.py/y.py"]


def test_links(tree, tmp_path):
    tree("a/x.py")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "a/self.py").symlink_to(tmp_path / "a/self.py")
    (tmp_path / "a/gone.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "a/link.py").symlink_to(tmp_path / "a/x.py")
    assert found() == ["a/link.py", "a/x.py"]
    with pytest.raises(NoSuchPath):
        found("a/gone.py")
    with pytest.raises(NoSuchPath):
        found("a/self.py")


def test_what_is_no_regular_file_is_left_alone(tree, tmp_path):
    tree("x.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert found() == ["x.py"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_can_not_be_listed(tree, tmp_path):
    tree("x.py", "closed/y.py")
    (tmp_path / "closed").chmod(0)
    discovery = discover((".",), Configurations())
    (tmp_path / "closed").chmod(0o700)
    assert [target.path for target in discovery.targets] == ["x.py"]
    assert discovery.unreadable == ("closed: can't be listed: Permission denied",)


def test_a_missing_path_suggests_the_nearest(tree):
    tree("source/x.py")
    with pytest.raises(NoSuchPath, match=r"no such file or folder: 'sorce'\. Did you mean 'source'\?"):
        found("sorce")


def test_each_file_has_its_own_configuration(tree, tmp_path):
    tree("a/x.py", "b/y.py")
    (tmp_path / "a/hplint.toml").write_text('select = ["HP101"]')
    targets = discover((".",), Configurations()).targets
    assert [target.config.codes == {"HP101", "HP900"} for target in targets] == [True, False]
