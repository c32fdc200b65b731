"""The command line as a process: arguments, exit codes, what goes where."""

import json
import os
import re

import pytest

import hplint as package

BROKEN = "x = (  # import sklearn\n"


@pytest.fixture
def write(tmp_path):
    def file(name, text=""):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
        return path

    return file


def test_nothing_found(hplint, write):
    write("a.py", "x = 1\n")
    assert hplint() == (answer := hplint("."))
    assert (answer.status, answer.out, answer.err) == (0, "No problems found in 1 file.\n", "")


def test_findings(hplint, write):
    write("a.py", BROKEN)
    write("sub/b.py", "x = 1\n")
    answer = hplint()
    assert answer.status == 1
    assert answer.out.startswith("a.py:1:5: HP900 ")
    assert answer.out.endswith("Found 1 problem in 1 file (1 error).\n")
    assert answer.err == ""


def test_exit_zero(hplint, write):
    write("a.py", BROKEN)
    assert hplint("--exit-zero").status == 0


def test_a_missing_path(hplint):
    answer = hplint("absent")
    assert (answer.status, answer.out) == (2, "")
    assert "no such file or folder: 'absent'" in answer.err


def test_nothing_to_lint_is_no_silent_success(hplint, write):
    write("README.md")
    answer = hplint()
    assert (answer.status, answer.out) == (0, "")
    assert answer.err == "warning: no Python file or notebook to lint in .\n"


def test_json_lines_are_the_objects_of_json(hplint, root):
    lines = hplint("--output-format", "jsonl", "--no-cache", "fixtures/projects", cwd=root)
    whole = hplint("--output-format", "json", "--no-cache", "fixtures/projects", cwd=root)
    assert (lines.status, lines.err) == (whole.status, whole.err)
    objects = [json.loads(line) for line in lines.out.splitlines()]
    assert sorted(objects, key=str) == sorted(json.loads(whole.out), key=str)
    assert len(objects) > 3


def test_json_lines_of_faults_and_of_what_cannot_be_written(hplint, write):
    write("a.py", BROKEN)
    assert hplint("--output-format", "jsonl", "--exit-zero").status == 0
    answer = hplint("--output-format", "jsonl", "-o", "absent/out.jsonl")
    assert answer.status == 2
    assert "absent/out.jsonl: can't be written" in answer.err


def test_json_of_nothing_is_still_json(hplint, write):
    write("README.md")
    assert json.loads(hplint("--output-format", "json").out) == []


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (("--selct", "HP3"), "--select"),
        (("--select", "HP333"), "'HP303'"),
        (("--ignore", "HP101,evalution"), "'evaluation'"),
        (("--output-format", "jsn"), "json"),
        (("rule", "preprocesing-leak"), "'preprocessing-leak'"),
    ],
)
def test_misspelt_words_suggest_the_nearest(hplint, arguments, suggestion):
    answer = hplint(*arguments)
    assert answer.status == 2
    assert suggestion in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "arguments",
    [("--config", "a.toml", "--isolated"), ("-", "a.py"), ("--statistics", "--output-format", "sarif"), ("rule",)],
)
def test_what_excludes_each_other(hplint, arguments):
    assert hplint(*arguments).status == 2


def test_selectors_with_commas_and_again(hplint, write):
    write("a.py", BROKEN)
    assert hplint("--ignore", "HP101, HP900", "--ignore", "HP3").out == "No problems found in 1 file.\n"


def test_select_leaves_unreadable_files_visible(hplint, write):
    write("a.py", BROKEN)
    assert hplint("--select", "HP303").status == 1


def test_configuration_and_isolated(hplint, write):
    write("a.py", BROKEN)
    write("hplint.toml", 'ignore = ["HP900"]')
    write("other.toml", 'severity = { HP900 = "info" }')
    assert hplint().status == 0
    assert hplint("--isolated").status == 1
    assert "(1 remark)" in hplint("--config", "other.toml").out


def test_wrong_configuration(hplint, write):
    write("a.py")
    file = write("hplint.toml", 'igonre = ["HP900"]')
    answer = hplint()
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f"Error: {file}: igonre: unknown key. Did you mean 'ignore'?\n"


def test_settings_say_which_versions_and_from_where(hplint, write):
    write("src/a.py")
    assert re.search(r"sklearn \d\.\d+, the newest that hplint knows", hplint("--show-settings").out)
    file = write("requirements.txt", "scikit-learn==1.2.2\n")
    expected = f"sklearn 1.2, from {file}:1 (scikit-learn==1.2.2)"
    assert expected in hplint("--show-settings").out
    assert expected not in hplint("--show-settings", "--isolated").out
    file = write("hplint.toml", 'target-version = { sklearn = "1.3" }')
    assert f"sklearn 1.3, from {file}: target-version.sklearn" in hplint("--show-settings").out


def test_dependencies_that_can_not_be_read_are_no_failure(hplint, write):
    write("a.py", "x = 1\n")
    write("sub/b.py", "x = 1\n")
    file = write("requirements.txt", "scikit-learn=1.2\n")
    answer = hplint()
    assert (answer.status, answer.out) == (0, "No problems found in 2 files.\n")
    assert answer.err == (
        f"warning: {file}:1: '=1.2' is no version specifier, so `scikit-learn=1.2` doesn't count; write `==1.2`\n"
    )
    assert hplint("-", "--stdin-filename", "a.py", input=b"x = 1").err == answer.err
    assert hplint("--isolated").err == ""


def test_standard_input(hplint):
    answer = hplint("-", "--output-format", "concise", input=BROKEN.encode())
    assert answer.status == 1
    assert answer.out.startswith("-:1:5: HP900 ")


def test_standard_input_has_a_name(hplint, write):
    write("sub/hplint.toml", 'severity = { HP900 = "info" }\nexclude = ["x.py"]')
    options = ("-", "--output-format", "json")
    [finding] = json.loads(hplint(*options, "--stdin-filename", "sub/x.py", input=BROKEN.encode()).out)
    assert finding["filename"].endswith("/sub/x.py")
    assert finding["severity"] == "info"
    excluded = hplint(*options, "--stdin-filename", "sub/x.py", "--force-exclude", input=BROKEN.encode())
    assert json.loads(excluded.out) == []
    notebook = json.dumps(
        {"cells": [{"cell_type": "code", "source": BROKEN, "metadata": {}}], "nbformat": 4, "nbformat_minor": 0}
    )
    [finding] = json.loads(hplint(*options, "--stdin-filename", "x.ipynb", input=notebook.encode()).out)
    assert finding["cell"] == 1


@pytest.mark.parametrize("style", ["text", "concise", "json", "jsonl", "github", "sarif"])
def test_output_file(hplint, write, tmp_path, style):
    write("a.py", BROKEN)
    answer = hplint("--output-format", style, "-o", "out.txt", "a.py")
    assert (answer.status, answer.out) == (1, "")
    assert (tmp_path / "out.txt").read_text() == hplint("--output-format", style, "a.py").out


def test_output_file_that_can_not_be_written(hplint, write):
    write("a.py")
    answer = hplint("-o", "no/such/folder.txt")
    assert answer.status == 2
    assert "can't be written" in answer.err


def test_show_files(hplint, write):
    write("b.py", BROKEN)
    write("a.ipynb", "{}")
    answer = hplint("--show-files")
    assert (answer.status, answer.out) == (0, "a.ipynb\nb.py\n")


def test_show_settings(hplint, write):
    write("a.py")
    file = write("hplint.toml", 'select = ["HP303"]')
    answer = hplint("--show-settings")
    assert f"file = {file}\ncodes = HP303, HP900\n" in answer.out


def test_quiet(hplint, write):
    write("a.py")
    assert hplint("-q").out == ""
    write("b.py", BROKEN)
    assert "Found" not in hplint("--quiet").out


def test_statistics(hplint, write):
    write("a.py", BROKEN)
    write("b.py", BROKEN)
    assert hplint("--statistics", "-q").out == "2  HP900  unreadable-source\n"
    assert json.loads(hplint("--statistics", "--output-format", "json").out)[0]["count"] == 2


@pytest.mark.parametrize(
    ("arguments", "env", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(hplint, write, arguments, env, colored):
    write("a.py", BROKEN)
    assert ("\x1b[" in hplint(*arguments, env=env).out) is colored


def test_a_name_that_is_no_text(hplint, tmp_path):
    with open(os.path.join(os.fsencode(tmp_path), b"caf\xe9.py"), "w") as stream:
        stream.write(BROKEN)
    for style in "text", "concise", "json", "jsonl", "github", "sarif":
        answer = hplint("--output-format", style)
        assert answer.status == 1
        assert "Traceback" not in answer.err


def test_an_encoding_that_lacks_characters(hplint, write):
    write("a.py", "größe = (  # import sklearn\n")
    answer = hplint(env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert answer.status == 1
    assert "gr\\xf6\\xdfe" in answer.out


def test_bad_inputs_are_findings(hplint, write):
    write("binary.py", bytes(range(256)))
    write("nulls.py", b"x = 1\0")
    write("empty.ipynb", b"")
    write("list.ipynb", b"[1, 2]")
    write("nbformat.ipynb", b'{"nbformat": 9, "cells": 1}')
    write("deep.py", "import sklearn\n" + "(" * 5000 + ")" * 5000)
    write("good.py", "x = 1\n")
    answer = hplint("--output-format", "json")
    assert (answer.status, answer.err) == (1, "")
    names = {os.path.basename(finding["filename"]) for finding in json.loads(answer.out)}
    assert names == {"binary.py", "nulls.py", "empty.ipynb", "list.ipynb", "nbformat.ipynb", "deep.py"}


def test_rule_page_in_a_pipe_is_markdown(hplint):
    by_code, by_name = hplint("rule", "HP900"), hplint("rule", "unreadable-source")
    assert by_code == by_name
    assert by_code.out.startswith("# unreadable-source (HP900)\n")


def test_rules(hplint):
    every = hplint("rule", "--all").out.splitlines()
    assert any(line.startswith("HP900  unreadable-source ") for line in every)
    assert all(line.startswith("HP3") for line in hplint("rule", "evaluation").out.splitlines())
    described = json.loads(hplint("rule", "HP900", "--output-format", "json").out)
    assert described["name"] == "unreadable-source"
    assert len(json.loads(hplint("rule", "--all", "--output-format", "json").out)) == len(every)


def test_a_folder_named_rule(hplint, write):
    write("rule/a.py", BROKEN)
    assert hplint("./rule").out.startswith("rule/a.py:1:5: HP900")


def test_version_and_help(hplint):
    assert hplint("--version").out == f"hplint {package.__version__}\n"
    assert "hplint rule HP303" in " ".join(hplint("--help").out.split())
    assert hplint("rule", "--help").status == 0
