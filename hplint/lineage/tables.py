"""Versions of data to the tables of a picture: what is the same, what it is called, and what it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hplint.analysis.data.rows import Either, Part, Rows, Slice, Source, Union, UnknownRows, line
from hplint.lineage.drafts import Key
from hplint.lineage.identity import DataKey, Identities, Identity, LessonKey
from hplint.lineage.watching import Birth, Version, Watch


@dataclass(slots=True)
class Table:
    """Data that is drawn as one node."""

    key: Key
    order: int
    rows: Rows
    identity: Identity
    """Of the rows."""
    lessons: frozenset[LessonKey]
    """What had been learned to make any of it."""
    birth: Birth
    beside: bool
    """It is one of several results of one call."""
    certain: bool
    """It is data, and not something that nobody knows."""
    names: dict[str, bool] = field(default_factory=dict)
    made_of: dict[Key, None] = field(default_factory=dict)
    """Tables that were there before."""
    joined: dict[Key, None] = field(default_factory=dict)
    """Tables that were joined to it at any time."""

    def title(self) -> list[str]:
        """List its names, those outside of functions first."""
        outer = [name for name, outside in self.names.items() if outside]
        return outer or list(self.names)


class Tables:
    """All data that was seen, each version once."""

    def __init__(self, watch: Watch) -> None:
        self.identities = Identities(watch.rows, watch.splits)
        self.known: dict[Key, Table] = {}
        self._keys: dict[DataKey, Key] = {}
        self._by_rows: dict[Identity, list[Table]] = {}
        for version, seen in watch.versions.items():
            identity, lessons = self.identities.of_data(version)
            birth = seen.birth
            key = self._keys.setdefault(
                (identity, lessons),
                ("data", identity, birth.key if seen.beside else lessons, seen.beside),
            )
            table = self.known.get(key)
            if table is None:
                table = self.known[key] = Table(
                    key, len(self.known), version[0], identity, lessons, birth, seen.beside, seen.certain
                )
                self._by_rows.setdefault(identity, []).append(table)
            table.lessons |= lessons
            table.certain = table.certain or seen.certain
            table.names.update(
                {
                    name: table.names.get(name, False) or outside
                    for name, outside in (seen.names or seen.earlier).items()
                }
            )
            for made_of in seen.made_of:
                before = self._keys.get(self.identities.of_data(made_of))
                if before is not None and before != key and self.known[before].order < table.order:
                    table.made_of.setdefault(before)
        for version, seen in watch.versions.items():
            key = self._keys[self.identities.of_data(version)]
            joined = (self._keys.get(self.identities.of_data(other)) for other in seen.joined)
            self.known[key].joined.update(dict.fromkeys(other for other in joined if other is not None))

    def of(self, version: Version) -> Table | None:
        """Return the table that holds a version of data; the likeliest of its rows where none holds exactly that."""
        if isinstance(version[0], UnknownRows):
            return None
        identity, lessons = self.identities.of_data(version)
        key = self._keys.get((identity, lessons))
        if key is not None:
            return self.known[key]
        several = self._by_rows.get(identity, ())
        return max(several, key=lambda table: -len(table.lessons ^ lessons), default=None)

    def with_rows(self, identity: Identity) -> list[Table]:
        """List the tables of the same rows, in the order in which they come to be."""
        return self._by_rows.get(identity, [])

    def before(self, identity: Identity, lesson: LessonKey) -> Table | None:
        """Return the last table of some rows in which a lesson isn't used yet: what it was learned from."""
        several = self.with_rows(identity)
        using = next((table.order for table in self.known.values() if lesson in table.lessons), len(self.known))
        fitting = [table for table in several if lesson not in table.lessons and table.order < using]
        # A column that was written meanwhile has the same rows, but is less than the whole table.
        return max(fitting, key=lambda table: (len(table.lessons), table.order), default=next(iter(several), None))

    def parents(self, table: Table) -> Iterator[Table]:
        """List what a table comes from: the one that holds its rows, and others that are joined to it."""
        operands = [self.known[key] for key in table.made_of]
        if isinstance(table.rows, Source) and table.certain:
            # What is read isn't made of its path.
            operands = [each for each in operands if each.certain]
        if isinstance(table.rows, (Union, Either)):
            parts = table.rows.parts if isinstance(table.rows, Union) else table.rows.alternatives
            yield from self._parts(table, parts)
            return
        ancestry = [self.identities.of_rows(rows) for rows in line(table.rows)]
        holding = [each for each in operands if each.identity in ancestry]
        if not holding and not (isinstance(table.rows, Source) and operands):
            holding = self._structural(table, ancestry)
        if holding:
            nearest = max(holding, key=lambda each: (ancestry.index(each.identity), len(each.lessons), -each.order))
            yield nearest
        else:
            yield from operands

    def _parts(self, table: Table, parts: tuple[Rows, ...]) -> Iterator[Table]:
        same = [each for each in self._structural(table, [table.identity]) if each.identity == table.identity]
        if same:
            yield same[-1]
            return
        for part in parts:
            identity = self.identities.of_rows(part)
            fitting = [each for each in self.with_rows(identity) if each.order < table.order]
            made_of = [each for each in fitting if each.key in table.made_of]
            yield from (made_of or fitting)[-1:]

    def _structural(self, table: Table, ancestry: list[Identity]) -> list[Table]:
        """Find what a table was taken from by its rows alone, where no expression says it."""
        for identity in reversed(ancestry):
            fitting = [
                each
                for each in self.with_rows(identity)
                if each.order < table.order and each.lessons <= table.lessons and each is not table
            ]
            if fitting:
                return fitting
        return []

    def is_part_of(self, table: Table, parent: Table) -> bool:
        """Say whether a table is a part of a split of just these rows."""
        return isinstance(table.rows, (Part, Slice)) and self.identities.of_rows(table.rows.parent) == parent.identity
