"""What users add to the catalogue: what it means, and how mistakes in it are said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hplint.catalogue.estimators import Catalogue, EstimatorSpec
from hplint.catalogue.facts import Facts
from hplint.config import Config, ConfigError, read_config
from hplint.lint import lint_source

SHIPPED = Catalogue.load()


def configured(folder: Path, text: str, key: str = '"shop.toml"') -> Config:
    (folder / "shop.toml").write_text(text, encoding="utf-8")
    (folder / "hplint.toml").write_text(f'extend-catalogue = [{key}]\nselect = ["ALL"]', encoding="utf-8")
    return read_config(str(folder / "hplint.toml"))


def found(config: Config, code: str) -> list[tuple[int, str]]:
    result = lint_source(code.encode(), "it.py", config)
    assert not result.faults
    return [(finding.span.row, finding.code) for finding in result.findings]


def spec(config: Config, path: str) -> EstimatorSpec:
    read = Catalogue.load(extension=config.extension).estimator(path)
    assert read is not None
    return read


def documented(root: Path) -> tuple[str, str]:
    """Return the file and the code that `rules/README.md` shows."""
    section = (root / "rules" / "README.md").read_text(encoding="utf-8").split("## Extend the catalogue")[1]
    [file, *_] = re.findall(r"```toml\n(# shop.*?)```", section, re.DOTALL)
    [code] = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    return file, code


def test_the_documented_example(tmp_path: Path, root: Path) -> None:
    file, code = documented(root)
    expected = [
        (number, each)
        for number, line in enumerate(code.splitlines(), 1)
        for each in re.findall(r"HP\d+", line.partition("# ")[2])
    ]
    assert len(expected) >= 4
    assert found(configured(tmp_path, file), code) == expected


MODULE = '[module]\npath = "shop.models"\naliases = ["shop"]\n'
TREE = """
[Tree]
kinds = ["classifier", "predictor"]
aliases = ["shop._trees.Tree"]
learned = ["tree_"]
random_when = "always"
[Tree.parameters]
depth = { default = "3", accepts = ["int [1, inf)", "None"], role = "model", decisive = true }
random_state = { default = "None", accepts = ["random_state"], keyword_only = true, role = "seed" }
"""


def test_an_estimator_in_one_table(tmp_path: Path) -> None:
    config = configured(tmp_path, MODULE + TREE)
    tree = spec(config, "shop.models.Tree")
    assert tree.path == "shop.models.Tree" and tree.positional == ("depth",) and tree.decisive == ("depth",)
    assert tree.learned == {"tree_"} and {"fit", "predict", "score"} <= set(tree.methods)
    assert tree.is_random({})
    assert Catalogue.load(extension=config.extension).estimator("sklearn.svm.SVC") is not None


@pytest.mark.parametrize(
    "statement", ["from shop.models import Tree", "from shop import *", "from shop._trees import Tree"]
)
def test_import_paths(tmp_path: Path, statement: str) -> None:
    config = configured(tmp_path, MODULE + TREE)
    code = f"{statement}\nTree(depht=3, random_state=0)\nTree(depth=0, random_state=0)\n"
    assert {each for each in found(config, code) if each[1] in ("HP103", "HP104")} == {(2, "HP103"), (3, "HP104")}


def test_all_paths_give_one_object(tmp_path: Path) -> None:
    catalogue = Catalogue.load(extension=configured(tmp_path, MODULE + TREE).extension)
    paths = "shop.models.Tree", "shop.Tree", "shop._trees.Tree"
    assert len({id(catalogue.estimator(path)) for path in paths}) == 1


def test_a_subclass_of_a_catalogued_class(tmp_path: Path) -> None:
    text = (
        MODULE + '[Machine]\nextends = "sklearn.svm.SVC"\nscales = false\n[Machine.parameters.width]\ndefault = "1"\n'
    )
    config = configured(tmp_path, text)
    own, base = spec(config, "shop.Machine"), SHIPPED.estimator("sklearn.svm.SVC")
    assert base is not None and own.kinds == base.kinds and set(own.parameters) == {*base.parameters, "width"}
    assert own.learned == base.learned and own.facts.random_when == base.facts.random_when
    assert base.facts.scales and not own.facts.scales
    code = "from shop import Machine\nMachine(kernel='lin', width=2)\nMachine().fit(x, y).coef\n"
    assert (2, "HP104") in found(config, code)


def test_the_target_version_holds_for_what_is_extended(tmp_path: Path) -> None:
    config = configured(tmp_path, MODULE + '[Hot]\nextends = "sklearn.preprocessing.OneHotEncoder"\n')
    old = Catalogue.load(target={"sklearn": "1.1"}, extension=config.extension).estimator("shop.Hot")
    new = Catalogue.load(extension=config.extension).estimator("shop.Hot")
    assert old is not None and new is not None
    assert "sparse" in old.parameters and "sparse" in new.past


def test_own_classes_extend_each_other(tmp_path: Path) -> None:
    text = MODULE + TREE + '[Bush]\nextends = "shop.Tree"\n[Bush.parameters]\nwidth = { default = "1" }\n'
    assert list(spec(configured(tmp_path, text), "shop.Bush").parameters) == ["depth", "random_state", "width"]


def test_flows_of_functions(tmp_path: Path) -> None:
    text = MODULE + (
        '[flows]\nload = { flow = "source", result = "DataFrame" }\n'
        'centre = { flow = "learns-keeps", parameters = ["X"] }\n'
        'tidy = { flow = "keeps", parameters = ["X"] }\n'
    )
    code = (
        "from shop import centre, load, tidy\n"
        "from sklearn.dummy import DummyClassifier\n"
        "from sklearn.model_selection import train_test_split\n"
        "df = load('a.csv')\n"
        "X = {}(df.drop(columns='y'))\n"
        "X_train, X_test, y_train, y_test = train_test_split(X, df['y'], random_state=0)\n"
        "model = DummyClassifier().fit(X_train, y_train)\n"
        "model.score(X_test, y_test)\n"
    )
    config = configured(tmp_path, text)
    assert (5, "HP303") in found(config, code.format("centre"))
    assert not [each for each in found(config, code.format("tidy")) if each[1] == "HP303"]


def test_folders(tmp_path: Path) -> None:
    (tmp_path / "own" / "deep").mkdir(parents=True)
    (tmp_path / "own" / "deep" / "a.toml").write_text('[module]\npath = "a"\n' + TREE)
    (tmp_path / "own" / "b.toml").write_text('[module]\npath = "b"\n[Bush]\nextends = "a.Tree"\n')
    (tmp_path / "own" / "README.md").write_text("no table")
    config = configured(tmp_path, "", '"own"')
    assert spec(config, "b.Bush").decisive == ("depth",)
    assert [Path(file).name for file in config.extension.files] == ["b.toml", "a.toml"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[module", "not valid TOML: "),
        ("", "[module]: the import path of the module is missing; write `path = "),
        ('[module]\npath = "shop models"', "[module] path: 'shop models' is no import path"),
        ('[module]\npath = "sklearn.svm"', "[module] path: 'sklearn.svm' is in hplint's own catalogue"),
        ('[module]\npath = "shop"\npaht = ""', "[module] paht: unknown key. Did you mean 'path'?"),
        (MODULE + "[Tree]\n", "[Tree] kinds: missing; say what it is: classifier, "),
        (MODULE + '[Tree]\nkinds = ["clasifier"]', "[Tree] kinds: 'clasifier' is none of classifier, "),
        (MODULE + '[Tree]\nkinds = "classifier"', "[Tree] kinds: expected a list of strings, not 'classifier'"),
        (MODULE + '[Tree]\nkinds = ["meta"]\nrandom_whe = "always"', "[Tree] random_whe: unknown key."),
        (MODULE + '[Tree]\nkinds = ["meta"]\nrandom_when = "sometimes"', "[Tree] random_when: "),
        (
            MODULE + '[Tree]\nkinds = ["meta"]\nlearned = "coef_"',
            "[Tree] learned: expected a list of names, or a table",
        ),
        (MODULE + '[Tree]\nextends = "sklearn.svm.SVD"', "[Tree] extends: 'sklearn.svm.SVD' isn't known; name a class"),
        (
            MODULE + '[Tree]\nextends = "shop.Tree"',
            "[Tree] extends: 'shop.Tree' extends it in turn; name another class",
        ),
        (MODULE + '[A]\nextends = "shop.B"\n[B]\nextends = "shop.A"', "[B] extends: 'shop.A' extends it in turn"),
        (MODULE + "Tree = 1", "[module] Tree: unknown key; there are aliases, path"),
        (MODULE + '[Tree]\nkinds = ["meta"]\nparameters = 1', "[Tree] parameters: expected a table of hyperparameters"),
        ("R:depth = 3", "[Tree.parameters] depth: expected a table such as { default = "),
        (
            "R:depth = { default = 3 }",
            '[Tree.parameters] depth default: expected a Python literal in quotes, default = "3"',
        ),
        ('R:depth = { default = "three" }', "[Tree.parameters] depth default: 'three' is no Python literal"),
        ('R:depth = { accept = ["None"] }', "[Tree.parameters] depth accept: unknown key. Did you mean 'accepts'?"),
        ('R:depth = { accepts = "None" }', "[Tree.parameters] depth accepts: expected a list of strings, not 'None'"),
        (
            'R:depth = { accepts = ["int"] }',
            "[Tree.parameters] depth accepts: 'int' is no constraint; write for example",
        ),
        ('R:depth = { accepts = ["str: auto"] }', "[Tree.parameters] depth accepts: "),
        ('R:depth = { accepts = ["int [a, b]"] }', "[Tree.parameters] depth accepts: "),
        ('R:depth = { role = "modle" }', "[Tree.parameters] depth role: 'modle' is none of model, "),
        ('R:depth = { decisive = "yes" }', "[Tree.parameters] depth decisive: expected true or false, not 'yes'"),
        ("R:depth = { search = [1, 2] }", "[Tree.parameters] depth search: expected a table such as { scale = "),
        (
            'R:depth = { search = { scale = "lin", low = 1 } }',
            "[Tree.parameters] depth search scale: 'lin' is none of log",
        ),
        ('R:depth = { search = { scale = "log", low = 1 } }', "[Tree.parameters] depth search high: expected numbers"),
        ('R:depth = { search = { scale = "choice" } }', "[Tree.parameters] depth search values: a choice needs"),
        (MODULE + "[functions.f]\n", "[functions.f]: the key 'parameters' is missing; add it"),
        (MODULE + "[functions.f]\nparameters = [1]", "[functions.f] parameters: expected a list of strings, not [1]"),
        (
            MODULE + '[flows]\nload = "source"',
            "[flows] load: expected a table such as { flow = 'keeps' }, not 'source'",
        ),
        (MODULE + '[flows]\nload = { flow = "sources" }', "[flows] load: no such flow: 'sources'; there are "),
        (
            MODULE + '[flows]\nload = { flow = "keeps", resul = "list" }',
            "[flows] load: no such field: resul; there are ",
        ),
        (MODULE + "[flows]\nload = { result = 'list' }", "[flows] load: the key 'flow' is missing; add it"),
        (MODULE + "[flows.Prices]\nmean = { flow = 'mean' }", "[flows.Prices] mean: no such flow: 'mean'"),
    ],
)
def test_mistakes_name_file_table_and_key(tmp_path: Path, text: str, complaint: str) -> None:
    if text.startswith("R:"):
        text = f'{MODULE}[Tree]\nkinds = ["classifier"]\n[Tree.parameters]\n{text[2:]}\n'
    with pytest.raises(ConfigError) as raised:
        configured(tmp_path, text)
    assert str(raised.value).startswith(f"{tmp_path / 'shop.toml'}: {complaint}")


def test_missing_files_are_said_with_the_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"hplint\.toml: extend-catalogue: no such file or folder: 'own.toml'"):
        configured(tmp_path, "", '"own.toml"')
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError, match=r"hplint\.toml: extend-catalogue: no TOML file in empty"):
        configured(tmp_path, "", '"empty"')
    with pytest.raises(ConfigError, match=r"hplint\.toml: extend-catalogue: expected a list of paths, not \[3\]"):
        configured(tmp_path, "", "3")


def test_every_fact_can_be_given(tmp_path: Path) -> None:
    """The names of facts are those of the curated files."""
    for name in Facts.__dataclass_fields__:
        with pytest.raises(ConfigError) as raised:
            configured(tmp_path, MODULE + f'[Tree]\nkinds = ["meta"]\n{name} = []\nunheard_of = 1\n')
        assert "unheard_of: unknown key" in str(raised.value)
