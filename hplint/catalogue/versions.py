"""Turns an estimator's newest table and its history into the table of a target release, past and future kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from hplint.basis.frozen import dataclass
from hplint.catalogue.directory import CatalogueError

Table = Mapping[str, Any]
"""As TOML gives it."""

_KEPT_APART: Final = frozenset({"history", "after"})
_SINCE: Final = ("validates_since", "keyword_only_since", "booleans_take_ints_until")


@cache
def version_key(version: str) -> tuple[int, int]:
    """Return the minor of a version, to compare: (1, 5) of `1.5.2`."""
    major, _, rest = version.partition(".")
    return int(major), int(rest.partition(".")[0] or 0)


@dataclass(frozen=True, slots=True)
class Target:
    """The release of a library that code is written for."""

    version: str
    """The minor: `1.5`."""
    library: str = "scikit-learn"
    refusal: str = "TypeError"
    """What a constructor raises at a keyword that it doesn't have."""
    newest: bool = True
    validates_since: str = "0.0"
    keyword_only_since: str = "0.0"
    booleans_take_ints_until: str = "0.0"

    def reached_by(self, version: str) -> bool:
        """Say whether the target is that release or an earlier one."""
        return version_key(self.version) <= version_key(version)

    def reached(self, version: str | None) -> bool:
        """Say whether a version is out by then; False where there is none."""
        return bool(version) and version_key(version or "") <= version_key(self.version)


def find_target(own: Table, history: Table, wanted: str | None, file: Path) -> Target:
    """Choose the release: the newest where none is wanted.

    Args:
        own: The `[module]` table of the library's root module.
        history: The one in its history; empty where a library has none.
        wanted: `1.5`, `1.5.2`.
        file: Named when that release isn't known.

    Raises:
        CatalogueError: The release isn't known.
    """
    *_, newest = known_releases(own, {})
    since = {key: history[key] for key in _SINCE if key in history}
    since |= {"library": own["title"]} if "title" in own else {}
    since |= {"refusal": own["refusal"]} if "refusal" in own else {}
    if wanted is None or not history:
        return Target(newest, **since)
    known = known_releases(own, history)
    found = next((release for release in known if version_key(release) == version_key(wanted)), None)
    if found is None:
        library = file.parent.parent.name
        raise CatalogueError(
            f"{library} {wanted} isn't known: {file} has {known[0]} to {known[-1]}; choose one of these releases"
        )
    return Target(found, newest=found == newest, **since)


def known_releases(own: Table, history: Table) -> tuple[str, ...]:
    """Return the minors of a library that the catalogue is of, oldest first; the newest alone where it has no history.

    Args:
        own: The `[module]` table of the library's root module.
        history: The one in its history; empty where a library has none.
    """
    newest = ".".join(str(own.get("release", "0.0")).split(".")[:2])
    return tuple(str(release) for release in history.get("releases", ())) or (newest,)


def at(harvested: Table, history: Table, target: Target) -> Table:
    """Return the table of an estimator as of the target release.

    `past` has the hyperparameters that are gone by then, `future` those that are not there yet.
    """
    if not history and target.newest:
        return harvested
    rows: dict[str, dict[str, Any]] = {"parameters": {}, "past": {}, "future": {}}
    own = {
        key: history[key] for key in ("since", "removed", "replaced_by", "deprecated", "arguments") if key in history
    }
    table = {**(harvested or history), **own}
    born = table.get("since")
    for name, row in _in_order(harvested.get("parameters", {}), history.get("parameters", {})):
        gone = history["parameters"].get(name, {}).get("removed") if "parameters" in history else None
        since = row.get("since")
        early = since and not target.reached(since) and (not born or target.reached(born))
        kind = "past" if target.reached(gone) else "future" if early else "parameters"
        rows[kind][name] = _state(row, target)
    rows["parameters"] = _reordered(rows["parameters"], history.get("positional", ()), target)
    return {**table, **rows}


def _reordered(rows: dict[str, Any], orders: Iterable[Table], target: Target) -> dict[str, Any]:
    """Put those that are taken by position in the order of the target release."""
    names: list[str] = next((each["names"] for each in orders if target.reached_by(each["until"])), [])
    return {**{name: rows[name] for name in names if name in rows}, **rows}


def _in_order(newest: Table, history: Table) -> Iterator[tuple[str, dict[str, Any]]]:
    """Merge the rows; one that is gone stands after the one that it stood after."""
    names = list(newest)
    for name, row in history.items():
        if name not in newest:
            after = row.get("after")
            names.insert(names.index(after) + 1 if after in names else 0 if "removed" in row else len(names), name)
    for name in names:
        yield name, {**newest.get(name, {}), **history.get(name, {})}


def _state(row: dict[str, Any], target: Target) -> dict[str, Any]:
    """Apply the earlier state that was current at the target."""
    if target.newest and _KEPT_APART.isdisjoint(row):
        return row
    earlier = row.get("history", ())
    state = {key: value for key, value in row.items() if key not in _KEPT_APART}
    defaults = [each["default"] for each in earlier if "default" in each]
    accepted = [[each["until"], each["accepts"]] for each in earlier if "accepts" in each]
    state["accepted"] = [each for each in accepted if version_key(each[0]) < version_key(target.version)]
    current: Table = next((each for each in earlier if target.reached_by(each["until"])), {})
    if {"default", "default_expression", "required"} & current.keys():
        state.pop("default", None)
        state.pop("default_expression", None)
    state |= {key: value for key, value in current.items() if key not in ("until", "required", "unvalidated")}
    state["earlier_defaults"] = defaults
    if current.get("unvalidated") or not target.reached(target.validates_since):
        state.pop("accepts", None)
    elif target.reached_by(target.booleans_take_ints_until) and "boolean" in state.get("accepts", ()):
        state["accepts"] = [*state["accepts"], "hidden instance Integral"]
    if not target.reached(target.keyword_only_since):
        state.pop("keyword_only", None)
    return state
