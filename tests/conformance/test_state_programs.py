"""What raises in random programs for want of a fit or a name, hplint finds at its place, and nothing that runs."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn", minversion="1.9")

from tests.conformance.state_verdicts import Verdict, verdicts

RECALL = 0.97
"""The share of the definite errors that is found at least."""


def test_programs(request: pytest.FixtureRequest) -> None:
    """No finding is false, and nearly every error is found."""
    count = request.config.getoption("--programs")
    total = sum(verdicts(0, count), Verdict(programs=0))
    print(total)
    assert not total.false, "\n".join(total.false[:20])
    assert total.share >= RECALL, "\n".join(total.missed[:20])
    assert len(total.unusable) < 0.1 * count, "\n".join(total.unusable[:20])
