"""The lineage of a file in every format, against golden files (`pytest --regenerate` writes them)."""

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations, pairwise

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from hplint.api import Edge, Flow, Kind, Lineage, Node, Span, trace, trace_text
from hplint.report.trace_html import render_trace_html
from hplint.report.trace_json import render_trace_json
from hplint.report.trace_mermaid import render_trace_mermaid
from hplint.report.trace_picture import Size, lay_out
from hplint.report.trace_svg import render_trace_svg
from hplint.report.trace_text import render_trace_text

FILES = ["churn.py", "houses.ipynb"]


@pytest.fixture
def lineage(root, monkeypatch):
    monkeypatch.chdir(root / "fixtures" / "trace")

    def of(name):
        found = trace(name)
        assert not found.faults
        # How the rules say it is theirs.
        leaks = (
            replace(leak, message=f"What {leak.code} says, `X_test`.", help="do otherwise") for leak in found.leaks
        )
        return replace(found, leaks=tuple(leaks))

    return of


@pytest.fixture
def schema(root):
    return json.loads((root / "hplint" / "report" / "trace.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_text_in_a_terminal(golden, lineage, name):
    text = render_trace_text(lineage(name), width=80)
    golden(text, f"trace/{name}-80.txt")
    assert max(map(cell_len, text.splitlines())) <= 80


def test_text_in_a_pipe_cuts_nothing(golden, lineage):
    golden(render_trace_text(lineage("churn.py")), "trace/churn.py-pipe.txt")


def test_text_without_boxes_is_ascii(lineage):
    assert render_trace_text(lineage("churn.py"), boxes=False).isascii()


def test_text_in_colour(golden, lineage):
    golden(render_trace_text(lineage("churn.py"), width=80, color=True), "trace/churn.py-color.txt")


@pytest.mark.parametrize("name", FILES)
def test_mermaid(golden, lineage, name):
    golden(render_trace_mermaid(lineage(name)), f"trace/{name}.mmd")


@pytest.mark.parametrize("name", FILES)
def test_json(golden, lineage, schema, name):
    text = render_trace_json(lineage(name))
    golden(text, f"trace/{name}.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(text), schema)


def test_svg_is_a_picture_of_all_nodes_and_edges(lineage):
    found = lineage("churn.py")
    picture = ElementTree.fromstring(render_trace_svg(found))
    ns = {"s": "http://www.w3.org/2000/svg"}
    nodes = picture.findall("s:g", ns)
    assert [node.get("data-node") for node in nodes] == [node.id for node in found.nodes]
    edges = [path.get("data-ends") for path in picture.findall("s:path", ns)]
    assert edges == [f"{edge.source} {edge.target}" for edge in found.edges]
    red = {node.get("data-node") for node in nodes if "leak" in node.get("class").split()}
    assert red == {node.id for node in found.nodes if node.leaks} != set()
    assert [node.find("s:text", ns).text for node in nodes] == [node.label for node in found.nodes]


def test_svg_is_the_same_every_time(hplint, root, monkeypatch):
    monkeypatch.chdir(root / "fixtures" / "trace")
    first = render_trace_svg(trace("churn.py"))
    for seed in "1", "2":
        answer = hplint(
            "trace", "churn.py", "--format", "svg", cwd=root / "fixtures/trace", env={"PYTHONHASHSEED": seed}
        )
        assert answer.out == first


class Page(HTMLParser):
    """Says what a page is made of, and that its elements are closed as they were opened."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.elements = []
        self.text = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.text.append(data)


def is_self_contained(text):
    page = Page(text)
    for tag, attributes in page.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base")
        assert not {"src", "srcset", "xlink:href", "action"} & attributes.keys()
        assert attributes.get("href", "#").startswith("#")
    policy = [a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"]
    assert not re.search(r"@import|url\((?!#)|fetch\(|XMLHttpRequest|import\(", text)
    return page


@pytest.mark.parametrize("name", FILES)
def test_html_is_well_formed_and_needs_nothing_else(lineage, name):
    found = lineage(name)
    page = is_self_contained(render_trace_html(found))
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert {f"leak{number}" for number in range(len(found.leaks))} <= ids
    held = {id for _, a in page.elements for id in a.get("data-node", "").split()}
    assert held == {node.id for node in found.nodes}
    values = [a for _, a in page.elements if a.get("class") == "value"]
    assert len(values) == len(found.values)
    # One stop for the keyboard in the source, one for each node of the picture.
    assert [a["tabindex"] for a in values].count("0") == 1
    nodes = [a for tag, a in page.elements if tag == "g"]
    assert all(a["tabindex"] == "0" and a["aria-label"] for a in nodes)
    text = "".join(page.text)
    for source in found.texts.values():
        for line in source.splitlines():
            assert line in text


def test_html_says_which_cells_it_has_not_read(lineage):
    page = "".join(Page(render_trace_html(lineage("houses.ipynb"))).text)
    assert "not read This isn't valid Python" in page


NASTY = "</script><script>alert(1)</script> <b> & \" ' ` | ; # \x1b[31m \u202e é 漢字"


def test_what_the_source_says_stays_text():
    path = f"{NASTY}.py"
    code = (
        f"import pandas as pd\nname = {NASTY!r}\ndf = pd.read_csv({NASTY!r})\n"
        "Y = df[df['<b>'] > 1]\nZ = df[df['<b>'] <= 1]\n"
    )
    found = trace_text(code, path)
    assert found.nodes
    page = is_self_contained(render_trace_html(found))
    assert sum(tag == "script" for tag, _ in page.elements) == 2
    ElementTree.fromstring(render_trace_svg(found))
    for text in render_trace_mermaid(found), render_trace_text(found), render_trace_svg(found):
        assert "\x1b" not in text and "\u202e" not in text
    drawn = [line for line in render_trace_mermaid(found).splitlines() if not line.lstrip().startswith("%%")]
    assert set(re.findall("<.*?>", "".join(drawn))) == {"<br>"}


def test_nothing_to_draw_is_still_a_document(schema):
    found = trace_text("x = 1\n", "a.py")
    jsonschema.validate(json.loads(render_trace_json(found)), schema)
    assert "No data to draw in a.py" in render_trace_svg(found)
    is_self_contained(render_trace_html(found))
    assert render_trace_mermaid(found).startswith("flowchart TD\n")


SMALL = st.integers(0, 14)


@st.composite
def graphs(draw):
    """Draw any acyclic graph with labels of any length."""
    labels = draw(st.lists(st.text(max_size=60), min_size=1, max_size=15))
    kinds = list(Kind)
    nodes = tuple(
        Node(f"n{number}", draw(st.sampled_from(kinds)), label, spans=(Span(None, 1, 1, 1, 2),))
        for number, label in enumerate(labels, 1)
    )
    pairs = draw(st.sets(st.tuples(SMALL, SMALL), max_size=30))
    edges = tuple(
        Edge(nodes[a].id, nodes[b].id, draw(st.sampled_from(list(Flow))), draw(st.text(max_size=30)))
        for a, b in sorted(pairs)
        if a < b < len(nodes)
    )
    return Lineage("a.py", nodes, edges, texts={None: "x"})


@settings(max_examples=50, deadline=None)
@given(graphs())
def test_any_graph_is_drawn_without_overlap(graph):
    ElementTree.fromstring(render_trace_svg(graph))
    Page(render_trace_html(graph))
    render_trace_mermaid(graph)
    assert all(cell_len(line) <= 80 for line in render_trace_text(graph, width=80).splitlines())
    sizes = {node.id: Size(40 + 7 * len(node.label), 30) for node in graph.nodes}
    picture = lay_out(sizes, [(edge.source, edge.target) for edge in graph.edges])
    for one, other in combinations(sizes, 2):
        apart = [abs(a - b) for a, b in zip(picture.centers[one], picture.centers[other], strict=True)]
        across = (sizes[one].width + sizes[other].width) / 2
        assert apart[0] >= across - 0.01 or apart[1] >= 30 - 0.01, (one, other)
    for edge in graph.edges:
        way = picture.ways[edge.source, edge.target]
        along = 0 if picture.sideways else 1
        assert all(a[along] <= b[along] + 0.01 for a, b in pairwise(way))
        assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in way)


LINES = (
    "import pandas as pd",
    "from sklearn.model_selection import train_test_split, KFold",
    "from sklearn.linear_model import Ridge",
    "from sklearn.preprocessing import StandardScaler",
    "df = pd.read_csv('a.csv')",
    "df = df.dropna()",
    "df['a'] = df['a'].fillna(df['a'].mean())",
    "X, y = df[['a']], df['y']",
    "a, b, c, d = train_test_split(X, y)",
    "a, b = b, a",
    "X = pd.concat([a, b])",
    "X = StandardScaler().fit_transform(X)",
    "s = StandardScaler().fit(a)",
    "a = s.transform(a)",
    "m = Ridge().fit(a, c)",
    "print(m.score(b, d))",
    "for i, j in KFold().split(X):\n    m.fit(X[i], y[i]); m.score(X[j], y[j])",
    "for k in [1, 2]:\n    df = df[df.a > k]",
    "while X:\n    X = X[1:]",
    "def f(X, y):\n    return Ridge().fit(X, y).score(X, y)",
    "f(a, c); f(b, d)",
    "df = df.merge(X)",
    "del df",
    "X = g(X)",
    "(",
    "%magic",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14), st.sampled_from(["a.py", "b.ipynb"]))
def test_any_program_is_traced(schema_of_json, lines, path):
    text = "\n".join(lines)
    if path.endswith(".ipynb"):
        cells = [{"cell_type": "code", "source": line, "metadata": {}, "outputs": []} for line in lines]
        text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    check(trace_text(text, path), schema_of_json)


@settings(max_examples=40, deadline=None)
@given(st.text() | st.binary(), st.sampled_from(["a.py", "b.ipynb"]))
def test_any_input_is_traced(schema_of_json, data, path):
    check(trace_text(data, path), schema_of_json)


@pytest.fixture(scope="module")
def schema_of_json(request):
    file = request.config.rootpath / "hplint" / "report" / "trace.schema.json"
    return json.loads(file.read_text(encoding="utf-8"))


def check(found, schema):
    """Check what holds for every lineage."""
    assert not found.faults, found.faults[0].traceback
    jsonschema.validate(json.loads(render_trace_json(found)), schema)
    order = {node.id: number for number, node in enumerate(found.nodes)}
    assert all(order[edge.source] < order[edge.target] for edge in found.edges)
    render_trace_text(found, width=80)
    render_trace_mermaid(found)
    Page(render_trace_html(found))
