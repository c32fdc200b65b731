"""Whole projects against golden output (`pytest --regenerate` writes it)."""


def test_churn(hplint, golden, root):
    answer = hplint("fixtures/projects/churn", "--output-format", "concise", cwd=root)
    assert answer.err == ""
    golden(answer.out, "projects/churn.txt")
