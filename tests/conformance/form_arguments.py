"""The forms in which settings become the arguments of a call, written as text; a wrong one ends with `#@`."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Setting:
    """A hyperparameter as it is to be set."""

    name: str
    text: str
    bad: bool = False
    unknown: bool = False

    @property
    def mark(self) -> str:
        return "  #@" if self.bad else ""

    @property
    def misspelt(self) -> bool:
        return self.bad and self.unknown


@dataclass
class Writer:
    """A program under way."""

    rng: random.Random
    lines: list[str] = field(default_factory=list)
    count: int = 0
    names: dict[str, str] = field(default_factory=dict)
    """Classes of one's own, by the variable that holds an object of theirs."""

    def fresh(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def add(self, *lines: str) -> None:
        self.lines.extend(lines)


Settings = list[Setting]


# How settings become the arguments of a call: each returns the text of the arguments.


def keywords(w: Writer, settings: Settings) -> str:
    return "".join(f"\n    {s.name}={s.text},{s.mark}" for s in settings) + "\n"


def in_place(w: Writer, settings: Settings) -> str:
    return "**{" + "".join(f'\n    "{s.name}": {s.text},{s.mark}' for s in settings) + "\n}"


def literal_dict(w: Writer, settings: Settings) -> str:
    name = w.fresh("params")
    w.add(f"{name} = {{", *(f'    "{s.name}": {s.text},{s.mark}' for s in settings), "}")
    return f"**{name}"


def step_by_step(w: Writer, settings: Settings) -> str:
    name = w.fresh("params")
    w.add(f"{name} = {w.rng.choice(['{}', 'dict()'])}", *(f'{name}["{s.name}"] = {s.text}{s.mark}' for s in settings))
    return f"**{name}"


def dict_call(w: Writer, settings: Settings) -> str:
    name = w.fresh("params")
    w.add(f"{name} = dict(", *(f"    {s.name}={s.text},{s.mark}" for s in settings), ")")
    return f"**{name}"


def updated(w: Writer, settings: Settings) -> str:
    name = w.fresh("params")
    w.add(f"{name} = {{}}")
    for s in settings:
        form = w.rng.choice(['update({{"{0}": {1}}})', "update({0}={1})", 'setdefault("{0}", {1})'])
        w.add(f"{name}.{form.format(s.name, s.text)}{s.mark}")
    return f"**{name}"


def united(w: Writer, settings: Settings) -> str:
    name, other = w.fresh("params"), w.fresh("more")
    half = len(settings) // 2
    for each, part in ((name, settings[:half]), (other, settings[half:])):
        w.add(f"{each} = {{", *(f'    "{s.name}": {s.text},{s.mark}' for s in part), "}")
    form = w.rng.choice(["**({0} | {1})", "**{{**{0}, **{1}}}", "**dict({0}, **{1})", "**{0}, **{1}"])
    if w.rng.random() < 0.3:
        w.add(f"{name} |= {other}")
        return f"**{name}"
    return form.format(name, other)


def taken_out(w: Writer, settings: Settings) -> str:
    """Write a wrong item too, and take it out again."""
    name = w.fresh("params")
    w.add(f'{name} = {{"nonsense": 1,', *(f'    "{s.name}": {s.text},{s.mark}' for s in settings), "}")
    w.add(w.rng.choice([f'{name}.pop("nonsense")', f'{name}.pop("nonsense", None)', f'del {name}["nonsense"]']))
    return f"**{name}"


def filtered(w: Writer, settings: Settings) -> str:
    """Write a wrong item too, and leave it out of a copy."""
    name = w.fresh("params")
    w.add(f'{name} = {{"nonsense": 1,', *(f'    "{s.name}": {s.text},' for s in settings), "}")
    return f'**{{k: v for k, v in {name}.items() if k != "nonsense"}}'


def overwritten(w: Writer, settings: Settings) -> str:
    """Write something wrong first, and the right value over it."""
    name = w.fresh("params")
    w.add(f"{name} = {{", *(f'    "{s.name}": ...,' for s in settings), "}")
    w.add(*(f'{name}["{s.name}"] = {s.text}{s.mark}' for s in settings))
    return f"**{w.rng.choice([name, f'{name}.copy()', f'dict({name})', f'copy.deepcopy({name})'])}"


def comprehended(w: Writer, settings: Settings) -> str:
    name = w.fresh("pairs")
    w.add(f"{name} = [", *(f'    ("{s.name}", {s.text}),{s.mark}' for s in settings), "]")
    return w.rng.choice(
        ["**{{k: v for k, v in {0}}}", "**dict({0})", "**{{name: value for name, value in {0}}}"]
    ).format(name)


def zipped(w: Writer, settings: Settings) -> str:
    names, values = w.fresh("names"), w.fresh("values")
    w.add(
        f"{names} = [{', '.join(repr(s.name) for s in settings)}]",
        f"{values} = [{', '.join(s.text for s in settings)}]",
    )
    return f"**dict(zip({names}, {values}))"


def constants(w: Writer, settings: Settings) -> str:
    names = [w.fresh(s.name.upper() + "_") for s in settings]
    w.add(*(f"{name} = {s.text}" for name, s in zip(names, settings, strict=True)))
    return "".join(f"\n    {s.name}={name},{s.mark}" for name, s in zip(names, settings, strict=True)) + "\n"


def unpacked(w: Writer, settings: Settings) -> str:
    names = [w.fresh(s.name) for s in settings]
    w.add(f"{', '.join(names)}, = ({', '.join(s.text for s in settings)},)")
    return "".join(f"\n    {s.name}={name},{s.mark}" for name, s in zip(names, settings, strict=True)) + "\n"


def of_class(w: Writer, settings: Settings) -> str:
    name = w.fresh("Config")
    kind = w.rng.choice(["plain", "instance", "dataclass", "enum", "tuple", "namespace", "nested"])
    body = [f"    {s.name} = {s.text}" for s in settings]
    holder = name
    if kind == "plain":
        w.add(f"class {name}:", *body)
    elif kind == "nested":
        w.add(f"class {name}:", "    class Model:", *(f"    {line}" for line in body))
        holder = f"{name}.Model"
    elif kind == "enum":
        w.add(f"class {name}(Enum):", *body)
    elif kind == "namespace":
        w.add(f"{name} = SimpleNamespace(", *(f"    {s.name}={s.text}," for s in settings), ")")
    elif kind == "instance":
        w.add(f"class {name}:", "    def __init__(self):", *(f"        self.{s.name} = {s.text}" for s in settings))
        holder = f"{name}()"
    else:
        head = ["@dataclass", f"class {name}:"] if kind == "dataclass" else [f"class {name}(NamedTuple):"]
        w.add(
            *head,
            *(
                f"    {s.name}: object = {s.text}"
                if "{" not in s.text and "[" not in s.text
                else f"    {s.name}: object = None"
                for s in settings
            ),
        )
        overrides = ", ".join(
            f"{s.name}={s.text}" for s in settings if w.rng.random() < 0.4 or "{" in s.text or "[" in s.text
        )
        holder = f"{name}({overrides})"
    if holder.endswith(")") and w.rng.random() < 0.7:
        w.add(f"cfg = {holder}")
        holder = "cfg"
    value = ".value" if kind == "enum" else ""
    return "".join(f"\n    {s.name}={holder}.{s.name}{value},{s.mark}" for s in settings) + "\n"


def as_dict(w: Writer, settings: Settings) -> str:
    name = w.fresh("Config")
    plain = [s for s in settings if "{" not in s.text and "[" not in s.text]
    kind = w.rng.choice(["asdict", "vars", "_asdict", "namedtuple", "namespace"])
    if kind == "namedtuple":
        w.add(f"{name} = namedtuple('{name}', {[s.name for s in settings]!r})")
        w.add(f"cfg = {name}(", *(f"    {s.text},{s.mark}" for s in settings), ")")
        return "**cfg._asdict()"
    if kind == "namespace":
        w.add("cfg = SimpleNamespace(", *(f"    {s.name}={s.text},{s.mark}" for s in settings), ")")
        return "**vars(cfg)"
    w.add(*(["@dataclass", f"class {name}:"] if kind != "_asdict" else [f"class {name}(NamedTuple):"]))
    w.add(*(f"    {s.name}: object = {s.text if s in plain else None}" for s in settings))
    w.add(f"cfg = {name}({', '.join(f'{s.name}={s.text}' for s in settings if s not in plain)})")
    return {"asdict": "**asdict(cfg)", "vars": "**vars(cfg)", "_asdict": "**cfg._asdict()"}[kind]


def of_tables(w: Writer, settings: Settings) -> str:
    name = w.fresh("CONFIG")
    w.add(f'{name} = {{"seed": 0, "model": {{', *(f'    "{s.name}": {s.text},{s.mark}' for s in settings), "}}")
    if w.rng.random() < 0.5 or any(s.misspelt for s in settings):
        return w.rng.choice([f'**{name}["model"]', f'**{name}.get("model")', f'**{name}.get("model", {{}})'])
    w.lines = [line.removesuffix("  #@") for line in w.lines]
    return "".join(f'\n    {s.name}={name}["model"]["{s.name}"],{s.mark}' for s in settings) + "\n"


def of_function(w: Writer, settings: Settings) -> str:
    name = w.fresh("settings")
    w.add(f"def {name}():", "    return {", *(f'        "{s.name}": {s.text},{s.mark}' for s in settings), "    }")
    return f"**{name}()"


def on_condition(w: Writer, settings: Settings) -> str:
    """Set on a branch that is taken for certain, something wrong on the other."""
    name = w.fresh("params")
    w.add(f"{name} = {{}}", "FAST = True", "if FAST:")
    w.add(*(f'    {name}["{s.name}"] = {s.text}{s.mark}' for s in settings), "else:", f'    {name}["nonsense"] = 1')
    return f"**{name}"


def on_either(w: Writer, settings: Settings) -> str:
    """Set on a branch that nobody can tell from the text; only what is right."""
    name = w.fresh("params")
    w.add(f"{name} = {{}}", "if X.sum() > 0:")
    w.add(
        *(f'    {name}["{s.name}"] = {s.text}' for s in settings if not s.bad),
        "    pass",
        "else:",
        f'    {name}["nonsense"] = 1',
    )
    w.add(*(f'{name}["{s.name}"] = {s.text}{s.mark}' for s in settings if s.bad))
    return f"**{name}"


def in_loop(w: Writer, settings: Settings) -> str:
    name = w.fresh("params")
    pairs = "".join(f'\n    ("{s.name}", {s.text}),' for s in settings)
    w.add(
        f"{name} = {{}}",
        f"for key, value in [{pairs}\n]:",
        f"    {name}[key] = value{'  #@' if any(s.bad for s in settings) else ''}",
    )
    return f"**{name}"


ARGUMENTS: list[Callable[[Writer, Settings], str]] = [
    *(keywords, in_place, literal_dict, step_by_step, dict_call, updated, united, taken_out, overwritten),
    *(constants, unpacked, of_class, of_tables, of_function, on_condition, on_either, in_loop),
]
UNMARKED: list[Callable[[Writer, Settings], str]] = [zipped, comprehended, filtered, as_dict]
"""Forms in which a setting has no line of its own: the mark goes to the call."""
