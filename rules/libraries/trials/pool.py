"""The values that every hyperparameter is tried with."""

from __future__ import annotations

from typing import Final

INTEGERS: Final = sorted(
    [-(10**9), -1000, -100, -10, -5, -3, -2, -1, *range(18), 20, 31, 32, 33, 50, 63, 64, 65, 100, 127, 128, 129]
    + [200, 254, 255, 256, 257, 511, 512, 513, 1000, 1023, 1024, 1025, 4096, 10_000, 65_534, 65_535, 65_536, 65_537]
    + [10**5, 131_071, 131_072, 131_073, 10**6, 2**31 - 2, 2**31 - 1, 2**31]
)
"""Bounds that libraries use, and their neighbours; between two of them the exact bound is looked for."""
FRACTIONS: Final = sorted(
    [-(10**9) - 0.5, -100.5, -10.5, -1.5, -1.001, -0.999, -0.5, -0.25, -1e-3, -1e-6, 1e-6, 1e-3, 0.1, 0.25, 0.499]
    + [0.5, 0.501, 0.75, 0.9, 0.999, 1.001, 1.25, 1.5, 1.999, 2.001, 2.5, 10.5, 100.5, 1e6 + 0.5, 1e9 + 0.5]
)
WORDS: Final = ("true", "false", "True", "False", "auto", "None", "none")
"""Texts that a library may read as a constant."""
