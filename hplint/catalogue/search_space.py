"""What to search a hyperparameter over, and the code that says so: a distribution of `scipy.stats`, or a list."""

from __future__ import annotations

from collections.abc import Iterator

from hplint.basis.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """What to search a hyperparameter over: a range on a scale, or a list of values."""

    scale: str
    """`log`, `linear`, `integer`, `log-integer` or `choice`."""
    low: float | None = None
    high: float | None = None
    """Both bounds are inclusive; None for a choice."""
    values: tuple[object, ...] = ()
    text: str = ""
    """As it is shown to users: `0.001 to 1000, log scale`."""
    none: bool = False
    """None is a candidate too."""

    @property
    def code(self) -> str:
        """Return it as Python code that a search takes: `loguniform(0.001, 1000)`, `[1, 2, 4]`."""
        if self.values or self.low is None or self.high is None:
            values = [*([None] if self.none and None not in self.values else []), *self.values]
            return f"[{', '.join(map(_quote, values))}]"
        low, high = self.low, self.high
        match self.scale:
            case "log":
                return self._with_none(f"loguniform({low:g}, {high:g})")
            case "linear":
                return self._with_none(f"uniform({low:g}, {high - low:g})")
            case "integer" if not self.none:
                return f"randint({low:.0f}, {high + 1:.0f})"
            case "integer":
                return f"[None, *range({low:.0f}, {high + 1:.0f})]"
            case _:
                return self._with_none(f"[{', '.join(map(str, _doubled(int(low), int(high))))}]")

    @property
    def distribution(self) -> str | None:
        """Name what `code` needs from `scipy.stats`; None where it needs nothing."""
        name, bracket, _ = self.code.partition("(")
        return name if bracket and name.isidentifier() else None

    def _with_none(self, code: str) -> str:
        """Put None before the values of a list; a distribution has no place for it."""
        return code.replace("[", "[None, ", 1) if self.none and code.startswith("[") else code


def _doubled(low: int, high: int) -> Iterator[int]:
    """Go from one bound to the other by doubling."""
    step = low
    while step < high:
        yield step
        step = step * 2 or 1
    yield high


def _quote(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
