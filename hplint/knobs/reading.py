"""One file's bytes to its inventory: what the interpreter met, in the words of the code."""

from __future__ import annotations

import builtins
import io
import sys
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import libcst as cst

from hplint.analysis.events.hyperparameters import Built, Given
from hplint.analysis.events.search import Searched
from hplint.analysis.memory.constants import NOT_LITERAL, Origin, Symbol
from hplint.catalogue.directory import rules_directory
from hplint.catalogue.estimators import EstimatorSpec, HyperparameterSpec
from hplint.config import Config
from hplint.findings import Place, Span
from hplint.knobs.definitions import definitions
from hplint.knobs.inventory import Definition, Estimator, FileInventory, Holder, Knob, Setting, status_of
from hplint.knobs.inventory import Source as ValueSource
from hplint.knobs.labels import Label, label
from hplint.knobs.searches import candidates, tried, written
from hplint.knobs.words import default_code, python_code
from hplint.lint import interpret_source
from hplint.project import Files, project_of
from hplint.source.exactness import exactly
from hplint.source.positions import locate
from hplint.source.read import Source, read_source
from hplint.source.unreadable import NEWLINE

_SOURCES = {
    Origin.LITERAL: ValueSource.LITERAL,
    Origin.NAMED: ValueSource.NAMED,
    Origin.PARAMETER: ValueSource.PARAMETER,
    Origin.CONFIGURATION: ValueSource.CONFIGURATION,
    Origin.SEARCH: ValueSource.SEARCH,
    Origin.LOOP: ValueSource.LOOP,
    Origin.COMPUTED: ValueSource.COMPUTED,
    Origin.UNKNOWN: ValueSource.UNKNOWN,
}


def read_inventory(data: bytes, path: str, config: Config, files: Files | None = None) -> FileInventory:
    """List the estimators in the bytes of a Python file, or of a notebook when the path ends in `.ipynb`.

    With the `files` of a run, imports of other files of the project are followed.
    """
    project = None if files is None else project_of(files, path, config.root)
    source = exactly(read_source(data, path))
    unreadable = tuple((problem.span, problem.message) for problem in source.unreadable)
    if not source.chunks:
        return FileInventory(path, unreadable=unreadable)
    record = interpret_source(source, config, project=project)
    built = tuple(record.built())
    searches = tuple(record.searches.values())
    given = (each.place for one in built for variant in (*one.variants, one.afterwards) for each in variant)
    defined = {} if project is None else definitions(record, given, project, path)
    text = replace(_Text.read(source, built, searches), defined=defined)
    estimators = (_estimator(each, text) for each in built if each.place.key in text.spans)
    # By class, too: one call builds several where the class depends on the path.
    in_order = sorted(estimators, key=lambda each: (each.span.cell or 0, each.span, each.path))
    return FileInventory(path, tuple(in_order), unreadable, record.exhausted)


@dataclass(frozen=True, slots=True)
class _Text:
    """Where things stand, and how they are written."""

    spans: Mapping[int, Span]
    """By the key of their places."""
    labels: Mapping[int, Label]
    rows: Mapping[int | None, list[str]]
    """The rows of the user's text, by cell."""
    searches: tuple[Searched, ...]
    defined: Mapping[int, Definition] = field(default_factory=dict)
    """Where constants of other modules are defined, by the key of the place that reads them."""

    @classmethod
    def read(cls, source: Source, built: tuple[Built, ...], searches: tuple[Searched, ...]) -> _Text:
        """Locate everything that the inventory speaks of, in one pass over each chunk."""
        labels: dict[int, Label] = {}
        for index, chunk in enumerate(source.chunks):
            labels |= label(chunk.tree, {each.place.key for each in built if each.place.chunk == index})
        rows = {cell: NEWLINE.split(text) for cell, text in source.texts.items()} if built else {}
        return cls(locate(source, (*_places(built), *_tried(searches))), labels, rows, searches)

    def code(self, span: Span) -> str:
        """Return what stands there in one line, without comments."""
        rows = self.rows.get(span.cell, [])[span.row - 1 : span.end_row]
        if not rows:
            return ""
        rows = [*rows[:-1], rows[-1][: span.end_column - 1]]
        rows[0] = rows[0][span.column - 1 :]
        return rows[0] if len(rows) == 1 else _joined("\n".join(rows))


def _places(built: Iterable[Built]) -> Iterator[Place]:
    for each in built:
        yield each.place
        yield from (holding.place for holding in each.within[:1])
        yield from (given.place for variant in (*each.variants, each.afterwards) for given in variant)


def _tried(searches: tuple[Searched, ...]) -> Iterator[Place]:
    yield from (place for each in searches for key in each.keys if (place := written(key)) is not None)


def _joined(code: str) -> str:
    """Put code of several rows into one: comments go, and white space but that within strings."""
    try:
        tokens = [
            (token.start, token.end, token.string)
            for token in tokenize.generate_tokens(io.StringIO(f"({code})").readline)
            if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER)
        ]
    except (tokenize.TokenError, SyntaxError):
        return " ".join(code.split())
    text, before = "", (1, 0)
    for start, end, string in tokens[1:-1]:
        if string in ("]", "}"):
            text = text.removesuffix(",")
        inside = text.endswith(("(", "[", "{")) or string in (")", "]", "}")
        text += ("" if not text or start == before or (inside and start[0] != before[0]) else " ") + string
        before = end
    return text


def _estimator(built: Built, text: _Text) -> Estimator:
    spec, label = built.spec, text.labels.get(built.place.key, Label())
    names = dict.fromkeys(spec.parameters)
    names |= dict.fromkeys(given.name for variant in (*built.variants, built.afterwards) for given in variant)
    return Estimator(
        span=text.spans[built.place.key],
        path=spec.path,
        kinds=tuple(sorted(spec.kinds)),
        variable=label.variable,
        function=label.function,
        holder=_holder(built, text),
        fitted=built.fitted,
        searched=built.searched,
        complete=built.complete,
        learns=tuple(sorted(spec.learned)),
        knobs=tuple(_knob(name, built, text) for name in names),
    )


def _holder(built: Built, text: _Text) -> Holder | None:
    for holding in built.within[:1]:
        span = text.spans.get(holding.place.key)
        return None if span is None else Holder(span, holding.hyperparameter, holding.step)
    return None


def _knob(name: str, built: Built, text: _Text) -> Knob:
    spec = built.spec.parameter(name)
    unknown = spec is None and not built.spec.accepts_kwargs
    known = spec or HyperparameterSpec(name)
    settings = tuple(dict.fromkeys(_settings(name, built, known, text)))
    searched_over = tuple(dict.fromkeys(_searched_over(name, built, text)))
    return Knob(
        name=name,
        settings=settings,
        status=status_of(settings, searched=bool(searched_over)),
        role=known.role,
        decisive=known.decisive,
        default=default_code(known),
        space=None if known.search is None else known.search.code,
        searched_over=searched_over,
        unknown=unknown,
        cut=built.cut and len(settings) > 1,
    )


def _searched_over(name: str, built: Built, text: _Text) -> Iterator[str]:
    """Tell what searches try, as it is written where it stands as a whole."""
    for key in tried(text.searches, built, name):
        place = written(key)
        span = None if place is None else text.spans.get(place.key)
        yield (text.code(span) if span is not None else "") or candidates(key)


def _settings(name: str, built: Built, spec: HyperparameterSpec, text: _Text) -> Iterator[Setting]:
    """List the values: those that the constructor gives on its paths, or those that replace them."""
    later = [given for given in built.afterwards if given.name == name]
    for variant in () if later else built.variants:
        given = next((given for given in variant if given.name == name), None)
        if given is not None:
            yield _setting(given, built, text)
        elif built.complete and not (spec.required and _must_be_given(name, built.spec)):
            yield Setting(ValueSource.DEFAULT, literal=default_code(spec))
        else:
            yield Setting(ValueSource.UNKNOWN)
    for given in later:
        yield _setting(given, built, text)


def _must_be_given(name: str, spec: EstimatorSpec) -> bool:
    """Say whether a hyperparameter without a default has to be given: a dict of settings needs none of its keys."""
    return name in spec.parameters and not all(each.required for each in spec.parameters.values())


def _is_key(given: Given) -> bool:
    node = given.place.node
    return given.place is given.key and isinstance(node, cst.SimpleString) and node.raw_value == given.name


def _is_unbound(literal: object) -> bool:
    """Say whether it is a name that nobody in view binds, of Python's own or of a module out of view."""
    if not isinstance(literal, Symbol):
        return False
    module, _, name = literal.path.partition(".")
    if module == "builtins":
        return not hasattr(builtins, name.partition(".")[0])
    # Of a module that is no known library nobody knows whether it holds a constant or a setting.
    return module not in sys.stdlib_module_names and not (rules_directory() / "libraries" / module).is_dir()


def _setting(given: Given, built: Built, text: _Text) -> Setting:
    known = given.literal is not NOT_LITERAL and not _is_unbound(given.literal)
    literal = python_code(given.literal) if known else None
    span = text.spans.get(given.place.key)
    # A dict may tell the place of the key alone, where the code is that of no value.
    code = "" if span is None or _is_key(given) else text.code(span)
    if isinstance(given.place.node, cst.Tuple) and given.place.node.lpar:
        code = f"({code})"
    source = ValueSource.UNKNOWN if _is_unbound(given.literal) else _SOURCES[given.origin]
    defined = text.defined.get(given.place.key)
    if defined is not None and source in (ValueSource.LITERAL, ValueSource.NAMED):
        # What another module keeps for all who import it is a setting.
        source = ValueSource.CONFIGURATION
    if given.name in built.parts:
        source = ValueSource.ESTIMATOR
    elif source is ValueSource.UNKNOWN and isinstance(given.place.node, cst.Lambda):
        source = ValueSource.LITERAL
    elif source is ValueSource.UNKNOWN and not isinstance(given.place.node, (cst.Name, cst.Attribute, cst.Subscript)):
        source = ValueSource.COMPUTED
    return Setting(source, code or literal or "", literal, span, defined)
