"""Puts the parsed tables of the catalogue into the wheel: where it is installed, nobody may be allowed to write."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTables(BuildHookInterface[Any]):
    """Parses each file of `rules/libraries/` that is read by tables."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what hplint would keep itself in a checkout."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from hplint.catalogue.compiled import place
        from hplint.catalogue.module_file import compile_all

        self._made = tempfile.TemporaryDirectory()
        rules = Path(self.root, "rules")
        for number, (path, packed) in enumerate(compile_all(rules / "libraries")):
            made = Path(self._made.name, str(number))
            made.write_bytes(packed)
            shipped = Path(place(str(rules), str(path))).relative_to(rules)
            build_data["force_include"][str(made)] = f"hplint/_rules/{shipped.as_posix()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary files."""
        if version != "editable":
            self._made.cleanup()
