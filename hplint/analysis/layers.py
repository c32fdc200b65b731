"""Which layers of neural networks are followed by others, so that their width is free, and which are the last."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import field
from typing import Final

from hplint.analysis.rows import Rows
from hplint.findings import Place
from hplint.frozen import dataclass

_STEPS: Final = frozenset({"apply_gradients", "backward", "minimize"})
"""Methods by which a training loop that is written out goes on."""
_TRAINS: Final = _STEPS | frozenset({"compile", "fit", "fit_generator", "train", "train_on_batch"})
"""Methods by which something may train a network that it is, or was given."""


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
    loaded: bool = False
    """It gets learned weights from elsewhere, whose sizes its layers must have."""
    lost: bool = False
    """Something nobody knows was done with it, which may be a training."""
    kept: bool = False
    """An object keeps it as an attribute: code that has the object may train it."""
    batches: bool = False
    """It is trained on one batch after the other, by calls of their own."""
    judged: bool = False
    """It is evaluated, validated, or predicts rows that the program didn't make up."""
    compiled: object = None
    """What it was compiled with, hashable."""
    learned: set[Rows] = field(default_factory=set)
    scored: set[Rows] = field(default_factory=set)


@dataclass(slots=True)
class Layers:
    """The layers of a program that have a width, by the place of their constructor call."""

    passed: dict[object, tuple[Place, ...]] = field(default_factory=dict)
    """The layers whose outputs an unknown thing is made of, by the thing's key."""
    networks: dict[object, Network] = field(default_factory=dict)
    """The networks that are built as a whole, by their keys."""
    made_of: dict[object, frozenset[object]] = field(default_factory=dict)
    """The places (by their keys) of the layers, and the networks, that an unknown thing went through, by its key."""
    steps: bool = False
    """A training loop is in view that is written out: gradients are computed or applied."""
    trains: bool = False
    """Something in view may train what it can't be seen to train: an optimizer, a `fit`, code that gets hold of it."""
    of_modules: set[int] = field(default_factory=set)
    """The keys of the places of the layers that methods of a module build."""
    loaders: dict[int, set[int]] = field(default_factory=dict)
    """The keys of the places of loaders that keep the order of the rows, by the program that they are built in."""
    shuffles: set[int] = field(default_factory=set)
    """The programs in which a loader shuffles."""
    settings: dict[int, tuple[tuple[str, object], ...]] = field(default_factory=dict)
    """What each part was set to when it was built last, by the key of its place."""
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

    def described(self, key: object) -> tuple[tuple[str, object], ...] | None:
        """Return how a network and its parts are set; None for what isn't built in view as one."""
        network = self.networks.get(key)
        if network is None:
            return None
        parts = tuple((str(part), self.settings.get(part)) for part in sorted(self._all_parts(network)))
        return (*parts, ("compile", network.compiled))

    def lose(self, key: object) -> None:
        """Note that code out of sight got hold of something: if it is a network, it may be trained there."""
        network = self.networks.get(key)
        if network is not None:
            network.lost = True

    def keep(self, key: object) -> None:
        """Note that an object keeps something: if it is a network, whoever has the object may train it."""
        network = self.networks.get(key)
        if network is not None:
            network.kept = True

    def note_method(self, name: str) -> None:
        """Note a method of something that nobody knows, or of a class whose base nobody sees."""
        self.steps |= name in _STEPS
        self.trains |= name in _TRAINS

    def only_score(self) -> frozenset[int]:
        """Return the loaders that keep the order, where no training is in view or another loader shuffles.

        How large their batches are is no matter.
        """
        scopes = (keys for scope, keys in self.loaders.items() if scope in self.shuffles or not self.may_train)
        return frozenset().union(*scopes)

    @property
    def may_train(self) -> bool:
        """Say whether anything in view trains a network, or may do so where nobody sees which."""
        return self.steps or self.trains

    def untrained(self, looked_at: Container[int]) -> frozenset[int]:
        """Return the keys of the places of parts of which no network learns anything that matters.

        All get learned weights, or play against each other batch by batch without a score, or are only looked at after
        the training; `looked_at` are the places of the trainings of which this is known.
        """
        idle = set() if self.may_train else set(self.of_modules)
        busy: set[int] = set()
        for network in self.networks.values():
            handed_on = network.lost or (network.kept and self.may_train)
            given = network.loaded or not (handed_on or self.steps)
            plays = network.batches and not network.judged
            remembers = not network.judged and any(part in looked_at for part in network.parts)
            useless = plays or remembers if network.trained else True
            (idle if given and useless else busy).update(self._all_parts(network))
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
