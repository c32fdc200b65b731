"""The command: `python -m hplint`, and `hplint`."""

from __future__ import annotations

from typing import NoReturn

from hplint.basis.collecting import collect_rarely


def main() -> NoReturn:
    """Run hplint on the arguments of the process, and exit; what it imports isn't searched for garbage either."""
    collect_rarely()
    from hplint.cli import main as run

    run()


if __name__ == "__main__":
    main()
