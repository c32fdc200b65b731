"""Which layers of neural networks are followed by others, so that their width is free, and which are the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from hplint.analysis.rows import Rows
from hplint.findings import Place
from hplint.frozen import dataclass


@dataclass(slots=True)
class Network:
    """A network that is built in view as a whole, and what becomes of it."""

    scope: int
    """The program that it is built in; see `Evaluation.scope`."""
    parts: set[int] = field(default_factory=set)
    """The keys of the places of its layers, its optimizers and the calls that train it."""
    holds: set[object] = field(default_factory=set)
    """The networks that are parts of it, by their keys."""
    trained: bool = False
    """On rows that the program didn't make up, or with a score on other rows."""
    shown: bool = False
    """Its layers are listed, rows are passed through it, or it learns numbers that the program made up."""
    loaded: bool = False
    """It gets learned weights from elsewhere, whose sizes its layers must have."""
    lost: bool = False
    """Something nobody knows was done with it, which may be a training."""
    learned: set[Rows] = field(default_factory=set)
    scored: set[Rows] = field(default_factory=set)


@dataclass(slots=True)
class Layers:
    """The layers of a program that have a width, by the place of their constructor call."""

    passed: dict[object, Place] = field(default_factory=dict)
    """The layer whose output an unknown thing is, by the thing's key."""
    networks: dict[object, Network] = field(default_factory=dict)
    """The networks that are built as a whole, by their keys."""
    made_of: dict[object, frozenset[object]] = field(default_factory=dict)
    """The places (by their keys) of the layers, and the networks, that an unknown thing went through, by its key."""
    steps: bool = False
    """A training loop is in view that is written out: gradients are computed or applied."""
    loaders: dict[int, set[int]] = field(default_factory=dict)
    """The keys of the places of loaders that keep the order of the rows, by the program that they are built in."""
    shuffles: set[int] = field(default_factory=set)
    """The programs in which a loader shuffles."""
    _networks: dict[object, list[Place]] = field(default_factory=dict)
    _leading: set[int] = field(default_factory=set)
    _last: set[int] = field(default_factory=set)

    def follow(self, network: object, place: Place) -> None:
        """Note the next layer of a network, known by any key of its own."""
        self._networks.setdefault(network, []).append(place)

    def lead(self, place: Place) -> None:
        """Note that the output of a layer goes into another layer."""
        self._leading.add(place.key)

    def end(self, place: Place) -> None:
        """Note that the output of a layer is the output of a network."""
        self._last.add(place.key)

    def hidden(self) -> frozenset[int]:
        """Return the keys of the places whose layers are always followed by another layer.

        A layer that nothing in view follows may be the last: the size of what is predicted is nobody's choice.
        """
        followed = {place.key for places in self._networks.values() for place in places[:-1]}
        last = self._last | {places[-1].key for places in self._networks.values()}
        return frozenset((followed | self._leading) - last)

    def lose(self, key: object) -> None:
        """Note that code out of sight got hold of something: if it is a network, it may be trained there."""
        network = self.networks.get(key)
        if network is not None:
            network.lost = True

    def only_score(self) -> frozenset[int]:
        """Return the loaders that keep the order beside one that shuffles: how large their batches are is no matter."""
        return frozenset().union(*(keys for scope, keys in self.loaders.items() if scope in self.shuffles))

    def untrained(self) -> frozenset[int]:
        """Return the keys of the places of parts of which every network is only shown or loaded, and learns nothing."""
        idle: set[int] = set()
        busy: set[int] = set()
        for network in self.networks.values():
            only_shown = network.shown and not network.lost and not self.steps
            given = network.loaded or only_shown
            (idle if given and not network.trained else busy).update(self._all_parts(network))
        return frozenset(idle - busy)

    def compared(self, settings: Mapping[int, str], kinds: Mapping[int, str]) -> frozenset[int]:
        """Return the parts of networks of the same kind that differ, and learn from and are scored on the same rows.

        The kind are the classes of the layers that have a width; both mappings are by the places of parts.
        """
        groups: dict[tuple[int, Rows, Rows, frozenset[str]], list[frozenset[int]]] = {}
        for network in self.networks.values():
            parts = frozenset(self._all_parts(network))
            kind = frozenset(kinds[part] for part in parts if part in kinds)
            for learned in network.learned:
                for scored in network.scored:
                    groups.setdefault((network.scope, learned, scored, kind), []).append(parts)
        found: set[int] = set()
        for group in groups.values():
            if len({tuple(sorted(settings.get(part, "") for part in parts)) for parts in group}) > 1:
                found.update(*group)
        return frozenset(found)

    def _all_parts(self, network: Network) -> set[int]:
        found, todo, seen = set(network.parts), list(network.holds), set(network.holds)
        while todo:
            inner = self.networks.get(todo.pop())
            if inner is not None:
                found |= inner.parts
                todo.extend(inner.holds - seen)
                seen |= inner.holds
        return found
