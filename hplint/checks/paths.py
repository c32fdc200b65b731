"""What to say of a path of hyperparameters (`svc__kernl`) that leads nowhere."""

from __future__ import annotations

from collections.abc import Collection

from hplint.analysis.events.hyperparameters import Missing
from hplint.findings import Edit, Place, Problem, ProposedFix

_MOST_NAMES = 12
_OTHERWISE = "put the estimators that have the hyperparameter into a space of their own"


def missing_problem(place: Place, path: str, missing: Missing, raising: str, others: Collection[str]) -> Problem:
    """Say which part of a path isn't there, and propose the path that was meant.

    Args:
        place: The key.
        path: The whole of it.
        missing: Why it leads nowhere.
        raising: What raises, in the user's words: `` `search.fit` ``.
        others: What is set besides, of which no fix may set anything twice.
    """
    words = " or ".join(f"`{name}`" for name in missing.meant)
    through = f"`{missing.before.rstrip('_')}` of `{path}`" if missing.before else "it"
    if not missing.estimator:
        return Problem(
            place,
            f"{through} may be {missing.holder}, which has no hyperparameter `{missing.part}`, "
            f"so {raising} raises AttributeError",
            help=f"write {words}" if words else _OTHERWISE,
            fix=_fix(place, path, missing, others),
        )
    message = f"`{missing.holder}` has no hyperparameter `{missing.part}`, so {raising} raises ValueError"
    spec = missing.spec
    coming = None if spec is None else spec.future.get(missing.part)
    if coming is not None and spec is not None and spec.target is not None:
        release = f"{spec.target.library} {spec.target.version}"
        message = (
            f"`{missing.holder}` has no hyperparameter `{missing.part}` in {release}, so {raising} raises ValueError"
        )
        return Problem(place, message, help=f"{spec.target.library} {coming.since} is the first release that has it")
    if missing.elsewhere:
        return Problem(place, message, help=_OTHERWISE)
    if not missing.meant:
        names = [f"`{name}`" for name in missing.names[:_MOST_NAMES]]
        more = " …" if len(missing.names) > _MOST_NAMES else ""
        return Problem(place, message, help=f"it has {', '.join(names)}{more}" if names else "it has none at all")
    return Problem(place, message, help=f"write {words}", fix=_fix(place, path, missing, others))


def _fix(place: Place, path: str, missing: Missing, others: Collection[str]) -> ProposedFix | None:
    """Replace the key where it is written as it is, and there is no doubt what was meant."""
    before, found, after = place.text.rpartition(path)
    if not missing.sure or missing.meant[0] in others or not found or before not in {"", "'", '"'} or after != before:
        return None
    name = missing.meant[0]
    return ProposedFix(f"Write `{name}`", (Edit(place, f"{before}{name}{after}"),), safe=True)
