"""The README says what is true: its output, its configuration, its commands."""

import re
import sys

from hplint.config import read_config

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


SHOWN = re.compile(
    r"(?P<head><!-- begin: output of `hplint (?P<words>.*?)` -->\n```text\n)(?P<output>.*?)(?=```\n<!-- end)", re.DOTALL
)
"""A block of the README; `pytest --regenerate` fills it with what its own command says."""


def test_output_is_real(hplint, root, request):
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    said = {found["words"]: hplint(*found["words"].split(), cwd=root).out for found in SHOWN.finditer(text)}
    assert len(said) == 2
    if request.config.getoption("--regenerate"):
        text = SHOWN.sub(lambda found: found["head"] + said[found["words"]], text)
        readme.write_text(text, encoding="utf-8")
    assert {found["words"]: found["output"] for found in SHOWN.finditer(text)} == said


def test_configuration_is_accepted(root, tmp_path):
    [example] = re.findall(r"```toml\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert "hplint" in tomllib.loads(example)["tool"]
    file = tmp_path / "pyproject.toml"
    file.write_text(example)
    assert read_config(str(file)).target_versions == {"sklearn": "1.5"}
