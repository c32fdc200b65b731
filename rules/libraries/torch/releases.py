"""Reads the layers, losses, optimizers, schedulers and loaders of a PyTorch release from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PACKAGES = {
    "torch.nn": "torch/nn/modules/*.py",
    "torch.optim": "torch/optim/*.py",
    "torch.optim.lr_scheduler": "torch/optim/lr_scheduler.py",
    "torch.utils.data": "torch/utils/data/dataloader.py",
}
"""Where the classes of each public module are written."""
_OPEN = "*"
"""Stands for parameters that the source doesn't name."""
Row = dict[str, Any]


@dataclass
class Release:
    """The classes of one unpacked release."""

    folder: Path
    """Holds the package `torch`."""
    _classes: dict[str, dict[str, ast.ClassDef]] = field(default_factory=dict)

    def parameters(self, module: str, name: str) -> dict[str, Row] | None:
        """Return what a constructor takes, in order; None where the release has no such class, or doesn't say."""
        found = self.classes(module).get(name)
        rows = {} if found is None else dict(self._rows(module, found))
        return None if found is None or _OPEN in rows else rows

    def classes(self, module: str) -> dict[str, ast.ClassDef]:
        """Return the classes of a public module, by name."""
        if module not in self._classes:
            files = sorted(self.folder.glob(PACKAGES[module]))
            nodes = (node for file in files for node in ast.parse(file.read_text(encoding="utf-8")).body)
            self._classes[module] = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
        return self._classes[module]

    def _rows(self, module: str, of: ast.ClassDef) -> Iterator[tuple[str, Row]]:
        inits = [node for node in of.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"]
        if not inits:
            names = (base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in of.bases)
            base = next((found for name in names if (found := self.classes(module).get(name)) is not None), None)
            if base is not None:
                yield from self._rows(module, base)
            return
        # Recurrent layers say by overloads what their `*args` and `**kwargs` hold.
        arguments = inits[0].args
        if arguments.vararg is not None or arguments.kwarg is not None:
            yield _OPEN, {}
        positional = [*arguments.posonlyargs, *arguments.args][1:]
        missing = [None] * (len(positional) - len(arguments.defaults))
        for argument, default in zip(positional, [*missing, *arguments.defaults], strict=True):
            yield argument.arg, {"name": argument.arg, "kind": 1, **_default(default)}
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            yield argument.arg, {"name": argument.arg, "kind": 3, "keyword_only": True, **_default(default)}


def _default(node: ast.expr | None) -> Row:
    if node is None:
        return {}
    match node:
        case ast.BinOp(ast.Constant(float() as over), ast.Div(), ast.Constant(int() as under)):
            return {"default": repr(over / under)}
    try:
        return {"default": repr(ast.literal_eval(node))}
    except ValueError:
        return {"default_expression": ast.unparse(node)}
