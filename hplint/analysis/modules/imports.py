"""Import statements: names bound to dotted paths of libraries."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Sequence

import libcst as cst

from hplint.analysis.machine import Machine
from hplint.analysis.memory.values import UNKNOWN, External, Imported, OneOf
from hplint.analysis.modules.following import locate, names

BUILTIN_NAMES = frozenset(dir(builtins))
WELL_KNOWN = frozenset(
    "IPython PIL bokeh cv2 dask fastai fbprophet gensim google imblearn ipywidgets keras learntools lightgbm "
    "matplotlib mlxtend nltk numpy pandas plotly prophet pyspark pylab scipy seaborn skimage sklearn spacy statsmodels "
    "sympy tensorflow torch torchvision tqdm transformers xgboost".split()
)
"""Packages whose star imports bind no name of another library's estimators."""


READERS = WELL_KNOWN | sys.stdlib_module_names | frozenset("comet_ml joblib loguru mlflow neptune rich wandb".split())
"""Packages whose functions leave the lists and dicts that they are given as they are."""


TEST_FRAMEWORKS = frozenset({"hypothesis", "nose", "pytest", "unittest"})
"""Packages that only tests import."""


def import_names(machine: Machine, node: cst.Import) -> bool:
    """Execute `import a.b` or `import a.b as c`."""
    for alias in node.names:
        path = dotted(alias.name)
        machine.record.tests |= path.partition(".")[0] in TEST_FRAMEWORKS
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            machine.bind(alias.asname.name.value, locate(machine, 0, path) or External(path))
        else:
            root = path.split(".")[0]
            found = locate(machine, 0, root)
            if found is not None and path != root:
                locate(machine, 0, path)
            machine.bind(root, found or External(root))
    return True


def import_from(machine: Machine, node: cst.ImportFrom) -> bool:
    """Execute `from a.b import c as d`; what relative imports bind is unknown where the project has no such file."""
    module = "" if node.module is None else dotted(node.module)
    machine.record.tests |= not node.relative and module.partition(".")[0] in TEST_FRAMEWORKS
    found = locate(machine, len(node.relative), module)
    if node.relative:
        # A leading dot can't be the path of a library, so nothing in the catalogue is ever found under it.
        module = "." + module
    if isinstance(node.names, cst.ImportStar):
        if found is None or not import_known(machine, found):
            import_all(machine, module)
        return True
    for alias in node.names:
        if isinstance(alias.name, cst.Name):
            name = alias.name.value
            bound = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
            external = External(f"{module}.{name}")
            machine.bind(bound, external if found is None else Imported(found.file, found.path, name))
            if found is not None and machine.modules is not None and machine.modules.is_package(found.file):
                machine.from_packages[found.file, name] = None
    return True


def import_known(machine: Machine, module: Imported) -> bool:
    """Execute `from module import *` for a module of the project; False where it can't be read."""
    exported = names(machine, module)
    for name in exported or ():
        machine.bind(name, Imported(module.file, module.path, name))
    return exported is not None


def import_all(machine: Machine, module: str) -> None:
    """Execute `from module import *`; of a module that nobody knows it may rebind every name."""
    exported = machine.library.exports(module)
    for name in sorted(exported or ()):
        machine.bind(name, External(f"{module}.{name}"))
    root = module.partition(".")[0]
    if exported is None and root not in WELL_KNOWN and root not in sys.stdlib_module_names:
        for key, value in list(machine.store.cells.items()):
            if isinstance(key, tuple) and key[0] == machine.frame.id and isinstance(value, (External, Imported)):
                machine.store.set(key, OneOf((value, UNKNOWN)))


def imported_somewhere(chunks: Sequence[cst.Module]) -> dict[str, External]:
    """Return what the cells of a notebook import at their top level: whoever runs an earlier one again has it, too."""
    found: dict[str, External] = {}
    lines = (line for chunk in chunks for line in chunk.body if isinstance(line, cst.SimpleStatementLine))
    for statement in (each for line in lines for each in line.body):
        if not isinstance(statement, (cst.Import, cst.ImportFrom)) or isinstance(statement.names, cst.ImportStar):
            continue
        if isinstance(statement, cst.ImportFrom) and (statement.relative or statement.module is None):
            continue
        inside = f"{dotted(statement.module)}." if isinstance(statement, cst.ImportFrom) and statement.module else ""
        for alias in statement.names:
            path = inside + dotted(alias.name)
            renamed = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else ""
            if renamed or inside or "." not in path:
                name = renamed or path.rpartition(".")[2]
                if name not in BUILTIN_NAMES:
                    found.setdefault(name, External(path))
    return found


def dotted(node: cst.BaseExpression) -> str:
    """Return the dotted path of a name or attribute."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name):
        parts.append(node.value)
    return ".".join(reversed(parts))
