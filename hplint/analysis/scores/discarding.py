"""Searches that are fitted for nothing: their names stand nowhere else in the text, and what they searched goes on."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from hplint.analysis.events.search import Discarded
from hplint.analysis.machine import Machine
from hplint.analysis.scores.searches import LaterUse, SearchFit
from hplint.catalogue.estimators import EstimatorSpec
from hplint.findings import Place

SEARCHED = "searched"
"""The cell by which a path remembers that a search was fitted on it."""


def note_use(machine: Machine, place: Place, spec: EstimatorSpec, address: int | None) -> None:
    """Note that something is built, or fitted where an address is given, after a search."""
    fits = [fit for fit in machine.record.search_fits if fit.scope == machine.scope]
    after = frozenset(fit.order for fit in fits if machine.store.get((fit.order, SEARCHED)) is not None)
    if after:
        machine.record.later.append(LaterUse(place, spec, address, after))


def discarded(machine: Machine) -> Iterator[Discarded]:
    """Tell the fitted searches that nobody reads, once one of their classes is fitted without them."""
    record = machine.record
    for fit in record.search_fits:
        if fit.address in record.read or record.exhausted:
            continue
        use = next((each for each in record.later if follows(machine, fit, each)), None)
        if use is not None and unread(machine, fit):
            yield Discarded(fit.place, fit.name, use.spec, use.place, use.address is not None)


def follows(machine: Machine, fit: SearchFit, use: LaterUse) -> bool:
    """Tell whether something is a use of what was searched, after the search and without it."""
    if fit.order not in use.after:
        return False
    if use.address is not None:
        return use.address in fit.parts
    built = machine.record.constructions.get(use.place.key, ())
    return use.spec in fit.specs and any(each.spec is use.spec and each.fitted and not each.searched for each in built)


def unread(machine: Machine, fit: SearchFit) -> bool:
    """Tell whether the text names the search only where it is built and fitted."""
    names = {fit.name} if fit.name.isidentifier() else set()
    found: list[str] = []
    for chunk in machine.chunks:
        for node, parents in walk(chunk):
            if node in (fit.place.node, fit.built.node):
                kept = kept_as(node, parents)
                if kept is None:
                    return False
                names |= kept
            elif isinstance(node, cst.Name) and not harmless(node, parents):
                found.append(node.value)
    return not names & set(found)


def walk(root: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, tuple[cst.CSTNode, ...]]]:
    """Yield every node with its nearest three parents, nearest first."""
    pending: list[tuple[cst.CSTNode, tuple[cst.CSTNode, ...]]] = [(root, ())]
    while pending:
        node, parents = pending.pop()
        yield node, parents
        pending.extend((child, (node, *parents[:2])) for child in node.children)


def kept_as(node: cst.CSTNode, parents: tuple[cst.CSTNode, ...]) -> set[str] | None:
    """Return the names that a call's result is bound to; None where it goes elsewhere."""
    match parents:
        case (cst.Expr(), *_):
            return set()
        case (cst.Assign(targets=targets), *_) if all(isinstance(each.target, cst.Name) for each in targets):
            return {each.target.value for each in targets if isinstance(each.target, cst.Name)}
        case (cst.Attribute(attr=cst.Name(value="fit")), cst.Call(), *_):
            return set()
    return None


def harmless(node: cst.Name, parents: tuple[cst.CSTNode, ...]) -> bool:
    """Tell whether a name is bound here, or only fitted, or is the name of an attribute or a keyword."""
    match parents:
        case (cst.AssignTarget(), *_):
            return True
        case (cst.Attribute(value=value, attr=cst.Name(value=attribute)), cst.Call(func=function), *_) if value is node:
            return attribute == "fit" and function is parents[0]
        case (cst.Attribute(attr=attr), *_) if attr is node:
            return True
        case (cst.Arg(keyword=keyword), *_) if keyword is node:
            return True
    return False
