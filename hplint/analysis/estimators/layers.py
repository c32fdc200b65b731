"""Neural networks: which layers are followed by others, so that their width is free, and what networks learn from."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import field
from typing import Final

from hplint.basis.frozen import dataclass
from hplint.findings import Place

_STEPS: Final = frozenset({"apply_gradients", "backward", "minimize"})
"""Methods by which a training loop that is written out goes on."""
_FORECASTS: Final = frozenset({"forecast", "get_forecast", "get_prediction", "predict"})


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
    judged: bool = False
    """It is evaluated, or predicts, on rows that it doesn't learn from."""
    validated: bool = False
    """It is watched on such rows while it learns."""
    kept: bool = False
    """It is handed out to callers out of view."""
    repeats: bool = False
    """It learns to give back what it is given."""
    compiled: object = None
    """What it was compiled with, hashable."""
    learned: set[object] = field(default_factory=set)
    """The rows, or the keys of the unknown things, that it learns from."""


@dataclass(slots=True)
class Layers:
    """The layers of a program that have a width, by the place of their constructor call."""

    passed: dict[object, tuple[Place, ...]] = field(default_factory=dict)
    """The layers whose outputs an unknown thing is made of, by the thing's key."""
    networks: dict[object, Network] = field(default_factory=dict)
    """The networks that are built as a whole, by their keys."""
    made_of: dict[object, frozenset[object]] = field(default_factory=dict)
    """The places (by their keys) of the layers, and the networks, that an unknown thing went through, by its key."""
    stepped: set[int] = field(default_factory=set)
    """The programs with a training loop that is written out: gradients are computed or applied."""
    judged: set[int] = field(default_factory=set)
    """The programs that also use a network without training it: gradients are off, or its layers know of it."""
    wrapped: bool = False
    """Something makes an estimator of a network, which a search may hold."""
    identified: set[int] = field(default_factory=set)
    """The programs that show of which order a series is."""
    grouped: set[int] = field(default_factory=set)
    """The programs that show into how many groups rows fall."""
    pretrained: set[int] = field(default_factory=set)
    """The programs that build on a network that somebody else has trained."""
    forecast: set[int] = field(default_factory=set)
    """The programs that forecast."""
    written: set[int] = field(default_factory=set)
    """The programs that write something to a file."""
    published: set[int] = field(default_factory=set)
    """The programs that load a data set that a library brings along for everybody."""
    scheduled: set[int] = field(default_factory=set)
    """The keys of the places of trainings in whose course something changes the learning rate."""
    slowed: set[int] = field(default_factory=set)
    """The programs that make something of another library which changes the learning rate."""
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

    def keep(self, key: object) -> None:
        """Note that callers out of view get hold of what may be a network."""
        network = self.networks.get(key)
        if network is not None:
            network.kept = True

    def described(self, key: object) -> tuple[tuple[str, object], ...] | None:
        """Return how a network and its parts are set; None for what isn't built in view as one."""
        network = self.networks.get(key)
        if network is None:
            return None
        parts = tuple((str(part), self.settings.get(part)) for part in sorted(self._all_parts(network)))
        return (*parts, ("compile", network.compiled))

    def note_method(self, name: str, scope: int) -> None:
        """Note a method of something that nobody knows, or of a class whose base nobody sees."""
        if name in _STEPS:
            self.stepped.add(scope)
        elif name == "eval":
            self.judged.add(scope)
        elif name in _FORECASTS:
            self.forecast.add(scope)

    def of_use(self, settings: Mapping[int, str], scored: Container[int]) -> Iterator[frozenset[int]]:
        """Find the networks built as a whole of which somebody may depend on how good they are, by all their parts.

        They are trained, and judged on other rows; where they are only watched on these, they are kept. Where a program
        trains several that differ, somebody compares them, or one is a step towards the next.

        Args:
            settings: What the parts are, and are set to.
            scored: The trainings after which a metric scores predictions.
        """
        inner = {key for network in self.networks.values() if network.trained for key in network.holds}
        trained = [
            (network, frozenset(self._all_parts(network)))
            for key, network in self.networks.items()
            if network.trained and key not in inner
        ]
        kinds: dict[int, set[tuple[str, ...]]] = {}
        learned: dict[frozenset[int], set[frozenset[object]]] = {}
        for network, parts in trained:
            learned.setdefault(parts, set()).add(frozenset(network.learned))
            kinds.setdefault(network.scope, set()).add(tuple(sorted(settings.get(part, "") for part in parts)))
        for network, parts in trained:
            kept = network.kept or network.scope in self.written
            judged = network.judged or (network.validated and kept) or any(part in scored for part in network.parts)
            # The same network on several data is held fixed, while these are compared.
            alone = len(kinds[network.scope]) == 1 and len(learned[parts]) == 1
            if judged and alone and not network.repeats and not self.is_published(network.scope):
                yield parts

    def is_published(self, scope: int) -> bool:
        """Tell whether a program, or the module around it, loads a data set that everybody has."""
        return not self.published.isdisjoint({0, scope})

    def is_pretrained(self, scope: int) -> bool:
        """Tell whether a program, or the module around it, builds on a network that somebody else has trained."""
        return not self.pretrained.isdisjoint({0, scope})

    def of_networks(self) -> set[int]:
        """Return the parts of all networks that are built as a whole."""
        return {part for network in self.networks.values() for part in network.parts}

    def _all_parts(self, network: Network) -> set[int]:
        found, todo, seen = set(network.parts), list(network.holds), set(network.holds)
        while todo:
            inner = self.networks.get(todo.pop())
            if inner is not None:
                found |= inner.parts
                todo.extend(inner.holds - seen)
                seen |= inner.holds
        return found
