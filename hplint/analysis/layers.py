"""Which layers of neural networks are followed by others, so that their width is free, and which are the last."""

from __future__ import annotations

from dataclasses import dataclass, field

from hplint.findings import Place


@dataclass(slots=True)
class Layers:
    """The layers of a program that have a width, by the place of their constructor call."""

    passed: dict[object, Place] = field(default_factory=dict)
    """The layer whose output an unknown thing is, by the thing's key."""
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
