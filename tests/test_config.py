"""Configuration: where it is found, what it says, and how it complains."""

import os

import pytest

from hplint.catalogue.selectors import Selection
from hplint.config import DEFAULT_EXCLUDE, ConfigError, Configurations, default_config, read_config
from hplint.findings import Severity


def written(folder, text, name="hplint.toml"):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return str(file)


def test_defaults():
    config = default_config(os.getcwd())
    assert "HP303" in config.codes
    assert config.exclude == DEFAULT_EXCLUDE
    assert not config.settings.strict_encoders


def test_every_key(tmp_path):
    config = read_config(
        written(
            tmp_path,
            """
            select = ["HP3", "HP101"]
            extend-select = ["learning"]
            ignore = ["HP302"]
            exclude = ["old"]
            extend-exclude = ["*_pb2.py"]
            respect-gitignore = false
            strict-encoders = true
            search-budget = 50
            lone-guesses = false
            target-version = { sklearn = "1.5" }
            severity = { HP101 = "info", evaluation = "warning" }
            [per-file-ignores]
            "tests/" = ["ALL"]
            "*.ipynb" = ["HP101"]
            """,
        )
    )
    assert {"HP101", "HP303", "HP401"} <= config.codes
    assert not {"HP302", "HP103"} & config.codes
    assert config.exclude == ("old", "*_pb2.py")
    assert not config.respect_gitignore
    assert config.settings.strict_encoders
    assert config.settings.search_budget == 50
    assert not config.settings.lone_guesses
    assert config.target_versions == {"sklearn": "1.5"}
    assert config.severities["HP303"] is Severity.WARNING
    assert config.severities["HP101"] is Severity.INFO
    assert not config.codes_for(str(tmp_path / "tests" / "deep" / "a.py"))
    assert config.codes - config.codes_for(str(tmp_path / "a.ipynb")) == {"HP101"}
    assert config.codes_for(str(tmp_path / "a.py")) == config.codes


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("selct = []", "selct: unknown key. Did you mean 'select'?"),
        ('select = "HP3"', "select: expected a list of strings, not 'HP3'"),
        ('select = ["HP333"]', "select: unknown rule 'HP333'. Did you mean 'HP303'?"),
        (
            'ignore = ["preprocesing-leak"]',
            "ignore: unknown rule 'preprocesing-leak'. Did you mean 'preprocessing-leak'?",
        ),
        ('severity = { HP303 = "fatal" }', "severity.HP303: expected one of error, warning, info, not 'fatal'"),
        ('severity = { HP399 = "info" }', "severity: unknown rule 'HP399'"),
        ("search-budget = true", "search-budget: expected a positive integer, not True"),
        ("search-budget = 0", "search-budget: expected a positive integer, not 0"),
        ("lone-guesses = 2", "lone-guesses: expected true or false, not 2"),
        ('strict-encoders = "yes"', "strict-encoders: expected true or false, not 'yes'"),
        ('target-version = "1.5"', "target-version: expected a table, not '1.5'"),
        ('target-version = { skleran = "1.5" }', "target-version.skleran: unknown library. Did you mean 'sklearn'?"),
        ("target-version = { sklearn = 1.5 }", "target-version.sklearn: expected a version, one of 0.19, 0.20, "),
        ('target-version = { sklearn = ">=1.4" }', "target-version.sklearn: expected a version, one of 0.19, 0.20, "),
        ('target-version = { sklearn = "." }', "target-version.sklearn: expected a version, one of 0.19, 0.20, "),
        ('target-version = { sklearn = "2.0" }', "target-version.sklearn: sklearn 2.0 isn't known: "),
        ('per-file-ignores = { "a.py" = "HP3" }', "per-file-ignores.'a.py': expected a list of strings, not 'HP3'"),
        ('per-file-ignores = { "a.py" = ["HQ3"] }', "per-file-ignores.'a.py': unknown rule 'HQ3'"),
        ("select = [", "not valid TOML"),
    ],
)
def test_complaints_name_file_key_and_remedy(tmp_path, text, complaint):
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        read_config(file)
    assert str(raised.value).startswith(f"{file}: {complaint}")


def test_the_nearest_file_counts(tmp_path):
    written(tmp_path, '[tool.hplint]\nselect = ["HP101"]', "pyproject.toml")
    written(tmp_path, "[project]\nname = 'hplint-user'", "inner/pyproject.toml")
    written(tmp_path, 'select = ["HP103"]', "inner/deeper/.hplint.toml")
    written(tmp_path, '[tool.hplint]\nselect = ["HP104"]', "inner/deeper/pyproject.toml")
    configurations = Configurations()
    codes = {folder: configurations.of_folder(str(tmp_path / folder)).codes - {"HP900"} for folder in ("", "inner")}
    assert codes == {"": {"HP101"}, "inner": {"HP101"}}
    assert configurations.of_folder(str(tmp_path / "inner/deeper/x/y")).codes == {"HP103", "HP900"}


def test_hplint_toml_wins_in_its_folder(tmp_path):
    written(tmp_path, 'select = ["HP103"]', ".hplint.toml")
    written(tmp_path, 'select = ["HP104"]', "hplint.toml")
    assert Configurations().of_folder(str(tmp_path)).codes == {"HP104", "HP900"}


def test_the_command_line_is_on_top(tmp_path):
    file = written(tmp_path, 'select = ["HP1"]\nignore = ["HP101"]')
    assert "HP101" not in read_config(file, Selection(extend_select=("HP3",))).codes
    assert read_config(file, Selection(select=("HP101",))).codes == {"HP101", "HP900"}


def test_pyproject_without_a_section(tmp_path):
    file = written(tmp_path, "[project]\nname = 'x'", "pyproject.toml")
    with pytest.raises(ConfigError, match=r"has no \[tool.hplint\] section"):
        read_config(file)


def test_an_unreadable_file(tmp_path):
    with pytest.raises(ConfigError, match=r"absent.toml: can't be read: No such file"):
        read_config(str(tmp_path / "absent.toml"))


def test_byte_order_mark(tmp_path):
    file = tmp_path / "hplint.toml"
    file.write_bytes(b'\xef\xbb\xbfselect = ["HP103"]')
    assert "HP103" in read_config(str(file)).codes


def test_a_patch_release_is_its_minor(tmp_path):
    config = read_config(written(tmp_path, 'target-version = { sklearn = "1.5.2" }'))
    assert config.target_versions == {"sklearn": "1.5.2"}


def test_versions_come_from_the_project_unless_the_configuration_has_them(tmp_path):
    requirements = written(tmp_path, "scikit-learn==1.2.2\n", "requirements.txt")
    plain = Configurations().of_folder(str(tmp_path))
    assert (plain.target_versions, plain.target_sources) == (
        {"sklearn": "1.2"},
        {"sklearn": f"{requirements}:1 (scikit-learn==1.2.2)"},
    )
    file = written(tmp_path, 'target-version = { sklearn = "1.5" }', "sub/hplint.toml")
    own = Configurations().of_folder(str(tmp_path / "sub" / "src"))
    assert own.target_versions == {"sklearn": "1.5"}
    assert own.target_sources == {"sklearn": f"{file}: target-version.sklearn"}
    assert not Configurations(projects=None).of_folder(str(tmp_path)).target_versions


def test_one_configuration_for_all_folders_leaves_each_its_own_versions(tmp_path):
    written(tmp_path, "scikit-learn==1.2.2\n", "a/requirements.txt")
    written(tmp_path, "scikit-learn==1.3.2\n", "b/requirements.txt")
    configurations = Configurations(everywhere=default_config(str(tmp_path)))
    found = [configurations.of_folder(str(tmp_path / name)).target_versions["sklearn"] for name in "ab"]
    assert found == ["1.2", "1.3"]
