"""A lineage to places on a plane: boxes in layers, and the ways of the edges between them.

grandalf (https://github.com/bdcht/grandalf, 0.8) lays out: layers as of Sugiyama, positions as of Brandes and Köpf.
Pure Python of 42 kB, on every platform, in use by DVC for the same purpose. It is an extra, not a requirement: only two
formats of one command need it, and its licence (EPL or GPL) isn't everybody's. The others weighed: igraph (5.7 MB of
binaries, GPL), fast-sugiyama (a binary, for Python 3.11 and newer alone), graphviz (needs a system binary).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Pair = tuple[str, str]

_BETWEEN = 26.0
"""Pixels between neighbours in a layer."""
_LAYERS = 46.0
"""Pixels between layers: room for an arrow and its label."""
_COLUMNS = 84.0
"""The same where layers stand beside each other, and labels along the way."""
_MARGIN = 16.0
_COMFORTABLE = 1000.0
"""Pixels of a picture that is read without scrolling from side to side."""
_MUCH = 0.8
"""How much narrower a picture has to be that leads to the right."""
_WIDEST = 1500.0
"""Pixels beyond which further components stand below."""
_ROUNDS = 6
"""How often the order within layers is improved, downwards and upwards."""
_APART = 22.0
"""Pixels between the ends of edges at a box."""
_PASSING = 14.0
"""Pixels that an edge needs where it passes a layer."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a box needs, in pixels."""

    width: float
    height: float
    pointed: bool = False
    """All edges meet at the middle of its upper and its lower border."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Where everything stands, in pixels from the upper left corner."""

    width: float = 2 * _MARGIN
    height: float = 2 * _MARGIN
    centers: Mapping[str, Point] = field(default_factory=dict)
    ways: Mapping[Pair, tuple[Point, ...]] = field(default_factory=dict)
    """By the ends of an edge: the points that it passes, its ends at the borders of the boxes included."""
    sideways: bool = False
    """It leads from left to right, not from top to bottom."""


@dataclass(frozen=True, slots=True)
class _Layered:
    """One component, laid out."""

    centers: Mapping[str, Point]
    ways: Mapping[Pair, tuple[Point, ...]]

    def box(self, sizes: Mapping[str, Size]) -> tuple[float, float, float, float]:
        """Return its left, upper, right and lower border."""
        points = [point for way in self.ways.values() for point in way]
        corners = [
            (x + side * sizes[id].width / 2, y + side * sizes[id].height / 2)
            for id, (x, y) in self.centers.items()
            for side in (-1, 1)
        ]
        columns, rows = zip(*points, *corners, strict=True)
        return min(columns), min(rows), max(columns), max(rows)


def lay_out(sizes: Mapping[str, Size], edges: Iterable[Pair]) -> Picture:
    """Lay out an acyclic graph from top to bottom, or from left to right where it would be much too wide.

    Raises:
        ModuleNotFoundError: grandalf isn't installed.
    """
    pairs = list(dict.fromkeys(edges))
    picture = _downwards(sizes, pairs, _LAYERS)
    if picture.width <= _COMFORTABLE:
        return picture
    turned = {id: Size(size.height, size.width, size.pointed) for id, size in sizes.items()}
    other = _turned(_downwards(turned, pairs, _COLUMNS))
    return other if other.width < picture.width * _MUCH else picture


def _turned(picture: Picture) -> Picture:
    """Return a picture with rows and columns exchanged."""
    return Picture(
        picture.height,
        picture.width,
        {id: (y, x) for id, (x, y) in picture.centers.items()},
        {pair: tuple((y, x) for x, y in way) for pair, way in picture.ways.items()},
        sideways=True,
    )


def _downwards(sizes: Mapping[str, Size], pairs: Sequence[Pair], apart: float) -> Picture:
    """Lay out from top to bottom, layers that far apart; components stand beside each other."""
    centers: dict[str, Point] = {}
    ways: dict[Pair, tuple[Point, ...]] = {}
    x = y = _MARGIN
    widest = lowest = 0.0
    for component in _components(sizes, pairs):
        inside = [pair for pair in pairs if pair[0] in component]
        part = _layered({id: sizes[id] for id in component}, inside, apart)
        left, top, right, bottom = part.box(sizes)
        if x > _MARGIN and x + right - left > _WIDEST:
            x, y = _MARGIN, lowest + apart
        dx, dy = x - left, y - top
        centers.update({id: (cx + dx, cy + dy) for id, (cx, cy) in part.centers.items()})
        ways.update({pair: tuple((px + dx, py + dy) for px, py in way) for pair, way in part.ways.items()})
        widest, lowest = max(widest, right + dx), max(lowest, bottom + dy)
        x = right + dx + 2 * _BETWEEN
    return Picture(widest + _MARGIN, lowest + _MARGIN, centers, ways)


def _components(ids: Iterable[str], pairs: Sequence[Pair]) -> list[list[str]]:
    """Return the parts of the graph that hang together, each in the order of its nodes."""
    joined = {id: id for id in ids}

    def root(id: str) -> str:
        while joined[id] != id:
            id = joined[id]
        return id

    for source, target in pairs:
        joined[root(target)] = root(source)
    groups: dict[str, list[str]] = {}
    for id in joined:
        groups.setdefault(root(id), []).append(id)
    return list(groups.values())


def _layered(sizes: Mapping[str, Size], pairs: Sequence[Pair], apart: float) -> _Layered:
    """Lay out one component."""
    from grandalf.graphs import Edge, Vertex, graph_core
    from grandalf.layouts import SugiyamaLayout, VertexViewer

    # Of any type: the library has no annotations.
    vertices: dict[str, Any] = {id: Vertex(id) for id in sizes}
    for id, vertex in vertices.items():
        vertex.view = VertexViewer(w=sizes[id].width, h=sizes[id].height)
    edges: dict[Pair, Any] = {pair: Edge(vertices[pair[0]], vertices[pair[1]]) for pair in pairs}
    # `Graph` would find the components itself, but in an order that differs from run to run.
    layout: Any = SugiyamaLayout(graph_core(list(vertices.values()), list(edges.values())))
    layout.xspace, layout.yspace = _BETWEEN, apart
    layout.dw, layout.dh = _PASSING, _PASSING
    layout.init_all(optimize=True)
    layout.draw(_ROUNDS)
    centers: dict[str, Point] = {id: vertex.view.xy for id, vertex in vertices.items()}
    bands = [_band(layer) for layer in layout.layers]
    ranks: dict[str, int] = {id: layout.grx[vertex].rank for id, vertex in vertices.items()}
    passed: dict[Pair, list[Point]] = {}
    for pair, edge in edges.items():
        # Straight through each layer, so that no edge bends into a box there.
        inner = layout.ctrls.get(edge, {})
        between = range(ranks[pair[0]] + 1, ranks[pair[1]])
        passed[pair] = [(inner[rank].view.xy[0], y) for rank in between for y in bands[rank]]
    return _Layered(centers, _ended(passed, centers, sizes, {id: bands[rank] for id, rank in ranks.items()}))


def _band(layer: Sequence[Any]) -> tuple[float, float]:
    """Return the upper and the lower border of a layer."""
    center: float = layer[0].view.xy[1]
    half = max(vertex.view.h for vertex in layer) / 2
    return center - half, center + half


def _ended(
    passed: Mapping[Pair, list[Point]],
    centers: Mapping[str, Point],
    sizes: Mapping[str, Size],
    bands: Mapping[str, tuple[float, float]],
) -> dict[Pair, tuple[Point, ...]]:
    """Let edges begin and end at the borders of boxes, side by side in the order in which they lead away."""
    starts: dict[Pair, Point] = {}
    ends: dict[Pair, Point] = {}
    for id, center in centers.items():
        out = [pair for pair in passed if pair[0] == id]
        out.sort(key=lambda pair: (*passed[pair], centers[pair[1]])[0])
        into = [pair for pair in passed if pair[1] == id]
        into.sort(key=lambda pair: (centers[pair[0]], *passed[pair])[-1])
        starts.update(zip(out, _ports(center, sizes[id], len(out), 1), strict=True))
        ends.update(zip(into, _ports(center, sizes[id], len(into), -1), strict=True))
    return {
        pair: _without_repetition(
            (
                starts[pair],
                (starts[pair][0], bands[pair[0]][1]),
                *way,
                (ends[pair][0], bands[pair[1]][0]),
                ends[pair],
            )
        )
        for pair, way in passed.items()
    }


def _without_repetition(way: Sequence[Point]) -> tuple[Point, ...]:
    """Drop points that stand where the one before them stands: an arrow would point nowhere."""
    close = (abs(x - to_x) + abs(y - to_y) < 0.5 for (x, y), (to_x, to_y) in pairwise(way))
    return (way[0], *(point for point, same in zip(way[1:], close, strict=True) if not same))


def _ports(center: Point, size: Size, number: int, side: int) -> list[Point]:
    """Return where edges meet a box: side 1 is its lower border, -1 the upper one."""
    spread = 0.0 if size.pointed else min(size.width * 0.6, _APART * (number - 1))
    step = spread / (number - 1) if number > 1 else 0.0
    first = center[0] - spread / 2
    return [(first + step * index, center[1] + side * size.height / 2) for index in range(number)]
