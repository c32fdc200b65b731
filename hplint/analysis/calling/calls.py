"""A call as the callee sees it: evaluated arguments, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hplint.analysis.memory.constants import Way
from hplint.analysis.memory.values import Value
from hplint.findings import Place


class Argument(NamedTuple):
    """One argument of a call, unpacked ones included."""

    name: str | None
    """None for a positional one."""
    value: Value
    place: Place
    """The value, or the whole unpacked expression."""
    key: Place
    """The keyword; the string key where it comes from an unpacked dict; else the value."""
    unpacked: bool = False
    """It comes from an unpacked container."""
    elsewhere: bool = False
    """That container isn't written in the call."""

    @property
    def way(self) -> Way:
        """Say how it is given."""
        if self.unpacked:
            return Way.SHARED if self.elsewhere else Way.ENTRY
        return Way.POSITION if self.name is None else Way.KEYWORD


WrittenArgument = tuple[str | None, Place, Place, str]
"""The name, the places of the value and of the keyword, and the star, of an argument as written."""


class WrittenCall(NamedTuple):
    """A call as it stands in the code."""

    place: Place
    callee: Place | None
    """See `Call.callee`."""
    function: Place
    arguments: tuple[WrittenArgument, ...]


class Call(NamedTuple):
    """An evaluated call."""

    place: Place
    arguments: tuple[Argument, ...]
    complete: bool = True
    """False when `*args` or `**kwargs` of unknown content may hold more."""
    label: str = ""
    """See `name`."""
    callee: Place | None = None
    """The name of the called method, where it is one."""
    surplus: tuple[Value, ...] = ()
    """What was unpacked with unknown content."""
    function: Place | None = None
    """The called function."""

    @property
    def name(self) -> str:
        """Return the called function as written: `pd.read_csv`."""
        return self.label if self.function is None else self.function.text

    @property
    def positional(self) -> tuple[Argument, ...]:
        """List the arguments given by position."""
        return tuple([argument for argument in self.arguments if argument.name is None])

    def keyword(self, name: str) -> Argument | None:
        """Return the argument given by this keyword, or None."""
        for argument in self.arguments:
            if argument.name == name:
                return argument
        return None

    def argument(self, name: str, position: int | None = None) -> Argument | None:
        """Return the argument given by this keyword or at this position (from 0), or None."""
        found = self.keyword(name)
        if found is None and position is not None:
            positional = self.positional
            if position < len(positional):
                return positional[position]
        return found

    def bind(self, parameters: Sequence[str]) -> dict[str, Argument]:
        """Name the arguments by the parameters that they are for; surplus ones are left out."""
        bound: dict[str, Argument] = {}
        position = 0
        for argument in self.arguments:
            if argument.name is not None:
                bound[argument.name] = argument
            elif position < len(parameters):
                bound[parameters[position]] = argument
                position += 1
        return bound

    def shifted(self, count: int) -> Call:
        """Return the call without its first positional arguments."""
        dropped = 0
        rest: list[Argument] = []
        for argument in self.arguments:
            if argument.name is None and dropped < count:
                dropped += 1
            else:
                rest.append(argument)
        return self._replace(arguments=tuple(rest))
