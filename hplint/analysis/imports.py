"""Import statements: names bound to dotted paths of libraries."""

from __future__ import annotations

import libcst as cst

from hplint.analysis.machine import Machine
from hplint.analysis.values import External


def import_names(machine: Machine, node: cst.Import) -> bool:
    """Execute `import a.b` or `import a.b as c`."""
    for alias in node.names:
        path = dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            machine.bind(alias.asname.name.value, External(path))
        else:
            root = path.split(".")[0]
            machine.bind(root, External(root))
    return True


def import_from(machine: Machine, node: cst.ImportFrom) -> bool:
    """Execute `from a.b import c as d`; what relative imports bind is unknown."""
    module = "" if node.module is None else dotted(node.module)
    if node.relative:
        # A leading dot can't be the path of a library, so nothing in the catalogue is ever found under it.
        module = "." + module
    if isinstance(node.names, cst.ImportStar):
        for name in sorted(machine.library.exports(module) or ()):
            machine.bind(name, External(f"{module}.{name}"))
        return True
    for alias in node.names:
        if isinstance(alias.name, cst.Name):
            name = alias.name.value
            bound = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
            machine.bind(bound, External(f"{module}.{name}"))
    return True


def dotted(node: cst.BaseExpression) -> str:
    """Return the dotted path of a name or attribute."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name):
        parts.append(node.value)
    return ".".join(reversed(parts))
