"""What happened during a run of the interpreter, and the events that it amounts to in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from libcst import CSTNode

from hplint.analysis.data.history import History
from hplint.analysis.data.rows import Rows
from hplint.analysis.estimators.constructions import Constructions
from hplint.analysis.events.estimators import AssignedLearned, ClassDefined, NeverLearned
from hplint.analysis.events.evaluation import CrossValidated, Evaluated, KeptTarget, Reused, Selected, TuningReported
from hplint.analysis.events.hyperparameters import (
    Configured,
    Constructed,
    HyperparameterSet,
    Misrouted,
    OutdatedArgument,
    PathSet,
    RandomCall,
    SeedKept,
    Trained,
)
from hplint.analysis.events.learning import Refitted, StaleUse, UnfittedUse
from hplint.analysis.events.search import Discarded, Searched, Suggested
from hplint.analysis.scores.cross_validations import outside_of_folds
from hplint.analysis.scores.evaluations import Evaluations
from hplint.analysis.scores.reuse import reuses
from hplint.analysis.scores.searches import LaterUse, SearchFit
from hplint.analysis.scores.tuning import reported_tuning
from hplint.basis.frozen import replace
from hplint.findings import Place

Event = (
    AssignedLearned
    | ClassDefined
    | Configured
    | Constructed
    | CrossValidated
    | Discarded
    | Evaluated
    | HyperparameterSet
    | KeptTarget
    | Misrouted
    | NeverLearned
    | OutdatedArgument
    | PathSet
    | RandomCall
    | Refitted
    | Reused
    | Searched
    | SeedKept
    | Selected
    | StaleUse
    | Suggested
    | Trained
    | TuningReported
    | UnfittedUse
)
Told = (
    AssignedLearned
    | HyperparameterSet
    | KeptTarget
    | Misrouted
    | NeverLearned
    | OutdatedArgument
    | PathSet
    | RandomCall
    | Refitted
    | StaleUse
    | Suggested
    | UnfittedUse
)
"""Told as soon as it happens."""


COLLECTING = frozenset({dict, list, set})
COUNTING = frozenset({bool, int})


class Record(Constructions, Evaluations):
    """Everything that the checks may ask about."""

    def __init__(self) -> None:
        Constructions.__init__(self)
        Evaluations.__init__(self)
        self.happened: dict[tuple[type, int, str], Event] = {}
        self.searches: dict[tuple[int, int | None], Searched] = {}
        """By place, and by address where the search is an object."""
        self.folds: dict[tuple[int, Rows, History], CrossValidated] = {}
        """By place, rows and what was learned to make them."""
        self.search_fits: list[SearchFit] = []
        self.read: set[int] = set()
        """Addresses of the searches of which something was read, or that code out of sight got hold of."""
        self.later: list[LaterUse] = []
        self.seed_loops: dict[object, Place] = {}
        """The loops that seeds come from: by the place of what they seed, by the identity of a split."""
        self.seed_scores: dict[int, Place] = {}
        """The same, by the place of a score of folds."""
        self.seeds_kept: dict[int, SeedKept] = {}
        self.shown: set[int] = set()
        """Places of the scores that are averaged, or shown one by one."""
        self.classes: dict[int, ClassDefined] = {}
        """The estimators among the classes in view, by node."""
        self.discarded: list[Discarded] = []
        """Searches that nobody reads, once the whole source was interpreted."""
        self.routes_metadata = False
        """scikit-learn's metadata routing may be on: then estimators say themselves what they take."""
        self.strings: list[tuple[Place, CSTNode]] = []
        """Trees of code that stood in strings, with the calls that executed them."""
        self.patched: set[str] = set()
        """Classes of libraries whose attributes the source sets."""
        self.tests = False
        """The source imports what only tests import."""
        self.seeded = False
        """A global seed was set."""
        self.seeds = False
        """It was set by the program itself, and not only by a function that nobody in view calls."""
        self.seedings = 0
        """How often one was set."""
        self.files: Mapping[int, str] = {}
        """The other files of the project that were followed into, by the chunks of places in them."""
        self.constants: dict[int, tuple[str, str]] = {}
        """The file that defines a constant of another module, and its name there, by the place where it is read."""
        self.left_off: set[int] = set()
        """The chunks among these in which something wasn't executed to its end: more may happen there."""
        self.exhausted = False
        """The budget ran out: some calls and loops weren't followed."""

    def size(self) -> int:
        """Count what is noted: it grows with everything that happens for the first time."""
        noted = self.__dict__.values()
        things = sum([len(each) for each in noted if type(each) in COLLECTING])
        return things + sum([int(each) for each in noted if type(each) in COUNTING])

    def search(self, key: tuple[int, int | None], searched: Searched) -> None:
        """Note a search as it is by now: what was known of it before is replaced."""
        self.searches[key] = searched

    def cross_validate(self, event: CrossValidated) -> None:
        """Note a cross-validation."""
        self.folds.setdefault((event.place.key, event.rows, event.learned), event)

    def happen(self, event: Told) -> None:
        """Note something that is told once a place."""
        literal = ""
        if isinstance(event, HyperparameterSet):
            self.takers.setdefault(event.place.key, set()).add(event.spec)
            literal = repr(event.given.literal)
        elif isinstance(event, PathSet):
            self.takers.setdefault(event.place.key, set()).add(None)
        self.happened.setdefault((type(event), event.place.key, literal), event)

    def set_up_searches(self) -> Iterator[Searched]:
        """Tell of the searches; where one call is reached in several ways, it tries as many as on the richest one."""
        tried: dict[int, list[int | None]] = {}
        for each in self.searches.values():
            tried.setdefault(each.place.key, []).append(each.configurations)
        for each in self.searches.values():
            known = [number for number in tried[each.place.key] if number is not None]
            every = len(known) == len(tried[each.place.key])
            # Nobody knows whether the poorest way is ever taken.
            poor = each.configurations is not None and each.configurations < 2
            yield replace(each, configurations=max(known) if every else None) if poor else each

    def events(self) -> Iterator[Event]:
        """Tell everything, in no particular order."""
        yield from self.constructed()
        for event in self.happened.values():
            if isinstance(event, PathSet) and len(self.takers[event.place.key]) > 1:
                yield replace(event, sole=False)
            elif not isinstance(event, HyperparameterSet):
                yield event
            elif event.place.key not in self.superseded:
                yield replace(event, sole=False) if len(self.takers[event.place.key]) > 1 else event
        yield from self.set_up_searches()
        yield from (kept for kept in self.seeds_kept.values() if kept.score.key not in self.shown)
        yield from self.evaluated()
        yield from outside_of_folds(self.folds.values(), self.evaluations.values())
        selections = list(self.selections())
        yield from selections
        yield from reported_tuning(self)
        yield from reuses(self, [each for each in selections if each.compared])
        yield from self.discarded
        yield from self.classes.values()
