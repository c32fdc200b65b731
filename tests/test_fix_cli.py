"""`--fix`, `--unsafe-fixes`, `--diff` and `--fix-only` as a process: what is written where, and exit codes."""

import json

import pytest

MISSPELT = "from sklearn.svm import SVC\nSVC(cach_size=9)\n"
SPELT = MISSPELT.replace("cach_size", "cache_size")
RANDOM = "from sklearn.ensemble import RandomForestClassifier\nRandomForestClassifier().fit([[0], [1]], [0, 1])\n"
SEEDED = RANDOM.replace("()", "(random_state=0)")
BROKEN = "x = (\n"
DIFF = "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n from sklearn.svm import SVC\n-SVC(cach_size=9)\n+SVC(cache_size=9)\n"


@pytest.fixture
def write(tmp_path):
    def file(name, text=""):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return file


def notebook(*sources):
    cells = [{"cell_type": "code", "source": source.splitlines(keepends=True)} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def test_without_an_option_fixes_are_only_announced(hplint, write):
    write("a.py", MISSPELT)
    file = write("b.py", RANDOM)
    answer = hplint("--output-format", "concise")
    assert answer.status == 1
    first, second, *rest = answer.out.splitlines()
    assert first.startswith("a.py:2:5: HP103 [*] ")
    assert second.startswith("b.py:2:1: HP109 `")
    assert rest == [
        "Found 2 problems in 2 files (1 error, 1 warning).",
        "[*] 1 fixable with --fix (1 more with --unsafe-fixes).",
    ]
    assert file.read_text() == RANDOM


def test_unsafe_fixes_are_announced_when_asked_for(hplint, write):
    write("b.py", RANDOM)
    answer = hplint("--output-format", "concise", "--unsafe-fixes")
    assert "HP109 [*] " in answer.out
    assert answer.out.endswith("[*] 1 fixable with --fix --unsafe-fixes.\n")


def test_what_is_fixed_is_found_no_more(hplint, write):
    file = write("a.py", MISSPELT)
    answer = hplint("--fix")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == "Found 1 problem in 1 file (1 fixed, 0 remaining).\n"
    assert file.read_text() == SPELT
    assert hplint("--fix").out == "No problems found in 1 file.\n"


def test_what_remains_is_reported(hplint, write):
    file = write("a.py", MISSPELT + RANDOM)
    answer = hplint("--fix", "--output-format", "concise")
    assert answer.status == 1
    assert answer.out.startswith("a.py:4:1: HP109 ")
    assert answer.out.endswith(
        "Found 2 problems in 1 file (1 fixed, 1 remaining).\n1 fixable with --fix --unsafe-fixes.\n"
    )
    answer = hplint("--fix", "--unsafe-fixes")
    assert (answer.status, file.read_text()) == (0, SPELT + SEEDED)


def test_json_of_what_remains(hplint, write):
    write("a.py", MISSPELT + RANDOM)
    (finding,) = json.loads(hplint("--fix", "--output-format", "json").out)
    assert (finding["code"], finding["fix"]["applicability"]) == ("HP109", "unsafe")


def test_a_diff_changes_nothing(hplint, write):
    file = write("a.py", MISSPELT)
    answer = hplint("--diff")
    assert (answer.status, answer.out, answer.err) == (1, DIFF, "Would fix 1 problem in 1 file.\n")
    assert file.read_text() == MISSPELT
    assert hplint("--fix", "--diff", "--exit-zero").status == 0
    assert file.read_text() == MISSPELT


def test_no_diff_is_success_whatever_else_is_found(hplint, write):
    write("b.py", RANDOM)
    answer = hplint("--diff")
    assert (answer.status, answer.out, answer.err) == (0, "", "Would fix 0 problems in 0 files.\n")


def test_a_diff_shows_line_ends_as_they_are(hplint, write):
    write("a.py", MISSPELT.replace("\n", "\r\n").removesuffix("\r\n"))
    out = hplint("--diff", "-q").out
    assert out.endswith(
        " from sklearn.svm import SVC\r\n-SVC(cach_size=9)\n\\ No newline at end of file\n"
        "+SVC(cache_size=9)\n\\ No newline at end of file\n"
    )


def test_a_diff_of_a_notebook_is_of_its_cells(hplint, write):
    write("a.ipynb", notebook("x = 1", MISSPELT))
    answer = hplint("--diff", "--quiet")
    assert answer.out == DIFF.replace("a.py", "a.ipynb:cell 2")
    assert answer.err == ""


def test_a_notebook_is_fixed_in_place(hplint, write):
    file = write("a.ipynb", notebook("x = 1", MISSPELT, "%time SVC(cach_size=9)"))
    answer = hplint("--fix")
    assert (answer.status, answer.out) == (0, "Found 2 problems in 1 file (2 fixed, 0 remaining).\n")
    assert file.read_text() == notebook("x = 1", SPELT, "%time SVC(cache_size=9)")


def test_fix_only_reports_nothing(hplint, write):
    file = write("a.py", MISSPELT + RANDOM)
    answer = hplint("--fix-only")
    assert (answer.status, answer.out, answer.err) == (0, "", "Fixed 1 problem in 1 file.\n")
    assert file.read_text() == SPELT + RANDOM


def test_a_suppressed_or_ignored_problem_is_not_fixed(hplint, write):
    suppressed = MISSPELT.replace("9)\n", "9)  # hplint: ignore[HP103]\n")
    file, other = write("a.py", suppressed), write("b.py", MISSPELT)
    write("hplint.toml", '[per-file-ignores]\n"b.py" = ["HP103"]\n')
    assert hplint("--fix").status == 0
    assert file.read_text() == suppressed
    assert other.read_text() == MISSPELT


def test_standard_input_is_fixed_to_standard_output(hplint, write):
    answer = hplint("-", "--fix", input=(MISSPELT + RANDOM).encode())
    assert (answer.status, answer.out) == (1, SPELT + RANDOM)
    assert answer.err.startswith("-:4:1: HP109 ")
    assert "Found 2 problems in 1 file (1 fixed, 1 remaining).\n" in answer.err
    answer = hplint("-", "--fix", input=b"\xef\xbb\xbfx = 1\r")
    assert (answer.status, answer.out) == (0, "\ufeffx = 1\r")


def test_standard_input_as_a_notebook_and_as_a_diff(hplint, write):
    text = notebook(MISSPELT)
    answer = hplint("-", "--fix", "--stdin-filename", "a.ipynb", input=text.encode())
    assert answer.out == notebook(SPELT)
    answer = hplint("-", "--diff", "--stdin-filename", "a.py", input=MISSPELT.encode())
    assert (answer.status, answer.out) == (1, DIFF)


def test_findings_of_standard_input_may_go_to_a_file(hplint, write, tmp_path):
    answer = hplint("-", "--fix", "-o", "found.txt", input=(MISSPELT + RANDOM).encode())
    assert (answer.out, answer.err) == (SPELT + RANDOM, "")
    assert "HP109" in (tmp_path / "found.txt").read_text()


def test_an_excluded_standard_input_comes_back(hplint, write):
    arguments = ("-", "--fix", "--force-exclude", "--stdin-filename", "build/a.py")
    answer = hplint(*arguments, input=MISSPELT.encode())
    assert (answer.status, answer.out) == (0, MISSPELT)


def test_a_read_only_file_leaves_the_others_alone(hplint, write):
    locked, file = write("a.py", MISSPELT), write("b.py", MISSPELT)
    locked.chmod(0o444)
    answer = hplint("--fix", "--output-format", "concise")
    assert answer.status == 2
    assert answer.err == "error: a.py: can't be fixed: it is read-only\n"
    assert answer.out.startswith("a.py:2:5: HP103 ")
    assert (locked.read_text(), file.read_text()) == (MISSPELT, SPELT)


def test_an_encoding_that_can_not_be_kept_is_said(hplint, write):
    data = b"# coding: utf-7\nx = '+AGE-'\n" + MISSPELT.encode()
    file = write("a.py", data)
    answer = hplint("--fix")
    assert answer.status == 2
    assert answer.err == "error: a.py: can't be fixed: its encoding, utf-7, writes the same text in several ways\n"
    assert file.read_bytes() == data


def test_a_file_that_is_no_python_stays(hplint, write):
    file = write("a.py", BROKEN + "SVC(gama=1)  # hplint: ignore[HP103]\n")
    text = file.read_text()
    answer = hplint("--fix")
    assert answer.status == 1
    assert "HP900" in answer.out
    assert file.read_text() == text
