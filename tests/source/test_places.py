"""Expressions in short, as their author would say them."""

from __future__ import annotations

import libcst
import pytest

from hplint.source.places import make_text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("X_test", "X_test"),
        ("self.model", "self.model"),
        ("f()", "f()"),
        ("model.fit(X, y)", "model.fit(...)"),
        ("df['a'].mean()", "df['a'].mean()"),
        ("df[0]", "df[0]"),
        ("df[-1]", "df[-1]"),
        ("df[mask]", "df[mask]"),
        ("df[a > 1]", "df[...]"),
        ("df[:, 1]", "df[...]"),
        ("df['a very long name of a column']", "df[...]"),
        ("make()(X)", "make()(...)"),
        ("a.b.c.d.e.f.g.h", "....c.d.e.f.g.h"),
        ("0.5", "0.5"),
        ("-1", "-1"),
        ("'linear'", "'linear'"),
        ("'''a\nb'''", '"..."'),
        ("'a' 'b'", '"..."'),
        ("[1]", "[...]"),
        ("{}", "{}"),
        ("{'a': 1}", "{...}"),
        ("(1, 2)", "(...)"),
        ("(a)", "a"),
        ("a + b", "..."),
        ("lambda: 1", "lambda ..."),
    ],
)
def test_text(code: str, text: str) -> None:
    assert make_text(libcst.parse_expression(code)) == text
