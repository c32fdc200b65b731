"""Python 2 becomes Python 3 in place: rows stay, and so do the columns of all that may be spoken of."""

from __future__ import annotations

import ast
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hplint.api import lint_text
from hplint.findings import Span
from hplint.source.python2 import translate
from hplint.source.read import read_source
from hplint.source.tokens import read_lines


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("print x, y", "print(x, y)"),
        ("print x,", "print(x,)"),
        ("print -x", None),
        ("if x: print y", "if x: print(y)"),
        ("if x: print y; z", "if x: pass; y; z"),
        ("print x # c", "print(x)# c"),
        ("print x# c", "pass; x# c"),
        ('print"%s" % x', 'repr("%s" % x)'),
        ("print (a), b", None),
        ("print not (a), b", "print(not (a), b)"),
        ("print lambda: x", "print(lambda: x)"),
        ('print "a" \\\n    "b"', 'print("a" \\\n    "b")'),
        ("print >>f, 'a' 'b', 1L", "print(  f, 'a' 'b', 1 )"),
        ("print>>f, 1L", "print( f, 1 )"),
        ("exec code in a, b", "exec(code ,  a, b)"),
        ("exec 'x' 'y'", "exec('x' 'y')"),
        ("raise E, 'x'", "raise E( 'x')"),
        ("raise E, 'x', tb  # c", "raise E( 'x', tb) # c"),
        ("raise E, 'x'; y", None),
        ("a <> b", "a != b"),
        ("`a` + `b`", "(a) + (b)"),
        ("0777 + 010L + 0xFFL + 0L", "511  + 8    + 0xFF  + 0 "),
        ("f(ur'a', UR'''b\nc''')", "f(r'a' , R'''b \nc''')"),
        ("f(lambda (a, b): a, 1)", "f(lambda *,a, b: a, 1)"),
        ("f(lambda x, (a, (b, c)), (d,): a)", "f(lambda x, *,a,  b, c ,  d, : a)"),
        ("def f(self, (a, b), c=1): pass", "def f(self, *,a, b, c=1): pass"),
        ("try: x\nexcept E, e: y", "try: x\nexcept E   : y"),
        ("try: x\nexcept E, e:\n    y", "try: x\nexcept E as e:\n    y"),
        ("try: x\nexcept (A, B),e:  # c\n    y", "try: x\nexcept (A, B)as e:# c\n    y"),
        ("try: x\nexcept E, e: print e", "try: x\nexcept E   : print(e)"),
        ("try: x\nexcept E, a.b:\n    y", "try: x\nexcept E     :\n    y"),
    ],
)
def test_what_only_python_2_has(written: str, read: str | None) -> None:
    """None where it is no Python 2 either, or Python 3 too."""
    found = translate(written + "\n")
    assert (None if found is None else found.text) == (None if read is None else read + "\n")


@pytest.mark.parametrize(
    "text",
    [
        # Both: what Python 3 does with it is what counts.
        "print (a), b\n",
        "print >>f, a\n",
        # Prose.
        "print the results of all models\n",
        "-about 11,000 training examples\n",
        "we raise money, dear friends\n",
        "It's `quoted`, and <> is no operator here\n",
        "print 'it\n",
        # What neither runs.
        "print x\ny = f'{x}'\n",
        "from __future__ import division, print_function\nprint x\n",
        "print x y\n",
    ],
)
def test_what_is_not_python_2(text: str) -> None:
    assert translate(text) is None


def test_a_place_is_named_that_python_3_refuses() -> None:
    found = translate("print (a), b\n\nif x:\n    y = 1; print a\nprint b\n")
    assert found is not None
    assert (found.row, found.column) == (4, 12)
    assert found.remedy.startswith("`print` is a function")


EXPRESSIONS = (
    "{0}",
    "f({0})",
    "({0}), {1}",
    "'%s' % {0}",
    "[{0},\n  {1}]",
    "`{0}`",
    "{0} <> 10L",
    "f({0}) \\\n  + 1",
)
STATEMENTS = (
    "print {0}",
    "print  {0}",
    "print(1)",
    "print >>{1}, {0}",
    "print>>{1}, {0}",
    "exec {0} in {1}",
    "raise {1}, ({0})",
    "x = ({0})  # print {1}",
    "x = lambda {1}, (a, b), c=({0}): a",
    "if ({0}): print {1}, {0}; print ({0}), 1",
    "try:\n    {1}\nexcept ({0}), e:\n    print {1}",
    "def f(a, (b, c), d=({0})):\n    print {1}",
    "for x in {0}:\n\tif x:\n\t    print {1}\n        {1}",
    "'''print 1\n'''; print({0})",
)
NAMES = re.compile(r"\bn\d+\b|\bf\b(?= *\()")


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw a program of Python 2."""
    numbers = iter(range(10_000))

    def named(template: str) -> str:
        return re.sub(r"\{\d\}", lambda _: f"n{next(numbers)}", template)

    statements: list[str] = []
    for template in draw(st.lists(st.sampled_from(STATEMENTS), max_size=6)):
        expression = draw(st.sampled_from(EXPRESSIONS))
        statements.append(named(template.replace("{0}", expression)))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return "\n".join([*statements, "print 0", ""]).replace("\n", newline)


@given(programs())
def test_names_stay_where_they_are(text: str) -> None:
    source = read_source(text.encode(), "a.py")
    assert source.python_2 is not None
    assert source.unreadable == ()
    (chunk,) = source.chunks
    rows, own = chunk.text.splitlines(), text.splitlines()
    assert len(rows) == len(own)
    for row, written in zip(rows, own, strict=True):
        assert [(each.start(), each[0]) for each in NAMES.finditer(row)] == [
            (each.start(), each[0]) for each in NAMES.finditer(written)
        ]
    ast.parse(chunk.tree.code)


@given(st.text(alphabet="pr int\n\t'\"\\()[]{},;:#=`<>07Lxe\r\f", max_size=60))
@example("print\\")
@example("except,")
@example("lambda(")
@example("def f((")
def test_any_text_is_taken(text: str) -> None:
    assert "".join(token.text for line in read_lines(text) for token in line) == text
    found = translate(text)
    assert found is None or found.text.count("\n") == text.count("\n")


WORDS = (*"print exec raise except lambda def try a ( ) , : ; 0L".split(), "\n", "\n    ", " ")


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
def test_any_words_are_linted(text: str) -> None:
    assert lint_text(text).faults == ()


def test_python_3_is_read_as_it_is() -> None:
    text = "print(1)\nprint (a), b\nx = 1 if a else 2\n"
    source = read_source(text.encode(), "a.py")
    assert source.python_2 is None
    assert source.chunks[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        # Python 2 counts a tab up to the next multiple of eight.
        "if x:\n\ty\n        z\n",
        "def f():\n    if x:\n\treturn 1\n    return 2\n",
    ],
)
def test_tabs_and_spaces_mix(text: str) -> None:
    source = read_source(text.encode(), "a.py")
    assert source.chunks[0].text == text
    assert source.unreadable == ()
    if source.python_2 is not None:
        assert "indentation" in source.python_2.message


def test_what_is_not_python_2_either_is_left_out() -> None:
    source = read_source(b"print 1\nx = = 2\nprint 3\n", "a.py")
    assert source.python_2 is not None
    assert source.python_2.span == Span(None, 1, 1, 1, 8)
    assert [problem.span.row for problem in source.unreadable] == [2]
    assert source.chunks[0].text == "print(1)\nexec(...)\nprint(3)\n"
