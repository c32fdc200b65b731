"""The whole graph to the one that people would draw: what leads nowhere goes, and dull chains become one edge."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.data.rows import Fold, Part, Rows, Slice, Source, Union, by_condition
from hplint.lineage.building import Builder, part_label, split_name
from hplint.lineage.drafts import Draft, Drafts, Key
from hplint.lineage.graph import Flow, Kind
from hplint.lineage.tables import Table

MANY = 24
"""Nodes from which on models and scores of the same rows are drawn as one."""
MOST = 60
"""Nodes that are drawn at most; what is left out is counted."""
_RESULTS = frozenset({Kind.FIT, Kind.SEARCH, Kind.EVALUATION, Kind.CROSS_VALIDATION})


class Simplifier:
    """Takes out of a graph what nobody would draw."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.drafts: Drafts = builder.drafts
        self.tables = builder.tables
        self.stands_for: dict[Key, Key] = {}
        """What is drawn instead of tables that aren't."""
        self.left_out = 0

    def simplify(self) -> Drafts:
        """Return the graph to draw."""
        wanted = self._wanted()
        self.drafts.keep(wanted.__contains__)
        self._insert_splits()
        self.drafts.straighten()
        for key in list(self.drafts.nodes):
            self._contract(key)
        self._merge_calls()
        self._merge_alike(Kind.LEARNED)
        self._merge_alike(Kind.EVALUATION)
        self._merge_alike(Kind.CROSS_VALIDATION)
        if len(self.drafts.nodes) > MANY:
            self._merge_models()
        if len(self.drafts.nodes) > MOST:
            for key in list(self.drafts.nodes):
                self._contract(key, much=True)
            self._merge_alike(Kind.LEARNED, much=True)
            self._merge_models()
        self.drafts.straighten()
        self._cut()
        return self.drafts

    # What the picture is about

    def _wanted(self) -> set[Key]:
        nodes = self.drafts.nodes
        anchors = [key for key in self.builder.anchors if nodes[key].kind in _RESULTS] or list(self.builder.anchors)
        if not anchors:
            anchors = self._interesting_tables()
        wanted = self.drafts.ancestors(anchors)
        for key in list(wanted):
            table = self.tables.known.get(key)
            if table is not None:
                wanted |= self.drafts.ancestors(each.key for each in self._siblings(table))
        return wanted

    def _interesting_tables(self) -> list[Key]:
        """List what there is to draw without any model: parts made to train and test, and named data sets."""
        tables = self.tables.known.values()
        made = [each.key for each in tables if isinstance(each.rows, Part) and each.rows.index in ("train", "test")]
        named = [each.key for each in tables if isinstance(each.rows, Source) and each.rows.label and not each.made_of]
        return made + named

    def _siblings(self, table: Table) -> list[Table]:
        """List the first table of each other part of the same split; what other conditions take is a look at it."""
        if not isinstance(table.rows, (Part, Slice)) or by_condition(table.rows):
            return []
        found: dict[object, Table] = {}
        for each in self.tables.known.values():
            same = each.identity[:2] == table.identity[:2] and isinstance(each.rows, type(table.rows))  # type: ignore[index]
            if same and self._split(each) == self._split(table) and _adjoins(each.rows, table.rows):
                found.setdefault(each.identity, each)
        return list(found.values())

    def _split(self, table: Table) -> object:
        """Return what tells the splits of one table apart."""
        return table.identity[2] if isinstance(table.rows, Part) else "slice"  # type: ignore[index]

    # Splits

    def _insert_splits(self) -> None:
        groups: dict[tuple[Key, object], list[Table]] = {}
        for source, target, flow in list(self.drafts.edges):
            parent, table = self.tables.known.get(source), self.tables.known.get(target)
            if flow is Flow.ROWS and parent and table and self.tables.is_part_of(table, parent):
                groups.setdefault((source, self._split(table)), []).append(table)
        for (source, split), parts in groups.items():
            meant = isinstance(parts[0].rows, Part) and parts[0].rows.index in ("train", "test")
            if len({each.identity for each in parts}) > 1 or meant:
                self._insert_split(source, split, parts)

    def _insert_split(self, source: Key, split: object, parts: list[Table]) -> None:
        key: Key = ("split", source, split)
        first = min(parts, key=lambda each: each.order)
        rows = first.rows
        # Splits with the same seed are one to the analysis; each stands where its parts come to be.
        folds = isinstance(rows, Part) and isinstance(rows.split, Fold)
        place = first.birth.place
        if isinstance(rows, Part) and isinstance(place.node, cst.Subscript):
            # Positions that a splitter gave.
            place = self.builder.record.splits.get(rows.split, place)
        self.drafts.nodes[key] = Draft(
            Kind.SPLIT, [split_name(rows, place)], ["each fold"] if folds else [], {place.key: place}
        )
        self.drafts.nodes[key].rows.extend(self.drafts.nodes[source].rows)
        self.drafts.connect(source, key, Flow.ROWS)
        for each in parts:
            self.drafts.edges.pop((source, each.key, Flow.ROWS), None)
            self.drafts.connect(key, each.key, Flow.ROWS, part_label(each.rows))

    # Dull chains

    def _contract(self, key: Key, *, much: bool = False) -> None:
        """Take a table out whose rows only pass through; where there is too `much`, whatever is learned between."""
        table = self.tables.known.get(key)
        if table is None or self.drafts.nodes[key].kind is not Kind.ROWS:
            return
        into, out = self.drafts.into(key), self.drafts.out_of(key)
        parents = [source for source, flow in into if flow is Flow.ROWS]
        children = [target for target, flow in out if flow is Flow.ROWS]
        if len(parents) != 1 or len(children) != 1 or isinstance(table.rows, Union):
            return
        [parent], [child] = parents, children
        if self.drafts.nodes[parent].kind is Kind.SPLIT:
            return
        shaped = [source for source, flow in into if flow is Flow.SHAPES]
        learning = [target for target, flow in out if flow is Flow.LEARNS]
        if len(into) + len(out) != 2 + len(shaped) + len(learning):
            return
        splits = self.drafts.nodes[child].kind is Kind.SPLIT
        stays = self._same_rows(parent, key)
        if (shaped and splits) or (learning and not (stays and (much or self._alike([*shaped, *learning])))):
            return
        self._bypass(key, parent, child, shaped, learning)

    def _alike(self, keys: list[Key]) -> bool:
        """Say whether several things are statistics, or models of the same class."""
        return len({tuple(self.drafts.nodes[key].detail) for key in keys}) == 1

    def _same_rows(self, one: Key, other: Key) -> bool:
        known = self.tables.known
        return one in known and other in known and known[one].identity == known[other].identity

    def _bypass(self, key: Key, parent: Key, child: Key, shaped: list[Key], learning: list[Key]) -> None:
        edges = self.drafts.edges
        steps = [edges.pop((parent, key, Flow.ROWS)), edges.pop((key, child, Flow.ROWS))]
        for source in shaped:
            edges.pop((source, key, Flow.SHAPES))
            self.drafts.connect(source, child, Flow.SHAPES)
        for target in learning:
            edges.pop((key, target, Flow.LEARNS))
            self.drafts.connect(parent, target, Flow.LEARNS)
        self.drafts.connect(parent, child, Flow.ROWS, ", ".join(dict.fromkeys(filter(None, steps))))
        heir = parent
        if self._same_rows(key, child) and not self._same_rows(parent, key):
            heir = child
        gone = self.drafts.nodes.pop(key)
        if self._same_rows(heir, key):
            names = self.drafts.nodes[heir].names
            names.extend(name for name in gone.names if name not in names)
        self.stands_for[key] = heir

    # What is alike

    def _merge_alike(self, kind: Kind, *, much: bool = False) -> None:
        """Draw as one what has the same ends and, unless there is too `much`, is the same."""
        groups: dict[object, list[Key]] = {}
        for key, node in self.drafts.nodes.items():
            if node.kind is kind:
                detail = () if kind is Kind.EVALUATION or much else tuple(node.detail)
                ends = (frozenset(self.drafts.into(key)), frozenset(self.drafts.out_of(key)), detail)
                groups.setdefault(ends, []).append(key)
        for keys in groups.values():
            if len(keys) > 1:
                self.drafts.merge(keys)

    def _merge_calls(self) -> None:
        """Draw as one what several calls of a function make of the same, from what comes in on."""
        self.drafts.straighten()
        known: dict[object, Key] = {}
        for key in list(self.drafts.nodes):
            node = self.drafts.nodes[key]
            if node.kind in (Kind.SOURCE, Kind.ROWS, Kind.SPLIT):
                into = frozenset((*each, self.drafts.edges[each[0], key, each[1]]) for each in self.drafts.into(key))
                same = (node.kind, tuple(node.places), tuple(node.names), tuple(node.detail), into)
                if same in known:
                    self.drafts.merge([known[same], key])
                    self.stands_for[key] = known[same]
                else:
                    known[same] = key

    def _merge_models(self) -> None:
        """Draw models that are fitted and scored on the same data as one, with their scores."""
        groups: dict[object, list[Key]] = {}
        for key, node in self.drafts.nodes.items():
            if node.kind in (Kind.FIT, Kind.SEARCH):
                # Scored on other rows they would seem to be scored on all of them.
                scores = {target for target, flow in self.drafts.out_of(key) if flow is Flow.SCORES}
                scored_on = {source for score in scores for source, _ in self.drafts.into(score)}
                tables = frozenset(source for source in scored_on if source in self.tables.known)
                groups.setdefault((frozenset(self.drafts.into(key)), tables), []).append(key)
        for keys in groups.values():
            if len(keys) > 1:
                self.drafts.merge(keys)
        self._merge_alike(Kind.EVALUATION)

    def _cut(self) -> None:
        """Leave out what is too much: first what lies between sources and splits, and what is fitted and scored."""
        excess = len(self.drafts.nodes) - MOST
        if excess <= 0:
            return
        ends = {key for key, node in self.drafts.nodes.items() if node.kind in (*_RESULTS, Kind.SOURCE, Kind.SPLIT)}
        beside = {key for source, target, _ in self.drafts.edges if {source, target} & ends for key in (source, target)}
        kept = sorted(self.drafts.nodes, key=lambda key: (key not in ends) + (key not in beside))[:MOST]
        self.drafts.keep(set(kept).__contains__)
        self.left_out = excess

    def drawn(self, key: Key) -> Key | None:
        """Return the node that shows a table: its own, or that of the table that it was taken from."""
        seen: set[Key] = set()
        pending = [key]
        while pending:
            key = pending.pop(0)
            key = self.stands_for.get(key, key)
            if key in self.drafts.nodes:
                return key
            table = self.tables.known.get(key)
            if key not in seen and table is not None:
                seen.add(key)
                pending.extend(each.key for each in self.tables.parents(table))
        return None


def _adjoins(one: Rows, other: Rows) -> bool:
    """Say whether two parts were made to be two parts: of slices, that one ends where the other begins."""
    if isinstance(one, Slice) and isinstance(other, Slice):
        return one == other or other.high == one.low is not None or one.high == other.low is not None
    return True
