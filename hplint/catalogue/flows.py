"""Turn `rules/libraries/*/flows/*.toml` into flows: what a library call does with the rows of its data.

The file `<library>/flows/<owner>.toml` holds one row for each call on `<owner>`, which is a receiver's type
(`DataFrame`) or a module (`sklearn.metrics`). Files are read when their owner is first asked for. The fields of a row
are those of `Flow`; `rules/libraries/README.md` says how to write one.

Exceptions by argument (`when`, and `random_when`) are a list; the first entry whose conditions all hold decides. A
condition names a parameter and says one of:

- `axis = [1, "columns"]`: the argument is given, and equals one of these literals (`True` is not `1`; a tuple equals
  the list of the same items),
- `shuffle = { not = [false] }`: it is absent, or none of these,
- `bins = { type = "int" }`: it is given, and a literal of this type, or of one of a list of types,
- `index = { given = true }`: it is given, and isn't the literal `None`; `false` for the opposite.

An absent argument has its default, which is what the base row describes. The first value of a starred parameter stands
for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args

from hplint.basis.frozen import dataclass, replace
from hplint.catalogue.toml import TOMLDecodeError, loads

# fmt: off
Kind = Literal[
    "keeps", "subset", "shuffles", "learns", "learns-keeps", "aggregates", "joins", "aligns", "duplicates",
    "transposes", "splits", "measures", "cross-validates", "source", "metadata", "groups", "indexer", "accessor",
    "applies", "unknown",
]
# fmt: on
"""What a call does with rows; `rules/libraries/README.md` defines each."""

Reads = Literal["row", "neighbours", "equals", "categories", "counts", "pairs"]
"""Which rows the result for one row depends on, where no statistic is learned: the row alone; rows beside or before
it; whether others are equal to it; the set of values in all rows; each other row, in a column of its own."""

_KINDS: Final = frozenset(get_args(Kind))
_READS: Final = frozenset(get_args(Reads))
_SAME_ROWS: Final[tuple[Kind, ...]] = ("keeps", "shuffles", "subset")
"""Each says less than the one before, so a choice between them is the last of them."""
_TYPES: Final[Mapping[str, type]] = {
    kind.__name__: kind for kind in (int, float, str, bool, list, tuple, dict, type(None))
}


class InvalidFlow(ValueError):
    """A row of a flow file can't be understood; the message names the file, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one literal argument."""

    parameter: str
    test: Literal["in", "not", "type", "given"]
    values: tuple[object, ...]
    """The literals or type names to compare with; for `given`, one bool."""

    def holds(self, known: Mapping[str, object], unknown: Collection[str]) -> bool | None:
        """Tell whether the arguments satisfy it; None when that depends on a value that isn't known."""
        if self.test == "given":
            given = self.parameter in unknown or known.get(self.parameter) is not None
            return given is self.values[0]
        if self.parameter in unknown:
            return None
        if self.parameter not in known:
            return self.test == "not"
        value = known[self.parameter]
        if self.test == "type":
            return any(type(value) is _TYPES[str(name)] for name in self.values)
        return any(_same(value, other) for other in self.values) is (self.test == "in")


@dataclass(frozen=True, slots=True)
class Case:
    """An exception to a flow: conditions that must all hold, and the fields that are different then."""

    conditions: tuple[Condition, ...]
    changes: tuple[tuple[str, Any], ...]
    """Names and values of fields of `Flow`; Any, because the fields differ in type."""

    def holds(self, known: Mapping[str, object], unknown: Collection[str]) -> bool | None:
        """Tell whether every condition holds; None when one isn't decided and none fails."""
        verdicts = [condition.holds(known, unknown) for condition in self.conditions]
        if False in verdicts:
            return False
        return None if None in verdicts else True


@dataclass(frozen=True, slots=True)
class Flow:
    """What one call, or one attribute, does with the rows of its data."""

    name: str
    """`DataFrame.mean`, `sklearn.metrics.f1_score`."""
    flow: Kind
    result: str = "same"
    """The type of the result; `same` as the data's, `none`, `iterator` (`flow` then speaks of each item), `positions`
    (an array of row numbers: what is indexed by it has undergone `flow`), `unknown`, or the path of an object whose
    methods are functions for all that anybody asks: `pyspark.session.read`."""
    reads: Reads = "row"
    parameters: tuple[str, ...] = ()
    """Names in positional order, without the receiver; `*arrays` takes all further positions. Keyword-only ones follow
    in the order in which older releases took them by position. A long list ends early."""
    data: str = ""
    """The parameter that holds the rows; empty: the receiver."""
    inplace: str = ""
    """The parameter that makes the call change the data and return None; `always` when no parameter decides."""
    when: tuple[Case, ...] = ()
    seed: str = ""
    """The parameter that fixes the randomness; `global` when only a global seed does."""
    random_when: tuple[Case, ...] = ()
    """The call is random when one holds; without any, always if it has a `seed`."""
    function: str = ""
    """The parameter that holds a callable, or the name of a method, that is applied to the data."""
    attribute: bool = False
    file: str = ""
    """The parameter that names the file that is read or written."""
    returns: tuple[str, ...] = ()
    """The parts of a tuple result: `("X", "y")`."""
    truth: str = ""
    prediction: str = ""
    better: Literal["", "greater", "less"] = ""
    """Which score is the better one; empty when the result is no single score."""
    curve: bool = False
    """The result has a value for each threshold, to select one by."""
    estimator: str = ""
    target: str = ""
    removed: str = ""
    """The release that no longer has it."""
    labels: Literal["", "counted", "new"] = ""
    """How the rows of the result are labelled where that isn't as in the data; `ignore_index=True` counts them, too."""
    instead: str = ""
    """Of a statistic: the transformers of scikit-learn that learn it, in the words of a message."""

    def bind(self, positional: int) -> tuple[str | None, ...]:
        """Name the parameters that take so many positional arguments; None beyond the known ones."""
        names: list[str | None] = []
        for name in self.parameters:
            if name.startswith("*"):
                return tuple(names[:positional]) + (name[1:],) * (positional - len(names))
            names.append(name)
        return tuple(names[:positional]) + (None,) * (positional - len(names))

    def resolve(self, known: Mapping[str, object], unknown: Collection[str] = frozenset()) -> Flow:
        """Apply the exceptions that the arguments call for.

        Args:
            known: the literal value of each argument that has one, by parameter.
            unknown: the parameters that are given a value that isn't known.

        Returns:
            The flow with these arguments. Where an unknown value decides between flows, it is the weakest of them if
            all hand on the same rows, and otherwise `unknown`.
        """
        possible: list[Flow] = []
        for case in self.when:
            verdict = case.holds(known, unknown)
            if verdict is not False:
                possible.append(replace(self, **dict(case.changes)))
            if verdict:
                break
        else:
            possible.append(self)
        first = possible[0]
        if len(possible) == 1:
            return first
        result = first.result if len({flow.result for flow in possible}) == 1 else "unknown"
        return replace(first, flow=_weakest({flow.flow for flow in possible}), result=result, when=())

    def is_random(self, known: Mapping[str, object], unknown: Collection[str] = frozenset()) -> bool | None:
        """Tell whether chance has a part in the result; None when an unknown argument decides it."""
        if not self.seed:
            return False
        verdicts = [case.holds(known, unknown) for case in self.random_when] or [True]
        if True in verdicts:
            return True
        return None if None in verdicts else False


@dataclass(slots=True)
class Flows:
    """The flows of every library; the one thing here that changes, as files are read."""

    paths: Mapping[str, Path]
    """Each owner's file."""
    added: Mapping[tuple[str, str], Flow] = field(default_factory=dict)
    """What users add, by owner and name; it comes first."""
    _lines: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _flows: dict[tuple[str, str], Flow | None] = field(default_factory=dict)

    @classmethod
    def load(cls, directory: Path, added: Mapping[tuple[str, str], Flow] | None = None) -> Flows:
        """List the flow files below `directory`, which is `rules/libraries`; reads none of them."""
        return cls({path.stem: path for path in sorted(directory.glob("*/flows/*.toml"))}, added or {})

    def method(self, receiver: str, name: str) -> Flow | None:
        """Find a method or attribute of a type, the types included that it extends.

        Raises:
            InvalidFlow: its row is malformed.
        """
        key = (receiver, name)
        if key in self.added:
            return self.added[key]
        if key not in self._flows:
            self._flows[key] = self._find(receiver, name)
        return self._flows[key]

    def function(self, path: str) -> Flow | None:
        """Find a function, a class that holds data, or a class's own constructor (`pandas.DataFrame.from_dict`)."""
        owner, _, name = path.rpartition(".")
        if owner in self.paths or (owner, name) in self.added:
            return self.method(owner, name)
        found = self.method(owner.rpartition(".")[2], name)
        return found if found is not None and found.flow == "source" else None

    def table(self, owner: str) -> Mapping[str, Flow]:
        """Read all rows of an owner, empty for an unknown owner.

        Raises:
            InvalidFlow: a file is malformed.
        """
        lines = self._rows(owner)
        inherited = self.table(_literal(owner, "extends", lines["extends"])) if "extends" in lines else {}
        own = {name: self.method(owner, name) for name in lines if name != "extends"}
        return {**inherited, **{name: flow for name, flow in own.items() if flow is not None}}

    def _find(self, owner: str, name: str) -> Flow | None:
        lines = self._rows(owner)
        if name not in lines or name == "extends":
            return self.method(_literal(owner, "extends", lines["extends"]), name) if "extends" in lines else None
        path = self.paths[owner]
        is_module = owner.split(".")[0] == path.parent.parent.name
        try:
            return _flow(f"{owner}.{name}", _literal(owner, name, lines[name]), is_module)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InvalidFlow(f"{path}: `{name}`: {error}") from error

    def _rows(self, owner: str) -> Mapping[str, str]:
        """Return the lines of an owner's file by the name that each is about; a row is one line."""
        if owner not in self._lines:
            path = self.paths.get(owner)
            text = "" if path is None else path.read_text(encoding="utf-8")
            rows = (line.partition(" = ") for line in text.splitlines() if line and not line.startswith("#"))
            self._lines[owner] = {name: f"{name} = {value}" for name, _, value in rows}
        return self._lines[owner]


def _literal(owner: str, name: str, line: str) -> Any:
    """Return the value of one line of TOML: any value that TOML has."""
    try:
        return next(iter(loads(line).values()))
    except (TOMLDecodeError, StopIteration) as error:
        raise InvalidFlow(f"{owner}.toml: `{name}`: {error}") from error


_FIELDS: Final = frozenset(item.name for item in fields(Flow))
_CHANGEABLE: Final = frozenset({"flow", "result", "reads", "data", "returns"})


def read_flow(name: str, row: Mapping[str, Any], is_module: bool) -> Flow:
    """Read one row, as TOML gives it.

    Args:
        name: Of the call: `shop.prices.load`.
        row: Its fields.
        is_module: Its owner is a module, so that the first parameter holds the data unless `data` says otherwise.

    Raises:
        InvalidFlow: It is malformed.
    """
    try:
        return _flow(name, row, is_module)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidFlow(str(error)) from error


def _flow(name: str, row: Mapping[str, Any], is_module: bool) -> Flow:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    if unknown := values.keys() - _FIELDS:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}; there are {', '.join(sorted(_FIELDS))}")
    parameters = values.get("parameters", ())
    if is_module and parameters:
        values.setdefault("data", parameters[0].lstrip("*"))
    values["when"] = tuple(_cases(row.get("when", ())))
    values["random_when"] = tuple(_cases(row.get("random_when", ())))
    flow = Flow(name=name, **values)
    for kind in (flow.flow, *(value for case in flow.when for key, value in case.changes if key == "flow")):
        if kind not in _KINDS:
            raise ValueError(f"no such flow: {kind!r}; there are {', '.join(sorted(_KINDS))}")
    if flow.reads not in _READS:
        raise ValueError(f"no such value of `reads`: {flow.reads!r}; there are {', '.join(sorted(_READS))}")
    return flow


def _cases(entries: Collection[Mapping[str, Any]]) -> Iterator[Case]:
    for entry in entries:
        changes = tuple((key, tuple(v) if isinstance(v, list) else v) for key, v in entry.items() if key in _CHANGEABLE)
        yield Case(tuple(_condition(key, v) for key, v in entry.items() if key not in _CHANGEABLE), changes)


def _condition(parameter: str, test: Any) -> Condition:
    match test:
        case list():
            return Condition(parameter, "in", tuple(test))
        case {"not": list(values)}:
            return Condition(parameter, "not", tuple(values))
        case {"type": str(name)}:
            return Condition(parameter, "type", (name,))
        case {"type": list(names)}:
            return Condition(parameter, "type", tuple(names))
        case {"given": bool(given)}:
            return Condition(parameter, "given", (given,))
    raise ValueError(f"a condition is a list, or has `not`, `type` or `given`; this is {test!r}")


def _same(value: object, other: object) -> bool:
    if isinstance(other, list):
        return isinstance(value, (list, tuple)) and list(value) == other
    return isinstance(value, bool) is isinstance(other, bool) and value == other


def _weakest(kinds: Collection[Kind]) -> Kind:
    if set(kinds) == {"keeps", "learns-keeps"}:
        return "keeps"
    if len(kinds) > 1 and not set(kinds) <= set(_SAME_ROWS):
        return "unknown"
    return max(kinds, key=lambda kind: _SAME_ROWS.index(kind) if kind in _SAME_ROWS else 0)
