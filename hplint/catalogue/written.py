"""Decides whether a library that reads hyperparameters from text, or from JSON, accepts a number or a name.

XGBoost and LightGBM write `str(value)` and parse that, CatBoost writes JSON: `True` is no number for any of them, `3.0`
is an integer for CatBoost only, and the text `"3"` is one for the other two.
"""

from __future__ import annotations

import math
import re
from typing import Final

from hplint.basis.frozen import dataclass
from hplint.catalogue.constraints import LITERAL_TYPES

_INTEGER: Final = re.compile(r"-?\d+")
_NUMBER: Final = re.compile(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_NOUNS: Final = {"integer": "an int", "whole": "a whole number", "number": "a number"}


@dataclass(frozen=True, slots=True)
class Numeral:
    """Numbers between two bounds, none of them a bool."""

    kind: str
    """`integer`, `whole` (floats without a fraction too) or `number`."""
    low: float
    high: float
    closed_low: bool
    closed_high: bool
    text: bool = False
    """A string that reads as such a number is as good."""
    hidden: bool = False

    def accepts(self, value: object) -> bool | None:
        """Decide; None for a string of which only the library knows whether it reads as a number."""
        if type(value) not in LITERAL_TYPES:
            return None
        if isinstance(value, str) and self.text:
            return self._accepts_text(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            return False
        if isinstance(value, float) and (
            self.kind == "integer" or (self.kind == "whole" and not (math.isfinite(value) and value.is_integer()))
        ):
            return False
        above = value >= self.low if self.closed_low else value > self.low
        below = value <= self.high if self.closed_high else value < self.high
        return above and below

    def _accepts_text(self, text: str) -> bool | None:
        if _INTEGER.fullmatch(text):
            return self.accepts(int(text))
        if _NUMBER.fullmatch(text):
            return self.accepts(float(text))
        # `1_000`, ` 3`, `0x10`, `inf`: parsers differ.
        unsure = any(character.isdigit() for character in text) or text.strip("+- ").lower()[:3] in ("inf", "nan")
        return None if unsure or not text.strip() else False

    def describe(self) -> str:
        """Say `an int >= 1`, `a number in (0, 1]`."""
        noun = _NOUNS[self.kind]
        if self.low == -math.inf and self.high == math.inf:
            return noun
        if self.high == math.inf:
            return f"{noun} {'>=' if self.closed_low else '>'} {self.low:g}"
        if self.low == -math.inf:
            return f"{noun} {'<=' if self.closed_high else '<'} {_exact(self.high)}"
        left, right = "[" if self.closed_low else "(", "]" if self.closed_high else ")"
        return f"{noun} in {left}{_exact(self.low)}, {_exact(self.high)}{right}"


def _exact(bound: float) -> str:
    return str(bound) if isinstance(bound, int) else f"{bound:g}"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of a library's own functions: an objective, a metric."""

    values: tuple[str, ...]
    hidden: bool = False

    def accepts(self, value: object) -> bool | None:
        """Decide; None for a name with arguments (`ndcg@3`, `Quantile:alpha=0.1`), and for what is no string."""
        if not isinstance(value, str):
            return None
        if value in self.values:
            return True
        return False if value.replace("_", "").isalnum() or value.startswith(_family(self.values)) else None

    def describe(self) -> str:
        """Say `one of "rmse", "mae"`."""
        words = [f'"{value}"' for value in self.values]
        return f"one of {', '.join(words)}"


def _family(values: tuple[str, ...]) -> tuple[str, ...]:
    """List the prefixes before a colon: a name that has one of them is a name, no arguments (`reg:linear`)."""
    return tuple(sorted({f"{value.partition(':')[0]}:" for value in values if ":" in value})) or ("\0",)
