"""How the work of a run is done; what it finds is the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hplint.basis.frozen import dataclass

if TYPE_CHECKING:
    from concurrent.futures import Executor


@dataclass(frozen=True, slots=True)
class Ways:
    """Who does the work of a run, what of it is remembered, and who wants to know how far it is."""

    jobs: int = 1
    """Processes that share the work, as far as there is enough for each."""
    cache_folder: str | None = None
    """Where results are remembered; None for nowhere."""
    executor: Executor | None = None
    """Does the work instead of this process, on other machines perhaps."""
    advance: Callable[[int], None] | None = None
    """Is told how many files are done, each time that some are."""
    whole: tuple[str, ...] = ()
    """Folders of which all modules are among the files; see `Discovery.whole`."""


class WorkerDiffers(Exception):
    """A worker of the executor runs another hplint; the message says which, and what to do."""
