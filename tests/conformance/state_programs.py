"""Random programs that build, copy, hold, hand around, fit and ask estimators in the shapes that real code has."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.conformance.state_kinds import PREAMBLE, WRAPS, Kind, choose, probe
from tests.conformance.state_shapes import write_shape


@dataclass
class Program:
    """A program that is being written, and the expressions that reach an estimator in it."""

    rng: random.Random
    lines: list[str] = field(default_factory=list)
    handles: list[tuple[str, Kind]] = field(default_factory=list)
    count: int = 0
    loose: bool = False
    """What happens hangs on a condition that nobody can read off the text."""

    def fresh(self, stem: str) -> str:
        """Return a new name."""
        self.count += 1
        return f"{stem}{self.count}"

    def add(self, *lines: str) -> None:
        """Write lines."""
        self.lines.extend(lines)

    def pick(self, family: str = "") -> tuple[str, Kind]:
        """Choose an estimator, built now if there is none, or by chance."""
        known = [each for each in self.handles if not family or each[1].family == family]
        if not known or self.rng.random() < 0.15:
            of = choose(self.rng, family)
            name = self.fresh("m")
            self.add(f"{name} = {self.rng.choice(of.builds)}")
            self.handles.append((name, of))
            return name, of
        return self.rng.choice(known[-6:])

    def hold(self, handle: str, of: Kind) -> None:
        """Note a further way to an estimator."""
        self.handles.append((handle, of))


Step = Callable[[Program], None]


def build(p: Program) -> None:
    of = choose(p.rng)
    name = p.fresh("m")
    text = p.rng.choice(of.builds)
    form = p.rng.choice(["plain", "plain", "fit", "function", "partial", "condition", "lambda"])
    match form:
        case "plain":
            p.add(f"{name} = {text}")
        case "fit":
            p.add(f"{name} = {text}.fit(X, y)")
        case "function":
            make = p.fresh("make")
            p.add(f"def {make}(train=False):", f"    model = {text}", "    if train:", "        model.fit(X, y)")
            p.add("    return model", f"{name} = {make}({p.rng.choice(['', 'True', 'train=True', 'False'])})")
        case "partial":
            p.add(f"{name} = partial({of.name})()")
            if of.name in ("RandomForestClassifier", "KMeans"):
                p.lines[-1] = f"{name} = {text}"
        case "condition":
            p.add(f"{name} = {text} if {p.rng.choice(['2 > 1', 'True', 'not False'])} else None")
        case "lambda":
            make = p.fresh("make")
            p.add(f"{make} = lambda: {text}", f"{name} = {make}()")
    p.hold(name, of)


def fit(p: Program) -> None:
    handle, _ = p.pick()
    form = p.rng.choice(
        ["plain", "plain", "named", "function", "returned", "expression", "flag", "early", "star", "global"]
    )
    name = p.fresh("f")
    match form:
        case "plain":
            p.add(f"{handle}.fit(X, y)")
        case "named":
            p.add(f"{handle}.fit(X=X, y=y)")
        case "function":
            p.add(f"def {name}(model):", "    model.fit(X, y)", f"{name}({handle})")
        case "returned":
            p.add(f"def {name}(model, X, y):", "    return model.fit(X, y)", f"{name} = {name}({handle}, X, y)")
        case "expression":
            p.add(f"fit = {handle}.fit", "fit(X, y)")
        case "flag":
            p.add(f"def {name}(model, train):", "    if train:", "        model.fit(X, y)", "    return model")
            p.add(f"{name}({handle}, {p.rng.choice(['True', 'False', 'train=True', 'train=1 > 2'])})")
        case "early":
            p.add(
                f"def {name}(model, skip=False):", "    if skip:", "        return model", "    return model.fit(X, y)"
            )
            p.add(f"{name}({handle}{p.rng.choice(['', ', skip=True', ', True', ', False'])})")
        case "star":
            p.add(f"def {name}(*models, **more):", "    for each in models:", "        each.fit(X, y)")
            p.add(f"{name}(*[{handle}])")
        case "global":
            p.add(f"def {name}():", f"    {handle}.fit(X, y)")
            p.add(*([f"{name}()"] if p.rng.random() < 0.6 else []))


def ask(p: Program) -> None:
    handle, of = p.pick()
    asked = probe(p.rng, of, handle)
    name = p.fresh("a")
    match p.rng.choice(["plain", "plain", "plain", "function", "comprehension", "lambda", "string", "getattr"]):
        case "plain":
            p.add(f"{name} = {asked}")
        case "function":
            inner = probe(p.rng, of, "model")
            p.add(f"def {name}(model):", f"    return {inner}", f"{name}({handle})")
        case "comprehension":
            p.add(f"{name} = [{probe(p.rng, of, 'each')} for each in ({handle},)]")
        case "lambda":
            p.add(f"{name} = (lambda model: {probe(p.rng, of, 'model')})({handle})")
        case "string":
            p.add(f'{name} = f"""{{{asked}}}"""')
        case "getattr":
            p.add(f"{name} = getattr({handle}, {p.rng.choice(of.attributes)!r})")


def alias(p: Program) -> None:
    handle, of = p.pick()
    name = p.fresh("n")
    p.add(
        p.rng.choice(
            [f"{name} = {handle}", f"{name}, _ = {handle}, 1", f"({name} := {handle})", f"*_, {name} = [0, {handle}]"]
        )
    )
    p.hold(name, of)


def container(p: Program) -> None:
    (one, kind), (two, other) = p.pick(), p.pick()
    box = p.fresh("box")
    match p.rng.choice(["list", "tuple", "dict", "dataclass", "namedtuple", "append", "setdefault", "nested"]):
        case "list":
            p.add(f"{box} = [{one}, {two}]")
            ways = ("[0]", "[-1]")
        case "tuple":
            p.add(f"{box} = ({one}, {two})")
            ways = ("[0]", "[1]")
        case "dict":
            p.add(f'{box} = {{"one": {one}, "two": {two}}}')
            ways = p.rng.choice([('["one"]', '["two"]'), ('.get("one")', '.get("two")')])
        case "dataclass":
            cls = p.fresh("Pair")
            p.add("@dataclass", f"class {cls}:", "    one: object", "    two: object = None")
            p.add(f"{box} = {cls}({one}, two={two})")
            ways = (".one", ".two")
        case "namedtuple":
            cls = p.fresh("Pair")
            p.add(f'{cls} = namedtuple("{cls}", "one two")', f"{box} = {cls}({one}, {two})")
            ways = p.rng.choice([(".one", ".two"), ("[0]", "[1]")])
        case "append":
            p.add(f"{box} = []", f"{box}.append({one})", f"{box}.extend([{two}])")
            ways = ("[0]", "[1]")
        case "setdefault":
            p.add(f"{box} = dict(one={one})", f'{box}["two"] = {two}')
            ways = ('["one"]', '["two"]')
        case _:
            p.add(f'{box} = {{"all": [({one}, 1), ({two}, 2)]}}')
            ways = ('["all"][0][0]', '["all"][1][0]')
    p.hold(box + ways[0], kind)
    p.hold(box + ways[1], other)


def trainer(p: Program) -> None:
    handle, of = p.pick()
    cls, name = p.fresh("Trainer"), p.fresh("t")
    p.add(
        f"class {cls}:", "    def __init__(self, model):", "        self.model = model", "        self.trained = False"
    )
    p.add(
        "    def train(self, X, y):",
        "        self.model.fit(X, y)",
        "        self.trained = True",
        "        return self",
    )
    p.add("    def ask(self):", f"        return {probe(p.rng, of, 'self.model')}")
    p.add("    @property", "    def inner(self):", "        return self.model")
    child = p.rng.random() < 0.3
    if child:
        own, cls = cls, p.fresh("Child")
        p.add(f"class {cls}({own}):", "    def train(self, X, y):", "        return super().train(X, y)")
    p.add(f"{name} = {cls}({handle})")
    p.add(*p.rng.choice([[f"{name}.train(X, y)"], [], [f"{name}.train(X, y).ask()"], [f"{name}.ask()"]]))
    p.hold(f"{name}.{p.rng.choice(['model', 'inner'])}", of)


def copied(p: Program) -> None:
    handle, of = p.pick()
    name = p.fresh("c")
    forms = ["clone({})", "copy.copy({})", "copy.deepcopy({})", "pickle.loads(pickle.dumps({}))", "clone(clone({}))"]
    p.add(f"{name} = {p.rng.choice(forms).format(handle)}")
    p.hold(name, of)


def wrapped(p: Program) -> None:
    family, text, own, methods, attributes, ways = p.rng.choice(WRAPS)
    part, of = p.pick(family)
    name = p.fresh("w")
    p.add(f"{name} = {text.format(part)}")
    p.hold(name, Kind(name, (), methods, attributes, own))
    if p.rng.random() < 0.6:
        p.add(f"{name}.fit(X, y)")
    if p.rng.random() < 0.6:
        p.hold(name + p.rng.choice(ways), of)


def validated(p: Program) -> None:
    handle, _ = p.pick("classifier")
    p.add(p.rng.choice([f"cross_val_score({handle}, X, y, cv=2)", f"cross_val_predict({handle}, X, y, cv=2)"]))


def loop(p: Program) -> None:
    (one, kind), (two, _) = p.pick(), p.pick()
    each = p.fresh("e")
    body = p.rng.choice([f"{each}.fit(X, y)", probe(p.rng, kind, each), f"{each}.fit(X, y)"])
    head = p.rng.choice(
        [
            f"for {each} in ({one}, {two}):",
            f"for _, {each} in enumerate([{one}, {two}]):",
            f'for _, {each} in {{"a": {one}, "b": {two}}}.items():',
            f"for {each}, _ in zip([{one}, {two}], range(2)):",
            f"for {each} in reversed([{one}, {two}]):",
        ]
    )
    p.add(head, f"    {body}")
    if p.rng.random() < 0.2:
        p.add(f"    {p.rng.choice(['break', 'continue'])}")
    p.hold(each, kind)


def comprehension(p: Program) -> None:
    (one, kind), (two, other) = p.pick(), p.pick()
    box = p.fresh("box")
    p.add(
        p.rng.choice(
            [
                f"{box} = [each.fit(X, y) for each in [{one}, {two}]]",
                f"{box} = [clone(each) for each in ({one}, {two})]",
                f"{box} = [clone(each).fit(X, y) for each in ({one}, {two})]",
                f"{box} = list(map(lambda each: each.fit(X, y), [{one}, {two}]))",
                f"{box} = list(each for each in ({one}, {two}))",
                f"{box} = tuple(copy.deepcopy(each) for each in ({one}, {two}))",
            ]
        )
    )
    p.hold(f"{box}[0]", kind)
    p.hold(f"{box}[1]", other)


def lazy(p: Program) -> None:
    """A generator runs only as far as somebody asks."""
    (one, kind), (two, other) = p.pick(), p.pick()
    name, box = p.fresh("g"), p.fresh("box")
    match p.rng.choice(["never", "all", "loop", "function", "map"]):
        case "never":
            p.add(f"{name} = (each.fit(X, y) for each in ({one}, {two}))")
        case "all":
            p.add(f"def {name}():", f"    for each in ({one}, {two}):", "        yield each.fit(X, y)")
            p.add(f"{box} = list({name}())")
            p.hold(f"{box}[0]", kind)
            p.hold(f"{box}[1]", other)
        case "loop":
            p.add(f"def {name}():", f"    yield {one}", f"    yield {two}")
            p.add(f"for {box} in {name}():", f"    {box}.fit(X, y)")
        case "function":
            p.add(f"def {name}():", f"    {one}.fit(X, y)", f"    yield {two}", f"{box} = {name}()")
            p.add(*([f"next({box})"] if p.rng.random() < 0.5 else []))
        case "map":
            p.add(f"{box} = map(lambda each: each.fit(X, y), [{one}])")
            p.add(*([f"list({box})"] if p.rng.random() < 0.5 else []))


def managed(p: Program) -> None:
    handle, of = p.pick()
    name, inner = p.fresh("ready"), p.fresh("r")
    if p.rng.random() < 0.5:
        p.add("@contextmanager", f"def {name}(model):", *p.rng.choice([["    model.fit(X, y)"], []]), "    yield model")
    else:
        p.add(
            f"class {name}:", "    def __init__(self, model):", "        self.model = model", "    def __enter__(self):"
        )
        p.add(*p.rng.choice([["        self.model.fit(X, y)"], []]), "        return self.model")
        p.add("    def __exit__(self, *details):", "        return None")
    p.add(f"with {name}({handle}) as {inner}:", f"    {probe(p.rng, of, inner)}")
    p.hold(inner, of)


def closed_over(p: Program) -> None:
    of = choose(p.rng)
    name, ask_it, train = p.fresh("make"), p.fresh("ask"), p.fresh("train")
    p.add(f"def {name}():", f"    model = {p.rng.choice(of.builds)}", "    def ask():")
    p.add(
        f"        return {probe(p.rng, of, 'model')}",
        "    def train():",
        "        model.fit(X, y)",
        "    return ask, train",
    )
    p.add(f"{ask_it}, {train} = {name}()")
    p.add(*([f"{train}()"] if p.rng.random() < 0.6 else []), f"{ask_it}()")


def guarded(p: Program) -> None:
    handle, of = p.pick()
    attribute = p.rng.choice(of.attributes)
    asked = probe(p.rng, of, handle)
    p.add(
        *p.rng.choice(
            [
                [
                    "try:",
                    f"    {asked}",
                    "except (NotFittedError, AttributeError, ValueError, TypeError):",
                    f"    {handle}.fit(X, y)",
                ],
                ["try:", f"    {asked}", "except Exception:", "    pass"],
                [f'if hasattr({handle}, "{attribute}"):', f"    {handle}.{attribute}"],
                [f'if not hasattr({handle}, "n_features_in_"):', f"    {handle}.fit(X, y)"],
                ["try:", f"    check_is_fitted({handle})", "except NotFittedError:", f"    {handle}.fit(X, y)"],
                [f'getattr({handle}, "{attribute}", None)'],
                [f'{handle}.{attribute} if hasattr({handle}, "{attribute}") else None'],
            ]
        )
    )
    # What is asked first is as good as unknown afterwards.
    p.loose = True


def undecided(p: Program) -> None:
    """A condition that the text doesn't decide."""
    handle, of = p.pick()
    test = p.rng.choice(["X.sum() > 0", "X.sum() < 0", "len(y) == 40", "np.any(y)"])
    body = p.rng.choice([f"{handle}.fit(X, y)", probe(p.rng, of, handle)])
    p.add(f"if {test}:", f"    {body}")
    if p.rng.random() < 0.4:
        p.add("else:", f"    {p.rng.choice([f'{handle}.fit(X, y)', probe(p.rng, of, handle)])}")
    p.loose = True


STEPS: list[Step] = [
    *([write_shape] * 14),
    *([build] * 4),
    *([fit] * 5),
    *([ask] * 7),
    alias,
    container,
    container,
    trainer,
    trainer,
    copied,
    copied,
    *([wrapped] * 4),
    validated,
    loop,
    loop,
    comprehension,
    lazy,
    managed,
    closed_over,
]
LOOSE: list[Step] = [guarded, undecided]


def write(seed: int) -> tuple[str, bool]:
    """Return a program, and whether what happens in it hangs on what nobody can read off its text."""
    p = Program(random.Random(seed))
    build(p)
    loose = p.rng.random() < 0.35
    for _ in range(p.rng.randint(4, 12)):
        p.rng.choice(STEPS + LOOSE * 3 if loose else STEPS)(p)
    ask(p)
    return PREAMBLE.lstrip() + "\n".join(p.lines) + "\n", p.loose
