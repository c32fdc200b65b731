"""Lines and underlines: whatever the line holds, the underline is below the span and inside the width."""

from hypothesis import given
from hypothesis import strategies as st

from hplint.report.excerpt import excerpt


def columns(text):
    from rich.cells import cell_len

    return cell_len(text)


def test_short_line_stays():
    shown = excerpt("x = SVC(C=1)", 5, 13, 80)
    assert (shown.line, shown.indent, shown.width) == ("x = SVC(C=1)", 4, 8)


def test_span_that_goes_on_is_underlined_to_the_end():
    shown = excerpt("x = SVC(  ", 5, None, 80)
    assert (shown.line, shown.indent, shown.width) == ("x = SVC(", 4, 4)


def test_span_behind_the_end_has_one_mark():
    shown = excerpt("x =", 9, 12, 80)
    assert (shown.indent, shown.width) == (3, 1)


def test_long_line_is_cropped_around_the_span():
    shown = excerpt("a" * 300 + "SVC" + "b" * 300, 301, 304, 41)
    assert len(shown.line) == 41
    assert shown.line[shown.indent : shown.indent + shown.width] == "SVC"
    assert shown.line[0] == shown.line[-1] == "…"


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(1, 70), st.integers(0, 70), st.integers(10, 40))
def test_never_wider_than_asked(line, column, length, width):
    shown = excerpt(line, column, column + length, width)
    assert "\n" not in shown.line
    assert "\x1b" not in shown.line
    assert shown.width >= 1
    assert shown.indent + shown.width <= width + 2


@given(st.text("ab あ\t", max_size=60), st.integers(0, 59), st.integers(10, 40))
def test_underline_is_as_wide_as_the_span(line, start, width):
    start = min(start, max(len(line) - 1, 0))
    shown = excerpt(line, start + 1, start + 2, width)
    if line[start : start + 1] in ("a", "あ"):
        at = 0
        while columns(shown.line[:at]) < shown.indent:
            at += 1
        assert shown.line[at] == line[start]
        assert shown.width == columns(line[start])
