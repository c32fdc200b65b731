"""Trees that grow from Python's own are those of libcst's parser, white space and punctuation left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import libcst as cst
import pytest

from hplint.findings import Place, Span
from hplint.source import exactness
from hplint.source.exactness import exactly
from hplint.source.growing import grow
from hplint.source.positions import locate
from hplint.source.read import read_source

ROOT = Path(__file__).parent.parent.parent
BLANK = (
    *("whitespace", "leading_lines", "leading_whitespace", "lines_after", "header", "footer", "trailing", "indent"),
    *("lpar", "rpar", "lbracket", "rbracket", "lbrace", "rbrace", "semicolon", "comma", "equal", "colon", "dot"),
    *("first_colon", "second_colon", "encoding", "default_indent", "default_newline", "has_trailing_newline"),
)
"""What the names of fields of white space and punctuation begin with."""
CODE = [
    "x = f(1)",
    "# only a comment",
    "x = y = 1; z: int = 2; w: str\nx += 1; x //= 2; x @= y; x **= 2; x >>= 1\n",
    "del a\ndel a, b\ndel (a, b), c[0]\nassert a\nassert a, 'b'\nraise\nraise a\nraise a from b\npass\n",
    "import a\nimport a.b.c as d, e\nfrom . import a\nfrom ..a.b import c as d, e\nfrom a import *\n",
    "if a: b\nelif c: d; e\nelif f:\n  g\nelse: h\nif a:\n  b\nelse:\n  if c: d\n",
    "for a, *b in c:\n  break\nelse:\n  continue\nwhile a: pass\nelse: b\n",
    "with a as b, c as (d, e), f: pass\nwith (a as b, c): pass\nwith (a): pass\nwith (yield): pass\n",
    "try:\n  a\nexcept: b\ntry: a\nexcept (A, B) as e:\n  b\nexcept C: d\nelse: c\nfinally:\n  d\n",
    "@a\n@b(1)\nclass C(D, *E, metaclass=F, **G):\n  'doc'\n  @c\n  async def f(self): await x\nclass H: pass\n",
    "def f(a, b=1, /, c: int = 2, *d: str, e, f=3, **g: bytes) -> None: return\ndef g(*, a): return a, b\n",
    "def f(*a): global b, c; nonlocal d\nasync def g(**a):\n  async for b in c: pass\n  async with d as e: yield\n",
    "f(a, *b, c=1, **d)\nf(a=1, *b)\nf(a for a in b)\nf((a for a in b), c)\nf()(1)(*a, *b)\nf(a := 1)\n",
    "x[a], x[a,], x[a, b], x[(a, b)], x[(a), (b)], x[(a), b], x[()], x[a:b], x[:], x[::2, ..., None], x[-1:, (a)]\n",
    "a.b.c(1).d[2].e\n(a + b).c\n(a or b)(c)\n(lambda: a)(b)\n1 .real\n",
    "a + b * c - (d - e) ** -f // g % h @ i << j >> k & l ^ m | n\nnot a, ~b, +c, -(-d)\n",
    "a and b and c or d and (e or f)\nnot (a and b)\na < b <= c != d == e > f >= g\n",
    "a is b, a is not b, a in b, a not in b, (a in b) in c\na if b else c if d else e\n",
    "[], [a], [a, *b], (), (a,), (a, *b), {a}, {a, *b}, {}, {a: b, **c}\n*a, b = c\n[a, b] = (c)\n",
    "[a for a in b], {a for a in b if c if d}, {a: b for a, b in c for d in e}, (a async for a in b)\n",
    "lambda: a, lambda x, /, *y, z=1, **w: x, lambda *, a: a\n",
    "1, 0x1F, 1_000, 0b1, 1.5, 1e5, 1., .5, 2j, True, False, None, ..., __debug__\n",
    "'a', \"b\", '', \"\"\"c'd\"e\"\"\", r'\\d', b'x', Rb'y', u'z', 'it\\'s', '\\\\', '\\d', '''a\\'''b'''\n",
    "'a' 'b', 'a' \"b\" r'c', ('a'\n  'b'), b'a' b'b', '' '', '''a''' '''b''', 'a' f'{b}' 'c'\n",
    "f'a{b}c', f'{a!r:>{b}}', f'{a=}', f'', f'{a[\"b\"]}{{}}', rf'{a}', f'''{\na}'''\n",
    "é = 'üß𝔘', (ä, ((ö)))\nif é: 'ß'; [ö, 'ä' 'b', 1.5]\n",
    "x = '''\n\n''' + \\\n  y; z = 1 # comment\n\n",
    "x = 1\r\nif x:\r\n    y = (  a +\r\n  b )\r\n    '''c\r\nd'''\r\n",
    "x = (yield), (yield a), (yield from b)\nawait a\n(a := b)\nprint(*a, sep='')\n",
    "if a:\n\tb\n\tif c:\n\t\td\n# e\nf\n",
    "if a:\n  b\n\x0cf\n",
]
FILES = sorted(path for folder in ("hplint/analysis", "fixtures/analysis") for path in (ROOT / folder).rglob("*.py"))


def same(one: Any, other: Any) -> bool:
    """Compare two trees without white space and punctuation."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if not isinstance(one, cst.CSTNode):
        return bool(one == other)
    return all(same(getattr(one, name), getattr(other, name)) for name in written(one))


def written(node: cst.CSTNode) -> list[str]:
    """List the fields of a node that matter."""
    names = (field.name for field in fields(node))  # type: ignore[arg-type]  # all nodes are dataclasses
    return [name for name in names if not name.startswith((*BLANK, "__"))]


def walk(node: Any) -> Iterator[cst.CSTNode]:
    """List a tree's nodes that matter."""
    yield node
    for name in written(node):
        found = getattr(node, name)
        for each in found if isinstance(found, tuple) else (found,):
            if isinstance(each, cst.CSTNode):
                yield from walk(each)


@pytest.mark.parametrize("code", CODE)
def test_a_grown_tree_is_the_one_that_libcst_parses(code: str) -> None:
    grown = grow(code)
    assert grown is not None
    assert same(grown[0], cst.parse_module(code))


def test_files_of_this_project_grow_to_what_libcst_parses() -> None:
    different = []
    for path in FILES:
        code = path.read_text(encoding="utf-8")
        grown = grow(code)
        if grown is not None and not same(grown[0], cst.parse_module(code)):
            different.append(path)
    assert len(FILES) > 100
    assert different == []


@pytest.mark.parametrize("code", [each for each in CODE if "(yield" not in each and "1 ." not in each])
def test_what_a_grown_tree_writes_is_the_same_code(code: str) -> None:
    grown = grow(code)
    assert grown is not None
    again = grow(grown[0].code)
    assert again is not None
    assert same(again[0], grown[0])


@pytest.mark.parametrize("code", ["x[a]", "x[a,]", "x[a, b]"])
def test_a_comma_in_brackets_is_kept(code: str) -> None:
    found: Any = [tree.body[0] for tree in (grow(code)[0], cst.parse_module(code))]  # type: ignore[index]
    commas = [[type(each.comma) for each in statement.body[0].value.slice] for statement in found]
    assert commas[0] == commas[1]


@pytest.mark.parametrize(
    "code",
    [
        "x = ",
        "print 1",
        "x = 1; \\\ny = 2",
        "if x: \\\n  y",
        "\ufeffx = 1",
        "match x:\n  case 1: pass\n",
        "x[*a]",
        "x\0",
    ],
)
def test_libcst_is_asked_about_the_rest(code: str) -> None:
    assert grow(code) is None


@pytest.mark.parametrize("code", CODE)
def test_each_node_stands_where_the_exact_tree_has_it(code: str) -> None:
    source = read_source(code.encode(), "a.py")
    exact = exactly(source)
    nodes, twins = (list(walk(each.chunks[0].tree)) for each in (source, exact))
    assert source.chunks[0].extents is not None
    assert exact.chunks[0].extents is None
    pointed = [(node, twin) for node, twin in zip(nodes, twins, strict=True) if not is_shared(node)]
    expected = locate(exact, [Place(twin, 0, repr) for _, twin in pointed])
    together = locate(source, [Place(node, 0, repr) for node, _ in pointed])
    for node, twin in pointed:
        assert together[id(node)] == expected[id(twin)]
        assert locate(source, [Place(node, 0, repr)]) == {id(node): expected[id(twin)]}


def test_what_only_python_reads_stands_where_its_statement_does(monkeypatch: pytest.MonkeyPatch) -> None:
    source = read_source(b"if x:\n    y = f(\n      a)  # b\n", "a.py")

    def refuse(code: str) -> cst.Module:
        raise cst.CSTValidationError(code)

    monkeypatch.setattr(exactness, "parse_module", refuse)
    nodes = [node for node in walk(source.chunks[0].tree) if isinstance(node, cst.Name)]
    found = locate(source, [Place(node, 0, repr) for node in nodes])
    assert {node.value: found[id(node)] for node in nodes} == {
        "x": Span(None, 1, 1, 1, 6),
        **dict.fromkeys("yfa", Span(None, 2, 5, 3, 14)),
    }


def is_shared(node: cst.CSTNode) -> bool:
    """Tell whether several places share the node: findings point at none of these."""
    kinds = (cst.BaseUnaryOp, cst.BaseBinaryOp, cst.BaseBooleanOp, cst.BaseCompOp, cst.BaseAugOp, cst.Dot)
    return isinstance(node, (*kinds, cst.ParamStar, cst.ParamSlash, cst.Asynchronous))
