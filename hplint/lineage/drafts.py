"""A graph while it is built: nodes by what they are, edges by their ends, and what takes nodes out of it again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from hplint.analysis.data.rows import Rows
from hplint.findings import Place
from hplint.lineage.graph import Flow, Kind

Key = Hashable


@dataclass(slots=True)
class Draft:
    """A node."""

    kind: Kind
    names: list[str]
    """What its author calls it, without repetition."""
    detail: list[str] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    """Where it stands, by key, where it comes to be first."""
    rows: list[Rows] = field(default_factory=list)
    """The rows that it holds, or has read."""
    merged: int = 1
    """How many like it it stands for."""

    def absorb(self, other: Draft) -> None:
        """Stand for another node, too."""
        self.names = list(dict.fromkeys((*self.names, *other.names)))
        self.detail = list(dict.fromkeys((*self.detail, *other.detail)))
        self.places = {**self.places, **other.places}
        self.rows = [*self.rows, *(each for each in other.rows if each not in self.rows)]
        self.merged += other.merged


@dataclass(slots=True)
class Drafts:
    """Nodes in the order in which they come to be, and edges between them."""

    nodes: dict[Key, Draft] = field(default_factory=dict)
    edges: dict[tuple[Key, Key, Flow], str] = field(default_factory=dict)
    """With their labels."""

    def connect(self, source: Key | None, target: Key | None, flow: Flow, label: str = "") -> None:
        """Add an edge, unless one of its ends isn't there, or it is there already."""
        if source is not None and target is not None and source != target:
            known = self.edges.get((source, target, flow), "")
            self.edges[source, target, flow] = known or label

    def into(self, key: Key) -> list[tuple[Key, Flow]]:
        """List what goes into a node."""
        return [(source, flow) for source, target, flow in self.edges if target == key]

    def out_of(self, key: Key) -> list[tuple[Key, Flow]]:
        """List what a node goes into."""
        return [(target, flow) for source, target, flow in self.edges if source == key]

    def keep(self, wanted: Callable[[Key], bool]) -> None:
        """Drop all other nodes, with their edges."""
        self.nodes = {key: node for key, node in self.nodes.items() if wanted(key)}
        self.edges = {
            edge: label for edge, label in self.edges.items() if edge[0] in self.nodes and edge[1] in self.nodes
        }

    def merge(self, keys: Iterable[Key]) -> None:
        """Make one node of several: the first of them, with the edges of all."""
        first, *others = keys
        for other in others:
            self.nodes[first].absorb(self.nodes.pop(other))
        gone = dict.fromkeys(others, first)
        edges, self.edges = self.edges, {}
        for (source, target, flow), label in edges.items():
            self.connect(gone.get(source, source), gone.get(target, target), flow, label)

    def ancestors(self, keys: Iterable[Key]) -> set[Key]:
        """Return nodes and everything that goes into them."""
        parents: dict[Key, list[Key]] = {}
        for source, target, _ in self.edges:
            parents.setdefault(target, []).append(source)
        return _reached(keys, parents)

    def way(self, stations: list[Key]) -> Iterator[tuple[Key, Key]]:
        """List the ends of the edges on the shortest way along stations, as far as each leads to the next."""
        children: dict[Key, list[Key]] = {}
        for source, target, _ in self.edges:
            children.setdefault(source, []).append(target)
        start = stations[0]
        for goal in stations[1:]:
            path = _shortest(start, goal, children)
            yield from pairwise(path)
            start = goal if path else start

    def straighten(self) -> None:
        """Put every node after those that go into it; edges that lead back, as loops have them, are dropped."""
        children: dict[Key, list[tuple[Key, Key, Flow]]] = {}
        for edge in self.edges:
            children.setdefault(edge[0], []).append(edge)
        done: dict[Key, None] = {}
        under_way: set[Key] = set()
        for root in self.nodes:
            pending = [(root, iter(children.get(root, ())))] if root not in done else []
            under_way.update(key for key, _ in pending)
            while pending:
                key, edges = pending[-1]
                following = next(edges, None)
                if following is None:
                    pending.pop()
                    under_way.discard(key)
                    done[key] = None
                elif following[1] in under_way:
                    self.edges.pop(following)
                elif following[1] not in done:
                    under_way.add(following[1])
                    pending.append((following[1], iter(children.get(following[1], ()))))
        self._sort()

    def _sort(self) -> None:
        """Sort by what goes in first, and among equals as they come to be."""
        waiting = dict.fromkeys(self.nodes, 0)
        children: dict[Key, list[Key]] = {}
        for source, target, _ in self.edges:
            waiting[target] += 1
            children.setdefault(source, []).append(target)
        order: dict[Key, Draft] = {}
        ready = [key for key, count in waiting.items() if not count]
        rank = {key: number for number, key in enumerate(self.nodes)}
        while ready:
            key = min(ready, key=rank.__getitem__)
            ready.remove(key)
            order[key] = self.nodes[key]
            for child in children.get(key, ()):
                waiting[child] -= 1
                if not waiting[child]:
                    ready.append(child)
        self.nodes = order


def _reached(keys: Iterable[Key], ways: dict[Key, list[Key]]) -> set[Key]:
    found: set[Key] = set()
    pending = list(keys)
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending.extend(ways.get(key, ()))
    return found


def _shortest(start: Key, goal: Key, ways: dict[Key, list[Key]]) -> list[Key]:
    """Return a shortest way, both ends included; nothing where there is none."""
    before: dict[Key, Key] = {start: start}
    pending = deque([start])
    while pending and goal not in before:
        key = pending.popleft()
        for child in ways.get(key, ()):
            if child not in before:
                before[child] = key
                pending.append(child)
    if goal not in before:
        return []
    path = [goal]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]
