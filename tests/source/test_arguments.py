"""Arguments are added and removed so that the call means the same otherwise, and layout and comments stay."""

from __future__ import annotations

import ast
import io
import tokenize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hplint.source.arguments import Change, add_argument, remove_argument


def changed(text: str, changes: tuple[Change, ...] | None) -> str | None:
    if changes is None:
        return None
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def added(text: str) -> str | None:
    return changed(text, add_argument(text, len(text.rstrip()), "seed=0"))


def removed(text: str, name: str = "b") -> str | None:
    return changed(text, remove_argument(text, text.index(f"{name}=") + 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("F()", "F(seed=0)"),
        ("F( )", "F(seed=0)"),
        ("F(\n)", "F(seed=0)"),
        ("F(  # as it is\n)", "F(seed=0  # as it is\n)"),
        ("F(a)", "F(a, seed=0)"),
        ("F(a=1, )", "F(a=1, seed=0, )"),
        ("F(a=(1))", "F(a=(1), seed=0)"),
        ("F(*a, **b)", "F(*a, **b, seed=0)"),
        ("F(a=[1, 2],)", "F(a=[1, 2], seed=0,)"),
        ("F(a=1,\n  b=2)", "F(a=1,\n  b=2, seed=0)"),
        ("F(a=1  # one\n  )", "F(a=1, seed=0  # one\n  )"),
        ("F(\n    a=1,\n    b=2,\n)", "F(\n    a=1,\n    b=2,\n    seed=0,\n)"),
        ("F(\n    a=1,\n    b=2\n)", "F(\n    a=1,\n    b=2,\n    seed=0\n)"),
        ("F(\r\n\ta=1,  # one,\r\n)", "F(\r\n\ta=1,  # one,\r\n\tseed=0,\r\n)"),
        ("F(\n    a=1  # one\n)", "F(\n    a=1,  # one\n    seed=0\n)"),
        ("F(\n    a=1, b=2,\n    c=')', # )\n    )", "F(\n    a=1, b=2,\n    c=')', # )\n    seed=0,\n    )"),
        ("F(\n    a, b\n)", "F(\n    a, b, seed=0\n)"),
        ("F(G(1), G(\n  2))", "F(G(1), G(\n  2), seed=0)"),
        ("F(x for x in y)", None),
        ("F((x for x in y))", "F((x for x in y), seed=0)"),
        ("F(a[1:2], 'for')", "F(a[1:2], 'for', seed=0)"),
    ],
)
def test_an_argument_is_added(before: str, after: str | None) -> None:
    assert added(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("F(b=2)", "F()"),
        ("F(b=2,)", "F()"),
        ("F(\n    b=2,\n)", "F()"),
        ("F(\n    b=2,  # two\n)", "F(\n      # two\n)"),
        ("F(a=1, b=2)", "F(a=1)"),
        ("F(a=1, b=2,)", "F(a=1,)"),
        ("F(a=1, b=2, c=3)", "F(a=1, c=3)"),
        ("F(b=2, c=3)", "F(c=3)"),
        ("F(b=2,\n  c=3)", "F(c=3)"),
        ("F(b=2,  # two\n  c=3)", "F(  # two\n  c=3)"),
        ("F(a=1,\n  b=2)", "F(a=1)"),
        ("F(a=1,\n  b=2, c=3)", "F(a=1,\n  c=3)"),
        ("F(a=1, b=2,\n  c=3)", "F(a=1,\n  c=3)"),
        ("F(a=1,  # one\n  b=2)", "F(a=1  # one\n  )"),
        ("F(\n    a=1,\n    b=2,\n    c=3,\n)", "F(\n    a=1,\n    c=3,\n)"),
        ("F(\n    a=1,\n    b=2,  # two\n    c=3,\n)", "F(\n    a=1,\n    # two\n    c=3,\n)"),
        ("F(\n    a=1,\n    b=2\n)", "F(\n    a=1,\n)"),
        ("F(\n    a=1,\n    b=2\n    , c=3)", "F(\n    a=1,\n    c=3)"),
        ("F(b=2  # two\n)", "F(  # two\n)"),
        ("F(a=1, b=2  # two\n, c=3)", "F(a=1  # two\n, c=3)"),
        ("F(\n    a=1,\n    b=[\n        2,\n    ],\n    c=3\n)", "F(\n    a=1,\n    c=3\n)"),
        ("F(a, b=G(1, 2), **c)", "F(a, **c)"),
        ("F(a, b=(2))", "F(a)"),
        ("F(a, b = 'b=, )' )", "F(a )"),
    ],
)
def test_an_argument_is_removed(before: str, after: str) -> None:
    assert removed(before) == after


def test_the_value_or_the_key_of_a_dict_will_do() -> None:
    call, entry = "F(a, b=((2)))", 'F(**{"a": 1, "b": 2})'
    assert changed(call, remove_argument(call, call.index("2") + 1)) == "F(a)"
    assert changed(entry, remove_argument(entry, entry.index('"b"') + 1)) == 'F(**{"a": 1})'


@pytest.mark.parametrize("call", ["F(2)", "F(a, 2)", "F([1, 2])", "F(**2)", "F(a + (2))"])
def test_what_has_no_name_stays(call: str) -> None:
    assert remove_argument(call, call.index("2") + 1) is None


BLANK = st.sampled_from(["", " ", "\n", "\n    ", "  # c, (\n", "  # 'd\r\n\t", "\\\n"])
VALUE = st.sampled_from(["1", "'x,)'", "(2)", "[3, (4,)]", "G(p=5, q=6)", "{'k': 7}", "lambda u: u", '"""#\n"""'])
NAME = st.sampled_from("abcdef")
ARGUMENT = st.tuples(BLANK, NAME, VALUE, BLANK)


@settings(deadline=None)
@given(st.lists(ARGUMENT, max_size=5, unique_by=lambda each: each[1]), st.booleans(), BLANK, st.data())
def test_the_rest_of_the_call_means_the_same(arguments, trailing: bool, end: str, data: st.DataObject) -> None:
    inside = ",".join(f"{before}{name}={value}{after}" for before, name, value, after in arguments)
    text = f"F({inside}{',' if trailing and arguments else ''}{end})"
    given_names = [name for _, name, _, _ in arguments]
    more = added(text)
    assert more is not None
    assert keywords(more) == {**keywords(text), "seed": "Constant(value=0)"}
    assert comments(more) == comments(text)
    if given_names:
        name = data.draw(st.sampled_from(given_names))
        less = changed(text, remove_argument(text, call_offset(text, name) + 1))
        assert less is not None
        assert keywords(less) == {key: value for key, value in keywords(text).items() if key != name}
        assert comments(less) == comments(text)
        assert removed(more, "seed") is not None
        assert keywords(removed(more, "seed")) == keywords(text)


def call_offset(text: str, name: str) -> int:
    """Return where a keyword of the outer call begins."""
    (keyword,) = [each for each in parse(text).keywords if each.arg == name]
    starts = [0]
    for row in io.StringIO(text, newline=""):
        starts.append(starts[-1] + len(row))
    return starts[keyword.lineno - 1] + keyword.col_offset


def parse(text: str) -> ast.Call:
    return ast.parse(text, mode="eval").body  # type: ignore[return-value]


def keywords(text: str) -> dict[str, str]:
    return {str(each.arg): ast.dump(each.value) for each in parse(text).keywords}


def comments(text: str) -> list[str]:
    rows = io.StringIO(text, newline="").readline
    return [token.string for token in tokenize.generate_tokens(rows) if token.type == tokenize.COMMENT]
